"""The laptop's process is killed at any moment: what was reported as saved is there, and reaches the district once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import URL

from kemiskinan_domain.records import RecordId, new_record_id
from tests.contract.machine.desk import Desk, blank_store, new_desk
from tests.contract.machine.district import LiveDistrict, live_district
from tests.contract.machine.worker import answer

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def district(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDistrict]:
    with live_district(postgres, tmp_path_factory.mktemp("district")) as opened:
        yield opened


def work_and_be_killed(desk: Desk, marks: Path, first: int, families: list[RecordId], chance: Random) -> None:
    """One life of the program, ended without warning after some saves and a moment more."""
    arguments = [str(desk.path), desk.address, str(marks), str(first), ",".join(families)]
    with subprocess.Popen(
        [sys.executable, "-m", "tests.contract.machine.worker", *arguments], cwd=ROOT, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.read(chance.randint(1, 12)), "the worker did not start"
        try:
            # Every second time at once: the commit that was just reported has had no time to settle.
            child.wait(chance.choice((0.0, chance.random() * 0.03)))
        except subprocess.TimeoutExpired:
            child.kill()
        assert child.wait() < 0 or sys.platform == "win32"


def sworn(marks: Path) -> dict[int, RecordId]:
    """The answers whose saving was reported; a mark that was cut by the kill was not."""
    lines = marks.read_text().splitlines(keepends=True)
    return {int(n): RecordId(family) for family, n in (line.split() for line in lines if line.endswith("\n"))}


def kill_and_look(district: LiveDistrict, folder: Path, kills: int, seed: int) -> None:
    chance, marks = Random(seed), folder / "marks"
    families = [new_record_id() for _ in range(3)]
    village = district.new_village()
    desk = new_desk(folder / "desk", blank_store(folder), district.address, district.code(village))
    first = 0
    for _ in range(kills):
        desk.close()
        work_and_be_killed(desk, marks, first, families, chance)
        desk.reopen()
        for number, family in sworn(marks).items():
            assert desk.shown(family, f"answers.q{number}") == answer(number), "a reported save is gone"
        first = max(sworn(marks)) + 2
    while desk.waiting():
        assert desk.sync().problem is None
    assert desk.sync().problem is None
    lines = [str(row["line"]) for row in district.rows("SELECT line FROM record WHERE village = :v", v=village)]
    rows = district.rows("SELECT body FROM history WHERE village = :v", v=village)
    history = "\n".join(bytes(row["body"]).decode() for row in rows)
    for number in sworn(marks):
        assert sum(line.count(answer(number)) for line in lines) == 1
        assert history.count(answer(number)) == 1
    desk.close()


def test_what_was_reported_as_saved_survives_every_kill(district: LiveDistrict, tmp_path: Path) -> None:
    kill_and_look(district, tmp_path, 8, seed=1)


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.parametrize("seed", range(1, 8))
def test_what_was_reported_as_saved_survives_hundreds_of_kills(
    district: LiveDistrict, tmp_path: Path, seed: int
) -> None:
    kill_and_look(district, tmp_path, 50, seed)
