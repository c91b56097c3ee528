"""What people of the district do in the model: steps of the review, edits, the nightly upkeep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, text

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId, ReviewState, VillageCode, read_field
from kemiskinan_server.services import villages
from kemiskinan_server.services.district import Reviewer, ReviewStep, edit, lock_hand, take_step, write_as_district
from tests.contract.machine.desk import HOUSEHOLD
from tests.contract.machine.world import World, Written

STEPS = {"take": "submitted", "approve": "under_review", "return": "submitted", "reopen": "approved"}
"""Each step of the district and a state that it starts from."""
_HAND = -1
_REVIEWER = Reviewer("dewi", Role.REVIEWER)


def submit(world: World, number: int, record: RecordId) -> bool:
    """Hand the family to the district, where it is on screen and with the village."""
    desk = world.desks[number]
    document = desk.document(record)
    state = ReviewState(str((document or {}).get("review") or "draft"))
    if document is None or state not in (ReviewState.DRAFT, ReviewState.RETURNED):
        return False
    desk.act(record, "submit", (state, ReviewState.SUBMITTED), world.unique(desk.village))
    return True


def step(world: World, record: RecordId, act: str) -> bool:
    """A step of the district's review; False where the family is not in a state for it."""
    asked = ReviewStep(HOUSEHOLD, record, act, STEPS[act], "Periksa lagi")
    with world.district.parts.context.database.unit_of_work() as unit:
        return take_step(unit, _REVIEWER, world.desks[0].village, asked, system_clock()) is None


def district_edit(world: World, record: RecordId, name: str) -> bool:
    """The district writes a field of a family that it has on its page."""
    village = world.desks[0].village
    with world.district.parts.context.database.unit_of_work() as unit:
        document = unit.sessions.document(village, HOUSEHOLD, record)
        locked = lock_hand(unit, village)
        if document is None or locked is None:
            return False
        seen, value = read_field(document, name), world.unique(village)
        change = edit(HOUSEHOLD, record, {name: (seen, value)}, by="dewi", now=system_clock())
        write_as_district(unit, locked, [change], system_clock())
        unit.commit()
    world.written.append(Written(_HAND, village, record, name, seen, value))
    return True


def tidy(world: World) -> int:
    """A checked backup, then the upkeep; no tombstone may go that a laptop has not read (I9). Answers how many went."""
    village = world.desks[0].village
    before = _tombstones(world, village)
    context = world.district.parts.context
    with context.database.unit_of_work() as unit:
        villages.mark_durable(unit, {village: villages.heads(unit)[village]}, "uji", system_clock())
        villages.forget_tombstones(unit, village, "uji", system_clock())
        unit.commit()
    gone = before.items() - _tombstones(world, village).items()
    for desk in world.desks:
        unread = [record for record, rev in gone if desk.village == village and rev > desk.read_up_to]
        assert unread == [], "a tombstone was forgotten that a laptop has not read (I9)"
    world.forgotten.update(record for record, _ in gone)
    return len(gone)


def back_up(world: World) -> None:
    """Copy all rows of the village aside, as a backup of the database would."""
    world.in_backup = len(world.written)
    with _tables(world) as (connection, shelf, tables):
        connection.execute(text(f"DROP SCHEMA IF EXISTS {shelf} CASCADE"))
        connection.execute(text(f"CREATE SCHEMA {shelf}"))
        for name, column in tables.items():
            rows = f"SELECT * FROM public.{name} WHERE {column} = :v"
            connection.execute(text(f"CREATE TABLE {shelf}.{name} AS {rows}"), {"v": world.desks[0].village})


def restore(world: World) -> None:
    """Put the copied rows in the place of what came since, and begin a new epoch, as the administrator does.

    What the district itself wrote since lies in nobody's archive: it is gone with the rows, and people do it again.
    """
    village = world.desks[0].village
    world.written[world.in_backup :] = [one for one in world.written[world.in_backup :] if one.desk != _HAND]
    with _tables(world) as (connection, shelf, tables):
        for name, column in tables.items():
            connection.execute(text(f"DELETE FROM public.{name} WHERE {column} = :v"), {"v": village})
            copied = f"INSERT INTO public.{name} OVERRIDING SYSTEM VALUE SELECT * FROM {shelf}.{name}"
            connection.execute(text(copied))
    with world.district.parts.context.database.unit_of_work() as unit:
        assert villages.start_epoch(unit, village, "uji", system_clock())
        unit.commit()
    for desk in world.desks:
        if desk.village == village:
            desk.read_up_to, desk.went_back, desk.alone = 0, True, True


@contextmanager
def _tables(world: World) -> Iterator[tuple[Connection, str, dict[str, str]]]:
    """A transaction, the schema of the village's backup, and each table with the column that names the village."""
    columns = (
        "SELECT table_name FROM information_schema.columns WHERE table_schema = 'public' AND column_name = 'village'"
    )
    with world.district.parts.context.database.engine.begin() as connection:
        tables = dict.fromkeys(connection.execute(text(columns)).scalars(), "village")
        yield connection, f"backup_{world.desks[0].village.replace('.', '_')}", {"village": "code"} | tables


def _tombstones(world: World, village: VillageCode) -> dict[RecordId, int]:
    rows = world.district.rows("SELECT id, rev FROM record WHERE village = :v AND deleted", v=village)
    return {RecordId(row["id"]): int(row["rev"]) for row in rows}
