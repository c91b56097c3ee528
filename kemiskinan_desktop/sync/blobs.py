"""Attachments' bytes in an exchange: after the records, small ones before large ones, each resumable at any byte."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from kemiskinan_desktop.storage import DiskFullError, Store
from kemiskinan_desktop.storage.blob_records import carried_blobs, named_blobs
from kemiskinan_desktop.sync.blob_line import BlobLine, There
from kemiskinan_desktop.sync.blob_plan import Line, order_of
from kemiskinan_desktop.sync.engine import describe
from kemiskinan_desktop.sync.enrolment import Token, fetch_token
from kemiskinan_desktop.sync.errors import (
    CancelledError,
    DistrictProblemError,
    OfflineError,
    ReplyCutError,
    SyncError,
)
from kemiskinan_desktop.sync.report import SyncProblem, SyncProgress, SyncReport, SyncStep
from kemiskinan_domain.clock import Clock
from kemiskinan_domain.wire import ProblemType, device_of
from kemiskinan_domain.wire.blobs import blob_path

_TRIES: Final = 4
"""How often one blob may be told another offset, or another token be asked for, before it counts as failed."""
_Answer = TypeVar("_Answer")


@dataclass(slots=True)
class BlobReport:
    """What became of the bytes."""

    sent: int = 0
    """Blobs that the district holds now and did not tell of before."""
    received: int = 0
    for_a_better_line: int = 0
    """Large ones that wait for a line of more than 256 kbit/s, in either direction."""
    failed: int = 0
    """Bytes that were not what their name says; the next exchange tries again."""
    bits: float | None = None
    """Bits a second, measured."""


class BlobExchange:
    """Sends and fetches one village's bytes. `run` belongs on the network lane, after the records."""

    def __init__(
        self, store: Store, line: BlobLine, clock: Clock, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._district = line
        self._clock = clock
        self._monotonic = monotonic
        self._line = Line()
        self._token: Token | None = None
        self._unwanted: set[str] = set()
        """Bytes without a record that the district was asked about and does not wait for."""

    def run(
        self,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        report: SyncReport,
        *,
        forced: bool = False,
    ) -> BlobReport:
        """Send what the district lacks, then fetch what is missing here. Trouble is told in `report`, never raised.

        Does nothing where the records had trouble. `forced`: large ones go over a slow line too.
        """
        told = BlobReport()
        if report.problem is not None:
            return told
        self._line = Line(piece=self._line.piece)
        try:
            round_ = _Round(self, progress, cancelled, told, forced=forced)
            round_.send()
            round_.send_moved()
            round_.fetch()
        except (SyncError, DiskFullError) as error:
            if isinstance(error, OfflineError):
                self._line = self._line.after_failure()
            describe(error, report)
            if isinstance(error, DistrictProblemError) and error.type is ProblemType.STORAGE_FULL:
                report.problem = SyncProblem.BUSY
        told.bits = self._line.bits
        return told


class _Round:
    """One run, with what it works on."""

    def __init__(
        self,
        owner: BlobExchange,
        progress: Callable[[SyncProgress], None],
        cancelled: Callable[[], bool],
        told: BlobReport,
        *,
        forced: bool,
    ) -> None:
        self._owner = owner
        self._progress = progress
        self._cancelled = cancelled
        self._told = told
        self._forced = forced
        self._blobs = owner._store.blobs
        with owner._store.view() as unit:
            self._named = named_blobs(unit)
            self._carried = carried_blobs(unit)
            self._enrolment = unit.meta.enrolment()
            state = unit.meta.exchange()
        self._epoch, self._offset = state.epoch, state.clock_offset

    def send(self) -> None:
        """What is here and not known to be there, also what other laptops' carried changes name."""
        here, held = self._blobs.complete(), self._blobs.held(self._epoch)
        going = self._named | dict.fromkeys(self._carried - self._named.keys(), 0)
        missing = {name: size for name, size in going.items() if name in here and name not in held}
        order = order_of(missing)
        total = len(missing)
        for done, name in enumerate((*order.small, *order.large)):
            self._progress(SyncProgress(SyncStep.SENDING, done, total))
            self._send_one(name, large=done >= len(order.small))

    def send_moved(self) -> None:
        """What no record here names any more: its family may live in another village, which waits for it.

        The district is asked once for each while the program runs.
        """
        known = self._named.keys() | self._carried | self._owner._unwanted
        for name in sorted(self._blobs.complete() - self._blobs.held(self._epoch) - known):
            if self._look(name).awaited:
                self._send_one(name, large=False)
            else:
                self._owner._unwanted.add(name)

    def fetch(self) -> None:
        """What is not here: what somebody asked for, and over a good line the rest."""
        here, wanted = self._blobs.complete(), self._blobs.wanted()
        missing = {name: size for name, size in self._named.items() if name not in here}
        order = order_of(missing, wanted)
        total = len(missing)
        for done, name in enumerate((*order.small, *order.large)):
            if name in wanted or self._forced or not self._owner._line.is_slow:
                self._progress(SyncProgress(SyncStep.RECEIVING, done, total))
                self._fetch_one(name, asked=name in wanted)
            else:
                self._told.for_a_better_line += 1

    def _send_one(self, name: str, *, large: bool) -> None:
        state = self._blobs.state(name)
        if state is None or (large and self._must_wait()):
            self._told.for_a_better_line += state is not None
            return
        there, mismatches = self._look(name), 0
        while not there.complete:
            self._check()
            before = there.offset
            piece = self._blobs.read(name, there.offset, self._owner._line.piece)
            last = there.offset + len(piece) >= state.size
            try:
                there = self._timed(name, there.offset, piece, last=last)
            except DistrictProblemError as error:
                mismatches += 1
                if error.type is ProblemType.BLOB_MISMATCH and mismatches > 1:
                    self._told.failed += 1
                    return
                there = _where_to_go_on(error, mismatches)
            if not there.complete and there.offset <= before:
                mismatches += 1
            if mismatches > _TRIES:
                raise OfflineError("offset")
            if large and not there.complete and self._must_wait():
                self._told.for_a_better_line += 1
                return
        self._blobs.mark_held(name, self._epoch)
        self._told.sent += 1

    def _fetch_one(self, name: str, *, asked: bool) -> None:
        state = self._blobs.state(name)
        have, total = (0, 1) if state is None else (state.have, max(state.size, state.have + 1))
        while have < total:
            self._check()
            try:
                have, total = self._fetch_piece(name, have)
            except DistrictProblemError as error:
                if error.type is not ProblemType.NOT_FOUND:
                    raise
                # The other laptop's record came before its bytes.
                return
            if have < total and not asked and self._must_wait():
                self._told.for_a_better_line += 1
                return
        if self._blobs.finish(name):
            self._blobs.mark_held(name, self._epoch)
            self._told.received += 1
        else:
            self._told.failed += 1

    def _fetch_piece(self, name: str, have: int) -> tuple[int, int]:
        owner = self._owner
        began = owner._monotonic()
        coming = self._with_token(
            lambda token: owner._district.fetch_piece(self._path(name), token, name, have, owner._line.piece)
        )
        came = bytearray()
        try:
            for piece in coming.pieces:
                came += piece
                self._check()
        except (ReplyCutError, CancelledError):
            if came:
                self._blobs.append(name, coming.total, have, bytes(came), owner._clock())
            raise
        self._blobs.append(name, coming.total, have, bytes(came), owner._clock())
        owner._line = owner._line.after_piece(len(came), owner._monotonic() - began)
        return have + len(came), coming.total

    def _look(self, name: str) -> There:
        self._check()
        owner = self._owner
        began = owner._monotonic()
        there = self._with_token(lambda token: owner._district.look(self._path(name), token))
        owner._line = owner._line.after_empty(owner._monotonic() - began)
        return there

    def _timed(self, name: str, offset: int, piece: bytes, *, last: bool) -> There:
        owner = self._owner
        began = owner._monotonic()
        there = self._with_token(
            lambda token: owner._district.send_piece(self._path(name), token, offset, piece, last=last)
        )
        owner._line = owner._line.after_piece(len(piece), owner._monotonic() - began)
        return there

    def _with_token(self, ask: Callable[[str], _Answer]) -> _Answer:
        owner = self._owner
        for _ in range(_TRIES):
            client, key = device_of(self._enrolment.client), self._enrolment.private_key
            if owner._token is None or owner._token.device != client:
                owner._token = fetch_token(owner._district, client, key, owner._clock, self._offset)
            try:
                return ask(owner._token.text)
            except DistrictProblemError as error:
                if error.type is not ProblemType.TOKEN_EXPIRED:
                    raise
                owner._token = None
        raise OfflineError("token")

    def _must_wait(self) -> bool:
        return not self._forced and self._owner._line.is_slow

    def _path(self, name: str) -> str:
        return blob_path(self._enrolment.village, name)

    def _check(self) -> None:
        if self._cancelled():
            raise CancelledError


def _where_to_go_on(error: DistrictProblemError, mismatches: int) -> There:
    """Another laptop sent the same bytes meanwhile, or the district lost some: it says where it stands."""
    offset = error.problem.extra.get("offset")
    asked = error.type in (ProblemType.OFFSET_MISMATCH, ProblemType.BLOB_MISMATCH)
    if not asked or not isinstance(offset, int) or offset < 0 or mismatches > _TRIES:
        raise error
    return There(offset, complete=False)
