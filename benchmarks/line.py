"""What the exchange costs on a village's line, against the bytes that have to cross it. Prints JSON lines.

python -m benchmarks.line [--households 100] [--kbit 100] [--milliseconds 600] [--loss 0.01] [--breaks-after 40]

Twice the same: on a line that holds, and on one that breaks after every so many kB. There the next exchange begins at
once, while the product would wait a while: what is measured is the line.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.district import RunningDistrict, enrolled_laptop, running_district, village_code
from benchmarks.slow_line import SlowLine, slow_proxy
from benchmarks.village import records
from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync import District, SyncEngine, SyncProblem
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, RecordKind

_NOW = datetime(2026, 11, 23, tzinfo=UTC)
_SECONDS = 150.0


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one phase."""

    seconds: float
    line_bytes: int
    requests: int
    exchanges: int
    agreed: bool


def main() -> None:
    """Push a village and fifty edits, and pull both on a second laptop; then the same on a line that breaks."""
    options = argparse.ArgumentParser(prog="benchmarks.line")
    for name, default in (("households", 100), ("kbit", 100), ("milliseconds", 600), ("breaks-after", 40)):
        options.add_argument(f"--{name}", type=int, default=default)
    options.add_argument("--loss", type=float, default=0.01)
    asked = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="kemiskinan-bench-") as name, running_district(Path(name), 2) as running:
        clean: dict[str, Cost] = {}
        for number, breaks in enumerate((None, asked.breaks_after * 1000)):
            line = SlowLine(asked.kbit * 125, asked.milliseconds / 1000, asked.loss, breaks)
            for phase, cost in _phases(Path(name) / str(number), running, line, number, asked.households):
                known = clean.setdefault(phase, cost)
                _say(phase, cost, line, resent=max(0, cost.line_bytes - known.line_bytes))


def _phases(
    folder: Path, running: RunningDistrict, line: SlowLine, number: int, households: int
) -> Iterator[tuple[str, Cost]]:
    with _laptop(folder / "a", running, line, number) as (store, engine):
        _save_village(store, households)
        yield "line.push_village", _cost(engine, line)
        _save_edits(store)
        yield "line.push_50_edits", _cost(engine, line)
    with _laptop(folder / "b", running, line, number) as (store, engine):
        yield "line.first_pull", _cost(engine, line)


@contextmanager
def _laptop(folder: Path, running: RunningDistrict, line: SlowLine, number: int) -> Iterator[tuple[Store, SyncEngine]]:
    """Enrolled beside the line, exchanging over it."""
    near = District(running.address, "benchmark")
    with enrolled_laptop(folder, near, running.code(village_code(number))) as store:
        near.close()
        with slow_proxy(running.address, line) as address:
            far = District(address, "benchmark")
            yield store, SyncEngine(store, far, system_clock)
            far.close()


def _cost(engine: SyncEngine, line: SlowLine) -> Cost:
    """Exchange until both sides agree."""
    before, began, requests, exchanges = line.total, time.perf_counter(), 0, 0
    while True:
        report = engine.run()
        requests, exchanges = requests + report.requests, exchanges + 1
        seconds = time.perf_counter() - began
        if report.problem is not SyncProblem.OFFLINE or seconds > _SECONDS:
            return Cost(seconds, line.total - before, requests, exchanges, agreed=report.problem is None)


def _save_village(store: Store, households: int) -> None:
    with store.unit() as unit:
        for kind, record, document in records(households, 4):
            answers = document["answers"]
            assert isinstance(answers, dict)
            edits: dict[str, FieldEdit] = {
                name: (None, value) for name, value in document.items() if name not in ("answers", "form")
            }
            edits |= {f"answers.{name}": (None, value) for name, value in answers.items()}
            unit.changes.put(kind, record, edits, by="u1", at=_NOW)
        unit.commit()


def _save_edits(store: Store) -> None:
    with store.unit() as unit:
        for row in unit.queries.households(limit=50):
            edits: dict[str, FieldEdit] = {"address": (row.address, "Kampung Baru")}
            unit.changes.put(RecordKind.HOUSEHOLD, RecordId(row.id), edits, by="u1", at=_NOW)
        unit.commit()


def _say(name: str, cost: Cost, line: SlowLine, resent: int) -> None:
    least = cost.line_bytes / line.bytes_a_second
    figures = {
        "benchmark": name,
        "line": "holds" if line.breaks_after is None else f"breaks every {line.breaks_after // 1000} kB",
        "agreed": cost.agreed,
        "seconds": round(cost.seconds, 2),
        "bytes": cost.line_bytes,
        "bytes_by_rate_s": round(least, 2),
        "ratio": round(cost.seconds / least, 2),
        "requests": cost.requests,
        "exchanges": cost.exchanges,
        "bytes_resent": resent,
    }
    print(json.dumps(figures), flush=True)


if __name__ == "__main__":
    main()
