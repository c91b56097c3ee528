"""What the laptop's file costs: a durable answer, a first pull, a search (DESIGN section 8). Prints JSON lines.

python -m benchmarks.storage [--answers 1000] [--small]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.village import records
from kemiskinan_desktop.storage import HouseholdFilter, Store, new_database_key
from kemiskinan_domain.changes import EMPTY_CHECKSUM, encode_line
from kemiskinan_domain.records import RecordKind

_NOW = datetime(2026, 11, 23, tzinfo=UTC)


def main() -> None:
    """Run all and print a line each."""
    options = argparse.ArgumentParser(prog="benchmarks.storage")
    options.add_argument("--answers", type=int, default=1000)
    options.add_argument("--small", action="store_true", help="a tenth of the stress village")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "pull.db", new_database_key())
        seconds = _fill(store, 2000, 4)
        _print("pull_apply", records=10_000, seconds=seconds, per_second=10_000 / seconds, budget_seconds=0.6)
        _answers(store, chosen.answers)
        store.close()
        stress = Store.create(Path(folder) / "stress.db", new_database_key())
        households = 1000 if chosen.small else 10_000
        _fill(stress, households, 4)
        _searches(stress, households)
        stress.close()


def _fill(store: Store, households: int, members: int) -> float:
    """Seconds to stage, apply and check a first pull."""
    lines, total = [], EMPTY_CHECKSUM
    for rev, (kind, record, document) in enumerate(records(households, members), 1):
        line = encode_line(rev, kind, record, False, document)
        lines.append(line)
        total = total.plus(line)
    started = time.perf_counter()
    with store.unit() as unit:
        unit.exchange.receiving.stage(lines, 1, len(lines))
        unit.exchange.receiving.apply(total)
        unit.commit()
    return time.perf_counter() - started


def _answers(store: Store, count: int) -> None:
    with store.view() as unit:
        families = [record.id for record in unit.records.all(RecordKind.HOUSEHOLD)]
    took = []
    for number in range(count):
        family = families[number // 40 % len(families)]
        field = f"answers.baru_{number % 40}"
        started = time.perf_counter()
        with store.unit() as unit:
            unit.changes.put(RecordKind.HOUSEHOLD, family, {field: (None, str(number))}, by="u1", at=_NOW)
            unit.commit()
        took.append((time.perf_counter() - started) * 1000)
    _print("durable_answer", count=count, **_quantiles(took), budget_p99_ms=10)


def _searches(store: Store, households: int) -> None:
    for text in ("", "s", "siti", "siti aminah", "32030112", "rt 3", "3/2", "tidakada"):
        wanted = HouseholdFilter(text=text)
        took = _repeat(lambda wanted=wanted: _first_rows(store, wanted))  # type: ignore[misc]
        _print("search_first_rows", text=text, households=households, **_quantiles(took), budget_ms=50)
    everything = _repeat(lambda: _first_rows(store, HouseholdFilter(), -1), 5)
    _print("list_all", households=households, **_quantiles(everything))
    counted = _repeat(lambda: _counts(store), 5)
    _print("chip_counts", households=households, **_quantiles(counted))


def _first_rows(store: Store, wanted: HouseholdFilter, limit: int = 100) -> None:
    with store.view() as unit:
        unit.queries.households(wanted, limit=limit)


def _counts(store: Store) -> None:
    with store.view() as unit:
        unit.queries.household_counts()


def _repeat(work: Callable[[], None], times: int = 15) -> list[float]:
    work()
    took = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        took.append((time.perf_counter() - started) * 1000)
    return took


def _quantiles(milliseconds: list[float]) -> dict[str, float]:
    ordered = sorted(milliseconds)
    return {
        "p50_ms": round(statistics.median(ordered), 2),
        "p99_ms": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))], 2),
    }


def _print(name: str, **figures: float | str) -> None:
    print(json.dumps({"benchmark": name, **figures}))


if __name__ == "__main__":
    main()
