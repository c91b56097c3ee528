"""Attachments' bytes between real laptops and a real district: whole or not at all, from wherever the line broke."""

from __future__ import annotations

import hashlib
import threading
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_server.storage import blobs as server_blobs
from tests.contract.blob_desks import BlobDesk, blob_desk, breaking_line, synthetic
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer

SMALL = 96
LARGE = 700 * 1024


def at_the_district(server: LiveServer, sha256: str) -> bytes | None:
    """The finished file, which must be what its name says."""
    path = server.parts.context.settings.blobs_folder / VILLAGE / sha256[:2] / sha256
    if not path.exists():
        return None
    content = path.read_bytes()
    assert hashlib.sha256(content).hexdigest() == sha256
    return content


def whole_here(store: Store, sha256: str) -> bytes | None:
    """The bytes if they count as whole, and then they must be what their name says."""
    content = store.blobs.content(sha256)
    assert content is None or hashlib.sha256(content).hexdigest() == sha256
    return content


def test_a_photo_goes_from_one_laptop_over_the_district_to_the_other(live_server: LiveServer, tmp_path: Path) -> None:
    photo = synthetic(150_000)
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        blob_desk(tmp_path / "b", live_server.url, live_server.code()) as second,
    ):
        record, sha256 = first.attach(photo)

        sent = first.sync()
        received = second.sync()

        assert (sent[0].problem, sent[1].sent, first.held()) == (None, 1, frozenset({sha256}))
        assert at_the_district(live_server, sha256) == photo
        assert second.laptop.document(record, RecordKind.ATTACHMENT) is not None
        assert (received[0].problem, received[1].received) == (None, 1)
        assert whole_here(second.store, sha256) == photo
        assert second.held() == frozenset({sha256})


def test_a_second_exchange_sends_nothing_again(live_server: LiveServer, tmp_path: Path) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        desk.attach(synthetic(1000))
        desk.sync()

        again = desk.sync()

        assert (again[1].sent, again[1].received) == (0, 0)


def test_bytes_that_another_laptop_sent_are_not_sent_again(live_server: LiveServer, tmp_path: Path) -> None:
    photo = synthetic(300_000)
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        breaking_line(live_server.url) as (proxy, limits),
        blob_desk(tmp_path / "b", live_server.url, live_server.code(), proxy) as second,
    ):
        first.attach(photo)
        second.attach(photo)
        first.sync()
        limits.asked = 2_000

        report, told = second.carry()

        assert (report.problem, told.sent) == (None, 1)


def test_a_record_whose_bytes_are_not_there_yet_stops_nothing(live_server: LiveServer, tmp_path: Path) -> None:
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        blob_desk(tmp_path / "b", live_server.url, live_server.code()) as second,
    ):
        _, late = first.attach(synthetic(5000, seed=2))
        first.laptop.sync()
        early = first.store.blobs.put(synthetic(5000, seed=3), first.exchange._clock())
        first.laptop.save(RecordId("x" * 36), RecordKind.ATTACHMENT, sha256=early, size=5000)

        report, told = second.sync()
        assert (report.problem, told.received, told.failed) == (None, 0, 0)
        first.sync()
        report, told = second.sync()

        assert (report.problem, told.received) == (None, 1)
        assert whole_here(second.store, late) is not None


