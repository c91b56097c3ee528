"""Beranda on screen."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from kemiskinan_desktop.services.dashboard import NextStep, Overview, PhaseProgress
from kemiskinan_desktop.services.events import (
    ConflictsChanged,
    DeliberationsChanged,
    Events,
    ExchangeChanged,
    HouseholdsChanged,
    NoticesChanged,
)
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.home import words
from kemiskinan_desktop.ui.home.notices_card import NoticesCard
from kemiskinan_desktop.ui.home.presenter import HomePresenter
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card, StatCard
from kemiskinan_desktop.ui.kit.faults import fault_words
from kemiskinan_desktop.ui.kit.formats import ago, number
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import clear, column, flow_box, row
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.progress import ShareBar, StepItem, Stepper, StepState
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import Clock

SHOWN_PLACES = 24
YEAR_CHARACTERS = 125


class HomePage(Page):
    """Where the village stands, what came back, what to do next, how each RT is doing."""

    def __init__(self, navigator: Navigator, lane: Work, load: Callable[[], Overview], clock: Clock) -> None:
        super().__init__(tr("Beranda"), tr("Sampai di mana pendataan desa tahun ini."))
        self._navigator = navigator
        self._clock = clock
        self._visible = False
        self._year, self._year_narrow = Stepper(name="year"), Stepper(vertical=True, name="year-narrow")
        self._numbers = flow_box()
        self._steps = column(gap=Space.SMALL)
        self._returned = column(gap=Space.SMALL)
        self._places = column(gap=Space.SMALL)
        self._returned_card = Card(self.tr("Dikembalikan oleh kabupaten"), self._returned, name="returned")
        self._returned_card.hide()
        self._places_card = Card(self.tr("Kemajuan tiap RT"), self._places, name="places")
        self._places_card.hide()
        self.add(Card("", self._year, self._year_narrow, name="year-card"))
        self._notices = NoticesCard(self._open_notice)
        self.add(self._returned_card)
        self.add(self._notices)
        self.add(Card(self.tr("Yang perlu dikerjakan"), self._steps, name="next-steps"))
        self.add(self._numbers)
        self.add(self._places_card)
        self.add(None)
        self.presenter = HomePresenter(self, lane, load)

    def shown(self, argument: object = None) -> None:
        """The shell brought this page to the front."""
        self._visible = True
        self.presenter.refresh()

    def hidden(self) -> None:
        """Another page is in front; changes wait until this one comes back."""
        self._visible = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Six phases stand side by side only where they fit."""
        super().resizeEvent(event)
        self._adapt()

    def on_changed(self, _event: object) -> None:
        """Something of the village changed."""
        if self._visible:
            self.presenter.refresh()

    # HomeView

    def show_overview(self, overview: Overview) -> None:
        """Show where the village stands."""
        self._show_year(overview)
        self._show_returned(overview)
        self._notices.show_notices(overview.notices)
        self._show_steps(overview)
        self._show_numbers(overview)
        self._show_places(overview)

    def show_fault(self, fault: Exception) -> None:
        """Say that it could not be read."""
        trouble = fault_words(fault)
        if trouble is None:
            raise fault
        self.banner.say(Tone.DANGER, trouble.happened, f"{trouble.safe} {trouble.todo}")

    def go(self, screen: str, argument: object) -> None:
        """Open another screen."""
        self._navigator.open(screen, argument)

    # inside

    def _open_notice(self, notice: str) -> None:
        self._navigator.open("pengumuman", notice or None)

    def _adapt(self) -> None:
        wide = self.width() > theme().characters(YEAR_CHARACTERS)
        self._year.setVisible(wide)
        self._year_narrow.setVisible(not wide)

    def _show_year(self, overview: Overview) -> None:
        steps = [
            StepItem(words.phase_name(phase.phase), _state(phase, overview), _note(phase)) for phase in overview.phases
        ]
        self._year.show_steps(steps)
        self._year_narrow.show_steps(steps)
        self._adapt()

    def _show_returned(self, overview: Overview) -> None:
        clear(self._returned)
        for family in overview.returned:
            note = column(text(family.head_name, "label"), gap=0)
            if family.remark:
                note.addWidget(text(family.remark, "muted"))
            line = row(
                IconLabel(Icon.UNDO, Colour.WARNING),
                note,
                button(self.tr("Perbaiki"), partial(self.presenter.open_family, family), name="fix-returned"),
                gap=Space.MEDIUM,
            )
            line.setStretch(1, 1)
            self._returned.addLayout(line)
        self._returned_card.setVisible(bool(overview.returned))

    def _show_steps(self, overview: Overview) -> None:
        clear(self._steps)
        if not overview.next_steps:
            done = row(
                IconLabel(Icon.SUCCESS, Colour.SUCCESS, 1.3),
                text(self.tr("Semua sudah selesai. Tidak ada yang menunggu.")),
            )
            done.setStretch(1, 1)
            self._steps.addLayout(done)
        for index, step in enumerate(overview.next_steps):
            self._steps.addLayout(self._step_line(step, first=index == 0))

    def _step_line(self, step: NextStep, *, first: bool) -> QHBoxLayout:
        sentence = text(words.step_sentence(step), "body")
        act = button(
            words.step_button(step.kind),
            partial(self.presenter.take, step),
            kind=Kind.PRIMARY if first else Kind.PLAIN,
            name=f"step-{step.kind.name.lower()}",
        )
        line = row(IconLabel(words.step_icon(step.kind), Colour.ACCENT, 1.3), sentence, act, gap=Space.MEDIUM)
        line.setStretch(1, 1)
        return line

    def _show_numbers(self, overview: Overview) -> None:
        layout = self._numbers.layout()
        if layout is None:
            return
        clear(layout)
        now = self._clock()
        never = self.tr("belum pernah")
        sent = ago(overview.last_success, now) if overview.last_success else never
        kept = ago(overview.last_backup, now) if overview.last_backup else never
        waiting = Tone.WARNING if overview.unsent else Tone.SUCCESS
        for label, value, meaning, tone in (
            (self.tr("keluarga"), number(overview.families), Icon.HOUSEHOLD, Tone.INFO),
            (self.tr("anggota keluarga"), number(overview.people), Icon.PERSON, Tone.INFO),
            (self.tr("perubahan belum terkirim"), number(overview.unsent), Icon.UNSENT, waiting),
            (self.tr("terakhir terhubung dengan kabupaten"), sent, Icon.EXCHANGE, Tone.NEUTRAL),
            (self.tr("cadangan terakhir"), kept, Icon.STICK, Tone.NEUTRAL if overview.last_backup else Tone.WARNING),
        ):
            layout.addWidget(StatCard(label, value, meaning=meaning, tone=tone))

    def _show_places(self, overview: Overview) -> None:
        clear(self._places)
        for place in overview.places[:SHOWN_PLACES]:
            self._places.addWidget(ShareBar(words.place_name(place), place.complete, place.total))
        hidden = len(overview.places) - SHOWN_PLACES
        if hidden > 0:
            self._places.addWidget(text(self.tr("dan %n RT lagi; lihat Laporan", "", hidden), "muted"))
        self._places_card.setVisible(bool(overview.places))


