"""The line breaks after every single byte of an exchange, in either direction: everything arrives, and once.

CI cuts at a fixed sample that includes both ends; `-m slow` cuts at each byte.
"""

from __future__ import annotations

from functools import partialmethod
from pathlib import Path

import pytest

from kemiskinan_desktop.sync import engine, plan
from kemiskinan_domain.records import RecordId, VillageCode, new_record_id
from kemiskinan_server.api import traffic
from kemiskinan_server.services import snapshots
from kemiskinan_server.services.snapshots import SnapshotShelf
from tests.contract.blob_desks import Break, breaking_line
from tests.contract.desks import desk, pages_that_never_grow, through
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import VILLAGE, LiveServer

SAMPLE = 67
SNAPSHOT_SAMPLE = 307
"""Strides that are prime, so that no field of a message is always met at the same place."""


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No laptop asks so often in a minute but these."""
    monkeypatch.setattr(traffic.Pace, "__init__", partialmethod(traffic.Pace.__init__, per_minute=1_000_000))


def sent_twice(server: LiveServer) -> list[dict[str, object]]:
    """Each record of these tests was changed once; a change that was taken twice stands twice in the history."""
    return server.rows("SELECT record FROM history GROUP BY record HAVING count(*) > 1")


def an_edit_each(first: Laptop, second: Laptop) -> tuple[RecordId, RecordId]:
    """One change of the village elsewhere that is to come, and one of ours that is to go."""
    coming, going = new_record_id(), new_record_id()
    first.save(coming, head_name="Keluarga dari laptop lain", address="Kampung Babakan Sirna RT 003 RW 002")
    assert first.sync().problem is None
    second.save(going, head_name="Keluarga dari laptop ini", address="Kampung Cibodas RT 001 RW 004")
    return coming, going


def cut_everywhere(server: LiveServer, folder: Path, stride: int) -> int:
    """How many exchanges broke off; each was followed by one over a whole line."""
    broken = 0
    with (
        desk(folder / "a", server.url, server.code()) as first,
        desk(folder / "b", server.url, server.code()) as second,
        breaking_line(server.url) as (proxy, limits),
    ):
        an_edit_each(first, second)
        assert through(proxy, second).problem is None
        asked, answered = limits.seen_asked, limits.seen_answered
        assert min(asked, answered) > 500, "the token, the change and its receipt went through"
        cuts = [(one, None) for one in range(0, asked + stride, stride)]
        cuts += [(None, one) for one in range(0, answered + stride, stride)]
        for limits.asked, limits.answered in cuts:
            coming, going = an_edit_each(first, second)
            broken += through(proxy, second).problem is not None
            assert through(server.url, second).problem is None, limits

            assert second.unsent() == 0
            assert {coming, going} <= laptop_lines(second).keys()
            assert going in server_lines(server)
        assert laptop_lines(second) == server_lines(server)
    assert sent_twice(server) == []
    return broken


def test_an_exchange_that_breaks_off_anywhere_loses_nothing_and_doubles_nothing(
    live_server: LiveServer, tmp_path: Path
) -> None:
    assert cut_everywhere(live_server, tmp_path, SAMPLE) > 10


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_an_exchange_that_breaks_off_at_each_byte_loses_nothing_and_doubles_nothing(
    live_server: LiveServer, tmp_path: Path
) -> None:
    assert cut_everywhere(live_server, tmp_path, 1) > 1000


def first_pull_everywhere(server: LiveServer, folder: Path, stride: int) -> set[int]:
    """A village's file taken by laptops whose line breaks at every place; the places where they stood after it."""
    stood: set[int] = set()
    with breaking_line(server.url) as (proxy, limits):
        whole = _first_pull(server, proxy, limits, folder / "whole", Break())
        cuts = [Break(asked=one) for one in range(0, whole.asked or 0, stride)]
        cuts += [Break(answered=one) for one in range(0, whole.answered or 0, stride)]
        for number, cut in enumerate(cuts):
            stood.add(_first_pull(server, proxy, limits, folder / str(number), cut).seen_answered)
    return stood


def _first_pull(server: LiveServer, proxy: str, limits: Break, folder: Path, cut: Break) -> Break:
    """One new laptop; answers what went through, and as `seen_answered` where its file ended."""
    with desk(folder, server.url, server.code()) as laptop:
        limits.asked, limits.answered, limits.seen_asked, limits.seen_answered = cut.asked, cut.answered, 0, 0
        through(proxy, laptop)
        went = (limits.seen_asked, limits.seen_answered)
        with laptop.store.view() as unit:
            stood = unit.meta.exchange().snapshot_offset
        limits.asked = limits.answered = None
        assert through(proxy, laptop).problem is None
        assert laptop_lines(laptop) == server_lines(server)
    return Break(went[0], went[1], seen_answered=stood)


@pytest.fixture
def with_file(live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> LiveServer:
    """A village of which a file of many small frames is ready."""
    monkeypatch.setattr(engine, "_WORTH_A_FILE", 1)
    monkeypatch.setattr(snapshots, "_FRAME", 700)
    monkeypatch.setattr(plan.Sizes, "__init__", pages_that_never_grow)
    with desk(tmp_path / "village", live_server.url, live_server.code()) as first:
        for number in range(30):
            first.save(new_record_id(), head_name=f"Keluarga {number}", address=f"Kampung {number * 7919}")
        first.sync()
    shelf = SnapshotShelf(live_server.parts.context.settings.snapshots_folder)
    assert shelf.make(live_server.parts.context.database, VillageCode(VILLAGE)) is not None
    return live_server


def test_a_first_pull_that_breaks_off_anywhere_ends_with_the_whole_village(
    with_file: LiveServer, tmp_path: Path
) -> None:
    assert len(first_pull_everywhere(with_file, tmp_path, SNAPSHOT_SAMPLE)) > 2


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_first_pull_that_breaks_off_at_each_seventh_byte_ends_with_the_whole_village(
    with_file: LiveServer, tmp_path: Path
) -> None:
    assert len(first_pull_everywhere(with_file, tmp_path, 7)) > 2
