"""Other systems of the district that may read: which villages, which fields, until when.

A token is shown once; the database keeps only the SHA-256 of its 256 random bits, which nobody can guess or reverse.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from kemiskinan_domain.people import Area
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.grants import StoredGrant

LONGEST_LIFE: Final = timedelta(days=366)
_PREFIX: Final = "pkd"
_USED_EVERY: Final = timedelta(minutes=10)
"""How exact the time of the last use is; a row is not written for every request."""


class ReadField(StrEnum):
    """What a system may read beyond counts, deciles and states, which every grant gives."""

    DECISIONS = "decisions"
    NAMES = "names"
    NUMBERS = "numbers"
    """NIK and No. KK."""
    ADDRESS = "address"
    MEMBERS = "members"
    """The people of a family, with the fields above."""


@dataclass(frozen=True, slots=True)
class NewGrant:
    """What is to be granted."""

    system: str
    area: Area
    fields: frozenset[ReadField]
    life: timedelta


@dataclass(frozen=True, slots=True)
class Grant:
    """What a system may read."""

    id: str
    system: str
    area: Area
    fields: frozenset[ReadField]
    made_by: str
    made_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None

    def may(self, field: ReadField) -> bool:
        """Whether the field was granted."""
        return field in self.fields


def make_grant(unit: UnitOfWork, wanted: NewGrant, by: str, now: datetime) -> str:
    """Grant it; answers the token, which is told once. The caller commits."""
    grant, secret = secrets.token_hex(6), secrets.token_urlsafe(32)
    life = min(wanted.life, LONGEST_LIFE)
    fields = ",".join(sorted(wanted.fields))
    unit.grants.add(
        StoredGrant(grant, wanted.system, _digest(secret), str(wanted.area), fields, by, now, now + life, None, None)
    )
    unit.directory.note(now, by, "read-grant-made", None, f"{grant} {wanted.system}: {wanted.area} {fields}")
    return f"{_PREFIX}_{grant}_{secret}"


def check_token(unit: UnitOfWork, token: str, now: datetime) -> Grant | None:
    """The grant of a token; None where it is not ours, too old or revoked. The caller commits."""
    prefix, _, rest = token.partition("_")
    grant, _, secret = rest.partition("_")
    stored = unit.grants.get(grant) if prefix == _PREFIX else None
    if stored is None or not hmac.compare_digest(stored.hash.encode(), _digest(secret).encode()):
        return None
    if stored.revoked_at is not None or now >= stored.expires_at:
        return None
    if stored.last_used_at is None or now - stored.last_used_at > _USED_EVERY:
        unit.grants.used(grant, now)
    return _grant(stored)


def revoke_grant(unit: UnitOfWork, grant: str, by: str, now: datetime) -> bool:
    """From the next request on it reads nothing. The caller commits."""
    stored = unit.grants.get(grant)
    if stored is None or stored.revoked_at is not None:
        return False
    unit.grants.revoke(grant, now)
    unit.directory.note(now, by, "read-grant-revoked", None, f"{grant} {stored.system}")
    return True


def grants(unit: UnitOfWork) -> list[Grant]:
    """All, the latest first."""
    return [_grant(stored) for stored in unit.grants.all()]


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _grant(stored: StoredGrant) -> Grant:
    return Grant(
        id=stored.id,
        system=stored.system,
        area=Area(tuple(code for code in stored.area.split(",") if code)),
        fields=frozenset(ReadField(name) for name in stored.fields.split(",") if name in set(ReadField)),
        made_by=stored.made_by,
        made_at=stored.made_at,
        expires_at=stored.expires_at,
        revoked_at=stored.revoked_at,
        last_used_at=stored.last_used_at,
    )