def _state(phase: PhaseProgress, overview: Overview) -> StepState:
    if phase.phase is overview.current:
        return StepState.CURRENT
    return StepState.DONE if phase.phase.value < overview.current.value else StepState.AHEAD


def _note(phase: PhaseProgress) -> str:
    if phase.total == 0:
        return ""
    return tr("{0} dari {1}").format(number(phase.done), number(phase.total))


def home_screen(lane: Work, load: Callable[[], Overview], events: Events, clock: Clock) -> Screen:
    """What app.py registers."""

    def make(navigator: Navigator) -> HomePage:
        page = HomePage(navigator, lane, load, clock)
        for kind in (HouseholdsChanged, DeliberationsChanged, ExchangeChanged, ConflictsChanged, NoticesChanged):
            page.destroyed.connect(_forget(events.subscribe(kind, page.on_changed)))
        return page

    return Screen(
        key="beranda",
        title=tr("Beranda"),
        icon=Icon.HOME,
        factory=make,
        help_text=tr(
            "Beranda menunjukkan sampai di mana pekerjaan desa tahun ini: menerima daftar awal, mendata keluarga, "
            "bermusyawarah, menetapkan, lalu mengirim ke kabupaten sampai disetujui. "
            "Pengumuman kabupaten yang belum Anda baca muncul di sini. "
            "Tombol pada tiap baris membuka pekerjaan itu."
        ),
    )


def _forget(unsubscribe: Callable[[], None]) -> Callable[[], None]:
    def forget() -> None:
        unsubscribe()

    return forget
