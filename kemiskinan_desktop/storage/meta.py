"""The exchange's state as typed values: who this laptop is, what it has given and received (SYNC 2.2)."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final, TypeVar

import msgspec
from sqlalchemy import Connection

from kemiskinan_domain.changes import GENESIS


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What the laptop learnt when it was enrolled; keys are base64 and stay out of any repr."""

    client: str = ""
    device: str = ""
    """The client id of the enrolment: tokens are asked for under it, whatever `client` became since."""
    village: str = ""
    village_name: str = ""
    subdistrict_name: str = ""
    district_name: str = ""
    server_url: str = ""
    server_key: str = ""
    private_key: str = ""
    training: bool = False

    def __repr__(self) -> str:
        return f"Enrolment(client={self.client!r}, village={self.village!r})"


@dataclass(frozen=True, slots=True)
class ExchangeState:
    """Numbers of SYNC 2.2. `cursor` is received (staged), `applied` is what the working tables show."""

    epoch: str = ""
    cursor: int = 0
    applied: int = 0
    full_pull: bool = True
    """The stage will hold the whole village: what it does not name is gone."""
    top_mid: int = 0
    frozen_mid: int = 0
    acked_mid: int = 0
    acked_chain: str = GENESIS
    count: int = 0
    total: str = "0" * 32
    durable_rev: int = 0
    clock_offset: float = 0.0
    """Seconds that the district's clock is ahead of ours."""
    last_exchange: str = ""
    snapshot_tag: str = ""
    """The file of the whole village that was begun, and how many of its bytes are staged."""
    snapshot_offset: int = 0
    forms: str = ""
    """Digest of the district's list of questionnaires that was fetched last."""


_State = TypeVar("_State", Enrolment, ExchangeState)


_KEPT: Final = "exchange-state"


class MetaStore:
    """`unit.meta`: reads and writes the two; unknown names of a newer version stay untouched.

    The values are read once a transaction (`begin`), since every step of an exchange asks for them.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @staticmethod
    def begin(connection: Connection) -> None:
        """Forget what an earlier transaction on this connection had read."""
        connection.info.pop(_KEPT, None)

    def enrolment(self) -> Enrolment:
        """Who this laptop is; an empty client where it is not enrolled yet."""
        return _read(self._connection, Enrolment)

    def exchange(self) -> ExchangeState:
        """Where the exchange stands."""
        return _read(self._connection, ExchangeState)

    def write(self, state: Enrolment | ExchangeState) -> None:
        """Store all values of one of the two."""
        self._write(asdict(state))

    def change_exchange(self, state: ExchangeState, **values: Any) -> ExchangeState:
        """Store only these values and answer the state with them."""
        self._write(values)
        return replace(state, **values)

    def set_client(self, client: str) -> None:
        """Go on under another client id."""
        self._write({"client": client})

    def number(self, name: str) -> int:
        """One whole number of the exchange's state, 0 where it was never written."""
        value = _rows(self._connection).get(name)
        return int(value) if value is not None else 0

    def set_number(self, name: str, value: int) -> None:
        """Store one whole number."""
        self._write({name: value})

    def _write(self, values: dict[str, Any]) -> None:
        rows = {name: msgspec.json.encode(value).decode() for name, value in values.items()}
        self._connection.exec_driver_sql(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            list(rows.items()),
        )
        _rows(self._connection).update(rows)


def _read(connection: Connection, kind: type[_State]) -> _State:
    rows = _rows(connection)
    known = (field.name for field in fields(kind))
    return kind(**{name: msgspec.json.decode(rows[name]) for name in known if name in rows})


def _rows(connection: Connection) -> dict[str, str]:
    rows: dict[str, str] | None = connection.info.get(_KEPT)
    if rows is None:
        # The driver's own call takes a third of a built statement's time.
        rows = {row[0]: row[1] for row in connection.exec_driver_sql("SELECT name, value FROM meta")}
        connection.info[_KEPT] = rows
    return rows
