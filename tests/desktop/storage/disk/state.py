"""What a village's files hold, down to the last row; and whether that makes sense by itself."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from kemiskinan_desktop.storage import BackupDamagedError, DatabaseKey, Store
from kemiskinan_desktop.storage.snapshots import verify
from kemiskinan_desktop.storage.store import blobs_path
from kemiskinan_domain.changes import ChainValue, decode_change, decode_line, next_link, overlay
from kemiskinan_domain.records import Document, RecordKind


def records_digest(store: Store) -> str:
    """Of all rows of the village file."""
    with store.view() as unit:
        return _digest(_driver(unit.records))


def blobs_digest(store: Store) -> str:
    """Of all rows of the attachments' file; empty while there is none."""
    if not store.blobs._is_there():
        return ""
    with store.blobs.reading() as connection:
        return _digest(connection.connection.driver_connection)


def broken_pages(database: Path, key: DatabaseKey) -> tuple[str, ...]:
    """What the two closed files say of their own pages: seals and structure."""
    found = []
    for path in (database, blobs_path(database)):
        try:
            if path.exists():
                verify(path, key)
        except BackupDamagedError:
            found.append(f"{path.name} has broken pages")
    return tuple(found)


def contradictions(store: Store) -> list[str]:
    """Values without their change or changes without their value, a chain with a gap, bytes that are not theirs."""
    with store.view() as unit:
        driver = _driver(unit.records)
        shown = {str(record.id): record.document for kind in RecordKind for record in unit.records.all(kind)}
        named = {str(record.document["sha256"]) for record in unit.records.all(RecordKind.ATTACHMENT)}
        found = [*_broken_outbox(driver, unit.meta.exchange().top_mid), *_unlike(driver, shown)]
    whole = store.blobs.complete()
    false = [name for name in whole if hashlib.sha256(store.blobs.content(name) or b"").hexdigest() != name]
    found += [f"{name} is not its bytes" for name in false]
    return found + [f"{name} is named and not here" for name in named - whole]


def _driver(reader: Any) -> Any:
    """The driver's own connection: an image has to be read in a few milliseconds."""
    return reader._connection.connection.driver_connection


def _digest(driver: Any) -> str:
    digest = hashlib.sha256()
    for name, statement in driver.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall():
        digest.update(repr((name, statement)).encode())
        if statement is not None and statement.startswith("CREATE TABLE"):
            digest.update("\n".join(sorted(map(repr, driver.execute(f'SELECT * FROM "{name}"')))).encode())
    return digest.hexdigest()


def _broken_outbox(driver: Any, top_mid: int) -> list[str]:
    """A change without its body or a body of nobody, a number left out, a mark that is not the chain's value there."""
    of_rows = [row[0] for row in driver.execute("SELECT body_seq FROM outbox UNION ALL SELECT body_seq FROM archive")]
    bodies = [row[0] for row in driver.execute("SELECT seq FROM change_body")]
    found = [] if sorted(of_rows) == sorted(bodies) else ["changes and bodies are not one to one"]
    query = "SELECT mid, prev, body FROM outbox JOIN change_body ON seq = body_seq WHERE mid > 0 ORDER BY mid"
    rows = driver.execute(query).fetchall()
    if rows and [row[0] for row in rows] != list(range(rows[0][0], top_mid + 1)):
        found.append("a number is missing")
    before: ChainValue | None = None
    for _, prev, body in rows:
        if None not in (prev, before) and prev != before:
            found.append("a mark is not the chain's")
        start = ChainValue(prev) if prev is not None else before
        before = None if start is None else next_link(start, body)
    return found


def _unlike(driver: Any, shown: dict[str, Document]) -> list[str]:
    """Records that are not what the district's line and the waiting changes make (SYNC I8)."""
    expected: dict[str, Document | None] = {}
    for record, text in driver.execute("SELECT id, line FROM base"):
        line = decode_line(text)
        expected[record] = None if line.deleted else line.document
    for record, body in driver.execute(
        "SELECT record, body FROM outbox JOIN change_body ON seq = body_seq ORDER BY mid"
    ):
        expected[record] = overlay(expected.get(record), decode_change(body))
    live = {record: document for record, document in expected.items() if document is not None}
    names = live.keys() | shown.keys()
    return [f"{name} is not base and outbox" for name in names if live.get(name) != shown.get(name)]
