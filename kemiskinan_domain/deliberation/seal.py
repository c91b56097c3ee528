"""The seal of a locked meeting: one digest over session, attendance and decisions, and its code on paper.

SHA-256 over canonical JSON (RFC 8785), so that laptop and district, now or in ten years, compute the same.
State and lock themselves are left out: locking must not change what it seals.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import rfc8785

from kemiskinan_domain.deliberation.documents import attendee_document, decision_document, session_document
from kemiskinan_domain.deliberation.meeting import Attendee, DecisionRow, LockSeal, Session
from kemiskinan_domain.records import Document, FieldValue

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES = {letter: value for value, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_LENGTH = 16
_NOT_SEALED = frozenset({"state", "lock_hash", "lock_code", "locked_at"})
_FORMAT = 1


def lock_hash(session: Session, attendance: Iterable[Attendee], decisions: Iterable[DecisionRow]) -> LockSeal:
    """Seal the meeting; the order in which rows arrive makes no difference."""
    sealed = {name: value for name, value in session_document(session).items() if name not in _NOT_SEALED}
    content: Document = {
        "format": _FORMAT,
        "session": {"id": session.id, **sealed},
        "attendance": _ordered({"id": one.id, **attendee_document(one, session.id)} for one in attendance),
        "decisions": _ordered({"id": row.id, **decision_document(row, session.id)} for row in decisions),
    }
    digest = hashlib.sha256(rfc8785.dumps(content)).digest()
    return LockSeal(digest.hex(), _code(digest))


def verify(seal: LockSeal, session: Session, attendance: Iterable[Attendee], decisions: Iterable[DecisionRow]) -> bool:
    """Whether the data is still exactly what was sealed."""
    return lock_hash(session, attendance, decisions) == seal


def read_code(text: str) -> str | None:
    """A code as somebody typed it from paper, in its printed form; None when a letter must be wrong."""
    letters = "".join(text.upper().replace("-", " ").split())
    values = [_VALUES.get(letter) for letter in letters]
    known = [value for value in values if value is not None]
    if len(values) != _LENGTH or len(known) != _LENGTH or _check_value(known[:-1]) != known[-1]:
        return None
    return _grouped(known)


def code_matches(text: str, seal: LockSeal) -> bool:
    """Whether a typed code is the one of this seal."""
    return read_code(text) == seal.code


def _ordered(documents: Iterable[Document]) -> list[FieldValue]:
    return [*sorted(documents, key=rfc8785.dumps)]


def _code(digest: bytes) -> str:
    """The first 75 bits of the digest as 15 letters, and a check letter."""
    number = int.from_bytes(digest[:10], "big") >> 5
    values = [(number >> shift) & 31 for shift in range(5 * (_LENGTH - 2), -1, -5)]
    return _grouped([*values, _check_value(values)])


def _grouped(values: list[int]) -> str:
    letters = "".join(_ALPHABET[value] for value in values)
    return "-".join(letters[start : start + 4] for start in range(0, _LENGTH, 4))


def _check_value(values: list[int]) -> int:
    """A weighted sum over GF(32): any one wrong letter and any two swapped letters change it."""
    total = 0
    for value in values:
        total = _times_two(total ^ value)
    return total


def _times_two(value: int) -> int:
    doubled = value << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled
