"""Pemeriksaan akhir: what must be mended, what needs a reason, and the button that ends the questionnaire."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.states import CheckLine
from kemiskinan_desktop.ui.questionnaire.wording import check_words
from kemiskinan_domain.survey import ProblemKind

MOST_LINES = 12
"""So many lines of one kind are listed; whoever mends them sees the next ones."""


_AT_ONCE = 2
"""So many lines are made before the page is painted, the others right after it, so that the key does not wait."""
_A_SLICE = 3


class CheckPage(QWidget):
    """Each line opens its field; warnings take their reason right here."""

    def __init__(
        self,
        opened: Callable[[str], object],
        reasoned: Callable[[str, str], object],
        finished: Callable[[], object],
    ) -> None:
        super().__init__()
        self._opened = opened
        self._reasoned = reasoned
        self._shown: tuple[tuple[CheckLine, ...], tuple[tuple[str, str], ...]] | None = None
        self._locked = False
        self._later: list[tuple[QVBoxLayout, CheckLine]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._show_later)
        self._groups = column(gap=Space.LARGE)
        self.finish_button: QPushButton = button(
            self.tr("Selesaikan kuesioner (Ctrl+Enter)"),
            finished,
            kind=Kind.PRIMARY,
            meaning=Icon.SUCCESS,
            name="check-finish",
        )
        lay = column(self._groups, row(self.finish_button, None), None, gap=Space.LARGE)
        lay.setContentsMargins(0, 0, Space.MEDIUM, Space.LARGE)
        self.setLayout(lay)

    def show_lines(self, lines: Sequence[CheckLine], kept: Sequence[tuple[str, str]] = (), *, locked: bool) -> None:
        """Show what is open, the worst first; `kept` are answers that this form has no question for."""
        if ((tuple(lines), tuple(kept)), locked) == (self._shown, self._locked):
            return
        self._shown, self._locked = (tuple(lines), tuple(kept)), locked
        clear(self._groups)
        self._later = []
        hard = [line for line in lines if line.problem.hard and line.problem.kind is not ProblemKind.REQUIRED]
        missing = [line for line in lines if line.problem.hard and line.problem.kind is ProblemKind.REQUIRED]
        soft = [line for line in lines if not line.problem.hard]
        self._group(self.tr("%n kesalahan yang harus diperbaiki", "", len(hard)), hard, Icon.ERROR, Colour.DANGER)
        self._group(self.tr("%n isian wajib masih kosong", "", len(missing)), missing, Icon.NOT_STARTED, Colour.ACCENT)
        self._group(
            self.tr("%n peringatan: perbaiki, atau tulis alasannya", "", len(soft)), soft, Icon.WARNING, Colour.WARNING
        )
        if not lines:
            self._groups.addWidget(self._all_well())
        if kept:
            self._groups.addWidget(self._kept(kept))
        self.finish_button.setVisible(not locked)
        self._make(_AT_ONCE)
        if self._later:
            self._timer.start()

    def prepare(self) -> None:
        """Take the style on before the page is shown for the first time."""
        self.ensurePolished()
        for part in self.findChildren(QWidget):
            part.ensurePolished()

    def take_focus(self) -> None:
        """The first line, or the button that ends it."""
        first = self.findChild(QPushButton, "check-open")
        (first or self.finish_button).setFocus()

    def _all_well(self) -> QWidget:
        title = text(self.tr("Semua isian sudah lengkap"), "lead", name="check-title")
        advice = text(self.tr("Tidak ada kesalahan. Tekan Ctrl+Enter untuk menyelesaikan keluarga ini."), "muted")
        line = row(IconLabel(Icon.SUCCESS, Colour.SUCCESS, 2.0), column(title, advice, gap=0), gap=Space.MEDIUM)
        line.setStretch(1, 1)
        return Card("", line)

    def _kept(self, kept: Sequence[tuple[str, str]]) -> QWidget:
        title = self.tr("%n isian tidak ditanyakan di kuesioner ini dan tetap tersimpan", "", len(kept))
        head = row(IconLabel(Icon.INFO, Colour.ACCENT, 1.3), text(title, "lead", name="check-title"), gap=Space.SMALL)
        head.setStretch(1, 1)
        lines = [text(self.tr("{0}: {1}").format(name, value), name="check-kept") for name, value in kept]
        return Card("", head, *lines)

    def _group(self, title: str, lines: Sequence[CheckLine], meaning: Icon, colour: Colour) -> None:
        if not lines:
            return
        head = row(IconLabel(meaning, colour, 1.3), text(title, "lead", name="check-title"), gap=Space.SMALL)
        head.setStretch(1, 1)
        places = column(gap=Space.MEDIUM)
        card = Card("", head, places)
        self._later += [(places, line) for line in lines[:MOST_LINES]]
        if len(lines) > MOST_LINES:
            card.add(text(self.tr("dan %n lagi", "", len(lines) - MOST_LINES), "muted"))
        self._groups.addWidget(card)

    def _make(self, count: int) -> None:
        due, self._later = self._later[:count], self._later[count:]
        for places, line in due:
            places.addWidget(self._line(line))

    def _show_later(self) -> None:
        self._make(_A_SLICE)
        if not self._later:
            self._timer.stop()

    def _line(self, line: CheckLine) -> QWidget:
        title = f"{line.who}: {line.label}" if line.who and line.label else line.who or line.label
        words = column(text(title or check_words(line), "label"), gap=0)
        if title and line.problem.kind is not ProblemKind.REQUIRED:
            words.addWidget(text(check_words(line)))
        if not line.problem.hard and not self._locked:
            words.addWidget(self._reason(line))
        parts = row(box(words), gap=Space.MEDIUM)
        parts.setStretch(0, 1)
        if line.who:
            opener = button(self.tr("Buka"), partial(self._opened, line.path), meaning=Icon.FORWARD, name="check-open")
            opener.setAccessibleName(f"{self.tr('Buka')}: {title}")
            parts.addWidget(opener, 0, Qt.AlignmentFlag.AlignTop)
        return box(parts)

    def _reason(self, line: CheckLine) -> QWidget:
        entry = QLineEdit(line.problem.reason)
        entry.setObjectName("check-reason")
        entry.setMaxLength(300)
        entry.setPlaceholderText(self.tr("Alasan, mengapa isian ini memang benar"))
        entry.setAccessibleName(self.tr("Alasan untuk {0}").format(line.label))
        entry.returnPressed.connect(self.focusNextChild)
        entry.editingFinished.connect(lambda: self._on_reasoned(line, entry.text()))
        return entry

    def _on_reasoned(self, line: CheckLine, words: str) -> None:
        if words.strip() != line.problem.reason:
            self._reasoned(line.path, words.strip())
