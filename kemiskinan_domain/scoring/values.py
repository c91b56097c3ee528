"""What an assessment says: each indicator with the answers it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol

from kemiskinan_domain.records import FieldValue


class Judgement(Enum):
    """Whether an indicator holds; a missing or ambiguous answer is neither yes nor no."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_BE_JUDGED = "cannot_be_judged"


class Wording(Protocol):
    """The questionnaire's words for its questions and answers."""

    def label(self, question: str, person: str = "") -> str:
        """The words of a question, asked of that person where it is a member's."""

    def words(self, question: str, value: FieldValue) -> str:
        """An answer as the questionnaire shows it."""


class CodesAsWords:
    """Where no questionnaire is at hand: names and codes as they are stored."""

    def label(self, question: str, person: str = "") -> str:
        """The question's name."""
        return question

    def words(self, question: str, value: FieldValue) -> str:
        """The stored value."""
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@dataclass(frozen=True, slots=True)
class Basis:
    """One answer that an indicator rests on; `value` and `words` are empty where it is missing.

    `member` is the place (from 0) of the member whose answer it is. `residents` is set instead of an answer where
    members were counted.
    """

    question: str
    label: str
    value: str = ""
    words: str = ""
    member: int | None = None
    member_name: str = ""
    residents: int | None = None

    @property
    def missing(self) -> bool:
        """Whether the answer is not there."""
        return not self.value and self.residents is None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One criterion of a set, judged for one family."""

    code: str
    titles: Mapping[str, str]
    judgement: Judgement
    basis: tuple[Basis, ...]

    def title(self, language: str = "id") -> str:
        """Its words; Bahasa Indonesia where that language is not there."""
        return self.titles.get(language) or self.titles["id"]


@dataclass(frozen=True, slots=True)
class CriteriaResult:
    """A set of criteria for one family. `verified` is false while the regulation's own text was not read."""

    set: str
    titles: Mapping[str, str]
    source: str
    valid_from: date
    verified: bool
    indicators: tuple[Indicator, ...]
    poor_from: int | None = None

    def title(self, language: str = "id") -> str:
        """Its words; Bahasa Indonesia where that language is not there."""
        return self.titles.get(language) or self.titles["id"]

    def count(self, judgement: Judgement) -> int:
        """How many indicators were judged so."""
        return sum(1 for one in self.indicators if one.judgement is judgement)

    @property
    def reaches(self) -> Judgement | None:
        """Whether so many hold as the source asks for; None where the source names no number."""
        if self.poor_from is None:
            return None
        met = self.count(Judgement.MET)
        if met >= self.poor_from:
            return Judgement.MET
        possible = met + self.count(Judgement.CANNOT_BE_JUDGED)
        return Judgement.CANNOT_BE_JUDGED if possible >= self.poor_from else Judgement.NOT_MET


@dataclass(frozen=True, slots=True)
class DesilPoint:
    """The desil that one pre-list gave the family (1 is the poorest tenth); None where that list has none."""

    source: str
    period: str
    desil: int | None


@dataclass(frozen=True, slots=True)
class Assessment:
    """Help for the meeting about one family; it is shown, never stored and never sent."""

    results: tuple[CriteriaResult, ...]
    desils: tuple[DesilPoint, ...] = ()

    def result(self, set_name: str) -> CriteriaResult | None:
        """The result of a set by its name (`fakir-miskin`, `bps-14`)."""
        return next((one for one in self.results if one.set == set_name), None)
