"""Answers that are chosen: codes with their words, by typed code, first letters, arrows or mouse."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.choice_layout import Cells, lay_out
from kemiskinan_desktop.ui.questionnaire.choice_painting import ChoiceLook, paint_choice, paint_closed
from kemiskinan_desktop.ui.questionnaire.code_list import CodeList
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.keying import Option, understand
from kemiskinan_desktop.ui.questionnaire.states import QuestionState

LONG_LIST = 12
"""Longer lists are closed until the question has the focus."""
ENDLESS_LIST = 60
"""Longer lists never open in the page; letters and F4 open the window with the search."""


class ChoiceEditor(AnswerEditor):
    """One painted widget for all choices of a question, so that a page of forty questions opens at once."""

    def __init__(self, desk: Desk, guard: EnterGuard, *, many: bool, ranked: bool = False) -> None:
        """`ranked`: the order in which they are chosen counts, and the first is the first."""
        super().__init__(desk, guard)
        self.setObjectName("answer-choices")
        self._many = many
        self._ranked = ranked
        self._options: tuple[Option, ...] = ()
        self._chosen: tuple[str, ...] = ()
        self._locked = False
        self._at = 0
        self._typed = ""
        self._pointed = False
        self._open = False
        self._cells = Cells((), 0)
        self._laid: dict[int, Cells] = {}
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme().changed.connect(self._on_theme)

    @property
    def many(self) -> bool:
        """Whether several may be chosen."""
        return self._many

    def show_state(self, state: QuestionState, *, locked: bool) -> None:
        """Show that answer."""
        other = state.path != self._path
        relisted = state.options != self._options
        chosen = tuple(state.value.split()) if self._many else (state.value,) if state.value else ()
        if not other and not relisted and chosen == self._chosen and locked == self._locked:
            return
        self._path, self._options, self._chosen, self._locked = state.path, state.options, chosen, locked
        self.setAccessibleName(state.label)
        if other or relisted:
            self._typed = ""
            self._at = next((at for at, option in enumerate(self._options) if option.code in chosen), 0)
        if relisted:
            self._laid.clear()
            self._arrange()
        self._tell()
        self.update()

    def open_list(self, typed: str = "") -> None:
        """F4: all codes in a window, with a search; `typed` is searched at once."""
        if self._locked or not self._options:
            return
        self._typed = ""
        window = CodeList(self.window(), self.accessibleName(), self._options, self._chosen, self._on_listed)
        window.open()
        window.line.setText(typed)

    def _on_listed(self, code: str) -> None:
        at = next((at for at, option in enumerate(self._options) if option.code == code), -1)
        path = self._path
        self.take_focus()
        self._at = max(at, 0)
        if self._take(at) and not self._many:
            self._desk.move(path, True)

    # Qt

    def sizeHint(self) -> QSize:
        """As high as its lines."""
        return QSize(theme().characters(30), self._height(self.width()))

    def hasHeightForWidth(self) -> bool:
        """Fewer columns need more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at that width."""
        return self._height(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the choices out anew."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the choices, or the one line of a closed list."""
        painter = QPainter(self)
        if self._closed:
            hint = self.tr("Pilih: ketik kode atau huruf awal, F4 menampilkan daftar")
            paint_closed(painter, self.rect(), self._chosen_options(), hint)
        else:
            fits = set(understand(self._typed, self._options).fits) if self._typed else None
            for at, (option, rect) in enumerate(zip(self._options, self._cells.rects, strict=False)):
                look = ChoiceLook(
                    chosen=option.code in self._chosen,
                    here=self.hasFocus() and at == self._at,
                    faded=fits is not None and at not in fits,
                    many=self._many,
                    locked=self._locked,
                    rank=self._chosen.index(option.code) + 1 if self._ranked and option.code in self._chosen else 0,
                )
                paint_choice(painter, rect, option, self._cells.key_width, look)
        painter.end()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """A long list opens."""
        self._typed = ""
        super().focusInEvent(event)
        if LONG_LIST < len(self._options) <= ENDLESS_LIST:
            self._open = True
            self._arrange()
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A long list closes."""
        super().focusOutEvent(event)
        self._typed, self._pointed = "", False
        if self._open:
            self._open = False
            self._arrange()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click takes the choice."""
        if event.button() == Qt.MouseButton.LeftButton and self._closed:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            if self._closed:
                self.open_list()
        elif event.button() == Qt.MouseButton.LeftButton:
            for at, rect in enumerate(self._cells.rects):
                if rect.contains(event.position().toPoint()):
                    self._at = at
                    self._take(at)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Codes, letters, arrows, Space and Enter."""
        if self._guard.swallows(event):
            return
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter if not _modified(event):
                self._on_enter()
            case Qt.Key.Key_Down | Qt.Key.Key_Right if not _modified(event):
                self._go(1)
            case Qt.Key.Key_Up | Qt.Key.Key_Left if not _modified(event):
                self._go(-1)
            case Qt.Key.Key_Space if not self._typed and not _modified(event):
                self._take(self._at)
            case Qt.Key.Key_Backspace | Qt.Key.Key_Delete:
                self._on_erase()
            case _ if event.text().isprintable() and event.text() and not _modified(event):
                self._on_typed(event.text())
            case _:
                super().keyPressEvent(event)

    # What was typed

    def _on_typed(self, sign: str) -> None:
        if len(self._options) > ENDLESS_LIST:
            self.open_list(sign)
            return
        found = understand(self._typed + sign, self._options)
        if not found.fits:
            # Signs that fit nothing begin a new word.
            found = understand(sign, self._options)
            self._typed = ""
        if not found.fits:
            self.update()
            return
        self._typed += sign
        self._at = found.fits[0]
        self._pointed = True
        if found.settled:
            self._settle()
        self._show_here()

    def _settle(self) -> None:
        """A code that can mean nothing else: take it, and go on where only one may be chosen."""
        self._typed, self._pointed = "", False
        path = self._path
        if self._take(self._at) and not self._many and self._desk.advances:
            self._guard.arm()
            self._desk.move(path, True)

    def _on_enter(self) -> None:
        path = self._path
        typed, pointed = self._typed, self._pointed
        self._typed, self._pointed = "", False
        if typed and self._many:
            # Among several, the first Enter takes what was typed, the second goes on.
            self._take(self._at)
            return
        # Enter passes by; it takes the marked choice only when the person pointed at it by letters or arrows.
        if pointed and not self._many and not self._take(self._at):
            return
        self._desk.move(path, True)

    def _on_erase(self) -> None:
        if self._typed:
            self._typed = self._typed[:-1]
        elif self._chosen and not self._locked:
            self._desk.commit(self._path, "")
        self.update()

    def _go(self, by: int) -> None:
        if not self._options:
            return
        self._typed = ""
        self._at = (self._at + by) % len(self._options)
        self._pointed = True
        self._show_here()

    def _show_here(self) -> None:
        if not self._closed and self._at < len(self._cells.rects):
            self.shown_part.emit(self._cells.rects[self._at])
        self._tell()
        self.update()

    def _take(self, at: int) -> bool:
        if self._locked or not 0 <= at < len(self._options):
            return self._locked
        code = self._options[at].code
        if not self._many:
            return self._desk.commit(self._path, code)
        if self._ranked:
            on = [one for one in self._chosen if one != code] if code in self._chosen else [*self._chosen, code]
        else:
            on = [option.code for option in self._options if (option.code in self._chosen) != (option.code == code)]
        return self._desk.commit(self._path, " ".join(on))

    # How it looks

    @property
    def _closed(self) -> bool:
        return len(self._options) > LONG_LIST and not self._open

    def _chosen_options(self) -> tuple[Option, ...]:
        found = [option for option in self._options if option.code in self._chosen]
        return tuple(sorted(found, key=lambda option: self._chosen.index(option.code)) if self._ranked else found)

    def _lay_out(self, width: int) -> Cells:
        if width not in self._laid:
            marks = theme().line + Space.TIGHT if self._many else 0
            self._laid[width] = lay_out(self._options, max(width, 1), marks=marks)
        return self._laid[width]

    def _height(self, width: int) -> int:
        return theme().line + 2 * Space.SMALL if self._closed else max(1, self._lay_out(width).height)

    def _arrange(self) -> None:
        self._cells = self._lay_out(self.width())
        self.setFixedHeight(self._height(self.width()))
        self.updateGeometry()
        self.update()
        self.resized.emit()

    def _on_theme(self) -> None:
        self._laid.clear()
        self._arrange()

    def _tell(self) -> None:
        """For screen readers: what is chosen, and where the mark is."""
        chosen = ", ".join(option.words for option in self._chosen_options()) or self.tr("belum diisi")
        here = self._options[self._at].words if self._at < len(self._options) else ""
        self.setAccessibleDescription(f"{chosen}. {here}")

    def cell(self, key: str) -> QRect:
        """Where the choice of that key is painted."""
        return next(rect for option, rect in zip(self._options, self._cells.rects, strict=False) if option.key == key)


def _modified(event: QKeyEvent) -> bool:
    allowed = Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier
    return bool(event.modifiers() & ~allowed)
