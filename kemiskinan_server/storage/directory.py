"""Who may come in: enrolment codes, the district's accounts, and the audit of what they did."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, RowMapping, insert, select, update

from kemiskinan_domain.people import Area, Role
from kemiskinan_server.storage.base import table_of
from kemiskinan_server.storage.tables import AccountRow, AuditRow, EnrolmentCodeRow
from kemiskinan_server.storage.values import Account, StoredCode

_code = table_of(EnrolmentCodeRow)
_account = table_of(AccountRow)
_audit = table_of(AuditRow)


class Directory:
    """Reads and writes within one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add_code(self, code: StoredCode, now: datetime) -> None:
        """A code that was handed out."""
        self._connection.execute(
            insert(_code).values(
                hash=code.hash,
                village=code.village,
                role=code.role,
                person=code.person,
                made_at=now,
                expires_at=code.expires_at,
            )
        )

    def lock_code(self, code_hash: str) -> StoredCode | None:
        """A code, kept still until the transaction ends, so that two laptops never both use it."""
        statement = select(_code).where(_code.c.hash == code_hash).with_for_update()
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            return None
        return StoredCode(
            row["hash"], row["village"], Role(row["role"]), row["person"], row["expires_at"], row["client"]
        )

    def use_code(self, code_hash: str, client: str, now: datetime) -> None:
        """The code belongs to that device from now on."""
        self._connection.execute(update(_code).where(_code.c.hash == code_hash).values(used_at=now, client=client))

    def save_account(self, account: Account, now: datetime) -> None:
        """A new account, or a new password for one."""
        values = {
            "full_name": account.full_name,
            "role": account.role,
            "password": account.password,
            "failures": account.failures,
            "wait_until": account.wait_until,
            "area": str(account.area),
            "disabled": account.disabled,
            "totp_secret": account.totp_secret,
            "totp_step": account.totp_step,
        }
        statement = update(_account).where(_account.c.name == account.name).values(**values)
        if self._connection.execute(statement).rowcount == 0:
            self._connection.execute(insert(_account).values(name=account.name, made_at=now, **values))

    def lock_account(self, name: str) -> Account | None:
        """An account, kept still until the transaction ends, so that guesses are counted one by one."""
        statement = select(_account).where(_account.c.name == name).with_for_update()
        row = self._connection.execute(statement).mappings().first()
        return None if row is None else _account_of(row)

    def account(self, name: str) -> Account | None:
        """An account as it stands."""
        row = self._connection.execute(select(_account).where(_account.c.name == name)).mappings().first()
        return None if row is None else _account_of(row)

    def accounts(self) -> list[Account]:
        """Everybody, by name."""
        return [
            _account_of(row) for row in self._connection.execute(select(_account).order_by(_account.c.name)).mappings()
        ]

    def note(self, at: datetime, actor: str, deed: str, village: str | None = None, detail: str = "") -> None:
        """Append to the audit."""
        self._connection.execute(insert(_audit).values(at=at, actor=actor, deed=deed, village=village, detail=detail))


def _account_of(row: RowMapping) -> Account:
    return Account(
        name=row["name"],
        full_name=row["full_name"],
        role=Role(row["role"]),
        password=row["password"],
        failures=row["failures"],
        wait_until=row["wait_until"],
        area=Area(tuple(code for code in row["area"].split(",") if code)),
        disabled=row["disabled"],
        totp_secret=row["totp_secret"],
        totp_step=row["totp_step"],
    )
