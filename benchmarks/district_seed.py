"""A whole synthetic district, written village by village through the product's own storage (COPY)."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from sqlalchemy import text

from kemiskinan_domain.changes import EMPTY_CHECKSUM, GENESIS, ChainValue, encode_line, line_digest
from kemiskinan_domain.people import Role, Side
from kemiskinan_domain.records import Document, RecordId, RecordKind, VillageCode
from kemiskinan_domain.social_security import WorkerStatus
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.storage.database import Database, UnitOfWork
from kemiskinan_server.storage.values import Client, HistoryEntry, RecordWrite
from kemiskinan_server.storage.worker_counts import CountedWorkers, WorkerGroup

VILLAGE_FAMILIES = 2_000
SUBDISTRICTS = 32
_FIRST = ("Siti", "Ujang", "Asep", "Dewi", "Nani", "Cecep", "Euis", "Dadang", "Iis", "Yayan", "Rina", "Agus", "Imas")
_LAST = ("Aminah", "Suryana", "Hidayat", "Maryati", "Kurnia", "Saepudin", "Rohaeti", "Permana", "Sopian", "Wulandari")
_STATES = ["draft", "submitted", "under_review", "approved", "returned"]
_WEIGHTS = [70, 10, 3, 15, 2]
_SHARED = 0.0005
"""People who stand in another village too."""


def seed(database: Database, families: int, day: date, now: datetime) -> int:
    """So many families in villages of two thousand; answers how many records were written."""
    chance, written = random.Random(3), 0
    answers = [_answers(chance) for _ in range(200)]
    for number in range(-(-families // VILLAGE_FAMILIES)):
        count = min(VILLAGE_FAMILIES, families - number * VILLAGE_FAMILIES)
        code = village_code(number)
        place = Place(code, f"Desa Contoh {number + 1}", f"Kecamatan {number % SUBDISTRICTS + 1}", "Cianjur")
        with database.unit_of_work() as unit:
            add_village(unit, place, "benchmark", now)
            written += fill_village(unit, code, list(_records(chance, number, count, answers)))
            _laptop(unit, code, number, now)
            groups = tuple(WorkerGroup(status, "1", chance.randrange(900)) for status in WorkerStatus)
            head = unit.villages.get(code)
            assert head is not None
            counted = CountedWorkers(code, day, head.head, "", groups)
            unit.worker_counts.save([counted])
            unit.commit()
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))
    return written


def village_code(number: int) -> VillageCode:
    """Villages take turns among the kecamatan."""
    return VillageCode(f"32.03.{number % SUBDISTRICTS + 1:02d}.{2001 + number // SUBDISTRICTS}")


def fill_village(unit: UnitOfWork, code: VillageCode, records: list[tuple[RecordKind, RecordId, Document]]) -> int:
    """Write these records as the first of an empty village; answers the revision after them."""
    writes, checksum = [], EMPTY_CHECKSUM
    for rev, (kind, record, document) in enumerate(records, 1):
        line = encode_line(rev, kind, record, False, document)
        digest = line_digest(line)
        checksum = checksum.plus_digest(digest)
        parent = document.get("parent")
        above = RecordId(parent) if isinstance(parent, str) else None
        writes.append(RecordWrite(record, kind, rev, line, digest, document, False, None, above, "bench", None, {}))
    unit.villages.write(code, writes)
    unit.villages.save_head(code, len(writes), checksum)
    return len(writes)


def _laptop(unit: UnitOfWork, code: VillageCode, number: int, now: datetime) -> None:
    name = f"laptop-{code}"
    client = Client(name, code, Side.VILLAGE, Role.SECRETARY, "Operator Contoh", "key", 1, GENESIS, False)
    unit.ledger.add_client(client, now - timedelta(days=90))
    seen = now - timedelta(days=number % 45)
    entry = HistoryEntry(1, ChainValue("0" * 64), 1, "", "u1", seen, seen.isoformat(), b"{}", None)
    unit.ledger.add_history(code, name, [entry])
    unit.ledger.save_progress(replace(client, cursor_seen=1), seen)


def _records(
    chance: random.Random, number: int, count: int, answers: list[Document]
) -> Iterator[tuple[RecordKind, RecordId, Document]]:
    session = _id(chance)
    meeting: Document = {"title": f"Musdes {number + 1}", "date": f"2026-1{number % 2}-{number % 27 + 1:02d}"}
    yield RecordKind.DELIBERATION, session, meeting | {"state": "locked" if number % 3 else "open"}
    for place in range(count):
        family, head = _id(chance), _name(chance)
        household: Document = {
            "head_name": head,
            "no_kk": f"3203{number:05d}{place:07d}",
            "dusun": f"Dusun {place % 5 + 1}",
            "rt": f"{place % 40 + 1:03d}",
            "rw": f"{place % 10 + 1:03d}",
            "address": f"Kampung {chance.choice(_LAST)} No. {place}",
            "origin": "usulan" if place % 20 == 1 else "prelist",
            "desil": chance.randrange(1, 6),
            "survey_state": chance.choice(("not_started", "draft", "complete", "complete")),
            "review": chance.choices(_STATES, _WEIGHTS)[0],
            "answers": chance.choice(answers),
        }
        if place % 20 == 1:
            del household["desil"]
        yield RecordKind.HOUSEHOLD, family, household
        for seat in range(chance.randrange(1, 6)):
            nik = f"32{number:05d}{place:06d}{seat:03d}"
            yield RecordKind.MEMBER, _id(chance), _member(chance, family, seat, nik, _name(chance) if seat else head)
        if place % 5:
            ruling = chance.choice("LLLTP")
            decision: Document = {"parent": session, "household": family, "presence": "1", "decision": ruling}
            if ruling == "T":
                decision["reasons"] = chance.sample(["01", "02", "03", "04", "05"], 2)
            yield RecordKind.DECISION, _id(chance), decision


def _member(chance: random.Random, family: RecordId, seat: int, nik: str, name: str) -> Document:
    return {
        "parent": family,
        "position": seat + 1,
        "name": name,
        "nik": f"3203010101{chance.randrange(10**6):06d}" if chance.random() < _SHARED else nik,
        "nik_state": "ada",
        "sex": chance.choice("12"),
        "birth_date": f"{chance.randrange(1940, 2024)}-{chance.randrange(1, 13):02d}-{chance.randrange(1, 29):02d}",
        "relation": str(min(seat + 1, 4)),
        "presence": "1",
        "answers": {"r416a": "1", "r417": str(chance.randrange(1, 27)), "r418": "1", "ibu_kandung": _name(chance)},
    }


def _answers(chance: random.Random) -> Document:
    return {f"r{500 + place}": str(chance.randrange(9)) for place in range(40)}


def _name(chance: random.Random) -> str:
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {chance.choice(_LAST)}"


def _id(chance: random.Random) -> RecordId:
    rest = f"{chance.getrandbits(120):030x}"
    return RecordId(f"{rest[:8]}-{rest[8:12]}-7{rest[12:15]}-9{rest[15:18]}-{rest[18:30]}")
