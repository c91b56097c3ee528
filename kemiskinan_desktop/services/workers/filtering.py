"""Which workers a filter lets through, and the counts beside it. Pure, so that a chip answers at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final

from kemiskinan_desktop.services.workers.values import DusunCover, WorkerChip, WorkerCounts, WorkerFilter, WorkerRow
from kemiskinan_domain.identity import folded_name
from kemiskinan_domain.social_security import WorkerStatus

STATUS_OF: Final = {
    WorkerChip.TO_CHECK: WorkerStatus.TO_CHECK,
    WorkerChip.ELIGIBLE: WorkerStatus.ELIGIBLE,
    WorkerChip.COVERED: WorkerStatus.COVERED,
    WorkerChip.NOT_ELIGIBLE: WorkerStatus.NOT_ELIGIBLE,
}
_MEANT: Final = frozenset(WorkerStatus) - {WorkerStatus.NOT_ELIGIBLE}
_NARROWING: Final[dict[WorkerChip, Callable[[WorkerRow], bool]]] = {
    WorkerChip.CARD_DUE: lambda row: row.cover.card_due,
    WorkerChip.WAITING: lambda row: row.cover.waiting,
    WorkerChip.EXPIRING: lambda row: row.cover.expiring,
    WorkerChip.INCOMPLETE: lambda row: bool(row.missing),
    WorkerChip.SHARED_NUMBER: lambda row: row.number_shared,
    WorkerChip.REMARKED: lambda row: row.remarked,
}


def filtered(rows: Iterable[WorkerRow], wanted: WorkerFilter) -> tuple[WorkerRow, ...]:
    """The rows that the filter lets through, in their order."""
    statuses = frozenset(STATUS_OF[chip] for chip in wanted.chips & STATUS_OF.keys()) or _MEANT
    narrowing = [_NARROWING[chip] for chip in wanted.chips & _NARROWING.keys()]
    words = folded_name(wanted.text).split()
    digits = "".join(sign for sign in wanted.text if sign.isdigit())
    return tuple(
        row
        for row in rows
        if row.standing.status in statuses
        and _is_at(row, wanted)
        and all(holds(row) for holds in narrowing)
        and _is_called(row, words, digits)
    )


def counted(rows: Iterable[WorkerRow]) -> WorkerCounts:
    """What each chip would show of the whole village, the gauge by dusun, and what is missing how often."""
    chips: Counter[WorkerChip] = Counter()
    dusun: dict[str, Counter[WorkerStatus]] = {}
    lacking: Counter[object] = Counter()
    chip_of = {status: chip for chip, status in STATUS_OF.items()}
    people = 0
    for row in rows:
        people += 1
        status = row.standing.status
        chips[chip_of[status]] += 1
        if status is WorkerStatus.NOT_ELIGIBLE:
            continue
        for chip, holds in _NARROWING.items():
            if holds(row):
                chips[chip] += 1
        dusun.setdefault(row.family.dusun, Counter())[status] += 1
        lacking.update(row.missing)
    gauge = tuple(
        DusunCover(name, counts[WorkerStatus.COVERED], counts[WorkerStatus.ELIGIBLE], counts[WorkerStatus.TO_CHECK])
        for name, counts in sorted(dusun.items())
    )
    return WorkerCounts(people, dict(chips), gauge, tuple(lacking.most_common()))  # type: ignore[arg-type]


def _is_at(row: WorkerRow, wanted: WorkerFilter) -> bool:
    place = row.family
    return (
        (wanted.dusun is None or place.dusun == wanted.dusun)
        and (wanted.rt is None or place.rt == wanted.rt)
        and (wanted.rw is None or place.rw == wanted.rw)
    )


def _is_called(row: WorkerRow, words: list[str], digits: str) -> bool:
    if not words and not digits:
        return True
    if digits and (digits in (row.person.nik or "") or digits in (row.kpj or "") or digits in (row.family.no_kk or "")):
        return True
    if not words:
        return False
    name = folded_name(f"{row.person.name} {row.family.head_name} {row.family.dusun}")
    return all(word in name for word in words)
