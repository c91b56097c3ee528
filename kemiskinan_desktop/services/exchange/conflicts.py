"""Perbedaan: the values that met, and a person's choice as a new change."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange.authors import entry_in
from kemiskinan_desktop.services.exchange.listing import title_of
from kemiskinan_desktop.services.exchange.values import (
    Author,
    ConflictEntry,
    ConflictView,
    Holder,
    Mine,
    Resolution,
    Third,
)
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf
from kemiskinan_domain.changes import ConflictReason, FieldEdit
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, read_field
from kemiskinan_domain.survey.wording import words_of

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import StoredRecord, Unit

_LANGUAGE = "id"
_WITH_VALUE = frozenset({ConflictReason.FIELD, ConflictReason.LOCKED, ConflictReason.STATE})
"""Reasons that are about a value; the others are about a whole record."""


def conflict_views(view: Unit, ids: Iterable[RecordId], shelf: FormShelf) -> tuple[ConflictView, ...]:
    """The conflicts as screens show them; one that cannot be read any more is left out."""
    found = (view.records.get(RecordKind.CONFLICT, conflict) for conflict in ids)
    return tuple(_view(view, record, shelf) for record in found if record is not None)


def write_choice(unit: Unit, desk: Desk, seen: ConflictView, choice: Resolution) -> None:
    """The chosen value over the one on screen, closing the conflict; the district opens it again if that moved.

    A delete that met an edit is carried out after the conflict was closed; letting stand changes nothing.
    """
    edits: dict[str, FieldEdit] = {}
    if seen.field and seen.why in _WITH_VALUE:
        standing = seen.theirs.value
        match choice:
            case Mine():
                edits[seen.field] = (standing, seen.mine.value)
            case Third(value):
                edits[seen.field] = (standing, value)
            case _:
                edits[seen.field] = (standing, standing)
    who, when = desk.person.id, desk.clock()
    unit.changes.put(seen.kind, seen.record, edits, by=who, at=when, closes=[seen.id])
    if seen.why is ConflictReason.DELETE_VS_EDIT and isinstance(choice, Mine):
        unit.changes.delete(seen.kind, seen.record, by=who, at=when, why=str(seen.mine.value or "chosen"))


def _view(view: Unit, conflict: StoredRecord, shelf: FormShelf) -> ConflictView:
    document = conflict.document
    kind, record = RecordKind(_text(document, "parent_kind")), RecordId(_text(document, "parent"))
    field, why = _text(document, "field"), ConflictReason(_text(document, "why"))
    last = _last_entry(document)
    holders = _holders(view, kind, _text(last, "wanted")) if why is ConflictReason.DUPLICATE else ()
    record = _chosen_on(record, holders, document)
    stored = view.records.get(kind, record)
    household = _household(kind, record, stored)
    standing = read_field(stored.document, field) if stored is not None and field else None
    return ConflictView(
        id=conflict.id,
        record=record,
        kind=kind,
        field=field,
        why=why,
        household=household,
        title=title_of(view, RecordKind.HOUSEHOLD, household) if household else title_of(view, kind, record),
        member_name=title_of(view, kind, record) if kind is RecordKind.MEMBER else None,
        question=_question(field, kind, shelf),
        mine=_worded(entry_in(view, last), shelf, kind, field),
        theirs=_worded(ConflictEntry(standing, "", "", Author.UNKNOWN), shelf, kind, field),
        seen=last.get("seen"),
        open=True,
        holders=holders,
    )


def _worded(entry: ConflictEntry, shelf: FormShelf, kind: RecordKind, field: str) -> ConflictEntry:
    return replace(entry, words=words_of(shelf.current(HOUSEHOLD_FORM), kind, field, entry.value, _LANGUAGE))


def _holders(view: Unit, kind: RecordKind, number: str) -> tuple[Holder, ...]:
    if kind is RecordKind.MEMBER:
        return tuple(
            Holder(hit.member.id, hit.member.household, hit.head_name, hit.member.name, hit.dusun, hit.rt, hit.rw)
            for hit in view.queries.nik_holders(number)
        )
    return tuple(
        Holder(row.id, row.id, row.head_name, None, row.dusun, row.rt, row.rw)
        for row in view.queries.no_kk_holders(number)
    )


def _chosen_on(parent: RecordId, holders: tuple[Holder, ...], document: Document) -> RecordId:
    """The record that a choice is written on: of a shared number one that is there and that the district names too,
    since a choice on a deleted record would bring it back."""
    named = document.get("holders")
    there = {holder.record for holder in holders if isinstance(named, list) and holder.record in named}
    return parent if parent in there or not there else min(there)


def _household(kind: RecordKind, record: RecordId, stored: StoredRecord | None) -> RecordId | None:
    if kind is RecordKind.HOUSEHOLD:
        return record
    name = {RecordKind.MEMBER: "parent", RecordKind.DECISION: "household"}.get(kind)
    value = stored.document.get(name) if stored is not None and name is not None else None
    return RecordId(value) if isinstance(value, str) else None


def _question(field: str, kind: RecordKind, shelf: FormShelf) -> str | None:
    """The words of the question, without the member's name in them."""
    if kind not in {RecordKind.HOUSEHOLD, RecordKind.MEMBER}:
        return None
    questions = shelf.current(HOUSEHOLD_FORM).questions.values()
    wanted = kind is RecordKind.MEMBER
    found = (one.label(_LANGUAGE) for one in questions if one.field == field and (one.repeat is not None) is wanted)
    return next(found, None)


def _last_entry(document: Document) -> Document:
    log = document.get("log")
    last: FieldValue = log[-1] if isinstance(log, list) and log else None
    return last if isinstance(last, dict) else {}


def _text(document: Document, field: str) -> str:
    value = document.get(field)
    return value if isinstance(value, str) else ""
