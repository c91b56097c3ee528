"""Every kind of work finds no room at any of its writes: it says so by name, keeps what was, and goes on with room."""

from __future__ import annotations

import errno
import json
from collections import Counter
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DiskFailedError, DiskFullError
from kemiskinan_desktop.ui.kit.faults import fault_words
from tests.desktop.storage.disk.recording import run_watched

WORK = "tests.desktop.storage.disk.no_room_work"
NAMED = {
    "backup": {"DiskFullError", "DiskFailedError"},
    "restore": {"DiskFullError", "DiskFailedError"},
    "bundle": {"DiskFullError", "NoRoomOnStickError(NO_ROOM)"},
    "opening": {"DiskFullError"},
    "passphrase": {"DiskFullError"},
    "export": {"OSError"},
    "page": {"DiskFullError"},
    "freeze": {"DiskFullError"},
    "save": {"DiskFullError"},
    "blob": {"DiskFullError"},
}


def no_room_for(library: Path, folder: Path, extent: str) -> dict[str, tuple[Counter[str], list[str]]]:
    """How each kind of work ended, and what was wrong then."""
    folder.mkdir()
    told = json.loads(run_watched(library, folder, WORK, extent))
    return {work: (Counter(ends), wrong) for work, ends, wrong in told}


def check(told: dict[str, tuple[Counter[str], list[str]]]) -> None:
    assert {work.partition(",")[0] for work in told} == NAMED.keys()
    for work, (ends, wrong) in told.items():
        name, _, how = work.partition(", ")
        # A disk that has room again when it is asked is one that failed.
        named = NAMED[name] | ({"DiskFailedError"} if how == "once" else set())
        failed = Counter({end: times for end, times in ends.items() if end != "done" and times})
        assert wrong == [], work
        assert failed.keys() <= named, work
        assert failed or how == "once", work


def test_a_full_disk_is_told_by_name_whatever_write_it_meets_and_nothing_is_halved(
    library: Path, tmp_path: Path
) -> None:
    check(no_room_for(library, tmp_path / "desa", "some"))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_a_full_disk_at_every_single_write_loses_nothing(library: Path, tmp_path: Path) -> None:
    check(no_room_for(library, tmp_path / "desa", "every"))


@pytest.mark.parametrize(
    "fault", [DiskFullError(), DiskFailedError(Path("desa.db")), OSError(errno.ENOSPC, "No space left on device")]
)
def test_each_of_these_faults_has_its_sentence(fault: Exception) -> None:
    trouble = fault_words(fault)

    assert trouble is not None
    assert "aman" in trouble.safe
