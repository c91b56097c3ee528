"""Enrolments on a day: what they amount to, what is wrong with a draft, what heirs can claim."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security import (
    NO_COVER,
    CoverState,
    EndReason,
    Enrolment,
    EnrolmentDraft,
    EnrolmentFault,
    EnrolmentWarning,
    Payer,
    Programme,
    Segment,
    claims_of,
    cover_on,
    draft_fields,
    ended_by,
    faults_in,
    read_enrolment,
    state_on,
    warnings_on,
)
from tests.domain.social_security.books import BOOK, DAY, enrolment

BOTH = frozenset({Programme.JKK, Programme.JKM})
DRAFT = EnrolmentDraft(BOTH, Segment.BPU, "12345678901", Payer.APBD_DISTRICT, date(2026, 1, 1))


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ({}, CoverState.ACTIVE),
        ({"start": DAY}, CoverState.ACTIVE),
        ({"start": DAY + timedelta(days=1)}, CoverState.FUTURE),
        ({"end": DAY}, CoverState.ACTIVE),
        ({"end": DAY - timedelta(days=1)}, CoverState.EXPIRED),
        ({"start": None}, CoverState.UNDATED),
        ({"kpj": None}, CoverState.WAITING_NUMBER),
        ({"ended_on": DAY}, CoverState.ENDED),
        ({"ended_on": DAY + timedelta(days=1)}, CoverState.ACTIVE),
    ],
)
def test_an_enrolment_is_worth_what_its_days_say(changes: dict[str, object], state: CoverState) -> None:
    assert state_on(enrolment(**changes), DAY) is state


@pytest.mark.parametrize(("days", "waiting"), [(89, True), (90, False)])
def test_below_90_days_is_shown_until_the_day_before(days: int, waiting: bool) -> None:
    cover = cover_on([enrolment(start=DAY - timedelta(days=days))], DAY, BOOK.cover)

    assert (cover.member_days, cover.waiting) == (days, waiting)


@pytest.mark.parametrize(("left", "expiring"), [(31, False), (30, True), (0, True)])
def test_the_end_is_announced_thirty_days_before(left: int, expiring: bool) -> None:
    cover = cover_on([enrolment(end=DAY + timedelta(days=left))], DAY, BOOK.cover)

    assert (cover.days_left, cover.expiring) == (left, expiring)


def test_of_several_enrolments_the_one_in_force_counts() -> None:
    ended = enrolment(1, ended_on=date(2026, 5, 1))
    active = enrolment(2, start=date(2026, 6, 1))
    waiting = enrolment(3, kpj=None, start=None)

    assert cover_on([waiting, active, ended], DAY, BOOK.cover).enrolment == active
    assert cover_on([], DAY, BOOK.cover) == NO_COVER


def test_a_card_is_due_until_it_is_handed_over() -> None:
    cover = cover_on([enrolment()], DAY, BOOK.cover)
    handed = cover_on([enrolment(handed_on=DAY)], DAY, BOOK.cover)

    assert (cover.card_due, handed.card_due, NO_COVER.card_due) == (True, False, False)


def test_a_record_is_read_back_as_it_was_typed() -> None:
    fields = {**draft_fields(DRAFT), "parent": "m1"}

    read = read_enrolment(RecordId("e1"), fields)

    assert read == enrolment()


def test_a_record_with_strange_values_is_read_without_them() -> None:
    read = read_enrolment(RecordId("e1"), {"parent": 7, "programme": "JKK", "kpj": 123, "start_date": "31-31-2026"})

    assert (read.member, read.programmes, read.kpj, read.start) == ("", frozenset(), None, None)


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"kpj": "12-3"}, EnrolmentFault.KPJ_NOT_A_KPJ),
        ({"kpj": "1,23457E+10"}, EnrolmentFault.KPJ_LOST_DIGITS),
        ({"programmes": frozenset()}, EnrolmentFault.PROGRAMME_MISSING),
        ({"segment": None}, EnrolmentFault.SEGMENT_MISSING),
        ({"payer": None}, EnrolmentFault.PAYER_MISSING),
        ({"end": date(2025, 12, 31)}, EnrolmentFault.END_BEFORE_START),
    ],
)
def test_a_draft_with_one_fault_has_exactly_that(changes: dict[str, object], fault: EnrolmentFault) -> None:
    draft = replace(DRAFT, **changes)  # type: ignore[arg-type]

    assert faults_in(draft, (), RecordId("m1")) == (fault,)


def test_the_number_of_another_person_is_refused_and_the_own_is_not() -> None:
    assert faults_in(DRAFT, (RecordId("m2"),), RecordId("m1")) == (EnrolmentFault.KPJ_OF_ANOTHER,)
    assert faults_in(DRAFT, (RecordId("m1"),), RecordId("m1")) == ()
    assert faults_in(replace(DRAFT, kpj=""), (), RecordId("m1")) == ()


@pytest.mark.parametrize(
    ("changes", "warning"),
    [
        ({"kpj": "AB1234567"}, EnrolmentWarning.KPJ_UNUSUAL_LENGTH),
        ({"payer": Payer.VILLAGE_FUND}, EnrolmentWarning.VILLAGE_FUND),
        ({"payer": Payer.VILLAGE_BUDGET}, EnrolmentWarning.VILLAGE_FUND),
        ({"programmes": frozenset({Programme.JKM})}, EnrolmentWarning.WITHOUT_MINIMUM),
    ],
)
def test_what_is_unusual_warns(changes: dict[str, object], warning: EnrolmentWarning) -> None:
    assert warnings_on(replace(DRAFT, **changes)) == (warning,)  # type: ignore[arg-type]


def test_the_circular_stands_beside_dana_desa() -> None:
    note = BOOK.payer("DANA_DESA")

    assert note is not None
    assert "SE Kemendes 4/PRI.00/I/2024" in note.source
    assert note.warning and note.valid_from == date(2024, 1, 5)


@pytest.mark.parametrize(
    ("days", "codes"),
    [
        (89, ["jkm_pemakaman", "jkk_meninggal"]),
        (90, ["jkm_penuh", "jkk_meninggal"]),
        (1096, ["jkm_penuh", "jkk_meninggal", "beasiswa"]),
    ],
)
def test_what_heirs_can_claim_follows_the_days_of_membership(days: int, codes: list[str]) -> None:
    start = date(2023, 1, 1)
    dead = enrolment(start=start, ended_on=start + timedelta(days=days), end_reason=EndReason.DEATH.value)

    assert [due.claim.code for due in claims_of(BOOK, dead)] == codes


def test_a_work_accident_is_reported_within_two_days() -> None:
    dead = enrolment(ended_on=date(2026, 2, 28), end_reason="meninggal")

    due = {one.claim.code: one.due for one in claims_of(BOOK, dead)}

    assert due["jkk_meninggal"] == date(2026, 3, 2)
    assert due["jkm_pemakaman"] is None
    assert {one.claim.amount for one in claims_of(BOOK, dead)} == {Decimal(10_000_000), Decimal(70_000_000)}


@pytest.mark.parametrize(
    "changes",
    [
        {"end_reason": "pindah"},
        {"end": date(2026, 5, 31)},
        {"start": date(2026, 7, 1)},
        {"start": None},
        {"kpj": None},
        {"programmes": frozenset({"JHT"})},
    ],
)
def test_without_standing_cover_there_is_nothing_to_claim(changes: dict[str, object]) -> None:
    dead = enrolment(**{"ended_on": date(2026, 6, 1), "end_reason": "meninggal", **changes})

    assert claims_of(BOOK, dead) == ()


def test_death_counts_whatever_else_is_recorded_and_a_move_only_without_later_cover() -> None:
    dead = enrolment(1, ended_on=date(2026, 5, 1), end_reason="meninggal")
    moved = enrolment(2, ended_on=date(2026, 5, 1), end_reason="pindah")
    again = enrolment(3, start=date(2026, 6, 1))

    def of(*listed: Enrolment) -> str | None:
        return ended_by(listed, cover_on(listed, DAY, BOOK.cover))

    assert of(dead, enrolment(4, end=date(2026, 2, 1))) == "meninggal"
    assert (of(moved), of(moved, again)) == ("pindah", None)
