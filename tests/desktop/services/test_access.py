"""First start, unlock, recovery and lock, with real slots and a real encrypted file."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_desktop.places import Places, resources_folder
from kemiskinan_desktop.services.access import (
    AccessService,
    AccessState,
    EnrolmentOffer,
    EnrolmentRefusal,
    FirstStartDone,
    Laptop,
    PassphraseTooWeak,
    PassphraseWeakness,
    Unlocked,
    WrongPassphrase,
    WrongRecoveryCode,
)
from kemiskinan_desktop.services.access.enrolling import DistrictEnroller
from kemiskinan_desktop.services.assembly import Assembly
from kemiskinan_desktop.services.events import Events, Locked
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.storage import AlreadyOpenError
from kemiskinan_desktop.storage.keys import KeyCost
from kemiskinan_domain.people import Role
from tests.desktop.services.village import VILLAGE, DirectDispatcher, FakeClock

OFFER = EnrolmentOffer(VILLAGE, "device-1", "http://127.0.0.1:9", "a2V5", "c2VjcmV0")
GOOD = "kuda makan rumput pagi"


class FakeEnroller:
    def enrol(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        return OFFER if code == "ABCD" else EnrolmentRefusal.CODE_UNKNOWN


class Office:
    """One laptop on which the program may be started again and again."""

    def __init__(self, folder: Path) -> None:
        self.places = Places(folder, resources_folder())
        self.clock = FakeClock()
        self.events = Events(DirectDispatcher())
        self.laptop = Laptop(self.places, self.clock, self.events, "Laptop contoh", KeyCost(64, 1, 1))
        self.service = self.start()

    def start(self) -> AccessService:
        preferences = PreferencesService(self.places.data / "preferensi.json", self.events)
        return AccessService(self.laptop, FakeEnroller(), Assembly(preferences, "0.1"))

    def first_start(self) -> FirstStartDone:
        done = self.service.finish(OFFER, "Sekretaris Contoh", Role.SECRETARY, GOOD)
        assert isinstance(done, FirstStartDone)
        return done


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_fresh_laptop_is_fresh_and_an_enrolled_one_is_locked(office: Office) -> None:
    assert office.service.state() is AccessState.FRESH

    office.first_start()
    office.service.lock()

    assert office.start().state() is AccessState.LOCKED


def test_a_wrong_code_is_told_and_writes_nothing(office: Office) -> None:
    assert office.service.look_up("https://contoh.id", "XXXX") is EnrolmentRefusal.CODE_UNKNOWN
    assert office.service.state() is AccessState.FRESH


def test_the_first_start_opens_the_file_and_gives_a_sheet(office: Office) -> None:
    done = office.first_start()

    assert done.unlocked.services.village == VILLAGE
    assert done.recovery_pdf.startswith(b"%PDF")
    assert done.recovery_code not in repr(done)
    office.service.lock()


@pytest.mark.parametrize(
    ("passphrase", "weakness"),
    [
        ("pendek", PassphraseWeakness.TOO_SHORT),
        ("aaaaaaaaaa", PassphraseWeakness.ONE_CHARACTER),
        ("password123", PassphraseWeakness.COMMON),
        ("babakankaret12", PassphraseWeakness.CONTAINS_NAME),
    ],
)
def test_a_weak_passphrase_writes_nothing(office: Office, passphrase: str, weakness: PassphraseWeakness) -> None:
    told = office.service.finish(OFFER, "Sekretaris Contoh", Role.SECRETARY, passphrase)

    assert told == PassphraseTooWeak(weakness)
    assert office.service.state() is AccessState.FRESH


def test_the_passphrase_unlocks_and_a_wrong_one_does_not(office: Office) -> None:
    office.first_start()
    office.service.lock()
    again = office.start()
    (person,) = again.persons()

    wrong = again.unlock(person.id, "bukan kata sandinya")
    right = again.unlock(person.id, GOOD)

    assert isinstance(wrong, WrongPassphrase)
    assert isinstance(right, Unlocked)
    assert right.person.name == "Sekretaris Contoh"
    again.lock()


def test_wrong_passphrases_slow_down(office: Office) -> None:
    office.first_start()
    office.service.lock()
    (person,) = office.service.persons()

    told = [office.service.unlock(person.id, "salah salah salah") for _ in range(4)]

    assert told[-1] == WrongPassphrase(5)


def test_the_printed_code_gives_a_new_passphrase(office: Office) -> None:
    code = office.first_start().recovery_code
    office.service.lock()
    (person,) = office.service.persons()

    recovered = office.service.recover(code.lower(), person.id, "kata sandi yang baru")

    assert isinstance(recovered, Unlocked)
    office.service.lock()
    assert isinstance(office.service.unlock(person.id, GOOD), WrongPassphrase)
    assert isinstance(office.service.unlock(person.id, "kata sandi yang baru"), Unlocked)
    office.service.lock()


def test_a_slip_of_the_pen_in_the_code_is_told_apart(office: Office) -> None:
    office.first_start()
    office.service.lock()
    (person,) = office.service.persons()

    told = office.service.recover("AAAA-BBBB", person.id, "kata sandi yang baru")

    assert told == WrongRecoveryCode(mistyped=True)


def test_locking_tells_screens_and_closes_the_file(office: Office) -> None:
    told: list[Locked] = []
    office.events.subscribe(Locked, told.append)
    office.first_start()

    office.service.lock()
    office.service.lock()

    assert told == [Locked()]


def test_a_second_instance_is_refused_by_name(office: Office) -> None:
    office.first_start()
    (person,) = office.service.persons()

    with pytest.raises(AlreadyOpenError):
        office.start().unlock(person.id, GOOD)
    office.service.lock()


def test_a_first_start_cut_before_its_file_was_in_place_never_happened(office: Office) -> None:
    office.first_start()
    office.service.lock()
    workshop = office.places.data / "baru"
    workshop.mkdir()
    office.places.keys.rename(workshop / office.places.keys.name)
    office.places.database.rename(workshop / office.places.database.name)

    assert office.start().state() is AccessState.FRESH
    assert not workshop.exists()


def test_a_first_start_cut_after_its_file_was_in_place_is_finished(office: Office) -> None:
    office.first_start()
    office.service.lock()
    workshop = office.places.data / "baru"
    workshop.mkdir()
    office.places.keys.rename(workshop / office.places.keys.name)

    again = office.start()

    assert again.state() is AccessState.LOCKED
    (person,) = again.persons()
    assert isinstance(again.unlock(person.id, GOOD), Unlocked)
    again.lock()


@pytest.mark.parametrize("address", ["http://contoh.id", "ftp://contoh.id", "https://contoh.id/jalur?x=1"])
def test_an_unsafe_address_is_refused_without_a_request(address: str) -> None:
    enroller = DistrictEnroller("Laptop contoh", "0.1")

    assert enroller.enrol(address, "ABCD") is EnrolmentRefusal.ADDRESS_NOT_SAFE


def test_a_district_that_is_not_there_is_told(unused_tcp_port_url: str) -> None:
    enroller = DistrictEnroller("Laptop contoh", "0.1")

    assert enroller.enrol(unused_tcp_port_url, "ABCD") is EnrolmentRefusal.NO_SERVER
