"""A small synthetic village file for the tests of services."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.access import PersonName, VillageNames
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Event, Events
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_desktop.storage import DatabaseKey, Store
from kemiskinan_domain.changes import EMPTY_CHECKSUM, FieldEdit, encode_line
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, new_record_id

VILLAGE = VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Cianjur")
SECRETARY = PersonName("018f0000-0000-7000-8000-000000000001", "Sekretaris Contoh", Role.SECRETARY)
KEY = DatabaseKey(bytes(range(32)))


class DirectDispatcher:
    """Delivers at once, in the caller's thread."""

    def deliver(self, call: Callable[[], None]) -> None:
        call()


class FakeClock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **by: int) -> None:
        self.now += timedelta(**by)


class Village:
    """An open file with what it takes to use the services, and the events that they told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.store = Store.create(folder / "desa.db", KEY)
        self.clock = FakeClock()
        self.events = Events(DirectDispatcher())
        self.desk = Desk(self.store, SECRETARY, VILLAGE, self.clock, self.events, "Laptop contoh")
        self.shelf = FormShelf(self.store, resources_folder() / "questionnaires")
        self.told: list[Event] = []
        self._lines: dict[RecordId, bytes] = {}
        self._rev = 0

    def hear(self, event_type: type[Event]) -> None:
        self.events.subscribe(event_type, self.told.append)

    def put(self, kind: RecordKind, fields: dict[str, FieldValue], record: RecordId | None = None) -> RecordId:
        """Write a record as somebody's change."""
        record = record or new_record_id()
        edits: dict[str, FieldEdit] = {name: (None, value) for name, value in fields.items()}
        with self.store.unit() as unit:
            unit.changes.put(kind, record, edits, by="somebody", at=self.clock())
            unit.commit()
        return record

    def family(self, head: str = "Asep Contoh", **more: FieldValue) -> RecordId:
        """A family of the pre-list with its head as the only member."""
        household = self.put(
            RecordKind.HOUSEHOLD,
            {"head_name": head, "rt": "001", "rw": "002", "address": "Kp. Contoh", "origin": "prelist", **more},
        )
        self.member(household, head, position=1, relation="1")
        return household

    def member(self, household: RecordId, name: str, **more: FieldValue) -> RecordId:
        return self.put(RecordKind.MEMBER, {"parent": household, "name": name, **more})

    def document(self, kind: RecordKind, record: RecordId) -> dict[str, FieldValue]:
        with self.store.view() as view:
            stored = view.records.get(kind, record)
        assert stored is not None
        return stored.document

    def unsent(self) -> int:
        with self.store.view() as view:
            return view.queries.send_summary().unsent

    def arrive(self, kind: RecordKind, fields: dict[str, FieldValue], record: RecordId | None = None) -> RecordId:
        """The district sends a record, as a pull in the background would bring it."""
        record = record or new_record_id()
        self._rev += 1
        self._lines[record] = encode_line(self._rev, kind, record, False, fields)
        expected = EMPTY_CHECKSUM
        for line in self._lines.values():
            expected = expected.plus(line)
        with self.store.unit() as unit:
            unit.exchange.receiving.stage([self._lines[record]], self._rev, self._rev)
            unit.exchange.receiving.apply(expected)
            unit.commit()
        return record
