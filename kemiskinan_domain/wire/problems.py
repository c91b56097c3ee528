"""Problem types (RFC 9457): a client acts on the type, never on the text."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import msgspec

PROBLEM_BASE = "urn:pendataan-kemiskinan:problem:"
"""Prefix of the `type` member; stable for ever."""


class ProblemType(StrEnum):
    """SYNC 2.7, and the few that enrolment adds."""

    CLIENT_ROLLED_BACK = "client-rolled-back"
    MUTATION_FORK = "mutation-fork"
    MUTATION_GAP = "mutation-gap"
    EPOCH_CHANGED = "epoch-changed"
    CURSOR_AHEAD = "cursor-ahead"
    CURSOR_TOO_OLD = "cursor-too-old"
    PROTOCOL_TOO_OLD = "protocol-too-old"
    TRUNCATED_BODY = "truncated-body"
    DIGEST_MISMATCH = "digest-mismatch"
    MALFORMED = "malformed"
    TOO_LARGE = "too-large"
    UNSUPPORTED_ENCODING = "unsupported-encoding"
    TOKEN_EXPIRED = "token-expired"  # noqa: S105 - a word of the protocol
    DEVICE_REVOKED = "device-revoked"
    DEVICE_UNKNOWN = "device-unknown"
    """The district has never seen this device, or was restored from a backup that is older than its enrolment."""
    SCOPE_FORBIDDEN = "scope-forbidden"
    BUSY = "busy"
    RATE_LIMITED = "rate-limited"
    CODE_UNKNOWN = "code-unknown"
    CODE_EXPIRED = "code-expired"
    CODE_USED = "code-used"
    OFFSET_MISMATCH = "offset-mismatch"
    """A piece of an attachment does not follow what is there; `offset` says where to go on."""
    BLOB_MISMATCH = "blob-mismatch"
    """All bytes of an attachment came, and they are not what its name says: they were dropped."""
    STORAGE_FULL = "storage-full"
    NOT_FOUND = "not-found"
    INTERNAL = "internal"


_STATUS: dict[ProblemType, int] = {
    ProblemType.CLIENT_ROLLED_BACK: 409,
    ProblemType.MUTATION_FORK: 409,
    ProblemType.MUTATION_GAP: 409,
    ProblemType.EPOCH_CHANGED: 409,
    ProblemType.CURSOR_AHEAD: 409,
    ProblemType.CURSOR_TOO_OLD: 410,
    ProblemType.PROTOCOL_TOO_OLD: 426,
    ProblemType.TRUNCATED_BODY: 400,
    ProblemType.DIGEST_MISMATCH: 400,
    ProblemType.MALFORMED: 400,
    ProblemType.TOO_LARGE: 413,
    ProblemType.UNSUPPORTED_ENCODING: 415,
    ProblemType.TOKEN_EXPIRED: 401,
    ProblemType.DEVICE_REVOKED: 403,
    ProblemType.DEVICE_UNKNOWN: 403,
    ProblemType.SCOPE_FORBIDDEN: 403,
    ProblemType.BUSY: 503,
    ProblemType.RATE_LIMITED: 429,
    ProblemType.CODE_UNKNOWN: 404,
    ProblemType.CODE_EXPIRED: 410,
    ProblemType.CODE_USED: 409,
    ProblemType.OFFSET_MISMATCH: 409,
    ProblemType.BLOB_MISMATCH: 422,
    ProblemType.STORAGE_FULL: 507,
    ProblemType.NOT_FOUND: 404,
    ProblemType.INTERNAL: 500,
}


def status_of(problem: ProblemType) -> int:
    """The HTTP status that goes with a problem type."""
    return _STATUS[problem]


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """The body of an `application/problem+json` answer; `extra` carries what the type promises (`expected` …)."""

    type: str
    status: int
    title: str = ""
    extra: dict[str, Any] = {}

    @classmethod
    def of(cls, problem: ProblemType, title: str = "", **extra: int | str) -> Problem:
        """A problem of that type, with its members."""
        return cls(PROBLEM_BASE + problem, status_of(problem), title, dict(extra))

    @property
    def problem_type(self) -> ProblemType | None:
        """The type as both sides know it; None for a stranger's."""
        try:
            return ProblemType(self.type.removeprefix(PROBLEM_BASE))
        except ValueError:
            return None