def reconnect(desk: BlobDesk) -> None:
    """The next request goes over a new connection, which the proxy counts from its first byte."""
    desk.line.close()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("stride", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_an_upload_goes_on_wherever_the_line_broke(live_server: LiveServer, tmp_path: Path, stride: int) -> None:
    with (
        breaking_line(live_server.url) as (proxy, limits),
        blob_desk(tmp_path / "a", live_server.url, live_server.code(), proxy) as desk,
    ):
        desk.attach(synthetic(10))
        desk.carry()
        desk.attach(synthetic(SMALL))
        reconnect(desk)
        limits.seen_asked = limits.seen_answered = 0
        desk.carry()
        asked, answered = limits.seen_asked, limits.seen_answered
        body = range(asked - SMALL - 4, asked)
        cuts = [(one, None) for one in (*range(0, body.start, 37), *body[::stride], body[-1])]
        cuts += [(None, one) for one in range(0, answered - 4, 11)]
        for number, (ask, answer) in enumerate(cuts):
            content = synthetic(SMALL, seed=1000 + number)
            _, sha256 = desk.attach(content)
            limits.asked, limits.answered = ask, answer
            reconnect(desk)
            broken, _ = desk.carry()
            at_the_district(live_server, sha256)
            limits.asked = limits.answered = None

            reconnect(desk)
            report, _ = desk.carry()

            assert (broken.problem, report.problem) == (SyncProblem.OFFLINE, None), (ask, answer)
            assert at_the_district(live_server, sha256) == content
            assert sha256 in desk.held()


@pytest.mark.timeout(600)
@pytest.mark.parametrize("stride", [5, pytest.param(1, marks=pytest.mark.slow)])
def test_a_download_goes_on_wherever_the_line_broke(live_server: LiveServer, tmp_path: Path, stride: int) -> None:
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        breaking_line(live_server.url) as (proxy, limits),
        blob_desk(tmp_path / "b", live_server.url, live_server.code(), proxy) as second,
    ):
        content = synthetic(SMALL)
        _, sha256 = first.attach(content)
        first.sync()
        second.sync()
        second.store.blobs.discard(sha256)
        reconnect(second)
        limits.seen_answered = 0
        second.carry()
        answered = limits.seen_answered
        kept: set[int] = set()
        bytes_come = [*range(0, SMALL, stride), SMALL - 1]
        for cut in (*range(0, answered - SMALL, 17), *(answered - SMALL + one for one in bytes_come)):
            second.store.blobs.discard(sha256)
            limits.answered = cut
            reconnect(second)
            broken, _ = second.carry()
            state = second.store.blobs.state(sha256)
            kept.add(0 if state is None else state.have)
            assert whole_here(second.store, sha256) is None
            limits.answered = None

            reconnect(second)
            report, _ = second.carry()

            assert (broken.problem, report.problem) == (SyncProblem.OFFLINE, None), cut
            assert whole_here(second.store, sha256) == content

        assert kept == set(bytes_come), "each byte that came is kept"


def test_a_large_file_arrives_over_a_line_that_breaks_again_and_again(live_server: LiveServer, tmp_path: Path) -> None:
    content = synthetic(LARGE)
    with (
        breaking_line(live_server.url) as (proxy, limits),
        blob_desk(tmp_path / "a", live_server.url, live_server.code(), proxy) as first,
        blob_desk(tmp_path / "b", live_server.url, live_server.code(), proxy) as second,
    ):
        _, sha256 = first.attach(content)
        first.laptop.sync()
        limits.asked, limits.seen_asked = 61_111, 0
        for _ in range(60):
            reconnect(first)
            if first.carry()[0].problem is None:
                break
        sent = limits.seen_asked
        second.laptop.sync()
        limits.asked, limits.answered, limits.seen_answered = None, 50_001, 0
        for _ in range(60):
            reconnect(second)
            if second.carry()[0].problem is None:
                break

        assert at_the_district(live_server, sha256) == content
        assert sent < 2 * LARGE
        assert whole_here(second.store, sha256) == content
        assert limits.seen_answered < LARGE * 11 // 10, "no byte that came is asked for again"


def test_a_killed_laptop_goes_on_where_the_district_stands(live_server: LiveServer, tmp_path: Path) -> None:
    content = synthetic(300_000)
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, sha256 = desk.attach(content)
        looks = iter(range(100))
        stopped, _ = desk.carry(cancelled=lambda: next(looks) >= 3)
        begun = live_server.rows("SELECT have, complete FROM blob")

        report, _ = desk.carry()

        assert stopped.problem is SyncProblem.CANCELLED
        assert [(0 < int(str(row["have"])) < 300_000, row["complete"]) for row in begun] == [(True, False)]
        assert report.problem is None
        assert at_the_district(live_server, sha256) == content


def test_bytes_that_the_district_wrote_and_did_not_count_are_cut_off(live_server: LiveServer, tmp_path: Path) -> None:
    content = synthetic(40_000)
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, sha256 = desk.attach(content)
        looks = iter(range(100))
        desk.carry(cancelled=lambda: next(looks) >= 2)
        part = live_server.parts.context.settings.blobs_folder / VILLAGE / sha256[:2] / f"{sha256}.part"
        with part.open("ab") as file:
            file.write(b"written before the server was killed, never counted")

        report, _ = desk.carry()

        assert report.problem is None
        assert at_the_district(live_server, sha256) == content


