"""What only the whole file shows: numbers that stand twice, and NIKs that differ from their person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kemiskinan_domain.identity import NikFinding, Person, duplicates, nik_findings
from kemiskinan_domain.identity.duplicates import Likeness
from kemiskinan_domain.prelist.layout import Column, Layout
from kemiskinan_domain.prelist.reasons import Reason
from kemiskinan_domain.prelist.result import Line, PrelistFamily

_REASON_OF = {
    NikFinding.SEX_DIFFERS: Reason.NIK_SEX_DIFFERS,
    NikFinding.BIRTH_DATE_DIFFERS: Reason.NIK_DATE_DIFFERS,
    NikFinding.BIRTH_DATE_NOT_IN_CALENDAR: Reason.NIK_DATE_DIFFERS,
    NikFinding.REGION_DIFFERS: Reason.NIK_REGION_DIFFERS,
}


def findings_in(families: Sequence[PrelistFamily], layout: Layout) -> Iterator[Line]:
    """Warnings about what was taken; nothing is taken back because of them."""
    nik_title, card_title = layout.title(Column.NIK), layout.title(Column.FAMILY_CARD)
    people = []
    for family in families:
        people.append(Person("", str(family.first_row), "", family_card=family.family_card))
        for member in family.members:
            people.append(Person(str(member.row), str(family.first_row), member.name, member.nik))
            if member.nik is not None:
                for finding in nik_findings(
                    member.nik, sex=member.sex, birth_date=member.birth_date, village=family.village
                ):
                    yield Line(member.row, nik_title, member.nik, _REASON_OF[finding])
    for group in duplicates(people):
        same_nik = group.likeness is Likeness.SAME_NIK
        title, reason = (nik_title, Reason.NIK_TWICE) if same_nik else (card_title, Reason.CARD_TWICE)
        for row in group.keys:
            yield Line(int(row), title, group.value, reason)
