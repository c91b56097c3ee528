from __future__ import annotations

import pytest

from kemiskinan_domain.deliberation import Presence, Problem, Ruling, Votes, check_decision
from kemiskinan_domain.records import Origin, RecordId
from tests.domain.deliberation.meetings import candidate, decision


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"presence": None}, Problem.PRESENCE_MISSING),
        ({"ruling": None}, Problem.RULING_MISSING),
        ({"ruling": Ruling.NOT_ELIGIBLE}, Problem.REASON_MISSING),
        ({"presence": Presence.NOT_FOUND, "ruling": Ruling.POSTPONED}, Problem.REASON_MISSING),
        ({"presence": Presence.DUPLICATE, "ruling": Ruling.POSTPONED}, Problem.REASON_MISSING),
        ({"reasons": ("99",), "reason_other": "  "}, Problem.REASON_TEXT_MISSING),
        ({"reasons": ("05", "05")}, Problem.REASON_TWICE),
        ({"presence": Presence.NOT_FOUND, "reasons": ("02",)}, Problem.PRESENCE_CONTRADICTS_RULING),
        ({"presence": Presence.DUPLICATE, "reasons": ("04",)}, Problem.PRESENCE_CONTRADICTS_RULING),
        ({"presence": Presence.PROPOSED}, Problem.PRESENCE_CONTRADICTS_ORIGIN),
        ({"votes": Votes(-1, 0)}, Problem.VOTES_NEGATIVE),
        ({"votes": Votes(0, 0)}, Problem.VOTES_EMPTY),
        ({"votes": Votes(8, 2, 1)}, Problem.VOTES_EXCEED_ATTENDANCE),
        ({"votes": Votes(2, 2)}, Problem.VOTES_CONTRADICT_RULING),
        (
            {"votes": Votes(5, 2), "ruling": Ruling.NOT_ELIGIBLE, "reasons": ("05",)},
            Problem.VOTES_CONTRADICT_RULING,
        ),
        ({"household": RecordId("h2")}, Problem.DECISION_OF_ANOTHER_FAMILY),
    ],
)
def test_a_decision_with_one_fault_is_found_to_have_exactly_that(changes: dict[str, object], problem: Problem) -> None:
    findings = check_decision(candidate("h1"), decision("h1", **changes), present=10)

    assert [one.problem for one in findings] == [problem]
    assert findings[0].about == "h1"


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"ruling": Ruling.POSTPONED},
        {"ruling": Ruling.NOT_ELIGIBLE, "reasons": ("99",), "reason_other": "Punya toko"},
        {"presence": Presence.NOT_FOUND, "ruling": Ruling.NOT_ELIGIBLE, "reasons": ("02", "03")},
        {"votes": Votes(6, 3, 1)},
        {"votes": Votes(3, 3), "ruling": Ruling.NOT_ELIGIBLE, "reasons": ("05",)},
    ],
)
def test_a_sound_decision_has_no_findings(changes: dict[str, object]) -> None:
    assert check_decision(candidate("h1"), decision("h1", **changes), present=10) == ()


@pytest.mark.parametrize(
    ("origin", "presence", "ruling", "needed"),
    [
        (Origin.PROPOSED, Presence.PROPOSED, Ruling.ELIGIBLE, True),
        (Origin.PROPOSED, Presence.PROPOSED, Ruling.NOT_ELIGIBLE, True),
        (Origin.PROPOSED, Presence.PROPOSED, Ruling.POSTPONED, False),
        (Origin.PRELIST, Presence.FOUND, Ruling.ELIGIBLE, True),
        (Origin.PRELIST, Presence.FOUND, Ruling.NOT_ELIGIBLE, False),
        (Origin.PRELIST, Presence.NOT_FOUND, Ruling.NOT_ELIGIBLE, False),
    ],
)
def test_who_becomes_eligible_or_is_proposed_must_have_been_surveyed(
    origin: Origin, presence: Presence, ruling: Ruling, needed: bool
) -> None:
    unsurveyed = candidate("h1", origin=origin, survey_complete=False)
    row = decision("h1", presence=presence, ruling=ruling, reasons=("05",))

    problems = {one.problem for one in check_decision(unsurveyed, row)}

    assert (Problem.SURVEY_INCOMPLETE in problems) is needed


def test_a_recorded_exception_stands_in_for_a_survey() -> None:
    unsurveyed = candidate("h1", survey_complete=False)

    assert check_decision(unsurveyed, decision("h1", exception_note="Rumah tertimbun longsor")) == ()


def test_a_proposal_is_never_counted_as_a_family_of_the_prelist() -> None:
    findings = check_decision(candidate("h1", origin=Origin.PROPOSED), decision("h1", presence=Presence.FOUND))

    assert [one.problem for one in findings] == [Problem.PRESENCE_CONTRADICTS_ORIGIN]
