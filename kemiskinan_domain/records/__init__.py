"""The kinds of record that laptop and district exchange, their ids, and how a field is read and written."""

from kemiskinan_domain.records.documents import (
    Document,
    FieldValue,
    draft_of,
    fields_of,
    place_field,
    read_field,
    with_field,
    without_field,
)
from kemiskinan_domain.records.fields import TYPED_FIELDS, is_derived
from kemiskinan_domain.records.ids import (
    RecordId,
    VillageCode,
    conflict_id,
    decision_id,
    new_record_id,
)
from kemiskinan_domain.records.kinds import PARENT_KIND, RecordKind
from kemiskinan_domain.records.states import (
    ANNOUNCED_FIELD,
    DAYS_FIELD,
    LOCKED_REVIEW_STATES,
    FamilyCardState,
    NikState,
    Origin,
    ReviewState,
    SurveyState,
    may_follow_lock,
)

__all__ = [
    "ANNOUNCED_FIELD",
    "DAYS_FIELD",
    "LOCKED_REVIEW_STATES",
    "PARENT_KIND",
    "TYPED_FIELDS",
    "Document",
    "FamilyCardState",
    "FieldValue",
    "NikState",
    "Origin",
    "RecordId",
    "RecordKind",
    "ReviewState",
    "SurveyState",
    "VillageCode",
    "conflict_id",
    "decision_id",
    "draft_of",
    "fields_of",
    "is_derived",
    "may_follow_lock",
    "new_record_id",
    "place_field",
    "read_field",
    "with_field",
    "without_field",
]
