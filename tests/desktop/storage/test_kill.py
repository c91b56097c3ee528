"""kill -9 at any moment: whatever was reported as saved is there, with its change, each once."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DatabaseKey, Store
from tests.desktop.storage.saving import HOUSEHOLD

ROOT = Path(__file__).parents[3]


def _killed_after(path: Path, key: DatabaseKey, start: int, lines: int) -> int:
    """The last number that the child reported before it was killed."""
    command = [sys.executable, "-m", "tests.desktop.storage.saving_child", str(path), key.hex(), str(start)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        for _ in range(lines):
            child.stdout.readline()
        child.kill()
        reported = child.stdout.read().split("\n")[:-1]
        child.wait()
    return start + lines + len(reported) - 1


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [6, pytest.param(60, marks=pytest.mark.slow)])
def test_every_answer_reported_as_saved_survives_a_kill(store: Store, key: DatabaseKey, kills: int) -> None:
    store.close()
    chance = random.Random(20261123)
    start = 1
    for _ in range(kills):
        reported = _killed_after(store.path, key, start, chance.randint(1, 25))

        again = Store.open(store.path, key)
        with again.view() as unit:
            records = [record.id for record in unit.records.all(HOUSEHOLD)]
            unsent = unit.queries.send_summary().unsent
        again.close()

        assert records == [f"keluarga-{number:06d}" for number in range(1, len(records) + 1)]
        assert len(records) in (reported, reported + 1)
        assert unsent == len(records)
        start = len(records) + 1
