"""How the laptop treats its line: one connection, packed both ways, another packing where it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi import Request

from kemiskinan_desktop.sync import SyncEngine, transport
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import new_record_id
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.api import sync as sync_route
from kemiskinan_server.api.context import ProblemError
from tests.contract.desks import desk, through
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer


def connections(laptop: Laptop) -> int:
    """How many connections the laptop has opened."""
    pools = laptop.district._session.get_adapter("http://").poolmanager.pools  # type: ignore[attr-defined]
    return sum(pools[key].num_connections for key in pools.keys())  # noqa: SIM118 - not a dict: it has no iteration


def test_token_records_and_questionnaires_go_over_one_connection(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path, live_server.url, live_server.code()) as laptop:
        engine = SyncEngine(laptop.store, laptop.district, system_clock)
        for number in range(3):
            laptop.save(new_record_id(), head_name=f"Keluarga {number}")
            assert engine.run().problem is None

        assert connections(laptop) == 1


def test_requests_and_replies_are_packed(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    answered: list[str] = []
    ordinary = sync_route.encoding_of, transport._unpacker

    def unpacked_there(request: Request) -> str:
        asked.append(ordinary[0](request))
        return asked[-1]

    def unpacked_here(encoding: str) -> Any:
        answered.append(encoding)
        return ordinary[1](encoding)

    monkeypatch.setattr(sync_route, "encoding_of", unpacked_there)
    monkeypatch.setattr(transport, "_unpacker", unpacked_here)

    with desk(tmp_path, live_server.url, live_server.code()) as laptop:
        engine = SyncEngine(laptop.store, laptop.district, system_clock)
        for number in range(2):
            laptop.save(new_record_id(), head_name=f"Keluarga {number}")
            assert engine.run().problem is None

    assert asked == ["gzip", "zstd"], "zstd only for a district that said that it unpacks it"
    assert answered == ["zstd", "zstd"]


def test_a_district_that_does_not_unpack_zstd_any_more_is_sent_the_same_in_gzip(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An older server may take the place of a newer one between two requests."""
    refused: list[str] = []
    ordinary = sync_route.encoding_of

    def older(request: Request) -> Any:
        if ordinary(request) == "zstd":
            refused.append("zstd")
            raise ProblemError(Problem.of(ProblemType.UNSUPPORTED_ENCODING, "Only gzip"))
        return ordinary(request)

    monkeypatch.setattr(sync_route, "encoding_of", older)
    with desk(tmp_path, live_server.url, live_server.code()) as laptop:
        engine = SyncEngine(laptop.store, laptop.district, system_clock)
        for number in range(2):
            laptop.save(new_record_id(), head_name=f"Keluarga {number}")
            assert engine.run().problem is None

        assert refused == ["zstd"]
        assert (laptop.unsent(), len(live_server.rows("SELECT id FROM household"))) == (0, 2)


def test_a_district_that_takes_less_at_once_gets_halves(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an older server does, which counts changes (decision 0060)."""
    sizes: list[int] = []
    ordinary = sync_route.exchange

    def older(*words: Any, **more: Any) -> Any:
        count = len(more["request"].muts)
        if count > 5:
            return Problem.of(ProblemType.TOO_LARGE, "Too many changes", max_muts=5)
        sizes.append(count)
        return ordinary(*words, **more)

    monkeypatch.setattr(sync_route, "exchange", older)
    with desk(tmp_path, live_server.url, live_server.code()) as laptop:
        for number in range(40):
            laptop.save(new_record_id(), head_name=f"Keluarga {number}", address="Kampung " + str(number) * 2_000)

        assert through(live_server.url, laptop).problem is None
        assert (laptop.unsent(), sum(sizes), max(sizes) <= 5) == (0, 40, True)
    assert len(live_server.rows("SELECT id FROM household")) == 40
