"""The merge of SYNC 2.5: what the author saw, what stands, what the author wants; no value is invented or lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias, cast

from kemiskinan_domain.changes.change import ANSWERS, Act, Change, Delete, Put, spread
from kemiskinan_domain.changes.conflict import ConflictReason
from kemiskinan_domain.changes.overlay import are_sets, merge_sets
from kemiskinan_domain.changes.review import REVIEW_TRANSITIONS, may_transition
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import (
    LOCKED_REVIEW_STATES,
    Document,
    FieldValue,
    ReviewState,
    draft_of,
    is_derived,
    may_follow_lock,
    place_field,
    read_field,
    with_field,
)


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The wanted value stands already."""


@dataclass(frozen=True, slots=True)
class Applied:
    """The field takes this value."""

    value: FieldValue


@dataclass(frozen=True, slots=True)
class Rejected:
    """Somebody else changed the field in between: the current value stays, the other is kept for people."""


_SPECIAL: Final = frozenset({list, type(None)})
"""Types of values that do not stand in a new record just as they came."""

FieldMerge: TypeAlias = Unchanged | Applied | Rejected


def merge_field(seen: FieldValue, current: FieldValue, wanted: FieldValue) -> FieldMerge:
    """Sets merge by what was added and taken away; anything else by comparing what was seen with what stands."""
    if are_sets(seen, current, wanted):
        merged = merge_sets(seen, current, wanted)
        return Unchanged() if merged == current else Applied(merged)
    if current == wanted:
        return Unchanged()
    return Applied(wanted) if current == seen else Rejected()


@dataclass(frozen=True, slots=True)
class RecordState:
    """A record as the district holds it when a change arrives."""

    document: Document
    deleted: bool
    rev: int
    changed_by_others: bool = False
    """Whether another device changed the record or a child of it after the change's `base`."""
    parent_locked: bool = False
    """Whether the record that this one belongs to is locked (a session that was closed, a family under review)."""


@dataclass(frozen=True, slots=True)
class Clash:
    """One value that could not be applied; becomes an entry of a conflict record."""

    field: str
    why: ConflictReason
    seen: FieldValue
    current: FieldValue
    wanted: FieldValue


@dataclass(frozen=True, slots=True)
class Merged:
    """What the record becomes; `changed` tells whether a new revision is due."""

    document: Document
    deleted: bool
    changed: bool
    clashes: tuple[Clash, ...] = ()


def merge_change(change: Change, state: RecordState | None, side: Side = Side.VILLAGE) -> Merged:
    """Decides one change against the record as it stands; writes nothing."""
    match change:
        case Put():
            return _merge_put(change, state, side)
        case Delete():
            return _merge_delete(change, state, side)
        case Act():
            return _merge_act(change, state, side)


def is_locked(state: RecordState) -> bool:
    """Whether the district holds the record, or its session was closed: a village edit is then kept aside."""
    return (
        state.parent_locked
        or state.document.get("review") in LOCKED_REVIEW_STATES
        or state.document.get("state") == "locked"
    )


def _merge_put(change: Put, state: RecordState | None, side: Side) -> Merged:
    if state is None and (new := _new_document(change)) is not None:
        return Merged(new, False, True)
    edits = cast("Mapping[str, tuple[FieldValue, FieldValue]]", cast("Put", spread(change)).f)
    document = draft_of(state.document) if state is not None else {}
    after = may_follow_lock(change.k, edits.keys())
    if state is not None and side is Side.VILLAGE and is_locked(state) and not after:
        return Merged(document, state.deleted, False, tuple(_locked_clashes(edits, document)))
    clashes: list[Clash] = []
    changed = state is None
    if state is not None and state.deleted:
        # An edit of a deleted record wins and the record lives again; people are shown that it happened.
        clashes.append(Clash("", ConflictReason.EDIT_VS_DELETE, None, None, None))
        changed = True
    for field, (seen, wanted) in edits.items():
        if is_derived(field):
            continue
        current = read_field(document, field)
        fresh = (state is None or state.deleted) and current is None
        if fresh and not isinstance(wanted, list):
            # Nothing stands there, so there is nothing to merge with: the road of most fields of a first push.
            if wanted is not None:
                place_field(document, field, wanted)
                changed = True
            continue
        match merge_field(current if fresh else seen, current, wanted):
            case Applied(value):
                place_field(document, field, value)
                changed = True
            case Rejected():
                clashes.append(Clash(field, ConflictReason.FIELD, seen, current, wanted))
            case Unchanged():
                pass
    if change.form is not None and document.get("form") != change.form:
        document["form"] = change.form
        changed = True
    return Merged(document, False, changed, tuple(clashes))


def _new_document(change: Put) -> Document | None:
    """What a record becomes that nobody has: nothing stands there, so there is nothing to merge with.

    This is the road of a village's first push. None where a field lies deeper than an answer: the general way then.
    """
    if change.n:  # as `decode_light` leaves it
        fields, answers = change.n, change.a
    else:
        fields, answers = {}, {}
        for field, (_, wanted) in change.f.items():
            if field.startswith(ANSWERS):
                answers[field[len(ANSWERS) :]] = wanted
            elif "." in field or field == "answers":
                return None
            else:
                fields[field] = wanted
    document = _first_values(fields)
    for field in filter(is_derived, fields):
        document.pop(field, None)
    if first := _first_values(answers):
        document["answers"] = first
    if change.form is not None:
        document["form"] = change.form
    return document


def _first_values(values: dict[str, FieldValue]) -> Document:
    """The values that stand in a record which had none of them; an empty one is none."""
    if _SPECIAL.isdisjoint(map(type, values.values())):
        return dict(values)
    first: Document = {}
    for field, value in values.items():
        merged = merge_sets(None, None, value) if isinstance(value, list) else value
        if merged is not None:
            first[field] = merged
    return first


def _locked_clashes(edits: Mapping[str, tuple[FieldValue, FieldValue]], document: Document) -> list[Clash]:
    return [
        Clash(field, ConflictReason.LOCKED, seen, read_field(document, field), wanted)
        for field, (seen, wanted) in edits.items()
        if read_field(document, field) != wanted
    ]


def _merge_delete(change: Delete, state: RecordState | None, side: Side) -> Merged:
    if state is None or state.deleted:
        return Merged({}, True, False)
    if side is Side.VILLAGE and is_locked(state):
        return Merged(state.document, False, False, (Clash("", ConflictReason.LOCKED, None, None, change.why),))
    if state.changed_by_others:
        return Merged(state.document, False, False, (Clash("", ConflictReason.DELETE_VS_EDIT, None, None, change.why),))
    return Merged({}, True, True)


def _merge_act(change: Act, state: RecordState | None, side: Side) -> Merged:
    seen, wanted = change.state
    document = dict(state.document) if state is not None and not state.deleted else {}
    current = ReviewState(str(document.get("review") or ReviewState.DRAFT))
    if current == wanted:
        return Merged(document, False, False)
    step = REVIEW_TRANSITIONS.get(change.act)
    allowed = step is not None and step[1] == wanted and may_transition(change.act, current, side)
    if not document or current != seen or not allowed:
        clash = Clash("review", ConflictReason.STATE, seen, str(current), wanted)
        return Merged(document, state is None or state.deleted, False, (clash,))
    return Merged(with_field(with_field(document, "review", wanted), "review_note", change.note or None), False, True)
