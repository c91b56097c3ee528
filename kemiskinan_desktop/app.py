"""Composition: builds the layers of the application, and starts and stops them in order."""

from __future__ import annotations

import argparse
import logging
import platform
import signal
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget

from kemiskinan_desktop.places import Places, places_for
from kemiskinan_desktop.services.access import AccessService, DistrictEnroller, Unlocked
from kemiskinan_desktop.services.assembly import Assembly
from kemiskinan_desktop.services.events import (
    ConflictsChanged,
    DeliberationsChanged,
    Events,
    ExchangeChanged,
    HouseholdsChanged,
    PreferencesChanged,
)
from kemiskinan_desktop.services.lanes import Lane, Lanes
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.services.preferences import Preferences, PreferencesService
from kemiskinan_desktop.ui.access.presenter import AccessPresenter
from kemiskinan_desktop.ui.access.view import AccessWindow
from kemiskinan_desktop.ui.kit.crash import CrashHandler
from kemiskinan_desktop.ui.kit.dialogs import Dialogs
from kemiskinan_desktop.ui.kit.dispatch import QtDispatcher
from kemiskinan_desktop.ui.kit.faults import fault_words
from kemiskinan_desktop.ui.kit.page import Screen
from kemiskinan_desktop.ui.kit.qt_dialogs import QtDialogs
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.kit.words import Language, speak, tr
from kemiskinan_desktop.ui.screens import Surroundings, hit_of, screens_of
from kemiskinan_desktop.ui.shell.automatic import AutomaticExchange
from kemiskinan_desktop.ui.shell.idle import IdleWatch
from kemiskinan_desktop.ui.shell.network import NetworkWatch
from kemiskinan_desktop.ui.shell.presenter import Doors, Hit, Place
from kemiskinan_desktop.ui.shell.window import MainWindow
from kemiskinan_domain.clock import Clock, system_clock

DialogsOver = Callable[[Callable[[], QWidget | None]], Dialogs]
"""Makes the dialogs that open over whichever window is in front."""
_SENDING_MAY_CHANGE = (
    HouseholdsChanged,
    DeliberationsChanged,
    ExchangeChanged,
    ConflictsChanged,
    PreferencesChanged,
)
SEARCH_HITS = 20
SIGNAL_MILLISECONDS = 200


