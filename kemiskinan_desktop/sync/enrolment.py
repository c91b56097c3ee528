"""How this laptop becomes known to the district, and how it gets a token afterwards (SYNC 2.9)."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from kemiskinan_desktop.sync.errors import DistrictProblemError
from kemiskinan_desktop.sync.transport import District
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import (
    EnrolmentReply,
    EnrolmentRequest,
    Paths,
    ProblemType,
    TokenReply,
    TokenRequest,
    token_assertion,
)


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """The laptop's Ed25519 key pair; `private` is the raw seed, base64, kept in the encrypted file only."""

    private: str = field(repr=False)
    public: str


class CodeRefusal(Enum):
    """Why the district does not take the one-time code."""

    UNKNOWN = auto()
    EXPIRED = auto()
    USED = auto()
    OTHER_VILLAGE = auto()
    """Taken, but it was made for another village than this file belongs to."""


_REFUSALS: Final = {
    ProblemType.CODE_UNKNOWN: CodeRefusal.UNKNOWN,
    ProblemType.CODE_EXPIRED: CodeRefusal.EXPIRED,
    ProblemType.CODE_USED: CodeRefusal.USED,
}


def new_device_key() -> DeviceKey:
    """A fresh key pair. Keep it for every attempt with one code: the district knows the laptop by it."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption())
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return DeviceKey(base64.b64encode(private).decode(), base64.b64encode(public).decode())


def enrol(
    district: District, code: str, key: DeviceKey, *, device_name: str, app_version: str
) -> EnrolmentReply | CodeRefusal:
    """Ask the district to take this laptop in. Raises the errors of this package where it answers otherwise."""
    try:
        return district.post(Paths.ENROLL, EnrolmentRequest(code, key.public, device_name, app_version), EnrolmentReply)
    except DistrictProblemError as error:
        refusal = None if error.type is None else _REFUSALS.get(error.type)
        if refusal is None:
            raise
        return refusal


@dataclass(frozen=True, slots=True)
class Token:
    """An access token, whose it is, and how many seconds the district's clock is ahead of ours."""

    text: str = field(repr=False)
    device: str
    clock_offset: float


def fetch_token(district: District, client: str, private_key: str, clock: Clock, clock_offset: float) -> Token:
    """A token for this device; a wrong clock costs one more round trip. Raises as `District.post`."""
    guess = (clock() + timedelta(seconds=clock_offset)).isoformat()
    try:
        reply = _ask(district, client, private_key, guess)
    except DistrictProblemError as error:
        said = error.problem.extra.get("server_time")
        if error.type is not ProblemType.TOKEN_EXPIRED or not isinstance(said, str):
            raise
        # The district's own words, not a sum with a clock that may be jumping.
        reply = _ask(district, client, private_key, said)
    return Token(reply.token, client, offset_of(reply.server_time, clock))


def offset_of(server_time: str, clock: Clock) -> float:
    """Seconds that the district's clock is ahead of ours; 0 where its time cannot be read."""
    try:
        return (datetime.fromisoformat(server_time) - clock()).total_seconds()
    except (TypeError, ValueError):
        return 0.0


def _ask(district: District, client: str, private_key: str, time: str) -> TokenReply:
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(private_key))
    signature = base64.b64encode(key.sign(token_assertion(client, time))).decode()
    return district.post(Paths.TOKEN, TokenRequest(client, time, signature), TokenReply)
