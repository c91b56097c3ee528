"""Keluarga at 10,000 families: from asking to painted when it opens, when a letter is typed, when sorted; memory."""

from __future__ import annotations

import json
import os
import resource
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.ui.households.view import Advice, HouseholdsPage
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from tests.desktop.services.village import DirectDispatcher
from tests.desktop.ui.fakes import FakeNavigator, NowLane
from tests.desktop.ui.households.village import FakeFamilies, judged, village

FAMILIES = 10_000
SEARCH_BUDGET_MS = 50.0


def main() -> None:
    """Measure and print."""
    families = FakeFamilies(village(FAMILIES))
    before = _memory()
    page = HouseholdsPage(FakeNavigator(), NowLane(), families, Events(DirectDispatcher()), Advice(judged))
    page.resize(1176, 712)
    page.show()
    _say("open", _timed(page.shown), None)
    _say("search", _timed(lambda: page.presenter.find("suher")), SEARCH_BUDGET_MS)
    page.presenter.find("")
    _say("chip", _timed(lambda: page.presenter.press_chip(HouseholdChip.DRAFT)), SEARCH_BUDGET_MS)
    page.presenter.press_chip(None)
    _say("sort", _timed(lambda: page.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)), None)
    print(
        json.dumps(
            {"benchmark": "ui_households.memory", "families": FAMILIES, "added_mb": round(_memory() - before, 1)}
        )
    )


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.UpdateRequest)
    spent = (time.perf_counter() - begun) * 1000
    QApplication.processEvents()
    return spent


def _say(name: str, milliseconds: float, budget: float | None) -> None:
    line: dict[str, object] = {"benchmark": f"ui_households.{name}", "families": FAMILIES, "ms": round(milliseconds, 1)}
    if budget is not None:
        line |= {"budget_ms": budget, "within": milliseconds <= budget}
    print(json.dumps(line))


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    app = QApplication(sys.argv)
    Theme(app, Appearance.LIGHT, bundled_font=True)
    main()
