"""From a fresh laptop or a locked file to an open one."""

from __future__ import annotations

from typing import Any, cast

import pytest

from kemiskinan_desktop.services.access import (
    AccessState,
    EnrolmentOffer,
    EnrolmentRefusal,
    FirstStartDone,
    PassphraseTooWeak,
    PassphraseWeakness,
    PersonName,
    Unlocked,
    VillageNames,
    WrongPassphrase,
    WrongRecoveryCode,
)
from kemiskinan_desktop.ui.access.presenter import AccessPresenter, CodeTrouble, Step
from kemiskinan_desktop.ui.kit.passphrases import PassphraseTrouble
from kemiskinan_domain.people import Role
from tests.desktop.ui.fakes import NowLane

VILLAGE = VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Kabupaten Cianjur", training=True)
OFFER = EnrolmentOffer(VILLAGE, "client", "http://127.0.0.1:1", "key")
SITI = PersonName("p1", "Siti Aminah", Role.SECRETARY)
OPEN = Unlocked(cast(Any, object()), SITI)


class FakeAccess:
    """Answers as told."""

    def __init__(self, *, fresh: bool = True, answer: object = OPEN) -> None:
        self.fresh = fresh
        self.answer = answer
        self.made: list[tuple[str, Role]] = []

    def state(self) -> AccessState:
        return AccessState.FRESH if self.fresh else AccessState.LOCKED

    def persons(self) -> tuple[PersonName, ...]:
        return () if self.fresh else (SITI,)

    def look_up(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        return cast("EnrolmentRefusal", self.answer) if isinstance(self.answer, EnrolmentRefusal) else OFFER

    def finish(
        self, offer: EnrolmentOffer, person_name: str, role: Role, passphrase: str
    ) -> FirstStartDone | PassphraseTooWeak:
        if passphrase == "12345678":
            return PassphraseTooWeak(PassphraseWeakness.COMMON)
        self.made.append((person_name, role))
        return FirstStartDone(OPEN, "ABCD-EFGH", b"%PDF")

    def unlock(self, person_id: str, passphrase: str) -> Unlocked | WrongPassphrase:
        if isinstance(self.answer, Exception):
            raise self.answer
        return cast("Unlocked | WrongPassphrase", self.answer)

    def recover(
        self, recovery_code: str, person_id: str, new_passphrase: str
    ) -> Unlocked | WrongRecoveryCode | PassphraseTooWeak:
        return cast("Unlocked | WrongRecoveryCode", self.answer)


class FakeView:
    """Remembers what it was told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, object]] = []

    def __getattr__(self, name: str) -> Any:
        def remember(*values: object, **named: object) -> None:
            if name != "show_busy":
                self.told.append((name, values[0] if values else None))

        return remember


def presenter(access: FakeAccess, opened: list[Unlocked] | None = None) -> tuple[AccessPresenter, FakeView]:
    view, lane = FakeView(), NowLane()
    opened = [] if opened is None else opened
    made = AccessPresenter(cast(Any, view), access, lane, lane, opened.append)
    made.start()
    return made, view


def last(view: FakeView) -> tuple[str, object]:
    return view.told[-1]


def test_a_fresh_laptop_is_led_through_four_steps_to_an_open_file() -> None:
    opened: list[Unlocked] = []
    access = FakeAccess()
    made, view = presenter(access, opened)

    made.look_up("http://127.0.0.1:1", "AAAA-BBBB-CCCC")
    made.name_person("  Siti   Aminah ", Role.SECRETARY)
    made.choose_passphrase("sawah hijau 27", "sawah hijau 27")
    made.enter()

    steps = [value for name, value in view.told if name == "show_step"]
    assert steps == [Step.CODE, Step.PERSON, Step.PASSPHRASE, Step.RECOVERY]
    assert access.made == [("Siti Aminah", Role.SECRETARY)]
    assert ("show_recovery", "ABCD-EFGH") in view.told
    assert opened == [OPEN]


@pytest.mark.parametrize("refusal", list(EnrolmentRefusal))
def test_every_refused_code_is_told_and_the_step_stays(refusal: EnrolmentRefusal) -> None:
    made, view = presenter(FakeAccess(answer=refusal))

    made.look_up("http://127.0.0.1:1", "AAAA")

    assert last(view) == ("show_code_trouble", refusal)


@pytest.mark.parametrize(
    ("url", "code", "trouble"), [("", "A", CodeTrouble.NO_ADDRESS), ("http://x", " ", CodeTrouble.NO_CODE)]
)
def test_what_is_missing_is_told_before_the_district_is_asked(url: str, code: str, trouble: CodeTrouble) -> None:
    made, view = presenter(FakeAccess())

    made.look_up(url, code)

    assert last(view) == ("show_code_trouble", trouble)


def test_two_different_passphrases_make_no_file() -> None:
    access = FakeAccess()
    made, view = presenter(access)
    made.look_up("http://127.0.0.1:1", "AAAA")
    made.name_person("Siti", Role.OPERATOR)

    made.choose_passphrase("sawah hijau", "sawah hijou")

    assert last(view) == ("show_passphrase_trouble", PassphraseTrouble.DIFFERENT)
    assert access.made == []


def test_a_weak_passphrase_is_told_with_its_reason() -> None:
    made, view = presenter(FakeAccess())
    made.look_up("http://127.0.0.1:1", "AAAA")
    made.name_person("Siti", Role.OPERATOR)

    made.choose_passphrase("12345678", "12345678")

    assert last(view) == ("show_passphrase_trouble", PassphraseWeakness.COMMON)


def test_a_locked_laptop_asks_for_the_passphrase_and_opens() -> None:
    opened: list[Unlocked] = []
    made, view = presenter(FakeAccess(fresh=False), opened)

    made.unlock("p1", "sawah hijau 27")

    assert ("show_unlock", (SITI,)) in view.told
    assert opened == [OPEN]


def test_a_wrong_passphrase_says_how_long_to_wait() -> None:
    made, view = presenter(FakeAccess(fresh=False, answer=WrongPassphrase(4)))

    made.unlock("p1", "salah")

    assert last(view) == ("show_wrong_passphrase", 4)


def test_a_wrong_recovery_code_opens_nothing() -> None:
    opened: list[Unlocked] = []
    made, view = presenter(FakeAccess(fresh=False, answer=WrongRecoveryCode(0)), opened)

    made.recover("ABCD", "p1", "sawah hijau 27", "sawah hijau 27")

    assert last(view) == ("show_wrong_code", 0)
    assert opened == []


def test_a_fault_of_the_world_reaches_the_window_by_name() -> None:
    fault = OSError("in use")
    made, view = presenter(FakeAccess(fresh=False, answer=fault))

    made.unlock("p1", "x")

    assert last(view) == ("show_fault", fault)
