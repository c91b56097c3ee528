"""What each route asks of the database, read on the connection itself: a transaction writes one village, and reads one.

Every statement of every route is recorded with what it binds, COPY included. Two things are judged: which villages a
transaction writes, and which tables of villages are read without naming the village.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final

import httpx
import psycopg
import pytest
from sqlalchemy import Engine, event

from kemiskinan_domain.people import Area, Role
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.storage.base import server_registry
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import household
from tests.server.test_pages import PASSWORD, enter, token_of
from tests.server.test_routes import DEVICES, NOW, PAGES, PUBLIC, SYSTEMS, filled, villages

__all__ = ["villages"]

_OWN: Final = frozenset(
    {"account", "audit", "crossing_decision", "form", "prelist_upload", "read_grant", "sign_in_attempt"}
    | {"scope", "scope_record", "scope_history", "national_file"}
)
"""The district's own tables: no row of them belongs to one village."""
_VILLAGES: Final = frozenset(server_registry.metadata.tables) - _OWN
_SUMS: Final = frozenset(
    {"village", "client", "enrolment_code", "family_count", "reason_count", "village_figures", "worker_count"}
)
"""A few dozen rows a village: what pages of the whole district add up."""
_COMPUTED: Final = frozenset({"worker_count", "crossing_candidate", "crossing_person", "crossing_scan"})
"""What the district counts and compares for itself from records; made anew at any time."""
_WRITES: Final = re.compile(r'^\s*(?:INSERT INTO|UPDATE|DELETE FROM|COPY)\s+"?(\w+)', re.I)
_LOCKS: Final = re.compile(r"\bFROM (\w+)\b.*\bFOR (?:NO KEY )?UPDATE\b", re.I | re.S)
_TABLES: Final = re.compile(r'\b(?:FROM|JOIN|INTO|UPDATE|COPY|,)\s+"?([a-z_]+)', re.I)
HAND_OVER: Final = ("POST", "/desa/{code}/keluarga/{household}/pindah")
COMPUTING: Final = {("GET", "/ganda"), ("POST", "/ganda"), ("GET", "/pekerja"), ("GET", "/pekerja/anggaran")}
"""Routes that bring what the district computes up to date, for as many villages as a page can afford."""
_COMPARED: Final = frozenset({"record", "household", "crossing_candidate"})
ACROSS: Final = {
    ("GET", "/ganda"): _COMPARED | {"crossing_scan"},
    ("POST", "/ganda"): _COMPARED,
    ("GET", "/musyawarah"): {"deliberation", "decision", "record"},
    ("GET", "/antrean"): {"deliberation"},
    ("GET", "/sambungan"): {"history"},
    ("GET", "/berkas"): {"bundle"},
    ("GET", "/berkas/jawaban.zip"): {"bundle"},
    ("POST", "/berkas/{village}/{digest}/terima"): {"bundle"},
    ("POST", "/berkas/{village}/{digest}/buang"): {"bundle"},
}
"""The pages of the whole district that read more than sums, and what: by an index over villages the people whom one of
them wrote since, a page of the latest sessions, the latest change of each laptop, the latest files. All else that is no
sum is asked for with its village.
"""


@dataclass
class Transaction:
    """What was written and read between two commits."""

    writes: set[str] = field(default_factory=set)
    computed: set[str] = field(default_factory=set)
    unbound: set[str] = field(default_factory=set)


@dataclass
class Recorder:
    """All statements since it was emptied, by transaction."""

    transactions: dict[int, list[Transaction]] = field(default_factory=dict)

    def note(self, connection: object, statement: str, bound: object) -> None:
        """One statement with the values that it carries."""
        known = self.transactions.setdefault(id(connection), [Transaction()])[-1]
        codes = {code for code in (VILLAGE, OTHER_VILLAGE) if code in _texts(bound)}
        tables = set(_TABLES.findall(statement)) & _VILLAGES
        target = _WRITES.search(statement) or _LOCKS.search(statement)
        if target is not None and target[1] in _VILLAGES:
            written = known.computed if target[1] in _COMPUTED else known.writes
            written |= codes
        if tables and not codes:
            known.unbound |= tables

    def ended(self, connection: object) -> None:
        """The transaction was committed or undone."""
        self.transactions.setdefault(id(connection), []).append(Transaction())

    def taken(self) -> list[Transaction]:
        """Everything since the last time."""
        found = [one for several in self.transactions.values() for one in several]
        self.transactions.clear()
        return found


