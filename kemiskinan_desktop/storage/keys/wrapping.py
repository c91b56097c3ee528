"""Wraps the raw database key: AES-256-GCM under a person's or the recovery code's key, age for the district."""

from __future__ import annotations

import os
from typing import Final

import pyrage
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kemiskinan_desktop.storage.cipher import DatabaseKey
from kemiskinan_desktop.storage.keys.recovery_code import RecoveryCode

_NONCE: Final = 12


def wrap(key: DatabaseKey, under: bytes, slot: str) -> bytes:
    """Nonce and ciphertext; `slot` is bound in, so that no slot's content fits another."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(under).encrypt(nonce, key, slot.encode())


def unwrap(wrapped: bytes, under: bytes, slot: str) -> DatabaseKey | None:
    """The key; None where `under` is not the key that wrapped it."""
    try:
        return DatabaseKey(AESGCM(under).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], slot.encode()))
    except InvalidTag:
        return None


def recovery_key(code: RecoveryCode, salt: bytes) -> bytes:
    """HKDF is enough here: the code has 130 random bits, so that guessing needs no slowing down."""
    return HKDF(hashes.SHA256(), 32, salt, b"pendataan-kemiskinan recovery 1").derive(code.encode())


def seal_for_district(key: DatabaseKey, recipient: str) -> bytes:
    """An age file that only the district's private key opens. Raises ValueError for what is no age public key."""
    try:
        return bytes(pyrage.encrypt(bytes(key), [pyrage.x25519.Recipient.from_str(recipient)]))
    except pyrage.RecipientError as error:
        raise ValueError("Not an age public key") from error
