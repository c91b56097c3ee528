"""The screen's driver, and what its presenter told."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdChip, HouseholdCounts, HouseholdDetail, HouseholdRow
from kemiskinan_desktop.ui.households.filtering import Place
from kemiskinan_desktop.ui.households.presenter import Beside, Cover, Emptiness, Score
from kemiskinan_desktop.ui.households.view import Advice, HouseholdsPage
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.scoring import Assessment
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeNavigator, NowLane
from tests.desktop.ui.households.village import FakeFamilies, unjudged


class ToldView:
    """Remembers what the presenter told."""

    def __init__(self) -> None:
        self.rows: Sequence[HouseholdRow] = ()
        self.total = 0
        self.counts: HouseholdCounts | None = None
        self.chosen: frozenset[HouseholdChip] = frozenset()
        self.places: Sequence[Place] = ()
        self.empty: Emptiness | None = None
        self.detail: HouseholdDetail | None = None
        self.advice: Assessment | None = None
        self.unreadable = False
        self.opened: list[RecordId] = []
        self.selected: list[RecordId] = []

    def show_rows(self, rows: Sequence[HouseholdRow], total: int) -> None:
        self.rows, self.total = rows, total

    def show_chips(self, counts: HouseholdCounts, chosen: frozenset[HouseholdChip]) -> None:
        self.counts, self.chosen = counts, chosen

    def show_places(self, places: Sequence[Place]) -> None:
        self.places = places

    def show_empty(self, why: Emptiness) -> None:
        self.empty = why

    def show_detail(self, detail: HouseholdDetail | None, beside: Beside) -> None:
        self.detail, self.advice, self.workers = detail, beside.advice, beside.workers

    def show_unreadable(self) -> None:
        self.unreadable = True

    def open_questionnaire(self, household: RecordId) -> None:
        self.opened.append(household)

    def select(self, household: RecordId) -> None:
        self.selected.append(household)


class Direct:
    """Delivers events at once."""

    def deliver(self, call: Callable[[], None]) -> None:
        call()


class HouseholdsDriver(Driver):
    """Works the list of families as a person would."""

    def __init__(
        self, qtbot: QtBot, families: FakeFamilies, score: Score = unjudged, cover: Cover = lambda _: ()
    ) -> None:
        self.families = families
        self.navigator = FakeNavigator()
        self.events = Events(Direct())
        self.printed: list[RecordId] = []
        advice = Advice(score, cover, visits=lambda _navigator, households: self.printed.extend(households))
        self.page = HouseholdsPage(self.navigator, NowLane(), families, self.events, advice)
        qtbot.addWidget(self.page)
        super().__init__(qtbot, self.page)

    def open(self, argument: object = None) -> None:
        self.show(1190, 712)
        self.page.shown(argument)

    def names(self) -> list[str]:
        model = self.page.model
        return [str(model.index(place, 0).data()) for place in range(model.rowCount())]

    def numbers(self) -> list[str]:
        model = self.page.model
        return [str(model.index(place, 1).data()) for place in range(model.rowCount())]

    def chip(self, key: str) -> None:
        self.click(f"chip-{key}")

    def previewed(self) -> str:
        return self.page.preview.title_label.text()

    def shows(self, name: str) -> bool:
        return self.find(QWidget, name).isVisible()
