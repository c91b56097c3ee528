"""A push of many requests, each sent before the answer to the last is written: nothing is lost or doubled by it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_desktop.storage.exchange.mirroring import Mirroring
from kemiskinan_desktop.sync import SyncEngine, SyncProblem, plan
from kemiskinan_desktop.sync.errors import OfflineError
from kemiskinan_desktop.sync.rounds import Reception
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, new_record_id
from tests.contract.desks import desk
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer

FAMILIES = 40


class DiedError(BaseException):
    """The program ended without warning."""


@pytest.fixture
def laptop(live_server: LiveServer, tmp_path: Path) -> Iterator[Laptop]:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as opened:
        assert opened.sync().problem is None
        yield opened


@pytest.fixture(autouse=True)
def small_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """About five families in each."""
    monkeypatch.setattr(plan.Sizes, "push_raw", property(lambda _: 1_000))


def save_families(laptop: Laptop) -> list[RecordId]:
    families = [new_record_id() for _ in range(FAMILIES)]
    for number, family in enumerate(families):
        laptop.save(family, head_name=f"Keluarga {number}", rt="001")
    return families


def settle_that(monkeypatch: pytest.MonkeyPatch, call: int, act: Any) -> None:
    """At the so many-th settling, do that instead; before and after it is the product's own."""
    real, calls = Mirroring.settle, iter(range(1_000))

    def settle(self: Mirroring, *given: Any, **rest: Any) -> int:
        return act() if next(calls) == call else real(self, *given, **rest)

    monkeypatch.setattr(Mirroring, "settle", settle)


def raising(error: BaseException) -> Any:
    def act() -> int:
        raise error

    return act


def assert_all_there_once(laptop: Laptop, server: LiveServer, changes: int = FAMILIES) -> None:
    assert laptop_lines(laptop) == server_lines(server)
    assert laptop.unsent() == 0
    rows = server.rows("SELECT body FROM history ORDER BY client, mid")
    assert len({bytes(row["body"]) for row in rows}) == len(rows) == changes


def test_everything_arrives_in_order_with_a_receipt_each(laptop: Laptop, live_server: LiveServer) -> None:
    save_families(laptop)

    report = laptop.sync()

    assert (report.problem, report.pushed, report.pulled) == (None, FAMILIES, 0)
    assert report.requests == report.receipts > 4
    assert_all_there_once(laptop, live_server)


def test_a_program_that_ends_before_the_answer_is_written_sends_nothing_that_counts_twice(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_families(laptop)
    settle_that(monkeypatch, 2, raising(DiedError()))
    with pytest.raises(DiedError):
        laptop.sync()
    held = live_server.rows("SELECT count(*) AS n FROM history")[0]["n"]
    waiting = laptop.unsent()

    report = laptop.sync()

    assert held > FAMILIES - waiting, "the next request was under way already"
    assert report.problem is None
    assert_all_there_once(laptop, live_server)


def test_a_full_disk_in_the_middle_keeps_what_was_settled_and_goes_on_later(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_families(laptop)
    settle_that(monkeypatch, 1, raising(DiskFullError()))

    full = laptop.sync()
    after = laptop.sync()

    assert (full.problem, after.problem) == (SyncProblem.DISK_FULL, None)
    assert full.pushed > 0
    assert_all_there_once(laptop, live_server)


def test_a_line_that_breaks_in_the_middle_costs_no_proven_answer(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_families(laptop)
    real, calls = laptop.district.exchange, iter(range(1_000))

    def exchange(*given: Any) -> Iterator[bytes]:
        lines = real(*given)
        if next(calls) == 3:
            raise OfflineError
        return lines

    monkeypatch.setattr(laptop.district, "exchange", exchange)

    broken = laptop.sync()
    after = laptop.sync()

    assert (broken.problem, after.problem) == (SyncProblem.OFFLINE, None)
    assert broken.pushed > 0
    assert broken.pushed + after.pushed == FAMILIES
    assert_all_there_once(laptop, live_server)


def test_news_of_another_desk_in_the_middle_ends_the_hurry_and_comes_along(
    laptop: Laptop, live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_families(laptop)
    with desk(tmp_path / "b", live_server.url, live_server.code()) as other:
        other.sync()
        real, calls = Reception.take, iter(range(1_000))

        def take(self: Reception, lines: Iterator[bytes], **rest: Any) -> None:
            real(self, lines, **rest)
            if next(calls) == 2:
                with monkeypatch.context() as patch:
                    patch.setattr(Reception, "take", real)
                    other.save(new_record_id(), head_name="Dari meja lain")
                    assert other.sync().problem is None

        monkeypatch.setattr(Reception, "take", take)

        report = laptop.sync()

        assert (report.problem, report.pushed) == (None, FAMILIES)
        assert report.pulled > 0
        assert_all_there_once(laptop, live_server, FAMILIES + 1)


def test_an_answer_that_is_saved_while_the_rest_goes_out_goes_too(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    families = save_families(laptop)
    real, calls = Mirroring.settle, iter(range(1_000))

    def settle(self: Mirroring, *given: Any, **rest: Any) -> int:
        settled = real(self, *given, **rest)
        if next(calls) == 1:
            saved.append(families[0])
        return settled

    saved: list[RecordId] = []
    monkeypatch.setattr(Mirroring, "settle", settle)
    took = Reception.take

    def take(self: Reception, lines: Iterator[bytes], **rest: Any) -> None:
        if saved:
            laptop.save_seen(saved.pop(), "rt", "001", "002")
        took(self, lines, **rest)

    monkeypatch.setattr(Reception, "take", take)

    report = SyncEngine(laptop.store, laptop.district, system_clock).run()

    assert (report.problem, report.pushed) == (None, FAMILIES + 1)
    document = laptop.document(families[0])
    assert document is not None
    assert document["rt"] == "002"
    assert_all_there_once(laptop, live_server, FAMILIES + 1)
