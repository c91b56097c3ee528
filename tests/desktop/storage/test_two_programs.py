"""Two programs on one folder: one works, the other is told; and a copy is made while somebody types."""

from __future__ import annotations

import errno
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from kemiskinan_desktop.services.access.installing import settle
from kemiskinan_desktop.storage import (
    AlreadyOpenError,
    DatabaseKey,
    NoLockError,
    Store,
    Unlocked,
    Vault,
    check_backup,
    instance_lock,
    list_backups,
    make_backup,
)
from kemiskinan_desktop.ui.kit.faults import fault_words
from kemiskinan_domain.records import RecordId
from tests.desktop.services.village import FakeClock
from tests.desktop.storage.disk.safekeeping_work import CHEAP, SECRETARY, laptop_at
from tests.desktop.storage.disk.state import contradictions
from tests.desktop.storage.saving import HOUSEHOLD, NOW, new

ROOT = Path(__file__).parents[3]
RACERS = 3


@contextmanager
def program(folder: Path, what: str) -> Iterator[subprocess.Popen[str]]:
    """Another process, ready to begin."""
    command = [sys.executable, "-m", "tests.desktop.storage.second_program", str(folder), what]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as child:
        try:
            yield child
        finally:
            child.kill()


def say(child: subprocess.Popen[str]) -> None:
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def hear(child: subprocess.Popen[str]) -> str:
    assert child.stdout is not None
    return child.stdout.readline().strip()


def test_a_second_program_is_refused_until_the_first_one_is_gone_however_it_went(
    store: Store, key: DatabaseKey
) -> None:
    store.close()
    with program(store.path.parent, key.hex()) as first:
        say(first)
        assert hear(first) == "in"
        with pytest.raises(AlreadyOpenError):
            Store.open(store.path, key)

        first.kill()
        first.wait()

    assert store.path.with_suffix(".lock").exists()
    Store.open(store.path, key).close()


@pytest.mark.parametrize("what", ["open", "install"])
def test_of_programs_that_start_at_once_exactly_one_gets_in(tmp_path: Path, what: str) -> None:
    folder, key = tmp_path / "desa", DatabaseKey(bytes(range(32)))
    if what == "open":
        Store.create(folder / "desa.db", key).close()
    with ExitStack() as stack:
        racers = [stack.enter_context(program(folder, key.hex() if what == "open" else what)) for _ in range(RACERS)]
        for racer in racers:
            say(racer)
        told = [hear(racer) for racer in racers]
        for racer in racers:
            say(racer)
            racer.wait()

    assert told.count("in") == 1
    assert set(told) <= {"in", "AlreadyOpenError", "DatabaseExistsError"}
    if what == "install":
        unlocked = Vault.open(folder / "kunci.json", cost=CHEAP).unlock(SECRETARY.id, "kata sandi pertama")
        assert isinstance(unlocked, Unlocked)
        Store.open(folder / "desa.db", unlocked.key).close()


def test_a_program_that_starts_leaves_another_one_s_first_start_alone(tmp_path: Path) -> None:
    laptop = laptop_at(tmp_path / "desa", FakeClock())
    with instance_lock.InstanceLock(laptop.places.lock):
        half_made = laptop.places.data / "baru" / "desa.db"
        half_made.parent.mkdir()
        half_made.write_bytes(b"sedang dibuat")

        settle(laptop.places)

        assert half_made.exists()


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.EINVAL, errno.ENOSYS])
def test_a_folder_without_locks_is_told_by_name_and_not_worked_in(
    store: Store, key: DatabaseKey, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    store.close()

    def cannot(_: int) -> None:
        raise OSError(number, "no locks here")

    monkeypatch.setattr(instance_lock, "_lock", cannot)

    with pytest.raises(NoLockError) as told:
        Store.open(store.path, key)

    assert fault_words(told.value) is not None


def test_backups_and_drills_while_somebody_types_hold_whole_saves_only(store: Store, tmp_path: Path) -> None:
    keys, folder, stop = tmp_path / "kunci.json", tmp_path / "cadangan", threading.Event()
    keys.write_text("{}")
    typed: list[int] = []

    def type_on() -> None:
        while not stop.is_set():
            new(store, RecordId(f"keluarga-{len(typed):06d}"), head_name="Siti Contoh", note="x" * 2000)
            typed.append(1)

    typist = threading.Thread(target=type_on)
    typist.start()
    try:
        for hour in range(4):
            least = len(typed)
            backup = make_backup(store, keys, folder, NOW + timedelta(hours=hour))
            check_backup(backup, store.key)
            copy = Store.open(backup.path, store.key)
            with copy.view() as unit:
                held = [record.id for record in unit.records.all(HOUSEHOLD)]
            faults = contradictions(copy)
            copy.close()

            assert faults == []
            assert held == [f"keluarga-{number:06d}" for number in range(len(held))]
            assert len(held) >= least
    finally:
        stop.set()
        typist.join()
    assert len(list_backups(folder)) == 4
    assert contradictions(store) == []
