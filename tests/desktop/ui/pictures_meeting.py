"""Draws meeting, exchange, differences and reports to PNG: python -m tests.desktop.ui.pictures_meeting OUT."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_SCALE_FACTOR", "1")

from PySide6.QtWidgets import QApplication, QTabWidget, QWidget

from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeProgress, ExchangeReport, ExchangeStep
from kemiskinan_desktop.ui.conflicts.view import ConflictPorts, conflicts_screen
from kemiskinan_desktop.ui.deliberations.new_session import NewSessionDialog
from kemiskinan_desktop.ui.deliberations.session import Step
from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage, deliberations_screen
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes
from kemiskinan_desktop.ui.exchange.view import ExchangePage, exchange_screen
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.reports.view import ReportPorts, reports_screen
from kemiskinan_desktop.ui.shell.presenter import Doors, Place
from kemiskinan_desktop.ui.shell.window import MainWindow
from tests.desktop.ui.deliberations.services import FakeMeetings, ports_of
from tests.desktop.ui.deliberations.village import meeting, quiet_events
from tests.desktop.ui.exchange.village import FakeExchanges, now
from tests.desktop.ui.exchange.village import ports as exchange_ports
from tests.desktop.ui.fakes import FakeDialogs, NowLane
from tests.desktop.ui.reports.village import FakeReports


def main(folder: Path) -> None:
    """Draw everything, light and dark, and at 200 % text."""
    folder.mkdir(parents=True, exist_ok=True)
    app = QApplication([])
    look = Theme(app, Appearance.LIGHT, bundled_font=True)
    for name, appearance, percent in (
        ("light", Appearance.LIGHT, 100),
        ("dark", Appearance.DARK, 100),
        ("large", Appearance.LIGHT, 200),
    ):
        look.apply(appearance, percent)
        _draw_all(app, folder, name)


def _draw_all(app: QApplication, folder: Path, name: str) -> None:
    meetings = FakeMeetings(meeting(families=180, decided=34))
    window = _window(meetings)
    window.resize(1366, 768)
    window.show()

    def shoot(what: str, widget: QWidget | None = None) -> None:
        for _pass in range(5):
            app.processEvents()
        (widget or window).grab().save(str(folder / f"{what}-{name}.png"))

    window.open("musyawarah")
    shoot("01-list")
    page = window.page("musyawarah")
    assert isinstance(page, DeliberationsPage)
    dialog = NewSessionDialog(window, lambda _beginning: None)
    dialog.show()
    shoot("02-new", dialog)
    dialog.close()
    page.presenter.open(meetings.session.id)
    for at, step in enumerate(Step, start=3):
        page.presenter.choose(step)
        shoot(f"{at:02}-{step.value}")
    page.presenter.choose(Step.DISCUSSION)
    for key in ("1", "T"):
        page.discussion.presenter.key(key)
    shoot("07-reason")
    page.discussion.presenter.key("9")
    page.discussion.presenter.key("9")
    shoot("08-reason-text")
    page._on_project()
    assert page._projector is not None
    page.discussion.presenter.key("L")
    shoot("09-projector", page._projector)
    page._projector.close()
    meetings.finish()
    page.presenter.reload()
    page.presenter.choose(Step.RESULT)
    shoot("10-ready")
    page.result.presenter._lock()
    shoot("11-locked")
    _draw_exchange(window, shoot)
    window.open("laporan")
    shoot("20-report")
    tabs = window.page("laporan").findChild(QTabWidget)
    for at in (1, 2):
        tabs.setCurrentIndex(at)
        shoot(f"2{at}-report")
    empty = _window(FakeMeetings(None), empty=True)
    empty.resize(1366, 768)
    empty.show()
    for key in ("musyawarah", "kirim", "perbedaan", "laporan"):
        empty.open(key)
        shoot(f"30-empty-{key}", empty)
    empty.close_now()
    window.close_now()


def _draw_exchange(window: MainWindow, shoot) -> None:  # type: ignore[no-untyped-def]  # a local helper's closure
    window.open("kirim")
    shoot("12-exchange")
    page = window.page("kirim")
    assert isinstance(page, ExchangePage)
    page.show_running(ExchangeProgress(ExchangeStep.SENDING, 48, 120))
    shoot("13-running")
    page.show_report(ExchangeReport(pushed=120, pulled=14, receipts_verified=1, new_conflicts=2, refused=1))
    shoot("14-result")
    page.show_report(ExchangeReport(problem=ExchangeProblem.OFFLINE))
    page.findChild(QTabWidget).setCurrentIndex(2)
    shoot("15-offline")
    page.findChild(QTabWidget).setCurrentIndex(3)
    shoot("16-log")
    window.open("perbedaan")
    shoot("17-conflicts")


def _window(meetings: FakeMeetings, *, empty: bool = False) -> MainWindow:
    lane, dialogs, events = NowLane(), FakeDialogs(), quiet_events()
    exchanges = FakeExchanges(empty=empty)
    lanes = ExchangeLanes(lane, lane, events.dispatcher)
    screens = [
        deliberations_screen(ports_of(meetings, dialogs, [], lane), "Desa Sukamaju"),
        exchange_screen(exchange_ports(lanes, exchanges, events), dialogs),
        conflicts_screen(ConflictPorts(lane, exchanges, events, now), dialogs),
        reports_screen(
            ReportPorts(lane, FakeReports(empty=empty), FakeReports(empty=empty).keying, events, now, print),
            dialogs,
            "Desa Sukamaju",
        ),
    ]
    doors = Doors(search=lambda _query, found: found([]), lock=lambda: None)
    return MainWindow(screens, Place("Desa Sukamaju", "Kecamatan Cugenang", "Siti Nurhayati"), doors)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
