"""A laptop of the tests: a real encrypted file and a real engine, talking to a district at an address."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from kemiskinan_desktop.storage import Enrolment, SendState, Store, new_database_key
from kemiskinan_desktop.sync import District, SyncEngine, SyncReport, new_device_key
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, read_field
from tests.desktop.sync.fake_district import VILLAGE, FakeDistrict

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@dataclass
class Laptop:
    store: Store
    district: District

    def save(self, record: RecordId, kind: RecordKind = RecordKind.HOUSEHOLD, **fields: FieldValue) -> None:
        with self.store.unit() as unit:
            known = unit.records.get(kind, record)
            document = {} if known is None else known.document
            edits = {name: (read_field(document, name), value) for name, value in fields.items()}
            unit.changes.put(kind, record, edits, by="u1", at=NOW)
            unit.commit()

    def save_seen(self, record: RecordId, field: str, seen: FieldValue, wanted: FieldValue) -> None:
        with self.store.unit() as unit:
            unit.changes.put(RecordKind.HOUSEHOLD, record, {field: (seen, wanted)}, by="u1", at=NOW)
            unit.commit()

    def document(self, record: RecordId, kind: RecordKind = RecordKind.HOUSEHOLD) -> Document | None:
        with self.store.view() as unit:
            known = unit.records.get(kind, record)
        return None if known is None else known.document

    def unsent(self) -> int:
        with self.store.view() as unit:
            return unit.queries.send_summary().unsent

    def send_state(self, record: RecordId) -> SendState:
        with self.store.view() as unit:
            row = unit.queries.household(record)
        assert row is not None
        return row.send_state

    def sync(self, *, may_empty: bool = False) -> SyncReport:
        return SyncEngine(self.store, self.district, system_clock).run(may_empty=may_empty)


def enrolment(district: FakeDistrict, client: str) -> Enrolment:
    return Enrolment(
        client=client,
        device=client,
        village=VILLAGE,
        village_name="Sukamaju",
        server_key=district.public_key,
        private_key=new_device_key().private,
    )


@contextmanager
def laptop(folder: Path, district: FakeDistrict, address: str, client: str = "laptop-a") -> Iterator[Laptop]:
    folder.mkdir(parents=True, exist_ok=True)
    store = Store.create(folder / "desa.db", new_database_key())
    connection = District(address, "test")
    try:
        with store.unit() as unit:
            unit.meta.write(replace(enrolment(district, client), server_url=address))
            unit.commit()
        yield Laptop(store, connection)
    finally:
        connection.close()
        store.close()
