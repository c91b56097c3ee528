"""What a meeting decided on, so that a later change of the family shows.

`household_rev` is the district's revision that the laptop had, 0 where the district had not seen the family. Offline
that number says little: own answers wait in the outbox and the revision moves when they arrive, though nothing
changed. So a digest of the content goes beside it (`answers.household_digest`), and the digest decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

import msgspec

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import StoredRecord

DIGEST_FIELD: Final = "answers.household_digest"
_NOT_CONTENT: Final = frozenset({"review", "form", "double_entry"})


def content_digest(household: StoredRecord, members: Iterable[StoredRecord]) -> str:
    """The first 16 hexadecimal digits of SHA-256 over family and members, without review and double entry."""
    parts = [
        [record.id, {name: value for name, value in record.document.items() if name not in _NOT_CONTENT}]
        for record in (household, *sorted(members, key=lambda one: one.id))
    ]
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()[:16]
