"""The meeting on the laptop: decisions, what was decided on, and the lock that nothing gets past."""

from __future__ import annotations

import datetime as dt

import pytest

from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    Blocked,
    CandidateRule,
    CandidateSelection,
    DecisionInput,
    DecisionSaved,
    DeliberationService,
    EditRefusal,
    NewSession,
    Sealed,
    SessionFields,
)
from kemiskinan_domain.changes import EMPTY_CHECKSUM, encode_line
from kemiskinan_domain.deliberation import Problem, lock_hash, read_attendee, read_decision, read_session
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, decision_id, new_record_id
from tests.desktop.services.village import Village

NEW = NewSession(
    purpose="dtsen",
    number="141/01/BA/2026",
    title="Musyawarah Desa Khusus",
    date=dt.date(2026, 11, 23),
    start_time=dt.time(9, 0),
    end_time=dt.time(11, 30),
    place="Aula Desa",
    chair_name="Ketua Contoh",
    secretary_name="Notulis Contoh",
    method="mufakat",
    invited=2,
)
ELIGIBLE = DecisionInput(presence="1", decision="L")
REFUSED = DecisionInput(presence="1", decision="T", reasons=("05",))


@pytest.fixture
def service(village: Village) -> DeliberationService:
    return DeliberationService(village.desk, village.shelf)


def prepared(service: DeliberationService, *households: RecordId) -> RecordId:
    session = service.create(NEW)
    for name in ("Ketua Contoh", "Notulis Contoh"):
        service.add_attendee(session, AttendeeFields(name, "BPD", "L", "signed"))
    service.add_candidates(session, list(households))
    return session


def test_a_session_reads_back_as_it_was_created(service: DeliberationService) -> None:
    session = service.create(NEW)

    view = service.open(session)

    assert view is not None
    assert view.fields == NEW
    assert not view.locked


def test_only_the_fields_that_differ_are_written(service: DeliberationService, village: Village) -> None:
    session = service.create(NEW)
    village.put(RecordKind.DELIBERATION, {"place": "Dari laptop lain"}, session)
    wanted = SessionFields(**{**{n: getattr(NEW, n) for n in NEW.__dataclass_fields__}, "number": "141/02"})

    assert service.save_session(session, NEW, wanted) is None

    document = village.document(RecordKind.DELIBERATION, session)
    assert (document["number"], document["place"]) == ("141/02", "Dari laptop lain")


def test_a_candidate_is_a_decision_record_that_two_laptops_would_make_alike(
    service: DeliberationService, village: Village
) -> None:
    household = village.family()

    session = prepared(service, household)

    document = village.document(RecordKind.DECISION, decision_id(session, household))
    assert (document["parent"], document["household"], document.get("decision")) == (session, household, None)


def test_candidates_are_added_once(service: DeliberationService, village: Village) -> None:
    household = village.family()
    session = prepared(service, household)

    assert service.add_candidates(session, [household]) == 0


def test_a_rule_takes_the_families_that_fit(service: DeliberationService, village: Village) -> None:
    village.family("Belum Selesai")
    done = village.family("Sudah Selesai", survey_state="complete", desil=1)
    village.family("Desil Lain", survey_state="complete", desil=4)
    session = service.create(NEW)

    service.add_candidates(session, CandidateSelection(CandidateRule.SURVEY_COMPLETE, frozenset({1})))

    view = service.open(session)
    assert view is not None
    assert [row.household for row in view.candidates] == [done]


def test_a_decision_is_written_with_what_was_decided_on(service: DeliberationService, village: Village) -> None:
    household = village.family(survey_state="complete")
    session = prepared(service, household)

    saved = service.decide(session, household, ELIGIBLE, None)

    assert isinstance(saved, DecisionSaved)
    assert saved.findings == ()
    assert saved.row.decision == ELIGIBLE
    assert not saved.row.changed_since


def test_a_missing_reason_is_told_and_the_decision_is_kept(service: DeliberationService, village: Village) -> None:
    household = village.family(survey_state="complete")
    session = prepared(service, household)

    saved = service.decide(session, household, DecisionInput(presence="1", decision="T"), None)

    assert isinstance(saved, DecisionSaved)
    assert [finding.problem for finding in saved.findings] == [Problem.REASON_MISSING]
    assert saved.row.decision.decision == "T"


def test_a_family_changed_after_the_decision_shows_though_nothing_was_sent(
    service: DeliberationService, village: Village
) -> None:
    household = village.family(survey_state="complete")
    session = prepared(service, household)
    service.decide(session, household, ELIGIBLE, None)

    village.member(household, "Anggota Baru", position=2)

    view = service.open(session)
    assert view is not None
    assert view.candidates[0].changed_since


def test_a_review_step_is_no_change_of_what_was_decided_on(service: DeliberationService, village: Village) -> None:
    household = village.family(survey_state="complete")
    session = prepared(service, household)
    service.decide(session, household, ELIGIBLE, None)

    village.put(RecordKind.HOUSEHOLD, {"review": "submitted"}, household)

    view = service.open(session)
    assert view is not None
    assert not view.candidates[0].changed_since


def test_undo_takes_the_last_decision_back(service: DeliberationService, village: Village) -> None:
    household = village.family(survey_state="complete")
    session = prepared(service, household)
    service.decide(session, household, ELIGIBLE, None)
    service.decide(session, household, REFUSED, ELIGIBLE)

    undone = service.undo_last(session)

    assert isinstance(undone, DecisionSaved)
    assert undone.row.decision == ELIGIBLE
    service.undo_last(session)
    assert service.undo_last(session) is EditRefusal.NOTHING_TO_UNDO


