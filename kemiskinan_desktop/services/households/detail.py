"""The preview of one family, read from one moment of the file."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.attachments import Purpose, thumbnail_in
from kemiskinan_desktop.services.households.duplicates import duplicate_hits
from kemiskinan_desktop.services.households.rows import household_row
from kemiskinan_desktop.services.households.values import (
    ConflictMark,
    DecisionPast,
    DuplicateHit,
    HouseholdDetail,
    HousePicture,
    MemberRow,
    PrelistEntry,
    RemarkView,
)
from kemiskinan_desktop.services.received import received_rows
from kemiskinan_domain.deliberation import DeliberationState, read_decision
from kemiskinan_domain.records import Document, NikState, RecordId, RecordKind

_OF_THE_HOUSE: Final = (Purpose.HOUSE_FRONT, Purpose.HOUSE_INSIDE)

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import HouseholdRow as StoredRow
    from kemiskinan_desktop.storage import MemberRow as StoredMember
    from kemiskinan_desktop.storage import StoredRecord, Unit
    from kemiskinan_desktop.storage.blobs import BlobFile


def household_detail(view: Unit, blobs: BlobFile, household: RecordId, today: date) -> HouseholdDetail | None:
    """Everything of one family; None when it is gone. `blobs` tells which photos are here as a whole."""
    row = view.queries.household(household)
    record = view.records.get(RecordKind.HOUSEHOLD, household)
    if row is None or record is None:
        return None
    members = view.queries.members(household)
    own = {household, *(member.id for member in members)}
    waiting = [datetime.fromisoformat(one.since) for one in view.queries.waiting() if one.root == household]
    answers = record.document.get("answers")
    return HouseholdDetail(
        row=household_row(row),
        members=tuple(_member(member, place, today) for place, member in enumerate(members, 1)),
        prelist=tuple(_prelist(entry) for entry in view.records.children(RecordKind.PRELIST_ENTRY, household)),
        decisions=_decisions(view, household),
        remarks=tuple(
            RemarkView(one.id, one.field, one.text, one.by, one.at, one.state == "open")
            for parent in own
            for one in view.queries.remarks(parent, open_only=False)
        ),
        conflicts=_conflicts(view, own),
        duplicates=_duplicates(view, row, members),
        unsent_since=min(waiting, default=None),
        answers=tuple(answers.items()) if isinstance(answers, dict) else (),
        pictures=_pictures(view, blobs, household),
    )


def _pictures(view: Unit, blobs: BlobFile, household: RecordId) -> tuple[HousePicture, ...]:
    """Of the house alone: cards and papers of people are looked at in the questionnaire."""
    found = [
        (purpose, thumbnail_in(record.document), _text(record.document, "sha256"))
        for record in view.records.children(RecordKind.ATTACHMENT, household)
        if (purpose := _text(record.document, "purpose")) in _OF_THE_HOUSE
    ]
    states = blobs.states([sha256 for _, small, sha256 in found if small])
    return tuple(
        HousePicture(purpose, small, here=sha256 in states and states[sha256].complete)
        for purpose, small, sha256 in found
        if small
    )


def _conflicts(view: Unit, own: set[RecordId]) -> tuple[ConflictMark, ...]:
    """Open conflicts of these records; of a shared number the holder among them, whoever it was filed under."""
    marks = []
    for one in view.queries.conflicts():
        record = one.parent if one.parent in own else min(one.holders & own, default=None)
        if record is not None:
            marks.append(ConflictMark(one.id, record, one.parent_kind, one.field))
    return tuple(marks)


def _duplicates(view: Unit, row: StoredRow, members: tuple[StoredMember, ...]) -> tuple[DuplicateHit, ...]:
    hits = list(duplicate_hits(view, row.no_kk or "", row.id))
    for member in members:
        hits += duplicate_hits(view, member.nik or "", row.id, member.id)
    return tuple(dict.fromkeys(hits))


def _member(member: StoredMember, place: int, today: date) -> MemberRow:
    born = _day(member.birth_date)
    return MemberRow(
        id=member.id,
        position=place,
        name=member.name,
        nik=member.nik,
        nik_state=NikState(member.nik_state) if member.nik_state in set(NikState) else None,
        sex=member.sex,
        birth_date=born,
        age=None if born is None else today.year - born.year - ((today.month, today.day) < (born.month, born.day)),
        relation=member.relation,
        presence=member.presence,
    )


def _prelist(entry: StoredRecord) -> PrelistEntry:
    document = entry.document
    desil = document.get("desil")
    return PrelistEntry(
        id=entry.id,
        source=_text(document, "source"),
        period=_text(document, "period"),
        desil=desil if isinstance(desil, int) else None,
        received=tuple(pair for row in received_rows(document.get("received")) for pair in row),
    )


def _decisions(view: Unit, household: RecordId) -> tuple[DecisionPast, ...]:
    found = []
    for record in view.records.where(RecordKind.DECISION, household=household):
        row = read_decision(record.id, record.document)
        parent = record.document.get("parent")
        session = view.records.get(RecordKind.DELIBERATION, RecordId(parent)) if isinstance(parent, str) else None
        if session is None:
            continue
        found.append(
            DecisionPast(
                session=session.id,
                session_title=_text(session.document, "title"),
                date=_text(session.document, "date"),
                presence=row.presence,
                decision=row.ruling,
                reasons=row.reasons,
                locked=session.document.get("state") == DeliberationState.LOCKED,
            )
        )
    return tuple(sorted(found, key=lambda past: past.date, reverse=True))


def _text(document: Document, field: str) -> str:
    value = document.get(field)
    return value if isinstance(value, str) else ""


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
