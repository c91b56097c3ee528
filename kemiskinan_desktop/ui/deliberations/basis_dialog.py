"""Dasar hukum to tick: what earlier meetings of the village named, and what comes with the program, with its source."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from kemiskinan_desktop.services.deliberations import LegalBasis
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.layout import box, column, row, scrolled
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


class BasisDialog(QDialog):
    """Answers by calling `chosen` with the lines, those that stood there and are in no list first."""

    def __init__(
        self,
        parent: QWidget | None,
        choices: Sequence[LegalBasis],
        standing: Sequence[str],
        chosen: Callable[[list[str]], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("basis-dialog")
        self.setWindowTitle(tr("Pilih dasar hukum"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._chosen = chosen
        listed = {one.text for one in choices}
        self._kept = [line for line in standing if line not in listed]
        self._boxes: list[tuple[str, QCheckBox]] = []
        lines = column(gap=Space.MEDIUM)
        for place, basis in enumerate(choices):
            lines.addWidget(self._line(basis, place, basis.text in standing))
        lines.addStretch(1)
        take = button(tr("Pakai yang dipilih"), self._on_take, kind=Kind.PRIMARY, name="basis-take")
        cancel = button(tr("Batal"), self.reject, name="basis-cancel")
        note = tr("Peraturan dapat berubah. Yang ditandai “periksa dahulu” belum dibaca untuk aplikasi ini.")
        self.setLayout(
            column(
                text(tr("Pilih dasar hukum"), "title"),
                text(note, "muted"),
                scrolled(box(lines)),
                row(None, cancel, take),
                gap=Space.MEDIUM,
                margin=Space.WIDE,
            )
        )
        self.resize(min(theme().characters(90), 1000), min(theme().line * 30, 680))

    def _line(self, basis: LegalBasis, place: int, on: bool) -> QWidget:
        box_ = QCheckBox()
        box_.setObjectName(f"basis-{place}")
        box_.setChecked(on)
        box_.setAccessibleName(basis.text)
        words = text(basis.text)
        words.setBuddy(box_)
        self._boxes.append((basis.text, box_))
        line = row(box_, column(words, text(_origin(basis), "caption"), gap=0), gap=Space.SMALL)
        line.setAlignment(box_, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return box(line)

    def _on_take(self) -> None:
        self._chosen([*self._kept, *(words for words, one in self._boxes if one.isChecked())])
        self.accept()


def _origin(basis: LegalBasis) -> str:
    if basis.own:
        return tr("Dari musyawarah desa ini sebelumnya")
    return basis.source if basis.checked else tr("Periksa dahulu: {0}").format(basis.source)
