"""The dialog *Hitung anggaran*: what it costs to cover the listed people, month by month of the dated tariff."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial

from PySide6.QtWidgets import QSpinBox, QVBoxLayout, QWidget

from kemiskinan_desktop.services.workers import WorkerFilter
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.layout import box, clear, column, shelf
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.days import DayField
from kemiskinan_desktop.ui.workers.form_dialog import FormDialog, choice_box
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.words import rupiah, tariff_problem_words
from kemiskinan_domain.social_security import Book, Budget, Payer, Programme

_MINIMUM = frozenset({Programme.JKK, Programme.JKM})


class BudgetDialog(FormDialog):
    """Counts on a press and stays open, so that payers can be compared."""

    def __init__(self, parent: QWidget, ports: WorkerPorts, wanted: WorkerFilter, book: Book, today: date) -> None:
        super().__init__(parent, ports.lane, "budget-dialog", tr("Hitung anggaran iuran"))
        self._ports = ports
        self._wanted = wanted
        payers = [(str(note.code), ports.spoken(note.words, note.words_en)) for note in book.payers]
        self.payer = choice_box("budget-payer", payers, Payer.APBD_DISTRICT.value)
        self.months = QSpinBox()
        self.months.setObjectName("budget-months")
        self.months.setRange(1, 60)
        self.months.setValue(12)
        self.start = DayField(tr("Mulai bulan"), "budget-start", today.replace(day=1))
        self._result: QVBoxLayout = column(gap=Space.SMALL)
        self.save_button.setText(tr("Hitung"))
        fields = shelf(
            FieldRow(tr("Iuran dibayar oleh"), self.payer),
            FieldRow(tr("Berapa bulan"), self.months),
            self.start,
        )
        self.fill(
            tr("Untuk pekerja dalam daftar yang memenuhi dan belum terlindungi: BPU dengan JKK dan JKM."),
            fields,
            box(self._result),
        )
        self.resize(self.width(), self.height() + 180)

    def _on_save(self) -> None:
        code, start = str(self.payer.currentData()), self.start.day()
        if self.start.is_wrong() or start is None or code not in set(Payer):
            return
        job = partial(self._ports.workers.budget, self._wanted, self.months.value(), start, Payer(code), _MINIMUM)
        self.submit(job)

    def _on_answered(self, answer: object) -> None:
        self.save_button.setEnabled(True)
        if isinstance(answer, Budget):
            self._show(answer)

    def _show(self, found: Budget) -> None:
        clear(self._result)
        self._result.addWidget(text(rupiah(float(found.total)), "display", name="budget-total"))
        for line in found.lines:
            words = tr("{0} orang, {1} bulan-orang x {2} = {3}").format(
                number(line.people),
                number(line.person_months),
                rupiah(float(line.monthly)),
                rupiah(float(line.amount)),
            )
            self._result.addWidget(text(words))
            self._result.addWidget(text(f"{line.row.source}. {line.row.warning}", "caption"))
        counts = Counter(why.problem for _, why in found.open)
        for problem, count in counts.items():
            self._result.addWidget(text(tariff_problem_words(problem, count), "error"))
