"""How a laptop becomes known to the district, and how it proves later that it is the same (SYNC 2.9)."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import msgspec


class EnrolmentRequest(msgspec.Struct, frozen=True):
    """The one-time code and the public half of the key that the laptop made (Ed25519, base64)."""

    code: str
    public_key: str
    device_name: str
    app_version: str


class FormNotice(msgspec.Struct, frozen=True):
    """A questionnaire version that the village is to use; `digest` is SHA-256 of the compiled text."""

    id: str
    version: str
    digest: str


def forms_digest(notices: Sequence[FormNotice]) -> str:
    """A short word that changes with the list of questionnaires, in whatever order it comes."""
    listed = sorted((notice.id, notice.version, notice.digest) for notice in notices)
    return hashlib.sha256(msgspec.json.encode(listed)).hexdigest()[:16]


class EnrolmentReply(msgspec.Struct, frozen=True, omit_defaults=True):
    """Who the laptop is now, where it belongs, and the district key that it pins (Ed25519, base64)."""

    client: str
    village: str
    village_name: str
    subdistrict_name: str
    district_name: str
    server_key: str
    training: bool = False
    forms: list[FormNotice] = []


class TokenRequest(msgspec.Struct, frozen=True):
    """A signed assertion: `signature` is Ed25519 of `token_assertion(client, time)`, base64.

    `time` is server time as the laptop knows it (own clock plus the offset learnt from replies).
    """

    client: str
    time: str
    signature: str


class TokenReply(msgspec.Struct, frozen=True):
    """An access token for one device and its village; `server_time` corrects a wrong clock."""

    token: str
    expires_in: int
    """Seconds."""
    server_time: str


class LedgerEntry(msgspec.Struct, frozen=True, array_like=True):
    """One change of a device as the district processed it."""

    mid: int
    chain: str


class LedgerReply(msgspec.Struct, frozen=True):
    """All processed changes of a device from a number on."""

    client: str
    last_mid: int
    entries: list[LedgerEntry]


def token_assertion(client: str, time: str) -> bytes:
    """The bytes that a device signs to get a token."""
    return f"pendataan-kemiskinan token 1\n{client}\n{time}".encode()


def incarnation_of(device: str, tag: str) -> str:
    """The client id of a laptop's file after it turned out to be a copy: numbers start anew (SYNC 2.2, rule 6)."""
    return f"{device_of(device)}~{tag}"


def device_of(client: str) -> str:
    """The enrolled device behind a client id: whose key signs and whom a token is given to."""
    return client.partition("~")[0]
