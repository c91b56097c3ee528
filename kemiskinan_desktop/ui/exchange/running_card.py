"""The card in the middle of the page: the one button at rest, the progress while it runs, the result after."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kemiskinan_desktop.services.exchange import ExchangeProgress, ExchangeReport, ExchangeStatus, ExchangeStep
from kemiskinan_desktop.ui.exchange.words import problem_words, progress_words, report_lines, state_words, step_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import clear, column, row
from kemiskinan_desktop.ui.kit.progress import ProgressCard, StepItem, Stepper, StepState
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, TONE_ICON, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr

_STEPS = tuple(ExchangeStep)
WIDE_CHARACTERS = 110


class RunningCard(QWidget):
    """`run`, `run_large` (large attachments over a slow line too) and `conflicts` are pressed here."""

    run = Signal()
    run_large = Signal()
    cancelled = Signal()
    conflicts = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark = IconLabel(Icon.UNSENT, Colour.ACCENT, 2.2)
        self._headline = text("", "title", wrap=False, name="exchange-headline")
        self._detail = text("", "muted", name="exchange-detail")
        self._button = button(
            tr("Kirim & terima sekarang"),
            self.run.emit,
            kind=Kind.PRIMARY,
            meaning=Icon.SYNC,
            key="F5",
            name="exchange-run",
        )
        self._button.setText(self._button.text().replace("&", "&&"))  # an ampersand alone would mark a shortcut
        self._large = button(
            tr("Kirim yang besar juga"), self.run_large.emit, meaning=Icon.SYNC, name="exchange-run-large"
        )
        self._large.hide()
        self._conflicts = button("", self.conflicts.emit, meaning=Icon.CONFLICT, name="exchange-conflicts")
        self._result = column(gap=Space.SMALL)
        self._steps = Stepper(name="exchange-steps")
        self._progress = self._make_progress()
        words = column(self._headline, self._detail, gap=0)
        self._head = row(
            row(self._mark, words, gap=Space.LARGE),
            row(None, self._conflicts, self._large, self._button),
            gap=Space.LARGE,
        )
        self._head.setStretch(0, 1)
        self._rest = Card("", self._head, self._result)
        self._running = column(self._steps, self._progress, gap=Space.MEDIUM)
        self._working = Card("")
        self._working.add(self._running)
        self._working.hide()
        self.setLayout(column(self._rest, self._working, gap=0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large text the button stands below the words."""
        super().resizeEvent(event)
        self._detail.setMinimumHeight(theme().line)
        narrow = self.width() < theme().characters(WIDE_CHARACTERS)
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_status(self, status: ExchangeStatus, now: datetime, seconds: float | None = None) -> None:
        """Where sending stands, and about how long it takes on this line."""
        headline, detail = state_words(status, now, seconds)
        self._headline.setText(headline)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        meaning, colour = (Icon.UNSENT, Colour.ACCENT) if status.waiting else (Icon.SUCCESS, Colour.SUCCESS)
        if not status.waiting and status.last_success is None:
            meaning, colour = Icon.EXCHANGE, Colour.MUTED
        self._mark.show_icon(meaning, colour)
        self._conflicts.setText(tr("%n perbedaan", status.open_conflicts))
        self._conflicts.setVisible(status.open_conflicts > 0)
        if self._result.count() == 0 and status.last_problem is not None:
            self._show_problem(ExchangeReport(problem=status.last_problem))

    def show_running(self, progress: ExchangeProgress | None) -> None:
        """The exchange is under way."""
        if not self._working.isVisibleTo(self):
            self._renew_progress()
        self._rest.hide()
        self._working.show()
        step = progress.step if progress else ExchangeStep.CONNECTING
        at = _STEPS.index(step)
        self._steps.show_steps([StepItem(step_words(one), _state(place, at)) for place, one in enumerate(_STEPS)])
        words = progress_words(progress or ExchangeProgress(step))
        self._progress.show_progress(progress.done if progress else 0, progress.total if progress else 0, words=words)

    def show_stopping(self) -> None:
        """It ends at the next safe place."""
        self._progress.show_progress(0, 0, words=tr("Membatalkan dengan aman…"))

    def show_report(self, report: ExchangeReport) -> None:
        """How it went."""
        self.show_rest()
        clear(self._result)
        for tone, words in report_lines(report):
            self._say(tone, words)
        if report.problem is not None:
            self._show_problem(report)
        self._large.setVisible(report.attachments_for_a_better_line > 0)
        self._button.setFocus()

    def show_rest(self) -> None:
        """No exchange is under way."""
        self._working.hide()
        self._rest.show()

    def _show_problem(self, report: ExchangeReport) -> None:
        if report.problem is None:
            return
        said = problem_words(report.problem)
        self._say(said.tone, f"{said.happened} {said.safe}", said.todo)

    def _say(self, tone: Tone, words: str, todo: str = "") -> None:
        said = text(words, name="exchange-result")
        said.setMinimumHeight(theme().line)
        lines = column(said, gap=0)
        if todo:
            lines.addWidget(text(todo, "label", name="exchange-todo"))
        mark = IconLabel(TONE_ICON[tone], TONE_COLOUR[tone])
        line = row(mark, lines, gap=Space.SMALL)
        line.setStretch(1, 1)
        self._result.addLayout(line)

    def _make_progress(self) -> ProgressCard:
        made = ProgressCard(tr("Bertukar data dengan kabupaten"), name="exchange-progress")
        made.cancelled.connect(self.cancelled)
        return made

    def _renew_progress(self) -> None:
        """A card that was cancelled once says so for ever; each exchange has its own."""
        old, self._progress = self._progress, self._make_progress()
        self._running.replaceWidget(old, self._progress)
        old.hide()
        old.deleteLater()


def _state(place: int, at: int) -> StepState:
    if place == at:
        return StepState.CURRENT
    return StepState.DONE if place < at else StepState.AHEAD
