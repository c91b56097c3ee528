"""What happens to answers that cannot be written, and to families that only may be read."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_domain.records import RecordKind
from tests.desktop.ui.questionnaire.family import FamilyDesk
from tests.desktop.ui.questionnaire.screen import QuestionnaireDriver

HOME = "/data/perumahan/r301a"


def test_a_full_disk_is_said_and_the_answer_is_kept(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)
    desk.lane.fault = DiskFullError()

    driver.keys("2")
    said = driver.find(QFrame, "save-banner").isVisible(), driver.mark(HOME)
    desk.lane.fault = None
    driver.click("save-retry")

    assert said == (True, "belum tersimpan")
    assert desk.saved("answers.r301a") == "2"
    assert driver.mark(HOME) == "tersimpan"
    assert not driver.find(QFrame, "save-banner").isVisible()


def test_nobody_leaves_unsaved_answers_without_being_asked(qtbot: QtBot, desk: FamilyDesk) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    driver.go(HOME)
    desk.lane.fault = DiskFullError()
    driver.keys("2")
    left: list[bool] = []

    desk.dialogs.answer = "stay"
    driver.page.leave(lambda: left.append(True))

    assert left == []
    assert desk.dialogs.asked


def test_a_family_that_the_district_holds_can_only_be_read(qtbot: QtBot, desk: FamilyDesk) -> None:
    desk.village.put(RecordKind.HOUSEHOLD, {"review": "submitted"}, desk.household)
    driver = QuestionnaireDriver(qtbot, desk)
    driver.page.presenter.go_to(HOME)

    driver.keys("2")

    assert driver.find(QFrame, "held-banner").isVisible()
    assert "diajukan" in driver.find(QFrame, "held-banner").accessibleName()
    assert driver.value(HOME) == ""
