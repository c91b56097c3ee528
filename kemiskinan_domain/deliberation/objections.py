"""After the lock: the list on the board, how long it may be objected to, and what became of each objection.

How long the list hangs is no rule that could be read (DOMAIN 1.3 row 4 marks it [B]): each meeting has its own.
The announcement is written after the lock and so stands outside the seal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum, StrEnum, auto
from typing import Final

from kemiskinan_domain.records import ANNOUNCED_FIELD, DAYS_FIELD, Document, RecordId, read_field

DEFAULT_OBJECTION_DAYS: Final = 7
"""Calendar days that a village's tata tertib replaces; from no regulation, so that screens say it is to be checked."""


class ObjectionOutcome(StrEnum):
    """What became of an objection; the values are stored. An accepted one leads to an addendum."""

    ACCEPTED = "diterima"
    REJECTED = "ditolak"
    WITHDRAWN = "dicabut"


class ObjectionProblem(Enum):
    """What an objection lacks, or what is strange about its day."""

    OBJECTOR_MISSING = auto()
    ABOUT_MISSING = auto()
    TEXT_MISSING = auto()
    DATE_MISSING = auto()
    BEFORE_ANNOUNCEMENT = auto()
    AFTER_PERIOD = auto()
    ANSWER_MISSING = auto()


MAY_STAND: Final = frozenset({ObjectionProblem.BEFORE_ANNOUNCEMENT, ObjectionProblem.AFTER_PERIOD})
"""The village may hear an objection outside the period; it is told, not forbidden."""


@dataclass(frozen=True, slots=True)
class ObjectionPeriod:
    """The list hangs from `begins`, that day included, for so many calendar days."""

    begins: date
    days: int = DEFAULT_OBJECTION_DAYS

    @property
    def ends(self) -> date:
        """The last day on which an objection is in time."""
        return self.begins + timedelta(days=max(self.days, 1) - 1)

    def running(self, today: date) -> bool:
        """Whether that day lies within."""
        return self.begins <= today <= self.ends

    def over(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Who objects to what the meeting decided; `household` is None where it is about a family that is not listed."""

    id: RecordId
    household: RecordId | None = None
    about: str = ""
    objector: str = ""
    objector_place: str = ""
    text: str = ""
    made_on: date | None = None
    outcome: ObjectionOutcome | None = None
    answer: str = ""
    decided_on: date | None = None


def read_period(document: Document) -> ObjectionPeriod | None:
    """The period of a `deliberation` record; None while the list was not announced."""
    announced = read_field(document, ANNOUNCED_FIELD)
    days = read_field(document, DAYS_FIELD)
    begins = _day(announced)
    if begins is None:
        return None
    known = isinstance(days, int) and not isinstance(days, bool) and days > 0
    return ObjectionPeriod(begins, days if known and isinstance(days, int) else DEFAULT_OBJECTION_DAYS)


def read_objection(record: RecordId, document: Document) -> Objection:
    """What an `objection` record holds; what is absent or unknown reads as not answered."""
    outcome = document.get("outcome")
    household = _text(document, "household")
    return Objection(
        id=record,
        household=RecordId(household) if household else None,
        about=_text(document, "answers.about"),
        objector=_text(document, "objector"),
        objector_place=_text(document, "answers.objector_place"),
        text=_text(document, "text"),
        made_on=_day(document.get("date")),
        outcome=ObjectionOutcome(outcome) if outcome in set(ObjectionOutcome) else None,
        answer=_text(document, "answers.answer"),
        decided_on=_day(read_field(document, "answers.decided_on")),
    )


def objection_document(objection: Objection, session: RecordId) -> Document:
    """The document of an `objection` record against that meeting."""
    answers: Document = {
        "about": objection.about.strip(),
        "objector_place": objection.objector_place.strip(),
        "answer": objection.answer.strip(),
        "decided_on": objection.decided_on.isoformat() if objection.decided_on else None,
    }
    fields: Document = {
        "parent": session,
        "household": objection.household,
        "objector": objection.objector.strip(),
        "text": objection.text.strip(),
        "date": objection.made_on.isoformat() if objection.made_on else None,
        "outcome": str(objection.outcome) if objection.outcome else None,
        "answers": {name: value for name, value in answers.items() if value} or None,
    }
    return {name: value for name, value in fields.items() if value}


def check_objection(objection: Objection, period: ObjectionPeriod | None) -> tuple[ObjectionProblem, ...]:
    """What it lacks; problems in MAY_STAND are told and do not keep it from being recorded."""
    lacks = (
        (not objection.objector.strip(), ObjectionProblem.OBJECTOR_MISSING),
        (objection.household is None and not objection.about.strip(), ObjectionProblem.ABOUT_MISSING),
        (not objection.text.strip(), ObjectionProblem.TEXT_MISSING),
        (objection.made_on is None, ObjectionProblem.DATE_MISSING),
        (objection.outcome is not None and not objection.answer.strip(), ObjectionProblem.ANSWER_MISSING),
    )
    found = [problem for missing, problem in lacks if missing]
    if objection.made_on is not None and period is not None:
        if objection.made_on < period.begins:
            found.append(ObjectionProblem.BEFORE_ANNOUNCEMENT)
        if period.over(objection.made_on):
            found.append(ObjectionProblem.AFTER_PERIOD)
    return tuple(found)


def _text(document: Document, field: str) -> str:
    value = read_field(document, field)
    return value if isinstance(value, str) else ""


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
