"""Which changes can be taken at all: their form, and who may propose them. Everything else is merged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from kemiskinan_domain.changes import REVIEW_TRANSITIONS, Act, Change, Put
from kemiskinan_domain.changes.change import ANSWERS
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import FieldValue, RecordKind
from kemiskinan_domain.wire import LIMITS
from kemiskinan_server.services.working_set import WorkingRecord

_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_WHOLE = frozenset({"desil", "position", "invited", "quorum_percent", "vote_yes", "vote_no", "household_rev", "size"})
_TEXT = frozenset(
    {
        "no_kk",
        "no_kk_state",
        "nik",
        "nik_state",
        "head_name",
        "name",
        "birth_date",
        "kpj",
        "parent",
        "household",
        "survey_state",
        "state",
    }
)
_NOT_FREE = _WHOLE | {"reasons"}
_ONLY_TEXT = frozenset({str})
_NAME_LENGTH = 200
_SMALLEST, _LARGEST = -(2**63), 2**63 - 1
_REVIEWED = frozenset({RecordKind.HOUSEHOLD, RecordKind.DELIBERATION})
_DISTRICT_KINDS = frozenset({RecordKind.PRELIST_ENTRY})


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a change is malformed, as a JSON path, and a stable word for what is wrong."""

    path: str
    why: str


def fault_in(change: Change, body: bytes, record: WorkingRecord | None) -> Fault | None:
    """What makes the change impossible to store; None where it can be merged."""
    if not _ID.fullmatch(change.id):
        return Fault("$.id", "not-an-id")
    if record is not None and record.kind is not change.k:
        return Fault("$.k", "another-kind")
    if isinstance(change, Act):
        return None if change.act in REVIEW_TRANSITIONS else Fault("$.act", "unknown-act")
    return _fault_in_fields(change, len(body)) if isinstance(change, Put) else None


def _fault_in_fields(change: Put, size: int) -> Fault | None:
    if size <= LIMITS.field and change.a and _are_plain(change.a):
        change = msgspec.structs.replace(change, a={})
    for name, wanted in _values(change):
        if not name or len(name) > _NAME_LENGTH or "\x00" in name:
            return Fault("$.f", "field-name")
        if wanted is None or (type(wanted) is str and name not in _NOT_FREE and size <= LIMITS.field):
            continue
        path = f"$.f.{name}"
        if name in _WHOLE and (not isinstance(wanted, int) or isinstance(wanted, bool)):
            return Fault(path, "not-a-whole-number")
        if name in _TEXT and not isinstance(wanted, str):
            return Fault(path, "not-a-text")
        if name == "reasons" and not _are_codes(wanted):
            return Fault(path, "not-a-set-of-codes")
        if isinstance(wanted, list | dict) and _depth(wanted) > LIMITS.depth:
            return Fault(path, "too-deep")
        if not isinstance(wanted, str) and _has_huge_number(wanted):
            return Fault(path, "too-large")
        if size > LIMITS.field and len(msgspec.json.encode(wanted)) > LIMITS.field:
            return Fault(path, "too-large")
    return None


def _values(change: Put) -> Iterator[tuple[str, FieldValue]]:
    """Every field with the value that the change wants in it, in whichever form it is."""
    for name, (_, wanted) in change.f.items():
        yield name, wanted
    yield from change.n.items()
    for question, wanted in change.a.items():
        yield f"{ANSWERS}{question}", wanted


def _are_plain(answers: dict[str, FieldValue]) -> bool:
    """Whether they are texts under names that can be: nearly every answer of nearly every family."""
    return (
        _ONLY_TEXT.issuperset(map(type, answers.values()))
        and max(map(len, answers)) <= _NAME_LENGTH - len(ANSWERS)
        and "\x00" not in "".join(answers)
    )


def _are_codes(value: FieldValue) -> bool:
    return isinstance(value, list) and all(isinstance(code, str) for code in value)


def _has_huge_number(value: FieldValue) -> bool:
    """Whether a whole number in it is beyond what both sides' columns and every reader of JSON can hold."""
    if isinstance(value, list | dict):
        return any(_has_huge_number(inner) for inner in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, int) and not _SMALLEST <= value <= _LARGEST


def _depth(value: FieldValue) -> int:
    deepest, level = 0, [value]
    while level and deepest <= LIMITS.depth:
        deepest += 1
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ())
            if isinstance(inner, list | dict)
        ]
    return deepest


def is_forbidden(change: Change, record: WorkingRecord | None, side: Side) -> bool:
    """Whether that side may not propose it: conflicts are the server's, pre-lists the district's, the review's
    state moves by its steps alone.
    """
    if change.k is RecordKind.CONFLICT:
        return True
    if side is Side.VILLAGE and change.k in _DISTRICT_KINDS:
        return True
    if isinstance(change, Act):
        return change.k not in _REVIEWED or REVIEW_TRANSITIONS[change.act][2] is not side
    if isinstance(change, Put) and change.sets("review"):
        return record is not None or change.wanted("review") not in (None, "draft")
    return False
