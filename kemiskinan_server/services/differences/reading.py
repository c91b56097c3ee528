"""Conflicts as pages show them: in the words of the questionnaire, with who and when, settled ones for ever."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, cast

import msgspec

from kemiskinan_domain.changes import ConflictReason, ConflictState, Put, decode_change, decode_line
from kemiskinan_domain.changes.lines import document_of
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, VillageCode, read_field
from kemiskinan_domain.survey import Form, QuestionType
from kemiskinan_domain.survey.wording import question_of, words_of
from kemiskinan_server.services.differences.values import Ask, Difference, Value, Writer
from kemiskinan_server.services.questionnaires import LANGUAGE
from kemiskinan_server.storage.database import UnitOfWork

PAGE: Final = 50
_MOST_OPTIONS: Final = 100
_TYPED: Final = {
    QuestionType.TEXT: "text",
    QuestionType.INTEGER: "number",
    QuestionType.DECIMAL: "text",
    QuestionType.DATE: "date",
}
_ABOVE: Final = 3
"""From an enrolment over the member to the household."""
_OF_QUESTIONNAIRE: Final = frozenset({RecordKind.HOUSEHOLD, RecordKind.MEMBER})


@dataclass(frozen=True, slots=True)
class Shelf:
    """Records by id with kind and whether they live, and what tells who wrote."""

    records: Mapping[RecordId, tuple[RecordKind, bool, Document]]
    writers: Mapping[tuple[RecordId, str, str], Writer]
    """Of a record, a field and a value."""
    devices: Mapping[str, Writer]


def of_family(
    unit: UnitOfWork, village: VillageCode, about: Sequence[RecordId], form: Form | None
) -> tuple[tuple[Difference, ...], tuple[Difference, ...]]:
    """Open and settled differences of these records of one family."""
    waiting = sorted({one for record in about for one in unit.villages.open_conflicts(village, record)})
    settled = unit.differences.settled_about(village, about)
    return shown(unit, village, waiting, form), shown(unit, village, settled, form)


def of_village(
    unit: UnitOfWork, village: VillageCode, state: ConflictState, number: int, form: Form | None
) -> tuple[tuple[Difference, ...], int]:
    """One page of a village's differences (from 1), and how many there are."""
    ids = unit.differences.page(village, state, PAGE, (number - 1) * PAGE)
    return shown(unit, village, ids, form), unit.differences.count(village, state)


def shown(
    unit: UnitOfWork, village: VillageCode, ids: Collection[RecordId], form: Form | None
) -> tuple[Difference, ...]:
    """These conflicts, in their order."""
    found = unit.sessions.documents(village, RecordKind.CONFLICT, ids) if ids else {}
    conflicts = {one: found[one] for one in ids if one in found}
    shelf = _shelf(unit, village, conflicts)
    return tuple(_difference(identity, conflict, shelf, form) for identity, conflict in conflicts.items())


def _shelf(unit: UnitOfWork, village: VillageCode, conflicts: Mapping[RecordId, Document]) -> Shelf:
    records: dict[RecordId, tuple[RecordKind, bool, Document]] = {}
    wanted = {one for conflict in conflicts.values() for one in _targets(conflict)}
    for _ in range(_ABOVE):
        stored = unit.villages.records(village, sorted(wanted - records.keys()))
        for one in stored.values():
            document = json.loads(one.last_document) if one.last_document else document_of(decode_line(one.line))
            records[one.id] = (one.kind, not one.deleted, document)
        wanted = {above for _, _, document in records.values() if (above := _above(document))}
    entries = [entry for conflict in conflicts.values() for entry in _log(conflict)]
    changes = list(unit.differences.changes(village, {t for c in conflicts.values() for t in _targets(c)}))
    clients = {_text(entry, "client") for entry in entries} | {change.client for change in changes}
    devices = {
        client: Writer(known.side, known.person, known.name)
        for client, known in unit.differences.devices(village, clients).items()
    }
    writers: dict[tuple[RecordId, str, str], Writer] = {}
    for change in changes:
        try:
            read = decode_change(change.body)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            continue
        for name, (_, value) in read.f.items() if isinstance(read, Put) else ():
            who = _writer(devices, change.client, change.author, change.at)
            writers.setdefault((change.record, name, json.dumps(value, sort_keys=True)), who)
    return Shelf(records, writers, devices)


