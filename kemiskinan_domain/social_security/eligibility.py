"""Who is to be checked, eligible, covered, not eligible: the first rule that holds says so, or a person does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final

from kemiskinan_domain.records import FieldValue
from kemiskinan_domain.social_security.book import Book, Condition, Rule, RuleVersion
from kemiskinan_domain.social_security.codes import CoverState, EndReason, Fact, WorkerStatus
from kemiskinan_domain.social_security.facts import WorkerFacts

Test = Callable[[WorkerFacts], bool]


@dataclass(frozen=True, slots=True)
class Overruling:
    """A person said otherwise than the rules, and why."""

    status: WorkerStatus
    reason: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The status, the rule that holds, and the overruling where there is one."""

    status: WorkerStatus
    rule: Rule
    overruled: Overruling | None = None


_YIELDING: Final = frozenset({WorkerStatus.ELIGIBLE, WorkerStatus.TO_CHECK})


class NoRulesError(Exception):
    """The book has no rules for that day."""


class Eligibility:
    """The rules of one day, ready to be asked for a whole village."""

    def __init__(self, book: Book, day: date) -> None:
        """Raises NoRulesError."""
        version = _version_on(book, day)
        self.day = day
        self._rules = tuple(
            (tuple(_test(condition) for condition in rule.when), Standing(rule.status, rule)) for rule in version.rules
        )

    def standing(self, facts: WorkerFacts, overruled: Overruling | None = None) -> Standing:
        """Where a person stands; the rule stays named under an overruling, so that both can be shown.

        Cover in force and a recorded death came after somebody said *memenuhi* or *wajib dicek*, and go before it.
        """
        if overruled is not None and overruled.status in _YIELDING and _is_recorded(facts):
            overruled = None
        for tests, standing in self._rules:
            for test in tests:
                if not test(facts):
                    break
            else:
                return standing if overruled is None else Standing(overruled.status, standing.rule, overruled)
        raise AssertionError("the last rule has no condition")


def overruling_of(group: FieldValue) -> Overruling | None:
    """The overruling in a member's field group `worker`; an unknown status is none."""
    if not isinstance(group, Mapping):
        return None
    status, reason = group.get("status"), group.get("reason")
    if not isinstance(status, str) or status not in set(WorkerStatus) or not isinstance(reason, str):
        return None
    return Overruling(WorkerStatus(status), reason, str(group.get("by") or ""), str(group.get("at") or ""))


def _is_recorded(facts: WorkerFacts) -> bool:
    return facts.cover == CoverState.ACTIVE or facts.ended == EndReason.DEATH


def _version_on(book: Book, day: date) -> RuleVersion:
    for version in book.eligibility:
        if version.valid_from <= day and (version.valid_until is None or day <= version.valid_until):
            return version
    raise NoRulesError(day.isoformat())


def _test(condition: Condition) -> Test:
    value = attrgetter(condition.fact.value)
    wanted = frozenset(condition.any_of)
    if condition.missing:
        return lambda facts: value(facts) is None
    if condition.fact is Fact.INSURANCE:
        return lambda facts: (held := value(facts)) is not None and not wanted.isdisjoint(held)
    if wanted:
        return lambda facts: value(facts) in wanted
    low, high = condition.at_least, condition.below

    def within(facts: WorkerFacts) -> bool:
        number = value(facts)
        return number is not None and (low is None or number >= low) and (high is None or number < high)

    return within
