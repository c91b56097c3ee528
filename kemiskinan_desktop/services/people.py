"""Who works on this laptop, their passphrases and the recovery sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from kemiskinan_desktop.documents import RecoveryValues, recovery_sheet
from kemiskinan_desktop.services.admission import PassphraseTooWeak, PersonName, WrongPassphrase
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_desktop.services.passphrase import passphrase_weakness
from kemiskinan_desktop.storage import Person
from kemiskinan_desktop.storage.keys import Vault
from kemiskinan_desktop.storage.keys import WrongPassphrase as SlotRefused
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import new_record_id


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The new code, shown once, and its page for printing; the former code opens nothing any more."""

    code: str = field(repr=False)
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PassphraseChanged:
    """The new passphrase opens the file, the former one does not."""


class PeopleService:
    """Run on the storage lane: Argon2id takes a moment by design."""

    def __init__(self, desk: Desk, vault: Vault) -> None:
        self._desk = desk
        self._vault = vault

    def persons(self) -> tuple[PersonName, ...]:
        """All who may unlock."""
        return tuple(PersonName(one.id, one.name, one.role) for one in self._vault.people)

    def add(self, name: str, role: Role, passphrase: str) -> PersonName | PassphraseTooWeak:
        """One more person with a passphrase of their own. Raises DiskFullError."""
        weakness = passphrase_weakness(passphrase, name, self._desk.village.village)
        if weakness is not None:
            return PassphraseTooWeak(weakness)
        person = Person(new_record_id(), name.strip(), role)
        with self._desk.store.unit() as unit:
            unit.people.put(person)
            unit.audit.append("person-added", by=self._desk.person.id, at=self._desk.clock(), subject=person.id)
            unit.commit()
        self._vault.put_person(self._desk.store.key, person, passphrase)
        return PersonName(person.id, person.name, person.role)

    def change_passphrase(
        self, person: str, old: str, new: str
    ) -> PassphraseChanged | WrongPassphrase | PassphraseTooWeak:
        """Replace the person's passphrase. Raises KeyError for a stranger, DiskFullError."""
        opened = self._vault.unlock(person, old)
        if isinstance(opened, SlotRefused):
            return WrongPassphrase(opened.wait_seconds)
        name = opened.person.name if opened.person is not None else ""
        weakness = passphrase_weakness(new, name, self._desk.village.village)
        if weakness is not None:
            return PassphraseTooWeak(weakness)
        self._vault.change_passphrase(self._desk.store.key, person, new)
        self._note("passphrase-changed", person)
        return PassphraseChanged()

    def new_recovery_sheet(self) -> RecoverySheet:
        """Make a new recovery code in place of the former. Raises DiskFullError, TypesettingError."""
        code = self._vault.new_recovery_code(self._desk.store.key)
        self._note("recovery-code-made", self._desk.person.id)
        return RecoverySheet(code, recovery_page(self._desk, code))

    def _note(self, action: str, subject: str) -> None:
        with self._desk.store.unit() as unit:
            unit.audit.append(action, by=self._desk.person.id, at=self._desk.clock(), subject=subject)
            unit.commit()


def recovery_page(desk: Desk, code: str) -> bytes:
    """The recovery code as a page for printing."""
    return recovery_sheet(
        RecoveryValues(
            letterhead=letterhead(desk.village),
            person=desk.person.name,
            device=desk.device,
            code=code,
            made_at=desk.clock(),
        )
    )
