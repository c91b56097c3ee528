"""Eligibility of a stress village (10,000 families, 40,000 members), its lists and an answer. Prints JSON lines.

python -m benchmarks.workers [--small]
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TypeVar

from benchmarks.village import records
from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.admission import PersonName, VillageNames
from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.workers import AnswerTerms, BookShelf, WorkerFilter, WorkerService
from kemiskinan_desktop.storage import Store, new_database_key
from kemiskinan_domain.changes import EMPTY_CHECKSUM, encode_line
from kemiskinan_domain.people import Role
from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_domain.records import Document, RecordId, RecordKind, new_record_id
from kemiskinan_domain.social_security import Payer, Programme, WorkerStatus

ANSWERED = 5_000
ELIGIBILITY_BUDGET = 1.0
_NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
T = TypeVar("T")


class _Direct:
    def deliver(self, call: Callable[[], None]) -> None:
        call()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(prog="benchmarks.workers")
    options.add_argument("--small", action="store_true", help="a tenth of the stress village")
    households = 1_000 if options.parse_args().small else 10_000
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "workers.db", new_database_key())
        people = _fill(store, households)
        person = PersonName(new_record_id(), "Operator Contoh", Role.SECRETARY)
        village = VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Cianjur")
        desk = Desk(store, person, village, lambda: _NOW, Events(_Direct()))
        shelf = BookShelf(resources_folder() / "social_security")
        service = WorkerService(desk, shelf, AttachmentService(desk), RemarkService(desk))
        service.counts()
        _measure(service, people)
        store.close()


def _measure(service: WorkerService, people: int) -> None:
    best, overview = min((_timed(service.overview) for _ in range(3)), key=lambda pair: pair[0])
    _say("eligibility", best, people=people, budget_seconds=ELIGIBILITY_BUDGET, within=best <= ELIGIBILITY_BUDGET)
    eligible = [row for row in overview.rows if row.status is WorkerStatus.ELIGIBLE][:ANSWERED]
    seconds, sheet = _timed(lambda: service.export("bpjs", WorkerFilter()))
    _say("export", seconds, people=overview.counts.people, bytes=len(sheet))
    seconds, _ = _timed(
        lambda: service.budget(
            WorkerFilter(), 12, date(2026, 1, 1), Payer.APBD_DISTRICT, frozenset({Programme.JKK, Programme.JKM})
        )
    )
    _say("budget", seconds, months=12)
    rows = [("No", "KPJ", "Nama", "NIK", "Alamat", "RT", "RW")]
    rows += [
        (str(at), f"{10**10 + at}", row.person.name, row.person.nik or "", "", "", "")
        for at, row in enumerate(eligible, 1)
    ]
    content = workbook_bytes(rows)
    seconds, report = _timed(lambda: service.read_answer(content, "jawaban.xlsx"))
    _say("answer_read", seconds, rows=len(report.lines))
    terms = AnswerTerms(Payer.APBD_DISTRICT, date(2026, 1, 1))
    seconds, applied = _timed(lambda: service.apply_answer(report, frozenset(), terms))
    _say("answer_recorded", seconds, rows=applied.written)


def _fill(store: Store, households: int) -> int:
    lines, total, people = [], EMPTY_CHECKSUM, 0
    for rev, (kind, record, document) in enumerate(_surveyed(households), 1):
        people += kind is RecordKind.MEMBER
        lines.append(encode_line(rev, kind, record, False, document))
        total = total.plus(lines[-1])
    with store.unit() as unit:
        unit.exchange.receiving.stage(lines, 1, len(lines))
        unit.exchange.receiving.apply(total)
        unit.commit()
    return people


def _surveyed(households: int) -> Iterator[tuple[RecordKind, RecordId, Document]]:
    """The benchmark village with the answers about work, and a decision on every family."""
    chance, session = random.Random(7), new_record_id()
    yield RecordKind.DELIBERATION, session, {"title": "Musdes", "date": "2026-10-01", "state": "locked"}
    for kind, record, document in records(households, 4, seed=3):
        if kind is RecordKind.HOUSEHOLD:
            ruling: Document = {"parent": session, "household": record, "decision": chance.choice("LLLTP")}
            yield RecordKind.DECISION, new_record_id(), ruling
        else:
            document["nik"] = _nik(chance, str(document["birth_date"]))
            document["answers"] = {
                **{f"r{number}": "1" for number in range(440, 465)},
                "r416a": chance.choice("1112"),
                "r417": str(chance.randrange(1, 27)),
                "r418": chance.choice("1123467"),
                "r431f": [chance.choice(("0", "0", "0", "1", "99"))],
            }
        yield kind, record, document


def _nik(chance: random.Random, born: str) -> str:
    year, month, day = born.split("-")
    return f"320301{day}{month}{year[2:]}{chance.randrange(1, 10_000):04d}"


def _timed(act: Callable[[], T]) -> tuple[float, T]:
    begun = time.perf_counter()
    value = act()
    return time.perf_counter() - begun, value


def _say(name: str, seconds: float, **figures: object) -> None:
    print(json.dumps({"benchmark": f"workers.{name}", "seconds": round(seconds, 3), **figures}))


if __name__ == "__main__":
    main()
