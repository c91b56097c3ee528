"""Works the screen Pekerja over real services of a small synthetic village."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.view import WorkersPage
from tests.desktop.services.village import Village
from tests.desktop.services.working import Workplace
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane


class WorkersDriver(Driver):
    """The page in front, at the size of a small laptop."""

    def __init__(self, qtbot: QtBot, place: Workplace, dialogs: FakeDialogs | None = None) -> None:
        self.navigator = FakeNavigator()
        self.dialogs = dialogs or FakeDialogs()
        self.place = place
        self.page = worker_page(place.village, place, self.navigator, self.dialogs)
        qtbot.addWidget(self.page)
        super().__init__(qtbot, self.page)
        self.show(1176, 712)
        self.page.shown()

    def names(self) -> list[str]:
        return [self.cell("workers-table", at, 0) for at in range(self.rows("workers-table"))]

    def dialog(self, name: str) -> Driver:
        """The dialog of that name, open over the page."""
        from PySide6.QtWidgets import QDialog

        return Driver(self.bot, self.find(QDialog, name))


def worker_page(village: Village, place: Workplace, navigator: FakeNavigator, dialogs: FakeDialogs) -> WorkersPage:
    ports = WorkerPorts(NowLane(), place.workers, place.enrolments, place.remarks, dialogs, village.events)
    return WorkersPage(navigator, ports)
