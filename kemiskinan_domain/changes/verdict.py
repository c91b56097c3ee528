"""What the district made of one change; a refused change never stops the others."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from kemiskinan_domain.records import RecordId


class VerdictStatus(StrEnum):
    """SYNC 2.7: every status but OK leaves a record that people can see."""

    OK = "ok"
    CONFLICT = "conflict"
    HELD = "held"
    FORBIDDEN = "forbidden"
    INVALID = "invalid"


class Verdict(msgspec.Struct, frozen=True, omit_defaults=True):
    """The status, the conflict records that tell of it, and a stable word for the reason."""

    s: VerdictStatus
    c: list[RecordId] = []
    why: str = ""
    path: str = ""


PLAIN_OK = Verdict(VerdictStatus.OK)
