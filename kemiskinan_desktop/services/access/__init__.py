"""Before the file is open: first start, unlock, recovery."""

from kemiskinan_desktop.services.access.service import AccessService
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
    "EnrolmentOffer",
    "EnrolmentRefusal",
    "FirstStartDone",
    "PassphraseTooWeak",
    "PassphraseWeakness",
    "PersonName",
    "Unlocked",
    "VillageNames",
    "WrongPassphrase",
    "WrongRecoveryCode",
]
