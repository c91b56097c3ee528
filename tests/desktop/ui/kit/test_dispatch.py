"""What a lane delivers arrives in the UI thread."""

from __future__ import annotations

import threading

from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.lanes import Lane
from kemiskinan_desktop.ui.kit.dispatch import QtDispatcher


def test_jobs_run_beside_and_their_values_arrive_in_the_ui_thread(qtbot: QtBot) -> None:
    dispatcher = QtDispatcher()
    lane = Lane("test", dispatcher)
    told: list[tuple[str, str]] = []

    def on_done(worked_in: str) -> None:
        told.append((worked_in, threading.current_thread().name))

    lane.submit(lambda: threading.current_thread().name, on_done, lambda _fault: None)
    qtbot.waitUntil(lambda: bool(told))
    lane.close()

    assert told == [("lane-test", threading.main_thread().name)]
