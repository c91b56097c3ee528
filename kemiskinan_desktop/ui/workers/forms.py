"""Opens the forms about the chosen worker over the page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.remarks import Remark
from kemiskinan_desktop.services.workers import AnswerReport, EnrolmentView, Overview, WorkerDetail, WorkerFilter
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.answer_dialog import AnswerDialog
from kemiskinan_desktop.ui.workers.budget_dialog import BudgetDialog
from kemiskinan_desktop.ui.workers.enrolment_dialog import EnrolmentDialog
from kemiskinan_desktop.ui.workers.form_dialog import FormDialog
from kemiskinan_desktop.ui.workers.hand_over_dialog import HandOverDialog
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.small_dialogs import EndDialog, OverruleDialog, RemarkDialog


class WorkerForms:
    """Knows what is shown now; a form is opened for that. `saved` hears what a form recorded."""

    def __init__(self, page: QWidget, ports: WorkerPorts, saved: Callable[[object], None]) -> None:
        self._page = page
        self._ports = ports
        self._saved = saved
        self.overview: Overview | None = None
        self.detail: WorkerDetail | None = None

    def enrol(self) -> None:
        """Open *Catat kepesertaan*."""
        if self.detail is not None:
            self._open(EnrolmentDialog(self._page, self._ports, self.detail))

    def correct(self, shown: EnrolmentView) -> None:
        """Open the same for an enrolment that is there."""
        if self.detail is not None:
            self._open(EnrolmentDialog(self._page, self._ports, self.detail, shown))

    def end_enrolment(self, shown: EnrolmentView) -> None:
        """Open *Akhiri kepesertaan*."""
        if self.overview is not None:
            self._open(EndDialog(self._page, self._ports, shown, self.overview.day))

    def hand_over(self, shown: EnrolmentView) -> None:
        """Open *Serahkan kartu*."""
        if self.detail is not None and self.overview is not None:
            day = self.overview.day
            self._open(HandOverDialog(self._page, self._ports, self.detail, shown.enrolment.id, day))

    def overrule(self) -> None:
        """Open *Ubah status*."""
        if self.detail is not None:
            self._open(OverruleDialog(self._page, self._ports, self.detail))

    def remark(self) -> None:
        """Open *Tulis catatan*."""
        if self.detail is not None:
            self._open(RemarkDialog(self._page, self._ports, self.detail))

    def settle(self, remark: Remark) -> None:
        """Nothing remains to be done about the remark."""
        job = partial(self._ports.remarks.settle, remark.id)
        self._ports.lane.submit(job, self._saved, self._on_failed)

    def budget(self, wanted: WorkerFilter) -> None:
        """Open *Hitung anggaran iuran*."""
        if self.overview is not None:
            found = self.overview
            self._open(BudgetDialog(self._page, self._ports, wanted, found.book, found.day))

    def answer(self, report: AnswerReport) -> None:
        """Open the report on a list from BPJS."""
        if self.overview is not None:
            self._open(AnswerDialog(self._page, self._ports, report, self.overview.book))

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, StorageError | OSError):
            raise fault
        self._ports.dialogs.tell(tr("Belum tersimpan"), tr("Kosongkan ruang di laptop, lalu coba lagi."))

    def _open(self, dialog: FormDialog) -> None:
        dialog.saved.connect(self._saved)
        dialog.open()
