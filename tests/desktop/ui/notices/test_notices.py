"""Pengumuman on screen: the list, the chosen notice, and the button by which a person says to have read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.events import Events, NoticesChanged
from kemiskinan_desktop.services.notices import NoticeView
from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_desktop.ui.home.notices_card import NoticesCard
from kemiskinan_desktop.ui.notices.view import NoticePorts, NoticesPage
from kemiskinan_domain.publishing import Urgency
from kemiskinan_domain.records import RecordId
from tests.desktop.services.village import DirectDispatcher
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeNavigator, NowLane


def seen(record: str, title: str, urgency: Urgency = Urgency.ORDINARY, **more: object) -> NoticeView:
    made = NoticeView(
        id=RecordId(record),
        title=title,
        text=f"Isi {title}.",
        urgency=urgency,
        starts=date(2026, 11, 1),
        until=date(2026, 12, 31),
        confirm=True,
        edition=1,
        at=datetime(2026, 11, 20, 1, 5, tzinfo=UTC),
        national=False,
        read=False,
    )
    return replace(made, **more)  # type: ignore[arg-type]  # the fields of a notice by name


class Board:
    """Answers the notices; what is confirmed is read from then on."""

    def __init__(self, *notices: NoticeView) -> None:
        self.notices = list(notices)
        self.confirmed: list[str] = []
        self.fault: Exception | None = None

    def current(self) -> tuple[NoticeView, ...]:
        return tuple(self.notices)

    def confirm(self, seen: NoticeView) -> bool:
        if self.fault is not None:
            raise self.fault
        self.confirmed.append(seen.id)
        self.notices = [replace(one, read=one.read or one.id == seen.id) for one in self.notices]
        return True


@pytest.fixture
def board() -> Board:
    return Board(seen("n1", "Rapat", Urgency.URGENT), seen("n2", "Jadwal"))


@pytest.fixture
def events() -> Events:
    return Events(DirectDispatcher())


@pytest.fixture
def navigator() -> FakeNavigator:
    return FakeNavigator()


@pytest.fixture
def page(qtbot: QtBot, board: Board, events: Events, navigator: FakeNavigator) -> Iterator[NoticesPage]:
    made = NoticesPage(navigator, NoticePorts(NowLane(), board, events))
    qtbot.addWidget(made)
    made.resize(1180, 700)
    made.show()
    made.shown()
    yield made


def words(page: QWidget, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisibleTo(page) else ""


def test_the_first_notice_is_open_with_its_day_in_indonesian(page: NoticesPage) -> None:
    assert words(page, "notice-title") == "Rapat"
    assert words(page, "notice-text") == "Isi Rapat."
    assert words(page, "notice-when") == "Kabupaten · terbit 20 November 2026, 08.05 · berlaku sampai 31 Desember 2026"
    assert words(page, "notice-ask") == "Kabupaten menunggu tanda bahwa desa sudah membaca pengumuman ini."


def test_the_page_opens_the_notice_that_was_asked_for(page: NoticesPage) -> None:
    page.shown("n2")

    assert words(page, "notice-title") == "Jadwal"


def test_the_list_is_walked_with_the_arrow_keys(qtbot: QtBot, page: NoticesPage) -> None:
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)

    assert words(page, "notice-title") == "Jadwal"


def test_saying_to_have_read_it_is_told_and_takes_the_button_away(
    qtbot: QtBot, page: NoticesPage, board: Board, navigator: FakeNavigator
) -> None:
    Driver(qtbot, page).click("notice-read")

    made = page.findChild(QPushButton, "notice-read")
    assert board.confirmed == ["n1"]
    assert words(page, "notice-title") == "Rapat"
    assert made is not None
    assert not made.isVisibleTo(page)
    assert navigator.notes == ["Ditandai sudah dibaca; kabupaten tahu setelah pertukaran berikutnya."]


def test_a_full_disk_is_said_and_nothing_is_marked(qtbot: QtBot, page: NoticesPage, board: Board) -> None:
    board.fault = DiskFullError()

    Driver(qtbot, page).click("notice-read")

    assert page.banner.isVisibleTo(page)
    assert board.confirmed == []


def test_what_comes_meanwhile_appears_and_keeps_the_chosen_notice(
    page: NoticesPage, board: Board, events: Events
) -> None:
    page.shown("n2")
    board.notices.insert(0, seen("n3", "Segera", Urgency.URGENT))

    events.publish(NoticesChanged())

    assert words(page, "notice-title") == "Jadwal"
    assert page.table.model().rowCount() == 3


def test_markup_in_a_notice_is_shown_as_it_was_written(page: NoticesPage, board: Board) -> None:
    board.notices = [seen("n4", "<b>Tebal</b>", text="<img src='x'>")]
    page.shown("n4")

    label = page.findChild(QLabel, "notice-text")
    assert label is not None
    assert (label.text(), label.textFormat()) == ("<img src='x'>", Qt.TextFormat.PlainText)


def test_a_long_text_is_read_with_the_keyboard_and_the_next_notice_begins_at_its_top(
    qtbot: QtBot, page: NoticesPage, board: Board
) -> None:
    board.notices = [seen("n5", "Panjang", text="Satu baris.\n" * 200), seen("n2", "Jadwal", text="Lain.\n" * 200)]
    page.shown("n5")
    qtbot.waitUntil(lambda: page.reader.verticalScrollBar().maximum() > 0)
    page.reader.setFocus()

    QTest.keyClick(page.reader, Qt.Key.Key_PageDown)
    below = page.reader.verticalScrollBar().value()
    page.shown("n2")

    assert below > 0
    assert page.reader.verticalScrollBar().value() == 0
    assert page.reader.accessibleName() == "Isi pengumuman"


def test_without_a_notice_the_page_says_so(page: NoticesPage, board: Board) -> None:
    board.notices = []
    page.shown()

    assert "Tidak ada pengumuman" in [label.text() for label in page.findChildren(QLabel) if label.isVisibleTo(page)]


@pytest.fixture
def opened() -> list[str]:
    return []


@pytest.fixture
def card(qtbot: QtBot, opened: list[str]) -> NoticesCard:
    made = NoticesCard(opened.append)
    qtbot.addWidget(made)
    return made


def test_without_a_notice_beranda_has_no_card(card: NoticesCard) -> None:
    card.show_notices([])

    assert card.isHidden()


def test_beranda_leads_to_an_unread_notice_and_names_it_for_screen_readers(
    qtbot: QtBot, card: NoticesCard, opened: list[str]
) -> None:
    card.show_notices([seen("n1", "Rapat", Urgency.URGENT), seen("n2", "Jadwal", read=True)])

    first = card.findChild(QPushButton, "read-notice")
    assert first is not None
    first.click()
    assert first.accessibleName() == "Baca pengumuman: Rapat"
    assert opened == ["n1"]
    assert "1 pengumuman lain" in [label.text() for label in card.findChildren(QLabel)]


def test_once_all_are_read_beranda_says_it_in_one_line(card: NoticesCard, opened: list[str]) -> None:
    card.show_notices([seen("n1", "Rapat", read=True)])

    every = card.findChild(QPushButton, "all-notices")
    assert every is not None
    every.click()
    assert opened == [""]
    assert "1 pengumuman berlaku, semua sudah Anda baca." in [label.text() for label in card.findChildren(QLabel)]


def test_of_many_unread_notices_three_stand_on_beranda(card: NoticesCard) -> None:
    card.show_notices([seen(f"n{number}", f"Nomor {number}") for number in range(5)])

    assert len([one for one in card.findChildren(QPushButton, "read-notice") if not one.isHidden()]) == 3
    assert "2 pengumuman lain" in [label.text() for label in card.findChildren(QLabel)]
