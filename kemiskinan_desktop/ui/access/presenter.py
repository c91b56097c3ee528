"""Leads from a fresh laptop or a locked file to an open one; decides, knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from functools import partial
from typing import Protocol

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
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.kit.passphrases import PassphraseTrouble, trouble_of
from kemiskinan_domain.people import Role


class Step(Enum):
    """The steps of the first start, in order."""

    CODE = auto()
    PERSON = auto()
    PASSPHRASE = auto()
    RECOVERY = auto()


class CodeTrouble(Enum):
    """What is missing on the first step, before the district is asked."""

    NO_ADDRESS = auto()
    NO_CODE = auto()


class Access(Protocol):
    """The part of the access service that this screen uses."""

    def state(self) -> AccessState:
        """Whether there is a file to unlock."""

    def persons(self) -> tuple[PersonName, ...]:
        """Who may unlock."""

    def look_up(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        """Enrol with a one-time code."""

    def finish(
        self, offer: EnrolmentOffer, person_name: str, role: Role, passphrase: str
    ) -> FirstStartDone | PassphraseTooWeak:
        """Make the encrypted file."""

    def unlock(self, person_id: str, passphrase: str) -> Unlocked | WrongPassphrase:
        """Open the file."""

    def recover(
        self, recovery_code: str, person_id: str, new_passphrase: str
    ) -> Unlocked | WrongRecoveryCode | PassphraseTooWeak:
        """Open the file with the printed code."""


class AccessView(Protocol):
    """What the presenter tells the window."""

    def show_step(self, step: Step, village: VillageNames | None) -> None:
        """Bring a step of the first start to the front."""

    def show_unlock(self, persons: Sequence[PersonName]) -> None:
        """Ask who it is and for the passphrase."""

    def show_recover(self, persons: Sequence[PersonName]) -> None:
        """Ask for the recovery code and a new passphrase."""

    def show_busy(self, busy: bool) -> None:
        """Say that something is under way, and hold the buttons."""

    def show_code_trouble(self, trouble: CodeTrouble | EnrolmentRefusal) -> None:
        """Say why the code was not taken."""

    def show_no_name(self) -> None:
        """Say that a name is needed."""

    def show_passphrase_trouble(self, trouble: PassphraseTrouble | PassphraseWeakness) -> None:
        """Say why the passphrase was not taken."""

    def show_recovery(self, code: str) -> None:
        """Show the recovery code, once."""

    def show_sheet_kept(self) -> None:
        """The sheet was saved, so the person may go on."""

    def show_wrong_passphrase(self, wait_seconds: int) -> None:
        """Nothing was opened; the next attempt is answered after that time."""

    def show_wrong_code(self, wait_seconds: int, *, mistyped: bool) -> None:
        """The recovery code opens nothing; `mistyped`: it cannot be a code at all."""

    def show_fault(self, fault: Exception) -> None:
        """The world stood in the way: file in use, damaged, newer, disk full, or an address that cannot be read."""


@dataclass(slots=True)
class _FirstStart:
    """What was gathered so far; forgotten when the window closes."""

    offer: EnrolmentOffer | None = None
    name: str = ""
    role: Role = Role.SECRETARY
    done: FirstStartDone | None = None


class AccessPresenter:
    """`storage` does what touches the file, `network` what asks the district; `opened` takes over at the end."""

    def __init__(
        self,
        view: AccessView,
        access: Access,
        storage: Work,
        network: Work,
        opened: Callable[[Unlocked], None],
    ) -> None:
        self._view = view
        self._access = access
        self._storage = storage
        self._network = network
        self._opened = opened
        self._first = _FirstStart()
        self._persons: tuple[PersonName, ...] = ()

    @property
    def recovery_sheet(self) -> bytes:
        """The recovery sheet as PDF, once the file was made."""
        return self._first.done.recovery_pdf if self._first.done else b""

    def start(self) -> None:
        """The window is there: see what the laptop needs."""
        self._storage.submit(self._look, self._on_state, self._fail)

    def look_up(self, server_url: str, code: str) -> None:
        """The code and the district's address were typed."""
        if not server_url.strip():
            self._view.show_code_trouble(CodeTrouble.NO_ADDRESS)
        elif not code.strip():
            self._view.show_code_trouble(CodeTrouble.NO_CODE)
        else:
            self._view.show_busy(busy=True)
            job = partial(self._access.look_up, server_url.strip(), code.strip())
            self._network.submit(job, self._on_looked_up, self._fail)

    def name_person(self, name: str, role: Role) -> None:
        """Who works here."""
        if not name.strip():
            self._view.show_no_name()
            return
        self._first.name, self._first.role = " ".join(name.split()), role
        self._show_step(Step.PASSPHRASE)

    def choose_passphrase(self, passphrase: str, again: str) -> None:
        """The passphrase was typed twice: make the file."""
        offer = self._first.offer
        trouble = trouble_of(passphrase, again)
        if trouble is not None:
            self._view.show_passphrase_trouble(trouble)
        elif offer is not None:
            self._view.show_busy(busy=True)
            job = partial(self._access.finish, offer, self._first.name, self._first.role, passphrase)
            self._storage.submit(job, self._on_finished, self._fail)

    def sheet_kept(self) -> None:
        """The recovery sheet was saved or the code written down."""
        self._view.show_sheet_kept()

    def enter(self) -> None:
        """The first start is over."""
        if self._first.done is not None:
            self._opened(self._first.done.unlocked)

    def back(self, step: Step) -> None:
        """One step back; what was typed stays."""
        self._show_step(step)

    def unlock(self, person_id: str, passphrase: str) -> None:
        """The passphrase was typed."""
        if passphrase:
            self._view.show_busy(busy=True)
            self._storage.submit(partial(self._access.unlock, person_id, passphrase), self._on_unlocked, self._fail)

    def forgot(self) -> None:
        """The passphrase is lost: use the recovery sheet."""
        self._view.show_recover(self._persons)

    def remember(self) -> None:
        """Back from the recovery sheet to the passphrase."""
        self._view.show_unlock(self._persons)

    def recover(self, code: str, person_id: str, passphrase: str, again: str) -> None:
        """The recovery code and a new passphrase were typed."""
        trouble = trouble_of(passphrase, again)
        if trouble is not None:
            self._view.show_passphrase_trouble(trouble)
            return
        self._view.show_busy(busy=True)
        self._storage.submit(partial(self._access.recover, code, person_id, passphrase), self._on_unlocked, self._fail)

    def _look(self) -> tuple[AccessState, tuple[PersonName, ...]]:
        state = self._access.state()
        return state, (self._access.persons() if state is AccessState.LOCKED else ())

    def _on_state(self, found: tuple[AccessState, tuple[PersonName, ...]]) -> None:
        state, self._persons = found
        if state is AccessState.FRESH:
            self._show_step(Step.CODE)
        else:
            self._view.show_unlock(self._persons)

    def _on_looked_up(self, answer: EnrolmentOffer | EnrolmentRefusal) -> None:
        self._view.show_busy(busy=False)
        if isinstance(answer, EnrolmentRefusal):
            self._view.show_code_trouble(answer)
            return
        self._first.offer = answer
        self._show_step(Step.PERSON)

    def _on_finished(self, answer: FirstStartDone | PassphraseTooWeak) -> None:
        self._view.show_busy(busy=False)
        if isinstance(answer, PassphraseTooWeak):
            self._view.show_passphrase_trouble(answer.weakness)
            return
        self._first.done = answer
        self._view.show_recovery(answer.recovery_code)
        self._show_step(Step.RECOVERY)

    def _on_unlocked(self, answer: Unlocked | WrongPassphrase | WrongRecoveryCode | PassphraseTooWeak) -> None:
        self._view.show_busy(busy=False)
        match answer:
            case Unlocked():
                self._opened(answer)
            case WrongPassphrase(wait_seconds):
                self._view.show_wrong_passphrase(wait_seconds)
            case WrongRecoveryCode(wait_seconds, mistyped):
                self._view.show_wrong_code(wait_seconds, mistyped=mistyped)
            case PassphraseTooWeak(weakness):
                self._view.show_passphrase_trouble(weakness)

    def _show_step(self, step: Step) -> None:
        self._view.show_step(step, self._first.offer.village if self._first.offer else None)

    def _fail(self, fault: Exception) -> None:
        self._view.show_busy(busy=False)
        self._view.show_fault(fault)
