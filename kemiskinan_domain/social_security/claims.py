"""What heirs can claim when a covered worker has died, and by when it must be reported."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

from kemiskinan_domain.social_security.book import Book, Claim
from kemiskinan_domain.social_security.enrolment import Enrolment

_HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class ClaimDue:
    """A claim of the book, and the last day to report it; None where no deadline was seen in a source."""

    claim: Claim
    due: date | None


def claims_of(book: Book, enrolment: Enrolment) -> tuple[ClaimDue, ...]:
    """The claims that the end of this enrolment opens; none where the cover did not stand on that day."""
    ended, start = enrolment.ended_on, enrolment.start
    if ended is None or start is None or ended < start or enrolment.kpj is None:
        return ()
    if enrolment.end is not None and enrolment.end < ended:
        return ()
    days = (ended - start).days
    return tuple(
        ClaimDue(claim, _due(claim, ended))
        for claim in book.claims
        if claim.on == enrolment.end_reason
        and claim.programme in enrolment.programmes
        and claim.valid_from <= ended
        and claim.member_days_from <= days
        and (claim.member_days_below is None or days < claim.member_days_below)
    )


def _due(claim: Claim, ended: date) -> date | None:
    hours = claim.report_within_hours
    return None if hours is None else ended + timedelta(days=math.ceil(hours / _HOURS_A_DAY))
