"""What the exchange costs between the product's laptop and the product's server with PostgreSQL. Prints JSON lines.

python -m benchmarks.sync [--households 2000]
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import zstandard

from benchmarks.village import records
from kemiskinan_desktop.storage import Enrolment, Store, new_database_key
from kemiskinan_desktop.sync import District, SyncEngine, SyncReport, enrol, new_device_key
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_domain.wire import EnrolmentReply
from kemiskinan_server.app import Parts, open_parts, server_for
from kemiskinan_server.services.enrolment import NewCode, hand_out_code
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_VILLAGE = VillageCode("32.03.01.2001")


class CountingDistrict(District):
    """Counts the packed bytes of sync bodies; headers are not in it."""

    def __init__(self, address: str, app_version: str) -> None:
        super().__init__(address, app_version)
        self._bodies: list[bytes] = []

    def exchange(self, path: str, body: bytes, token: str) -> Iterator[bytes]:
        """As the district, noted down; packing it a second time is left until the clock has stopped."""
        self._bodies.append(body)
        return super().exchange(path, body, token)

    def take_sent(self) -> int:
        """Packed bytes since the last look."""
        bodies, self._bodies = self._bodies, []
        return sum(len(gzip.compress(body, 6, mtime=0)) for body in bodies)


def main() -> None:
    """Push a village, push fifty edits, exchange nothing, pull the village on a second laptop.

    An engine lives as long as its file is open, as in the product.
    """
    parser = argparse.ArgumentParser(prog="benchmarks.sync")
    parser.add_argument("--households", type=int, default=2000)
    households = parser.parse_args().households
    with tempfile.TemporaryDirectory(prefix="kemiskinan-bench-") as name, _server(Path(name)) as (parts, url):
        folder = Path(name)
        with _laptop(folder / "a", url, parts) as (store, district):
            engine = SyncEngine(store, district, system_clock)
            _push_village(store, engine, district, households)
            _push_edits(store, engine, district)
            _nothing(engine, district)
        with _laptop(folder / "b", url, parts) as (store, district):
            seconds, report = _timed(SyncEngine(store, district, system_clock))
            _print("first_pull", records=report.pulled, seconds=seconds, per_second=report.pulled / seconds)


def _push_village(store: Store, engine: SyncEngine, district: CountingDistrict, households: int) -> None:
    village = list(records(households, 4))
    with store.unit() as unit:
        for kind, record, document in village:
            answers = document["answers"]
            assert isinstance(answers, dict)
            edits = {name: (None, value) for name, value in document.items() if name not in ("answers", "form")}
            edits |= {f"answers.{name}": (None, value) for name, value in answers.items()}
            form = document.get("form")
            unit.changes.put(kind, record, edits, by="u1", at=_NOW, form=form if isinstance(form, str) else None)
        unit.commit()
    seconds, report = _timed(engine)
    raw = msgspec.json.encode([document for _, _, document in village])
    packed, sent = len(gzip.compress(raw, 6)), district.take_sent()
    _print(
        "push_village",
        records=report.pushed,
        requests=report.requests,
        seconds=seconds,
        per_second=report.pushed / seconds,
        budget_per_second=15_000,
        bytes_per_household=sent / households,
        gzip6_of_raw_json_per_household=packed / households,
        ratio=sent / packed,
        zstd19_of_raw_json=len(zstandard.compress(raw, 19)),
    )


def _push_edits(store: Store, engine: SyncEngine, district: CountingDistrict) -> None:
    with store.unit() as unit:
        for row in unit.queries.households(limit=50):
            edits = {"address": (row.address, "Kampung Baru")}
            unit.changes.put(RecordKind.HOUSEHOLD, RecordId(row.id), edits, by="u1", at=_NOW)
        unit.commit()
    district.take_sent()
    seconds, report = _timed(engine)
    _print("push_50_edits", pushed=report.pushed, ms=seconds * 1000, bytes=district.take_sent(), budget_ms=20)


def _nothing(engine: SyncEngine, district: CountingDistrict) -> None:
    district.take_sent()
    seconds, report = _timed(engine)
    _print("nothing_to_send", requests=report.requests, ms=seconds * 1000, bytes=district.take_sent(), budget_ms=8)


def _timed(engine: SyncEngine) -> tuple[float, SyncReport]:
    started = time.perf_counter()
    report = engine.run()
    seconds = time.perf_counter() - started
    if report.problem is not None:
        raise SystemExit(f"The exchange stopped: {report.problem} {report.detail}")
    return seconds, report


@contextmanager
def _laptop(folder: Path, url: str, parts: Parts) -> Iterator[tuple[Store, CountingDistrict]]:
    folder.mkdir()
    context = parts.context
    with context.database.unit_of_work() as unit:
        code = hand_out_code(unit, context.keys, NewCode(_VILLAGE), "benchmark", context.clock())
        unit.commit()
    district, key = CountingDistrict(url, "benchmark"), new_device_key()
    reply = enrol(district, str(code), key, device_name="benchmark", app_version="benchmark")
    assert isinstance(reply, EnrolmentReply)
    store = Store.create(folder / "desa.db", new_database_key())
    known = Enrolment(
        client=reply.client,
        device=reply.client,
        village=reply.village,
        server_key=reply.server_key,
        private_key=key.private,
    )
    with store.unit() as unit:
        unit.meta.write(known)
        unit.commit()
    yield store, district
    district.close()
    store.close()


@contextmanager
def _server(folder: Path) -> Iterator[tuple[Parts, str]]:
    folder.chmod(0o755)
    with EmbeddedPostgres(folder / "pg") as postgres:
        database = Database(engine_for(postgres.url))
        database.migrate()
        parts = open_parts(Settings(data_dir=folder / "server", port=0), system_clock, database)
        with database.unit_of_work() as unit:
            add_village(unit, Place(_VILLAGE, "Babakankaret", "Cianjur", "Cianjur"), "benchmark", system_clock())
            unit.commit()
        ready, addresses = threading.Event(), list[str]()

        def listening(address: str) -> None:
            addresses.append(address)
            ready.set()

        server = server_for(parts, listening)
        thread = threading.Thread(target=server.run)
        thread.start()
        if not ready.wait(30):
            raise SystemExit("The server did not start")
        yield parts, addresses[0]
        server.should_exit = True
        thread.join()
        database.close()


def _print(name: str, **figures: float | str) -> None:
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({"benchmark": name, **rounded}), flush=True)


if __name__ == "__main__":
    main()
