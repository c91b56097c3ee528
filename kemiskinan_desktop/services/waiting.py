"""Why each record still waits, so that the screen can say what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from enum import Enum, auto
from typing import TypeAlias

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange.journal import log_line
from kemiskinan_desktop.services.exchange.values import ExchangeProblem
from kemiskinan_desktop.storage.bundles import BundleShelf
from kemiskinan_domain.records import RecordId, RecordKind


class WaitReason(Enum):
    """Why a record waits, where no exchange failed since it was changed."""

    SOON = auto()
    """It goes by itself."""
    NOT_BY_ITSELF = auto()
    """The person chose that nothing goes by itself."""
    IN_A_FILE = auto()
    """It lies in a file; only the district's answer makes it sent."""


Reason: TypeAlias = WaitReason | ExchangeProblem
"""An exchange that failed since is the reason itself."""


class WaitingReasons:
    """Runs on the storage lane."""

    def __init__(self, desk: Desk, automatic: Callable[[], bool]) -> None:
        self._desk = desk
        self._automatic = automatic

    def of_all(self) -> Mapping[tuple[RecordKind, RecordId], Reason]:
        """The reason of every record that waits."""
        with self._desk.store.view() as view:
            shelf = BundleShelf(view)
            waiting = shelf.waiting()
            written = shelf.written(view.meta.enrolment().client)
            latest = view.exchange.history.latest(1)
        in_files = max((one.last_mid for one in written if one.answered_at is None), default=0)
        line = log_line(*latest[0]) if latest else None
        reasons: dict[tuple[RecordKind, RecordId], Reason] = {}
        for kind, record, mid, saved in waiting:
            failed = line is not None and line.at >= datetime.fromisoformat(saved)
            if mid <= in_files:
                reasons[kind, record] = WaitReason.IN_A_FILE
            elif line is not None and failed and line.report.problem is not None:
                reasons[kind, record] = line.report.problem
            else:
                reasons[kind, record] = WaitReason.SOON if self._automatic() else WaitReason.NOT_BY_ITSELF
        return reasons
