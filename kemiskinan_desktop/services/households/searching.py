"""Search over everything (Ctrl+K)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.services.households.values import SearchHit, SearchTarget
from kemiskinan_desktop.storage import HouseholdFilter as StoredFilter
from kemiskinan_domain.identity import folded_name

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


def search_hits(view: Unit, text: str, limit: int) -> tuple[SearchHit, ...]:
    """People first, each with the family, then families found otherwise (No. KK, RT/RW), then sessions."""
    if not text.strip():
        return ()
    members = view.queries.search_members(text, limit)
    hits = [
        SearchHit(
            SearchTarget.MEMBER, hit.member.id, hit.member.name, _place(hit.dusun, hit.rw, hit.rt), hit.member.household
        )
        for hit in members
    ]
    known = {hit.household for hit in hits}
    hits += [
        SearchHit(SearchTarget.HOUSEHOLD, row.id, row.head_name, _place(row.dusun, row.rw, row.rt), row.id)
        for row in view.queries.households(StoredFilter(text=text), limit=limit)
        if row.id not in known
    ]
    wanted = folded_name(text)
    hits += [
        SearchHit(SearchTarget.SESSION, row.id, row.title, row.place)
        for row in view.queries.deliberations()
        if wanted and wanted in folded_name(row.title)
    ]
    return tuple(hits[:limit])


def _place(dusun: str, rw: str, rt: str) -> str:
    return " · ".join(part for part in (dusun, f"{rt}/{rw}".strip("/")) if part)
