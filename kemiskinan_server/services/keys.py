"""The server's secrets: the key that signs receipts and forms, and the key that seals tokens and codes."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class BadKeysFileError(Exception):
    """The keys file is there but cannot be used; it is never replaced, since laptops have pinned its key."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"the keys in {path.name} cannot be read")
        self.path = path


@dataclass(frozen=True, slots=True)
class ServerKeys:
    """Laptops pin the public half of `signing` when they enrol."""

    signing: Ed25519PrivateKey
    sealing: bytes

    @property
    def public(self) -> str:
        """The public half, base64."""
        return base64.b64encode(self.signing.public_key().public_bytes_raw()).decode()

    def sign(self, text: bytes) -> str:
        """An Ed25519 signature, base64."""
        return base64.b64encode(self.signing.sign(text)).decode()

    def seal(self, purpose: str, text: str) -> str:
        """A keyed hash that nobody else can make; the purpose keeps uses apart."""
        return hmac.new(self.sealing, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def load_or_make_keys(path: Path) -> ServerKeys:
    """The keys of this installation, made on the first start and readable by its account alone."""
    if not path.exists():
        _make(path)
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
        signing = Ed25519PrivateKey.from_private_bytes(base64.b64decode(stored["signing"], validate=True))
        return ServerKeys(signing, base64.b64decode(stored["sealing"], validate=True))
    except (ValueError, KeyError, TypeError) as error:
        raise BadKeysFileError(path) from error


def _make(path: Path) -> None:
    content = json.dumps(
        {
            "signing": base64.b64encode(Ed25519PrivateKey.generate().private_bytes_raw()).decode(),
            "sealing": base64.b64encode(os.urandom(32)).decode(),
        }
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(f".{os.getpid()}.tmp")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:  # noqa: PTH123 - the mode is given before a byte is written
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