def _difference(identity: RecordId, conflict: Document, shelf: Shelf, form: Form | None) -> Difference:
    why, name = ConflictReason(_text(conflict, "why")), _text(conflict, "field")
    record = next((one for one in _targets(conflict) if shelf.records.get(one, (None, False))[1]), None)
    record = record or RecordId(_text(conflict, "parent"))
    known = shelf.records.get(record)
    kind = known[0] if known is not None else RecordKind(_text(conflict, "parent_kind"))
    document = known[2] if known is not None else {}
    standing = read_field(document, name) if name else None
    rejected = tuple(_rejected(entry, shelf, form, kind, name) for entry in _log(conflict))
    is_settled = conflict.get("state") == ConflictState.SETTLED
    settled = Writer(None, _text(conflict, "settled_by"), "", _text(conflict, "settled_at")) if is_settled else None
    there, values = known is not None and known[1], [standing, *(one.value for one in rejected)]
    return Difference(
        id=identity,
        record=record,
        kind=kind,
        field=name,
        label=_label(form, kind, name),
        about=_about(record, shelf),
        household=_household(record, shelf),
        why=why,
        standing=Value(
            standing,
            _words(form, kind, name, standing),
            shelf.writers.get((record, name, json.dumps(standing, sort_keys=True)), Writer()),
        ),
        rejected=rejected,
        there=there,
        third=_ask(form, kind, name, values)
        if there and why in {ConflictReason.FIELD, ConflictReason.LOCKED}
        else None,
        settled=settled,
        reason=_text(conflict, "settled_why"),
    )


def _rejected(entry: Document, shelf: Shelf, form: Form | None, kind: RecordKind, name: str) -> Value:
    wanted = entry.get("wanted")
    if wanted is None and isinstance(entry.get("body"), str):
        wanted = entry["body"]
    who = _writer(shelf.devices, _text(entry, "client"), _text(entry, "by"), _text(entry, "at"))
    return Value(wanted, _words(form, kind, name, wanted), who)


def _writer(devices: Mapping[str, Writer], client: str, author: str, at: str) -> Writer:
    """A laptop's people have ids that only the laptop can read, so its own name stands for them."""
    known = devices.get(client, Writer())
    person = author if known.side is Side.DISTRICT else known.person
    return Writer(known.side, person, known.device, at)


def _words(form: Form | None, kind: RecordKind, name: str, value: FieldValue) -> str:
    told = words_of(form, kind, name, value, LANGUAGE) if form is not None and kind in _OF_QUESTIONNAIRE else None
    if told is not None:
        return told
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value) if isinstance(value, str | int | float) else json.dumps(value)


def _label(form: Form | None, kind: RecordKind, name: str) -> str:
    question = question_of(form, kind, name) if form is not None and kind in _OF_QUESTIONNAIRE and name else None
    return name if question is None else question.label(LANGUAGE)


def _ask(form: Form | None, kind: RecordKind, name: str, values: Sequence[FieldValue]) -> Ask | None:
    """None where no third value can be asked for: a place, a photo, a structure, a list too long for a page."""
    question = question_of(form, kind, name) if form is not None and kind in _OF_QUESTIONNAIRE and name else None
    if not name or any(isinstance(value, dict | float | bool) for value in values):
        return None
    if question is not None and question.choice_list is not None:
        choices = question.choice_list.choices
        many = question.type is QuestionType.SELECT_MULTIPLE
        fits = 0 < len(choices) <= _MOST_OPTIONS and question.type in {
            QuestionType.SELECT_ONE,
            QuestionType.SELECT_MULTIPLE,
        }
        return Ask(tuple((one.code, one.label(LANGUAGE)) for one in choices), many) if fits else None
    if question is not None:
        return Ask(kind=_TYPED[question.type]) if question.type in _TYPED else None
    if any(isinstance(value, list) for value in values):
        return None
    return Ask(kind="number" if any(isinstance(value, int) for value in values) else "text")


def _about(record: RecordId, shelf: Shelf) -> str:
    """The name or title that people know the record by, or that of what it belongs to."""
    for _ in range(_ABOVE):
        _, _, document = shelf.records.get(record, (None, False, {}))
        for name in ("name", "head_name", "title", "file_name", "objector"):
            if _text(document, name):
                return _text(document, name)
        record = RecordId(_above(document) or "")
    return ""


def _household(record: RecordId, shelf: Shelf) -> RecordId | None:
    for _ in range(_ABOVE):
        kind, there, document = shelf.records.get(record, (None, False, cast("Document", {})))
        if kind is RecordKind.HOUSEHOLD:
            return record if there else None
        record = RecordId(_above(document) or "")
    return None


def _above(document: Document) -> RecordId | None:
    above = _text(document, "household") or _text(document, "parent")
    return RecordId(above) if above else None


def _targets(conflict: Document) -> list[RecordId]:
    """The record, or all that share a number."""
    holders = conflict.get("holders")
    shared = [one for one in holders if isinstance(one, str)] if isinstance(holders, list) else []
    return [RecordId(one) for one in dict.fromkeys([_text(conflict, "parent"), *shared]) if one]


def _log(conflict: Document) -> list[Document]:
    log = conflict.get("log")
    return [entry for entry in log if isinstance(entry, dict)] if isinstance(log, list) else []


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
