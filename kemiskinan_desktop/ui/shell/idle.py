"""Locks the village's data when nobody has touched keyboard or mouse for a while."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer

_TOUCHES = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.MouseMove,
    QEvent.Type.Wheel,
    QEvent.Type.TouchBegin,
}


class IdleWatch(QObject):
    """Calls `idle` after that many minutes without a touch; 0 minutes never does."""

    def __init__(self, app: QCoreApplication, idle: Callable[[], None]) -> None:
        super().__init__(app)
        self._app = app
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(idle)
        app.installEventFilter(self)

    def set_minutes(self, minutes: int) -> None:
        """How long is too long; starts counting anew."""
        self._timer.stop()
        if minutes > 0:
            self._timer.start(minutes * 60_000)

    def stop(self) -> None:
        """Watch no more."""
        self._timer.stop()
        self._app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any touch starts the count anew."""
        if self._timer.isActive() and event.type() in _TOUCHES:
            self._timer.start()
        return super().eventFilter(watched, event)
