"""What the district's tables hold of one village, read as plain values for the checker."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from kemiskinan_domain.changes import Change, Verdict, VerdictStatus, decode_change

_verdicts = msgspec.json.Decoder(Verdict)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of the history; `batch` tells which transaction wrote it."""

    client: str
    mid: int
    chain: str
    rev: int
    record: str
    body: bytes
    verdict: Verdict | None
    batch: tuple[str, str, str]

    @property
    def name(self) -> str:
        """As a finding calls it."""
        return f"change {self.mid} of {self.client}"

    @property
    def status(self) -> VerdictStatus:
        """What became of it."""
        return VerdictStatus.OK if self.verdict is None else self.verdict.s

    @property
    def conflicts(self) -> list[str]:
        """The records that the verdict says tell of it."""
        return [] if self.verdict is None else [str(one) for one in self.verdict.c]

    def change(self) -> Change | None:
        """The proposed change; None where the bytes are none."""
        try:
            return decode_change(self.body)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return None


@dataclass(frozen=True, slots=True)
class Stored:
    """One row of the records."""

    id: str
    kind: str
    rev: int
    deleted: bool
    line: bytes
    digest: str
    last_document: str | None

    @property
    def document(self) -> dict[str, Any]:
        """What the feed says that the record holds."""
        held: dict[str, Any] = json.loads(self.line)[4]
        return held


@dataclass(frozen=True, slots=True)
class Told:
    """One entry of a conflict's log, and the conflict that it stands in."""

    conflict: str
    parent: str
    field: str
    why: str
    entry: dict[str, Any]


@dataclass(slots=True)
class VillageLog:
    """All of one village."""

    code: str
    epoch: str
    head: int
    floor: int
    count: int
    csum: str
    entries: list[Entry]
    records: dict[str, Stored]
    clients: dict[str, dict[str, Any]]
    receipts: list[dict[str, Any]]
    told: dict[tuple[str, int], list[Told]] = field(init=False)
    """Whose change each entry of a conflict's log is about, by device and number."""

    def __post_init__(self) -> None:
        self.told = defaultdict(list)
        for one in self._logged():
            self.told[str(one.entry.get("client")), int(one.entry.get("mid") or 0)].append(one)

    def _logged(self) -> Iterator[Told]:
        for record in self.records.values():
            if record.kind != "conflict" or record.deleted:
                continue
            held = record.document
            for entry in held["log"]:
                yield Told(record.id, str(held["parent"]), str(held["field"]), str(held["why"]), entry)

    def batches(self) -> list[list[Entry]]:
        """The transactions in the order in which the village's lock let them through.

        A transaction's highest revision is its own where it wrote; where it did not, it is one that stood then.
        """
        found: dict[tuple[str, str, str], list[Entry]] = defaultdict(list)
        for entry in self.entries:
            found[entry.batch].append(entry)
        return sorted(found.values(), key=lambda batch: max(entry.rev for entry in batch))


def read_village(connection: Connection, code: str) -> VillageLog:
    """All that the checker asks for."""

    def rows(words: str) -> list[dict[str, Any]]:
        return [dict(row) for row in connection.execute(text(words), {"v": code}).mappings()]

    village = rows("SELECT * FROM village WHERE code = :v")[0]
    history = rows("SELECT *, xmin::text AS tx FROM history WHERE village = :v ORDER BY client, mid")
    records = rows("SELECT id, kind, rev, deleted, line, digest, last_document FROM record WHERE village = :v")
    clients = rows("SELECT * FROM client WHERE village = :v OR id IN (SELECT client FROM history WHERE village = :v)")
    return VillageLog(
        code=code,
        epoch=village["epoch"],
        head=village["head"],
        floor=village["floor"],
        count=village["live_count"],
        csum=village["csum"],
        entries=[_entry(row) for row in history],
        records={row["id"]: Stored(**row | {"line": row["line"].encode()}) for row in records},
        clients={row["id"]: row for row in clients},
        receipts=rows("SELECT * FROM receipt WHERE village = :v"),
    )


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        client=row["client"],
        mid=row["mid"],
        chain=row["chain"],
        rev=row["rev"],
        record=row["record"],
        body=bytes(row["body"]),
        verdict=None if row["verdict"] is None else _verdicts.decode(row["verdict"]),
        batch=(row["client"], row["tx"], row["server_time"].isoformat()),
    )
