"""Before the file is open: first start, unlock, recovery."""

from kemiskinan_desktop.services.access.enrolling import DistrictEnroller, Enroller
from kemiskinan_desktop.services.access.service import AccessService, Laptop
from kemiskinan_desktop.services.access.values import (
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

__all__ = [
    "AccessService",
    "AccessState",
    "DistrictEnroller",
    "Enroller",
    "EnrolmentOffer",
    "EnrolmentRefusal",
    "FirstStartDone",
    "Laptop",
    "PassphraseTooWeak",
    "PassphraseWeakness",
    "PersonName",
    "Unlocked",
    "VillageNames",
    "WrongPassphrase",
    "WrongRecoveryCode",
]
