"""The second factor of signing in: time-based codes of six digits (RFC 6238, SHA-1, 30 seconds), each taken once."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP_SECONDS: Final = 30
_DIGITS: Final = 6
_SECRET_BYTES: Final = 20
_DRIFT: Final = (-1, 0, 1)
"""Phones' clocks go wrong: the code before and the one after are taken too."""


def new_secret() -> str:
    """A secret in base32, as authenticator programs take it."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def address_of(secret: str, account: str, issuer: str) -> str:
    """The otpauth address that a QR code carries."""
    return _totp(secret).get_provisioning_uri(account, issuer)


def code_at(secret: str, now: datetime) -> str:
    """The code that an authenticator shows at that moment."""
    return _totp(secret).generate(int(now.timestamp())).decode()


def step_of(secret: str, code: str, now: datetime, last_step: int) -> int | None:
    """The step whose code this is; None where it is wrong, too old, or was taken before."""
    current = int(now.timestamp()) // STEP_SECONDS
    given = "".join(code.split()).encode()
    for drift in _DRIFT:
        step = current + drift
        right = _totp(secret).generate(step * STEP_SECONDS)
        if step > last_step and hmac.compare_digest(right, given):
            return step
    return None


def _totp(secret: str) -> TOTP:
    # Authenticator programs understand SHA-1 everywhere and SHA-256 nearly nowhere; RFC 6238 keeps both.
    return TOTP(base64.b32decode(secret), _DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False)  # noqa: S303
