from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.deliberation import (
    Candidate,
    DecisionRow,
    Outcome,
    Presence,
    Ruling,
    RulingCounts,
    outcome_of,
    recap,
)
from tests.domain.deliberation.meetings import CANDIDATES, DECISIONS, candidate, decision


@pytest.mark.parametrize(
    ("presence", "reasons", "outcome"),
    [
        (Presence.FOUND, (), Outcome.FOUND),
        (Presence.FOUND, ("05",), Outcome.FOUND),
        (Presence.FOUND, ("08",), Outcome.REFUSED),
        (Presence.FOUND, ("04",), Outcome.DUPLICATE),
        (Presence.NOT_FOUND, ("01",), Outcome.NOT_FOUND),
        (Presence.NOT_FOUND, ("02",), Outcome.MOVED),
        (Presence.NOT_FOUND, ("03", "08"), Outcome.MOVED),
        (Presence.DUPLICATE, ("02",), Outcome.DUPLICATE),
        (Presence.PROPOSED, ("05",), Outcome.PROPOSED),
    ],
)
def test_each_decision_falls_into_one_row_of_the_recap(
    presence: Presence, reasons: tuple[str, ...], outcome: Outcome
) -> None:
    assert outcome_of(decision("h1", presence=presence, reasons=reasons)) is outcome


def test_the_recap_counts_rulings_by_dusun_and_reasons() -> None:
    result = recap(CANDIDATES, DECISIONS)

    assert (result.found, result.proposed, result.total) == (2, 1, 3)
    assert result.rulings == RulingCounts(eligible=2, not_eligible=1)
    assert [(one.dusun, one.rulings.total) for one in result.by_dusun] == [("Babakan", 2), ("Cikaret", 1)]
    assert result.by_reason == (("05", 1),)


def test_rulings_are_counted_by_what_the_head_works_in_the_unknown_last() -> None:
    families = (candidate("h1", occupation="Perdagangan"), candidate("h2"), candidate("h3", occupation="konstruksi"))

    result = recap(families, DECISIONS)

    assert [(one.occupation, one.rulings.eligible, one.rulings.total) for one in result.by_occupation] == [
        ("konstruksi", 1, 1),
        ("Perdagangan", 1, 1),
        ("", 0, 1),
    ]


def test_a_family_without_decision_is_open_and_in_no_row() -> None:
    result = recap(CANDIDATES, DECISIONS[:2])

    assert result.rulings.open == 1
    assert result.decided == 2


def _meeting() -> st.SearchStrategy[list[tuple[Candidate, DecisionRow]]]:
    def pair(place: int, dusun: str, presence: Presence | None, ruling: Ruling | None, reasons: list[str]) -> tuple:  # type: ignore[type-arg]
        name = f"h{place}"
        row = decision(name, presence=presence, ruling=ruling, reasons=tuple(reasons))
        return candidate(name, dusun=dusun), row

    pairs = st.builds(
        pair,
        st.integers(0, 30),
        st.sampled_from(["", "Babakan", "babakan", "Cikaret"]),
        st.none() | st.sampled_from(Presence),
        st.none() | st.sampled_from(Ruling),
        st.lists(st.sampled_from(["01", "02", "03", "04", "05", "08", "99"]), max_size=3),
    )
    return st.lists(pairs, unique_by=lambda one: one[0].household)


@given(_meeting())
def test_the_sums_of_the_recap_always_agree(meeting: list[tuple[Candidate, DecisionRow]]) -> None:
    candidates = [one for one, _ in meeting]
    decisions = [row for _, row in meeting]

    result = recap(candidates, decisions)

    assert result.rulings.total == len(candidates)
    assert result.decided + result.rulings.open == len(candidates)
    for part in ("eligible", "not_eligible", "postponed", "open"):
        assert sum(getattr(one.rulings, part) for one in result.by_dusun) == getattr(result.rulings, part)
    assert result.total == result.found + result.proposed
