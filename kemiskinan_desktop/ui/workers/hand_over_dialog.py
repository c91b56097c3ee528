"""The dialog *Serahkan kartu*: to whom, when, and a signature on screen, a photo or a scan."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QLineEdit, QWidget

from kemiskinan_desktop.services.workers import FileRefused, HandOver, Saved, WorkerDetail, WorkerRefusal
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.dialogs import FileKind
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.days import DayField
from kemiskinan_desktop.ui.workers.form_dialog import FormDialog
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.signature import SignaturePad
from kemiskinan_desktop.ui.workers.words import refusal_words
from kemiskinan_domain.records import RecordId


class HandOverDialog(FormDialog):
    """One proof is enough: a drawn signature, or a file."""

    def __init__(
        self, parent: QWidget, ports: WorkerPorts, detail: WorkerDetail, enrolment: RecordId, today: date
    ) -> None:
        super().__init__(parent, ports.lane, "hand-over-dialog", tr("Serahkan kartu"))
        self._ports = ports
        self._enrolment = enrolment
        self._file: Path | None = None
        self.to = QLineEdit(detail.row.person.name)
        self.to.setObjectName("hand-over-to")
        self.to.setMaxLength(100)
        self.to_row = FieldRow(tr("Diterima oleh"), self.to, help_text=tr("Pekerja sendiri atau keluarganya."))
        self.on = DayField(tr("Tanggal"), "hand-over-day", today)
        self.pad = SignaturePad(tr("Tanda tangan penerima"))
        self.file_label = text("", "caption", name="hand-over-file")
        again = button(tr("Hapus tanda tangan"), self.pad.clear, meaning=Icon.UNDO, name="signature-clear")
        scan = button(tr("Pilih foto atau pindaian"), self._on_choose, meaning=Icon.IMPORT, name="hand-over-choose")
        self.fill(
            detail.row.person.name,
            self.to_row,
            self.on,
            text(tr("Tanda tangan penerima"), "label"),
            self.pad,
            row(again, scan, None),
            self.file_label,
        )

    def show_refusal(self, answer: object) -> None:
        """Above the fields."""
        if isinstance(answer, WorkerRefusal | FileRefused):
            self.refuse(refusal_words(answer))

    def _on_choose(self) -> None:
        kinds = [FileKind(tr("Foto atau pindaian"), ("jpg", "jpeg", "png", "pdf"))]
        self._ports.dialogs.choose_file(tr("Pilih foto atau pindaian"), kinds, self._on_chosen)

    def _on_chosen(self, path: Path | None) -> None:
        if path is not None:
            self._file = path
            self.file_label.setText(path.name)

    def _on_save(self) -> None:
        on = self.on.day()
        if self.on.is_wrong():
            return
        if on is None:
            self.on.show_error(refusal_words(WorkerRefusal.DATE_MISSING))
            return
        drawn = None if self.pad.is_empty else self.pad.png()
        self.submit(partial(self._hand_over, on, self.to.text(), drawn, self._file))

    def _hand_over(
        self, on: date, to: str, drawn: bytes | None, chosen: Path | None
    ) -> Saved | WorkerRefusal | FileRefused:
        """On the lane, because a scan is read from the disk."""
        files = [] if drawn is None else [("tanda-tangan.png", drawn)]
        if chosen is not None:
            files.append((chosen.name, chosen.read_bytes()))
        return self._ports.enrolments.hand_over(self._enrolment, HandOver(on, to, tuple(files)))
