"""Enrols the trial's laptop as its first start would, so that `dev.py run` opens at the passphrase."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kemiskinan_desktop.app import app_version
from kemiskinan_desktop.places import places_for
from kemiskinan_desktop.services.access import (
    AccessService,
    AccessState,
    DistrictEnroller,
    FirstStartDone,
)
from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.assembly import Assembly
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.laptop import Laptop
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.people import Role

PERSON = "Siti Aminah (latihan)"
PASSPHRASE = "sawah hijau di kaki gunung"  # noqa: S105 - of a made-up village on this machine
_DEVICE = "laptop latihan"


class _Undelivered:
    """Nobody listens before the application runs."""

    def deliver(self, call: Callable[[], None]) -> None:
        """Let the event go by."""


class EnrolmentFailedError(Exception):
    """The trial's own district refused the trial's own laptop."""


def enrol(data: Path, address: str, code: Callable[[], str]) -> None:
    """Make the laptop's encrypted file, unless it is there."""
    places = places_for(data)
    events = Events(_Undelivered())
    preferences = PreferencesService(places.data / "preferensi.json", events)
    laptop = Laptop(places, system_clock, events, _DEVICE)
    access = AccessService(laptop, DistrictEnroller(_DEVICE, app_version()), Assembly(preferences, app_version()))
    if access.state() is AccessState.LOCKED:
        return
    offer = access.look_up(address, code())
    if isinstance(offer, EnrolmentRefusal):
        raise EnrolmentFailedError(offer.name)
    done = access.finish(offer, PERSON, Role.SECRETARY, PASSPHRASE)
    if not isinstance(done, FirstStartDone):
        raise EnrolmentFailedError(done.weakness.name)
    (places.data / "lembar-pemulihan.pdf").write_bytes(done.recovery_pdf)
    access.lock()
