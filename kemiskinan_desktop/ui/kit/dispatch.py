"""From a lane's thread to the screen's: callables travel by a queued signal."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal


class QtDispatcher(QObject):
    """Runs what lanes deliver in the thread that made it (the UI's), in order. A fault rises to the crash handler."""

    _delivered = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._delivered.connect(self._run, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Callable[[], None]) -> None:
        """Safe from any thread; returns at once."""
        self._delivered.emit(call)

    def _run(self, call: Callable[[], None]) -> None:
        call()
