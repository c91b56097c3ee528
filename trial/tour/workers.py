"""The tour's workers: the list goes out to BPJS, its answer comes in, one card is handed over."""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog

from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.services.workers import WorkerChip, WorkerFilter, WorkerRow
from kemiskinan_desktop.ui.workers.hand_over_dialog import HandOverDialog
from kemiskinan_desktop.ui.workers.view import WorkersPage
from kemiskinan_domain.prelist import Row, workbook_bytes
from kemiskinan_domain.social_security import Payer, WorkerStatus
from trial.tour.hands import Hands, TourStoppedError

ANSWER = "jawaban-bpjs.xlsx"
_LIST = "pekerja-bpjs.xlsx"
_FIRST_NUMBER = 26_030_000_001
"""Synthetic: no number of a real member."""


@dataclass(frozen=True, slots=True)
class WorkersTour:
    """Works the screen Pekerja; `out` is where the tour keeps its papers."""

    hands: Hands
    page: WorkersPage
    services: AppServices
    out: Path

    def play(self) -> tuple[int, int]:
        """List out, answer in, card handed over; answers how many were listed and how many cards were given."""
        self.hands.until(lambda: self.page.forms.overview is not None, "the workers are read")
        self._need_one()
        self.hands.rest(0.6)
        self.hands.picture("pekerja")
        listed = self._list_out()
        self._answer_in(listed)
        self._hand_over()
        self.page.tabs.setCurrentIndex(1)
        self.hands.rest(0.4)
        self.hands.picture("pekerja-cakupan")
        self.page.tabs.setCurrentIndex(0)
        return listed, sum(1 for row in self._rows() if self._is_handed(row))

    def _need_one(self) -> None:
        """Where chance made nobody eligible, the village checks somebody and says so with the reason."""
        if any(row.status is WorkerStatus.ELIGIBLE for row in self._rows()):
            return
        self.page.presenter.press_chip(WorkerChip.TO_CHECK)
        self.hands.until(lambda: self.page.forms.detail is not None, "a worker is shown")
        self.page.forms.overrule()
        dialog = self._dialog("overrule-dialog")
        self.hands.choose("overrule-status", WorkerStatus.ELIGIBLE.value, dialog)
        self.hands.write("overrule-reason", "Diperiksa di rumah, bekerja sebagai buruh tani", dialog)
        self.hands.click("form-save", dialog)
        self.hands.until(lambda: any(row.status is WorkerStatus.ELIGIBLE for row in self._rows()), "one is eligible")
        self.page.presenter.press_chip(None)

    def _list_out(self) -> int:
        self.hands.click("workers-list", self.page)
        self.hands.rest(0.3)
        self.hands.picture("pekerja-daftar-untuk")
        self.hands.click("choice-bpjs")
        self.hands.until((self.out / _LIST).exists, "the list is written")
        self.hands.rest(0.3)
        sheet = load_workbook(io.BytesIO((self.out / _LIST).read_bytes())).worksheets[0]
        lines: list[list[str]] = [
            ["" if cell is None else str(cell) for cell in line] for line in sheet.iter_rows(values_only=True)
        ]
        place = lines[0].index("KPJ")
        for at, line in enumerate(lines[1:]):
            line[place] = str(_FIRST_NUMBER + at)
        rows: list[Row] = [list(line) for line in lines]
        (self.out / ANSWER).write_bytes(workbook_bytes(rows, "Jawaban"))
        return len(lines) - 1

    def _answer_in(self, listed: int) -> None:
        self.hands.click("workers-answer", self.page)
        self.hands.until(lambda: self.page.findChild(QDialog, "answer-dialog") is not None, "the answer is read")
        dialog = self._dialog("answer-dialog")
        self.hands.choose("answer-payer", Payer.APBD_DISTRICT.value, dialog)
        day = self.page.presenter.day
        if day is None:
            raise TourStoppedError("no day")
        self.hands.write("answer-start", day.replace(day=1).strftime("%d-%m-%Y"), dialog)
        self.hands.rest(0.3)
        self.hands.picture("pekerja-jawaban", dialog)
        self.hands.click("form-save", dialog)
        self.hands.until(lambda: len(self._with_number()) >= listed, "the answer is recorded")

    def _hand_over(self) -> None:
        due = next(row for row in self._rows() if row.cover.card_due)
        self.page.presenter.start()
        self.hands.rest(0.6)
        self.page.table.select_key(due.id)
        self.hands.until(lambda: self._shows(due), "the worker with the card is shown")
        detail = self.page.forms.detail
        if detail is None:
            raise TourStoppedError("no worker")
        self.page.forms.hand_over(detail.enrolments[0])
        dialog = self._dialog("hand-over-dialog")
        if not isinstance(dialog, HandOverDialog):
            raise TourStoppedError("no hand-over")
        self.hands.rest(0.2)
        dialog.pad.draw_line((30, 60), (60, 20), (90, 70), (120, 25), (160, 60), (210, 40))
        self.hands.picture("pekerja-serahkan-kartu", dialog)
        self.hands.click("form-save", dialog)
        self.hands.until(lambda: any(self._is_handed(row) for row in self._rows()), "the card is handed over")
        self.hands.rest(0.5)
        self.hands.picture("pekerja-kartu-diterima")

    def _shows(self, wanted: WorkerRow) -> bool:
        detail = self.page.forms.detail
        return detail is not None and detail.row.id == wanted.id and bool(detail.enrolments)

    def _rows(self) -> tuple[WorkerRow, ...]:
        return self.services.workers.rows(WorkerFilter())

    def _with_number(self) -> list[WorkerRow]:
        return [row for row in self._rows() if row.cover.enrolment is not None and row.cover.enrolment.kpj]

    def _is_handed(self, row: WorkerRow) -> bool:
        one = row.cover.enrolment
        return one is not None and one.handed_on is not None

    def _dialog(self, name: str) -> QDialog:
        self.hands.breathe()
        return self.hands.find(QDialog, name, self.page)
