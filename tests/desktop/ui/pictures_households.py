"""Pictures of Keluarga and Kuesioner, for looking at: `pictures(out)` draws them without a display."""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.ui.households.view import HouseholdsPage
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme, theme
from tests.desktop.ui.fakes import FakeNavigator, NowLane
from tests.desktop.ui.households.village import FakeFamilies, village

PAGE = QSize(1366 - 190, 768 - 56)


class _Now:
    def deliver(self, call):
        call()


def households_page(families: FakeFamilies) -> HouseholdsPage:
    return HouseholdsPage(FakeNavigator(), NowLane(), families, Events(_Now()))


def _draw(widget: QWidget, file: Path, size: QSize = PAGE) -> None:
    widget.resize(size)
    widget.show()
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    widget.grab().save(str(file))
    widget.hide()


def pictures(out: Path) -> None:
    """Draw every state of both screens into the folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name, appearance, percent in (
        ("light", Appearance.LIGHT, 100),
        ("dark", Appearance.DARK, 100),
        ("200", Appearance.LIGHT, 200),
    ):
        theme().apply(appearance, percent)
        _households(out, name)


def _households(out: Path, name: str) -> None:
    page = households_page(FakeFamilies(village(2000)))
    page.shown()
    page.table.selectRow(7)
    _draw(page, out / f"keluarga-{name}.png")
    page.presenter.press_chip(HouseholdChip.RETURNED)
    _draw(page, out / f"keluarga-returned-{name}.png")
    page.presenter.find("zzz")
    _draw(page, out / f"keluarga-nothing-{name}.png")
    nobody = households_page(FakeFamilies())
    nobody.shown()
    _draw(nobody, out / f"keluarga-empty-{name}.png")
    dialog = page.propose()
    dialog.presenter.name_left("Asep Suherman")
    _draw(dialog, out / f"usulan-{name}.png", dialog.size())
    dialog.close()


if __name__ == "__main__":
    app = QApplication([])
    Theme(app, Appearance.LIGHT, bundled_font=True)
    pictures(Path(sys.argv[1]))
