"""What is known of a person when the rules are asked, and what is still missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kemiskinan_domain.identity import Kpj, kpj_findings, read_kpj
from kemiskinan_domain.records import FieldValue
from kemiskinan_domain.social_security.codes import CoverState, Missing, WorkerStatus

QUESTIONS: Final = ("r407", "r416a", "r417", "r418", "r431f", "kpj")
"""Stated age, works, field of work, position, social security, KPJ: questions of the household form (Regsosek)."""

KPJ_GOOD: Final = "ada"
KPJ_ODD: Final = "janggal"
"""A KPJ of another length than eleven: it may be an old card, so a person looks at it."""
_MEMBER_OF_BPJS: Final = frozenset({"1", "2"})


@dataclass(frozen=True, slots=True)
class WorkerFacts:
    """Codes of the questionnaire, full years on the registration day, and what the enrolments amount to."""

    presence: str | None = None
    ruling: str | None = None
    age: int | None = None
    stated_age: int | None = None
    works: str | None = None
    position: str | None = None
    sector: str | None = None
    insurance: frozenset[str] | None = None
    kpj: str | None = None
    cover: str | None = None
    ended: str | None = None
    """Why an enrolment ended, where that says something of the person: death, or a move without cover since."""


@dataclass(frozen=True, slots=True)
class Papers:
    """What `missing` asks beside the rules' facts."""

    nik: bool
    birth_date: bool
    start_date: bool = True
    proof: bool = True
    enrolled: bool = False


def full_years(born: date, day: date) -> int:
    """Full years on that day; who was born on 29 February is a year older on 1 March of a common year.

    The day counted from is background: no regulation on it was seen.
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def day_of(value: FieldValue) -> date | None:
    """An ISO day; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def facts_of(
    answers: Mapping[str, FieldValue],
    *,
    presence: str | None,
    born: date | None,
    ruling: str | None,
    cover: CoverState,
    day: date,
    ended: str | None = None,
) -> WorkerFacts:
    """The facts on that day from a member's answers (see QUESTIONS)."""
    stated, chosen = answers.get("r407"), answers.get("r431f")
    return WorkerFacts(
        presence,
        ruling,
        None if born is None else full_years(born, day),
        stated if isinstance(stated, int) else None,
        _code(answers.get("r416a")),
        _code(answers.get("r418")),
        _code(answers.get("r417")),
        frozenset(str(code) for code in chosen) if isinstance(chosen, list) else None,
        kpj_grade(answers.get("kpj")),
        None if cover is CoverState.NONE else cover.value,
        ended,
    )


def kpj_grade(value: FieldValue) -> str | None:
    """KPJ_GOOD, KPJ_ODD, or None where there is no readable KPJ."""
    if not isinstance(value, str) or not value:
        return None
    read = read_kpj(value)
    if not isinstance(read, str):
        return None
    return KPJ_ODD if kpj_findings(Kpj(read)) else KPJ_GOOD


def missing(facts: WorkerFacts, papers: Papers, status: WorkerStatus) -> tuple[Missing, ...]:
    """What is still to be found out; nothing for who is not eligible, papers of membership for who is enrolled."""
    if status is WorkerStatus.NOT_ELIGIBLE:
        return ()
    lacks = [(Missing.NIK, not papers.nik), (Missing.BIRTH_DATE, not papers.birth_date)]
    if papers.enrolled:
        lacks += [
            (Missing.KPJ, facts.cover == CoverState.WAITING_NUMBER),
            (Missing.START_DATE, not papers.start_date),
            (Missing.PROOF, not papers.proof),
        ]
    else:
        claims = facts.insurance is not None and not _MEMBER_OF_BPJS.isdisjoint(facts.insurance)
        unknown = facts.insurance is None or "99" in facts.insurance
        lacks += [
            (Missing.WORK, facts.works is None),
            (Missing.SECTOR, facts.works == "1" and facts.sector is None),
            (Missing.POSITION, facts.works == "1" and facts.position is None),
            (Missing.INSURANCE, unknown),
            (Missing.KPJ, claims and facts.kpj is None),
            (Missing.RULING, facts.ruling is None),
        ]
    return tuple(one for one, lacking in lacks if lacking)


def _code(value: FieldValue) -> str | None:
    return value if isinstance(value, str) and value else None
