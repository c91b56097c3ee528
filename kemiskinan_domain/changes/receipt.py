"""The district's signed word that it holds a batch (SYNC 2.14): a record is *terkirim* only with it."""

from __future__ import annotations

import base64
import hashlib

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from kemiskinan_domain.changes.chain import ChainValue
from kemiskinan_domain.records import RecordId, VillageCode


class ReceiptEntry(msgspec.Struct, frozen=True, array_like=True):
    """One record as the district stored it: id, revision, SHA-256 of the stored line (hexadecimal)."""

    id: RecordId
    rev: int
    digest: str


class Receipt(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the district vouches for; `signature` is Ed25519 over all else, base64."""

    village: VillageCode
    client: str
    first_mid: int
    last_mid: int
    chain: ChainValue
    rev: int
    records: list[ReceiptEntry]
    time: str
    signature: str = ""


_encoder = msgspec.json.Encoder(order="deterministic")


def _signed_bytes(receipt: Receipt) -> bytes:
    return _encoder.encode(msgspec.structs.replace(receipt, signature=""))


def sign_receipt(receipt: Receipt, key: Ed25519PrivateKey) -> Receipt:
    """The receipt with the district's signature."""
    signature = base64.b64encode(key.sign(_signed_bytes(receipt))).decode()
    return msgspec.structs.replace(receipt, signature=signature)


def verify_receipt(receipt: Receipt, key: Ed25519PublicKey) -> bool:
    """Whether the pinned district key signed exactly this receipt."""
    try:
        key.verify(base64.b64decode(receipt.signature, validate=True), _signed_bytes(receipt))
    except (InvalidSignature, ValueError):
        return False
    return True


_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_code(receipt: Receipt) -> str:
    """A short code for paper, 12 Crockford letters in three groups; the district's page confirms it."""
    number = int.from_bytes(hashlib.sha256(_signed_bytes(receipt)).digest()[:8], "big") >> 4
    letters = [_ALPHABET[(number >> (5 * place)) & 31] for place in range(11, -1, -1)]
    return "-".join("".join(letters[start : start + 4]) for start in (0, 4, 8))
