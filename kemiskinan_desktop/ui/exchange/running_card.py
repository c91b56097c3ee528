"""The card in the middle of the page: the one button at rest, the progress while it runs, the result after."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kemiskinan_desktop.services.exchange import (
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    ExchangeStep,
    Hold,
)
from kemiskinan_desktop.ui.exchange.coming_words import can_resume, load_words, next_words, turn_words
from kemiskinan_desktop.ui.exchange.missing_words import missing_lines
from kemiskinan_desktop.ui.exchange.presenter import Overview
from kemiskinan_desktop.ui.exchange.words import problem_words, progress_words, report_lines, state_words, step_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row
from kemiskinan_desktop.ui.kit.progress import ProgressCard, StepItem, Stepper, StepState
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, TONE_ICON, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import Clock

_STEPS = tuple(ExchangeStep)
WIDE_CHARACTERS = 110
_NEEDS_A_CODE: Final = frozenset({ExchangeProblem.UNKNOWN, ExchangeProblem.REVOKED})
"""The district would take this laptop again, with a new code."""
_COUNT_EVERY_MILLISECONDS: Final = 5_000


class RunningCard(QWidget):
    """`run`, `run_large` (large attachments over a slow line too), `conflicts` and `enrol` are pressed here."""

    run = Signal()
    run_large = Signal()
    cancelled = Signal()
    conflicts = Signal()
    enrol = Signal()
    paused = Signal()
    resumed = Signal()

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock
        self._slot: datetime | None = None
        self._hold: Hold | None = None
        self._result_is_of_the_past = False
        """The words below are about an exchange that ended before this page was in front."""
        self._mark = IconLabel(Icon.UNSENT, Colour.ACCENT, 2.2)
        self._headline = text("", "title", wrap=False, name="exchange-headline")
        self._detail = text("", "muted", name="exchange-detail")
        self._load = text("", "muted", name="exchange-load")
        self._button = button(
            tr("Kirim & terima sekarang"),
            self.run.emit,
            kind=Kind.PRIMARY,
            meaning=Icon.SYNC,
            key="F5",
            name="exchange-run",
        )
        self._name_button()
        self._large = button(
            tr("Kirim yang besar juga"), self.run_large.emit, meaning=Icon.SYNC, name="exchange-run-large"
        )
        self._large.hide()
        self._conflicts = button("", self.conflicts.emit, meaning=Icon.CONFLICT, name="exchange-conflicts")
        self._result = column(gap=Space.SMALL)
        self._missing = text("", "muted", name="exchange-missing")
        self._missing.hide()
        self._steps = Stepper(name="exchange-steps")
        self._progress = self._make_progress()
        words = column(self._headline, self._detail, self._load, gap=0)
        self._head = row(
            row(self._mark, words, gap=Space.LARGE),
            row(None, self._conflicts, self._large, self._button),
            gap=Space.LARGE,
        )
        self._head.setStretch(0, 1)
        self._turn, self._foot = self._make_turn(), self._make_foot()
        self._rest = Card("", self._head, self._turn, self._result, self._missing, self._foot)
        self._running = column(self._steps, self._progress, gap=Space.MEDIUM)
        self._working = Card("")
        self._working.add(self._running)
        self._working.hide()
        self.setLayout(column(self._rest, self._working, gap=0))
        self._counting = QTimer(self)
        self._counting.setInterval(_COUNT_EVERY_MILLISECONDS)
        self._counting.timeout.connect(self.count_down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large text the button stands below the words."""
        super().resizeEvent(event)
        self._detail.setMinimumHeight(theme().line)
        narrow = self.width() < theme().characters(WIDE_CHARACTERS)
        self._head.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)

    def show_overview(self, overview: Overview) -> None:
        """Where sending stands, what will go and when, and about how long it takes on this line."""
        status, now = overview.status, self._clock()
        self._hold = overview.hold
        load = load_words(overview.waiting, status.attachments_waiting)
        self._load.setText(load)
        self._load.setVisible(bool(load))
        self._next.setText(next_words(status, now, overview.hold))
        self._pause.setVisible(not can_resume(overview.hold) and status.next_attempt is not None)
        self._resume.setVisible(can_resume(overview.hold))
        self._show_status(status, now, overview.seconds)
        self._show_turn(status.slot)
        lines = missing_lines(status.missing)
        self._missing.setText("\n".join(lines))
        self._missing.setVisible(bool(lines))

    def count_down(self) -> None:
        """Say how long it still is to the turn; nothing moves and nothing takes the focus."""
        now = self._clock()
        if self._slot is None or self._slot <= now:
            self._show_turn(None)
            return
        happened, todo = turn_words(self._slot, now, self._hold)
        self._turn_words.setText(happened)
        self._turn_todo.setText(todo)

    def _show_status(self, status: ExchangeStatus, now: datetime, seconds: float | None) -> None:
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
        if self._result_is_of_the_past:
            clear(self._result)
        if self._result.count() == 0 and status.last_problem is not None:
            self._show_problem(ExchangeReport(problem=status.last_problem, slot=status.slot))
            self._result_is_of_the_past = True

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
        self._result_is_of_the_past = False
        for tone, words in report_lines(report):
            self._say(tone, words)
        if report.problem is not None:
            self._show_problem(report)
        self._show_turn(report.slot if report.problem is ExchangeProblem.BUSY else None)
        self._large.setVisible(report.attachments_for_a_better_line > 0)
        self._button.setFocus()

    def show_rest(self) -> None:
        """No exchange is under way."""
        self._working.hide()
        self._rest.show()

    def _show_problem(self, report: ExchangeReport) -> None:
        if report.problem is None or report.slot is not None:
            return
        said = problem_words(report.problem)
        self._say(said.tone, f"{said.happened} {said.safe}", said.todo)
        if report.problem in _NEEDS_A_CODE:
            again = button(
                tr("Daftarkan lagi dengan kode"),
                self.enrol.emit,
                kind=Kind.PRIMARY,
                meaning=Icon.FORWARD,
                name="exchange-enrol",
            )
            self._result.addLayout(row(again, None))

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

    def _show_turn(self, slot: datetime | None) -> None:
        self._slot = slot
        self._turn.setVisible(slot is not None)
        self._name_button()
        if slot is None:
            self._counting.stop()
        else:
            self._counting.start()
            self.count_down()

    def _name_button(self) -> None:
        words = tr("Coba sekarang") if self._slot is not None else tr("Kirim & terima sekarang")
        self._button.setText(words.replace("&", "&&"))  # an ampersand alone would mark a shortcut
        self._button.setAccessibleName(words)

    def _make_turn(self) -> QWidget:
        self._turn_words = text("", name="exchange-turn")
        self._turn_todo = text("", "label", name="exchange-turn-todo")
        line = row(IconLabel(Icon.TIME, Colour.ACCENT), column(self._turn_words, self._turn_todo, gap=0))
        line.setStretch(1, 1)
        made = box(line)
        made.hide()
        return made

    def _make_foot(self) -> QWidget:
        """When it goes by itself, and the wish that it does not."""
        self._next = text("", "caption", name="exchange-next")
        self._pause = button(tr("Jeda sampai besok"), self.paused.emit, kind=Kind.QUIET, name="exchange-pause")
        self._resume = button(tr("Jalankan lagi"), self.resumed.emit, kind=Kind.QUIET, name="exchange-resume")
        line = row(self._next, self._pause, self._resume)
        line.setStretch(0, 1)
        self._pause.hide()
        self._resume.hide()
        return box(line)

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
