"""The window: screens by key and by click, search, help, training, closing, narrow and wide."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.shell.presenter import Doors, Hit, Place, Sending, SendingPhase
from kemiskinan_desktop.ui.shell.window import MainWindow
from tests.desktop.ui.drivers import Driver

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


class Sheet(Page):
    """A page that remembers what the shell did with it."""

    def __init__(self, name: str, log: list[str]) -> None:
        super().__init__(name)
        self._name, self._log = name, log
        log.append(f"{name} made")

    def shown(self, argument: object = None) -> None:
        self._log.append(f"{self._name} shown {argument}")

    def hidden(self) -> None:
        self._log.append(f"{self._name} hidden")


class ShellDriver(Driver):
    """The shell in a person's words."""

    def __init__(self, qtbot: QtBot, window: MainWindow, log: list[str]) -> None:
        super().__init__(qtbot, window)
        self.window, self.log = window, log

    def search_for(self, words: str) -> None:
        self.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
        self.type("search-everything", words)
        self.press(Qt.Key.Key_Return, on="search-everything")

    def hits(self) -> list[str]:
        return [made.text() for made in self.all(QPushButton, "search-hit") if made.isVisible()]

    def seen(self, name: str) -> bool:
        return self.find(QWidget, name).isVisible()


def screen(key: str, title: str, log: list[str], *, in_rail: bool = True) -> Screen:
    def factory(_navigator: Navigator) -> Page:
        return Sheet(key, log)

    return Screen(key, title, Icon.HOME, factory, f"Tentang {title}", in_rail)


def search(query: str, found: Callable[[Sequence[Hit]], None]) -> None:
    found([Hit(f"{query} {at}", "RT 01", "keluarga", at) for at in range(12 if query == "asep" else 0)])


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[ShellDriver]:
    log: list[str] = []
    screens = [
        screen("beranda", "Beranda", log),
        screen("keluarga", "Keluarga", log),
        screen("kuesioner", "Kuesioner", log, in_rail=False),
    ]
    doors = Doors(search=search, lock=lambda: log.append("locked"))
    window = MainWindow(screens, Place("Desa Contoh", "Kecamatan Contoh", "Siti Contoh"), doors)
    qtbot.addWidget(window)
    driver = ShellDriver(qtbot, window, log)
    driver.show()
    window.open("beranda")
    yield driver
    window.close()


def test_pages_are_made_when_they_are_first_opened_and_kept(shell: ShellDriver) -> None:
    shell.click("rail-keluarga")
    shell.click("rail-beranda")
    shell.click("rail-keluarga")

    assert shell.log.count("keluarga made") == 1
    assert "kuesioner made" not in shell.log
    assert shell.log[-2:] == ["beranda hidden", "keluarga shown None"]


def test_ctrl_and_a_digit_switch_screens(shell: ShellDriver) -> None:
    shell.press(Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)

    assert shell.log[-1] == "keluarga shown None"
    assert shell.find(QPushButton, "rail-keluarga").isChecked()


def test_a_screen_outside_the_rail_can_be_opened_with_an_argument(shell: ShellDriver) -> None:
    shell.window.open("kuesioner", "id-7")

    assert shell.log[-1] == "kuesioner shown id-7"


def test_search_finds_by_keys_alone_and_opens(shell: ShellDriver) -> None:
    shell.search_for("asep")
    found = shell.hits()
    shell.press(Qt.Key.Key_Down, on="search-everything")
    shell.press(Qt.Key.Key_Down)
    shell.press(Qt.Key.Key_Return)

    assert len(found) == 8
    assert shell.log[-1] == "keluarga shown 1"
    assert shell.hits() == []


def test_a_search_without_result_says_so(shell: ShellDriver) -> None:
    shell.search_for("zzz")

    results = shell.find(QWidget, "search-results")
    assert any(label.text().startswith("Tidak ada yang cocok") for label in results.findChildren(QLabel))


def test_escape_leaves_the_results(shell: ShellDriver) -> None:
    shell.search_for("asep")
    shell.press(Qt.Key.Key_Down, on="search-everything")

    shell.press(Qt.Key.Key_Escape)

    assert not shell.seen("search-results")


def test_f1_explains_the_screen_in_front(shell: ShellDriver) -> None:
    shell.click("rail-keluarga")
    shell.press(Qt.Key.Key_F1)

    assert shell.seen("help-panel")
    assert shell.words("help-text") == "Tentang Keluarga"


def test_lock_by_key(shell: ShellDriver) -> None:
    shell.press(Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)

    assert shell.log[-1] == "locked"


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (Sending(), "Semua terkirim · belum pernah mengirim"),
        (
            Sending(unsent=1200, last=NOW - timedelta(hours=26, minutes=40)),
            "1.200 belum terkirim · terakhir kemarin 16.20",
        ),
        (Sending(SendingPhase.SENDING, 3), "Sedang mengirim…"),
        (Sending(SendingPhase.OFFLINE, 3), "Tidak tersambung · 3 belum terkirim"),
        (
            Sending(SendingPhase.QUEUED, 3, slot=datetime(2026, 11, 23, 13, 14, tzinfo=UTC)),
            "Giliran kirim pukul 20.14 · kabupaten sedang ramai",
        ),
        (Sending(SendingPhase.ATTENTION, 0, NOW), "Perlu dilihat · terakhir baru saja"),
    ],
)
def test_the_state_of_sending_is_told_in_words(shell: ShellDriver, state: Sending, said: str) -> None:
    shell.window.show_sending(state, NOW)

    assert shell.words("sending") == said


def test_training_is_seen_on_every_screen(shell: ShellDriver) -> None:
    before = shell.seen("training-ribbon")

    shell.window.show_place(Place("Desa Latihan", "Kecamatan Latihan", "Siti Contoh", training=True))

    assert not before
    assert shell.seen("training-ribbon")


def test_large_text_keeps_the_window_on_the_screen_with_icons_alone(shell: ShellDriver, look: Theme) -> None:
    wide = shell.words("rail-beranda").strip()

    look.apply(Appearance.LIGHT, 200)
    shell.window.resize(1366, 768)

    assert wide == "Beranda"
    assert shell.words("rail-beranda") == ""
    assert shell.find(QPushButton, "rail-beranda").toolTip() == "Beranda (Ctrl+1)"
    assert shell.window.width() == 1366
    assert shell.window.minimumSizeHint().width() <= 1366


def test_words_wider_than_the_page_scroll_instead_of_stretching_the_window(shell: ShellDriver) -> None:
    shell.window.page("beranda").add(text("x" * 400, wrap=False))

    assert shell.window.minimumSizeHint().width() <= 1366


def test_the_window_stays_until_saving_is_finished(qtbot: QtBot) -> None:
    waiting: list[Callable[[], None]] = []
    doors = Doors(search=search, lock=lambda: None, closers=[waiting.append])
    window = MainWindow([screen("beranda", "Beranda", [])], Place("Desa", "Kecamatan", "Siti"), doors)
    qtbot.addWidget(window)
    Driver(qtbot, window).show()
    window.open("beranda")

    window.close()
    before = window.isVisible()
    waiting[0]()

    assert before
    assert not window.isVisible()
