"""Follows what the district publishes for all villages: a page and its cursor in one transaction, applied when whole.

It comes after the village's own exchange and never stands in its way: trouble here is noted and tried again with the
next exchange.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Final

import msgspec

from kemiskinan_desktop.storage import ChecksumMismatchError, DiskFullError, ScopeState, Store, Unit
from kemiskinan_desktop.sync.errors import DistrictProblemError, NotTheDistrictError, ReplyCutError, SyncError
from kemiskinan_desktop.sync.missing import Published, hindrance_of
from kemiskinan_desktop.sync.report import SyncReport
from kemiskinan_desktop.sync.rounds import Watch
from kemiskinan_desktop.sync.transport import District
from kemiskinan_domain.changes import Checksum
from kemiskinan_domain.publishing import Notice
from kemiskinan_domain.wire import ProblemType, ReplyTail
from kemiskinan_domain.wire.scopes import (
    NATIONAL,
    ScopeHead,
    ScopeKind,
    ScopeLine,
    ScopeName,
    changes_path,
    decode_scope_reply_line,
    followed_by,
)

_BEGIN_ANEW: Final = frozenset({ProblemType.EPOCH_CHANGED, ProblemType.CURSOR_AHEAD, ProblemType.CURSOR_TOO_OLD})
_ATTEMPTS: Final = 3
"""How often a scope is read anew in one exchange; more means that the two sides cannot agree on it."""


class ScopeFollower:
    """Reads the scopes of one village. Runs on the network lane, after the exchange."""

    def __init__(self, store: Store, district: District, token: str, watch: Watch, limit: int) -> None:
        self._store = store
        self._district = district
        self._token = token
        self._watch = watch
        self._limit = limit

    def follow(self, told: Mapping[str, str], report: SyncReport, day: date) -> None:
        """Read what is not here yet; `told` is what the reply said of where the scopes stand."""
        with self._store.view() as unit:
            village = unit.meta.enrolment().village
            wanted = [name for name in followed_by(village) if unit.scopes.state(name).tag != told.get(name, "")]
            before = notices_shown(unit, village, day) if wanted else set()
        for name in wanted:
            try:
                self._scope(name, told.get(name, ""), report)
            except (SyncError, ChecksumMismatchError, DiskFullError) as error:
                report.scope_problem = type(error).__name__
                report.missing[Published.NATIONAL if name == NATIONAL else Published.DISTRICT] = hindrance_of(error)
        if report.scopes:
            with self._store.view() as unit:
                report.notices = len(notices_shown(unit, village, day) - before)

    def _scope(self, name: ScopeName, told: str, report: SyncReport) -> None:
        trouble: Exception = NotTheDistrictError()
        for _ in range(_ATTEMPTS):
            with self._store.view() as unit:
                state = unit.scopes.state(name)
            if state.tag == told:
                return
            try:
                self._until_nothing_new(state, report)
            except (DistrictProblemError, ChecksumMismatchError) as error:
                if isinstance(error, DistrictProblemError) and error.type not in _BEGIN_ANEW:
                    raise
                trouble = error
                with self._store.unit() as unit:
                    unit.scopes.start_over(name)
                    unit.commit()
            else:
                return
        raise trouble

    def _until_nothing_new(self, state: ScopeState, report: SyncReport) -> None:
        """The last request brings nothing: by it the district learns that the laptop keeps all."""
        while True:
            self._watch.check()
            report.requests += 1
            path = changes_path(state.name, epoch=state.epoch, since=state.cursor, limit=self._limit, whole=state.whole)
            lines = self._district.feed(path, self._token)
            if lines is None:
                return
            state = self._take(state, lines)
            report.scopes |= state.cursor == state.applied
            if not state.epoch:
                return

    def _take(self, state: ScopeState, lines: Iterator[bytes]) -> ScopeState:
        """Keep one page, up to its end or to where the line broke. Raises ReplyCutError and what storage names."""
        held: list[bytes] = []
        cursor, head = state.cursor, None
        try:
            head = _read(next(lines, b""))
            if not isinstance(head, ScopeHead) or head.scope != state.name or state.epoch not in ("", head.epoch):
                raise NotTheDistrictError
            for raw in lines:
                line = _read(raw)
                if isinstance(line, ReplyTail):
                    return self._finish(state, head, held, line, lines)
                if not isinstance(line, ScopeLine) or line.rev <= cursor:
                    raise NotTheDistrictError
                held.append(raw)
                cursor = line.rev
            raise ReplyCutError
        except ReplyCutError:
            if held and isinstance(head, ScopeHead):
                with self._store.unit() as unit:
                    unit.scopes.stage(state, head.epoch, held, cursor)
                    unit.commit()
            raise

    def _finish(
        self, state: ScopeState, head: ScopeHead, held: list[bytes], tail: ReplyTail, rest: Iterator[bytes]
    ) -> ScopeState:
        # Read to its end, a reply leaves the connection to the next request.
        with suppress(ReplyCutError):
            next(rest, None)
        with self._store.unit() as unit:
            state = unit.scopes.stage(state, head.epoch, held, tail.cursor)
            if not tail.more:
                state = unit.scopes.apply(state, _checksum_in(tail))
            unit.commit()
        return state


def notices_shown(unit: Unit, village: str, day: date) -> set[tuple[str, int]]:
    """The notices that a village is to see on a day, with their editions."""
    read = ((one.id, Notice.from_document(one.document)) for one in unit.scopes.documents(ScopeKind.NOTICE))
    return {
        (record, notice.edition)
        for record, notice in read
        if notice is not None and notice.is_for(village) and notice.is_current(day)
    }


def _checksum_in(tail: ReplyTail) -> Checksum:
    try:
        return Checksum.from_text(tail.count, tail.csum)
    except ValueError as error:
        raise NotTheDistrictError from error


def _read(raw: bytes) -> object:
    if not raw:
        raise ReplyCutError
    try:
        return decode_scope_reply_line(raw)
    except msgspec.MsgspecError as error:
        raise NotTheDistrictError from error
