"""Kirim & Terima: one exchange at a time, its progress, what waits, receipts and log. Knows no Qt."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.admission import EnrolmentRefusal
from kemiskinan_desktop.services.bundles import CarriedItem, WrittenFile
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange import (
    ExchangeProgress,
    ExchangeReport,
    ExchangeStatus,
    Hold,
    LogLine,
    Readmitted,
    ReceiptRow,
    RefusedItem,
    WaitingItem,
)
from kemiskinan_desktop.services.lanes import Dispatcher, Work
from kemiskinan_desktop.services.waiting import Reason
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_desktop.ui.exchange.bundle_presenter import Bundles
from kemiskinan_desktop.ui.exchange.office_presenter import Office
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.records import RecordId, RecordKind


class Exchanges(Protocol):
    """What this screen asks of the exchange service."""

    def status(self) -> ExchangeStatus:
        """What waits and how the last exchange went."""

    def run(
        self,
        progress: Callable[[ExchangeProgress], None],
        cancelled: Callable[[], bool],
        may_empty: bool = False,
        large_now: bool = False,
    ) -> ExchangeReport:
        """Send and receive until both sides agree."""

    def waiting(self) -> tuple[WaitingItem, ...]:
        """Records with unsent changes."""

    def refused(self) -> tuple[RefusedItem, ...]:
        """Changes that the district kept aside."""

    def receipts(self) -> tuple[ReceiptRow, ...]:
        """Verified receipts."""

    def receipt_pdf(self, code: str) -> bytes:
        """A receipt for paper."""

    def log(self, limit: int = 100) -> tuple[LogLine, ...]:
        """Past exchanges."""


class Readmissions(Protocol):
    """What this screen asks of the laptop's new admission."""

    def ask_again(self, code: str) -> Readmitted | EnrolmentRefusal:
        """Enrol with a new code."""


class Wishes(Protocol):
    """What this screen asks of and tells about sending by itself."""

    def hold(self) -> Hold | None:
        """What keeps an exchange from beginning by itself."""

    def pause_until_tomorrow(self) -> object:
        """Nothing goes by itself until tomorrow morning."""

    def resume(self) -> None:
        """Things go by themselves again."""


@dataclass(frozen=True, slots=True)
class Overview:
    """All that the page shows at rest."""

    status: ExchangeStatus
    waiting: tuple[WaitingItem, ...]
    refused: tuple[RefusedItem, ...]
    receipts: tuple[ReceiptRow, ...]
    log: tuple[LogLine, ...]
    reasons: Mapping[tuple[RecordKind, RecordId], Reason]
    seconds: float | None
    """About how long sending takes on this line; None where nothing was measured."""
    written: tuple[WrittenFile, ...]
    carried: tuple[CarriedItem, ...]
    hold: Hold | None
    """Why nothing goes by itself; None where it does."""


class ExchangeView(Protocol):
    """What the presenter tells the page."""

    def show_overview(self, overview: Overview) -> None:
        """Show what waits, receipts and log."""

    def show_running(self, progress: ExchangeProgress | None) -> None:
        """An exchange is under way; None: it begins."""

    def show_stopping(self) -> None:
        """It was cancelled and ends at the next safe place."""

    def show_report(self, report: ExchangeReport) -> None:
        """Say how it went."""

    def show_unreadable(self) -> None:
        """Say that the state could not be read."""

    def show_receipt_saved(self, path: Path) -> None:
        """The receipt stands there."""

    def show_receipt_not_saved(self) -> None:
        """The receipt could not be written there."""

    def show_diagnosis_saved(self, path: Path) -> None:
        """The diagnostic file stands there."""

    def show_diagnosis_not_saved(self) -> None:
        """The diagnostic file could not be written there."""

    def show_wish_not_kept(self) -> None:
        """A pause, or its end, could not be written down."""


@dataclass(frozen=True, slots=True)
class ExchangeLanes:
    """`network` runs exchanges, `storage` reads and writes; progress reaches the page through `dispatcher`."""

    storage: Work
    network: Work
    dispatcher: Dispatcher


@dataclass(frozen=True, slots=True)
class Insight:
    """Why things wait, how fast the line is, and what a helper needs to know."""

    reasons: Callable[[], Mapping[tuple[RecordKind, RecordId], Reason]]
    seconds_for: Callable[[int], float | None]
    diagnose: Callable[[], bytes]


