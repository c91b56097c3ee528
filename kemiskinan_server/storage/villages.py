"""The records of a village: locked, read and written under the village's row, by the one writer only."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import (
    Connection,
    RowMapping,
    Select,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    union_all,
    update,
)
from sqlalchemy.exc import OperationalError

from kemiskinan_domain.changes import Checksum
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.storage.base import ServerTable, table_of
from kemiskinan_server.storage.copying import copy_rows
from kemiskinan_server.storage.indexing import projected
from kemiskinan_server.storage.projections import PROJECTIONS, ConflictRow, HouseholdRow, MemberRow, PrelistEntryRow
from kemiskinan_server.storage.standings import Standings
from kemiskinan_server.storage.tables import HistoryRow, RecordRow, VillageRow
from kemiskinan_server.storage.values import FeedPage, RecordWrite, StoredRecord, VillageHead

_village = table_of(VillageRow)
_record = table_of(RecordRow)
_history = table_of(HistoryRow)
_conflict = table_of(ConflictRow)
_entry = table_of(PrelistEntryRow)
_UNIQUE = {RecordKind.MEMBER: (table_of(MemberRow), "nik"), RecordKind.HOUSEHOLD: (table_of(HouseholdRow), "no_kk")}
_HOLDERS = r'"holders":\[[^]]*\]'
"""Where a conflict's line names the records that share a number; a quote inside a text is written with a backslash."""


class VillageBusyError(Exception):
    """Another transaction holds the village or the device for longer than a request may wait."""