def _texts(bound: object) -> str:
    return bound if isinstance(bound, str) else repr(bound)


@contextmanager
def recording(engine: Engine) -> Iterator[Recorder]:
    """Every cursor that the engine's connections open tells the recorder."""
    recorder = Recorder()

    class Told(psycopg.Cursor[Any]):
        def execute(self, query: Any, params: Any = None, **options: Any) -> Any:
            recorder.note(self.connection, _sql(query, self), params)
            return super().execute(query, params, **options)

        def executemany(self, query: Any, params_seq: Any, **options: Any) -> Any:
            rows = list(params_seq)
            recorder.note(self.connection, _sql(query, self), rows)
            return super().executemany(query, rows, **options)

        def copy(self, statement: Any, params: Any = None, **options: Any) -> Any:
            words = _sql(statement, self)

            @contextmanager
            def told() -> Iterator[Any]:
                with super(Told, self).copy(statement, params, **options) as copy:
                    write = copy.write_row

                    def noted(row: Any) -> None:
                        recorder.note(self.connection, words, list(row)[:2])
                        write(row)

                    copy.write_row = noted  # type: ignore[method-assign]
                    yield copy

            return told()

    def on_checkout(connection: Any, *_: object) -> None:
        connection.cursor_factory = Told

    def on_end(connection: Any) -> None:
        recorder.ended(connection.connection.driver_connection)

    event.listen(engine, "checkout", on_checkout)
    event.listen(engine, "commit", on_end)
    event.listen(engine, "rollback", on_end)
    yield recorder
    event.remove(engine, "checkout", on_checkout)
    event.remove(engine, "commit", on_end)
    event.remove(engine, "rollback", on_end)


def _sql(query: Any, cursor: Any) -> str:
    return query if isinstance(query, str) else query.as_string(cursor)


@pytest.fixture
def browser(live_server: LiveServer, villages: dict[str, dict[str, str]]) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "semua", PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW, area=Area())
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=False, trust_env=False, timeout=30) as client:
        enter(client, "semua")
        yield client


def test_no_transaction_writes_two_villages_but_the_hand_over_s(
    browser: httpx.Client, live_server: LiveServer, villages: dict[str, dict[str, str]], enrol: Enrol
) -> None:
    same_card = hashlib.sha256(b"no_kk/3203011234567890").hexdigest()
    fields = {"form_token": token_of(browser.get("/akun")), "text": "x", "act": "take", "state": "draft", "reason": "x"}
    fields |= {"note": "x", "crossing": same_card, "answer": VILLAGE, "kind": "keluarga-layak", "form": "csv"}
    written: dict[tuple[str, str], set[str]] = {}
    computed: dict[tuple[str, str], set[str]] = {}
    across: dict[tuple[str, str], set[str]] = {}
    last = [HAND_OVER, ("POST", "/keluar")]
    every = [*sorted((set(PAGES) | PUBLIC | DEVICES | SYSTEMS) - set(last)), *last]
    with recording(live_server.parts.context.database.engine) as recorder:
        for route in every:
            recorder.taken()
            data = fields | {"target": OTHER_VILLAGE} if route[0] == "POST" else None
            browser.request(route[0], filled(route[1], VILLAGE, villages[VILLAGE]), data=data)
            found = recorder.taken()
            written[route] = max((one.writes for one in found), key=len, default=set())
            computed[route] = max((one.computed for one in found), key=len, default=set())
            across[route] = set().union(*(one.unbound for one in found)) - _SUMS
        laptop = enrol()
        recorder.taken()
        laptop.sync(household(head_name="Baru"))
        synced = recorder.taken()

    assert {one for one, codes in written.items() if len(codes) > 1} == {HAND_OVER}
    assert {one for one, codes in computed.items() if len(codes) > 1} <= COMPUTING
    assert {one: tables for one, tables in across.items() if tables} == ACROSS
    assert [one.writes for one in synced if one.writes] == [{VILLAGE}]
    assert not set().union(*(one.unbound for one in synced)) - _SUMS
