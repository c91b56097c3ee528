"""The district's people who sign in to the pages: Argon2id, a second factor, and a growing wait after wrong answers."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, auto

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError

from kemiskinan_domain.people import WHOLE_DISTRICT, Area, Permission, Role, permissions_of
from kemiskinan_server.services.second_factor import step_of
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Account

SHORTEST_PASSWORD = 10
_FREE_TRIES = 4
_ADDRESS_TRIES = 30
_ADDRESS_WINDOW = timedelta(minutes=15)
"""An office of many people behind one address mistypes less than that."""
_LONGEST_WAIT = timedelta(minutes=15)


class AccountRefusal(Enum):
    """Why an account cannot be made or entered."""

    PASSWORD_TOO_SHORT = auto()
    WRONG = auto()
    WAIT = auto()
    CODE_NEEDED = auto()
    """Name and password are right; the code of the second factor is missing or wrong."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the page; `stamp` ends the session when the password changes."""

    name: str
    full_name: str
    role: Role
    area: Area = WHOLE_DISTRICT
    stamp: str = ""

    def may(self, permission: Permission) -> bool:
        """Whether the role allows it."""
        return permission in permissions_of(self.role)


def save_account(
    unit: UnitOfWork,
    name: str,
    password: str,
    role: Role,
    *,
    full_name: str,
    now: datetime,
    area: Area = WHOLE_DISTRICT,
) -> SignedIn | AccountRefusal:
    """Make an account, or give an existing one a new password, role and area; a second factor stays."""
    if len(password) < SHORTEST_PASSWORD:
        return AccountRefusal.PASSWORD_TOO_SHORT
    known = unit.directory.lock_account(name)
    made = Account(name, full_name, role, PasswordHasher().hash(password), area=area)
    if known is not None:
        made = replace(made, totp_secret=known.totp_secret, totp_step=known.totp_step)
    unit.directory.save_account(made, now)
    unit.directory.note(now, "cli", "account-saved", None, name)
    return _signed_in(made)


def sign_in(unit: UnitOfWork, name: str, password: str, now: datetime, code: str = "") -> SignedIn | AccountRefusal:
    """Check password and second factor; an unknown name costs as much time as a wrong password."""
    account = unit.directory.lock_account(name)
    if account is None or account.disabled:
        PasswordHasher().hash(password)
        return AccountRefusal.WRONG
    if account.wait_until is not None and now < account.wait_until:
        return AccountRefusal.WAIT
    try:
        PasswordHasher().verify(account.password, password)
    except VerifyMismatchError:
        _count_failure(unit, account, now)
        return AccountRefusal.WRONG
    step = account.totp_step
    if account.totp_secret is not None:
        taken = step_of(account.totp_secret, code, now, account.totp_step)
        if taken is None:
            if code:
                _count_failure(unit, account, now)
            return AccountRefusal.CODE_NEEDED
        step = taken
    unit.directory.save_account(replace(account, failures=0, wait_until=None, totp_step=step), now)
    unit.directory.note(now, name, "signed-in")
    return _signed_in(account)


def sign_in_from(
    unit: UnitOfWork, address: str, entered: tuple[str, str, str], now: datetime
) -> SignedIn | AccountRefusal:
    """As `sign_in` with (name, password, code), but one address is refused for a while after many failures.

    An account waits after a few; without this a machine could try one password on everybody.
    """
    name, password, code = entered
    after = now - _ADDRESS_WINDOW
    if unit.attempts.failures(address, after) >= _ADDRESS_TRIES:
        return AccountRefusal.WAIT
    answer = sign_in(unit, name, password, now, code)
    if answer is AccountRefusal.WRONG or (answer is AccountRefusal.CODE_NEEDED and code):
        unit.attempts.count(address, now, after)
    return answer


def current(unit: UnitOfWork, name: str, stamp: str) -> SignedIn | None:
    """Somebody as the account stands now; None where it was closed or has another password since."""
    account = unit.directory.account(name)
    if account is None or account.disabled or _stamp(account) != stamp:
        return None
    return _signed_in(account)


def set_second_factor(unit: UnitOfWork, name: str, secret: str, code: str, now: datetime) -> bool:
    """Take a second factor into use once its first code proves that the phone has it."""
    account = unit.directory.lock_account(name)
    step = None if account is None else step_of(secret, code, now, 0)
    if account is None or step is None:
        return False
    unit.directory.save_account(replace(account, totp_secret=secret, totp_step=step), now)
    unit.directory.note(now, name, "second-factor-set")
    return True


def close_account(unit: UnitOfWork, name: str, by: str, now: datetime, *, closed: bool = True) -> bool:
    """Let nobody in by this account any more, at once, or open it again."""
    account = unit.directory.lock_account(name)
    if account is None:
        return False
    unit.directory.save_account(replace(account, disabled=closed), now)
    unit.directory.note(now, by, "account-closed" if closed else "account-opened", None, name)
    return True


def forget_second_factor(unit: UnitOfWork, name: str, by: str, now: datetime) -> bool:
    """The phone is lost: the person sets the factor up anew."""
    account = unit.directory.lock_account(name)
    if account is None:
        return False
    unit.directory.save_account(replace(account, totp_secret=None, totp_step=0), now)
    unit.directory.note(now, by, "second-factor-forgotten", None, name)
    return True


def _count_failure(unit: UnitOfWork, account: Account, now: datetime) -> None:
    failures = account.failures + 1
    wait = min(_LONGEST_WAIT, timedelta(seconds=2 ** (failures - _FREE_TRIES))) if failures > _FREE_TRIES else None
    unit.directory.save_account(replace(account, failures=failures, wait_until=now + wait if wait else None), now)
    unit.directory.note(now, account.name, "sign-in-refused")


def _signed_in(account: Account) -> SignedIn:
    return SignedIn(account.name, account.full_name, account.role, account.area, _stamp(account))


def _stamp(account: Account) -> str:
    return hashlib.sha256(account.password.encode()).hexdigest()[:16]
