"""Takes another laptop's file along: handed on unchanged, shown where it can be read, never sent as an own change."""

from __future__ import annotations

import hashlib

import msgspec

from kemiskinan_desktop.storage import Enrolment, Store
from kemiskinan_desktop.storage.bundles import BundleShelf, CarriedBundle
from kemiskinan_desktop.sync.bundle_photos import Keeping
from kemiskinan_desktop.sync.receipts import pinned_key
from kemiskinan_domain.changes import decode_change
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import device_of
from kemiskinan_domain.wire.bundle import BundleKind, BundleRefusal, private_key, public_key
from kemiskinan_domain.wire.bundle_letters import Requests, read_requests
from kemiskinan_domain.wire.bundle_sealing import Envelope


def carry_bundle(store: Store, envelope: Envelope, content: bytes, clock: Clock) -> int | BundleRefusal:
    """Keep a file of another laptop of this village; answers how many changes it brought that were not here.

    A laptop is known by the key that the district vouched for; a stranger's file is refused.
    """
    refusal, enrolment = _of_a_neighbour(store, envelope)
    if refusal is not None:
        return refusal
    header = envelope.header
    changes = _changes(envelope, enrolment) if header.kind is BundleKind.REQUEST else []
    if isinstance(changes, BundleRefusal):
        return changes
    with store.unit() as unit:
        shelf = BundleShelf(unit)
        if header.kind is BundleKind.ANSWER:
            shelf.hand_over(header.client, header.last, clock())
        elif header.last == 0 or shelf.is_carried(header.client, header.first, header.last):
            return 0
        shelf.carry(
            CarriedBundle(
                digest=hashlib.sha256(content).hexdigest(),
                client=header.client,
                seq=header.seq,
                first_mid=header.first,
                last_mid=header.last,
                content=content,
                carried_at=clock().isoformat(),
            ),
            changes,
        )
        unit.commit()
    return len(changes)


def carry_photos(store: Store, envelope: Envelope, clock: Clock) -> int | BundleRefusal:
    """Keep the bytes in a file of another laptop of this village; answers how many were not here.

    They go on to the district as this laptop's own do: their name proves them, whoever brings them (0120).
    """
    refusal, enrolment = _of_a_neighbour(store, envelope)
    if refusal is not None:
        return refusal
    keeping = Keeping(store, clock)
    opened = envelope.opened(private_key(enrolment.private_key), keeping)
    return opened if isinstance(opened, BundleRefusal) else keeping.new


def _of_a_neighbour(store: Store, envelope: Envelope) -> tuple[BundleRefusal | None, Enrolment]:
    """Why a file is not of another laptop of this village, or not the district's answer to one; None where it is."""
    with store.view() as unit:
        enrolment, devices = unit.meta.enrolment(), BundleShelf(unit).devices()
    header = envelope.header
    if header.village != enrolment.village:
        return BundleRefusal.OTHER_VILLAGE, enrolment
    device = devices.get(device_of(header.client))
    key = public_key(device[1]) if device is not None else None
    if key is None:
        return BundleRefusal.UNKNOWN_DEVICE, enrolment
    signer = key if header.kind is BundleKind.REQUEST else pinned_key(enrolment.server_key)
    return (None if envelope.is_from(signer) else BundleRefusal.FORGED), enrolment


def _changes(envelope: Envelope, enrolment: Enrolment) -> list[tuple[int, bytes]] | BundleRefusal:
    """Number and body of each change; none where the writer did not know this laptop and sealed it to others."""
    content = envelope.opened(private_key(enrolment.private_key))
    if content is BundleRefusal.NOT_FOR_US:
        return []
    found = content if isinstance(content, BundleRefusal) else read_requests(content)
    if not isinstance(found, Requests):
        return found
    if any(request.client != envelope.header.client for request in found.requests):
        return BundleRefusal.OTHER_DEVICE
    bodies = [(one.first + at, bytes(body)) for one in found.requests for at, body in enumerate(one.muts)]
    for _, body in bodies:
        try:
            decode_change(body)
        except (msgspec.MsgspecError, ValueError, RecursionError):
            return BundleRefusal.MALFORMED
    return bodies