class Villages:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, village: VillageHead) -> None:
        """A new village without records."""
        self._connection.execute(
            insert(_village).values(
                code=village.code,
                name=village.name,
                subdistrict=village.subdistrict,
                district=village.district,
                training=village.training,
                epoch=village.epoch,
                head=village.head,
                live_count=village.checksum.count,
                csum=village.checksum.text,
                durable_rev=village.durable_rev,
            )
        )

    def get(self, code: VillageCode) -> VillageHead | None:
        """The village as the last commit left it."""
        return self._one(select(_village).where(_village.c.code == code))

    def lock(self, code: VillageCode, *, writing: bool) -> VillageHead | None:
        """The village, kept still until the transaction ends. Raises `VillageBusyError`."""
        return self._one(select(_village).where(_village.c.code == code).with_for_update(read=not writing))

    def _one(self, statement: Select[*tuple[object, ...]]) -> VillageHead | None:
        try:
            row = self._connection.execute(statement).mappings().first()
        except OperationalError as error:
            raise VillageBusyError from error
        return None if row is None else _as_head(row)

    def all(self) -> list[VillageHead]:
        """Every village, by code."""
        rows = self._connection.execute(select(_village).order_by(_village.c.code)).mappings()
        return [_as_head(row) for row in rows]

    def save_head(self, code: VillageCode, head: int, checksum: Checksum) -> None:
        """Where the revisions stand after a write."""
        self._connection.execute(
            update(_village)
            .where(_village.c.code == code)
            .values(head=head, live_count=checksum.count, csum=checksum.text)
        )

    def start_epoch(self, code: VillageCode, epoch: str) -> None:
        """After a restore from backup: laptops are to send again what the backup lacks."""
        self._connection.execute(update(_village).where(_village.c.code == code).values(epoch=epoch))

    def mark_durable(self, revisions: dict[VillageCode, int]) -> None:
        """A backup holds everything up to these revisions."""
        for code, rev in revisions.items():
            self._connection.execute(
                update(_village)
                .where(_village.c.code == code)
                .values(durable_rev=func.greatest(_village.c.durable_rev, func.least(_village.c.head, rev)))
            )

    def forget_tombstones(self, code: VillageCode, rev: int) -> int:
        """Drop the tombstones up to a revision; answers how many. The caller holds the village's lock."""
        old = (_record.c.village == code, _record.c.deleted.is_(True), _record.c.rev <= rev)
        newest = self._connection.execute(select(func.max(_record.c.rev)).where(*old)).scalar()
        if newest is None:
            return 0
        gone = self._connection.execute(delete(_record).where(*old)).rowcount
        floor = func.greatest(_village.c.floor, newest)
        self._connection.execute(update(_village).where(_village.c.code == code).values(floor=floor))
        return gone

    def records(self, code: VillageCode, ids: Collection[str]) -> dict[RecordId, StoredRecord]:
        """Those of the ids that the village has."""
        if not ids:
            return {}
        columns = _record.c
        rows = self._connection.execute(
            select(
                columns.id,
                columns.kind,
                columns.rev,
                columns.deleted,
                columns.line,
                columns.digest,
                columns.last_document,
                columns.parent,
            ).where(columns.village == code, columns.id == func.any(list(ids)))
        )
        return {
            row[0]: StoredRecord(row[0], RecordKind(row[1]), row[2], row[3], row[4].encode(), row[5], row[6], row[7])
            for row in rows
        }

    def page(self, code: VillageCode, cursor: int, limit_bytes: int) -> FeedPage:
        """At least one line where there is one, else as many as fit."""
        lines: list[bytes] = []
        room, chunk = limit_bytes, max(16, min(512, limit_bytes // 400))
        while True:
            rows = self._connection.execute(
                select(_record.c.rev, _record.c.line)
                .where(_record.c.village == code, _record.c.rev > cursor)
                .order_by(_record.c.rev)
                .limit(chunk)
            ).all()
            for rev, line in rows:
                encoded = line.encode()
                if lines and len(encoded) + 1 > room:
                    return FeedPage(lines, cursor)
                lines.append(encoded)
                room -= len(encoded) + 1
                cursor = rev
            if len(rows) < chunk:
                return FeedPage(lines, cursor, last=True)

    def same_number(self, code: VillageCode, kind: RecordKind, values: Collection[str]) -> list[tuple[RecordId, str]]:
        """Live people with one of these NIKs, or families with one of these No. KK."""
        table, name = _UNIQUE[kind]
        column = table.c[name]
        rows = self._connection.execute(
            select(table.c.id, column).where(table.c.village == code, column == func.any(list(values)))
        )
        return [(row[0], row[1]) for row in rows]

    def entries_by_source(self, code: VillageCode, source: str, ids: Collection[str]) -> dict[str, list[RecordId]]:
        """The families that earlier lists of this source named by these ids, the latest list first."""
        rows = self._connection.execute(
            select(_entry.c.source_id, _entry.c.parent)
            .where(
                _entry.c.village == code,
                _entry.c.source == source,
                _entry.c.source_id == func.any(list(ids)),
                _entry.c.parent.is_not(None),
            )
            .order_by(_entry.c.period.desc())
        )
        families: dict[str, list[RecordId]] = {}
        for source_id, household in rows:
            families.setdefault(source_id, []).append(household)
        return families

    def last_listed(self, code: VillageCode, source: str, period: str) -> set[str]:
        """What the source's latest list of another period named in that village."""
        other = (_entry.c.village == code, _entry.c.source == source, _entry.c.period != period)
        latest = select(func.max(_entry.c.period)).where(*other).scalar_subquery()
        rows = self._connection.execute(select(_entry.c.source_id).where(*other, _entry.c.period == latest))
        return {row[0] for row in rows if row[0] is not None}

    def open_conflicts(self, code: VillageCode, record: RecordId) -> list[RecordId]:
        """Open conflicts about a record or what belongs to it, and those of a number that one of them shares."""
        family = union_all(
            select(literal(record).label("id")),
            select(_record.c.id).where(_record.c.village == code, _record.c.parent == record),
        ).subquery()
        shares = func.strpos(func.substring(_record.c.line, _HOLDERS), family.c.id) > 0
        about = or_(_conflict.c.parent.in_(select(family.c.id)), exists().where(shares))
        rows = self._connection.execute(
            select(_conflict.c.id)
            .join(_record, and_(_record.c.village == _conflict.c.village, _record.c.id == _conflict.c.id))
            .where(_conflict.c.village == code, _conflict.c.state == "open", about)
        )
        return [RecordId(row[0]) for row in rows]

    def changed_by_others(self, code: VillageCode, record: RecordId, base: int, client: str) -> bool:
        """Whether another device changed the record, or one that belongs to it, after that revision."""
        family = select(_record.c.id).where(_record.c.village == code, _record.c.parent == record)
        found = self._connection.execute(
            select(_history.c.mid)
            .where(
                _history.c.village == code,
                or_(_history.c.record == record, _history.c.record.in_(family)),
                _history.c.rev > base,
                _history.c.client != client,
            )
            .limit(1)
        ).first()
        return found is not None

    def write(self, code: VillageCode, writes: Sequence[RecordWrite]) -> None:
        """Replace these records, their typed columns and the sums over them."""
        with Standings(self._connection).kept(code, writes):
            self._replace(code, writes)

    def _replace(self, code: VillageCode, writes: Sequence[RecordWrite]) -> None:
        replaced = [write.id for write in writes if write.before is not None]
        self._remove(RecordRow, code, replaced)
        copy_rows(
            self._connection,
            _record,
            (
                (
                    code,
                    write.id,
                    write.kind,
                    write.rev,
                    write.deleted,
                    write.line.decode(),
                    write.digest,
                    write.last_document,
                    write.parent,
                    write.client,
                )
                for write in writes
            ),
        )
        for kind, model in PROJECTIONS.items():
            mine = [write for write in writes if write.kind is kind]
            self._remove(model, code, [w.id for w in mine if w.before is not None and not w.before.deleted])
            table = table_of(model)
            live = [projected(table, code, w.id, w.document) for w in mine if not w.deleted]
            if live:
                copy_rows(self._connection, table, live)

    def _remove(self, model: type[ServerTable], code: VillageCode, ids: list[RecordId]) -> None:
        if ids:
            table = table_of(model)
            self._connection.execute(delete(table).where(table.c.village == code, table.c.id == func.any(ids)))


def _as_head(row: RowMapping) -> VillageHead:
    return VillageHead(
        code=row["code"],
        name=row["name"],
        subdistrict=row["subdistrict"],
        district=row["district"],
        training=row["training"],
        epoch=row["epoch"],
        head=row["head"],
        checksum=Checksum.from_text(row["live_count"], row["csum"]),
        durable_rev=row["durable_rev"],
        floor=row["floor"],
    )
