"""Pengaturan changes what was asked, and says what came of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.access import PassphraseTooWeak, PassphraseWeakness, PersonName, WrongPassphrase
from kemiskinan_desktop.services.backups import Backup, DrillProblem, DrillResult
from kemiskinan_desktop.services.people import PassphraseChanged, RecoverySheet
from kemiskinan_desktop.services.preferences import Preferences
from kemiskinan_desktop.ui.settings.presenter import SettingsDoors
from kemiskinan_desktop.ui.settings.view import SettingsPage
from kemiskinan_domain.people import Role
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane

SITI = PersonName("p1", "Siti Aminah", Role.SECRETARY)
COPY = Backup(Path("cadangan/desa-20261123.db"), datetime(2026, 11, 23, 9, 0, tzinfo=UTC), 1_240_000)


class FakeServices:
    """People, preferences and backups in one, that remember."""

    def __init__(self) -> None:
        self.saved = Preferences()
        self.people = [SITI]
        self.passphrase = "sawah hijau"
        self.result = DrillResult(households=124, members=429)

    def load(self) -> Preferences:
        return self.saved

    def save(self, preferences: Preferences) -> None:
        self.saved = preferences

    def persons(self) -> tuple[PersonName, ...]:
        return tuple(self.people)

    def add(self, name: str, role: Role, passphrase: str) -> PersonName | PassphraseTooWeak:
        if len(passphrase) < 8:
            return PassphraseTooWeak(PassphraseWeakness.TOO_SHORT)
        self.people.append(PersonName(f"p{len(self.people) + 1}", name, role))
        return self.people[-1]

    def change_passphrase(
        self, person: str, old: str, new: str
    ) -> PassphraseChanged | WrongPassphrase | PassphraseTooWeak:
        if old != self.passphrase:
            return WrongPassphrase(2)
        self.passphrase = new
        return PassphraseChanged()

    def new_recovery_sheet(self) -> RecoverySheet:
        return RecoverySheet("ABCD-EFGH", b"%PDF-new")

    def list(self) -> tuple[Backup, ...]:
        return (COPY,)

    def make(self) -> Backup:
        return COPY

    def drill(self, backup: Backup) -> DrillResult:
        return self.result


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def dialogs() -> FakeDialogs:
    return FakeDialogs()


@pytest.fixture
def driver(qtbot: QtBot, services: FakeServices, dialogs: FakeDialogs) -> Driver:
    doors = SettingsDoors(services, services, services, SITI)
    page = SettingsPage(FakeNavigator(), dialogs, NowLane(), doors, [("Versi", "0.1.0")])
    qtbot.addWidget(page)
    driver = Driver(qtbot, page)
    driver.show()
    page.shown()
    return driver


def test_a_larger_text_is_kept_at_once(driver: Driver, services: FakeServices) -> None:
    choice = driver.find(QComboBox, "text-size")

    choice.setCurrentIndex(choice.findData(150))
    choice.activated.emit(choice.currentIndex())

    assert services.saved.text_scale == 150


def test_opening_the_page_changes_nothing(services: FakeServices, driver: Driver) -> None:
    assert services.saved == Preferences()


def test_masking_can_be_asked_for(driver: Driver, services: FakeServices) -> None:
    driver.find(QCheckBox, "mask").setChecked(True)

    assert services.saved.mask_on_screen


def test_a_line_with_a_quota_can_be_left_to_the_button(driver: Driver, services: FakeServices) -> None:
    driver.find(QCheckBox, "send-on-metered").setChecked(False)

    assert not services.saved.exchange_on_metered
    assert services.saved.exchange_automatically


def test_a_wrong_old_passphrase_changes_nothing(driver: Driver, services: FakeServices) -> None:
    driver.click("change-passphrase")
    form = Driver(driver.bot, driver.find(QWidget, "passphrase-form"))
    form.type("old-passphrase", "salah")
    form.type("passphrase", "ladang kuning")
    form.type("passphrase-again", "ladang kuning")

    form.click("send-new-passphrase")

    assert services.passphrase == "sawah hijau"
    assert "salah" in form.words("field-message").lower()


def test_one_more_person_appears_in_the_list(driver: Driver, services: FakeServices) -> None:
    driver.click("add-person")
    form = Driver(driver.bot, driver.find(QWidget, "person-form"))
    form.type("new-person-name", "Dadang  Mulyana")
    form.type("passphrase", "ladang kuning")
    form.type("passphrase-again", "ladang kuning")

    form.click("send-new-person")

    assert [person.name for person in services.people] == ["Siti Aminah", "Dadang Mulyana"]


def test_a_new_recovery_sheet_is_written_where_it_was_asked(
    driver: Driver, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    dialogs.answer, dialogs.path = "make", tmp_path / "lembar.pdf"

    driver.click("new-sheet")

    assert (tmp_path / "lembar.pdf").read_bytes() == b"%PDF-new"


def test_a_sheet_that_was_not_saved_is_shown_to_be_written_down(driver: Driver, dialogs: FakeDialogs) -> None:
    dialogs.answer, dialogs.path = "make", None

    driver.click("new-sheet")

    assert dialogs.told == [("Tulis kode ini pada kertas", "ABCD-EFGH")]


def test_a_sheet_that_cannot_be_written_there_is_shown_to_be_written_down(
    driver: Driver, dialogs: FakeDialogs, tmp_path: Path
) -> None:
    dialogs.answer, dialogs.path = "make", tmp_path / "tidak-ada" / "lembar.pdf"

    driver.click("new-sheet")

    assert dialogs.told == [("Lembar pemulihan belum tersimpan", "Tulis kode ini pada kertas: ABCD-EFGH")]


@pytest.mark.parametrize("problem", [None, *DrillProblem])
def test_a_drill_says_whether_the_copy_can_be_trusted(
    driver: Driver, services: FakeServices, problem: DrillProblem | None
) -> None:
    services.result = DrillResult(124, 429, problem)

    driver.click("drill-backup")

    assert driver.words("banner-title") == (
        "Cadangan ini dapat dipulihkan" if problem is None else "Cadangan ini tidak dapat dipulihkan"
    )
