"""The ways to the key of the file, and what happens on the wrong ones."""

from __future__ import annotations

import stat
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from kemiskinan_desktop.storage import (
    DatabaseExistsError,
    KeyCost,
    KeySlotsDamagedError,
    KeySlotsMissingError,
    MistypedRecoveryCode,
    NewVault,
    Person,
    Unlocked,
    Vault,
    WrongPassphrase,
    WrongRecoveryCode,
)
from kemiskinan_desktop.storage.keys.attempts import wait_after
from kemiskinan_desktop.storage.keys.slot_file import read_slots
from kemiskinan_domain.people import Role

CHEAP = KeyCost(memory=64, passes=1, lanes=1)
SITI = Person("p1", "Siti", Role.SECRETARY)
UJANG = Person("p2", "Ujang", Role.OPERATOR)


@dataclass
class WallClock:
    now: datetime = datetime(2026, 11, 23, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> WallClock:
    return WallClock()


@pytest.fixture
def made(tmp_path: Path, clock: WallClock) -> NewVault:
    return Vault.create(tmp_path / "kunci.json", SITI, "kata sandi Siti", clock=clock, cost=CHEAP)


def reopened(tmp_path: Path, clock: WallClock) -> Vault:
    return Vault.open(tmp_path / "kunci.json", clock=clock, cost=CHEAP)


def test_the_passphrase_opens_the_key(made: NewVault, tmp_path: Path, clock: WallClock) -> None:
    assert reopened(tmp_path, clock).unlock("p1", "kata sandi Siti") == Unlocked(made.key, SITI)


def test_the_printed_code_opens_the_key_however_it_is_typed(made: NewVault) -> None:
    typed = made.recovery_code.replace("-", " ").lower().replace("0", "o").replace("1", "l")

    assert made.vault.unlock_by_recovery(typed) == Unlocked(made.key, None)


def test_a_slip_of_the_pen_is_told_apart_from_a_foreign_code(made: NewVault, tmp_path: Path) -> None:
    other = Vault.create(tmp_path / "lain.json", UJANG, "kata sandi", cost=CHEAP)
    slipped = ("3" if made.recovery_code[0] != "3" else "4") + made.recovery_code[1:]

    assert made.vault.unlock_by_recovery(slipped) == MistypedRecoveryCode()
    assert made.vault.unlock_by_recovery(other.recovery_code) == WrongRecoveryCode()


def test_wrong_passphrases_wait_longer_and_longer_even_after_a_restart(
    made: NewVault, tmp_path: Path, clock: WallClock
) -> None:
    waits = []
    for _ in range(6):
        answer = made.vault.unlock("p1", "salah")
        assert isinstance(answer, WrongPassphrase)
        waits.append(answer.wait_seconds)
        clock.now += timedelta(seconds=answer.wait_seconds)
    clock.now -= timedelta(seconds=10)

    early = reopened(tmp_path, clock).unlock("p1", "kata sandi Siti")
    clock.now += timedelta(seconds=10)
    later = reopened(tmp_path, clock).unlock("p1", "kata sandi Siti")

    assert waits == [0, 0, 0, 5, 10, 20]
    assert early == WrongPassphrase(10)
    assert later == Unlocked(made.key, SITI)


def test_the_longest_wait_is_a_quarter_of_an_hour() -> None:
    assert wait_after(1000) == timedelta(minutes=15)


def test_one_persons_wrong_attempts_do_not_keep_another_out(made: NewVault) -> None:
    made.vault.put_person(made.key, UJANG, "kata sandi Ujang")
    for _ in range(5):
        made.vault.unlock("p1", "salah")

    assert made.vault.unlock("p2", "kata sandi Ujang") == Unlocked(made.key, UJANG)


def test_a_changed_passphrase_replaces_the_old_one(made: NewVault, tmp_path: Path, clock: WallClock) -> None:
    made.vault.change_passphrase(made.key, "p1", "kata sandi baru")
    vault = reopened(tmp_path, clock)

    assert isinstance(vault.unlock("p1", "kata sandi Siti"), WrongPassphrase)
    assert vault.unlock("p1", "kata sandi baru") == Unlocked(made.key, SITI)
    assert vault.people == (SITI,)


def test_a_new_sheet_makes_the_old_one_useless(made: NewVault) -> None:
    fresh = made.vault.new_recovery_code(made.key)

    assert made.vault.unlock_by_recovery(made.recovery_code) == WrongRecoveryCode()
    assert made.vault.unlock_by_recovery(fresh) == Unlocked(made.key, None)


def test_the_last_person_keeps_a_way_in(made: NewVault) -> None:
    with pytest.raises(ValueError, match="last person"):
        made.vault.remove_person("p1")


def test_the_district_can_open_its_slot(made: NewVault, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()

    made.vault.add_district(made.key, str(identity.to_public()))

    slot = read_slots(tmp_path / "kunci.json").district
    assert slot is not None
    assert pyrage.decrypt(slot.sealed, [identity]) == made.key


def test_a_text_that_is_no_age_key_is_refused(made: NewVault) -> None:
    with pytest.raises(ValueError, match="age"):
        made.vault.add_district(made.key, "bukan kunci")


def test_any_cut_of_the_slot_file_is_told_and_left_as_it_is(made: NewVault, tmp_path: Path) -> None:
    path = tmp_path / "kunci.json"
    whole = path.read_bytes()

    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        with pytest.raises(KeySlotsDamagedError):
            Vault.open(path)
        assert path.read_bytes() == whole[:length]


def test_a_slot_file_changed_by_hand_is_told(made: NewVault, tmp_path: Path) -> None:
    path = tmp_path / "kunci.json"
    path.write_bytes(path.read_bytes().replace(b'"Siti"', b'"Sita"'))

    with pytest.raises(KeySlotsDamagedError):
        Vault.open(path)


def test_a_missing_slot_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeySlotsMissingError):
        Vault.open(tmp_path / "kunci.json")


def test_slots_are_never_overwritten_by_new_ones(made: NewVault, tmp_path: Path) -> None:
    with pytest.raises(DatabaseExistsError):
        Vault.create(tmp_path / "kunci.json", SITI, "lain", cost=CHEAP)


def test_neither_key_nor_code_shows_in_a_log(made: NewVault) -> None:
    opened = made.vault.unlock("p1", "kata sandi Siti")

    assert repr(made.key) not in repr(made) + repr(opened)
    assert made.recovery_code not in repr(made)


def test_no_half_written_file_stays_behind(made: NewVault, tmp_path: Path) -> None:
    assert [path.name for path in tmp_path.iterdir()] == ["kunci.json"]
    assert stat.S_ISREG((tmp_path / "kunci.json").stat().st_mode)
