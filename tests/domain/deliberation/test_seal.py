from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.deliberation import (
    AttendanceMark,
    Attendee,
    DecisionRow,
    DeliberationKind,
    DeliberationState,
    Element,
    Lock,
    LockSeal,
    Method,
    Officer,
    Presence,
    Purpose,
    Ruling,
    Session,
    Sex,
    Votes,
    attendee_document,
    code_matches,
    decision_document,
    lock_hash,
    read_attendee,
    read_code,
    read_decision,
    read_session,
    session_document,
    verify,
)
from kemiskinan_domain.records import Document, RecordId
from tests.domain.deliberation.meetings import ATTENDANCE, DECISIONS, SESSION

SEAL = lock_hash(SESSION, ATTENDANCE, DECISIONS)
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

OTHER_SESSION: dict[str, Any] = {
    "id": RecordId("s2"),
    "kind": DeliberationKind.CHANGE,
    "purpose": Purpose.BLT_DD,
    "number": "x",
    "title": "x",
    "held_on": date(2026, 11, 24),
    "start": time(8, 0),
    "end": time(23, 0),
    "place": "x",
    "chair": Officer("x"),
    "secretary": Officer("Euis Komariah", "Kaur"),
    "village_head": "x",
    "agenda": ("x",),
    "legal_basis": (),
    "method": Method.VOTE,
    "invited": 5,
    "rt_count": 1,
    "rw_count": 1,
    "quorum_percent": 66,
    "amends": RecordId("s0"),
}
OTHER_ATTENDEE: dict[str, Any] = {
    "id": RecordId("x"),
    "name": "x",
    "element": Element.RT,
    "sex": Sex.FEMALE,
    "mark": AttendanceMark.REFUSED,
    "signed_by": "x",
    "position": 9,
    "arrived": time(20, 5),
}
OTHER_DECISION: dict[str, Any] = {
    "id": RecordId("x"),
    "household": RecordId("x"),
    "presence": Presence.DUPLICATE,
    "ruling": Ruling.POSTPONED,
    "reasons": ("99",),
    "reason_other": "x",
    "dissent": "x",
    "votes": Votes(1, 0),
    "household_revision": 8,
    "household_digest": "x",
    "exception_note": "x",
    "pre_ruling": Ruling.POSTPONED,
    "pre_note": "x",
    "position": 9,
    "considerations": ("A1",),
}


def test_the_lists_of_changes_below_leave_no_field_out() -> None:
    assert {one.name for one in fields(Session)} == OTHER_SESSION.keys() | {"state", "lock"}
    assert {one.name for one in fields(Attendee)} == set(OTHER_ATTENDEE)
    assert {one.name for one in fields(DecisionRow)} == set(OTHER_DECISION)


@pytest.mark.parametrize("name", sorted(OTHER_SESSION))
def test_any_change_of_the_session_breaks_the_seal(name: str) -> None:
    assert not verify(SEAL, replace(SESSION, **{name: OTHER_SESSION[name]}), ATTENDANCE, DECISIONS)


@pytest.mark.parametrize("name", sorted(OTHER_ATTENDEE))
def test_any_change_of_the_attendance_breaks_the_seal(name: str) -> None:
    attendance = [replace(ATTENDANCE[0], **{name: OTHER_ATTENDEE[name]}), *ATTENDANCE[1:]]

    assert not verify(SEAL, SESSION, attendance, DECISIONS)


@pytest.mark.parametrize("name", sorted(OTHER_DECISION))
def test_any_change_of_a_decision_breaks_the_seal(name: str) -> None:
    decisions = [replace(DECISIONS[0], **{name: OTHER_DECISION[name]}), *DECISIONS[1:]]

    assert not verify(SEAL, SESSION, ATTENDANCE, decisions)


@pytest.mark.parametrize("votes", [Votes(2, 0), Votes(1, 1), Votes(1, 0, 1)])
def test_any_change_of_a_vote_breaks_the_seal(votes: Votes) -> None:
    counted = [replace(DECISIONS[0], votes=Votes(1, 0)), *DECISIONS[1:]]
    seal = lock_hash(SESSION, ATTENDANCE, counted)

    assert not verify(seal, SESSION, ATTENDANCE, [replace(counted[0], votes=votes), *counted[1:]])


