"""Who works on this laptop, their passphrases and the recovery sheet."""

from __future__ import annotations

from dataclasses import dataclass, field

from kemiskinan_desktop.services.access.values import PassphraseTooWeak, PersonName, WrongPassphrase
from kemiskinan_domain.people import Role


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """The new code, shown once, and its page for printing; the former code opens nothing any more."""

    code: str = field(repr=False)
    pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PassphraseChanged:
    """The new passphrase opens the file, the former one does not."""


class PeopleService:
    """Run on the storage lane."""

    def persons(self) -> tuple[PersonName, ...]:
        """All who may unlock."""

    def add(self, name: str, role: Role, passphrase: str) -> PersonName | PassphraseTooWeak:
        """One more person with a passphrase of their own."""

    def change_passphrase(
        self, person: str, old: str, new: str
    ) -> PassphraseChanged | WrongPassphrase | PassphraseTooWeak:
        """Replace the person's passphrase."""

    def new_recovery_sheet(self) -> RecoverySheet:
        """Make a new recovery code in place of the former."""
