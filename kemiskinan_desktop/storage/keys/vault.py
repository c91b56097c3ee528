"""Opens the raw database key by a passphrase or the recovery code, and gives more people a way in."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from kemiskinan_desktop.storage.cipher import DatabaseKey
from kemiskinan_desktop.storage.errors import DatabaseExistsError
from kemiskinan_desktop.storage.keys.attempts import AttemptLog
from kemiskinan_desktop.storage.keys.passphrase import DEFAULT_COST, KeyCost, wrapping_key
from kemiskinan_desktop.storage.keys.recovery_code import (
    MistypedRecoveryCode,
    RecoveryCode,
    new_recovery_code,
    read_recovery_code,
)
from kemiskinan_desktop.storage.keys.slot_file import (
    DistrictSlot,
    PassphraseSlot,
    RecoverySlot,
    Slots,
    read_slots,
    write_slots,
)
from kemiskinan_desktop.storage.keys.wrapping import recovery_key, seal_for_district, unwrap, wrap
from kemiskinan_desktop.storage.local import Person
from kemiskinan_domain.clock import Clock, system_clock

_SALT: Final = 16
_RECOVERY: Final = "recovery"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The key, and who opened it; nobody in particular with the recovery code."""

    key: DatabaseKey = field(repr=False)
    person: Person | None


@dataclass(frozen=True, slots=True)
class WrongPassphrase:
    """Not the passphrase, or too early after wrong ones: the next attempt counts after this many seconds."""

    wait_seconds: int


@dataclass(frozen=True, slots=True)
class WrongRecoveryCode:
    """A well-formed code, but of another file or an older sheet."""


@dataclass(frozen=True, slots=True)
class NewVault:
    """A vault that was just made; the code is for printing and stored nowhere."""

    vault: Vault
    key: DatabaseKey = field(repr=False)
    recovery_code: RecoveryCode = field(repr=False)


def new_database_key() -> DatabaseKey:
    """256 random bits."""
    return DatabaseKey(secrets.token_bytes(32))


class Vault:
    """The key slots of one encrypted file."""

    def __init__(self, path: Path, slots: Slots, clock: Clock, cost: KeyCost) -> None:
        self._path = path
        self._slots = slots
        self._clock = clock
        self._cost = cost
        self._attempts = AttemptLog(path.with_name(path.stem + ".coba.json"))

    @classmethod
    def create(
        cls, path: Path, person: Person, passphrase: str, *, clock: Clock = system_clock, cost: KeyCost = DEFAULT_COST
    ) -> NewVault:
        """A new key with a slot for one person and a recovery code. Raises DatabaseExistsError, DiskFullError."""
        if path.exists():
            raise DatabaseExistsError(path)
        key, code = new_database_key(), new_recovery_code()
        slots = Slots((_passphrase_slot(key, person, passphrase, cost),), _recovery_slot(key, code))
        write_slots(path, slots)
        return NewVault(cls(path, slots, clock, cost), key, code)

    @classmethod
    def open(cls, path: Path, *, clock: Clock = system_clock, cost: KeyCost = DEFAULT_COST) -> Vault:
        """The slots that are there. Raises KeySlotsMissingError, KeySlotsDamagedError."""
        return cls(path, read_slots(path), clock, cost)

    @property
    def people(self) -> tuple[Person, ...]:
        """Who may unlock, in the order in which they were added."""
        return tuple(Person(slot.person, slot.name, slot.role) for slot in self._slots.people)

    def unlock(self, person_id: str, passphrase: str) -> Unlocked | WrongPassphrase:
        """Open with a passphrase. Raises KeyError for a person without a slot."""
        slot = self._slot_of(person_id)
        left = self._attempts.seconds_left(person_id, self._clock())
        if left:
            return WrongPassphrase(left)
        under = wrapping_key(passphrase, slot.salt, KeyCost(slot.memory, slot.passes, slot.lanes))
        key = unwrap(slot.wrapped, under, person_id)
        if key is None:
            return WrongPassphrase(self._attempts.count_wrong(person_id, self._clock()))
        self._attempts.forget(person_id)
        return Unlocked(key, Person(slot.person, slot.name, slot.role))

    def unlock_by_recovery(self, text: str) -> Unlocked | WrongRecoveryCode | MistypedRecoveryCode:
        """Open with the printed code."""
        code = read_recovery_code(text)
        if isinstance(code, MistypedRecoveryCode):
            return code
        key = unwrap(self._slots.recovery.wrapped, recovery_key(code, self._slots.recovery.salt), _RECOVERY)
        return WrongRecoveryCode() if key is None else Unlocked(key, None)

    def put_person(self, key: DatabaseKey, person: Person, passphrase: str) -> None:
        """Add a person, or give one who is there a new passphrase, name or role. Raises DiskFullError."""
        new = _passphrase_slot(key, person, passphrase, self._cost)
        others = [slot for slot in self._slots.people if slot.person != person.id]
        position = next((at for at, slot in enumerate(self._slots.people) if slot.person == person.id), len(others))
        people = (*others[:position], new, *others[position:])
        self._save(msgspec.structs.replace(self._slots, people=people))
        self._attempts.forget(person.id)

    def change_passphrase(self, key: DatabaseKey, person_id: str, passphrase: str) -> None:
        """Give a person another passphrase. Raises KeyError for a stranger, DiskFullError."""
        slot = self._slot_of(person_id)
        self.put_person(key, Person(slot.person, slot.name, slot.role), passphrase)

    def remove_person(self, person_id: str) -> None:
        """Take a person's way in; the last one stays, since the recovery sheet may be lost. Raises ValueError then."""
        people = tuple(slot for slot in self._slots.people if slot.person != person_id)
        if not people:
            raise ValueError("The last person keeps their slot")
        self._save(msgspec.structs.replace(self._slots, people=people))

    def new_recovery_code(self, key: DatabaseKey) -> RecoveryCode:
        """A fresh code for a new sheet; the old sheet opens nothing any more. Raises DiskFullError."""
        code = new_recovery_code()
        self._save(msgspec.structs.replace(self._slots, recovery=_recovery_slot(key, code)))
        return code

    def add_district(self, key: DatabaseKey, recipient: str) -> None:
        """Let the district open the file too (an age public key). Raises ValueError for another text."""
        slot = DistrictSlot(recipient, seal_for_district(key, recipient))
        self._save(msgspec.structs.replace(self._slots, district=slot))

    def _slot_of(self, person_id: str) -> PassphraseSlot:
        for slot in self._slots.people:
            if slot.person == person_id:
                return slot
        raise KeyError(person_id)

    def _save(self, slots: Slots) -> None:
        write_slots(self._path, slots)
        self._slots = slots


def _passphrase_slot(key: DatabaseKey, person: Person, passphrase: str, cost: KeyCost) -> PassphraseSlot:
    salt = os.urandom(_SALT)
    wrapped = wrap(key, wrapping_key(passphrase, salt, cost), person.id)
    return PassphraseSlot(person.id, person.name, person.role, salt, cost.memory, cost.passes, cost.lanes, wrapped)


def _recovery_slot(key: DatabaseKey, code: RecoveryCode) -> RecoverySlot:
    salt = os.urandom(_SALT)
    return RecoverySlot(salt, wrap(key, recovery_key(code, salt), _RECOVERY))
