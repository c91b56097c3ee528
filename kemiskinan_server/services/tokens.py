"""Access tokens: who asks, for which village, until when by the server's clock (SYNC 2.9)."""

from __future__ import annotations

import base64
import binascii
import hmac
from datetime import datetime, timedelta

import msgspec

from kemiskinan_domain.people import Role
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.services.keys import ServerKeys


class Bearer(msgspec.Struct, frozen=True):
    """The device that a token was given to; `exp` is seconds since 1970."""

    client: str
    village: VillageCode
    role: Role
    exp: int


def issue(keys: ServerKeys, client: str, village: VillageCode, role: Role, until: datetime) -> str:
    """A sealed token."""
    claims = base64.urlsafe_b64encode(msgspec.json.encode(Bearer(client, village, role, int(until.timestamp()))))
    return f"{claims.decode()}.{keys.seal('token', claims.decode())}"


def read(keys: ServerKeys, token: str, now: datetime) -> Bearer | Problem:
    """Who holds it; a token that is not ours or too old must be renewed."""
    claims, _, seal = token.partition(".")
    if not hmac.compare_digest(keys.seal("token", claims).encode(), seal.encode()):
        return Problem.of(ProblemType.TOKEN_EXPIRED, "The token is not known", server_time=now.isoformat())
    try:
        bearer = msgspec.json.decode(base64.urlsafe_b64decode(claims), type=Bearer)
    except (msgspec.MsgspecError, binascii.Error) as error:
        raise RuntimeError("we sealed a token that we cannot read") from error
    if now.timestamp() >= bearer.exp:
        return Problem.of(ProblemType.TOKEN_EXPIRED, "The token has expired", server_time=now.isoformat())
    return bearer


ASSERTION_WINDOW = timedelta(minutes=10)
"""How far the time of an assertion may lie from the server's."""
