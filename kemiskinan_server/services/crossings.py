"""Somebody stands in two villages: the district decides with a reason, and every village concerned is told."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from kemiskinan_domain.people import Permission, Role
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services.district import Reviewer, remark, require
from kemiskinan_server.storage.crossings import Crossing, CrossingKind, Holder, NewDecision, Notice
from kemiskinan_server.storage.database import UnitOfWork

MOST = 100
PAGE_CAN_READ = 2_000
"""Revisions that one page compares: about a tenth of a second on a machine of its own."""
DIFFERENT = "berbeda"
"""Stands where a village would: they are different people."""
_WORDS = {
    CrossingKind.NIK: "NIK ini",
    CrossingKind.FAMILY_CARD: "Nomor KK ini",
    CrossingKind.NAME_AND_BIRTH: "Nama dan tanggal lahir ini",
}


class CrossingRefusal(Enum):
    """Why nothing was decided."""

    GONE = auto()
    """They do not meet any more, or somebody decided meanwhile."""
    REASON_MISSING = auto()
    NO_SUCH_VILLAGE = auto()


def compare_new(unit: UnitOfWork, can_read: int | None = PAGE_CAN_READ) -> int:
    """Compare what villages wrote since; answers how many still wait. None reads all. The caller commits."""
    unit.crossings.claim()
    waiting, read = unit.crossings.waiting(), 0
    for place, (village, head, seen) in enumerate(waiting):
        reached = head if can_read is None else min(head, seen + can_read - read)
        if reached > seen:
            unit.crossings.compare(village, reached, seen)
        if reached < head:
            return len(waiting) - place
        read += head - seen
    return 0


def open_crossings(unit: UnitOfWork) -> list[Crossing]:
    """The surest first: numbers, then names."""
    return [one for kind in CrossingKind for one in unit.crossings.open(kind, MOST)]


def decide_crossing(
    unit: UnitOfWork, who: Reviewer, crossing: str, said: tuple[str, str], now: datetime
) -> CrossingRefusal | None:
    """What was said is the village that keeps the person, or `DIFFERENT`, and why; `tell_next` brings it to them.

    The caller commits.
    """
    require(who, Permission.REVIEW)
    answer, reason = said
    found = next((one for one in open_crossings(unit) if one.id == crossing), None)
    if found is None:
        return CrossingRefusal.GONE
    if not reason.strip():
        return CrossingRefusal.REASON_MISSING
    names = {one.village: one.village_name for one in found.holders}
    if answer != DIFFERENT and answer not in names:
        return CrossingRefusal.NO_SUCH_VILLAGE
    kind, name = _kind_of(found).value, _field_of(found)
    notices = tuple(
        Notice(holder.village, kind, holder.record, name, _told(found, holder, names, answer, reason.strip()))
        for holder in found.holders
    )
    stays_in = None if answer == DIFFERENT else answer
    unit.crossings.decide(NewDecision(found.key, stays_in, reason.strip(), notices), who.name, now)
    unit.directory.note(now, who.name, "crossing-decided", None, f"{found.kind}: {answer}")
    return None


def tell_next(unit: UnitOfWork, now: datetime) -> bool:
    """Tell one village of one decision, by a remark on each record; False where nobody waits. The caller commits.

    A village a transaction: nothing but a hand-over writes in two at once. What a busy village or a stopped server
    leaves over is told after the next decision, or by night.
    """
    waiting = unit.crossings.untold()
    if waiting is None:
        return False
    key, by, notices = waiting
    village = VillageCode(notices[0].village)
    for one in notices:
        if one.village == village and unit.villages.get(village) is not None:
            about = (RecordKind(one.kind), RecordId(one.record), one.field)
            remark(unit, Reviewer(by, Role.REVIEWER), village, about, text=one.text, now=now)
    unit.crossings.leave_untold(key, [one for one in notices if one.village != village])
    return True


def _told(found: Crossing, holder: Holder, names: dict[str, str], answer: str, reason: str) -> str:
    """No name of the other village's people: the village's own is known to it."""
    others = ", ".join(f"Desa {name}" for code, name in sorted(names.items()) if code != holder.village)
    start = f"{_WORDS[found.kind]} juga tercatat di {others}."
    if answer == DIFFERENT:
        verdict = "Kabupaten memeriksa: orang yang berbeda. Cocokkan nomornya dengan KTP dan KK."
    elif answer == holder.village:
        verdict = "Kabupaten memeriksa: orang yang sama, tetap didata di desa ini."
    else:
        kept = names[answer]
        verdict = f"Kabupaten memeriksa: orang yang sama, didata di Desa {kept}. Keluarkan dari daftar desa ini."
    return f"{start} {verdict} Alasan: {reason}"


def _kind_of(found: Crossing) -> RecordKind:
    return RecordKind.HOUSEHOLD if found.kind is CrossingKind.FAMILY_CARD else RecordKind.MEMBER


def _field_of(found: Crossing) -> str:
    return "name" if found.kind is CrossingKind.NAME_AND_BIRTH else str(found.kind)
