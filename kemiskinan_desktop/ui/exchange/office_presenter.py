"""Two laptops in one office: one waits, one comes. One job at a time; the person may stop. Knows no Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.bundles import BundleProgress, Invitation, OfficeSwap
from kemiskinan_desktop.services.lanes import Dispatcher, Work
from kemiskinan_desktop.storage.errors import StorageError


class Office(Protocol):
    """What this screen asks of the service."""

    def wait(
        self,
        invited: Callable[[Invitation], object],
        progress: Callable[[BundleProgress], None],
        cancelled: Callable[[], bool],
    ) -> OfficeSwap:
        """Wait for the other laptop."""

    def join(
        self, address: str, code: str, progress: Callable[[BundleProgress], None], cancelled: Callable[[], bool]
    ) -> OfficeSwap:
        """Go to the laptop that waits."""


class OfficeView(Protocol):
    """What the presenter tells the dialog."""

    def show_running(self) -> None:
        """It begins."""

    def show_progress(self, progress: BundleProgress) -> None:
        """How far it is."""

    def show_invitation(self, invitation: Invitation) -> None:
        """What the person at the other laptop has to type."""

    def show_ended(self, swap: OfficeSwap) -> None:
        """How it went."""

    def show_fault(self) -> None:
        """The laptop's own file could not be read or written."""


class OfficePresenter:
    """Jobs go on the network lane, where exchanges run, so that the two never meet."""

    def __init__(self, view: OfficeView, network: Work, dispatcher: Dispatcher, office: Office) -> None:
        self._view = view
        self._network = network
        self._dispatcher = dispatcher
        self._office = office
        self._cancel = threading.Event()
        self.running = False

    def wait(self) -> None:
        """*Tunggu laptop lain*."""
        self._run(partial(self._office.wait, self._on_invited))

    def join(self, address: str, code: str) -> None:
        """*Sambung*."""
        self._run(partial(self._office.join, address, code))

    def cancel(self) -> None:
        """*Batal*, or the dialog was closed."""
        self._cancel.set()

    def _run(self, job: Callable[[Callable[[BundleProgress], None], Callable[[], bool]], OfficeSwap]) -> None:
        if self.running:
            return
        self.running = True
        self._cancel = threading.Event()
        self._view.show_running()
        self._network.submit(partial(job, self._on_progress, self._cancel.is_set), self._ended, self._on_fault)

    def _on_invited(self, invitation: Invitation) -> None:
        """In the network lane's thread."""
        self._dispatcher.deliver(partial(self._view.show_invitation, invitation))

    def _on_progress(self, progress: BundleProgress) -> None:
        """In the network lane's thread."""
        self._dispatcher.deliver(partial(self._progressed, progress))

    def _progressed(self, progress: BundleProgress) -> None:
        if self.running and not self._cancel.is_set():
            self._view.show_progress(progress)

    def _ended(self, swap: OfficeSwap) -> None:
        self.running = False
        self._view.show_ended(swap)

    def _on_fault(self, fault: Exception) -> None:
        self.running = False
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_fault()
