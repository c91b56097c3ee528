"""Parts of forms: a labelled field with help and error, a search box, chips that filter, a key hint."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.layout import FlowLayout, column, row
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, TONE_ICON, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space, Tone

SEARCH_PAUSE_MILLISECONDS = 150


class FieldMessage(QWidget):
    """One sentence under a field, with the icon of its tone; hidden while there is nothing to say."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel(Icon.ERROR, Colour.DANGER, 1.0)
        self.label = text("", name="field-message")
        line = row(self._icon, self.label, gap=Space.TIGHT)
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        self.setLayout(line)
        self.hide()

    def say(self, words: str, tone: Tone = Tone.DANGER) -> None:
        """Show the sentence; an empty one hides the message."""
        self.label.setText(words)
        set_role(self.label, tone=tone.value)
        self._icon.show_icon(TONE_ICON[tone], TONE_COLOUR[tone])
        self.setVisible(bool(words))


class FieldRow(QWidget):
    """A label, its editor, help below, and an error below that."""

    def __init__(self, label: str, editor: QWidget, *, help_text: str = "", optional: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self.label: QLabel = text(label, "label")
        self.label.setBuddy(editor)
        self._help_text = help_text
        self.message = FieldMessage()
        editor.setAccessibleName(label)
        editor.setAccessibleDescription(help_text)
        heading = row(self.label, gap=Space.SMALL)
        if optional:
            heading.addWidget(text(self.tr("boleh kosong"), "caption", wrap=False))
        heading.setStretch(0, 1)
        lay = column(heading, editor, gap=Space.TIGHT)
        if help_text:
            lay.addWidget(text(help_text, "caption"))
        lay.addWidget(self.message)
        lay.addStretch(1)
        self.setLayout(lay)

    def show_error(self, words: str) -> None:
        """Say what is wrong with the value; empty takes the error away."""
        self.show_message(words, Tone.DANGER)
        set_role(self.editor, invalid=bool(words))

    def show_message(self, words: str, tone: Tone) -> None:
        """Say something about the value, such as a warning that does not forbid it."""
        self.message.say(words, tone)
        set_role(self.editor, invalid=False)
        self.editor.setAccessibleDescription(words or self._help_text)


class SearchBox(QLineEdit):
    """A field that tells what was typed once the person pauses; Enter tells at once, Esc empties."""

    searched = Signal(str)
    down_pressed = Signal()

    def __init__(self, hint: str, name: str = "search") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setClearButtonEnabled(True)
        self.addAction(icon(Icon.SEARCH, Colour.MUTED), QLineEdit.ActionPosition.LeadingPosition)
        self._told = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SEARCH_PAUSE_MILLISECONDS)
        self._timer.timeout.connect(self._tell)
        self.textChanged.connect(self._on_typed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Esc and arrows as people expect them here."""
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._tell()
            case Qt.Key.Key_Escape if self.text():
                self.clear()
                self._tell()
            case Qt.Key.Key_Down:
                self.down_pressed.emit()
            case _:
                super().keyPressEvent(event)

    def _on_typed(self, _words: str) -> None:
        self._timer.start()

    def _tell(self) -> None:
        self._timer.stop()
        if self.text().strip() != self._told:
            self._told = self.text().strip()
            self.searched.emit(self._told)


@dataclass(frozen=True, slots=True)
class Chip:
    """One filter: its key for code, its words, and how many it would leave."""

    key: str
    words: str
    count: int | None = None


class ChipFilter(QWidget):
    """Filters as chips with counts. Single: one is always on. Otherwise any number, none means all."""

    chosen = Signal(object)
    """The chosen keys as a frozenset of text."""

    def __init__(self, *, single: bool = True, name: str = "chips") -> None:
        super().__init__()
        self.setObjectName(name)
        self._single = single
        self._buttons: dict[str, QPushButton] = {}
        self._flow = FlowLayout(Space.SMALL)
        self.setLayout(self._flow)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chips(self, chips: Sequence[Chip], chosen: frozenset[str] = frozenset()) -> None:
        """Show these chips; those that exist keep their place and focus, counts change in place."""
        for key in [key for key in self._buttons if key not in {chip.key for chip in chips}]:
            gone = self._buttons.pop(key)
            self._flow.removeWidget(gone)
            gone.deleteLater()
        for chip in chips:
            made = self._buttons.get(chip.key) or self._add(chip.key)
            words = chip.words if chip.count is None else f"{chip.words}  {number(chip.count)}"
            made.setText(words)
            made.setAccessibleName(words)
            made.setChecked(chip.key in chosen)

    def keys(self) -> frozenset[str]:
        """The keys that are on."""
        return frozenset(key for key, made in self._buttons.items() if made.isChecked())

    def _add(self, key: str) -> QPushButton:
        made = QPushButton()
        made.setObjectName(f"chip-{key}")
        made.setCheckable(True)
        made.setAutoDefault(True)
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        set_role(made, kind="chip")
        made.clicked.connect(self._on_clicked)
        self._buttons[key] = made
        self._flow.addWidget(made)
        return made

    def _on_clicked(self, _checked: bool = False) -> None:
        pressed = self.sender()
        if self._single:
            for made in self._buttons.values():
                made.setChecked(made is pressed)
        self.chosen.emit(self.keys())


def key_hint(key: str, words: str) -> QWidget:
    """A key and what it does, such as `F2 Catatan`."""
    holder = QWidget()
    cap = text(key, "key", wrap=False)
    line = row(cap, text(words, "caption", wrap=False), gap=Space.TIGHT)
    holder.setLayout(line)
    holder.setAccessibleName(f"{key}: {words}")
    return holder
