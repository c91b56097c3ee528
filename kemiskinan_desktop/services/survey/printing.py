"""Questionnaires for the printer: what is stored of a family, or blank sheets for the visit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.documents import WIB
from kemiskinan_desktop.documents.questionnaire import (
    COLUMNS,
    KNOWN_BEFORE,
    PrintedFamily,
    QuestionnaireValues,
    labels_of,
    questionnaires_pdf,
)
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.survey.service import SurveyService
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Entry, JsonValue

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import HouseholdRow

MOST_SHEETS: Final = 200
"""Blank questionnaires in one file: a morning of the copying machine."""
_TOP: Final = 2
"""Slashes in the path of a repeat that lies in no other."""


class QuestionnairePrinter:
    """Run on the storage lane. Each print is written into the audit log. Raises TypesettingError."""

    def __init__(self, desk: Desk, shelf: FormShelf, survey: SurveyService, remarks: RemarkService) -> None:
        self._desk = desk
        self._shelf = shelf
        self._survey = survey
        self._remarks = remarks

    def filled(self, household: RecordId, language: str = "") -> bytes | None:
        """What is stored of the family, with its open remarks and reasons; None when it is gone."""
        session = self._survey.open(household, language)
        row = self._row(household)
        if session is None or row is None:
            return None
        entry = session.entry
        printed = PrintedFamily(entry, row.head_name, _place(row), blank=False, remarks=self._notes(household, entry))
        return self._made((printed,), language, "questionnaire-printed", household)

    def blank(self, households: Sequence[RecordId], language: str = "", *, members: int = COLUMNS) -> bytes:
        """A sheet for each of these families with what is known of them, or one for nobody; `MOST_SHEETS` at most."""
        form = self._shelf.current(HOUSEHOLD_FORM)
        rows = [row for row in map(self._row, households[:MOST_SHEETS]) if row is not None]
        sheets = [
            PrintedFamily(self._known(row, language), row.head_name, _place(row), blank=True, members=members)
            for row in rows
        ]
        nobody = PrintedFamily(
            form.new_entry(now=self._desk.clock(), language=language), "", "", blank=True, members=members
        )
        detail = f"{len(sheets)} families"
        return self._made(tuple(sheets) or (nobody,), language, "blank-questionnaires-printed", "", detail)

    def _known(self, row: HouseholdRow, language: str) -> Entry:
        values: dict[str, JsonValue] = {name: getattr(row, name) for name in KNOWN_BEFORE if getattr(row, name)}
        form = self._shelf.current(HOUSEHOLD_FORM)
        return form.open_records(values, {}, now=self._desk.clock(), language=language)

    def _row(self, household: RecordId) -> HouseholdRow | None:
        with self._desk.store.view() as view:
            return view.queries.household(household)

    def _notes(self, household: RecordId, entry: Entry) -> tuple[tuple[str, str], ...]:
        labels = labels_of(entry.form, entry.language)
        repeats = [group.path for group in entry.form.repeats() if group.path.count("/") == _TOP]
        members = [RecordId(one) for path in repeats for one in entry.instance_ids(path) if one]
        found = [
            (labels.get(one.field, ""), " ".join(part for part in (f"{one.by}:" if one.by else "", one.text) if part))
            for one in self._remarks.of(household, *members)
            if one.open
        ]
        reasons = [(entry.label(one.path), one.reason) for one in entry.problems() if one.reason]
        return (*found, *reasons)

    def _made(
        self, families: tuple[PrintedFamily, ...], language: str, deed: str, subject: str, detail: str = ""
    ) -> bytes:
        desk = self._desk
        values = QuestionnaireValues(letterhead(desk.village), families, desk.clock(), WIB, language)
        pdf = questionnaires_pdf(values)
        with desk.store.unit() as unit:
            unit.audit.append(deed, by=desk.person.id, at=desk.clock(), subject=subject, detail=detail)
            unit.commit()
        return pdf


def _place(row: HouseholdRow) -> str:
    area = "/".join(part for part in (row.rt, row.rw) if part)
    return ", ".join(part for part in (row.address, row.dusun, f"RT/RW {area}" if area else "") if part)
