"""The district's people who sign in to the pages: Argon2id, and a growing wait after wrong passwords."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kemiskinan_domain.people import Role
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Account

SHORTEST_PASSWORD = 10
_FREE_TRIES = 4
_LONGEST_WAIT = timedelta(minutes=15)


class AccountRefusal(Enum):
    """Why an account cannot be made or entered."""

    PASSWORD_TOO_SHORT = auto()
    WRONG = auto()
    WAIT = auto()


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the page."""

    name: str
    full_name: str
    role: Role


def save_account(
    unit: UnitOfWork, name: str, password: str, role: Role, *, full_name: str, now: datetime
) -> SignedIn | AccountRefusal:
    """Make an account, or give an existing one a new password."""
    if len(password) < SHORTEST_PASSWORD:
        return AccountRefusal.PASSWORD_TOO_SHORT
    unit.directory.save_account(Account(name, full_name, role, PasswordHasher().hash(password), 0, None), now)
    unit.directory.note(now, "cli", "account-saved", None, name)
    return SignedIn(name, full_name, role)


def sign_in(unit: UnitOfWork, name: str, password: str, now: datetime) -> SignedIn | AccountRefusal:
    """Check a password; an unknown name costs as much time as a wrong password."""
    account = unit.directory.lock_account(name)
    if account is None:
        PasswordHasher().hash(password)
        return AccountRefusal.WRONG
    if account.wait_until is not None and now < account.wait_until:
        return AccountRefusal.WAIT
    try:
        PasswordHasher().verify(account.password, password)
    except VerifyMismatchError:
        failures = account.failures + 1
        wait = min(_LONGEST_WAIT, timedelta(seconds=2 ** (failures - _FREE_TRIES))) if failures > _FREE_TRIES else None
        unit.directory.save_account(replace(account, failures=failures, wait_until=now + wait if wait else None), now)
        unit.directory.note(now, name, "sign-in-refused")
        return AccountRefusal.WRONG
    unit.directory.save_account(replace(account, failures=0, wait_until=None), now)
    unit.directory.note(now, name, "signed-in")
    return SignedIn(account.name, account.full_name, account.role)
