"""What a NIK says against the rest of what is known of the person. Pure; the rules are kemiskinan_domain.identity's."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from kemiskinan_desktop.services.survey.values import IdentityFinding
from kemiskinan_domain.identity import NikFinding, RegionCode, Sex, nik_findings, read_nik
from kemiskinan_domain.records import FieldValue

OLDEST: Final = 120
"""Years; more is warned of, never refused: issue 3 asks for it, and the oldest proven age is 122."""
_FINDINGS: Final = {
    NikFinding.SEX_DIFFERS: IdentityFinding.NIK_SEX_DIFFERS,
    NikFinding.BIRTH_DATE_DIFFERS: IdentityFinding.NIK_BIRTH_DATE_DIFFERS,
    NikFinding.BIRTH_DATE_NOT_IN_CALENDAR: IdentityFinding.NIK_DATE_NOT_IN_CALENDAR,
    NikFinding.REGION_DIFFERS: IdentityFinding.NIK_REGION_DIFFERS,
}
_SEXES: Final[dict[FieldValue, Sex]] = {"L": "L", "P": "P"}


def findings(
    nik: FieldValue,
    sex: FieldValue,
    birth_date: FieldValue,
    village: RegionCode | None,
    others: Sequence[FieldValue],
) -> tuple[IdentityFinding, ...]:
    """Where the NIK differs, and whether one of the `others` of the family is the same. No NIK: nothing to say."""
    known = read_nik(nik) if isinstance(nik, str) else None
    if not isinstance(known, str):
        return ()
    born = _day(birth_date)
    found = [_FINDINGS[one] for one in nik_findings(known, sex=_SEXES.get(sex), birth_date=born, village=village)]
    if known in others:
        found.append(IdentityFinding.NIK_TWICE_HERE)
    return tuple(found)


def age_findings(birth_date: FieldValue, today: date) -> tuple[IdentityFinding, ...]:
    """Whether the birth date makes the person older than 120 years on that day."""
    born = _day(birth_date)
    if born is None:
        return ()
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return (IdentityFinding.OLDER_THAN_120,) if age > OLDEST else ()


def _day(value: FieldValue) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
