"""Key to paint in the questionnaire, 10 members: from the key's arrival to the end of the repaint that follows.

`python -m benchmarks.entry`, one JSON line a figure.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage
from tests.desktop.ui.questionnaire.family import FamilyDesk

MEMBERS = 10
BUDGET_MS = 16.0
READING_MS = 500
"""A person who comes to a new page looks at it before the next key; the page uses the time."""


class _Later:
    """Keeps jobs out of the measured time, as the storage lane's own thread does."""

    def __init__(self, desk: FamilyDesk) -> None:
        self._lane = type(desk.lane)(held=True)
        self.submit = self._lane.submit
        self.release = self._lane.release


@dataclass(frozen=True)
class Key:
    """One key: how long until it was painted, and whether it turned the page."""

    milliseconds: float
    turned: bool


def measure(keys: int = 400) -> list[Key]:
    """Every key of a walk by codes and Enter through all members and sections."""
    with tempfile.TemporaryDirectory() as folder, FamilyDesk(Path(folder), members=MEMBERS) as desk:
        lane = _Later(desk)
        desk.lane = lane  # type: ignore[assignment]
        page = desk.page()
        page.resize(1176, 712)
        page.show()
        page.shown(desk.household)
        lane.release()
        _rest()
        page.presenter.commit("/data/identitas/r205", "1")
        for member in range(1, MEMBERS + 1):
            page.presenter.commit(f"/data/anggota[{member}]/r404", "1")
            page.presenter.commit(f"/data/anggota[{member}]/r407", "34")
        page.presenter.go_to("/data/anggota[1]/r409")
        lane.release()
        _rest()
        return [_press(page, key, lane) for key in _walk(keys)]


def _walk(keys: int) -> list[Qt.Key]:
    # Each question once by code and once by Enter, so that choices and lines are both met.
    return [(Qt.Key.Key_1, Qt.Key.Key_Return, Qt.Key.Key_Return)[at % 3] for at in range(keys)]


def _press(page: QuestionnairePage, key: Qt.Key, lane: _Later) -> Key:
    target = page.focusWidget() or page
    before = page.findChild(QLabel, "questionnaire-page-title").text()
    begun = time.perf_counter()
    QTest.keyClick(target, key)
    _settle()
    spent = (time.perf_counter() - begun) * 1000
    lane.release()
    turned = page.findChild(QLabel, "questionnaire-page-title").text() != before
    _rest(READING_MS if turned else 0)
    return Key(spent, turned)


def _settle() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)


def _rest(milliseconds: int = 0) -> None:
    """What the page puts off until after it was painted; `milliseconds` as a person reads a new page."""
    until = time.perf_counter() + milliseconds / 1000
    while True:
        for _ in range(60):
            QApplication.processEvents()
        if time.perf_counter() >= until:
            return


def report(name: str, values: list[float]) -> dict[str, object]:
    """The figures of DESIGN section 8."""
    ordered = sorted(values)
    at99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    return {
        "benchmark": f"entry.{name}",
        "members": MEMBERS,
        "keys": len(ordered),
        "p50_ms": round(ordered[len(ordered) // 2], 2),
        "p99_ms": round(at99, 2),
        "budget_ms": BUDGET_MS,
        "within": at99 <= BUDGET_MS,
    }


if __name__ == "__main__":
    app = QApplication(sys.argv)
    Theme(app, Appearance.LIGHT, bundled_font=True)
    measured = measure()
    print(json.dumps(report("key_to_paint", [key.milliseconds for key in measured if not key.turned])))
    print(json.dumps(report("page_turn_to_paint", [key.milliseconds for key in measured if key.turned])))
