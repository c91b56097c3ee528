"""The append-only log of who saw and did what (UU 27/2022): each line's hash covers the one before, so a gap shows."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, insert, select

from kemiskinan_desktop.storage.tables import audit

_START = "0" * 64


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One line; `subject` is a record's id or empty, `detail` says what without naming anybody."""

    seq: int
    at: str
    by: str
    action: str
    subject: str
    detail: str
    hash: str


class AuditLog:
    """`unit.audit`: lines are added and read, never changed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def append(self, action: str, *, by: str, at: datetime, subject: str = "", detail: str = "") -> None:
        """Add a line in this transaction."""
        last = self._connection.execute(select(audit.c.seq, audit.c.hash).order_by(audit.c.seq.desc()).limit(1)).first()
        seq, previous = (0, _START) if last is None else last
        line = AuditLine(seq + 1, at.isoformat(), by, action, subject, detail, "")
        values = {name: getattr(line, name) for name in ("seq", "at", "by", "action", "subject", "detail")}
        self._connection.execute(insert(audit).values(**values, hash=_link(previous, line)))

    def lines(self, *, subject: str | None = None, limit: int = 1000) -> tuple[AuditLine, ...]:
        """The latest lines first, of one subject where one is given."""
        query = select(*audit.c).order_by(audit.c.seq.desc()).limit(limit)
        if subject is not None:
            query = query.where(audit.c.subject == subject)
        return tuple(AuditLine(*row) for row in self._connection.execute(query))

    def first_broken(self) -> int | None:
        """The number of the first line that was changed or lost; None where the whole chain holds."""
        previous, expected = _START, 1
        for row in self._connection.execute(select(*audit.c).order_by(audit.c.seq)):
            line = AuditLine(*row)
            if line.seq != expected or line.hash != _link(previous, line):
                return expected
            previous, expected = line.hash, expected + 1
        return None


def _link(previous: str, line: AuditLine) -> str:
    content = msgspec.json.encode([previous, line.seq, line.at, line.by, line.action, line.subject, line.detail])
    return hashlib.sha256(content).hexdigest()
