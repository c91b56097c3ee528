"""Screens are tested without a display, always with the same font, style and scale, and leave nothing running."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"
os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"

from PySide6.QtCore import QCoreApplication, QEvent, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.kit.theme import Appearance, Theme, theme
from kemiskinan_desktop.ui.kit.words import Language, speak


@pytest.fixture(autouse=True)
def look(qapp: QApplication) -> Iterator[Theme]:
    """A light theme at 100 % with the bundled font, put back after each test."""
    dressed = theme()
    _plain(dressed)
    yield dressed
    # No loop runs between tests, so windows that were closed would stay, and each dressing would paint them all.
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    _plain(dressed)
    speak(qapp, Language.INDONESIAN)


def _plain(dressed: Theme) -> None:
    # Dressing reads the whole style sheet and looks through every window: only where something is to change.
    if (dressed.appearance, dressed.text_percent) != (Appearance.LIGHT, 100):
        dressed.apply(Appearance.LIGHT, 100)


@pytest.fixture(autouse=True)
def nothing_left_behind(look: Theme, qapp: QApplication, qtbot: QtBot) -> Iterator[None]:
    """A lane's thread that still runs after the test, or a timer of a window that is gone, is a failure."""
    yield
    lanes = [thread.name for thread in threading.enumerate() if thread.name.startswith("lane-")]
    assert not lanes, f"lanes left open: {lanes}"
    timers = [timer for timer in qapp.findChildren(QTimer) if timer.isActive()]
    assert not timers, f"timers left running: {timers}"
