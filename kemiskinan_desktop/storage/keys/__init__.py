"""Key slots: several ways to the one raw key of the encrypted file, so that a lost passphrase never means lost data."""

from kemiskinan_desktop.storage.keys.passphrase import DEFAULT_COST, KeyCost
from kemiskinan_desktop.storage.keys.recovery_code import MistypedRecoveryCode, RecoveryCode, read_recovery_code
from kemiskinan_desktop.storage.keys.vault import (
    NewVault,
    Unlocked,
    Vault,
    WrongPassphrase,
    WrongRecoveryCode,
    new_database_key,
)

__all__ = [
    "DEFAULT_COST",
    "KeyCost",
    "MistypedRecoveryCode",
    "NewVault",
    "RecoveryCode",
    "Unlocked",
    "Vault",
    "WrongPassphrase",
    "WrongRecoveryCode",
    "new_database_key",
    "read_recovery_code",
]
