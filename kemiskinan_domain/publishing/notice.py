"""A notice of the district: what it says, for whom, from when until when, and whether it wants to be confirmed."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum, auto
from typing import Final

from kemiskinan_domain.people import WHOLE_DISTRICT, Area
from kemiskinan_domain.records import Document, FieldValue, RecordId

_READINGS: Final = uuid.UUID("6a1d9c1e-0a53-5d5c-8d0b-7c52e2b6a3f4")


class Urgency(StrEnum):
    """How soon a village should read it; the order is the order on the screen."""

    URGENT = "urgent"
    IMPORTANT = "important"
    ORDINARY = "ordinary"


@dataclass(frozen=True, slots=True)
class NoticeLimits:
    """Signs of a title and of a text, and codes of an address."""

    title: int = 120
    text: int = 8_000
    codes: int = 400


NOTICE_LIMITS: Final = NoticeLimits()


class NoticeProblem(Enum):
    """Why a notice cannot be published."""

    NO_TITLE = auto()
    TITLE_TOO_LONG = auto()
    NO_TEXT = auto()
    TEXT_TOO_LONG = auto()
    ENDS_BEFORE_IT_BEGINS = auto()
    TOO_MANY_ADDRESSES = auto()


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice. `edition` counts from 1 and grows with each correction; `starts` and `until` are the days it shows.

    `at` is when this edition was published, `area` whom it addresses. Without `until` it shows until it is withdrawn.
    """

    title: str
    text: str
    starts: date
    until: date | None = None
    urgency: Urgency = Urgency.ORDINARY
    confirm: bool = False
    area: Area = WHOLE_DISTRICT
    edition: int = 1
    at: str = ""

    def is_for(self, village: str) -> bool:
        """Whether that village is addressed."""
        return self.area.covers(village)

    def is_current(self, day: date) -> bool:
        """Whether it is to be shown on that day."""
        return self.starts <= day and (self.until is None or day <= self.until)

    def to_document(self) -> Document:
        """As it travels and is stored."""
        document: dict[str, FieldValue] = {
            "title": self.title,
            "text": self.text,
            "starts": self.starts.isoformat(),
            "urgency": self.urgency.value,
            "confirm": self.confirm,
            "area": list(self.area.codes),
            "edition": self.edition,
            "at": self.at,
        }
        if self.until is not None:
            document["until"] = self.until.isoformat()
        return document

    @classmethod
    def from_document(cls, document: Mapping[str, object]) -> Notice | None:
        """Reads what travelled; None for what a newer district made of notices, which is then not shown."""
        until, codes, edition = document.get("until"), document.get("area"), document.get("edition", 1)
        if not isinstance(codes, list) or not isinstance(edition, int):
            return None
        try:
            starts = date.fromisoformat(str(document["starts"]))
            last = None if until is None else date.fromisoformat(str(until))
            title, text = str(document["title"]), str(document["text"])
        except (KeyError, ValueError):
            return None
        urgency = document.get("urgency")
        return cls(
            title=title,
            text=text,
            starts=starts,
            until=last,
            urgency=Urgency(str(urgency)) if urgency in set(Urgency) else Urgency.ORDINARY,
            confirm=document.get("confirm") is True,
            area=Area(tuple(str(code) for code in codes)),
            edition=edition,
            at=str(document.get("at", "")),
        )


def problems_of(notice: Notice) -> tuple[NoticeProblem, ...]:
    """All that speaks against publishing it; empty where nothing does."""
    found = (
        (NoticeProblem.NO_TITLE, not notice.title.strip()),
        (NoticeProblem.TITLE_TOO_LONG, len(notice.title) > NOTICE_LIMITS.title),
        (NoticeProblem.NO_TEXT, not notice.text.strip()),
        (NoticeProblem.TEXT_TOO_LONG, len(notice.text) > NOTICE_LIMITS.text),
        (NoticeProblem.ENDS_BEFORE_IT_BEGINS, notice.until is not None and notice.until < notice.starts),
        (NoticeProblem.TOO_MANY_ADDRESSES, len(notice.area.codes) > NOTICE_LIMITS.codes),
    )
    return tuple(problem for problem, holds in found if holds)


def reading_id(notice: RecordId, edition: int, person: str) -> RecordId:
    """The record by which a person says to have read that edition: the same however often it is said."""
    return RecordId(str(uuid.uuid5(_READINGS, f"{notice}/{edition}/{person}")))
