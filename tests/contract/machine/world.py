"""Two laptops of one village, one of another, and the district; every value ever written is unique.

So the oracle needs no second implementation of the merge: it asks where each value went.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import cast

from kemiskinan_domain.records import (
    FieldValue,
    RecordId,
    RecordKind,
    VillageCode,
    new_record_id,
    read_field,
    with_field,
)
from kemiskinan_server.services.snapshots import SnapshotShelf
from tests.contract.machine.desk import Desk, new_desk
from tests.contract.machine.district import LiveDistrict
from tests.contract.machine.line import Fault

FIELDS = ("head_name", "answers.pekerjaan")
CODES = "answers.bantuan"
_folders = count()


@dataclass(frozen=True)
class Written:
    """A value that somebody saved over what the form showed."""

    desk: int
    village: VillageCode
    record: RecordId
    field: str
    seen: FieldValue
    value: str


@dataclass
class World:
    """`desks[0]` and `desks[1]` share a village; `desks[2]` is in another one and knows the same record ids."""

    district: LiveDistrict
    desks: list[Desk]
    records: list[RecordId]
    place: Path
    blank: Path
    written: list[Written] = field(default_factory=list)
    in_backup: int = 0
    """How many of them the district's backup knows."""
    codes: list[Written] = field(default_factory=list)
    taken_out: set[str] = field(default_factory=set)
    deleted_in_sight: set[str] = field(default_factory=set)
    """Values that a person saw while deleting their record."""
    forgotten: set[RecordId] = field(default_factory=set)
    """Families whose tombstone the district let go: an edit begins a new record, and brings nothing old back."""
    deletes: int = 0

    def __post_init__(self) -> None:
        self._numbers = count(1)

    def save(self, number: int, record: RecordId, name: str) -> str:
        """A new value over what the form shows."""
        desk = self.desks[number]
        form = desk.open_form(record)
        seen, value = read_field(form.shown, name), self.unique(desk.village)
        desk.put(record, name, seen, value)
        form.shown = _with(form.shown, name, value)
        desk.unseen_loss[record, name] = value
        self.written.append(Written(number, desk.village, record, name, seen, value))
        return value

    def add_code(self, number: int, record: RecordId) -> str:
        """One more mark in the set."""
        desk = self.desks[number]
        form = desk.open_form(record)
        seen, code = read_field(form.shown, CODES), self.unique(desk.village)
        wanted = cast("FieldValue", [*_codes(seen), code])
        desk.put(record, CODES, seen, wanted)
        form.shown = _with(form.shown, CODES, wanted)
        self.codes.append(Written(number, desk.village, record, CODES, None, code))
        return code

    def remove_code(self, number: int, record: RecordId) -> bool:
        """Take the first mark out, where the form shows one."""
        desk = self.desks[number]
        form = desk.open_form(record)
        codes = _codes(read_field(form.shown, CODES))
        if not codes:
            return False
        wanted = cast("FieldValue", codes[1:])
        desk.put(record, CODES, cast("FieldValue", codes), wanted)
        form.shown = _with(form.shown, CODES, wanted)
        self.taken_out.add(codes[0])
        return True

    def delete(self, number: int, record: RecordId) -> bool:
        """Take the family out, where it is on screen."""
        desk = self.desks[number]
        document = desk.document(record)
        if document is None:
            return False
        self.deletes += 1
        desk.delete(record, f"moved-{self.deletes}")
        desk.close_form(record)
        for name in FIELDS:
            desk.unseen_loss.pop((record, name), None)
            self.deleted_in_sight.add(str(read_field(document, name)))
        self.deleted_in_sight.update(_codes(read_field(document, CODES)))
        return True

    def resolve(self, number: int) -> bool:
        """Settle the first conflict on screen, with a third value where it is about a field."""
        desk = self.desks[number]
        with desk.store.view() as unit:
            waiting = sorted(unit.queries.conflicts(), key=lambda row: (row.parent, row.field, row.why))
            document = unit.records.get(RecordKind.CONFLICT, waiting[0].id) if waiting else None
        if document is None:
            return False
        row, edits = waiting[0], {}
        if row.field:
            seen, value = desk.shown(row.parent, row.field), self.unique(desk.village)
            edits[row.field] = (seen, value)
            desk.unseen_loss[row.parent, row.field] = value
            self.written.append(Written(number, desk.village, row.parent, row.field, seen, value))
        desk.resolve(row.id, row.parent, cast("dict[str, tuple[FieldValue, FieldValue]]", edits))
        desk.close_form(row.parent)
        return True

    def sync(self, number: int, fault: Fault | None = None, meanwhile: Callable[[], object] | None = None) -> None:
        """One exchange, well or ill; `meanwhile` is done while a reply is under way."""
        self.desks[number].sync(fault, meanwhile)
        self.check_screen(number)

    def sync_and_die(self, number: int, moment: int) -> bool:
        """An exchange that a power cut ends before that transaction; False where it had fewer."""
        died = self.desks[number].sync_and_die(moment)
        self.check_screen(number)
        return died

    def check_screen(self, number: int) -> None:
        """I8: what was saved here is on the own screen until the district has it."""
        desk = self.desks[number]
        for (record, name), value in desk.unseen_loss.items():
            assert desk.shown(record, name) == value, "an own saved value vanished from the screen"

    def replace_laptop(self, number: int) -> bool:
        """The laptop breaks, where nothing lies on it alone; another one is enrolled and begins with nothing."""
        old = self.desks[number]
        if old.waiting() or old.alone:
            return False
        with old.store.view() as unit:
            device = unit.meta.enrolment().device
        context = self.district.parts.context
        with context.database.unit_of_work() as work:
            work.ledger.revoke(device, context.clock())
            work.commit()
        old.close()
        folder = self.place / f"{number}-{next(_folders)}"
        self.desks[number] = new_desk(folder, self.blank, old.address, self.district.code(old.village))
        self.desks[number].healed = old.healed
        return True

    def make_snapshot(self) -> None:
        """The district writes the village into a file, for laptops that begin."""
        context = self.district.parts.context
        SnapshotShelf(context.settings.snapshots_folder).make(context.database, self.desks[0].village)

    def settle(self) -> None:
        """Let every laptop exchange until nothing waits anywhere."""
        for _ in range(6):
            reports = [desk.sync() for desk in self.desks]
            assert [report.problem for report in reports] == [None] * len(reports), [r.detail for r in reports]
            if not any(report.pushed or report.pulled for report in reports):
                break
        assert [desk.waiting() for desk in self.desks] == [0] * len(self.desks)

    def unique(self, village: VillageCode) -> str:
        """A value that nobody ever wrote."""
        return f"{village}#{next(self._numbers)}"


def _codes(value: FieldValue) -> list[str]:
    return [str(code) for code in value] if isinstance(value, list) else []


def _with(document: dict[str, FieldValue], name: str, value: FieldValue) -> dict[str, FieldValue]:
    return with_field(document, name, value)


@contextmanager
def new_world(district: LiveDistrict, folder: Path, blank: Path, families: int = 2) -> Iterator[World]:
    """A world in which nothing was written yet."""
    own, other = district.new_village(), district.new_village()
    place = folder / f"world-{next(_folders)}"
    desks: list[Desk] = []
    try:
        for number, village in enumerate((own, own, other)):
            desks.append(new_desk(place / str(number), blank, district.address, district.code(village)))
        yield World(district, desks, [new_record_id() for _ in range(families)], place, blank)
    finally:
        for desk in desks:
            desk.close()
