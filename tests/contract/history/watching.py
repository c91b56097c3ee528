"""Looks, after each test, at every village that the test's districts changed, whatever database they lie in."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from sqlalchemy import URL, Connection, NullPool, create_engine, text

from tests.contract.history.checker import findings_in
from tests.contract.history.log import read_village
from tests.contract.history.pages import PageBook

_OF_A_TEST = re.compile(r"[tm][0-9a-f]{32}")
_STATE = """
    SELECT v.code, concat_ws('/', v.epoch, v.head, v.floor, v.csum, coalesce(sum(c.last_mid), 0), count(c.id)) AS state
    FROM village v LEFT JOIN client c ON c.village = v.code GROUP BY v.code
"""


@dataclass(slots=True)
class Watch:
    """What was looked at already, and the pages that went out since."""

    server: URL
    book: PageBook = field(default_factory=PageBook)
    _seen: dict[tuple[str, str], str] = field(default_factory=dict)

    def findings(self) -> list[str]:
        """What cannot have been, in all villages that are not as they were at the last look."""
        return [finding for name in self._databases() for finding in self._in_database(name)]

    def pass_over(self) -> None:
        """Take the villages as they are: a test broke them on purpose."""
        for name in self._databases():
            with _connected(self.server.set(database=name)) as connection:
                self._seen |= {(name, code): state for code, state in _states(connection).items()}
        self.book.pages.clear()

    def _databases(self) -> list[str]:
        with _connected(self.server) as connection:
            names = connection.execute(text("SELECT datname FROM pg_database")).scalars()
            return sorted(name for name in names if _OF_A_TEST.fullmatch(name))

    def _in_database(self, name: str) -> list[str]:
        found: list[str] = []
        with _connected(self.server.set(database=name)) as connection:
            for code, state in _states(connection).items():
                if self._seen.get((name, code)) != state:
                    found += [f"{code}: {finding}" for finding in findings_of(connection, code, self.book)]
                self._seen[name, code] = state
        return found


def findings_of(connection: Connection, code: str, book: PageBook | None = None) -> list[str]:
    """All that is wrong with one village."""
    log = read_village(connection, code)
    pages = [] if book is None else book.findings_in(str(connection.engine.url.database), log)
    return [*findings_in(log), *pages]


def check_villages(connection: Connection, codes: Collection[str]) -> None:
    """Fail where one of these villages cannot have become what it is."""
    found = [f"{code}: {finding}" for code in codes for finding in findings_of(connection, code)]
    assert found == [], "\n".join(found)


def _states(connection: Connection) -> dict[str, str]:
    return {row.code: row.state for row in connection.execute(text(_STATE))}


def _connected(url: URL) -> Connection:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), poolclass=NullPool)
    return engine.connect()