def test_two_laptops_that_send_the_same_photo_at_once_leave_one(live_server: LiveServer, tmp_path: Path) -> None:
    content = synthetic(400_000)
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        blob_desk(tmp_path / "b", live_server.url, live_server.code()) as second,
    ):
        sha256 = ""
        for desk in (first, second):
            _, sha256 = desk.attach(content)
        problems: list[SyncProblem | None] = []
        threads = [
            threading.Thread(target=lambda desk=desk: problems.append(desk.carry()[0].problem))
            for desk in (first, second)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        assert problems == [None, None]
        assert at_the_district(live_server, sha256) == content
        assert first.held() == second.held() == frozenset({sha256})


def test_after_a_restore_the_district_gets_back_what_it_lost(live_server: LiveServer, tmp_path: Path) -> None:
    content = synthetic(5000)
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, sha256 = desk.attach(content)
        desk.sync()
        server_blobs.BlobFiles(live_server.parts.context.settings.blobs_folder).remove(VILLAGE, sha256)
        with live_server.parts.context.database.unit_of_work() as unit:
            unit.villages.start_epoch(VILLAGE, "11111111-1111-4111-8111-111111111111")
            unit.commit()
        assert at_the_district(live_server, sha256) is None

        report, told = desk.sync()

        assert (report.problem, told.sent) == (None, 1)
        assert at_the_district(live_server, sha256) == content


def test_a_full_disk_at_the_district_costs_nothing_but_time(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = synthetic(60_000)
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as desk:
        _, sha256 = desk.attach(content)
        with monkeypatch.context() as full:
            full.setattr(server_blobs.os, "fsync", no_room)
            report, told = desk.carry()

        again, _ = desk.carry()

        assert (report.problem, told.sent) == (SyncProblem.BUSY, 0)
        assert again.problem is None
        assert at_the_district(live_server, sha256) == content


def no_room(_: int) -> None:
    raise OSError(28, "No space left on device")


def test_a_full_disk_on_the_laptop_is_told_and_keeps_what_came(live_server: LiveServer, tmp_path: Path) -> None:
    content = synthetic(400_000)
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        blob_desk(tmp_path / "b", live_server.url, live_server.code()) as second,
    ):
        _, sha256 = first.attach(content)
        first.sync()
        second.laptop.sync()
        limit_pages(second.store, 40)

        report, _ = second.carry()
        state = second.store.blobs.state(sha256)
        limit_pages(second.store, 10_000)
        again, told = second.carry()

        assert report.problem is SyncProblem.DISK_FULL
        assert state is not None
        assert 0 < state.have < len(content)
        assert (again.problem, told.received) == (None, 1)
        assert whole_here(second.store, sha256) == content


def limit_pages(store: Store, beyond: int) -> None:
    with store.blobs.writing() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + beyond}")


def test_another_village_sees_nothing_of_it(live_server: LiveServer, tmp_path: Path) -> None:
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as here,
        blob_desk(tmp_path / "b", live_server.url, live_server.code(OTHER_VILLAGE)) as elsewhere,
    ):
        _, sha256 = here.attach(synthetic(500))
        here.sync()
        elsewhere.laptop.save(RecordId("y" * 36), RecordKind.ATTACHMENT, sha256=sha256, size=500)

        report, told = elsewhere.sync()

        assert (report.problem, told.received) == (None, 0)
        assert whole_here(elsewhere.store, sha256) is None


def test_large_files_wait_for_a_better_line_and_small_ones_do_not(live_server: LiveServer, tmp_path: Path) -> None:
    with blob_desk(tmp_path / "a", live_server.url, live_server.code(), bits=100_000) as desk:
        _, large = desk.attach(synthetic(LARGE))
        _, small = desk.attach(synthetic(120_000, seed=2))

        report, told = desk.carry()
        waiting = desk.held()
        forced, _ = desk.carry(forced=True)

        assert (report.problem, told.for_a_better_line, waiting) == (None, 1, frozenset({small}))
        assert told.bits is not None
        assert 80_000 < told.bits < 120_000
        assert (forced.problem, desk.held()) == (None, frozenset({small, large}))


def test_over_a_slow_line_only_what_somebody_asked_for_is_fetched(live_server: LiveServer, tmp_path: Path) -> None:
    with (
        blob_desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        blob_desk(tmp_path / "b", live_server.url, live_server.code(), bits=60_000) as second,
    ):
        names = [first.attach(synthetic(100_000, seed=seed))[1] for seed in range(4)]
        first.sync()
        second.laptop.sync()
        second.store.blobs.want(names[2], second.exchange._clock())

        _, told = second.carry()

        assert second.store.blobs.complete() == frozenset({names[2]})
        assert (told.received, told.for_a_better_line) == (1, 3)
