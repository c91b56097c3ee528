"""What the exchange by files keeps: bundles written, the village's laptops, and what is carried for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import delete, func, insert, select, update

from kemiskinan_desktop.storage.tables import (
    base,
    carried_bundle,
    carried_change,
    outbox,
    village_device,
    written_bundle,
)
from kemiskinan_domain.changes import Change, decode_change
from kemiskinan_domain.records import RecordId, RecordKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage.unit import Unit

_SEQ = "bundle_seq"
_FIRST_SEQ = "bundle_first_seq"


@dataclass(frozen=True, slots=True)
class WrittenBundle:
    """A bundle that lies on a stick or in a folder; times are ISO texts."""

    client: str
    seq: int
    first_mid: int
    last_mid: int
    size: int
    written_at: str
    answered_at: str | None = None


@dataclass(frozen=True, slots=True)
class CarriedBundle:
    """Another laptop's file, kept as it came."""

    digest: str
    client: str
    seq: int
    first_mid: int
    last_mid: int
    content: bytes
    carried_at: str
    handed_at: str | None = None


@dataclass(frozen=True, slots=True)
class CarriedChange:
    """Another laptop's change that the district has not decided on yet, as far as this laptop knows."""

    client: str
    mid: int
    record: RecordId
    kind: RecordKind
    change: Change


