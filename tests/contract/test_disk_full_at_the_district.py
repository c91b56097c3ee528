"""The district's disk is full while an attachment comes in: told by name, nothing wrong kept, gone on with later."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_server.storage import blobs
from tests.contract.blob_desks import BlobDesk, blob_desk, synthetic
from tests.server.conftest import LiveServer

SIZE = 300_000


@pytest.fixture
def carrier(live_server: LiveServer, tmp_path: Path) -> Iterator[BlobDesk]:
    """A laptop whose records the district has, and whose photo has still to go."""
    with blob_desk(tmp_path / "a", live_server.url, live_server.code()) as opened:
        yield opened


def no_room_at(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, turn: int) -> list[int]:
    """Let that call find no room when it comes for the so-manieth time; answers where its calls are counted."""
    ordinary: Callable[..., Any] = getattr(owner, name)
    calls: list[int] = []

    def full(*words: Any) -> Any:
        calls.append(1)
        if len(calls) == turn:
            raise OSError(errno.ENOSPC, "No space left on device")
        return ordinary(*words)

    monkeypatch.setattr(owner, name, full)
    return calls


@pytest.mark.parametrize("turn", [1, 2, 3])
def test_a_full_disk_at_the_district_keeps_what_was_safe_and_the_upload_goes_on(
    live_server: LiveServer, carrier: BlobDesk, monkeypatch: pytest.MonkeyPatch, turn: int
) -> None:
    _, sha256 = carrier.attach(synthetic(SIZE))
    assert carrier.laptop.sync().problem is None
    calls = no_room_at(monkeypatch, blobs.os, "fsync", turn)

    broken, _ = carrier.carry(forced=True)
    (row,) = live_server.rows("SELECT have, complete FROM blob") or [{"have": 0, "complete": False}]
    monkeypatch.undo()
    mended, _ = carrier.carry(forced=True)

    assert len(calls) >= turn
    assert broken.problem is SyncProblem.BUSY
    assert (row["complete"], turn == 1) == (False, row["have"] == 0)
    assert mended.problem is None
    check_whole(live_server, carrier, sha256)


def test_a_full_disk_at_the_last_step_leaves_bytes_without_a_name_and_no_fault(
    live_server: LiveServer, carrier: BlobDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, sha256 = carrier.attach(synthetic(SIZE))
    assert carrier.laptop.sync().problem is None
    no_room_at(monkeypatch, blobs, "sync_folder", 1)

    broken, _ = carrier.carry(forced=True)
    monkeypatch.undo()
    mended, _ = carrier.carry(forced=True)

    assert broken.problem is SyncProblem.BUSY
    assert mended.problem is None
    check_whole(live_server, carrier, sha256)


def check_whole(server: LiveServer, carrier: BlobDesk, sha256: str) -> None:
    """The district has exactly the laptop's bytes, and the laptop knows."""
    (row,) = server.rows("SELECT village, have, complete FROM blob WHERE sha256 = :s", s=sha256)
    kept = server.parts.context.settings.blobs_folder / str(row["village"]) / sha256[:2] / sha256
    assert (row["have"], row["complete"]) == (SIZE, True)
    assert kept.read_bytes() == synthetic(SIZE)
    assert sha256 in carrier.held()
