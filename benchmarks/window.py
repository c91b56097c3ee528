"""The window over a stress village: how soon after the passphrase, and how much memory (DESIGN section 8).

python -m benchmarks.window [--small] [--rounds 5]

Every measurement is a process of its own, offscreen, started by this script: a bare PySide6 window (from the start of
the process to its first paint), and the application (from the opened file to
Beranda with its figures painted; what the passphrase costs by intent, and all lines of Keluarga, are told beside it).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from benchmarks.village import records
from kemiskinan_desktop.app import Desktop, Options
from kemiskinan_desktop.services.access import FirstStartDone, Unlocked
from kemiskinan_desktop.services.admission import EnrolmentOffer, VillageNames
from kemiskinan_desktop.ui.households.view import HouseholdsPage
from kemiskinan_desktop.ui.kit.progress import ShareBar
from kemiskinan_domain.changes import EMPTY_CHECKSUM, encode_line
from kemiskinan_domain.people import Role

PASSPHRASE = "padi menguning di lereng gede"
VILLAGE = VillageNames("32.03.01.2001", "Babakankaret", "Cianjur", "Cianjur", training=True)
RATIO_BUDGET = 2.5
MEMORY_BUDGET_MB = 250
PATIENCE_SECONDS = 120


def main() -> None:
    """Make the village, measure in processes of their own, print."""
    options = argparse.ArgumentParser(prog="benchmarks.window")
    options.add_argument("--small", action="store_true", help="a tenth of the stress village")
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--measure", choices=["bare", "opened"], help=argparse.SUPPRESS)
    options.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.measure == "bare":
        _bare()
    elif chosen.measure == "opened":
        _opened(chosen.folder)
    else:
        _compare(1000 if chosen.small else 10_000, chosen.rounds)


def _compare(households: int, rounds: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _prepare(Path(folder), households)
        bare = [_child("bare", folder)["seconds"] for _ in range(rounds)]
        opened = [_child("opened", folder) for _ in range(rounds)]
    window, usual = statistics.median(bare), statistics.median(run["seconds"] for run in opened)
    memory = max(run["resident_mb"] for run in opened)
    _print("window.bare", seconds=round(window, 3))
    _print(
        "window.after_unlock",
        households=households,
        seconds=round(usual, 3),
        ratio=round(usual / window, 2),
        budget_ratio=RATIO_BUDGET,
        within=usual <= RATIO_BUDGET * window,
        list_seconds=round(statistics.median(run["list_seconds"] for run in opened), 3),
        unlock_seconds=round(statistics.median(run["unlock_seconds"] for run in opened), 3),
    )
    _print("window.memory", households=households, resident_mb=memory, budget_mb=MEMORY_BUDGET_MB)


def _prepare(folder: Path, households: int) -> None:
    app = QApplication(sys.argv[:1])
    desktop = Desktop(app, Options(folder))
    offer = EnrolmentOffer(VILLAGE, "device-1", "http://127.0.0.1:9", "a2V5", "c2VjcmV0")
    done = desktop.access.finish(offer, "Sekretaris Contoh", Role.SECRETARY, PASSPHRASE)
    assert isinstance(done, FirstStartDone)
    lines, total = [], EMPTY_CHECKSUM
    for rev, (kind, record, document) in enumerate(records(households, 4), 1):
        line = encode_line(rev, kind, record, False, document)
        lines.append(line)
        total = total.plus(line)
    # The services of the opened file hold its store; the desk is the nearest way to it.
    store = done.unlocked.services.households._desk.store
    with store.unit() as unit:
        unit.exchange.receiving.stage(lines, 1, len(lines))
        unit.exchange.receiving.apply(total)
        unit.commit()
    desktop.stop()


def _child(what: str, folder: str) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.window", "--measure", what, "--folder", folder]
    started = time.time()
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_SECONDS, check=True)
    told: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    if "painted" in told:
        told["seconds"] = told["painted"] - started
    return told


def _bare() -> None:
    # What this module imported beside Qt counts for the bare window too, so a process that imports Qt alone is asked.
    script = (
        "import sys, time, json\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication, QMainWindow\n"
        "app = QApplication(sys.argv[:1])\n"
        "window = QMainWindow(); window.resize(1366, 768); window.show(); app.processEvents()\n"
        "print(json.dumps({'painted': time.time()}))\n"
    )
    started = time.time()
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    painted = json.loads(ran.stdout)["painted"]
    print(json.dumps({"seconds": painted - started}))


def _opened(folder: Path) -> None:
    app = QApplication(sys.argv[:1])
    desktop = Desktop(app, Options(folder))
    desktop.start()
    person = desktop.access.persons()[0]
    asked = time.perf_counter()
    accepted = [0.0]
    told: dict[str, float] = {}

    def opened(answer: object) -> None:
        assert isinstance(answer, Unlocked)
        accepted[0] = time.perf_counter()
        desktop._on_opened(answer)
        assert desktop.village is not None
        _when(lambda: _beranda_filled(desktop), listed)

    def listed() -> None:
        assert desktop.village is not None
        told["seconds"] = time.perf_counter() - accepted[0]
        desktop.village.window.open("keluarga")
        _when(lambda: _rows_of(desktop) > 0, tell)

    def tell() -> None:
        told["list_seconds"] = time.perf_counter() - accepted[0] - told["seconds"]
        told["unlock_seconds"] = accepted[0] - asked
        told["resident_mb"] = _resident()
        print(json.dumps(told), flush=True)
        desktop.stop()

    desktop.lanes.storage.submit(lambda: desktop.access.unlock(person.id, PASSPHRASE), opened, _rise)
    app.exec()


def _beranda_filled(desktop: Desktop) -> bool:
    assert desktop.village is not None
    return bool(desktop.village.window.page("beranda").findChildren(ShareBar))


def _rows_of(desktop: Desktop) -> int:
    assert desktop.village is not None
    window: QMainWindow = desktop.village.window
    pages = window.findChildren(HouseholdsPage)
    return pages[0].table.model().rowCount() if pages else 0


def _when(ready: Callable[[], bool], then: Callable[[], None]) -> None:
    timer = QTimer()
    timer.setInterval(2)

    def look() -> None:
        if ready():
            timer.stop()
            for widget in QApplication.topLevelWidgets():
                _painted(widget)
            then()

    timer.timeout.connect(look)
    timer.start()


def _painted(widget: QWidget) -> None:
    if widget.isVisible():
        widget.grab()


def _resident() -> float:
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return round(int(line.split()[1]) / 1024, 1)
    raise OSError("this system does not tell the resident memory of a process")


def _rise(fault: Exception) -> None:
    raise fault


def _print(name: str, **figures: float | bool) -> None:
    print(json.dumps({"benchmark": name, **figures}))


if __name__ == "__main__":
    main()