class BundleShelf:
    """Reads and writes within one unit of work."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit
        self._connection = unit._connection

    def last_seq(self) -> int:
        """The highest number that a bundle was given."""
        return self._unit.meta.number(_SEQ)

    def first_of_last(self) -> int:
        """The number of the first file of those that were written last together."""
        return self._unit.meta.number(_FIRST_SEQ) or self.last_seq()

    def use_seqs(self, first: int, last: int) -> None:
        """These numbers are given, to files that belong together."""
        self._unit.meta.set_number(_FIRST_SEQ, first)
        self._unit.meta.set_number(_SEQ, last)

    def add_written(self, written: WrittenBundle) -> None:
        """A bundle that was read back whole."""
        self._connection.execute(
            insert(written_bundle)
            .prefix_with("OR REPLACE")
            .values(
                client=written.client,
                seq=written.seq,
                first_mid=written.first_mid,
                last_mid=written.last_mid,
                size=written.size,
                written_at=written.written_at,
            )
        )

    def written(self, client: str) -> tuple[WrittenBundle, ...]:
        """Bundles of that client id, the latest first."""
        query = select(written_bundle).where(written_bundle.c.client == client).order_by(written_bundle.c.seq.desc())
        return tuple(WrittenBundle(**row._mapping) for row in self._connection.execute(query))

    def set_answered(self, client: str, seq: int, at: datetime) -> bool:
        """An answer to that bundle was read; False where it was before."""
        known = (written_bundle.c.client == client, written_bundle.c.seq == seq)
        query = select(written_bundle.c.answered_at).where(*known)
        if self._connection.execute(query).scalar() is not None:
            return False
        self._connection.execute(update(written_bundle).where(*known).values(answered_at=at.isoformat()))
        return True

    def replay_waits(self) -> bool:
        """Whether a change is sent again while the base shows it: the base may not move before that is acknowledged."""
        query = select(func.count()).select_from(outbox).where(outbox.c.replay.is_(True), outbox.c.acked.is_(False))
        return bool(self._connection.execute(query).scalar_one())

    def waiting(self) -> tuple[tuple[RecordKind, RecordId, int, str], ...]:
        """Kind, id, newest change's number and time of every record that the district has not acknowledged."""
        rows = self._connection.execute(
            select(outbox.c.kind, outbox.c.record, func.max(outbox.c.mid), func.max(outbox.c.saved_at))
            .where(outbox.c.acked.is_(False))
            .group_by(outbox.c.kind, outbox.c.record)
        )
        return tuple((RecordKind(kind), RecordId(record), mid, saved) for kind, record, mid, saved in rows)

    def record_counts(self) -> dict[RecordKind, int]:
        """How many records of each kind the district's lines hold."""
        query = select(base.c.kind, func.count()).where(base.c.deleted.is_(False)).group_by(base.c.kind)
        return {RecordKind(kind): count for kind, count in self._connection.execute(query)}

    def devices(self) -> dict[str, tuple[str, str]]:
        """Client id to name and public key of the village's laptops."""
        rows = self._connection.execute(
            select(village_device.c.client, village_device.c.name, village_device.c.public_key)
        )
        return {row.client: (row.name, row.public_key) for row in rows}

    def replace_devices(self, devices: Iterable[tuple[str, str, str]]) -> None:
        """The district's list as it stands."""
        self._connection.execute(delete(village_device))
        rows = [{"client": client, "name": name, "public_key": key} for client, name, key in devices]
        if rows:
            self._connection.execute(insert(village_device), rows)

    def carry(self, bundle: CarriedBundle, changes: Iterable[tuple[int, bytes]]) -> None:
        """Keep a file for another laptop, and what can be shown of it; files that it contains are dropped."""
        covered = (
            carried_bundle.c.client == bundle.client,
            carried_bundle.c.first_mid >= bundle.first_mid,
            carried_bundle.c.last_mid <= bundle.last_mid,
        )
        self._connection.execute(delete(carried_bundle).where(*covered))
        self._connection.execute(
            insert(carried_bundle).values(
                digest=bundle.digest,
                client=bundle.client,
                seq=bundle.seq,
                first_mid=bundle.first_mid,
                last_mid=bundle.last_mid,
                content=bundle.content,
                carried_at=bundle.carried_at,
            )
        )
        for mid, body in changes:
            change = decode_change(body)
            rev = self._connection.execute(select(base.c.rev).where(base.c.id == change.id)).scalar() or 0
            self._connection.execute(
                insert(carried_change)
                .prefix_with("OR IGNORE")
                .values(client=bundle.client, mid=mid, record=change.id, kind=change.k.value, body=body, base_rev=rev)
            )

    def is_carried(self, client: str, first: int, last: int) -> bool:
        """Whether a file here holds all these changes of that laptop."""
        query = select(carried_bundle.c.digest).where(
            carried_bundle.c.client == client, carried_bundle.c.first_mid <= first, carried_bundle.c.last_mid >= last
        )
        return self._connection.execute(query.limit(1)).first() is not None

    def carried(self) -> tuple[CarriedBundle, ...]:
        """Files that are still to be handed on, the oldest first."""
        query = select(carried_bundle).where(carried_bundle.c.handed_at.is_(None)).order_by(carried_bundle.c.carried_at)
        return tuple(CarriedBundle(**row._mapping) for row in self._connection.execute(query))

    def hand_over(self, client: str, last_mid: int, at: datetime) -> None:
        """The district has that laptop's changes up to there: nothing of them is to be handed on or shown."""
        self._connection.execute(
            update(carried_bundle)
            .where(carried_bundle.c.client == client, carried_bundle.c.last_mid <= last_mid)
            .values(handed_at=at.isoformat())
        )
        self._connection.execute(
            delete(carried_change).where(carried_change.c.client == client, carried_change.c.mid <= last_mid)
        )

    def carried_changes(self) -> tuple[CarriedChange, ...]:
        """What is shown of carried files: changes of records that the district has not moved since they came here."""
        query = (
            select(carried_change.c.client, carried_change.c.mid, carried_change.c.body)
            .outerjoin(base, base.c.id == carried_change.c.record)
            .where(func.coalesce(base.c.rev, 0) <= carried_change.c.base_rev)
            .order_by(carried_change.c.client, carried_change.c.mid)
        )
        found = []
        for client, mid, body in self._connection.execute(query):
            change = decode_change(body)
            found.append(CarriedChange(client, mid, change.id, change.k, change))
        return tuple(found)
