"""The access window hands over what was typed, and shows what came of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.access import EnrolmentRefusal
from kemiskinan_desktop.storage.errors import AlreadyOpenError
from kemiskinan_desktop.ui.access.presenter import AccessPresenter
from kemiskinan_desktop.ui.access.view import AccessWindow
from kemiskinan_desktop.ui.kit.faults import fault_words
from kemiskinan_domain.people import Role
from tests.desktop.ui.access.test_access_presenter import FakeAccess
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeDialogs, NowLane


class AccessDriver(Driver):
    """Works the access window as a person at the first start."""

    def __init__(self, qtbot: QtBot, access: FakeAccess, dialogs: FakeDialogs) -> None:
        window = AccessWindow("http://127.0.0.1:1", lambda _window: dialogs, fault_words)
        qtbot.addWidget(window)
        self.opened: list[object] = []
        window.serve(AccessPresenter(window, access, NowLane(), NowLane(), self.opened.append))
        super().__init__(qtbot, window)
        self.window = window
        self.show()

    def first_start(self) -> None:
        self.type("enrolment-code", "AAAA-BBBB-CCCC")
        self.click("send-code")
        self.type("person-name", "Siti Aminah")
        self.click("send-person")
        form = Driver(self.bot, self.window.passphrase_form)
        form.type("passphrase", "sawah hijau 27")
        form.type("passphrase-again", "sawah hijau 27")
        self.click("send-passphrase")


def test_the_role_reaches_the_file_as_a_role(qtbot: QtBot) -> None:
    access = FakeAccess()

    AccessDriver(qtbot, access, FakeDialogs()).first_start()

    (made,) = access.made
    assert made == ("Siti Aminah", Role.SECRETARY)
    assert isinstance(made[1], Role)


def test_work_begins_only_after_the_recovery_sheet_was_kept(qtbot: QtBot, tmp_path: Path) -> None:
    driver = AccessDriver(qtbot, FakeAccess(), FakeDialogs(path=tmp_path / "lembar.pdf"))
    driver.first_start()
    assert not driver.window.recovery_form.enter.isEnabled()

    driver.click("save-sheet")
    driver.click("enter")

    assert (tmp_path / "lembar.pdf").read_bytes() == b"%PDF"
    assert len(driver.opened) == 1


def test_a_sheet_that_cannot_be_written_keeps_the_person_at_the_code(qtbot: QtBot, tmp_path: Path) -> None:
    driver = AccessDriver(qtbot, FakeAccess(), FakeDialogs(path=tmp_path / "no folder" / "lembar.pdf"))
    driver.first_start()

    driver.click("save-sheet")

    assert not driver.window.recovery_form.enter.isEnabled()
    assert driver.words("banner-title") == "Lembar pemulihan belum tersimpan"


@pytest.mark.parametrize("refusal", list(EnrolmentRefusal))
def test_a_refused_code_is_said_under_the_field_that_it_is_about(qtbot: QtBot, refusal: EnrolmentRefusal) -> None:
    driver = AccessDriver(qtbot, FakeAccess(answer=refusal), FakeDialogs())

    driver.type("enrolment-code", "AAAA")
    driver.click("send-code")

    form = driver.window.code_form
    shown = [row for row in (form.code_row, form.address_row) if row.message.label.text()]
    assert len(shown) == 1


def test_a_file_in_use_is_said_in_a_dialog(qtbot: QtBot) -> None:
    dialogs = FakeDialogs()
    driver = AccessDriver(qtbot, FakeAccess(fresh=False, answer=AlreadyOpenError(Path("desa.db"))), dialogs)

    driver.type("unlock-passphrase", "x")
    driver.click("send-unlock")

    assert [trouble.happened for trouble in dialogs.troubles] == ["Aplikasi ini sudah terbuka"]
