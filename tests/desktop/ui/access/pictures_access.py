"""Draws the access window for looking at."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.services.access import EnrolmentRefusal, PersonName
from kemiskinan_desktop.ui.access.presenter import AccessPresenter, Step
from kemiskinan_desktop.ui.access.view import AccessWindow
from kemiskinan_desktop.ui.kit.theme import Appearance, theme
from tests.desktop.ui.access.test_access_presenter import VILLAGE, FakeAccess
from tests.desktop.ui.fakes import FakeDialogs, NowLane


def access_window(*, fresh: bool = True) -> AccessWindow:
    window = AccessWindow("https://data.cianjurkab.example", lambda _parent: FakeDialogs(), lambda _fault: None)
    lane = NowLane()
    window.serve(AccessPresenter(window, FakeAccess(fresh=fresh), lane, lane, lambda _unlocked: None))
    window.resize(1366, 768)
    return window


def pictures(out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    for name, appearance, percent in (
        ("light", Appearance.LIGHT, 100),
        ("dark", Appearance.DARK, 100),
        ("large", Appearance.LIGHT, 200),
    ):
        theme().apply(appearance, percent)
        window = access_window()
        window.show()
        steps: dict[str, Any] = {
            "code": lambda w=window: w.show_code_trouble(EnrolmentRefusal.CODE_EXPIRED),
            "person": lambda w=window: w.show_step(Step.PERSON, VILLAGE),
            "passphrase": lambda w=window: w.show_step(Step.PASSPHRASE, VILLAGE),
            "recovery": lambda w=window: (
                w.show_recovery("7K3M-9QXW-2RTV-H8NP-4BCD-6FGJ"),
                w.show_step(Step.RECOVERY, VILLAGE),
            ),
            "unlock": lambda w=window: (w.show_unlock([PersonName("p", "Siti Aminah")]), w.show_wrong_passphrase(4)),
            "recover": lambda w=window: w.show_recover([PersonName("p", "Siti Aminah")]),
        }
        for step, act in steps.items():
            act()
            cast(QApplication, QApplication.instance()).processEvents()
            window.grab().save(str(out / f"access-{step}-{name}.png"))
        window.close()
