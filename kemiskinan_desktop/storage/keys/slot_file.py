"""The file with the key slots: read strictly, and replaced as a whole, so that never half of one is there."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

import msgspec

from kemiskinan_desktop.storage.errors import KeySlotsDamagedError, KeySlotsMissingError, naming_full_disk
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_domain.people import Role

FORMAT: Final = 1


class PassphraseSlot(msgspec.Struct, frozen=True):
    """One person's way in."""

    person: str
    name: str
    role: Role
    salt: bytes
    memory: int
    passes: int
    lanes: int
    wrapped: bytes


class RecoverySlot(msgspec.Struct, frozen=True):
    """The printed code's way in."""

    salt: bytes
    wrapped: bytes


class DistrictSlot(msgspec.Struct, frozen=True):
    """The district's way in: an age file for its public key."""

    recipient: str
    sealed: bytes


class Slots(msgspec.Struct, frozen=True):
    """All ways to the key."""

    people: tuple[PassphraseSlot, ...]
    recovery: RecoverySlot
    district: DistrictSlot | None = None


class _File(msgspec.Struct, frozen=True):
    format: int
    slots: msgspec.Raw
    digest: str


def read_slots(path: Path) -> Slots:
    """The slots. Raises KeySlotsMissingError, or KeySlotsDamagedError where the digest or the form is wrong."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise KeySlotsMissingError(path) from error
    try:
        file = msgspec.json.decode(content, type=_File)
        if file.format != FORMAT or hashlib.sha256(bytes(file.slots)).hexdigest() != file.digest:
            raise KeySlotsDamagedError(path)
        return msgspec.json.decode(file.slots, type=Slots)
    except msgspec.MsgspecError as error:
        raise KeySlotsDamagedError(path) from error


def write_slots(path: Path, slots: Slots) -> None:
    """Replace the file as a whole. Raises DiskFullError, and then the old file stands."""
    body = msgspec.json.encode(slots)
    file = _File(FORMAT, msgspec.Raw(body), hashlib.sha256(body).hexdigest())
    with naming_full_disk():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, msgspec.json.encode(file))
