"""A whole meeting by keyboard, from the list to the lock."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QWidget

from kemiskinan_desktop.services.deliberations import AttendeeFields, DecisionInput
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.session import Step
from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage
from tests.desktop.ui.deliberations.services import FakeMeetings, ports_of
from tests.desktop.ui.deliberations.village import meeting
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator


class Meeting(Driver):
    """Words of the meeting for hands."""

    page: DeliberationsPage

    def go_to(self, step: Step) -> None:
        self.find(QTabWidget, "session-steps").setCurrentIndex(list(Step).index(step))

    def keys(self, typed: str) -> None:
        surface = self.find(QWidget, "discussion")
        for key in typed:
            self.bot.keyClicks(surface, key)

    def choose(self, name: str, code: str) -> None:
        box = self.find(ChoiceBox, name)
        box.select(code)
        box.activated.emit(box.currentIndex())


def opened(qtbot, meetings, dialogs=None, files=None):
    page = DeliberationsPage(FakeNavigator(), ports_of(meetings, dialogs, files), "Desa Sukamaju")
    qtbot.addWidget(page)
    driver = Meeting(qtbot, page)
    driver.page = page
    page.shown()
    driver.show()
    return driver


def entered(qtbot, meetings, dialogs=None, step=Step.PREPARATION):
    driver = opened(qtbot, meetings, dialogs)
    driver.page.presenter.open(meetings.session.id, step)
    return driver


def test_the_empty_list_says_how_to_begin(qtbot):
    driver = opened(qtbot, FakeMeetings(None))

    assert Driver(qtbot, driver.page.list).words("empty-title") == "Belum ada musyawarah"


def test_a_new_meeting_is_begun_in_one_dialog(qtbot):
    meetings = FakeMeetings(None)
    driver = opened(qtbot, meetings)
    driver.click("session-new")
    dialog = Driver(qtbot, driver.find(QDialog, "new-session"))

    dialog.type("new-day", "23-11-2026")
    dialog.click("new-begin")

    assert meetings.session.fields.date is not None
    assert driver.words("page-title") == "Musyawarah penetapan"


def test_a_day_that_cannot_be_read_keeps_the_dialog_open(qtbot):
    meetings = FakeMeetings(None)
    driver = opened(qtbot, meetings)
    driver.click("session-new")
    dialog = Driver(qtbot, driver.find(QDialog, "new-session"))

    dialog.type("new-day", "besok")
    dialog.click("new-begin")

    assert meetings.view is None
    dialog.click("new-cancel")


def test_a_field_is_written_when_it_is_left(qtbot):
    meetings = FakeMeetings(meeting())
    driver = entered(qtbot, meetings)

    driver.type("field-place", "Aula Kecamatan")
    driver.press(Qt.Key.Key_Return, on="field-place")

    assert meetings.session.fields.place == "Aula Kecamatan"
    assert driver.words("session-saved") == "✓ tersimpan"


def test_a_time_that_cannot_be_read_says_so_and_keeps_the_old_one(qtbot):
    meetings = FakeMeetings(meeting())
    driver = entered(qtbot, meetings)
    before = meetings.session.fields.start_time

    driver.type("field-start_time", "malam")
    driver.press(Qt.Key.Key_Return, on="field-start_time")

    assert meetings.session.fields.start_time == before


def test_a_person_is_recorded_with_a_line_and_enter(qtbot):
    meetings = FakeMeetings(meeting(people=False))
    driver = entered(qtbot, meetings, step=Step.ATTENDANCE)

    driver.type("attendee-name", "Ai Sumiati")
    driver.choose("attendee-element", "PKK")
    driver.choose("attendee-sex", "P")
    driver.choose("attendee-mark", "signed")
    driver.press(Qt.Key.Key_Return, on="attendee-name")

    assert meetings.session.attendance[0].fields == AttendeeFields("Ai Sumiati", "PKK", "P", "signed")
    assert driver.words("attendance-total") == "1 orang hadir"
    assert driver.words("quorum-verdict") == "Kurang 5 orang lagi"


def test_a_whole_meeting_is_decided_and_locked_by_keyboard(qtbot, tmp_path):
    dialogs = FakeDialogs(answer="lock", path=tmp_path / "ba.pdf")
    meetings = FakeMeetings(meeting(3))
    driver = entered(qtbot, meetings, dialogs, Step.DISCUSSION)

    driver.keys("1Ln1t05n2t02n")
    decided = [row.decision for row in meetings.session.candidates]
    driver.go_to(Step.RESULT)
    title = driver.words("result-title")
    driver.click("lock")
    driver.click("minutes-save")

    assert decided == [DecisionInput("1", "L"), DecisionInput("1", "T", ("05",)), DecisionInput("2", "T", ("02",))]
    assert title == "Siap dikunci"
    assert driver.words("lock-code") == "7Q2M-K8XD-03PA-9VRT"
    assert (tmp_path / "ba.pdf").read_bytes() == b"%PDF-locked"


def test_control_z_takes_the_last_decision_back(qtbot):
    meetings = FakeMeetings(meeting(2))
    driver = entered(qtbot, meetings, step=Step.DISCUSSION)
    driver.keys("1")

    driver.click("discussion-undo")

    assert meetings.session.candidates[0].decision == DecisionInput()


def test_what_blocks_the_lock_leads_to_where_it_is_settled(qtbot):
    meetings = FakeMeetings(meeting(3, decided=1))
    driver = entered(qtbot, meetings, step=Step.RESULT)

    driver.click("obstacle-not_decided")

    assert driver.find(QTabWidget, "session-steps").currentIndex() == 2
    assert driver.words("family-head") == meetings.session.candidates[1].head_name


def test_a_locked_meeting_is_read_only(qtbot):
    meetings = FakeMeetings(meeting(1))
    meetings.finish()
    meetings.lock(meetings.session.id)
    driver = entered(qtbot, meetings, step=Step.PREPARATION)

    assert driver.find(QWidget, "field-place").isReadOnly()
    assert not driver.find(QWidget, "field-type").isEnabled()
    assert not driver.find(QWidget, "candidate-remove").isVisible()


def test_the_projector_follows_the_operator_and_masks_names(qtbot):
    meetings = FakeMeetings(meeting(3))
    driver = entered(qtbot, meetings, step=Step.DISCUSSION)

    driver.click("project")
    wall = driver.page._projector
    qtbot.addWidget(wall)
    masked = wall.accessibleName()
    driver.keys("1Ln")

    assert masked.startswith("A••• S•••••")
    assert wall.accessibleName().startswith("E••• K•••••")
    wall.close()


def test_words_typed_in_a_field_do_not_decide(qtbot):
    meetings = FakeMeetings(meeting(2))
    driver = entered(qtbot, meetings, step=Step.DISCUSSION)
    driver.keys("1L")

    driver.type("dissent", "Pak RT tidak setuju")
    driver.press(Qt.Key.Key_Return, on="dissent")

    assert meetings.session.candidates[0].decision == DecisionInput("1", "L", dissent="Pak RT tidak setuju")


def test_a_full_disk_is_said_and_nothing_is_lost(qtbot):
    meetings = FakeMeetings(meeting(2))
    driver = entered(qtbot, meetings, step=Step.DISCUSSION)
    meetings.fault = OSError("full")

    driver.keys("1")

    assert driver.words("discussion-saved") == "belum tersimpan"
    driver.keys("L")
    assert meetings.session.candidates[0].decision == DecisionInput("1", "L")
