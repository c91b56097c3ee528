"""A whole village as one file: made when it is worth it, the same bytes from any offset, never for another village."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_domain.wire import Paths, ReplyTail, decode_reply_line
from kemiskinan_server.services import snapshots, villages
from kemiskinan_server.services.snapshots import Snapshot, SnapshotShelf
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, delete, household


@pytest.fixture(autouse=True)
def small_village(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(snapshots, "WORTH_MAKING", 30)
    monkeypatch.setattr(snapshots, "_FRAME", 1_000)
    yield


def shelf_of(server: LiveServer) -> SnapshotShelf:
    return SnapshotShelf(server.parts.context.settings.snapshots_folder)


def made(server: LiveServer) -> Snapshot:
    snapshot = shelf_of(server).make(server.parts.context.database, VILLAGE)
    assert snapshot is not None
    return snapshot


def lines_in(packed: bytes) -> list[bytes]:
    with zstandard.ZstdDecompressor().stream_reader(packed, read_across_frames=True) as reader:
        return reader.read().splitlines()


def ask(laptop: Laptop, village: str = VILLAGE, **headers: str) -> tuple[int, bytes, str]:
    answer = laptop.http.get(Paths.snapshot(village), headers={"Authorization": f"Bearer {laptop.token}", **headers})
    return answer.status_code, answer.content, answer.headers.get("etag", "")


def test_the_file_is_the_feed_with_its_tail(laptop: Laptop, live_server: LiveServer) -> None:
    reply = laptop.sync(*(household(head_name=f"Keluarga {number}") for number in range(40)))
    made(live_server)

    status, packed, _ = ask(laptop)

    assert status == 200
    *lines, last = lines_in(packed)
    assert lines == reply.raw
    tail = decode_reply_line(last)
    assert isinstance(tail, ReplyTail)
    assert reply.tail is not None
    assert (tail.cursor, tail.count, tail.csum) == (40, 40, reply.tail.csum)


@pytest.mark.parametrize("offset", [1, 7, 100, 500])
def test_the_file_goes_on_at_any_byte(laptop: Laptop, live_server: LiveServer, offset: int) -> None:
    laptop.sync(*(household(head_name=f"Keluarga {number}") for number in range(40)))
    made(live_server)
    _, whole, tag = ask(laptop)

    status, rest, _ = ask(laptop, Range=f"bytes={offset}-", **{"If-Range": tag})
    changed, again, _ = ask(laptop, Range=f"bytes={offset}-", **{"If-Range": '"1-other"'})

    assert (status, rest) == (206, whole[offset:])
    assert (changed, again) == (200, whole)


def test_a_file_is_of_the_own_village_and_only_where_one_is_ready(enrol: Enrol) -> None:
    laptop = enrol()

    assert ask(laptop)[0] == 404
    assert ask(laptop, OTHER_VILLAGE)[0] == 403


def test_a_laptop_that_begins_makes_the_district_prepare_a_file(enrol: Enrol, live_server: LiveServer) -> None:
    enrol().sync(*(household(head_name=f"Keluarga {number}") for number in range(40)))
    newcomer = enrol()

    newcomer.post(newcomer.message(limit_bytes=1_000))
    shelf = shelf_of(live_server)
    for _ in range(500):
        if shelf.ready(VILLAGE) is not None:
            break
        newcomer.http.get(Paths.HEALTH)
    second = newcomer.post(newcomer.message(limit_bytes=1_000))

    assert second.tail is not None
    assert (second.tail.more, second.tail.snapshot) == (True, 40)


def test_a_newer_file_takes_the_place_of_the_older(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.sync(*(household(head_name=f"Keluarga {number}") for number in range(40)))
    first = made(live_server)
    laptop.sync(household(head_name="Lagi"))

    second = made(live_server)

    assert not first.path.exists()
    assert [path.name for path in Path(second.path.parent).iterdir()] == [second.path.name]


def forget(server: LiveServer) -> int:
    context = server.parts.context
    with context.database.unit_of_work() as unit:
        gone = villages.forget_tombstones(unit, VILLAGE, "test", context.clock())
        unit.commit()
    return gone


def back_up(server: LiveServer) -> None:
    context = server.parts.context
    with context.database.unit_of_work() as unit:
        villages.mark_durable(unit, {VILLAGE: 1_000_000}, "test", context.clock())
        unit.commit()


def test_a_delete_is_remembered_until_every_laptop_has_read_it(enrol: Enrol, live_server: LiveServer) -> None:
    first, second = enrol(), enrol()
    family = household(head_name="Siti")
    first.sync(family, household(head_name="Ujang"))
    second.sync()
    first.sync(delete(RecordKind.HOUSEHOLD, family.id, 2))
    first.sync()
    back_up(live_server)

    early = forget(live_server)
    second.sync()
    second.sync()
    late = forget(live_server)

    assert (early, late) == (0, 1)
    assert live_server.rows("SELECT id FROM record WHERE deleted") == []
    assert first.sync().tail == second.sync().tail


def test_a_delete_that_is_not_backed_up_is_remembered(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(head_name="Siti")
    laptop.sync(family)
    laptop.sync(delete(RecordKind.HOUSEHOLD, family.id, 1))
    laptop.sync()

    assert forget(live_server) == 0


def test_a_cursor_from_before_a_forgotten_delete_is_told_to_begin_anew(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(new_record_id(), head_name="Siti")
    laptop.sync(family, household(head_name="Ujang"))
    laptop.sync(delete(RecordKind.HOUSEHOLD, family.id, 2))
    laptop.sync()
    back_up(live_server)
    forget(live_server)

    old = laptop.post(laptop.message(cursor=1), keep=False)
    anew = laptop.post(laptop.message(cursor=0), keep=False)

    assert (old.status, old.kind) == (410, "cursor-too-old")
    assert [line.rev for line in anew.lines] == [2]
