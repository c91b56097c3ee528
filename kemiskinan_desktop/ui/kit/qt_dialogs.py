"""The real dialogs: our own windows with our own Indonesian buttons, opened without blocking."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QLineEdit, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.dialogs import Choice, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import Part, column, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


class ChoiceDialog(QDialog):
    """A window with words, perhaps parts, and one button for each choice."""

    def __init__(self, parent: QWidget | None, question: Question, meaning: Icon, *parts: Part) -> None:
        super().__init__(parent)
        self.setObjectName("dialog")
        self.setWindowTitle(question.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.answer: str | None = None
        self._first = question.choices[0]
        colour = Colour.DANGER if meaning is Icon.ERROR else Colour.ACCENT
        mark = IconLabel(meaning, colour, 1.8)
        words = column(text(question.title, "lead"), gap=Space.SMALL)
        if question.text:
            words.addWidget(text(question.text, name="dialog-text"))
        for part in parts:
            if isinstance(part, QWidget):
                words.addWidget(part)
        words.addStretch(1)
        head = row(mark, words, gap=Space.LARGE)
        head.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        head.setStretch(1, 1)
        buttons = [self._button(choice) for choice in question.choices]
        lay = column(head, row(None, *reversed(buttons)), gap=Space.WIDE, margin=Space.WIDE)
        self.setLayout(lay)
        self.setFixedWidth(min(theme().characters(72), 900))
        buttons[0].setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and arrows as people expect them here."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self.focusWidget()
            if focused is not None and focused.property("choice"):
                self._choose(str(focused.property("choice")))
            else:
                self._choose(self._first.key)
            return
        super().keyPressEvent(event)

    def _button(self, choice: Choice) -> QWidget:
        made = button(choice.words, lambda: self._choose(choice.key), kind=choice.kind, name=f"choice-{choice.key}")
        made.setProperty("choice", choice.key)
        return made

    def _choose(self, key: str) -> None:
        self.answer = key
        self.accept()


class QtDialogs:
    """Opens dialogs over a window: one that is there, or the one that a callable answers when it is needed."""

    def __init__(self, window: QWidget | Callable[[], QWidget | None]) -> None:
        self._over = window

    @property
    def _window(self) -> QWidget | None:
        return self._over if isinstance(self._over, QWidget) else self._over()

    def tell(self, title: str, text: str, done: Callable[[], None] | None = None) -> None:
        """A notice with one button."""
        self._open(Question(title, text, [_close_choice()]), Icon.INFO, lambda _answer: done() if done else None)

    def ask(self, question: Question, answered: Callable[[str | None], None]) -> None:
        """A question with its own buttons."""
        self._open(question, Icon.HELP, answered)

    def trouble(self, trouble: Trouble, done: Callable[[], None] | None = None) -> None:
        """An error in three parts: happened, safe, to do."""
        parts: list[Part] = [
            _paragraph(Icon.SAFE, Colour.SUCCESS, trouble.safe),
            _paragraph(Icon.FORWARD, Colour.ACCENT, trouble.todo),
        ]
        if trouble.detail:
            detail = text(trouble.detail, "caption", name="dialog-detail")
            detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            parts.append(detail)
        question = Question(trouble.happened, "", [_close_choice()])
        self._open(question, Icon.ERROR, lambda _answer: done() if done else None, *parts)

    def enter(self, title: str, label: str, entered: Callable[[str | None], None], *, initial: str = "") -> None:
        """A line of text; an empty one counts as closed."""
        line = QLineEdit(initial)
        line.setObjectName("dialog-entry")
        line.setAccessibleName(label)
        choices = [Choice("ok", tr("Simpan"), Kind.PRIMARY), Choice("cancel", tr("Batal"))]

        def on_answered(answer: str | None) -> None:
            entered(line.text().strip() or None if answer == "ok" else None)

        self._open(Question(title, label, choices), Icon.EDIT, on_answered, line)
        line.setFocus()

    def choose_file(self, title: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]) -> None:
        """An existing file."""
        dialog = self._file_dialog(title, kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        _open_files(dialog, tr("Buka"), chosen)

    def save_file(
        self, title: str, suggested: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]
    ) -> None:
        """A new file; the ending is added when the person leaves it out."""
        dialog = self._file_dialog(title, kinds)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(kinds[0].endings[0] if kinds else "")
        dialog.selectFile(suggested)
        _open_files(dialog, tr("Simpan"), chosen)

    def choose_folder(self, title: str, chosen: Callable[[Path | None], None]) -> None:
        """A folder."""
        dialog = self._file_dialog(title, [])
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        _open_files(dialog, tr("Pilih"), chosen)

    def _file_dialog(self, title: str, kinds: Sequence[FileKind]) -> QFileDialog:
        dialog = QFileDialog(self._window, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setNameFilters([f"{kind.words} ({' '.join(f'*.{end}' for end in kind.endings)})" for kind in kinds])
        return dialog

    def _open(self, question: Question, meaning: Icon, answered: Callable[[str | None], None], *parts: Part) -> None:
        dialog = ChoiceDialog(self._window, question, meaning, *parts)
        dialog.finished.connect(lambda _code: answered(dialog.answer))
        dialog.open()


def _open_files(dialog: QFileDialog, accept_words: str, chosen: Callable[[Path | None], None]) -> None:
    labels = {
        QFileDialog.DialogLabel.Accept: accept_words,
        QFileDialog.DialogLabel.Reject: tr("Batal"),
        QFileDialog.DialogLabel.FileName: tr("Nama berkas"),
        QFileDialog.DialogLabel.FileType: tr("Jenis berkas"),
        QFileDialog.DialogLabel.LookIn: tr("Lihat di"),
    }
    for label, words in labels.items():
        dialog.setLabelText(label, words)

    def on_finished(code: int) -> None:
        files = dialog.selectedFiles()
        chosen(Path(files[0]) if code == QDialog.DialogCode.Accepted and files else None)

    dialog.finished.connect(on_finished)
    dialog.open()


def _paragraph(meaning: Icon, colour: Colour, words: str) -> QWidget:
    holder = QWidget()
    mark = IconLabel(meaning, colour)
    line = row(mark, text(words), gap=Space.SMALL)
    line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
    line.setStretch(1, 1)
    holder.setLayout(line)
    return holder


def _close_choice() -> Choice:
    return Choice("close", tr("Tutup"), Kind.PRIMARY)
