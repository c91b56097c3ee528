"""States that a record passes through; the values are stored and travel."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum

from kemiskinan_domain.records.kinds import RecordKind


class Origin(StrEnum):
    """Where a family came from: the district's pre-list, or proposed in the village."""

    PRELIST = "prelist"
    PROPOSED = "usulan"


class SurveyState(StrEnum):
    """How far the questionnaire of a family is."""

    NOT_STARTED = "not_started"
    DRAFT = "draft"
    COMPLETE = "complete"


class ReviewState(StrEnum):
    """Where a record stands between village and district (SYNC 2.6)."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    APPROVED = "approved"
    RETURNED = "returned"


LOCKED_REVIEW_STATES = frozenset({ReviewState.SUBMITTED, ReviewState.UNDER_REVIEW, ReviewState.APPROVED})
"""While the district holds a record, a village's edit of it is kept aside, never applied and never lost."""


ANNOUNCED_FIELD = "answers.announced_on"
DAYS_FIELD = "answers.objection_days"
_AFTER_LOCK = frozenset({ANNOUNCED_FIELD, DAYS_FIELD})
_WORKER = "worker."


def may_follow_lock(kind: RecordKind, fields: Collection[str]) -> bool:
    """Whether the village still writes these fields while the district holds the record.

    Of a locked session: when its list was posted and for how long. Of a member of a family under review: what a person
    says of the worker, because cover by BPJS begins only after the meeting.
    """
    if kind is RecordKind.DELIBERATION:
        return _AFTER_LOCK.issuperset(fields)
    return kind is RecordKind.MEMBER and all(name.startswith(_WORKER) for name in fields)


class NikState(StrEnum):
    """Whether a person has a NIK; only PRESENT goes with digits."""

    PRESENT = "ada"
    NONE_YET = "belum_ada"
    NEEDS_CHECK = "perlu_diperiksa"


class FamilyCardState(StrEnum):
    """Whether a family has a Kartu Keluarga."""

    PRESENT = "ada"
    NONE_YET = "belum_ada"
    NEEDS_CHECK = "perlu_diperiksa"
