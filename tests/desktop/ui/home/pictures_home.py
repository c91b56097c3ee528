"""Draws Beranda for looking at."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.services.dashboard import NextStep, NextStepKind, ReturnedFamily
from kemiskinan_desktop.ui.home.view import HomePage
from kemiskinan_desktop.ui.kit.theme import Appearance, theme
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.fakes import FakeNavigator, NowLane
from tests.desktop.ui.home.test_home import NOW, Loader, overview

STEPS = [
    NextStep(NextStepKind.FIX_RETURNED, 1),
    NextStep(NextStepKind.FINISH_DRAFTS, 7),
    NextStep(NextStepKind.SURVEY_FAMILIES, 69),
    NextStep(NextStepKind.SEND, 12),
]
CAME_BACK = (
    ReturnedFamily(RecordId("f1"), "Hj. Siti Nurhayati Binti Abdul Rachman", "NIK anak kedua belum sesuai KK"),
)


def pictures(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, appearance, percent in (
        ("light", Appearance.LIGHT, 100),
        ("dark", Appearance.DARK, 100),
        ("large", Appearance.LIGHT, 200),
    ):
        theme().apply(appearance, percent)
        page = HomePage(FakeNavigator(), NowLane(), Loader(overview(*STEPS, returned=CAME_BACK)), lambda: NOW)
        page.resize(1180, 700)
        page.show()
        page.shown()
        for _round in range(3):
            cast(QApplication, QApplication.instance()).processEvents()
        page.grab().save(str(out / f"home-{name}.png"))
        page.close()
