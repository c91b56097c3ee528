"""Who else has a NIK or No. KK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.services.households.values import DuplicateHit
from kemiskinan_domain.identity import Likeness, read_family_card, read_nik
from kemiskinan_domain.records import RecordId

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


def duplicate_hits(
    view: Unit, number: str, household: RecordId | None = None, member: RecordId | None = None
) -> tuple[DuplicateHit, ...]:
    """Other people with that NIK and other families with that No. KK.

    A NIK of another member of `household` counts when `member` says who is asking. An unreadable number has none.
    """
    nik, card = read_nik(number), read_family_card(number)
    hits = _people(view, nik, household, member) if isinstance(nik, str) else []
    if isinstance(card, str):
        hits += _families(view, card, household)
    return tuple(hits)


def _people(view: Unit, nik: str, household: RecordId | None, member: RecordId | None) -> list[DuplicateHit]:
    found = []
    for hit in view.queries.nik_holders(nik):
        own = hit.member.id == member if member is not None else hit.member.household == household
        if not own:
            found.append(
                DuplicateHit(
                    Likeness.SAME_NIK,
                    hit.member.household,
                    hit.head_name,
                    hit.dusun,
                    hit.rt,
                    hit.rw,
                    hit.member.id,
                    hit.member.name,
                )
            )
    return found


def _families(view: Unit, card: str, household: RecordId | None) -> list[DuplicateHit]:
    return [
        DuplicateHit(Likeness.SAME_FAMILY_CARD, row.id, row.head_name, row.dusun, row.rt, row.rw)
        for row in view.queries.no_kk_holders(card)
        if row.id != household
    ]