def test_a_family_that_is_no_candidate_is_not_decided_on(service: DeliberationService, village: Village) -> None:
    session = service.create(NEW)

    assert service.decide(session, village.family(), ELIGIBLE, None) is EditRefusal.NOT_A_CANDIDATE


def test_a_session_with_an_undecided_family_is_not_locked(service: DeliberationService, village: Village) -> None:
    session = prepared(service, village.family(survey_state="complete"))

    blocked = service.lock(session)

    assert isinstance(blocked, Blocked)
    assert Problem.NOT_DECIDED in {finding.problem for finding in blocked.findings}
    assert "lock_hash" not in village.document(RecordKind.DELIBERATION, session)


def test_the_lock_stores_the_seal_over_what_is_in_the_file(service: DeliberationService, village: Village) -> None:
    household = village.family(survey_state="complete")
    session = prepared(service, household)
    service.decide(session, household, ELIGIBLE, None)

    sealed = service.lock(session)

    assert isinstance(sealed, Sealed), sealed
    document = village.document(RecordKind.DELIBERATION, session)
    assert (document["state"], document["lock_hash"], document["lock_code"]) == (
        "locked",
        sealed.lock_hash,
        sealed.lock_code,
    )
    with village.store.view() as view:
        attendance = [
            read_attendee(one.id, one.document) for one in view.records.children(RecordKind.ATTENDANCE, session)
        ]
        decisions = [read_decision(one.id, one.document) for one in view.records.children(RecordKind.DECISION, session)]
    assert lock_hash(read_session(session, document), attendance, decisions).digest == sealed.lock_hash


def test_after_the_lock_every_edit_is_refused(service: DeliberationService, village: Village) -> None:
    household = village.family(survey_state="complete")
    other = village.family("Lain")
    session = prepared(service, household)
    service.decide(session, household, ELIGIBLE, None)
    view = service.open(session)
    assert view is not None
    attendee = view.attendance[0]
    service.lock(session)
    before = village.unsent()

    refusals = [
        service.save_session(session, NEW, SessionFields()),
        service.add_attendee(session, AttendeeFields("Terlambat")),
        service.save_attendee(session, attendee.id, attendee.fields, AttendeeFields("Lain")),
        service.remove_attendee(session, attendee.id),
        service.add_candidates(session, [other]),
        service.remove_candidate(session, household),
        service.decide(session, household, REFUSED, ELIGIBLE),
        service.undo_last(session),
        service.lock(session),
    ]

    assert set(refusals[:-2]) == {EditRefusal.LOCKED}
    assert refusals[-2] is EditRefusal.NOTHING_TO_UNDO
    assert refusals[-1] is EditRefusal.LOCKED
    assert village.unsent() == before


def test_the_choices_come_from_the_decision_form_in_both_languages(service: DeliberationService) -> None:
    indonesian, english = service.decision_choices(), service.decision_choices("en")

    assert [choice.code for choice in indonesian.decision] == ["L", "T", "P"]
    assert ("99", "Lainnya") in [(choice.code, choice.label) for choice in indonesian.reason]
    assert ("99", "Other") in [(choice.code, choice.label) for choice in english.reason]
    assert ("A1", "L") in [(choice.code, choice.only_for) for choice in indonesian.consideration]
    assert ("KADES", "Kepala desa") in [(choice.code, choice.label) for choice in indonesian.element]


def test_the_list_counts_candidates_and_decisions(service: DeliberationService, village: Village) -> None:
    households = [village.family(name, survey_state="complete") for name in ("Satu", "Dua")]
    session = prepared(service, *households)
    service.decide(session, households[0], ELIGIBLE, None)

    (row,) = service.list()

    assert (row.candidates, row.decided, row.attendees, row.locked) == (2, 1, 2, False)


def test_the_earlier_decision_of_a_locked_session_stands_beside_the_new_one(
    service: DeliberationService, village: Village
) -> None:
    household = village.family(survey_state="complete")
    first = prepared(service, household)
    service.decide(first, household, ELIGIBLE, None)
    service.lock(first)

    second = prepared(service, household)

    view = service.open(second)
    assert view is not None
    assert view.candidates[0].earlier == ("1", "L")


def test_a_meeting_about_two_thousand_families_opens_whole_and_says_what_blocks_it(
    service: DeliberationService, village: Village
) -> None:
    families, session = 2_000, new_record_id()
    lines, total = [], EMPTY_CHECKSUM

    def arrive(kind: RecordKind, record: RecordId, fields: dict[str, FieldValue]) -> None:
        nonlocal total
        lines.append(encode_line(len(lines) + 1, kind, record, False, fields))
        total = total.plus(lines[-1])

    arrive(RecordKind.DELIBERATION, session, {"title": "Musdes", "date": "2026-11-20", "state": "open"})
    for at in range(families):
        household = RecordId(f"018f0000-0000-7000-8000-{at:012x}")
        arrive(RecordKind.HOUSEHOLD, household, {"head_name": f"Kepala {at}", "survey_state": "complete"})
        head = RecordId(f"018f0001-0000-7000-8000-{at:012x}")
        arrive(RecordKind.MEMBER, head, {"parent": household, "relation": "1"})
        decided: dict[str, FieldValue] = {"parent": session, "household": household, "position": at + 1}
        if at < families - 1:
            decided |= {"presence": "1", "decision": "L"}
        arrive(RecordKind.DECISION, decision_id(session, household), decided)
    with village.store.unit() as unit:
        unit.exchange.receiving.stage(lines, 1, len(lines))
        unit.exchange.receiving.apply(total)
        unit.commit()

    view = service.open(session)
    assert view is not None

    assert [row.position for row in view.candidates] == list(range(1, families + 1))
    assert view.recap.total == families - 1
    assert [one.about for one in view.blocks_lock if one.problem is Problem.NOT_DECIDED] == [
        view.candidates[-1].household
    ]
