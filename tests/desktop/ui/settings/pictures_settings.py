"""Draws Pengaturan for looking at."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication, QWidget

from kemiskinan_desktop.ui.kit.theme import Appearance, theme
from kemiskinan_desktop.ui.settings.presenter import SettingsDoors
from kemiskinan_desktop.ui.settings.view import SettingsPage
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane
from tests.desktop.ui.settings.test_settings import SITI, FakeServices


def pictures(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, appearance, percent in (
        ("light", Appearance.LIGHT, 100),
        ("dark", Appearance.DARK, 100),
        ("large", Appearance.LIGHT, 200),
    ):
        theme().apply(appearance, percent)
        services = FakeServices()
        doors = SettingsDoors(services, services, services, SITI)
        page = SettingsPage(FakeNavigator(), FakeDialogs(), NowLane(), doors, [("Versi", "0.1.0")])
        page.resize(1180, 1300)
        page.show()
        page.shown()
        page.findChild(QWidget, "person-form").show()
        for _round in range(3):
            cast(QApplication, QApplication.instance()).processEvents()
        page.grab().save(str(out / f"settings-{name}.png"))
        page.close()
