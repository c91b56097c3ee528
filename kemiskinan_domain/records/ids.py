"""Ids that a device makes without asking anybody, and those that two devices must make alike."""

from __future__ import annotations

import uuid
from typing import NewType

import uuid_utils

RecordId = NewType("RecordId", str)
"""A UUID as text: version 7 where a device makes it, version 5 where two devices must agree."""

VillageCode = NewType("VillageCode", str)
"""A Kemendagri code with dots, such as 32.03.01.2001."""

_DECISIONS = uuid.UUID("5d0f3a52-6f38-5a0e-9b52-0f6a3e0c7d11")
_CONFLICTS = uuid.UUID("0b7c7f0e-3c54-5a53-8f0c-4f2f1f6b9a27")


def new_record_id() -> RecordId:
    """A fresh id that sorts by the time it was made (UUIDv7)."""
    return RecordId(str(uuid_utils.uuid7()))


def decision_id(deliberation: RecordId, household: RecordId) -> RecordId:
    """The same on every laptop, so that one family decided twice in one meeting meets in one record."""
    return RecordId(str(uuid.uuid5(_DECISIONS, f"{deliberation}/{household}")))


def conflict_id(record: RecordId, field: str, client: str) -> RecordId:
    """One conflict record for a field and a device; more rejected values append to its log."""
    return RecordId(str(uuid.uuid5(_CONFLICTS, f"{record}/{field}/{client}")))
