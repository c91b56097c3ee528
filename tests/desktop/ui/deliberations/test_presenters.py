"""List, preparation, attendance and result decide without Qt."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

import pytest

from kemiskinan_desktop.documents import Paper, TemplateFault, TemplateProblem, TypesettingError
from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    CandidateRule,
    CandidateSelection,
    EditRefusal,
    NewSession,
)
from kemiskinan_desktop.services.events import DeliberationsChanged
from kemiskinan_desktop.ui.deliberations.attending import AttendancePresenter, LineFault, counted
from kemiskinan_desktop.ui.deliberations.concluding import ResultPresenter, obstacles_of
from kemiskinan_desktop.ui.deliberations.discussion import DiscussionState
from kemiskinan_desktop.ui.deliberations.entries import (
    EntryFault,
    read_clock,
    read_count,
    read_day,
    read_percentage,
)
from kemiskinan_desktop.ui.deliberations.papering import PapersPresenter
from kemiskinan_desktop.ui.deliberations.preparing import PreparationPresenter
from kemiskinan_desktop.ui.deliberations.projection import slide_of
from kemiskinan_desktop.ui.deliberations.session import SessionPresenter, Step
from kemiskinan_desktop.ui.deliberations.sessions import Beginning, SessionsPresenter, selection_up_to
from kemiskinan_domain.deliberation import AttendanceMark, Problem
from kemiskinan_domain.identity import masked_name
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.deliberations.services import FakeFamilies, FakeMeetings, FakePapers, paper_of
from tests.desktop.ui.deliberations.village import family, meeting
from tests.desktop.ui.fakes import NowLane


@dataclass
class Anything:
    """Remembers every call by its name; the last arguments of each."""

    calls: dict[str, tuple] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)

    def __getattr__(self, name: str):
        def called(*args, **kwargs):
            self.calls[name] = args
            self.names.append(name)

        return called


def test_a_new_meeting_starts_with_its_candidates_and_is_opened():
    view, meetings = Anything(), FakeMeetings(None)
    presenter = SessionsPresenter(view, NowLane(), meetings)

    presenter.begin(Beginning(NewSession(purpose="p3ke"), selection_up_to(2, proposed=True)))

    wanted = [call[1] for call in meetings.calls if call[0] == "add_candidates"]
    assert wanted == [
        CandidateSelection(CandidateRule.ALL_PRELIST, frozenset({1, 2})),
        CandidateSelection(CandidateRule.PROPOSED),
    ]
    assert view.calls["open_session"] == (meetings.session.id,)


def test_a_meeting_that_could_not_be_written_is_said():
    view, meetings = Anything(), FakeMeetings(None, fault=OSError())

    SessionsPresenter(view, NowLane(), meetings).begin(Beginning(NewSession()))

    assert view.names == ["show_not_begun"]


def test_a_locked_meeting_opens_with_its_result():
    view, meetings = Anything(), FakeMeetings(replace(meeting(), locked=True))

    SessionPresenter(view, NowLane(), meetings.open).open(meetings.session.id)

    assert view.calls["show_step"] == (Step.RESULT,)


def test_a_meeting_that_is_under_way_opens_where_it_was_left():
    view, meetings = Anything(), FakeMeetings(meeting(3, decided=1))

    SessionPresenter(view, NowLane(), meetings.open).open(meetings.session.id)

    assert view.calls["show_step"] == (Step.DISCUSSION,)


def test_a_refused_edit_is_said_and_the_meeting_is_read_again():
    view, meetings = Anything(), FakeMeetings(meeting())
    presenter = SessionPresenter(view, NowLane(), meetings.open)
    presenter.open(meetings.session.id)

    presenter.write(lambda: EditRefusal.LOCKED)

    assert view.calls["show_refused"] == (EditRefusal.LOCKED,)
    assert view.names[-1] == "show_session"


def test_what_another_laptop_sent_waits_while_families_are_discussed():
    view, meetings = Anything(), FakeMeetings(meeting())
    presenter = SessionPresenter(view, NowLane(), meetings.open)
    presenter.open(meetings.session.id, Step.DISCUSSION)
    before = view.names.count("show_session")

    presenter.on_changed(DeliberationsChanged())
    during = view.names.count("show_session")
    presenter.choose(Step.RESULT)

    assert (during, view.names.count("show_session")) == (before, before + 1)


def test_a_meeting_that_is_gone_is_said():
    view = Anything()

    SessionPresenter(view, NowLane(), FakeMeetings(None).open).open(RecordId("nowhere"))

    assert view.names == ["show_gone"]


def attending(people: bool = True):
    view, meetings = Anything(), FakeMeetings(meeting(people=people))
    presenter = AttendancePresenter(view, meetings, lambda job: job())
    presenter.show_session(meetings.session)
    return presenter, view, meetings


def test_a_complete_line_is_recorded_and_cleared_for_the_next():
    presenter, view, meetings = attending(people=False)

    presenter.submit(AttendeeFields("  Ai   Sumiati ", "PKK", "P", "signed"))

    assert meetings.session.attendance[0].fields.name == "Ai Sumiati"
    assert view.names[-1] == "clear_line"


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        (AttendeeFields("", "PKK", "P", "signed"), LineFault.NAME_MISSING),
        (AttendeeFields("Ai", "", "P", "signed"), LineFault.ELEMENT_MISSING),
        (AttendeeFields("Ai", "PKK", "", "signed"), LineFault.SEX_MISSING),
        (AttendeeFields("Ai", "PKK", "P", "refused"), LineFault.SUBSTITUTE_MISSING),
        (AttendeeFields("siti nurhayati", "SEKDES", "P", "signed"), LineFault.NAME_THERE),
    ],
)
def test_a_line_that_lacks_something_is_not_recorded(fields, fault):
    presenter, view, meetings = attending()

    presenter.submit(fields)

    assert view.calls["show_faults"] == ([fault],)
    assert len(meetings.session.attendance) == 9


def test_who_refuses_to_sign_needs_somebody_who_signs_above():
    presenter, view, meetings = attending()

    presenter.mark(meetings.session.attendance[0], AttendanceMark.REFUSED)

    assert view.calls["show_faults"] == ((LineFault.SUBSTITUTE_MISSING,),)
    assert meetings.session.attendance[0].fields.mark == "signed"


def test_a_late_arrival_is_marked_by_one_key():
    presenter, _, meetings = attending()

    presenter.mark(meetings.session.attendance[7], AttendanceMark.SIGNED)

    assert meetings.session.attendance[7].fields.mark == "signed"


def test_only_who_is_present_is_counted():
    counts = counted(meeting().attendance)

    assert (counts.men, counts.women, counts.awaited) == (4, 4, 1)


def preparing():
    view, meetings = Anything(), FakeMeetings(meeting(3, decided=1))
    done: list[object] = []
    presenter = PreparationPresenter(view, meetings, lambda job: done.append(job()), NowLane(), FakeFamilies().search)
    presenter.show_session(meetings.session)
    return presenter, view, meetings, done


def test_a_field_that_did_not_change_is_not_written():
    presenter, _, meetings, done = preparing()

    presenter.save(meetings.session.fields)

    assert done == []


def test_a_changed_field_is_written():
    presenter, _, meetings, _ = preparing()

    presenter.save(replace(meetings.session.fields, place="Aula"))

    assert meetings.session.fields.place == "Aula"


def test_a_family_that_is_in_the_list_is_not_offered_again():
    presenter, view, _, _ = preparing()

    presenter.find("a")

    assert [hit.household for hit in view.calls["show_hits"][0]] == ["household-900"]


def test_taking_off_a_decided_family_asks_first():
    presenter, view, meetings, _ = preparing()

    presenter.remove(meetings.session.candidates[0])
    asked = len(meetings.session.candidates)
    view.calls["ask_remove"][1]()

    assert (asked, len(meetings.session.candidates)) == (3, 2)


def test_an_undecided_family_counts_as_one_obstacle():
    found = obstacles_of(meeting(3, decided=1))

    assert [(one.problem, one.count, one.step) for one in found] == [(Problem.NOT_DECIDED, 2, Step.DISCUSSION)]


def test_a_blocked_meeting_cannot_be_locked():
    view, meetings = Anything(), FakeMeetings(meeting(3))
    presenter = ResultPresenter(view, NowLane(), meetings, FakePapers(meetings))
    presenter.show_session(meetings.session)

    presenter.lock()

    assert "ask_lock" not in view.names


def test_the_lock_asks_and_then_tells_the_code():
    view, meetings = Anything(), FakeMeetings(meeting(3))
    meetings.finish()
    presenter = ResultPresenter(view, NowLane(), meetings, FakePapers(meetings))
    presenter.show_session(meetings.session)

    presenter.lock()
    before = meetings.session.locked
    view.calls["ask_lock"][1]()

    assert (before, meetings.session.locked) == (False, True)
    assert view.calls["show_locked"] == ("7Q2M-K8XD-03PA-9VRT",)


def papering(meetings, fault=None):
    view, papers = Anything(), FakePapers(meetings, fault)
    presenter = PapersPresenter(view, NowLane(), papers, Paper.MINUTES)
    presenter.show_session(meetings.session)
    return presenter, view, papers


def test_minutes_of_an_open_meeting_are_marked_as_draft(tmp_path):
    presenter, view, _ = papering(FakeMeetings(meeting(3)))

    presenter.save_pdf(tmp_path / "ba.pdf")

    assert (tmp_path / "ba.pdf").read_bytes() == b"%PDF-draft"
    assert view.calls["show_written"] == (tmp_path / "ba.pdf",)


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    presenter, view, _ = papering(FakeMeetings(meeting(3)))

    presenter.save_pdf(tmp_path / "nowhere" / "ba.pdf")

    assert view.names[-1] == "show_not_written"


def test_a_broken_template_offers_the_shipped_one_and_leaves_no_file(tmp_path):
    fault = TemplateFault(Paper.MINUTES, TemplateProblem.FIELD_UNKNOWN, "nomro")
    presenter, view, papers = papering(FakeMeetings(meeting(3)), fault)

    presenter.save_word(tmp_path / "ba.docx")
    told, with_shipped, edit = view.calls["show_broken"]
    before = (tmp_path / "ba.docx").exists()
    with_shipped()
    edit()

    assert (told, before) == (fault, False)
    assert (tmp_path / "ba.docx").read_bytes() == b"docx-berita-acara"
    assert papers.own is not None


def test_a_paper_that_cannot_be_set_is_said():
    presenter, view, _ = papering(FakeMeetings(meeting(3), fault=TypesettingError("berita-acara.typ", "rusak")))

    presenter.save_pdf(Path("nowhere"))

    assert view.names[-1] == "show_not_set"


def test_another_paper_is_drawn_when_it_is_chosen():
    meetings, view = FakeMeetings(meeting(1)), Anything()
    presenter = ResultPresenter(view, NowLane(), meetings, FakePapers(meetings))
    presenter.show_session(meetings.session)
    presenter.enter()

    presenter.choose(Paper.NOTES)

    assert view.calls["show_pages"] == ([paper_of(1, "notulen"), paper_of(2, "notulen")],)


def test_the_preview_is_made_once_for_an_unchanged_meeting():
    view, meetings = Anything(), FakeMeetings(meeting(1))
    presenter = ResultPresenter(view, NowLane(), meetings, FakePapers(meetings))
    presenter.show_session(meetings.session)

    presenter.enter()
    presenter.show_session(meetings.session)

    assert view.names.count("show_pages") == 2


def test_the_wall_never_shows_the_whole_number_nor_reasons():
    slide = slide_of(DiscussionState(row=family(1), place=1, total=3), masked=True)

    assert slide is not None
    assert slide.name == "A••• S•••••"
    assert slide.family_card.count("•") == 8
    assert not hasattr(slide, "reasons")


@pytest.mark.parametrize("name", ["Asep", "H. Mochamad Sulaeman", "Ma'mun"])
def test_a_masked_name_keeps_only_first_letters(name):
    assert not any(word[1:].strip("•") for word in masked_name(name).split())


@pytest.mark.parametrize("text", ["23-11-2026", "23/11/2026", "23 November 2026", " 23.11.2026 "])
def test_a_day_is_read_as_people_write_it(text):
    assert read_day(text) == date(2026, 11, 23)


@pytest.mark.parametrize("text", ["31-02-2026", "besok", "2026-11-23", "1-13-2026", "1 Foo 2026"])
def test_what_is_no_day_is_refused(text):
    assert read_day(text) is EntryFault.NOT_A_DAY


@pytest.mark.parametrize(("text", "clock"), [("9", time(9)), ("19.30", time(19, 30)), ("0930", time(9, 30))])
def test_a_time_is_read_as_people_write_it(text, clock):
    assert read_clock(text) == clock


@pytest.mark.parametrize("text", ["25.00", "9.75", "malam"])
def test_what_is_no_time_is_refused(text):
    assert read_clock(text) is EntryFault.NOT_A_TIME


def test_counts_and_percentages_have_bounds():
    assert (read_count("1.250"), read_count("-1")) == (1250, EntryFault.NOT_A_COUNT)
    assert (read_percentage("50 %"), read_percentage("0")) == (50, EntryFault.NOT_A_PERCENTAGE)
