"""Pembahasan decides by key, saves at once, and asks for what a rule wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kemiskinan_desktop.services.deliberations import DecisionInput
from kemiskinan_desktop.ui.deliberations.considerations_dialog import fitting
from kemiskinan_desktop.ui.deliberations.discussing import DiscussionPresenter
from kemiskinan_desktop.ui.deliberations.discussion import DiscussionState, Note, Saving
from kemiskinan_desktop.ui.deliberations.facts import facts_reader
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.deliberations.services import FakeFamilies, FakeMeetings
from tests.desktop.ui.deliberations.village import CHOICES, family, meeting
from tests.desktop.ui.fakes import NowLane


@dataclass
class Screen:
    state: DiscussionState = field(default_factory=DiscussionState)
    asked: list[str] = field(default_factory=list)
    refused: list[object] = field(default_factory=list)
    decided: int = 0

    def show_state(self, state):
        self.state = state

    def show_candidates(self, rows):
        pass

    def show_facts(self, facts):
        pass

    def ask_reason_text(self):
        self.asked.append("reason")

    def ask_exception(self):
        self.asked.append("exception")

    def show_refused(self, refusal):
        self.refused.append(refusal)

    def on_decided(self):
        self.decided += 1


def begun(families: int = 3, lane: NowLane | None = None, view=None):
    meetings, screen = FakeMeetings(view or meeting(families)), Screen()
    presenter = DiscussionPresenter(screen, lane or NowLane(), meetings, facts_reader(FakeFamilies().detail, None))
    presenter.show_choices(CHOICES)
    presenter.show_session(meetings.session)
    return presenter, screen, meetings


def press(presenter: DiscussionPresenter, keys: str) -> None:
    for key in keys:
        presenter.key(key)


def test_three_keys_decide_a_family_and_bring_the_next():
    presenter, screen, meetings = begun()

    press(presenter, "1ln")

    assert meetings.session.candidates[0].decision == DecisionInput("1", "L")
    assert (screen.state.place, screen.state.decided) == (2, 1)


def test_a_refusal_asks_for_its_reason_and_two_digits_give_it():
    presenter, screen, meetings = begun()

    press(presenter, "1T")
    asked = (screen.state.choosing_reasons, screen.state.note)
    press(presenter, "05")

    assert asked == (True, Note.REASON_NEEDED)
    assert meetings.session.candidates[0].decision == DecisionInput("1", "T", ("05",))
    assert screen.state.note is None


def test_next_does_not_leave_a_refusal_without_a_reason():
    presenter, screen, _ = begun()

    press(presenter, "1TN")

    assert (screen.state.place, screen.state.note) == (1, Note.REASON_NEEDED)


def test_skip_leaves_an_unfinished_family_in_the_list():
    presenter, screen, _ = begun()

    press(presenter, "1S")

    assert (screen.state.place, screen.state.decided) == (2, 0)


def test_another_reason_wants_words():
    presenter, screen, meetings = begun()

    press(presenter, "1T99")
    presenter.words(reason_other="Sudah menjadi juragan", exception="", dissent="")
    press(presenter, "N")

    assert screen.asked == ["reason"]
    assert meetings.session.candidates[0].decision.reason_other == "Sudah menjadi juragan"
    assert screen.state.place == 2


def test_an_unknown_reason_code_changes_nothing():
    presenter, screen, meetings = begun()

    press(presenter, "1T77")

    assert screen.state.note is Note.REASON_UNKNOWN
    assert meetings.session.candidates[0].decision.reasons == ()


def test_digits_are_presence_again_on_the_next_family():
    presenter, _, meetings = begun()

    press(presenter, "1T05N2")

    assert meetings.session.candidates[1].decision.presence == "2"


def test_a_family_without_complete_survey_is_eligible_only_with_a_recorded_exception():
    view = replace(meeting(2), candidates=(family(1, complete=False), family(2)))
    presenter, screen, meetings = begun(view=view)

    press(presenter, "1LN")
    before = screen.state.place
    presenter.words(reason_other="", exception="Didatangi tiga kali, rumah kosong", dissent="")
    press(presenter, "N")

    assert before == 1
    assert screen.asked[0] == "exception"
    assert meetings.session.candidates[0].decision.exception == "Didatangi tiga kali, rumah kosong"
    assert screen.state.place == 2


def test_undo_takes_the_last_decision_back_and_shows_whose_it_was():
    presenter, screen, meetings = begun()
    press(presenter, "1LN1")

    presenter.undo()

    assert meetings.session.candidates[1].decision == DecisionInput()
    assert screen.state.row is not None
    assert screen.state.row.position == 2


def test_undo_with_nothing_decided_says_so():
    presenter, screen, _ = begun()

    presenter.undo()

    assert screen.state.note is Note.NOTHING_TO_UNDO


def test_each_write_tells_what_the_person_saw():
    presenter, _, meetings = begun()

    press(presenter, "1L")

    assert [seen for _, _, seen in meetings.written] == [DecisionInput(), DecisionInput("1")]


def test_what_a_full_disk_did_not_take_is_written_with_the_next_key():
    presenter, screen, meetings = begun()
    meetings.fault = OSError("disk full")

    press(presenter, "1")
    failed = screen.state.saving
    press(presenter, "L")

    assert failed is Saving.FAILED
    assert meetings.written == [(RecordId("household-1"), DecisionInput("1", "L"), DecisionInput())]


def test_a_reading_that_comes_back_late_does_not_take_away_a_newer_key():
    lane = NowLane(held=True)
    presenter, screen, meetings = begun(lane=lane)
    press(presenter, "1")

    presenter.show_session(meetings.session)

    assert screen.state.decision.presence == "1"
    lane.release()


def test_a_locked_meeting_takes_no_key():
    presenter, screen, meetings = begun(view=replace(meeting(2), locked=True))

    press(presenter, "1LS")

    assert meetings.written == []
    assert screen.state.place == 2


def test_the_last_family_says_that_all_are_decided():
    presenter, screen, _ = begun(families=2)

    press(presenter, "1LN1LN")

    assert screen.state.note is Note.ALL_DECIDED


def test_back_goes_to_the_family_that_was_in_front():
    presenter, screen, _ = begun()
    presenter.go(RecordId("household-3"))

    presenter.back()

    assert screen.state.place == 1


def test_only_what_fits_the_decision_can_be_considered() -> None:
    codes = {ruling: [one.code for one in fitting(CHOICES.consideration, ruling)] for ruling in ("L", "T", "P", None)}

    assert codes == {"L": ["A1", "P2"], "T": ["A5"], "P": ["A1", "A5", "P2"], None: ["A1", "A5", "P2"]}
