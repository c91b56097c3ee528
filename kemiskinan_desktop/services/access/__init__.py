"""Before the file is open: first start, unlock, recovery."""

from kemiskinan_desktop.services.access.enrolling import DistrictEnroller, Enroller
from kemiskinan_desktop.services.access.service import AccessService
from kemiskinan_desktop.services.admission import (
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
from kemiskinan_desktop.services.laptop import Laptop

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