def test_a_row_more_or_less_breaks_the_seal() -> None:
    assert not verify(SEAL, SESSION, ATTENDANCE[1:], DECISIONS)
    assert not verify(SEAL, SESSION, ATTENDANCE, DECISIONS[1:])
    assert not verify(SEAL, SESSION, ATTENDANCE, [*DECISIONS, DECISIONS[0]])


def test_locking_does_not_change_what_it_seals() -> None:
    locked = replace(
        SESSION, state=DeliberationState.LOCKED, lock=Lock(SEAL, datetime(2026, 11, 23, 15, 40, tzinfo=UTC))
    )

    assert verify(SEAL, locked, ATTENDANCE, DECISIONS)


@given(st.permutations(ATTENDANCE), st.permutations(DECISIONS))
def test_the_order_of_rows_makes_no_difference(attendance: list[Attendee], decisions: list[DecisionRow]) -> None:
    assert lock_hash(SESSION, attendance, decisions) == SEAL


def test_the_seal_of_this_meeting_is_the_same_on_every_machine() -> None:
    assert LockSeal("bd01dc68d8de7b8d3721f76452949d040f4e0a69c1b3f58e6254ae75483c2686", "QM0X-RT6R-VSXR-TDSW") == SEAL


def test_what_was_stored_as_records_still_matches_the_seal() -> None:
    seen = replace(DECISIONS[0], votes=Votes(5, 2, 1), household_digest="ab12", pre_ruling=Ruling.POSTPONED)
    voted = [replace(seen, exception_note="Longsor", pre_note="RT 001"), *DECISIONS[1:]]
    late = (replace(ATTENDANCE[0], arrived=time(20, 5)), *ATTENDANCE[1:])
    held = replace(SESSION, rt_count=4, amends=RecordId("s0"))
    seal = lock_hash(held, late, voted)
    locked = replace(held, state=DeliberationState.LOCKED, lock=Lock(seal, datetime(2026, 11, 23, tzinfo=UTC)))

    session = read_session(locked.id, session_document(locked))
    attendance = tuple(read_attendee(one.id, attendee_document(one, locked.id)) for one in late)
    decisions = [read_decision(one.id, decision_document(one, locked.id)) for one in voted]

    assert (session, attendance, decisions) == (locked, late, voted)
    assert session.lock is not None
    assert verify(session.lock.seal, session, attendance, decisions)


def test_a_document_with_strange_values_reads_as_not_answered() -> None:
    strange: Document = {"type": 7, "date": "besok", "start_time": "25:99", "method": "undian", "invited": "banyak"}

    session = read_session(RecordId("s"), strange)
    row = read_decision(RecordId("d"), {"presence": "9", "decision": None, "reasons": "05", "vote_yes": True})

    assert session == Session(id=RecordId("s"))
    assert row == DecisionRow(id=RecordId("d"), household=RecordId(""))


def test_a_code_may_be_typed_carelessly() -> None:
    careless = SEAL.code.lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert read_code(careless) == SEAL.code
    assert code_matches(careless, SEAL)


@given(st.integers(0, 15), st.sampled_from(LETTERS))
def test_one_wrong_letter_is_noticed(place: int, letter: str) -> None:
    letters = list(SEAL.code.replace("-", ""))
    right = letters[place] == letter
    letters[place] = letter

    assert (read_code("".join(letters)) is not None) is right


@given(st.integers(0, 15), st.integers(0, 15))
def test_two_swapped_letters_are_noticed(one: int, other: int) -> None:
    letters = list(SEAL.code.replace("-", ""))
    same = letters[one] == letters[other]
    letters[one], letters[other] = letters[other], letters[one]

    assert (read_code("".join(letters)) is not None) is same


@pytest.mark.parametrize("text", ["", "7KQ2", "UUUU-UUUU-UUUU-UUUU", "é" * 16, SEAL.code + "0"])
def test_what_cannot_be_a_code_is_none(text: str) -> None:
    assert read_code(text) is None
    assert not code_matches(text, SEAL)
