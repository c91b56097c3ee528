"""What a laptop shows: the district's record with the own changes that are not acknowledged yet laid over it."""

from __future__ import annotations

from typing import cast

from kemiskinan_domain.changes.change import Act, Change, Delete, Put
from kemiskinan_domain.records import Document, FieldValue, read_field, with_field


def overlay(document: Document | None, change: Change) -> Document | None:
    """The document as the author of the change sees it; None is a record that is not there.

    An own saved value always wins on the own screen (invariant I8): the district's answer comes later.
    """
    match change:
        case Delete():
            return None
        case Act():
            return None if document is None else with_field(document, "review", change.state[1])
        case Put():
            result: Document = dict(document) if document is not None else {}
            for field, edit in change.f.items():
                seen, wanted = cast("tuple[FieldValue, FieldValue]", edit)
                current = read_field(result, field)
                value = merge_sets(seen, current, wanted) if are_sets(seen, current, wanted) else wanted
                result = with_field(result, field, value)
            if change.form is not None:
                result["form"] = change.form
            return result


def are_sets(*values: FieldValue) -> bool:
    """A JSON array in a record is a set of codes; an empty field counts as the empty set beside one."""
    found = False
    for value in values:
        if isinstance(value, list):
            found = True
        elif value is not None:
            return False
    return found


def merge_sets(seen: FieldValue, current: FieldValue, wanted: FieldValue) -> FieldValue:
    """(current ∪ added) without removed, sorted, so that every side writes the same bytes."""
    seen_set, current_set, wanted_set = (_codes(value) for value in (seen, current, wanted))
    merged = (current_set | (wanted_set - seen_set)) - (seen_set - wanted_set)
    codes: list[FieldValue] = [*sorted(merged)]
    return codes or None


def _codes(value: FieldValue) -> set[str]:
    return {str(item) for item in value} if isinstance(value, list) else set()
