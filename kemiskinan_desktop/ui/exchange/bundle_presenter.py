"""The exchange by files: one job at a time, its progress, and when the stick may be pulled out. Knows no Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.bundles import (
    BundleOffer,
    BundleProgress,
    BundleRead,
    BundleWritten,
    CarriedItem,
    PhotoChoice,
    ReadRefusal,
    WriteRefusal,
    WrittenFile,
)
from kemiskinan_desktop.services.lanes import Dispatcher, Work
from kemiskinan_desktop.storage.errors import StorageError


class Bundles(Protocol):
    """What this screen asks of the bundle service."""

    def offer(self) -> BundleOffer:
        """What a file would carry now."""

    def written(self) -> tuple[WrittenFile, ...]:
        """Files of the past."""

    def carried(self) -> tuple[CarriedItem, ...]:
        """What travels for other laptops."""

    def write(
        self,
        folder: Path,
        progress: Callable[[BundleProgress], None],
        cancelled: Callable[[], bool],
        choice: PhotoChoice = PhotoChoice.ALL,
    ) -> BundleWritten | WriteRefusal:
        """Write to a stick or folder."""

    def read(
        self, place: Path, progress: Callable[[BundleProgress], None], cancelled: Callable[[], bool]
    ) -> BundleRead | ReadRefusal:
        """Read a stick, a folder or a file."""


class BundleView(Protocol):
    """What the presenter tells the card."""

    def show_offer(self, offer: BundleOffer) -> None:
        """What a file would carry now."""

    def show_progress(self, progress: BundleProgress | None) -> None:
        """It is under way; None: it begins."""

    def show_stopping(self) -> None:
        """It was cancelled and ends at the next safe place."""

    def show_written(self, written: BundleWritten | WriteRefusal) -> None:
        """How writing went."""

    def show_read(self, read: BundleRead | ReadRefusal) -> None:
        """How reading went."""

    def show_fault(self) -> None:
        """The laptop's own file could not be read or written."""


class BundlePresenter:
    """Jobs go on the network lane, where exchanges run, so that the two never meet."""

    def __init__(self, view: BundleView, storage: Work, network: Work, dispatcher: Dispatcher, bundles: Bundles):
        self._view = view
        self._storage = storage
        self._network = network
        self._dispatcher = dispatcher
        self._bundles = bundles
        self._cancel = threading.Event()
        self.running = False

    def start(self) -> None:
        """The page is in front, or something changed."""
        self._storage.submit(self._bundles.offer, self._view.show_offer, self._on_fault)

    def write(self, folder: Path, choice: PhotoChoice) -> None:
        """Save to that stick or folder, with those photos."""
        self._run(partial(self._bundles.write, folder, choice=choice), self._view.show_written)

    def read(self, place: Path) -> None:
        """Receive from that stick, folder or file."""
        self._run(partial(self._bundles.read, place), self._view.show_read)

    def cancel(self) -> None:
        """*Batal*."""
        self._cancel.set()
        self._view.show_stopping()

    def _run(self, job: Callable[..., object], show: Callable[..., None]) -> None:
        if self.running:
            return
        self.running = True
        self._cancel = threading.Event()
        self._view.show_progress(None)
        self._network.submit(
            partial(job, self._on_progress, self._cancel.is_set), partial(self._ended, show), self._on_fault
        )

    def _on_progress(self, progress: BundleProgress) -> None:
        """In the network lane's thread."""
        self._dispatcher.deliver(partial(self._progressed, progress))

    def _progressed(self, progress: BundleProgress) -> None:
        if self.running and not self._cancel.is_set():
            self._view.show_progress(progress)

    def _ended(self, show: Callable[[object], None], outcome: object) -> None:
        self.running = False
        show(outcome)
        self.start()

    def _on_fault(self, fault: Exception) -> None:
        self.running = False
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_fault()
