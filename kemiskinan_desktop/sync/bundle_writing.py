"""Makes the bundles that carry everything unacknowledged to the district; freezes it, and acknowledges nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kemiskinan_desktop.storage import Batch, Enrolment, ExchangeState, Store, Unit
from kemiskinan_desktop.storage.bundles import BundleShelf
from kemiskinan_desktop.sync.bundle_photos import PHOTO_BYTES, Photo, PhotoFile, in_files
from kemiskinan_desktop.sync.receipts import pinned_key
from kemiskinan_desktop.sync.scope_letters import scopes_kept
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import LIMITS, SyncRequest, encode_message
from kemiskinan_domain.wire.bundle import (
    BUNDLE_PROTOCOL,
    PHOTO_PROTOCOL,
    BundleHeader,
    BundleKind,
    key_id,
    private_key,
    public_key,
)
from kemiskinan_domain.wire.bundle_letters import LaptopLetter, write_requests
from kemiskinan_domain.wire.bundle_sealing import seal_bundle

PART_BYTES: Final = 24 * 1024 * 1024
"""Bytes of requests in one file before packing; what is more goes into a further part."""
_REQUEST_BYTES: Final = LIMITS.decompressed // 2


@dataclass(frozen=True, slots=True)
class SealedBundle:
    """A bundle ready to be written; `changes` are in it."""

    header: BundleHeader
    content: bytes
    changes: int


@dataclass(frozen=True, slots=True)
class Sealed:
    """All files of one writing: the records in memory, the photos' still to be written."""

    records: tuple[SealedBundle, ...]
    photos: tuple[PhotoFile, ...]


@dataclass(frozen=True, slots=True)
class Going:
    """What goes along with the changes: photos in the order of work, and names of photos that are asked for.

    `after`: the highest number that a file in the target has, which a restored laptop may have given before.
    """

    photos: tuple[Photo, ...] = ()
    wants: tuple[str, ...] = ()
    after: int = 0
    part_bytes: int = PART_BYTES
    photo_bytes: int = PHOTO_BYTES


def seal_waiting(store: Store, clock: Clock, app_version: str, going: Going) -> Sealed:
    """All that the district has not acknowledged, in parts; with nothing to send, a bundle that asks for news.

    Raises what storage names, BadSignatureError where the pinned key is none.
    """
    files = in_files(going.photos, going.photo_bytes)
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        state, enrolment = unit.meta.exchange(), unit.meta.enrolment()
        parts = _parts(tuple(_batches(unit)), going.part_bytes)
        shelf = BundleShelf(unit)
        first_seq = max(shelf.last_seq(), going.after) + 1
        total = len(parts) + len(files)
        shelf.use_seqs(first_seq, first_seq + total - 1)
        letter = LaptopLetter(
            [(form, version) for form, version, _ in unit.forms.known()], app_version, scopes=scopes_kept(unit)
        )
        peers = [key for client, (_, key) in shelf.devices().items() if client != enrolment.device]
        unit.commit()
    recipients = (pinned_key(enrolment.server_key), *_keys(peers))
    last = msgspec.structs.replace(letter, offers=[one.name for one in going.photos], wants=list(going.wants))
    made, photos = [], []
    for place, part in enumerate([*parts, *([] for _ in files)]):
        header = _header(enrolment, state, part, clock().isoformat())
        header = msgspec.structs.replace(header, seq=first_seq + place, part=place + 1, parts=total)
        lines = write_requests(last if place == total - 1 else letter, _requests(enrolment, state, part))
        if place < len(parts):
            sealed = seal_bundle(header, lines, private_key(enrolment.private_key), recipients)
            made.append(SealedBundle(header, sealed, sum(len(batch.bodies) for batch in part)))
        else:
            inside = files[place - len(parts)]
            header = msgspec.structs.replace(header, protocol=PHOTO_PROTOCOL, photos=len(inside))
            photos.append(PhotoFile(header, lines, inside, recipients))
    return Sealed(tuple(made), tuple(photos))


def _batches(unit: Unit) -> Iterator[Batch]:
    batch: Batch | None = None
    while True:
        batch = unit.exchange.sending.batch(LIMITS.changes, _REQUEST_BYTES, batch)
        if batch is None:
            return
        yield batch


def _parts(batches: Sequence[Batch], part_bytes: int) -> list[list[Batch]]:
    """Batches in files that hold about so many bytes, but always one batch."""
    parts: list[list[Batch]] = [[]]
    size = 0
    for batch in batches:
        weight = sum(len(body) for body in batch.bodies)
        if parts[-1] and size + weight > part_bytes:
            parts.append([])
            size = 0
        parts[-1].append(batch)
        size += weight
    return parts


def _header(enrolment: Enrolment, state: ExchangeState, part: Sequence[Batch], made_at: str) -> BundleHeader:
    return BundleHeader(
        protocol=BUNDLE_PROTOCOL,
        kind=BundleKind.REQUEST,
        village=enrolment.village,
        client=enrolment.client,
        seq=0,
        first=part[0].first if part else 0,
        last=part[-1].last if part else 0,
        cursor=state.cursor,
        recipient=key_id(pinned_key(enrolment.server_key)),
        made_at=made_at,
    )


def _requests(enrolment: Enrolment, state: ExchangeState, part: Sequence[Batch]) -> list[bytes]:
    plain = SyncRequest(
        client=enrolment.client,
        epoch=state.epoch,
        cursor=state.cursor,
        top_mid=state.top_mid,
        acked_mid=state.acked_mid,
        whole=state.full_pull,
    )
    if not part:
        return [encode_message(plain)]
    return [
        encode_message(
            msgspec.structs.replace(
                plain,
                first=batch.first,
                prev=batch.prev,
                chain=batch.chain,
                muts=[msgspec.Raw(body) for body in batch.bodies],
            )
        )
        for batch in part
    ]


def _keys(texts: Sequence[str]) -> list[Ed25519PublicKey]:
    return [key for key in map(public_key, texts) if key is not None]
