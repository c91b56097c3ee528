"""How the choices of a question look: all of them, or one line while a long list is closed."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy

from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.choice_layout import Cells, lay_out
from kemiskinan_desktop.ui.questionnaire.choice_painting import ChoiceLook, paint_choice, paint_closed
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.keying import Option, understand
from kemiskinan_desktop.ui.questionnaire.states import PLAIN, QuestionState

LONG_LIST = 12
"""Longer lists are closed until the question has the focus."""
ENDLESS_LIST = 60
"""Longer lists never open in the page; letters and F4 open the window with the search."""


class ChoiceView(AnswerEditor):
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
        self._style = PLAIN
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
        relisted = state.options != self._options or state.style != self._style
        chosen = tuple(state.value.split()) if self._many else (state.value,) if state.value else ()
        if not other and not relisted and chosen == self._chosen and locked == self._locked:
            return
        self._path, self._options, self._chosen, self._locked = state.path, state.options, chosen, locked
        self._style = state.style
        self.setAccessibleName(state.label)
        if other or relisted:
            self._typed = ""
            self._at = next((at for at, option in enumerate(self._options) if option.code in chosen), 0)
        if relisted:
            self._laid.clear()
            self._arrange()
        self._tell()
        self.update()

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

    # How it looks

    @property
    def _closed(self) -> bool:
        return (self._style.closed or len(self._options) > LONG_LIST) and not self._open

    def _chosen_options(self) -> tuple[Option, ...]:
        found = [option for option in self._options if option.code in self._chosen]
        return tuple(sorted(found, key=lambda option: self._chosen.index(option.code)) if self._ranked else found)

    def _lay_out(self, width: int) -> Cells:
        if width not in self._laid:
            marks = theme().line + Space.TIGHT if self._many else 0
            self._laid[width] = lay_out(self._options, max(width, 1), marks=marks, columns=self._style.columns)
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
