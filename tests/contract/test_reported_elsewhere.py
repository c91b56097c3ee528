"""Losses that other programs' users reported (SYNC section 5), as far as no other test is about just that."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import Store, schema
from kemiskinan_desktop.storage.cipher import make_engine
from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_domain.records import RecordKind, VillageCode, new_record_id
from kemiskinan_server.app import Parts
from kemiskinan_server.services import snapshots
from kemiskinan_server.services.crossings import compare_new
from kemiskinan_server.services.snapshots import SnapshotShelf
from tests.contract.desks import desk, through
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.server.conftest import VILLAGE, LiveServer, enrolment_code, running

ROOT = Path(__file__).resolve().parents[2]
TOO_LARGE = "x" * 70_000


def test_what_the_district_could_not_take_in_is_still_here_and_shown(live_server: LiveServer, tmp_path: Path) -> None:
    """Numbers 3 and 4."""
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        family = new_record_id()
        laptop.save(family, head_name="Siti Contoh", rt="001")
        laptop.sync()
        laptop.save(family, address=TOO_LARGE)

        report = laptop.sync()

        assert (report.problem, report.refused) == (None, 1)
        document = laptop.document(family)
        assert document is not None
        assert (document["head_name"], document["rt"]) == ("Siti Contoh", "001")
        with laptop.store.view() as unit:
            (refused,) = unit.queries.refused()
            (conflict,) = unit.queries.conflicts()
            stored = unit.records.get(RecordKind.CONFLICT, conflict.id)
        assert refused.change.id == family
        assert stored is not None
        assert TOO_LARGE in str(stored.document["log"])


def test_an_exchange_does_not_wait_for_the_districts_own_work(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Number 11: a village's file that is being written, and all villages being compared, hold nobody up."""
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        laptop.save(new_record_id(), head_name="Siti Contoh")
        laptop.sync()
        seen: list[SyncProblem | None] = []
        frames = snapshots._frames

        def meanwhile(lines: Iterable[bytes]) -> Iterator[bytes]:
            laptop.save(new_record_id(), head_name="Selama berkas ditulis")
            seen.append(laptop.sync().problem)
            return frames(lines)

        monkeypatch.setattr(snapshots, "_frames", meanwhile)
        context = live_server.parts.context
        shelf = SnapshotShelf(context.settings.snapshots_folder)
        assert shelf.make(context.database, VillageCode(VILLAGE)) is not None
        with context.database.unit_of_work() as unit:
            compare_new(unit)
            laptop.save(new_record_id(), head_name="Selama dibandingkan")
            seen.append(laptop.sync().problem)
            unit.commit()

        assert seen == [None, None]
        assert laptop_lines(laptop) == server_lines(live_server)
        assert len(server_lines(live_server)) == 3


def test_a_district_that_moved_to_another_address_is_reached_there(parts: Parts, tmp_path: Path) -> None:
    """Number 22."""
    with running(parts) as before:
        folder = tmp_path / "a"
        opened = desk(folder, before.url, enrolment_code(parts))
        laptop = opened.__enter__()
        laptop.save(new_record_id(), head_name="Sebelum pindah")
        assert through(before.url, laptop).problem is None
    laptop.save(new_record_id(), head_name="Sesudah pindah")
    with running(parts) as after:
        assert after.url != before.url
        gone = through(before.url, laptop)
        there = through(after.url, laptop)
    left, unsent = gone.problem, laptop.unsent()
    opened.__exit__(None, None, None)

    assert (left, there.problem, unsent) == (SyncProblem.OFFLINE, None, 0)


def test_a_value_that_lost_reaches_who_typed_it_also_on_a_laptop_installed_anew(
    live_server: LiveServer, tmp_path: Path
) -> None:
    """Number 23."""
    with desk(tmp_path / "b", live_server.url, live_server.code()) as other:
        with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
            family = new_record_id()
            other.save(family, head_name="Siti")
            other.sync()
            laptop.sync()
            other.save(family, head_name="Siti Aminah")
            laptop.save(family, head_name="Siti Maryam")
            other.sync()
            assert laptop.sync().refused == 1
        with desk(tmp_path / "anew", live_server.url, live_server.code()) as anew:
            anew.sync()

            with anew.store.view() as unit:
                (conflict,) = unit.queries.conflicts()
                stored = unit.records.get(RecordKind.CONFLICT, conflict.id)
            assert conflict.parent == family
            assert stored is not None
            assert "Siti Maryam" in str(stored.document["log"])


@pytest.mark.parametrize("revision", ["0001", "0002"])
def test_a_newer_program_finds_what_an_older_one_had_not_sent(
    live_server: LiveServer, tmp_path: Path, revision: str
) -> None:
    """Number 28, of the program; of the form see `tests/domain/survey/test_any_form.py`."""
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        family = new_record_id()
        laptop.save(family, head_name="Belum terkirim")
        laptop.store.close()
        store = laptop.store
        engine = make_engine(store.path, store.key)
        schema.downgrade(engine, revision)
        engine.dispose()

        renewed = replace(laptop, store=Store.open(store.path, store.key))
        unsent, report = renewed.unsent(), renewed.sync()
        renewed.store.close()

        assert (unsent, report.problem, report.pushed) == (1, None, 1)
        assert family in server_lines(live_server)


@pytest.mark.parametrize("program", [[str(ROOT / "main.py")], ["-m", "kemiskinan_server"]], ids=["village", "district"])
def test_the_program_starts_with_an_empty_path_and_without_any_network(tmp_path: Path, program: list[str]) -> None:
    """Number 30, as far as it can be met by a program that Python itself starts."""
    run = started(tmp_path, program)

    assert (run.returncode, run.stderr) == (0, "")
    assert "--data-dir" in run.stdout


@pytest.mark.parametrize("program", [[str(ROOT / "main.py")], ["-m", "kemiskinan_server"]], ids=["village", "district"])
def test_modules_that_another_program_left_in_the_path_are_not_ours(tmp_path: Path, program: list[str]) -> None:
    """Number 30: PYTHONPATH points at a folder whose modules have the names of those that ours need."""
    foreign = tmp_path / "program lain"
    foreign.mkdir()
    for name in ("json", "logging", "dataclasses", "requests", "sqlalchemy", "PySide6", "msgspec", "fastapi"):
        (foreign / f"{name}.py").write_text(f"raise SystemExit('{name} of another program')")

    run = started(tmp_path, program, PYTHONPATH=os.pathsep.join((str(foreign), "", "tidak-ada")))

    assert (run.returncode, run.stderr) == (0, "")
    assert "--data-dir" in run.stdout


def started(folder: Path, program: list[str], **more: str) -> subprocess.CompletedProcess[str]:
    """The program's help, for which it imports all that it needs, in a bare environment without a network."""
    nowhere = dict.fromkeys(("http_proxy", "https_proxy", "all_proxy"), "http://127.0.0.1:9")
    kept = {name: os.environ[name] for name in ("SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    environment = {**kept, **nowhere, "PATH": "", "HOME": str(folder), "QT_QPA_PLATFORM": "offscreen", **more}
    return subprocess.run(
        [sys.executable, *program, "--help"],
        env=environment,
        cwd=ROOT if program[0] == "-m" else folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
