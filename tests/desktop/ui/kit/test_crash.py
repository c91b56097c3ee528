"""Our mistakes are logged without personal data, and told once."""

from __future__ import annotations

import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.kit.crash import CrashHandler
from kemiskinan_desktop.ui.kit.dialogs import Trouble
from tests.desktop.ui.fakes import FakeDialogs


class OpenDialogs(FakeDialogs):
    """A dialog that nobody has closed yet."""

    def trouble(self, trouble: Trouble, done: object = None) -> None:
        self.troubles.append(trouble)


def clock() -> datetime:
    return datetime(2026, 11, 23, 9, 20, tzinfo=UTC)


def fail(handler: CrashHandler) -> None:
    try:
        raise ValueError("NIK 3203000000000001 tidak dikenal")
    except ValueError:
        handler.on_exception(*sys.exc_info())


def test_the_log_names_the_place_and_never_the_value(qtbot: QtBot, tmp_path: Path) -> None:
    log, dialogs = tmp_path / "log" / "catatan.txt", FakeDialogs()
    handler = CrashHandler(log, "1.0", clock, lambda: dialogs)

    fail(handler)
    qtbot.waitUntil(lambda: bool(dialogs.troubles))

    written = log.read_text(encoding="utf-8")
    assert "builtins.ValueError" in written
    assert "test_crash.py" in written
    assert "3203" not in written
    assert str(Path(__file__).parent) not in written
    assert str(log) in dialogs.troubles[0].detail


def test_a_fault_that_repeats_opens_one_dialog(qtbot: QtBot, tmp_path: Path) -> None:
    dialogs = OpenDialogs()
    handler = CrashHandler(tmp_path / "catatan.txt", "1.0", clock, lambda: dialogs)

    fail(handler)
    fail(handler)
    qtbot.waitUntil(lambda: bool(dialogs.troubles))

    assert len(dialogs.troubles) == 1
    assert (tmp_path / "catatan.txt").read_text(encoding="utf-8").count("ValueError") == 2


def test_a_log_that_cannot_be_written_does_not_hide_the_fault(
    qtbot: QtBot, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "catatan").write_text("", encoding="utf-8")
    dialogs = FakeDialogs()
    handler = CrashHandler(tmp_path / "catatan" / "log.txt", "1.0", clock, lambda: dialogs)

    fail(handler)
    qtbot.waitUntil(lambda: bool(dialogs.troubles))

    assert "ValueError" in capsys.readouterr().err


def test_a_fault_in_a_thread_is_told_too(qtbot: QtBot, tmp_path: Path) -> None:
    dialogs = FakeDialogs()
    handler = CrashHandler(tmp_path / "catatan.txt", "1.0", clock, lambda: dialogs)
    before = sys.excepthook, threading.excepthook

    handler.install()
    try:
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
    finally:
        handler.uninstall()
        sys.excepthook, threading.excepthook = before
    qtbot.waitUntil(lambda: bool(dialogs.troubles))

    assert "ZeroDivisionError" in (tmp_path / "catatan.txt").read_text(encoding="utf-8")
