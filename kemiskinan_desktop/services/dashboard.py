"""Beranda: where the village stands in its year and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.backups import BackupService
from kemiskinan_desktop.services.deliberations.listing import session_rows
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange.listing import attachments_waiting
from kemiskinan_desktop.services.notices import NoticeView, current_notices
from kemiskinan_desktop.services.progress import (
    NextStep,
    NextStepKind,
    OpenSession,
    Phase,
    PhaseProgress,
    PlaceProgress,
    Standing,
    current_phase,
    next_steps,
    phases,
    places,
)
from kemiskinan_desktop.storage import HouseholdFilter
from kemiskinan_domain.records import RecordId, ReviewState

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit

__all__ = [
    "DashboardService",
    "NextStep",
    "NextStepKind",
    "NoticeView",
    "Overview",
    "Phase",
    "PhaseProgress",
    "PlaceProgress",
    "ReturnedFamily",
]


@dataclass(frozen=True, slots=True)
class ReturnedFamily:
    """A family that the district sent back, with its first open remark."""

    id: RecordId
    head_name: str
    remark: str | None


@dataclass(frozen=True, slots=True)
class Overview:
    """All of Beranda."""

    phases: tuple[PhaseProgress, ...]
    current: Phase
    returned: tuple[ReturnedFamily, ...]
    next_steps: tuple[NextStep, ...]
    places: tuple[PlaceProgress, ...]
    families: int
    people: int
    unsent: int
    oldest_unsent: datetime | None
    last_success: datetime | None
    last_backup: datetime | None
    notices: tuple[NoticeView, ...] = ()
    """The district's notices of today, unread ones first."""


_RETURNED: Final = HouseholdFilter(review=frozenset({ReviewState.RETURNED}))


class DashboardService:
    """Run on the storage lane."""

    def __init__(self, desk: Desk, backups: BackupService) -> None:
        self._desk = desk
        self._backups = backups

    def overview(self) -> Overview:
        """All of Beranda from one moment of the file."""
        copies = self._backups.list()
        last_backup = copies[0].made_at if copies else None
        with self._desk.store.view() as view:
            groups = view.queries.standing()
            sessions = session_rows(view)
            sending = view.queries.send_summary()
            unsent = sending.unsent + attachments_waiting(view, self._desk.store)[0]
            conflicts = len(view.queries.conflicts())
            returned = tuple(
                ReturnedFamily(row.id, row.head_name, _remark(view, row.id))
                for row in view.queries.households(_RETURNED)
            )
            notices = current_notices(view, self._desk)
        progress = phases(groups)
        still_open = [OpenSession(one.id, one.candidates, one.decided) for one in sessions if not one.locked]
        standing = Standing(groups, still_open, conflicts, unsent, last_backup)
        return Overview(
            phases=progress,
            current=current_phase(progress),
            returned=returned,
            next_steps=next_steps(standing, self._desk.clock()),
            places=places(groups),
            families=sum(group.families for group in groups),
            people=sum(group.people for group in groups),
            unsent=unsent,
            oldest_unsent=_moment(sending.oldest_unsent),
            last_success=_moment(sending.last_exchange),
            last_backup=last_backup,
            notices=notices,
        )


def _remark(view: Unit, household: RecordId) -> str | None:
    return next((one.text for one in view.queries.remarks(household)), None)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
