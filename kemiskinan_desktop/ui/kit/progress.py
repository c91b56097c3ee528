"""How far something is: a running task with time left, a bar for each dusun, the steps of a wizard or of the year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QProgressBar, QSizePolicy, QWidget

from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.formats import duration, number, percent
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import LARGE_TEXT_PERCENT, clear, column, row, rule
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space


class ProgressCard(QFrame):
    """Long work: what is done, how far, how long still, and *Batal*."""

    cancelled = Signal()

    def __init__(self, title: str, *, name: str = "progress") -> None:
        super().__init__()
        self.setObjectName(name)
        set_role(self, role="card")
        self.title_label: QLabel = text(title, "label")
        self.detail_label: QLabel = text("", "muted", name="progress-detail")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(title)
        self.cancel_button = button(self.tr("Batal"), self._on_cancel, name="progress-cancel")
        words = column(self.title_label, self.bar, self.detail_label, gap=Space.SMALL)
        line = row(words, self.cancel_button, gap=Space.LARGE, margin=Space.LARGE)
        line.setStretch(0, 1)
        self.setLayout(line)
        self.show_progress(0, 0)

    def show_progress(self, done: int, total: int, seconds_left: float | None = None, words: str = "") -> None:
        """`done` of `total` units; an unknown total (0) shows a bar that only moves. `words` replaces the count."""
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        counted = self.tr("{0} dari {1}").format(number(done), number(total)) if total else ""
        left = self.tr("sisa {0}").format(duration(seconds_left)) if seconds_left is not None else ""
        self.detail_label.setText(" · ".join(part for part in (words or counted, left) if part))
        self.detail_label.setVisible(bool(self.detail_label.text()))

    def _on_cancel(self) -> None:
        self.cancel_button.setEnabled(False)
        self.cancel_button.setText(self.tr("Membatalkan…"))
        self.cancelled.emit()


class ShareBar(QWidget):
    """A row with a name, a bar and `12 dari 40 · 30 %`, such as a dusun's progress."""

    def __init__(self, label: str, done: int, total: int) -> None:
        super().__init__()
        self._label = label
        self._name = text(label, wrap=False)
        self._name.setMinimumWidth(theme().characters(16))
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._count = text("", "muted", wrap=False)
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._count.setMinimumWidth(theme().characters(20))
        self.setLayout(row(self._name, self._bar, self._count, gap=Space.MEDIUM))
        self.show_share(done, total)

    def show_share(self, done: int, total: int) -> None:
        """Change the numbers."""
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        words = self.tr("{0} dari {1} · {2}").format(number(done), number(total), percent(done, total))
        self._count.setText(words)
        self._bar.setAccessibleName(f"{self._label}: {words}")


class StepState(Enum):
    """Where a step stands."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StepItem:
    """One step: its words, where it stands, and a short note below, such as a count."""

    words: str
    state: StepState
    note: str = ""


class Stepper(QWidget):
    """Steps in a line, or in a column: of a wizard, or of the village's year."""

    def __init__(self, *, vertical: bool = False, name: str = "stepper") -> None:
        super().__init__()
        self.setObjectName(name)
        self._vertical = vertical or theme().text_percent >= LARGE_TEXT_PERCENT
        self._lay = column(gap=Space.MEDIUM) if self._vertical else row(gap=Space.SMALL)
        self.setLayout(self._lay)

    def show_steps(self, steps: Sequence[StepItem]) -> None:
        """Show these steps."""
        clear(self._lay)
        for index, step in enumerate(steps):
            if index and not self._vertical:
                line = rule()
                line.setMinimumWidth(Space.SMALL)
                line.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
                self._lay.addWidget(line, 1)
            self._lay.addWidget(self._step(step))

    def _step(self, step: StepItem) -> QWidget:
        meaning, colour = {
            StepState.DONE: (Icon.SUCCESS, Colour.SUCCESS),
            StepState.CURRENT: (Icon.CURRENT, Colour.ACCENT),
            StepState.AHEAD: (Icon.NOT_STARTED, Colour.MUTED),
        }[step.state]
        spoken = {
            StepState.DONE: self.tr("selesai"),
            StepState.CURRENT: self.tr("sedang berjalan"),
            StepState.AHEAD: self.tr("belum"),
        }[step.state]
        role = {StepState.CURRENT: "label", StepState.DONE: "body", StepState.AHEAD: "muted"}[step.state]
        words = column(text(step.words, role, wrap=False), gap=0)
        if step.note:
            words.addWidget(text(step.note, "caption", wrap=False))
        words.addStretch(1)
        mark = IconLabel(meaning, colour, 1.3)
        holder = QWidget()
        line = row(mark, words, gap=Space.SMALL)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        holder.setLayout(line)
        holder.setAccessibleName(f"{step.words}: {spoken}. {step.note}".rstrip(" ."))
        return holder
