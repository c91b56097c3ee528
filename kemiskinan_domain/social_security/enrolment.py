"""One enrolment of a worker, and what all of a person's enrolments amount to on a day.

Each enrolment is a record of its own and stays; a correction is a change of its fields, which keeps its history.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.identity import Kpj, KpjFinding, KpjRefusal, kpj_findings, read_kpj
from kemiskinan_domain.records import FieldValue, RecordId
from kemiskinan_domain.social_security.book import CoverRules
from kemiskinan_domain.social_security.codes import CoverState, EndReason, Payer, Programme, Segment
from kemiskinan_domain.social_security.facts import day_of


@dataclass(frozen=True, slots=True)
class Enrolment:
    """As recorded; codes that this program does not know are kept as text. `start` is the effective date."""

    id: RecordId
    member: RecordId
    programmes: frozenset[str]
    segment: str | None
    kpj: str | None
    payer: str | None
    start: date | None
    end: date | None
    proof: str
    ended_on: date | None
    end_reason: str | None
    end_note: str
    handed_on: date | None
    handed_to: str
    handed_by: str
    rev: int = 0


@dataclass(frozen=True, slots=True)
class Cover:
    """The best of a person's enrolments on a day. `waiting`: less than the waiting days, so the benefit is small."""

    state: CoverState
    enrolment: Enrolment | None = None
    member_days: int | None = None
    days_left: int | None = None
    waiting: bool = False
    expiring: bool = False

    @property
    def card_due(self) -> bool:
        """There is a number, and nobody wrote down that the card was handed over."""
        one = self.enrolment
        return one is not None and one.kpj is not None and one.ended_on is None and one.handed_on is None


NO_COVER: Final = Cover(CoverState.NONE)


class EnrolmentFault(Enum):
    """Why an enrolment cannot be taken as typed."""

    KPJ_NOT_A_KPJ = auto()
    KPJ_LOST_DIGITS = auto()
    KPJ_OF_ANOTHER = auto()
    PROGRAMME_MISSING = auto()
    SEGMENT_MISSING = auto()
    PAYER_MISSING = auto()
    END_BEFORE_START = auto()


class EnrolmentWarning(Enum):
    """What a person should know and may overrule."""

    KPJ_UNUSUAL_LENGTH = auto()
    VILLAGE_FUND = auto()
    WITHOUT_MINIMUM = auto()
    """For the self-employed JKK and JKM go together (DOMAIN 4.1)."""


@dataclass(frozen=True, slots=True)
class EnrolmentDraft:
    """What a person typed; texts as they stand in the fields."""

    programmes: frozenset[Programme]
    segment: Segment | None
    kpj: str
    payer: Payer | None
    start: date | None = None
    end: date | None = None
    proof: str = ""


def read_enrolment(record: RecordId, document: Mapping[str, FieldValue], rev: int = 0) -> Enrolment:
    """The enrolment in a record's document; what cannot be read is as if it were not there."""
    programmes = document.get("programme")
    return Enrolment(
        id=record,
        member=RecordId(_text(document, "parent")),
        programmes=frozenset(str(one) for one in programmes) if isinstance(programmes, list) else frozenset(),
        segment=_text(document, "segment") or None,
        kpj=_text(document, "kpj") or None,
        payer=_text(document, "payer") or None,
        start=day_of(document.get("start_date")),
        end=day_of(document.get("end_date")),
        proof=_text(document, "proof"),
        ended_on=day_of(document.get("ended_on")),
        end_reason=_text(document, "end_reason") or None,
        end_note=_text(document, "end_note"),
        handed_on=day_of(document.get("handed_on")),
        handed_to=_text(document, "handed_to"),
        handed_by=_text(document, "handed_by"),
        rev=rev,
    )


def state_on(enrolment: Enrolment, day: date) -> CoverState:
    """What one enrolment is worth on that day; it still counts on its last day."""
    if enrolment.ended_on is not None and enrolment.ended_on <= day:
        return CoverState.ENDED
    if enrolment.kpj is None:
        return CoverState.WAITING_NUMBER
    if enrolment.start is None:
        return CoverState.UNDATED
    if enrolment.start > day:
        return CoverState.FUTURE
    return CoverState.EXPIRED if enrolment.end is not None and enrolment.end < day else CoverState.ACTIVE


