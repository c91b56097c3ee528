"""Synthetic shared numbers: two people in two hamlets, eight people, two families with one card."""

from __future__ import annotations

from dataclasses import replace

from kemiskinan_desktop.services.exchange import Author, ConflictEntry, ConflictView, Holder
from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.records import RecordId, RecordKind
from tests.desktop.ui.exchange.village import conflict

NUMBER = "3203010210689001"
_PEOPLE = (
    ("Eti Marlina", "Aep Nurjanah", "Cikadu", "001", "004"),
    ("Ratna Maryati", "Jajang Maryati", "Babakan", "003", "002"),
    ("Wawan Nurjanah", "Wawan Nurjanah", "Cikadu", "002", "004"),
    ("Yani Fauziah", "Yani Fauziah", "Pasir Huni", "001", "001"),
    ("Aep Sumiati", "Maman Rosidah", "", "005", "003"),
    ("Cucu Gunawan", "Dadang Gunawan", "Babakan", "001", "002"),
    ("Yani Rosidah", "Maman Setiawan bin H. Mochamad Sulaeman Kartawidjaja", "Pasir Huni", "002", "001"),
    ("Neneng Hasanah", "Ujang Ma'mun", "", "", ""),
)


def holders(count: int) -> tuple[Holder, ...]:
    """So many people with one NIK."""
    return tuple(
        Holder(RecordId(f"member-{at}"), RecordId(f"family-{at}"), head, name, dusun, rt, rw)
        for at, (name, head, dusun, rt, rw) in enumerate(_PEOPLE[:count])
    )


def shared_nik(at: int = 9, count: int = 2) -> ConflictView:
    """One NIK that so many people have."""
    found = holders(count)
    return replace(
        conflict(at, NUMBER, NUMBER, "nik", why=ConflictReason.DUPLICATE, title=_PEOPLE[0][1]),
        record=RecordId("member-0"),
        kind=RecordKind.MEMBER,
        household=RecordId("family-0"),
        member_name=_PEOPLE[0][0],
        question="NIK …",
        mine=ConflictEntry(NUMBER, "", "2026-11-23T12:58:00+00:00", Author.INITIAL_LIST, here=False),
        holders=found,
    )


def shared_card(at: int = 10) -> ConflictView:
    """One No. KK that two families have."""
    families = tuple(replace(one, record=one.household, member_name=None) for one in holders(2))
    return replace(
        shared_nik(at), kind=RecordKind.HOUSEHOLD, field="no_kk", member_name=None, question=None, holders=families
    )
