"""Makes the village's files as one step: a power cut leaves all of them or none that counts."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from kemiskinan_desktop.places import Places
from kemiskinan_desktop.services.admission import EnrolmentOffer
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.storage import (
    AlreadyOpenError,
    DatabaseExistsError,
    Enrolment,
    NoLockError,
    Person,
    Store,
)
from kemiskinan_desktop.storage.instance_lock import InstanceLock
from kemiskinan_desktop.storage.keys import NewVault, Vault
from kemiskinan_desktop.storage.whole_files import sync_folder


def install(laptop: Laptop, offer: EnrolmentOffer, person: Person, passphrase: str) -> NewVault:
    """Make file and slots aside, then move the file and, last, the slots in place.

    Raises what storage names: AlreadyOpenError and DatabaseExistsError where another program was first.
    """
    places = laptop.places
    with InstanceLock(places.lock):
        _settle(places)
        for made in (places.database, places.keys):
            if made.exists():
                raise DatabaseExistsError(made)
        new = _made_aside(laptop, offer, person, passphrase)
        (_workshop(places) / places.database.name).replace(places.database)
        # On the disk before the next name moves: slots without their file would be worse than no first start at all.
        sync_folder(places.data)
        _settle(places)
    return new


def settle(places: Places) -> None:
    """Finish a first start that was cut after its file was in place; throw away one that was cut before."""
    if not _workshop(places).exists():
        return
    # Another program that is just making its first start has its files there still.
    with suppress(AlreadyOpenError, NoLockError), InstanceLock(places.lock):
        _settle(places)


def _settle(places: Places) -> None:
    made = _workshop(places) / places.keys.name
    if made.exists() and places.database.exists() and not places.keys.exists():
        made.replace(places.keys)
        sync_folder(places.data)
    shutil.rmtree(_workshop(places), ignore_errors=True)


def _workshop(places: Places) -> Path:
    return places.data / "baru"


def _made_aside(laptop: Laptop, offer: EnrolmentOffer, person: Person, passphrase: str) -> NewVault:
    places, clock, workshop = laptop.places, laptop.clock, _workshop(laptop.places)
    workshop.mkdir(parents=True)
    new = Vault.create(workshop / places.keys.name, person, passphrase, clock=clock, cost=laptop.cost)
    store = Store.create(workshop / places.database.name, new.key)
    try:
        with store.unit() as unit:
            unit.meta.write(_enrolment(offer))
            unit.people.put(person)
            unit.audit.append("first-start", by=person.id, at=clock())
            unit.commit()
    finally:
        store.close()
    return new


def _enrolment(offer: EnrolmentOffer) -> Enrolment:
    names = offer.village
    return Enrolment(
        client=offer.client,
        device=offer.client,
        village=names.code,
        village_name=names.village,
        subdistrict_name=names.subdistrict,
        district_name=names.district,
        server_url=offer.server_url,
        server_key=offer.server_key,
        private_key=offer.private_key,
        training=names.training,
    )