_ORDER: Final = (
    CoverState.ACTIVE,
    CoverState.FUTURE,
    CoverState.UNDATED,
    CoverState.WAITING_NUMBER,
    CoverState.EXPIRED,
    CoverState.ENDED,
)


def cover_on(enrolments: Iterable[Enrolment], day: date, rules: CoverRules) -> Cover:
    """The best enrolment on that day; of equal ones the one that began last."""
    listed = [(state_on(one, day), one) for one in enrolments]
    if not listed:
        return NO_COVER
    listed.sort(key=lambda pair: (pair[1].start or date.min, pair[1].id), reverse=True)
    state, best = min(listed, key=lambda pair: _ORDER.index(pair[0]))
    if state is not CoverState.ACTIVE or best.start is None:
        return Cover(state, best)
    days = (day - best.start).days
    left = None if best.end is None else (best.end - day).days
    return Cover(
        state, best, days, left, days < rules.waiting_days, expiring=left is not None and left <= rules.expiring_days
    )


def ended_by(enrolments: Iterable[Enrolment], cover: Cover) -> str | None:
    """Death, whichever enrolment says so; a move only while no later enrolment counts."""
    if any(one.ended_on is not None and one.end_reason == EndReason.DEATH for one in enrolments):
        return EndReason.DEATH.value
    return cover.enrolment.end_reason if cover.state is CoverState.ENDED and cover.enrolment is not None else None


def faults_in(draft: EnrolmentDraft, kpj_holders: Iterable[RecordId], member: RecordId) -> tuple[EnrolmentFault, ...]:
    """Why the draft cannot be recorded; `kpj_holders` are the members who have that number already."""
    faults = []
    kpj = read_kpj(draft.kpj)
    if kpj is KpjRefusal.NOT_A_KPJ:
        faults.append(EnrolmentFault.KPJ_NOT_A_KPJ)
    elif kpj is KpjRefusal.LOST_DIGITS:
        faults.append(EnrolmentFault.KPJ_LOST_DIGITS)
    elif any(holder != member for holder in kpj_holders):
        faults.append(EnrolmentFault.KPJ_OF_ANOTHER)
    missing = (
        (not draft.programmes, EnrolmentFault.PROGRAMME_MISSING),
        (draft.segment is None, EnrolmentFault.SEGMENT_MISSING),
        (draft.payer is None, EnrolmentFault.PAYER_MISSING),
        (
            draft.start is not None and draft.end is not None and draft.end < draft.start,
            EnrolmentFault.END_BEFORE_START,
        ),
    )
    return (*faults, *(fault for lacking, fault in missing if lacking))


def warnings_on(draft: EnrolmentDraft) -> tuple[EnrolmentWarning, ...]:
    """What the person should read before saving."""
    kpj = read_kpj(draft.kpj)
    odd = isinstance(kpj, str) and KpjFinding.UNUSUAL_LENGTH in kpj_findings(Kpj(kpj))
    both = {Programme.JKK, Programme.JKM} <= draft.programmes
    found = (
        (odd, EnrolmentWarning.KPJ_UNUSUAL_LENGTH),
        (draft.payer in {Payer.VILLAGE_FUND, Payer.VILLAGE_BUDGET}, EnrolmentWarning.VILLAGE_FUND),
        (draft.segment is Segment.BPU and bool(draft.programmes) and not both, EnrolmentWarning.WITHOUT_MINIMUM),
    )
    return tuple(warning for holds, warning in found if holds)


def draft_fields(draft: EnrolmentDraft) -> dict[str, FieldValue]:
    """The draft as fields of a record; an empty text is no field."""
    kpj = read_kpj(draft.kpj)
    programmes: list[FieldValue] = [*sorted(one.value for one in draft.programmes)]
    return {
        "programme": programmes or None,
        "segment": None if draft.segment is None else draft.segment.value,
        "kpj": kpj if isinstance(kpj, str) else None,
        "payer": None if draft.payer is None else draft.payer.value,
        "start_date": None if draft.start is None else draft.start.isoformat(),
        "end_date": None if draft.end is None else draft.end.isoformat(),
        "proof": draft.proof.strip() or None,
    }


def _text(document: Mapping[str, FieldValue], field: str) -> str:
    value = document.get(field)
    return value if isinstance(value, str) else ""
