"""Which fields of a document are searched, listed or ruled on, and so have a typed column on both sides."""

from __future__ import annotations

from typing import Final

from kemiskinan_domain.records.kinds import RecordKind

TYPED_FIELDS: Final[dict[RecordKind, tuple[str, ...]]] = {
    RecordKind.HOUSEHOLD: (
        "no_kk",
        "no_kk_state",
        "head_name",
        "dusun",
        "rt",
        "rw",
        "address",
        "origin",
        "desil",
        "survey_state",
        "review",
        "form",
    ),
    RecordKind.MEMBER: (
        "parent",
        "position",
        "name",
        "nik",
        "nik_state",
        "sex",
        "birth_date",
        "relation",
        "presence",
    ),
    RecordKind.PRELIST_ENTRY: ("parent", "batch", "source", "period", "received", "source_id", "desil"),
    RecordKind.DELIBERATION: (
        "type",
        "purpose",
        "number",
        "title",
        "date",
        "start_time",
        "end_time",
        "place",
        "chair_name",
        "chair_position",
        "secretary_name",
        "village_head_name",
        "agenda",
        "legal_basis",
        "method",
        "invited",
        "quorum_percent",
        "state",
        "lock_hash",
        "lock_code",
        "locked_at",
    ),
    RecordKind.ATTENDANCE: ("parent", "position", "name", "element", "sex", "mark", "signed_by"),
    RecordKind.DECISION: (
        "parent",
        "household",
        "position",
        "presence",
        "decision",
        "reasons",
        "reason_other",
        "dissent",
        "vote_yes",
        "vote_no",
        "household_rev",
        "exception",
    ),
    RecordKind.OBJECTION: ("parent", "household", "objector", "text", "outcome", "date"),
    RecordKind.ENROLMENT: ("parent", "programme", "segment", "kpj", "payer", "start_date", "end_date"),
    RecordKind.ATTACHMENT: ("parent", "purpose", "sha256", "size", "mime", "file_name"),
    RecordKind.REMARK: ("parent", "field", "text", "by", "at", "state"),
    RecordKind.CONFLICT: ("parent", "parent_kind", "field", "why", "state"),
}
"""`desil`, `position`, `invited`, `quorum_percent`, `vote_*`, `household_rev` and `size` are whole numbers,
`reasons` is a list of codes, dates are ISO days, times are HH:MM, all else is text."""

_DERIVED: Final = frozenset({"age", "score"})


def is_derived(field: str) -> bool:
    """Derived values are computed where they are shown; they are never stored as a change nor sent."""
    return field in _DERIVED
