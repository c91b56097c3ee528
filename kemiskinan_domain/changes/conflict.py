"""The record that keeps a value which could not be applied: nothing that a person wrote is ever dropped."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, cast

from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind


class ConflictReason(StrEnum):
    """Why the values met."""

    FIELD = "field"
    DELETE_VS_EDIT = "delete-vs-edit"
    EDIT_VS_DELETE = "edit-vs-delete"
    DUPLICATE = "duplicate"
    LOCKED = "locked"
    STATE = "state"
    INVALID = "invalid"
    FORBIDDEN = "forbidden"


class ConflictState(StrEnum):
    """Whether a person still has to choose."""

    OPEN = "open"
    SETTLED = "settled"


def append_rejected(
    conflict: Document | None,
    *,
    parent: RecordId,
    parent_kind: RecordKind,
    field: str,
    why: ConflictReason,
    entry: Document,
) -> Document:
    """The conflict's document with one more rejected value in its log; a settled one is open again.

    An entry that is already there (the same device and number) is not written twice.
    """
    if conflict is None:
        conflict = {"parent": parent, "parent_kind": parent_kind, "field": field, "why": why, "log": []}
    log = list(cast("list[FieldValue]", conflict.get("log") or []))
    if entry not in log:
        log.append(cast("FieldValue", entry))
    return {**conflict, "log": log, "state": ConflictState.OPEN}


WHOLE_CHANGES: Final = frozenset({ConflictReason.INVALID, ConflictReason.FORBIDDEN})
"""Of a change that was set aside with all its bytes: there is no value to choose, a person closes it with a reason."""


def settle(conflict: Document, *, by: str, at: str, rev: int, reason: str = "") -> Document:
    """The conflict's document after a person chose; its log stays readable for ever, and so does the reason."""
    settled: Document = {
        **conflict,
        "state": ConflictState.SETTLED,
        "settled_by": by,
        "settled_at": at,
        "settled_rev": rev,
    }
    return settled | {"settled_why": reason} if reason else settled
