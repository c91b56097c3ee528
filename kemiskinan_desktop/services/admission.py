"""What passes between the first-start and unlock screens and the access service."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from kemiskinan_domain.people import Role

if TYPE_CHECKING:
    from kemiskinan_desktop.services.village import AppServices


class AccessState(Enum):
    """Whether this laptop was enrolled."""

    FRESH = auto()
    LOCKED = auto()


class EnrolmentRefusal(Enum):
    """Why the laptop could not be enrolled; nothing was written."""

    CODE_UNKNOWN = auto()
    CODE_EXPIRED = auto()
    CODE_USED = auto()
    OTHER_VILLAGE = auto()
    """The code was made for another village than the one whose records this laptop holds."""
    NO_SERVER = auto()
    NOT_THE_DISTRICT = auto()
    """Something answered that is not the district's server: a Wi-Fi log-in page, another site."""
    SERVER_BUSY = auto()
    ADDRESS_NOT_SAFE = auto()
    """Not an address, or plain http:// to anything but this computer."""


class PassphraseWeakness(Enum):
    """Why a passphrase is not taken."""

    TOO_SHORT = auto()
    ONE_CHARACTER = auto()
    CONTAINS_NAME = auto()
    COMMON = auto()


@dataclass(frozen=True, slots=True)
class VillageNames:
    """Whose records this file holds."""

    code: str
    village: str
    subdistrict: str
    district: str
    training: bool = False


@dataclass(frozen=True, slots=True)
class PersonName:
    """Somebody who works on this laptop."""

    id: str
    name: str
    role: Role = Role.OPERATOR


@dataclass(frozen=True, slots=True)
class EnrolmentOffer:
    """The district knows the laptop now; `finish` makes the file. The device's private key stays out of any repr."""

    village: VillageNames
    client: str
    server_url: str
    server_key: str
    """The district's public key that is pinned (base64)."""
    private_key: str = field(repr=False, default="")
    """The laptop's own key (base64), kept in the encrypted file only."""


@dataclass(frozen=True, slots=True)
class PassphraseTooWeak:
    """The passphrase was refused; nothing was written."""

    weakness: PassphraseWeakness


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The file is open; `services` answer until it is locked again."""

    services: AppServices
    person: PersonName


@dataclass(frozen=True, slots=True)
class FirstStartDone:
    """The file was made and is open. The code is shown once: it is stored nowhere in readable form."""

    unlocked: Unlocked
    recovery_code: str = field(repr=False)
    recovery_pdf: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class WrongPassphrase:
    """Nothing was opened; the next attempt is answered after that many seconds."""

    wait_seconds: int


@dataclass(frozen=True, slots=True)
class WrongRecoveryCode:
    """Nothing was opened. `mistyped`: the letters cannot be a code, so one of them was read or typed wrong."""

    wait_seconds: int = 0
    mistyped: bool = False
