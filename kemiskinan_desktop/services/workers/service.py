"""The village's workers: who must be covered, who is, and everything that is recorded about it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.workers.answers import AnswerWriter, Told, known_people, read_answer
from kemiskinan_desktop.services.workers.details import worker_detail, worker_line
from kemiskinan_desktop.services.workers.filtering import STATUS_OF, counted, filtered
from kemiskinan_desktop.services.workers.lists import is_listed, list_workbook
from kemiskinan_desktop.services.workers.reading import enrolments_by_member, worker_rows
from kemiskinan_desktop.services.workers.shelf import BookShelf, OpenBook
from kemiskinan_desktop.services.workers.values import (
    AnswerReport,
    AnswerTerms,
    Applied,
    Overview,
    WorkerCounts,
    WorkerDetail,
    WorkerFilter,
    WorkerLine,
    WorkerRow,
)
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.prelist import Row, workbook_bytes
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security import (
    Budget,
    Contributor,
    Payer,
    Programme,
    Segment,
    WorkerStatus,
    budget,
)

if TYPE_CHECKING:
    from kemiskinan_desktop.services.attachments import AttachmentService
    from kemiskinan_desktop.services.remarks import RemarkService
    from kemiskinan_desktop.storage import Unit

_REPORT_SHEET: Final = "Laporan jawaban"


class WorkerService:
    """Reads, counts, makes lists and takes answers; run on the storage lane. Single records: `EnrolmentService`."""

    def __init__(self, desk: Desk, shelf: BookShelf, attachments: AttachmentService, remarks: RemarkService) -> None:
        self._desk = desk
        self._shelf = shelf
        self._attachments = attachments
        self._remarks = remarks

    def overview(self) -> Overview:
        """Everybody with the counts, for a screen that narrows by itself."""
        with self._desk.store.view() as view:
            opened = self._shelf.current(view)
            rows = worker_rows(view, opened.book, self._today())
        return Overview(rows, counted(rows), opened.book, self._today(), opened.unreadable)

    def rows(self, wanted: WorkerFilter) -> tuple[WorkerRow, ...]:
        """The workers that the filter lets through."""
        return filtered(self.overview().rows, wanted)

    def counts(self) -> WorkerCounts:
        """What each chip would show."""
        return self.overview().counts

    def detail(self, member: RecordId) -> WorkerDetail | None:
        """Everything of one worker; None when they are gone."""
        with self._desk.store.view() as view:
            book = self._shelf.current(view).book
            found = worker_detail(view, member, book, self._today(), self._attachments.of)
        if found is None:
            return None
        return replace(found, remarks=self._remarks.of(member, *(shown.enrolment.id for shown in found.enrolments)))

    def budget(
        self, wanted: WorkerFilter, months: int, start: date, payer: Payer, programmes: frozenset[Programme]
    ) -> Budget:
        """What it costs to cover these people as BPU, who are not covered yet, from the month of `start` on.

        Raises ValueError below one month.
        """
        overview = self.overview()
        people = (
            Contributor(row.id, row.facts.sector, payer, Segment.BPU, programmes)
            for row in filtered(overview.rows, wanted)
            if row.status is WorkerStatus.ELIGIBLE
        )
        return budget(overview.book, people, months, start)

    def export(self, receiver: str, wanted: WorkerFilter) -> bytes:
        """The list for a receiver of the rule book as XLSX, written into the audit log. Raises KeyError."""
        with self._desk.store.unit() as unit:
            book = self._shelf.current(unit).book
            template = book.list_for(receiver)
            if template is None:
                raise KeyError(receiver)
            statuses = frozenset(chip for chip, status in STATUS_OF.items() if status in template.statuses)
            rows = filtered(worker_rows(unit, book, self._today()), replace(wanted, chips=statuses))
            listed = [row for row in rows if is_listed(row, template)]
            content = list_workbook(template, listed, self._desk.village, book)
            detail = f"{receiver}: {len(listed)}"
            unit.audit.append("export-workers", by=self._desk.person.id, at=self._desk.clock(), detail=detail)
            unit.commit()
        return content

    def read_answer(self, content: bytes, name: str) -> AnswerReport:
        """What a file from BPJS says of this village's people; nothing is written."""
        with self._desk.store.view() as view:
            rows = worker_rows(view, self._book(view).book, self._today())
            people = known_people(rows, enrolments_by_member(view))
        return read_answer(content, name, people, self._today())

    def apply_answer(
        self, report: AnswerReport, confirmed: frozenset[int], terms: AnswerTerms, told: Told | None = None
    ) -> Applied:
        """Record the rows that are ready and those that a person confirmed, all or (disk full) none.

        `told` hears how many of how many rows are through, on the calling thread.
        """
        with self._desk.store.unit() as unit:
            applied = AnswerWriter(self._desk, unit, terms, report.name).write(report.lines, confirmed, told)
            detail = f"{applied.written} of {len(report.lines)}"
            unit.audit.append("worker-answer", by=self._desk.person.id, at=self._desk.clock(), detail=detail)
            unit.commit()
        self._desk.tell(HouseholdsChanged(), ExchangeChanged())
        return applied

    def report_file(self, name: str, rows: Sequence[Row]) -> bytes:
        """The report on an answer as the person saw it, as XLSX to send back; written into the audit log."""
        with self._desk.store.unit() as unit:
            detail = f"{name}: {len(rows) - 1}"
            unit.audit.append("worker-answer-report", by=self._desk.person.id, at=self._desk.clock(), detail=detail)
            unit.commit()
        return workbook_bytes(rows, _REPORT_SHEET)

    def of_family(self, household: RecordId) -> tuple[WorkerLine, ...]:
        """The cover of one family's workers, for its preview; who is not eligible is left out."""
        with self._desk.store.view() as view:
            rows = worker_rows(view, self._book(view).book, self._today(), household)
        return tuple(worker_line(row) for row in rows if row.status is not WorkerStatus.NOT_ELIGIBLE)

    def annex(self, households: Collection[RecordId]) -> tuple[WorkerLine, ...]:
        """The workers of these families with the payer in words, for a paper; who is not eligible is left out."""
        with self._desk.store.view() as view:
            book = self._book(view).book
            rows = worker_rows(view, book, self._today())
        payers = {str(note.code): note.words for note in book.payers}
        lines = (
            worker_line(row)
            for row in rows
            if row.family.id in households and row.status is not WorkerStatus.NOT_ELIGIBLE
        )
        return tuple(replace(line, payer=payers.get(line.payer, line.payer)) for line in lines)

    def _book(self, view: Unit) -> OpenBook:
        return self._shelf.current(view)

    def _today(self) -> date:
        return village_day(self._desk.clock())
