"""One family as the district reads it: the questionnaire's words and rules over its records, remarks, differences."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, VillageCode, fields_of
from kemiskinan_domain.survey import Entry, Form, Problem, ProblemKind, Question
from kemiskinan_domain.survey.records import JsonValue
from kemiskinan_server.services.differences import Difference, of_family
from kemiskinan_server.services.district import Reviewer, edit, lock_hand, remark, require, write_as_district
from kemiskinan_server.services.questionnaires import LANGUAGE, household_form
from kemiskinan_server.storage.database import UnitOfWork

_WORDS = {
    ProblemKind.REQUIRED: "belum diisi",
    ProblemKind.INCOMPLETE: "belum diurutkan semuanya",
    ProblemKind.TYPE: "tidak sesuai jenis pertanyaannya",
    ProblemKind.CONSTRAINT: "tidak memenuhi aturan pertanyaannya",
    ProblemKind.WARNING: "tidak lazim dan belum diberi alasan",
    ProblemKind.RECORD: "tidak cocok dengan jawaban lain",
    ProblemKind.UNEVALUATED: "belum dapat diperiksa",
}
_REPEAT = "anggota"
_PLACE = re.compile(r"\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A question with its answer in words; `record` and `field` address it for remarks."""

    label: str
    value: str
    record: RecordId
    field: str


@dataclass(frozen=True, slots=True)
class AnswerBlock:
    """The answers of one section, or of one member."""

    title: str
    lines: tuple[AnswerLine, ...]


@dataclass(frozen=True, slots=True)
class FamilyFinding:
    """What the questionnaire's own rules say about the records as they lie here."""

    label: str
    message: str
    hard: bool
    record: RecordId
    field: str