@dataclass(frozen=True, slots=True)
class ExchangePorts:
    """What the composition gives to this screen."""

    lanes: ExchangeLanes
    exchanges: Exchanges
    bundles: Bundles
    office: Office
    insight: Insight
    wishes: Wishes
    readmission: Readmissions
    events: Events
    clock: Clock


class ExchangePresenter:
    """The page may be left while it runs: it comes back to the same progress."""

    def __init__(self, view: ExchangeView, ports: ExchangePorts) -> None:
        self._view = view
        self._lanes = ports.lanes
        self._exchanges = ports.exchanges
        self._bundles = ports.bundles
        self._insight = ports.insight
        self._wishes = ports.wishes
        self._cancel = threading.Event()
        self.running = False

    def start(self) -> None:
        """The page is in front, or something changed."""
        self._lanes.storage.submit(self._read, self._view.show_overview, self._on_unreadable)

    def run(self, *, large_now: bool = False) -> None:
        """The button; `large_now` sends large attachments over a slow line too."""
        if self.running:
            return
        self.running = True
        self._cancel = threading.Event()
        self._view.show_running(None)
        job = partial(self._exchanges.run, self._on_progress, self._cancel.is_set, large_now=large_now)
        self._lanes.network.submit(job, self._ended, self._on_failed)

    def cancel(self) -> None:
        """*Batal*: what was acknowledged stays, the rest waits."""
        self._cancel.set()
        self._view.show_stopping()

    def pause(self) -> None:
        """*Jeda sampai besok*: nothing goes by itself until then."""
        self._lanes.storage.submit(self._wishes.pause_until_tomorrow, self._on_wish_kept, self._on_wish_not_kept)

    def resume(self) -> None:
        """*Jalankan lagi*."""
        self._lanes.storage.submit(self._wishes.resume, self._on_wish_kept, self._on_wish_not_kept)

    def save_receipt(self, code: str, path: Path) -> None:
        """Write the receipt as PDF."""
        job = partial(self._write_receipt, code, path)
        self._lanes.storage.submit(job, self._view.show_receipt_saved, self._on_receipt_not_saved)

    def save_diagnosis(self, path: Path) -> None:
        """Write the diagnostic file."""
        job = partial(self._write_diagnosis, path)
        self._lanes.storage.submit(job, self._view.show_diagnosis_saved, self._on_diagnosis_not_saved)

    def _read(self) -> Overview:
        """On the storage lane."""
        service, insight = self._exchanges, self._insight
        status = service.status()
        return Overview(
            status=status,
            waiting=service.waiting(),
            refused=service.refused(),
            receipts=service.receipts(),
            log=service.log(),
            reasons=insight.reasons(),
            seconds=insight.seconds_for(status.to_send) if status.waiting else None,
            written=self._bundles.written(),
            carried=self._bundles.carried(),
            hold=self._wishes.hold(),
        )

    def _write_diagnosis(self, path: Path) -> Path:
        """On the storage lane."""
        write_whole(path, self._insight.diagnose())
        return path

    def _write_receipt(self, code: str, path: Path) -> Path:
        """On the storage lane."""
        write_whole(path, self._exchanges.receipt_pdf(code))
        return path

    def _on_progress(self, progress: ExchangeProgress) -> None:
        """In the network lane's thread."""
        self._lanes.dispatcher.deliver(partial(self._progressed, progress))

    def _progressed(self, progress: ExchangeProgress) -> None:
        if self.running and not self._cancel.is_set():
            self._view.show_running(progress)

    def _ended(self, report: ExchangeReport) -> None:
        self.running = False
        self._view.show_report(report)
        self.start()

    def _on_failed(self, fault: Exception) -> None:
        self.running = False
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unreadable()
        self.start()

    def _on_wish_kept(self, _kept: object) -> None:
        self.start()

    def _on_wish_not_kept(self, fault: Exception) -> None:
        if not isinstance(fault, OSError):
            raise fault
        self._view.show_wish_not_kept()

    def _on_unreadable(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unreadable()

    def _on_diagnosis_not_saved(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_diagnosis_not_saved()

    def _on_receipt_not_saved(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_receipt_not_saved()