def app_version() -> str:
    """The version of this program as it was installed; a source tree says so."""
    try:
        return version("pendataan-kemiskinan-desa")
    except PackageNotFoundError:
        return tr("dari kode sumber")


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line chose."""

    data_dir: Path | None = None
    server: str = ""
    language: Language | None = None


class OpenVillage:
    """The main window over one open file, with what goes on behind it."""

    def __init__(self, unlocked: Unlocked, lanes: Lanes, clock: Clock, doors: Doors, screens: Sequence[Screen]) -> None:
        village, person = unlocked.services.village, unlocked.person
        place = Place(
            tr("Desa {0}").format(village.village),
            tr("Kecamatan {0}").format(village.subdistrict),
            person.name,
            village.training,
        )
        self.services = unlocked.services
        self.window = MainWindow(screens, place, doors)
        self.exchange = AutomaticExchange(self.services.exchange, lanes, clock, self.window.show_sending)
        self.network = NetworkWatch()
        self.network.returned.connect(self.exchange.network_returned)
        self.network.metered.connect(self._on_metered)
        self._unsubscribe = [self.services.events.subscribe(kind, self._on_changed) for kind in _SENDING_MAY_CHANGE]

    def show(self) -> None:
        """Bring the window to the screen, on Beranda."""
        self.window.open("beranda")
        self.window.resize(1366, 768)
        self.window.showMaximized()
        self.network.start()
        self.exchange.start()

    def close(self) -> None:
        """Stop what goes on behind the window and take it away; nothing of the village stays on screen."""
        for unsubscribe in self._unsubscribe:
            unsubscribe()
        self.exchange.stop()
        self.window.hide()
        self.window.deleteLater()

    def _on_changed(self, _event: object) -> None:
        self.exchange.look()

    def _on_metered(self, metered: bool) -> None:
        self.services.by_itself.line_is_metered(metered)
        self.exchange.look()


class Desktop:
    """The running application: access window, then main window, then back when it is locked."""

    def __init__(
        self,
        app: QApplication,
        options: Options,
        clock: Clock = system_clock,
        dialogs_over: DialogsOver = QtDialogs,
    ) -> None:
        self._app = app
        self._dialogs_over = dialogs_over
        self._clock = clock
        self._options = options
        self.places: Places = places_for(options.data_dir)
        self._dispatcher = QtDispatcher()
        self.events = Events(self._dispatcher)
        self._storage = Lane("storage", self._dispatcher)
        self._network = Lane("network", self._dispatcher)
        self.lanes = Lanes(self._storage, self._network)
        self.preferences = PreferencesService(self.places.data / "preferensi.json", self.events)
        chosen = self.preferences.load()
        self._theme = Theme(app, Appearance(chosen.theme.value), chosen.text_scale)
        self.language = options.language or Language(chosen.language.value)
        speak(app, self.language)
        laptop = Laptop(self.places, clock, self.events, platform.node())
        enroller = DistrictEnroller(platform.node(), app_version())
        self.access = AccessService(laptop, enroller, Assembly(self.preferences, app_version(), options.server))
        self.access_window: AccessWindow | None = None
        self.village: OpenVillage | None = None
        self._idle = IdleWatch(app, self.lock)
        self._crash = CrashHandler(self.places.logs / "kesalahan.log", app_version(), clock, self._dialogs)
        self.events.subscribe(PreferencesChanged, self._on_preferences)

    def start(self) -> None:
        """Install what guards the process, and show the first window."""
        self._crash.install()
        self._app.setQuitOnLastWindowClosed(False)
        self.show_access()

    def show_access(self) -> None:
        """The window of first start or unlock."""
        window = ClosingAccessWindow(self._options.server, self._dialogs_over, self.stop)
        self.access_window = window
        presenter = AccessPresenter(window, self.access, self.lanes.storage, self.lanes.network, self._on_opened)
        window.serve(presenter)
        window.resize(1100, 700)
        window.show()

    def lock(self) -> None:
        """Close the file and ask for the passphrase; what was saved stays saved."""
        if self.village is None:
            return
        self._idle.set_minutes(0)
        self.village.close()
        self.village = None
        self.lanes.storage.submit(self.access.lock, self._on_locked, _rise)

    def stop(self) -> None:
        """Finish every save, close the file, and end."""
        self._idle.stop()
        if self.village is not None:
            self.village.close()
            self.village = None
        if self.access_window is not None:
            self.access_window.hide()
        self._network.close()
        self._storage.close()
        self.access.lock()
        self._crash.uninstall()
        self._app.quit()

    # inside

    def _on_opened(self, unlocked: Unlocked) -> None:
        window = self.access_window
        doors = Doors(search=self._search, lock=self.lock, closers=[self._storage.flush, self._close_down])
        around = Surroundings(
            self.lanes,
            self._clock,
            self._dialogs_over(self._front),
            self._dispatcher,
            self.language,
            tuple(self._facts()),
        )
        screens = screens_of(unlocked.services, around)
        self.village = OpenVillage(unlocked, self.lanes, self._clock, doors, screens)
        self.village.show()
        if window is not None:
            window.hide()
            window.deleteLater()
            self.access_window = None
        self._idle.set_minutes(self.preferences.load().auto_lock_minutes)

    def _close_down(self, done: Callable[[], None]) -> None:
        done()
        QTimer.singleShot(0, self.stop)

    def _on_locked(self, _nothing: object) -> None:
        self.show_access()

    def _search(self, query: str, found: Callable[[Sequence[Hit]], None]) -> None:
        if self.village is None:
            return
        job = partial(self.village.services.households.search, query, SEARCH_HITS)
        self.lanes.storage.submit(job, lambda hits: found([hit_of(hit) for hit in hits]), _rise)

    def _on_preferences(self, _event: PreferencesChanged) -> None:
        chosen: Preferences = self.preferences.load()
        appearance = Appearance(chosen.theme.value)
        if (appearance, chosen.text_scale) != (self._theme.appearance, self._theme.text_percent):
            self._theme.apply(appearance, chosen.text_scale)
        if self.village is not None:
            self._idle.set_minutes(chosen.auto_lock_minutes)

    def _front(self) -> QWidget | None:
        return self.village.window if self.village is not None else self.access_window

    def _dialogs(self) -> Dialogs | None:
        return self._dialogs_over(self._front) if self._front() is not None else None

    def _facts(self) -> list[tuple[str, str]]:
        return [
            (tr("Versi"), app_version()),
            (tr("Folder data"), str(self.places.data)),
        ]


class ClosingAccessWindow(AccessWindow):
    """Closing the first window ends the application."""

    def __init__(
        self,
        server: str,
        dialogs_over: DialogsOver,
        closed: Callable[[], None],
    ) -> None:
        super().__init__(server, lambda window: dialogs_over(lambda: window), fault_words)
        self._closed = closed

    def closeEvent(self, event: QCloseEvent) -> None:
        """The person wants to leave."""
        event.accept()
        self._closed()


def _rise(fault: Exception) -> None:
    raise fault


def read_options(arguments: Sequence[str] | None = None) -> Options:
    """The command line of `main.py`."""
    parser = argparse.ArgumentParser(prog="main.py", description="Pendataan Kemiskinan Desa")
    parser.add_argument("--data-dir", type=Path, help="folder data; bawaan: folder data pengguna")
    parser.add_argument("--server", default="", help="alamat server kabupaten")
    parser.add_argument("--lang", choices=[language.value for language in Language], help="bahasa layar")
    chosen = parser.parse_args(arguments)
    return Options(chosen.data_dir, chosen.server, Language(chosen.lang) if chosen.lang else None)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the application until its window is closed or Ctrl+C."""
    options = read_options(arguments)
    logging.basicConfig(level=logging.WARNING)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("Pendataan Kemiskinan Desa")
    desktop = Desktop(app, options)
    signal.signal(signal.SIGINT, lambda *_: desktop.stop())
    signal.signal(signal.SIGTERM, lambda *_: desktop.stop())
    # Python runs its signal handlers only between its own instructions; this lets it, while Qt waits.
    pulse = QTimer()
    pulse.timeout.connect(_nothing)
    pulse.start(SIGNAL_MILLISECONDS)
    desktop.start()
    return app.exec()


def _nothing() -> None:
    """Lets Python see its signals."""