@dataclass(frozen=True, slots=True)
class FamilyReport:
    """All of one family."""

    household: Document
    head_name: str
    blocks: tuple[AnswerBlock, ...]
    findings: tuple[FamilyFinding, ...]
    differences: tuple[Difference, ...]
    settled: tuple[Difference, ...]
    """Differences that somebody chose on; the value that lost stays readable."""
    remarks: tuple[tuple[RecordId, Document], ...]
    prelist: tuple[Document, ...]
    attachments: tuple[tuple[RecordId, Document], ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    """Addresses for a remark (`record/field`) and their words."""


def family_report(unit: UnitOfWork, village: VillageCode, household: RecordId, now: datetime) -> FamilyReport | None:
    """The family; None where the village has none of that id."""
    document = unit.sessions.document(village, RecordKind.HOUSEHOLD, household)
    if document is None:
        return None
    members = sorted(unit.sessions.children(village, RecordKind.MEMBER, household), key=_position)
    form = household_form(unit, village, document)
    blocks: tuple[AnswerBlock, ...] = ()
    findings: tuple[FamilyFinding, ...] = ()
    if form is not None:
        entry = _entry(form, document, members, now)
        ids = (household, tuple(record for record, _ in members))
        blocks = _blocks(form, entry, ids)
        findings = tuple(_finding(entry, problem, ids) for problem in entry.problems() if problem.open)
    fields = {f"{line.record}/{line.field}": f"{block.title}: {line.label}" for block in blocks for line in block.lines}
    about = [household, *(record for record, _ in members)]
    waiting, settled = of_family(unit, village, about, form)
    return FamilyReport(
        household=document,
        head_name=_text(document, "head_name"),
        blocks=blocks,
        findings=findings,
        differences=waiting,
        settled=settled,
        remarks=_of_all(unit, village, RecordKind.REMARK, about),
        prelist=tuple(found for _, found in unit.sessions.children(village, RecordKind.PRELIST_ENTRY, household)),
        attachments=_of_all(unit, village, RecordKind.ATTACHMENT, about),
        fields=fields,
    )


def remark_findings(unit: UnitOfWork, who: Reviewer, village: VillageCode, household: RecordId, now: datetime) -> int:
    """What the questionnaire's rules object to becomes remarks at the questions; answers how many are new."""
    shown = family_report(unit, village, household, now)
    if shown is None:
        return 0
    there = {
        (_text(document, "parent"), _text(document, "field"), _text(document, "text"))
        for _, document in shown.remarks
        if _text(document, "state") == "open"
    }
    new = [one for one in shown.findings if one.hard and (one.record, one.field, one.message) not in there]
    for one in new:
        kind = RecordKind.HOUSEHOLD if one.record == household else RecordKind.MEMBER
        remark(unit, who, village, (kind, one.record, one.field), text=one.message, now=now)
    return len(new)


def settle_remark(unit: UnitOfWork, who: Reviewer, village: VillageCode, remark: RecordId, now: datetime) -> bool:
    """The remark was answered; it stays readable."""
    require(who, Permission.REVIEW)
    document = unit.sessions.document(village, RecordKind.REMARK, remark)
    locked = lock_hand(unit, village)
    if document is None or locked is None:
        return False
    fields = {"state": (document.get("state"), cast("FieldValue", "settled"))}
    write_as_district(unit, locked, [edit(RecordKind.REMARK, remark, fields, by=who.name, now=now)], now)
    return True


def _finding(entry: Entry, problem: Problem, ids: tuple[RecordId, tuple[RecordId, ...]]) -> FamilyFinding:
    question = entry.form.question(problem.path)
    record, name = _record_at(problem.path, question, ids), "" if question is None else question.field
    return FamilyFinding(entry.label(problem.path, LANGUAGE), words_of(problem), problem.hard, record, name)


def _record_at(path: str, question: Question | None, ids: tuple[RecordId, tuple[RecordId, ...]]) -> RecordId:
    household, members = ids
    found = _PLACE.search(path) if question is not None and question.repeat is not None else None
    place = int(found.group(1)) if found is not None else 0
    return members[place - 1] if 0 < place <= len(members) else household


def words_of(problem: Problem) -> str:
    """The form's own sentence, or what is wrong in general."""
    return problem.message or _WORDS[problem.kind]


def _entry(form: Form, document: Document, members: list[tuple[RecordId, Document]], now: datetime) -> Entry:
    instances = [(record, cast("Mapping[str, JsonValue]", fields_of(found))) for record, found in members]
    root = cast("Mapping[str, JsonValue]", fields_of(document))
    return form.open_records(root, {_REPEAT: instances}, now=now, language=LANGUAGE)


def _blocks(form: Form, entry: Entry, ids: tuple[RecordId, tuple[RecordId, ...]]) -> tuple[AnswerBlock, ...]:
    household, members = ids
    sections = {section.path: section.label(LANGUAGE) for section in form.sections}
    found: dict[str, list[AnswerLine]] = {}
    for path, question, value in entry.values():
        if question.calculated or not question.shown:
            continue
        title, record = sections.get(question.section, ""), household
        if question.repeat is not None:
            place = int(path.partition(f"/{question.repeat}[")[2].partition("]")[0])
            if place > len(members):
                continue
            record, title = members[place - 1], _member_title(entry, path, place)
        line = AnswerLine(entry.label(path, LANGUAGE), _words(entry, path, question, value), record, question.field)
        found.setdefault(title, []).append(line)
    return tuple(AnswerBlock(title, tuple(lines)) for title, lines in found.items())


def _member_title(entry: Entry, path: str, place: int) -> str:
    above = path[: path.index("]") + 1]
    for asked, question, value in entry.values():
        if asked.startswith(above) and question.field == "name":
            return f"Anggota {place}: {value}"
    return f"Anggota {place}"


def _words(entry: Entry, path: str, question: Question, value: str) -> str:
    if question.choice_list is None:
        return value
    words = {choice.code: entry.choice_label(path, choice, LANGUAGE) for choice in question.choice_list.choices}
    return "; ".join(words.get(code, code) for code in value.split())


def _of_all(
    unit: UnitOfWork, village: VillageCode, kind: RecordKind, parents: list[RecordId]
) -> tuple[tuple[RecordId, Document], ...]:
    return tuple(found for parent in parents for found in unit.sessions.children(village, kind, parent))


def _position(found: tuple[RecordId, Document]) -> tuple[int, str]:
    place = found[1].get("position")
    return (place if isinstance(place, int) else 1_000_000), found[0]


def _text(document: Document, name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
