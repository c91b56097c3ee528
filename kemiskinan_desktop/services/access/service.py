"""Everything before the file is open: first start, unlock, recovery."""

from __future__ import annotations

from collections.abc import Callable

from kemiskinan_desktop.documents import RecoveryValues, recovery_sheet
from kemiskinan_desktop.services.access.enrolling import Enroller
from kemiskinan_desktop.services.access.installing import install, settle
from kemiskinan_desktop.services.admission import (
    AccessState,
    EnrolmentOffer,
    EnrolmentRefusal,
    FirstStartDone,
    PassphraseTooWeak,
    PersonName,
    Unlocked,
    WrongPassphrase,
    WrongRecoveryCode,
)
from kemiskinan_desktop.services.events import Locked
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_desktop.services.passphrase import passphrase_weakness
from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.storage import DatabaseKey, Person, Store
from kemiskinan_desktop.storage.keys import MistypedRecoveryCode, Vault
from kemiskinan_desktop.storage.keys import WrongPassphrase as SlotRefused
from kemiskinan_desktop.storage.keys import WrongRecoveryCode as CodeRefused
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import new_record_id


class AccessService:
    """Enrols the laptop, opens the file with a passphrase or the recovery code, and closes it.

    `assemble` builds the services of an opened file. `look_up` goes on the network lane, the rest on the storage lane.
    """

    def __init__(
        self, laptop: Laptop, enroller: Enroller, assemble: Callable[[Laptop, Store, Vault, PersonName], AppServices]
    ) -> None:
        self._laptop = laptop
        self._enroller = enroller
        self._assemble = assemble
        self._store: Store | None = None

    def state(self) -> AccessState:
        """Whether there is a file to unlock."""
        places = self._laptop.places
        settle(places)
        return AccessState.LOCKED if places.keys.exists() or places.database.exists() else AccessState.FRESH

    def persons(self) -> tuple[PersonName, ...]:
        """Who may unlock, in the order in which they were added; names only."""
        return tuple(PersonName(one.id, one.name, one.role) for one in self._vault().people)

    def look_up(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        """Enrol with a one-time code (lane: network). A later attempt with the same code finds it used."""
        return self._enroller.enrol(server_url, code)

    def finish(
        self, offer: EnrolmentOffer, person_name: str, role: Role, passphrase: str
    ) -> FirstStartDone | PassphraseTooWeak:
        """Make the encrypted file, its slots and the recovery sheet. Raises DiskFullError and the like of storage."""
        weakness = passphrase_weakness(passphrase, person_name, offer.village.village)
        if weakness is not None:
            return PassphraseTooWeak(weakness)
        laptop = self._laptop
        person = Person(new_record_id(), person_name.strip(), role)
        new = install(laptop, offer, person, passphrase)
        sheet = RecoveryValues(
            letterhead=letterhead(offer.village),
            person=person.name,
            device=laptop.device,
            code=new.recovery_code,
            made_at=laptop.clock(),
        )
        unlocked = self._open(self._vault(), new.key, person)
        return FirstStartDone(unlocked, new.recovery_code, recovery_sheet(sheet))

    def unlock(self, person_id: str, passphrase: str) -> Unlocked | WrongPassphrase:
        """Open the file. Raises what storage names when the file is in use, broken or newer than this program."""
        vault = self._vault()
        opened = vault.unlock(person_id, passphrase)
        if isinstance(opened, SlotRefused):
            return WrongPassphrase(opened.wait_seconds)
        person = next(one for one in vault.people if one.id == person_id)
        return self._open(vault, opened.key, person)

    def recover(
        self, recovery_code: str, person_id: str, new_passphrase: str
    ) -> Unlocked | WrongRecoveryCode | PassphraseTooWeak:
        """Open the file with the printed code and give that person a new passphrase. Raises as `unlock`."""
        vault = self._vault()
        person = next((one for one in vault.people if one.id == person_id), None)
        if person is None:
            raise KeyError(person_id)
        weakness = passphrase_weakness(new_passphrase, person.name)
        if weakness is not None:
            return PassphraseTooWeak(weakness)
        opened = vault.unlock_by_recovery(recovery_code)
        if isinstance(opened, MistypedRecoveryCode | CodeRefused):
            return WrongRecoveryCode(mistyped=isinstance(opened, MistypedRecoveryCode))
        vault.change_passphrase(opened.key, person_id, new_passphrase)
        return self._open(vault, opened.key, person)

    def lock(self) -> None:
        """Close the file; publishes `Locked` first. A second call does nothing."""
        store, self._store = self._store, None
        if store is not None:
            self._laptop.events.publish(Locked())
            store.close()

    def _vault(self) -> Vault:
        return Vault.open(self._laptop.places.keys, clock=self._laptop.clock, cost=self._laptop.cost)

    def _open(self, vault: Vault, key: DatabaseKey, person: Person) -> Unlocked:
        store = Store.open(self._laptop.places.database, key)
        name = PersonName(person.id, person.name, person.role)
        try:
            services = self._assemble(self._laptop, store, vault, name)
        except BaseException:
            store.close()
            raise
        self._store = store
        return Unlocked(services, name)
