"""Server, PostgreSQL and laptop are killed at any moment: what was reported as saved reaches the district once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import URL, create_engine, text

from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_domain.records import RecordId, new_record_id
from tests.contract.history.watching import check_villages
from tests.contract.machine.desk import Desk, blank_store, new_desk
from tests.contract.machine.struck import ROOT, VILLAGE, StruckDistrict, struck_district
from tests.contract.machine.worker import answer
from tests.contract.test_kill import sworn

_PASSING = {SyncProblem.OFFLINE, SyncProblem.BUSY, SyncProblem.REFUSED}
"""A district that was just struck: a lock of the dead server's, a database that is not up yet."""
_TRIES = 200


class Victim(Enum):
    """Who is struck."""

    LAPTOP = auto()
    SERVER = auto()
    POSTGRES_STOPPED = auto()
    POSTGRES_KILLED = auto()


@dataclass
class Scene:
    """A laptop at work in a process of its own, and the district that it exchanges with."""

    district: StruckDistrict
    desk: Desk
    marks: Path
    chance: Random
    families: list[RecordId] = field(default_factory=lambda: [new_record_id() for _ in range(3)])
    worker: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """The person begins to work."""
        self.desk.close()
        first = max(sworn(self.marks), default=-2) + 2 if self.marks.exists() else 0
        words = [str(self.desk.path), self.desk.address, str(self.marks), str(first), ",".join(self.families)]
        self.worker = subprocess.Popen(
            [sys.executable, "-m", "tests.contract.machine.worker", *words], cwd=ROOT, stdout=subprocess.PIPE
        )
        self.work(1)

    def work(self, saves: int) -> None:
        """Wait until so many more answers were reported as saved."""
        assert self.worker is not None
        assert self.worker.stdout is not None
        for _ in range(saves):
            assert self.worker.stdout.read(1) == b".", "the laptop's program ended by itself"

    def end(self) -> None:
        """The laptop's program ends without warning; all that it reported as saved is in its file."""
        assert self.worker is not None
        assert self.worker.stdout is not None
        self.worker.kill()
        self.worker.wait()
        self.worker.stdout.close()
        self.desk.reopen()
        for number, family in sworn(self.marks).items():
            assert self.desk.shown(family, f"answers.q{number}") == answer(number), "a reported save is gone"

    def strike(self, victim: Victim) -> None:
        """End one of the three, and bring it back."""
        match victim:
            case Victim.LAPTOP:
                self.end()
                self.start()
            case Victim.SERVER:
                self.district.strike_server()
            case Victim.POSTGRES_STOPPED:
                self.district.strike_postgres(at_once=False)
            case Victim.POSTGRES_KILLED:
                self.district.strike_postgres(at_once=True)

    def settle(self) -> None:
        """Exchange until nothing waits."""
        exchange_until_settled(self.desk)


def exchange_until_settled(desk: Desk) -> None:
    """Exchange until the district has all, which it may not be able to right after it was struck."""
    for _ in range(_TRIES):
        report = desk.sync()
        if report.problem is None and not desk.waiting():
            return
        assert report.problem in {None, *_PASSING}, report.detail
    raise AssertionError(f"the exchange does not go on: {report.problem} {report.detail}")


def order(url: URL, statement: str) -> None:
    """One statement as the database's owner."""
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def play(folder: Path, victims: Sequence[Victim], seed: int) -> int:
    """Strike one after another, and look where everything went; answers how many answers were sworn to."""
    with struck_district(folder / "district") as (district, code):
        desk = new_desk(folder / "desk", blank_store(folder), district.address, code)
        scene = Scene(district, desk, folder / "marks", Random(seed))
        try:
            scene.start()
            for victim in victims:
                scene.work(scene.chance.randint(1, 9))
                scene.strike(victim)
            scene.work(4)
            scene.end()
            scene.settle()
            _check(scene)
        finally:
            if scene.worker is not None:
                scene.worker.kill()
            scene.desk.close()
        return len(sworn(scene.marks))


def _check(scene: Scene) -> None:
    with scene.district.parts() as parts, parts.context.database.engine.connect() as connection:
        check_villages(connection, [VILLAGE])
        lines = "\n".join(connection.execute(text("SELECT line FROM record")).scalars())
        bodies = connection.execute(text("SELECT body FROM history")).scalars()
        history = "\n".join(bytes(body).decode() for body in bodies)
    saved = sworn(scene.marks)
    assert len(saved) > 0
    for number in saved:
        assert (lines.count(answer(number)), history.count(answer(number))) == (1, 1), (
            f"answer {number} is lost or twice"
        )


def test_what_was_reported_as_saved_survives_the_death_of_each_part_of_the_district(tmp_path: Path) -> None:
    play(tmp_path, [Victim.SERVER, Victim.POSTGRES_KILLED, Victim.LAPTOP], seed=1)


def test_a_receipt_outlives_a_database_that_dies_at_that_moment(tmp_path: Path) -> None:
    with struck_district(tmp_path / "district") as (district, code):
        # What an administrator may have chosen for another program in the same PostgreSQL.
        order(district.url, "ALTER SYSTEM SET synchronous_commit = off")
        order(district.url, "SELECT pg_reload_conf()")
        desk = new_desk(tmp_path / "desk", blank_store(tmp_path), district.address, code)
        family, held = new_record_id(), []
        for number in range(2):
            desk.put(family, f"answers.q{number}", None, answer(number))
            exchange_until_settled(desk)
            with desk.store.view() as unit:
                receipted = unit.meta.exchange().acked_mid
            district.strike_postgres(at_once=True)
            with district.parts() as parts, parts.context.database.engine.connect() as connection:
                held.append((receipted, connection.execute(text("SELECT max(mid) FROM history")).scalar()))
        desk.close()

    assert held == [(1, 1), (2, 2)]


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("seed", range(2, 6))
def test_what_was_reported_as_saved_survives_many_random_deaths(tmp_path: Path, seed: int) -> None:
    chance = Random(seed)

    assert play(tmp_path, chance.choices(list(Victim), k=20), seed) > 20
