"""What may still be done once a meeting is locked: the board, objections, addenda, and checking paper against data."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    Blocked,
    CodeVerdict,
    DecisionInput,
    DeliberationService,
    EditRefusal,
    NewSession,
    ObjectionRefused,
    ObjectionService,
    Sealed,
    SessionFields,
)
from kemiskinan_domain.deliberation import (
    Objection,
    ObjectionOutcome,
    ObjectionPeriod,
    ObjectionProblem,
    Problem,
)
from kemiskinan_domain.records import RecordId, RecordKind, decision_id
from tests.desktop.services.test_deliberations import ELIGIBLE, NEW, prepared
from tests.desktop.services.village import Village

WEEK = ObjectionPeriod(dt.date(2026, 11, 24), 7)


@pytest.fixture
def service(village: Village) -> DeliberationService:
    return DeliberationService(village.desk, village.shelf)


@pytest.fixture
def objections(village: Village) -> ObjectionService:
    return ObjectionService(village.desk)


def locked(service: DeliberationService, village: Village) -> tuple[RecordId, RecordId]:
    family = village.family(survey_state="complete")
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)
    assert isinstance(service.lock(session), Sealed)
    return session, family


def objection(family: RecordId | None, **changes: object) -> Objection:
    values: dict[str, object] = {
        "id": RecordId(""),
        "household": family,
        "objector": "Ujang Suherman",
        "text": "Keluarga itu sudah mampu",
        "made_on": dt.date(2026, 11, 25),
    }
    return Objection(**(values | changes))  # type: ignore[arg-type]


def test_announcing_does_not_touch_the_seal(
    service: DeliberationService, objections: ObjectionService, village: Village
) -> None:
    session, _ = locked(service, village)

    assert objections.announce(session, WEEK) is None

    view = service.open(session)
    assert view is not None
    assert view.period == WEEK
    assert not view.broken


def test_an_open_meeting_is_neither_announced_nor_objected_to_nor_amended(
    service: DeliberationService, objections: ObjectionService, village: Village
) -> None:
    session = service.create(NEW)
    before = village.unsent()

    assert objections.announce(session, WEEK) is EditRefusal.NOT_LOCKED
    assert objections.record(session, objection(village.family())) is EditRefusal.NOT_LOCKED
    assert objections.addendum(session) is EditRefusal.NOT_LOCKED
    assert village.unsent() > before  # the family alone
    assert objections.list(session) == ()


def test_an_objection_is_kept_with_what_became_of_it(
    service: DeliberationService, objections: ObjectionService, village: Village
) -> None:
    session, family = locked(service, village)
    objections.announce(session, WEEK)
    record = objections.record(session, objection(family))
    (row,) = objections.list(session)
    answered = replace(row.objection, outcome=ObjectionOutcome.REJECTED, answer="Sudah didatangi")

    again = objections.record(session, answered, row.objection)

    (settled,) = objections.list(session)
    assert record == again == row.objection.id
    assert (row.family, row.problems) == ("Asep Contoh", ())
    assert settled.objection == replace(answered, decided_on=objections.today())


def test_an_objection_that_lacks_something_is_not_written(
    service: DeliberationService, objections: ObjectionService, village: Village
) -> None:
    session, family = locked(service, village)

    refused = objections.record(session, objection(family, text=" ", objector=""))

    assert refused == ObjectionRefused((ObjectionProblem.OBJECTOR_MISSING, ObjectionProblem.TEXT_MISSING))
    assert objections.list(session) == ()


def test_an_objection_after_the_period_is_recorded_and_marked(
    service: DeliberationService, objections: ObjectionService, village: Village
) -> None:
    session, family = locked(service, village)
    objections.announce(session, WEEK)

    objections.record(session, objection(family, made_on=dt.date(2026, 12, 24)))

    (row,) = objections.list(session)
    assert row.problems == (ObjectionProblem.AFTER_PERIOD,)


def test_accepted_objections_lead_to_an_addendum_with_their_families(
    service: DeliberationService, objections: ObjectionService, village: Village
) -> None:
    session, family = locked(service, village)
    left_out = village.family("Terlewat Contoh")
    for about, outcome in ((family, ObjectionOutcome.ACCEPTED), (left_out, ObjectionOutcome.REJECTED)):
        objections.record(session, objection(about, outcome=outcome, answer="Diperiksa"))

    change = objections.addendum(session)
    assert isinstance(change, str)
    objections.record(session, objection(left_out, outcome=ObjectionOutcome.ACCEPTED, answer="Benar terlewat"))
    again = objections.addendum(session)

    view, first = service.open(RecordId(change)), service.open(session)
    assert view is not None
    assert first is not None
    assert again == change
    assert [row.household for row in view.candidates] == [family, left_out]
    assert (view.fields.type, view.fields.purpose, view.fields.chair_name) == ("change", NEW.purpose, NEW.chair_name)
    assert view.amends is not None
    assert view.amends.id == session
    assert [one.id for one in first.addenda] == [change]
    assert not first.broken


def test_a_change_refers_to_the_latest_locked_meeting_about_the_same_list(
    service: DeliberationService, village: Village
) -> None:
    session, _ = locked(service, village)

    change = service.open(service.create(NewSession(type="change", purpose=NEW.purpose)))
    other = service.open(service.create(NewSession(type="change", purpose="blt_dd")))

    assert change is not None
    assert change.amends is not None
    assert change.amends.id == session
    assert other is not None
    assert other.amends is None


def test_a_code_from_paper_is_held_against_the_data(service: DeliberationService, village: Village) -> None:
    session, family = locked(service, village)
    view = service.open(session)
    assert view is not None
    assert view.lock_code is not None
    code = view.lock_code

    sound = service.check_code(code.lower().replace("-", " "))
    scanned = service.check_code(f"BA/1/32.03.01.2001/{code}/{'AB' * 32}")
    village.put(RecordKind.DECISION, {"decision": "T"}, decision_id(session, family))
    changed = service.check_code(code)

    assert (sound.verdict, scanned.verdict) == (CodeVerdict.MATCHES, CodeVerdict.MATCHES)
    assert sound.meeting is not None
    assert sound.meeting.id == session
    assert changed.verdict is CodeVerdict.DATA_CHANGED
    assert service.check_code("0000-0000-0000-0000").verdict is CodeVerdict.UNKNOWN
    assert service.check_code("salah ketik").verdict is CodeVerdict.MISTYPED
    broken = service.open(session)
    assert broken is not None
    assert broken.broken


def test_a_row_more_or_less_breaks_verification(service: DeliberationService, village: Village) -> None:
    session, _ = locked(service, village)
    view = service.open(session)
    assert view is not None
    assert view.lock_code is not None

    village.put(RecordKind.ATTENDANCE, {"parent": session, "name": "Menyusul", "mark": "signed"})

    assert service.check_code(view.lock_code).verdict is CodeVerdict.DATA_CHANGED


def test_a_session_is_valid_only_with_the_signed_scan(service: DeliberationService, village: Village) -> None:
    session, _ = locked(service, village)
    unsigned = service.open(session)
    village.put(
        RecordKind.ATTACHMENT,
        {"parent": session, "parent_kind": "deliberation", "purpose": "signed_minutes", "sha256": "0" * 64, "size": 1},
    )
    signed = service.open(session)

    assert unsigned is not None
    assert signed is not None
    assert (unsigned.valid, signed.valid) == (False, True)
    assert [row.signed for row in service.list()] == [True]


def test_a_late_arrival_is_stamped_with_the_villages_clock(service: DeliberationService, village: Village) -> None:
    session = service.create(NEW)
    attendee = service.add_attendee(session, AttendeeFields("Ai Contoh", "PKK", "P", "not_yet"))
    assert isinstance(attendee, str)

    service.arrived_now(session, RecordId(attendee), AttendeeFields("Ai Contoh", "PKK", "P", "not_yet"))

    view = service.open(session)
    assert view is not None
    assert view.attendance[0].fields == AttendeeFields("Ai Contoh", "PKK", "P", "signed", "", dt.time(16, 0))


def test_what_the_neighbourhood_said_is_kept_beside_the_decision(
    service: DeliberationService, village: Village
) -> None:
    family = village.family(survey_state="complete")
    session = prepared(service, family)

    service.save_pre_result(session, family, ("", ""), ("T", "RT 001: sudah mampu"))
    service.decide(session, family, ELIGIBLE, None)

    view = service.open(session)
    assert view is not None
    row = view.candidates[0]
    assert (row.pre_ruling, row.pre_note, row.decision.decision) == ("T", "RT 001: sudah mampu", "L")


def test_a_meeting_before_the_visit_is_not_locked(service: DeliberationService, village: Village) -> None:
    family = village.family(survey_state="complete")
    village.put(RecordKind.HOUSEHOLD, {"answers.r201": "2026-11-24"}, family)
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)

    blocked = service.lock(session)

    assert isinstance(blocked, Blocked)
    assert [one.problem for one in blocked.findings] == [Problem.DATE_BEFORE_SURVEY]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"chair_name": "Tidak Datang"}, Problem.CHAIR_NOT_PRESENT),
        ({"date": None}, Problem.DATE_MISSING),
        ({"invited": 90}, Problem.QUORUM_MISSING),
    ],
)
def test_what_is_wrong_with_the_meeting_is_told_and_nothing_is_lost(
    service: DeliberationService, village: Village, changes: dict[str, object], problem: Problem
) -> None:
    family = village.family(survey_state="complete")
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)
    service.save_session(session, NEW, replace(NEW, **changes))  # type: ignore[arg-type]

    blocked = service.lock(session)

    view = service.open(session)
    assert isinstance(blocked, Blocked)
    assert [one.problem for one in blocked.findings] == [problem]
    assert view is not None
    assert view.candidates[0].decision == ELIGIBLE


def test_an_empty_room_locks_nothing(service: DeliberationService, village: Village) -> None:
    family = village.family(survey_state="complete")
    session = service.create(NEW)
    service.add_candidates(session, [family])
    service.decide(session, family, ELIGIBLE, None)

    blocked = service.lock(session)

    assert isinstance(blocked, Blocked)
    assert [one.problem for one in blocked.findings] == [Problem.NO_ATTENDANCE]


def test_an_open_difference_blocks_the_lock(service: DeliberationService, village: Village) -> None:
    family = village.family(survey_state="complete")
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)
    conflict = {
        "parent": decision_id(session, family),
        "parent_kind": "decision",
        "field": "decision",
        "why": "field",
        "state": "open",
    }
    village.arrive(RecordKind.CONFLICT, {**conflict})

    blocked, view = service.lock(session), service.open(session)

    assert isinstance(blocked, Blocked)
    assert [one.problem for one in blocked.findings] == [Problem.DIFFERENCE_OPEN]
    assert view is not None
    assert view.candidates[0].contested


def test_fields_of_persiapan_read_back_with_the_meeting_that_is_amended(service: DeliberationService) -> None:
    fields = SessionFields(type="change", purpose="p3ke", amends="00000000-0000-7000-8000-000000000001")

    view = service.open(service.create(fields))

    assert view is not None
    assert view.fields == fields
    assert view.amends is None  # it is not on this laptop


def test_abstentions_are_kept(service: DeliberationService, village: Village) -> None:
    family = village.family(survey_state="complete")
    session = prepared(service, family)
    voted = DecisionInput("1", "L", vote_yes=1, vote_no=0, vote_abstained=1)

    saved = service.decide(session, family, voted, None)

    assert not isinstance(saved, EditRefusal)
    assert saved.row.decision == voted
