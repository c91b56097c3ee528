"""The report on a list from BPJS: every row with its outcome; what is doubtful waits for a person."""

from __future__ import annotations

from functools import partial
from pathlib import Path, PurePath

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QProgressBar, QWidget

from kemiskinan_desktop.services.workers import AnswerReport, AnswerTerms, Applied
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.dialogs import FileKind
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import row, shelf
from kemiskinan_desktop.ui.kit.table import Badge, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.days import DayField
from kemiskinan_desktop.ui.workers.form_dialog import FormDialog, choice_box
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.words import outcome_badge
from kemiskinan_domain.identity import mask_nik
from kemiskinan_domain.prelist import Row
from kemiskinan_domain.social_security import AnswerLine, Book, Payer


class AnswerDialog(FormDialog):
    """Enter on a doubtful row confirms it, Enter again takes that back; nothing is written before *Catat*."""

    progressed = Signal(int, int)

    def __init__(self, parent: QWidget, ports: WorkerPorts, report: AnswerReport, book: Book) -> None:
        super().__init__(parent, ports.lane, "answer-dialog", tr("Jawaban BPJS"))
        self._ports = ports
        self._report = report
        self.confirmed: frozenset[int] = frozenset()
        self._model: TableModel[AnswerLine] = TableModel(self._columns(), key=lambda line: str(line.row))
        nothing = EmptyState(tr("Tidak ada baris"), "", Icon.LIST)
        self.table: TableView[AnswerLine] = TableView(
            self._model, nothing, name="answer-table", label=tr("Baris jawaban BPJS")
        )
        payers = [(str(note.code), ports.spoken(note.words, note.words_en)) for note in book.payers]
        self.payer = choice_box("answer-payer", payers)
        self.start = DayField(tr("Tanggal efektif"), "answer-start", optional=True)
        self.end = DayField(tr("Berlaku sampai"), "answer-end", optional=True)
        self.bar = QProgressBar()
        self.bar.setObjectName("answer-progress")
        self.bar.setAccessibleName(tr("Baris yang sudah dicatat"))
        self.bar.hide()
        self.progressed.connect(self._on_progress)
        self._build()

    def _build(self) -> None:
        ready = sum(1 for line in self._report.lines if line.ready)
        doubtful = sum(1 for line in self._report.lines if line.confirmable)
        intro = tr("{0}: {1} baris, {2} cocok, {3} perlu dibenarkan.").format(
            self._report.name, number(len(self._report.lines)), number(ready), number(doubtful)
        )
        self.table.setMinimumHeight(theme().line * 14)
        self._model.replace(self._report.lines)
        self.table.opened.connect(self.toggle)
        confirm = button(tr("Benarkan baris ini (Enter)"), self._on_confirm, meaning=Icon.DONE, name="answer-confirm")
        terms = shelf(
            FieldRow(tr("Iuran dibayar oleh"), self.payer, optional=True), self.start, self.end, gap=Space.LARGE
        )
        keep = button(tr("Simpan laporan"), self._on_keep, meaning=Icon.EXPORT, name="answer-report")
        self.fill(intro, self.table, row(confirm, keep, None), terms, self.bar)
        room = self.screen().availableGeometry()
        self.resize(min(theme().characters(130), room.width() - Space.HUGE), round(room.height() * 0.9))
        self._count()

    def toggle(self, line: AnswerLine) -> None:
        """Confirm a doubtful row, or take it back."""
        if line.confirmable:
            self.confirmed = self.confirmed ^ {line.row}
            self.table.viewport().update()
            self._count()

    def _on_confirm(self) -> None:
        line = self.table.selected_row()
        if line is not None:
            self.toggle(line)

    def _count(self) -> None:
        count = sum(1 for line in self._report.lines if line.ready) + len(self.confirmed)
        self.save_button.setText(tr("Catat %n baris", count))
        self.save_button.setEnabled(count > 0)

    def _on_save(self) -> None:
        if self.start.is_wrong() or self.end.is_wrong():
            return
        code = str(self.payer.currentData())
        terms = AnswerTerms(Payer(code) if code in set(Payer) else None, self.start.day(), self.end.day())
        told = self.progressed.emit
        self.submit(partial(self._ports.workers.apply_answer, self._report, self.confirmed, terms, told))

    def _on_progress(self, done: int, total: int) -> None:
        self.bar.show()
        self.bar.setRange(0, total)
        self.bar.setValue(done)

    def _on_failed(self, fault: Exception) -> None:
        self.bar.hide()
        super()._on_failed(fault)

    def _on_keep(self) -> None:
        kinds = [FileKind(tr("Berkas Excel"), ("xlsx",))]
        name = f"laporan-{PurePath(self._report.name).stem}.xlsx"
        self._ports.dialogs.save_file(tr("Simpan laporan"), name, kinds, self._on_place)

    def _on_place(self, path: Path | None) -> None:
        if path is not None:
            self._lane.submit(partial(self._write_report, path, self._report_rows()), self._on_kept, self._on_not_kept)

    def _report_rows(self) -> list[Row]:
        """As on screen, but with whole numbers: the receiver needs them."""
        columns = self._columns(masked=False)
        return [[one.title for one in columns], *([one.text(line) for one in columns] for line in self._report.lines)]

    def _write_report(self, path: Path, rows: list[Row]) -> Path:
        write_whole(path, self._ports.workers.report_file(self._report.name, rows))
        return path

    def _on_kept(self, path: Path) -> None:
        self.banner.say(Tone.SUCCESS, tr("Laporan tersimpan"), path.name)

    def _on_not_kept(self, fault: Exception) -> None:
        if not isinstance(fault, StorageError | OSError):
            raise fault
        words = tr("Pilih tempat lain, atau tutup berkas itu di program lain, lalu coba lagi.")
        self.banner.say(Tone.DANGER, tr("Laporan belum tersimpan"), words)

    def _on_answered(self, answer: object) -> None:
        if isinstance(answer, Applied):
            self.saved.emit(answer)
            self.accept()
        else:
            super()._on_answered(answer)

    def _columns(self, *, masked: bool = True) -> list[Column[AnswerLine]]:
        def outcome(line: AnswerLine) -> Badge:
            return outcome_badge(line.outcome, confirmed=line.row in self.confirmed)

        return [
            Column(tr("Baris"), lambda line: str(line.row), width=6, sort=lambda line: line.row),
            Column(tr("Hasil"), lambda line: outcome(line).words, width=40, badge=outcome),
            Column(tr("KPJ"), lambda line: line.kpj + (" *" if line.unusual else ""), width=15),
            Column(tr("Nama dalam berkas"), lambda line: line.name, width=22, stretches=True),
            Column(tr("NIK"), lambda line: mask_nik(line.nik) if masked else line.nik, width=17),
            Column(tr("Orang di desa"), _person, width=26),
        ]


def _person(line: AnswerLine) -> str:
    person = line.person
    return "" if person is None else f"{person.name} · {person.place}".rstrip(" ·")
