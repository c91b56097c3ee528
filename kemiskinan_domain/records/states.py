"""States that a record passes through; the values are stored and travel."""

from __future__ import annotations

from enum import StrEnum


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
FIELDS_AFTER_LOCK = frozenset({ANNOUNCED_FIELD, DAYS_FIELD})
"""Of a locked session: when its list was posted and for how long; the village writes both after the lock."""


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
