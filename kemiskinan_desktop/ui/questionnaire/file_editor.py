"""An answer that is a photo or a paper: chosen, or dropped on the question."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFocusEvent, QKeyEvent, QPixmap
from PySide6.QtWidgets import QLabel

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.formats import size
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.states import FileState, QuestionState

_LINES = 6
"""Lines of text that a small picture is high."""


class FileEditor(AnswerEditor):
    """Space chooses a file, Delete takes it out, Enter goes on."""

    def __init__(self, desk: Desk, guard: EnterGuard) -> None:
        super().__init__(desk, guard)
        self.setObjectName("answer-file")
        self._locked = False
        self._has_file = False
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._picture = QLabel()
        self._picture.setObjectName("file-picture")
        self._name = text("", name="file-name")
        self._state = text("", "caption", name="file-state")
        self._choose = button(
            self.tr("Pilih foto atau berkas…"), self._on_choose, meaning=Icon.FOLDER, name="file-choose"
        )
        self._remove = button(
            self.tr("Hapus"), self._on_remove, kind=Kind.QUIET, meaning=Icon.DELETE, name="file-remove"
        )
        for made in (self._choose, self._remove):
            made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        words = column(self._name, self._state, row(self._choose, self._remove, None), gap=Space.TIGHT)
        line = row(self._picture, words, gap=Space.MEDIUM)
        line.setStretch(1, 1)
        self.setLayout(line)

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that file."""
        self._path, self._locked = state.path, locked
        file = state.file
        self._has_file = file is not None
        self.setAccessibleName(state.label)
        self.setAccessibleDescription(self.tr("belum diisi") if file is None else file.name)
        self._name.setText(file.name if file is not None else self.tr("Seret foto ke sini, atau tekan Spasi."))
        self._state.setText("" if file is None else self._state_words(file))
        self._state.setVisible(file is not None)
        self._show_picture(file)
        self._choose.setVisible(not locked)
        self._remove.setVisible(self._has_file and not locked)
        self.resized.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where the person is."""
        super().focusInEvent(event)
        self._choose.setDefault(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The person goes on."""
        super().focusOutEvent(event)
        self._choose.setDefault(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space, Delete, Enter and arrows."""
        if self._guard.swallows(event):
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not event.modifiers():
                self.step(forward=True)
            case Qt.Key.Key_Down | Qt.Key.Key_Up:
                self.step(forward=event.key() == Qt.Key.Key_Down)
            case Qt.Key.Key_Space:
                self._on_choose()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._on_remove()
            case _:
                super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """One file of this computer may be dropped."""
        if not self._locked and _dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Take the file in."""
        file = _dropped(event)
        if file is not None and not self._locked:
            event.acceptProposedAction()
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._desk.attach(self._path, file)

    def _state_words(self, file: FileState) -> str:
        if file.sent:
            where = self.tr("sudah di kabupaten")
        else:
            where = self.tr("di laptop ini, belum terkirim") if file.here else self._missing_words(file)
        return " · ".join(part for part in (size(file.size) if file.size else "", where) if part)

    def _missing_words(self, file: FileState) -> str:
        if file.thumbnail:
            return self.tr("ini gambar kecilnya; foto utuhnya belum sampai di laptop ini")
        return self.tr("isinya belum sampai di laptop ini")

    def _show_picture(self, file: FileState | None) -> None:
        picture = QPixmap()
        if file is not None and file.thumbnail:
            picture.loadFromData(file.thumbnail)
        side = theme().line * _LINES
        if not picture.isNull():
            self._picture.setPixmap(
                picture.scaled(
                    QSize(side * 2, side),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        self._picture.setVisible(not picture.isNull())

    def _on_choose(self) -> None:
        if not self._locked:
            self._desk.choose_file(self._path)

    def _on_remove(self) -> None:
        if self._has_file and not self._locked:
            self._desk.detach(self._path)


def _dropped(event: QDropEvent) -> Path | None:
    files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return files[0] if len(files) == 1 else None
