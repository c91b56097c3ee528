"""Everything before the file is open: first start, unlock, recovery."""

from __future__ import annotations

from kemiskinan_desktop.services.access.values import (
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
from kemiskinan_domain.people import Role


class AccessService:
    """Enrols the laptop, opens the file with a passphrase or the recovery code, and closes it."""

    def state(self) -> AccessState:
        """Whether there is a file to unlock."""

    def persons(self) -> tuple[PersonName, ...]:
        """Who may unlock, in the order in which they were added; names only."""

    def look_up(self, server_url: str, code: str) -> EnrolmentOffer | EnrolmentRefusal:
        """Enrol with a one-time code (lane: network). A later attempt with the same code finds it used."""

    def finish(
        self, offer: EnrolmentOffer, person_name: str, role: Role, passphrase: str
    ) -> FirstStartDone | PassphraseTooWeak:
        """Make the encrypted file, its slots and the recovery sheet."""

    def unlock(self, person_id: str, passphrase: str) -> Unlocked | WrongPassphrase:
        """Open the file. Raises what storage names when the file is in use, broken or newer than this program."""

    def recover(
        self, recovery_code: str, person_id: str, new_passphrase: str
    ) -> Unlocked | WrongRecoveryCode | PassphraseTooWeak:
        """Open the file with the printed code and give that person a new passphrase."""

    def lock(self) -> None:
        """Close the file; publishes `Locked` first."""
