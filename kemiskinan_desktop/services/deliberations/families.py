"""The families before a meeting as the domain and the papers see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.deliberations.decided_on import content_digest
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf
from kemiskinan_domain.deliberation import Candidate, DecisionRow, Recap
from kemiskinan_domain.records import Origin, RecordId, RecordKind, SurveyState, read_field

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import HouseholdRow, StoredRecord, Unit

_HEAD: Final = "1"
_VISITED: Final = "answers.r201"
"""Regsosek 201: the day of the visit."""
_WORKS: Final = "answers.r416a"
_FIELD_OF_WORK: Final = "answers.r417"
"""Regsosek 416a, 417: whether somebody works, and in which field; the decree counts families by it."""
_NO: Final = "2"
_NOT_WORKING: Final = "-"
"""Stands where a code would; no form has it."""


def occupation_words(shelf: FormShelf, codes: Iterable[str]) -> Mapping[str, str]:
    """The words of these codes in the household form; not opened where no code is known, since that takes a moment.

    Call it outside a view: the shelf reads the file itself.
    """
    wanted = {code for code in codes if code}
    if not wanted - {_NOT_WORKING}:
        return {_NOT_WORKING: "Tidak bekerja"}
    questions = shelf.current(HOUSEHOLD_FORM).questions.values()
    found = next((one for one in questions if one.field == _FIELD_OF_WORK), None)
    choices = found.choice_list.choices if found is not None and found.choice_list is not None else ()
    return {choice.code: choice.label("id") for choice in choices} | {_NOT_WORKING: "Tidak bekerja"}


def worded_recap(counts: Recap, words: Mapping[str, str]) -> Recap:
    """The same counts with the occupations in words."""
    named = (replace(one, occupation=words.get(one.occupation, one.occupation)) for one in counts.by_occupation)
    return replace(counts, by_occupation=tuple(named))


def candidates_of(view: Unit, rows: Sequence[DecisionRow]) -> dict[RecordId, tuple[Candidate, HouseholdRow]]:
    """The families before the meeting; one that is gone is missing here."""
    return MeetingFamilies(view, rows).candidates


class MeetingFamilies:
    """The families of a meeting, read in a few questions however many they are."""

    def __init__(self, view: Unit, rows: Sequence[DecisionRow]) -> None:
        ids = {row.household for row in rows}
        self._records = {one.id: one for one in view.records.among(RecordKind.HOUSEHOLD, "id", ids)}
        self._members: dict[RecordId, list[StoredRecord]] = {}
        for member in view.records.among(RecordKind.MEMBER, "parent", ids):
            self._members.setdefault(RecordId(str(member.document.get("parent"))), []).append(member)
        lines = view.queries.households_by_id(ids)
        self.candidates: dict[RecordId, tuple[Candidate, HouseholdRow]] = {
            row.household: (self._candidate(lines[row.household], row.household_revision), lines[row.household])
            for row in rows
            if row.household in lines
        }

    def digest(self, household: RecordId) -> str | None:
        """Of the family as it stands; None when it is gone."""
        record = self._records.get(household)
        return None if record is None else content_digest(record, self._members.get(household, []))

    def _candidate(self, row: HouseholdRow, revision: int) -> Candidate:
        record = self._records.get(row.id)
        return Candidate(
            household=row.id,
            head_name=row.head_name,
            family_card=row.no_kk or "",
            dusun=row.dusun,
            rt=row.rt,
            rw=row.rw,
            address=row.address,
            desil=row.desil,
            origin=Origin.PROPOSED if row.origin == Origin.PROPOSED else Origin.PRELIST,
            survey_complete=row.survey_state is SurveyState.COMPLETE,
            revision=revision,
            surveyed_on=_day(read_field(record.document, _VISITED)) if record is not None else None,
            occupation=_occupation(_head(self._members.get(row.id, []))),
        )


def head_of(view: Unit, household: RecordId) -> StoredRecord | None:
    """The member who is the head; the first one where the relation is not known."""
    return _head(view.records.children(RecordKind.MEMBER, household))


def _head(members: Sequence[StoredRecord]) -> StoredRecord | None:
    heads = [one for one in members if one.document.get("relation") == _HEAD]
    return next(iter(heads or members), None)


def _occupation(head: StoredRecord | None) -> str:
    if head is None:
        return ""
    if read_field(head.document, _WORKS) == _NO:
        return _NOT_WORKING
    code = read_field(head.document, _FIELD_OF_WORK)
    return code if isinstance(code, str) else ""


def _day(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
