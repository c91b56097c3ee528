"""A reviewer's choice on differences, as changes of the district's own hand: one village, one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

import msgspec

from kemiskinan_domain.changes import Change, Delete
from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import FieldValue, RecordId, VillageCode
from kemiskinan_domain.survey import Form, RefusalKind
from kemiskinan_domain.survey.reading import read_raw
from kemiskinan_domain.survey.records import to_json_value
from kemiskinan_domain.survey.wording import question_of
from kemiskinan_server.services.differences.reading import shown
from kemiskinan_server.services.differences.values import Difference
from kemiskinan_server.services.district import Reviewer, edit, lock_hand, require, write_as_district
from kemiskinan_server.storage.database import UnitOfWork


class Side(StrEnum):
    """Which value is to stand."""

    STANDING = "standing"
    WANTED = "wanted"
    THIRD = "third"


@dataclass(frozen=True, slots=True)
class Choice:
    """One conflict, what the page showed of it (its digest), and what is to stand."""

    conflict: RecordId
    digest: str
    side: Side
    typed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many were settled, moved on since the page was read, and had no value that could be read."""

    settled: int = 0
    moved: int = 0
    unreadable: int = 0


def settle(
    unit: UnitOfWork,
    who: Reviewer,
    village: VillageCode,
    choices: Sequence[Choice],
    *,
    form: Form | None,
    now: datetime,
) -> Outcome:
    """Write every choice that still fits what the page showed; each value that loses stays in its conflict's log.

    The caller commits. Raises `NotPermittedError`, `VillageBusyError`.
    """
    require(who, Permission.REVIEW)
    locked = lock_hand(unit, village)
    if locked is None:
        return Outcome(moved=len(choices))
    found = {one.id: one for one in shown(unit, village, [choice.conflict for choice in choices], form)}
    changes: list[Change] = []
    settled, moved, unreadable = [], 0, 0
    for choice in choices:
        difference = found.get(choice.conflict)
        if difference is None or not _fits(difference, choice):
            moved += 1
            continue
        value = _chosen(difference, choice, form)
        if isinstance(value, RefusalKind):
            unreadable += 1
            continue
        changes += _changes(difference, choice, value, who, now, base=locked[1].head)
        settled.append(difference.id)
    if changes:
        write_as_district(unit, locked, changes, now)
        for conflict in settled:
            unit.directory.note(now, who.name, "difference-settled", village, conflict)
    return Outcome(len(settled), moved, unreadable)


def _fits(difference: Difference, choice: Choice) -> bool:
    """Still open and as it was shown, and a side that it has."""
    if (
        difference.settled is not None
        or difference.is_whole
        or not difference.there
        or difference.digest != choice.digest
    ):
        return False
    match choice.side:
        case Side.STANDING:
            return True
        case Side.WANTED:
            return difference.has_values or difference.is_delete
        case Side.THIRD:
            return difference.has_values and difference.third is not None


def _chosen(difference: Difference, choice: Choice, form: Form | None) -> FieldValue | RefusalKind:
    if choice.side is not Side.THIRD:
        return difference.wanted.value if choice.side is Side.WANTED else difference.standing.value
    return _third(difference, choice.typed, form)


def _third(difference: Difference, typed: tuple[str, ...], form: Form | None) -> FieldValue | RefusalKind:
    assert difference.third is not None
    asked, words = difference.third, [part.strip() for part in typed if part.strip()]
    if not words or any("\x00" in word for word in words):
        return RefusalKind.UNREADABLE
    codes = {code for code, _ in asked.options}
    if codes and not codes.issuperset(words):
        return RefusalKind.UNKNOWN_CHOICE
    question = question_of(form, difference.kind, difference.field) if form is not None else None
    if question is not None:
        read = read_raw(question, words if asked.many else words[0], None)
        return read if isinstance(read, RefusalKind) else cast("FieldValue", to_json_value(question, read))
    if asked.kind == "number":
        return int(words[0]) if words[0].lstrip("-").isdecimal() and len(words[0]) < 18 else RefusalKind.WRONG_TYPE
    return words[0]


def _changes(
    difference: Difference, choice: Choice, value: FieldValue, who: Reviewer, now: datetime, *, base: int
) -> list[Change]:
    """The value over the one that stood, closing the conflict; a delete is carried out after that."""
    pair = {difference.field: (difference.standing.value, value)} if difference.has_values else {}
    put = edit(difference.kind, difference.record, pair, by=who.name, now=now)
    changes: list[Change] = [msgspec.structs.replace(put, closes=[difference.id])]
    if difference.is_delete and choice.side is Side.WANTED:
        why = str(difference.wanted.value or "chosen")
        at = now.isoformat()
        changes.append(Delete(k=difference.kind, id=difference.record, base=base, at=at, by=who.name, why=why))
    return changes
