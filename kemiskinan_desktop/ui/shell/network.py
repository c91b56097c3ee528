"""Hears from the system that the computer is connected again, so that what waits goes without a press."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QNetworkInformation

Reachability = QNetworkInformation.Reachability


class NetworkWatch(QObject):
    """`returned` follows a time without connection, `metered` tells whether the line costs by the byte.

    A system that tells nothing is never heard: the timer remains, and the line counts as free.
    """

    returned = Signal()
    metered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._away = False

    def start(self) -> None:
        """Listen from now on."""
        if QNetworkInformation.loadDefaultBackend():
            self.listen_to(QNetworkInformation.instance())

    def listen_to(self, told: QNetworkInformation) -> None:
        """Ask the system once, and hear every change."""
        self.hear(told.reachability())
        told.reachabilityChanged.connect(self.hear)
        if told.supports(QNetworkInformation.Feature.Metered):
            self.metered.emit(told.isMetered())
            told.isMeteredChanged.connect(self.metered)

    def hear(self, reachability: Reachability) -> None:
        """The system says how far the network goes; what it does not know changes nothing."""
        if reachability is Reachability.Unknown:
            return
        was_away, self._away = self._away, reachability in {Reachability.Disconnected, Reachability.Local}
        if was_away and not self._away:
            self.returned.emit()
