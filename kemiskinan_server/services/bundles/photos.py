"""Attachments' bytes in bundles: taken into the village's store as over the network, and given back when asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import Problem, device_of
from kemiskinan_domain.wire.blobs import is_blob_name
from kemiskinan_domain.wire.bundle import PHOTO_PROTOCOL, BundleHeader, BundleKind, key_id, public_key
from kemiskinan_domain.wire.bundle_letters import DistrictLetter
from kemiskinan_domain.wire.bundle_reading import written_blobs
from kemiskinan_domain.wire.bundle_sealing import write_bundle
from kemiskinan_domain.wire.sync import encode_message
from kemiskinan_server.services.blobs import receive_whole, state_of
from kemiskinan_server.services.context import ServerContext
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.bundles import TakenBundle

PHOTO_BYTES: Final = 1000 * 1000 * 1000
"""Bytes of attachments in one file of an answer."""
MOST_WANTED: Final = 5000
"""Attachments that one laptop gets by one answer."""


class NoRoomError(Exception):
    """The district's disk is full; what was taken before stands."""


class Receiving:
    """Puts a bundle's bytes into a village's store, each in its own transaction. Raises NoRoomError."""

    def __init__(self, context: ServerContext, village: VillageCode) -> None:
        self._context = context
        self._village = village
        self._files = BlobFiles(context.settings.blobs_folder)
        self.new = 0

    def __call__(self, sha256: str, content: bytes) -> None:
        """Take one in; what is there already stays."""
        with self._context.database.unit_of_work() as unit:
            known = state_of(unit, self._files, self._village, sha256)
            if known is not None and known.complete:
                return
            now = self._context.clock()
            taken = receive_whole(unit, self._files, self._village, sha256, content=content, now=now)
            unit.commit()
        if isinstance(taken, Problem):
            raise NoRoomError
        self.new += 1


def held_of(context: ServerContext, village: VillageCode, names: list[str]) -> list[str]:
    """Of these, what the district holds whole, by its rows and its files."""
    files = BlobFiles(context.settings.blobs_folder)
    wished = {name for name in names if is_blob_name(name)}
    with context.database.unit_of_work() as unit:
        found = unit.blobs.held(village, wished) if wished else {}
    return sorted(name for name, size in found.items() if files.is_whole(village, name, size))


def wanted_of(context: ServerContext, village: VillageCode, names: list[str]) -> list[str]:
    """Of these, in their order, what the laptop can be given: named by its village's records and held whole."""
    asked = [name for name in names if is_blob_name(name)][:MOST_WANTED]
    if not asked:
        return []
    held = set(held_of(context, village, asked))
    with context.database.unit_of_work() as unit:
        named = unit.blobs.named(village)
    return [name for name in asked if name in held and name in named]


@dataclass(frozen=True, slots=True)
class PhotoAnswer:
    """A file of photos for a laptop, still to be written; `size` is about what it weighs: the photos' own bytes."""

    header: BundleHeader
    names: tuple[str, ...]
    addressee: Ed25519PublicKey
    size: int = 0


def photo_answers(context: ServerContext, taken: TakenBundle) -> list[PhotoAnswer]:
    """The files that bring a laptop what it asked for; none once it was shut out."""
    village = VillageCode(taken.village)
    names = wanted_of(context, village, list(taken.asked))
    with context.database.unit_of_work() as unit:
        device = unit.ledger.client(device_of(taken.client))
        sizes = unit.blobs.held(village, names)
    key = public_key(device.public_key) if device is not None else None
    if device is None or key is None or device.revoked or device.village != taken.village:
        return []
    files = list(_in_files(names, sizes))
    plain = BundleHeader(
        protocol=PHOTO_PROTOCOL,
        kind=BundleKind.ANSWER,
        village=taken.village,
        client=taken.client,
        seq=taken.seq,
        parts=len(files),
        recipient=key_id(key),
        made_at=context.clock().isoformat(),
    )
    return [
        PhotoAnswer(
            msgspec.structs.replace(plain, part=part, photos=len(file)), file, key, sum(sizes[name] for name in file)
        )
        for part, file in enumerate(files, 1)
    ]


def write_photo_answer(context: ServerContext, answer: PhotoAnswer, target: BinaryIO) -> str:
    """Write that file piece by piece; answers its SHA-256. Raises OSError."""
    files, village = BlobFiles(context.settings.blobs_folder), VillageCode(answer.header.village)

    def blobs() -> Iterator[tuple[str, bytes]]:
        for name in answer.names:
            with context.database.unit_of_work() as unit:
                stored = state_of(unit, files, village, name)
            if stored is not None and stored.complete:
                yield name, b"".join(files.read(village, name, 0, stored.have))

    def content() -> Iterator[bytes]:
        yield encode_message(DistrictLetter(server_time=context.clock().isoformat()))
        yield from written_blobs(blobs())

    return write_bundle(target, answer.header, content(), context.keys.signing, [answer.addressee])


def _in_files(names: list[str], sizes: dict[str, int]) -> Iterator[tuple[str, ...]]:
    file: list[str] = []
    size = 0
    for name in names:
        if file and size + sizes[name] > PHOTO_BYTES:
            yield tuple(file)
            file, size = [], 0
        file.append(name)
        size += sizes[name]
    if file:
        yield tuple(file)
