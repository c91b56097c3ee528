"""A push whose lines do not come back: the laptop makes them itself, and the district's signature proves them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kemiskinan_desktop.storage import Batch, SendState
from kemiskinan_desktop.storage.exchange.mirroring import Mirroring
from kemiskinan_desktop.sync import SyncEngine, SyncReport
from kemiskinan_desktop.sync.rounds import Reception
from kemiskinan_domain.changes.mirror import MirroredLine
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.contract.desks import desk
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer


@pytest.fixture
def laptop(live_server: LiveServer, tmp_path: Path) -> Iterator[Laptop]:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as opened:
        assert opened.sync().problem is None
        yield opened


@pytest.fixture
def replies(monkeypatch: pytest.MonkeyPatch) -> list[list[bytes]]:
    """The lines of every reply that a laptop took in."""
    seen: list[list[bytes]] = []
    real = Reception.take

    def take(self: Reception, lines: Iterator[bytes], **rest: Any) -> None:
        came: list[bytes] = []
        seen.append(came)

        def noted() -> Iterator[bytes]:
            for line in lines:
                came.append(line)
                yield line

        real(self, noted(), **rest)

    monkeypatch.setattr(Reception, "take", take)
    return seen


def test_a_push_brings_no_line_back_and_both_sides_are_equal(
    laptop: Laptop, live_server: LiveServer, replies: list[list[bytes]]
) -> None:
    families = [new_record_id() for _ in range(30)]
    for number, family in enumerate(families):
        laptop.save(family, head_name=f"Keluarga {number}", desil=1, **{"answers.q301": "1"})
        laptop.save(new_record_id(), RecordKind.MEMBER, parent=family, name="Anggota")

    report = laptop.sync()

    assert (report.problem, report.pushed, report.pulled, report.receipts) == (None, 60, 0, 1)
    assert (len(report.records), report.arrived) == (60, set()), "screens repaint what nobody sent"
    assert [line for reply in replies for line in reply if line.startswith(b"[")] == []
    assert sum(len(line) for reply in replies for line in reply) < 1_500
    assert laptop_lines(laptop) == server_lines(live_server)
    assert laptop.send_state(families[0]) is SendState.RECEIPTED
    assert laptop.unsent() == 0


def test_a_later_edit_and_a_delete_are_made_from_what_stood(laptop: Laptop, live_server: LiveServer) -> None:
    kept, gone = new_record_id(), new_record_id()
    laptop.save(kept, head_name="Siti", rt="001", **{"answers.q405": ["b", "a"]})
    laptop.save(gone, head_name="Ujang")
    laptop.sync()
    laptop.save(kept, rt="002", **{"answers.q405": ["a", "c"]})
    with laptop.store.unit() as unit:
        unit.changes.delete(RecordKind.HOUSEHOLD, gone, by="u1", at=system_clock(), why="moved")
        unit.commit()

    report = laptop.sync()

    assert (report.problem, report.pushed, report.pulled) == (None, 2, 0)
    assert laptop_lines(laptop) == server_lines(live_server)
    assert laptop.document(kept) == {"head_name": "Siti", "rt": "002", "answers": {"q405": ["a", "c"]}}
    assert laptop.document(gone) is None


def test_an_answer_saved_meanwhile_stays_on_screen_and_goes_next(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = new_record_id()
    laptop.save(family, head_name="Siti")
    real = Reception.take

    def take(self: Reception, lines: Iterator[bytes], **rest: Any) -> None:
        monkeypatch.setattr(Reception, "take", real)
        laptop.save_seen(family, "head_name", "Siti", "Siti Aminah")
        real(self, lines, **rest)
        document = laptop.document(family)
        assert document is not None
        assert document["head_name"] == "Siti Aminah"

    monkeypatch.setattr(Reception, "take", take)

    report = laptop.sync()

    assert (report.problem, report.pushed) == (None, 2)
    assert laptop_lines(laptop) == server_lines(live_server)
    assert [row["head_name"] for row in live_server.rows("SELECT head_name FROM household")] == ["Siti Aminah"]


def test_a_laptop_that_makes_another_line_is_sent_what_the_district_has(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an older or newer program might, whose merge is not the server's."""
    for way in ("lines", "merged_lines"):
        monkeypatch.setattr(Mirroring, way, _as_another_version(getattr(Mirroring, way)))
    family = new_record_id()
    laptop.save(family, head_name="Siti")
    engine = SyncEngine(laptop.store, laptop.district, system_clock)

    first = engine.run()
    laptop.save(family, rt="001")
    second = engine.run()

    assert [(one.problem, one.pushed, one.pulled) for one in (first, second)] == [(None, 1, 1), (None, 1, 1)]
    assert (first.requests, second.requests) == (2, 1)
    assert laptop_lines(laptop) == server_lines(live_server)
    assert live_server.rows("SELECT count(*) AS n FROM history")[0]["n"] == 2


def test_where_the_screen_shows_more_than_the_district_keeps_the_merge_proves_the_lines(
    laptop: Laptop, live_server: LiveServer
) -> None:
    """What is computed everywhere is never kept: the document on screen is not what the district signed."""
    family, plain = new_record_id(), new_record_id()
    laptop.save(family, head_name="Siti", score=3)
    laptop.save(plain, head_name="Ujang")

    report = laptop.sync()

    assert (report.problem, report.pushed, report.pulled, report.requests) == (None, 2, 0, 1)
    assert laptop_lines(laptop) == server_lines(live_server)
    assert laptop.document(family) == {"head_name": "Siti"}


def test_a_reply_cut_behind_its_first_line_acknowledges_and_the_lines_come_later(
    laptop: Laptop, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    family = new_record_id()
    laptop.save(family, head_name="Siti")
    real = Reception.take

    def cut(self: Reception, lines: Iterator[bytes], **rest: Any) -> None:
        monkeypatch.setattr(Reception, "take", real)
        real(self, iter([next(lines)]), **rest)

    monkeypatch.setattr(Reception, "take", cut)
    broken = laptop.sync()
    document = laptop.document(family)

    report = laptop.sync()

    assert document == {"head_name": "Siti"}
    assert (broken.problem, broken.pushed) == ("offline", 1)
    assert (report.problem, report.pushed, report.pulled) == (None, 0, 1)
    assert laptop_lines(laptop) == server_lines(live_server)


def test_the_first_exchange_of_a_new_village_needs_no_lines_either(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path / "neu", live_server.url, live_server.code()) as fresh:
        family = new_record_id()
        fresh.save(family, head_name="Siti")

        report: SyncReport = fresh.sync()

        assert (report.problem, report.pushed, report.pulled, report.requests) == (None, 1, 0, 1)
        assert laptop_lines(fresh) == server_lines(live_server)
        fresh.save(family, rt="001")
        assert fresh.sync().pulled == 0


def test_what_another_desk_changed_meanwhile_comes_with_the_own_lines(
    laptop: Laptop, live_server: LiveServer, tmp_path: Path
) -> None:
    with desk(tmp_path / "b", live_server.url, live_server.code()) as other:
        other.save(new_record_id(), head_name="Dari meja lain")
        other.sync()
        laptop.save(new_record_id(), head_name="Dari meja ini")

        report = laptop.sync()

        assert (report.problem, report.pushed, report.pulled) == (None, 1, 2)
        assert laptop_lines(laptop) == server_lines(live_server)


def _as_another_version(real: Callable[[Mirroring, Batch, int], list[MirroredLine]]) -> Any:
    return lambda mirroring, batch, rev: real(mirroring, batch, rev + 1)
