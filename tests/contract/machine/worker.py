"""A person at work who may be struck at any moment: saves answers and exchanges, and swears to each reported save."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync import District, SyncEngine
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId
from tests.contract.machine.desk import HOUSEHOLD, KEY, NOW

_BETWEEN_EXCHANGES = 3


def answer(number: int) -> str:
    """The value of one answer."""
    return f"jawaban-{number}-selesai"


def work(path: Path, address: str, marks: Path, first: int, families: list[str]) -> None:
    """Save and exchange until killed; an oath is on the disk only after the save was reported."""
    store, district = Store.open(path, KEY), District(address, "test")
    engine = SyncEngine(store, district, system_clock)
    oath = os.open(marks, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    number = first
    while True:
        family = RecordId(families[number % len(families)])
        with store.unit() as unit:
            unit.changes.put(HOUSEHOLD, family, {f"answers.q{number}": (None, answer(number))}, by="u1", at=NOW)
            unit.commit()
        os.write(oath, f"{family} {number}\n".encode())
        os.fsync(oath)
        os.write(1, b".")
        number += 1
        if number % _BETWEEN_EXCHANGES == 0:
            engine.run()


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4]), sys.argv[5].split(","))
