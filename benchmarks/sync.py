"""What the exchange costs between the product's laptop and the product's server with PostgreSQL. Prints JSON lines.

python -m benchmarks.sync [--households 2000]

The push of a village is told as a share of what a bare POST and upsert of the same does on this machine at this hour
(`benchmarks.bare`): the budget of 15,000 records/s stands beside 18,000 for that.
"""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import zstandard
from sqlalchemy import URL

from benchmarks.bare import records_per_second
from benchmarks.district import RunningDistrict, enrolled_laptop, running_district
from benchmarks.village import records
from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync import District, SyncEngine, SyncReport
from kemiskinan_desktop.sync.transport import Packed
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, RecordKind

_BUDGET = 15_000 / 18_000
"""Of a bare POST and upsert (DESIGN section 8)."""
_NOW = datetime(2026, 11, 23, tzinfo=UTC)


class CountingDistrict(District):
    """Counts the packed bytes of what is sent, and the plain bytes of what comes back; headers are not in it."""

    def __init__(self, address: str, app_version: str) -> None:
        super().__init__(address, app_version)
        self._sent = self._back = 0

    def exchange(self, path: str, packed: Packed, token: str) -> Iterator[bytes]:
        """As the district, counted."""
        self._sent += len(packed.content)
        for line in super().exchange(path, packed, token):
            self._back += len(line) + 1
            yield line

    def take_counts(self) -> tuple[int, int]:
        """Packed bytes sent, and plain bytes that came back, since the last look."""
        counts, self._sent, self._back = (self._sent, self._back), 0, 0
        return counts


def main() -> None:
    """Push a village, push fifty edits, exchange nothing, pull the village on a second laptop.

    An engine lives as long as its file is open, as in the product.
    """
    parser = argparse.ArgumentParser(prog="benchmarks.sync")
    parser.add_argument("--households", type=int, default=2000)
    households = parser.parse_args().households
    with tempfile.TemporaryDirectory(prefix="kemiskinan-bench-") as name, running_district(Path(name)) as running:
        folder = Path(name)
        with _laptop(folder / "a", running) as (store, district):
            engine = SyncEngine(store, district, system_clock)
            _push_village(store, engine, district, households, running.database)
            _push_edits(store, engine, district)
            _nothing(engine, district)
        with _laptop(folder / "b", running) as (store, district):
            seconds, report = _timed(SyncEngine(store, district, system_clock))
            _print("first_pull", records=report.pulled, seconds=seconds, per_second=report.pulled / seconds)


def _push_village(store: Store, engine: SyncEngine, district: CountingDistrict, households: int, database: URL) -> None:
    village = list(records(households, 4))
    bare = records_per_second(database, village)
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
    packed, (sent, back) = len(gzip.compress(raw, 6)), district.take_counts()
    per_second = report.pushed / seconds
    _print(
        "push_village",
        records=report.pushed,
        requests=report.requests,
        seconds=seconds,
        per_second=per_second,
        bare_per_second=bare,
        of_bare=per_second / bare,
        budget_of_bare=_BUDGET,
        bytes_per_household=sent / households,
        gzip6_of_raw_json_per_household=packed / households,
        ratio=sent / packed,
        bytes_back=back,
        zstd19_of_raw_json=len(zstandard.compress(raw, 19)),
    )


def _push_edits(store: Store, engine: SyncEngine, district: CountingDistrict) -> None:
    with store.unit() as unit:
        for row in unit.queries.households(limit=50):
            edits = {"address": (row.address, "Kampung Baru")}
            unit.changes.put(RecordKind.HOUSEHOLD, RecordId(row.id), edits, by="u1", at=_NOW)
        unit.commit()
    district.take_counts()
    seconds, report = _timed(engine)
    sent, back = district.take_counts()
    _print("push_50_edits", pushed=report.pushed, ms=seconds * 1000, bytes=sent, bytes_back=back, budget_ms=20)


def _nothing(engine: SyncEngine, district: CountingDistrict) -> None:
    district.take_counts()
    seconds, report = _timed(engine)
    sent, back = district.take_counts()
    ms = seconds * 1000
    _print("nothing_to_send", requests=report.requests, ms=ms, bytes=sent, bytes_back=back, budget_ms=8)


def _timed(engine: SyncEngine) -> tuple[float, SyncReport]:
    started = time.perf_counter()
    report = engine.run()
    seconds = time.perf_counter() - started
    if report.problem is not None:
        raise SystemExit(f"The exchange stopped: {report.problem} {report.detail}")
    return seconds, report


@contextmanager
def _laptop(folder: Path, running: RunningDistrict) -> Iterator[tuple[Store, CountingDistrict]]:
    district = CountingDistrict(running.address, "benchmark")
    with enrolled_laptop(folder, district, running.code()) as store:
        yield store, district
    district.close()


def _print(name: str, **figures: float | str) -> None:
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({"benchmark": name, **rounded}), flush=True)


if __name__ == "__main__":
    main()
