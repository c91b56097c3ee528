"""One NIK on several people: one difference on every laptop, with everybody in it, until it is checked or corrected."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange import Checked, ConflictView, ExchangeService
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_desktop.sync import SyncEngine
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from tests.contract.desks import desk
from tests.desktop.services.village import SECRETARY, VILLAGE, DirectDispatcher
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer

NIK = "3203014309749002"


@contextmanager
def two_desks(server: LiveServer, folder: Path) -> Iterator[tuple[Laptop, Laptop]]:
    with (
        desk(folder / "a", server.url, server.code()) as first,
        desk(folder / "b", server.url, server.code()) as second,
    ):
        yield first, second


def service_of(laptop: Laptop) -> ExchangeService:
    table = Desk(laptop.store, SECRETARY, VILLAGE, system_clock, Events(DirectDispatcher()))
    engine = SyncEngine(laptop.store, laptop.district, system_clock)
    return ExchangeService(table, engine, FormShelf(laptop.store, resources_folder() / "questionnaires"), lambda: False)


def person(laptop: Laptop, name: str) -> RecordId:
    """A family of one with the number."""
    family, one = new_record_id(), new_record_id()
    laptop.save(family, head_name=f"Keluarga {name}", dusun="Cikadu", rt="001", rw="002")
    laptop.save(one, RecordKind.MEMBER, parent=family, name=name, nik=NIK)
    return one


def synced(*laptops: Laptop) -> None:
    for laptop in (*laptops, *laptops):
        assert laptop.sync().problem is None


def seen_on(laptop: Laptop) -> tuple[ConflictView, ...]:
    return service_of(laptop).conflicts()


def test_both_laptops_see_one_difference_with_everybody_who_has_the_number(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with two_desks(live_server, tmp_path) as (first, second):
        people = {person(first, "Siti"), person(first, "Euis"), person(second, "Dadang")}

        synced(first, second)

        (here,), (there,) = seen_on(first), seen_on(second)
        assert here.id == there.id
        assert {one.record for one in here.holders} == {one.record for one in there.holders} == people
        assert {(one.member_name, one.head_name, one.dusun) for one in there.holders} == {
            (name, f"Keluarga {name}", "Cikadu") for name in ("Siti", "Euis", "Dadang")
        }


def test_a_check_on_one_laptop_settles_it_on_the_other_and_changes_nobody(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with two_desks(live_server, tmp_path) as (first, second):
        people = [person(first, "Siti"), person(second, "Dadang")]
        synced(first, second)
        (seen,) = seen_on(second)

        service_of(second).resolve(seen.id, Checked(), seen)
        synced(second, first)

        assert (seen_on(first), seen_on(second)) == ((), ())
        settled = first.document(seen.id, RecordKind.CONFLICT)
        assert settled is not None
        assert (settled["state"], settled["settled_by"]) == ("settled", SECRETARY.id)
        for one in people:
            document = first.document(one, RecordKind.MEMBER)
            assert document is not None
            assert document["nik"] == NIK


def test_a_corrected_number_settles_the_difference_by_itself(live_server: LiveServer, tmp_path: Path) -> None:
    with two_desks(live_server, tmp_path) as (first, second):
        person(first, "Siti")
        wrong = person(second, "Dadang")
        synced(first, second)

        second.save(wrong, RecordKind.MEMBER, nik="3203010210680003")
        before_sending = seen_on(second)
        synced(second, first)

        assert [len(one.holders) for one in before_sending] == [1]
        assert (seen_on(first), seen_on(second)) == ((), ())
