"""The household questionnaire that a family was filled in with, opened once."""

from __future__ import annotations

from functools import lru_cache

from kemiskinan_domain.records import Document
from kemiskinan_domain.survey import Form
from kemiskinan_server.storage.database import UnitOfWork

HOUSEHOLD_FORM = "keluarga"
LANGUAGE = "id"


def household_form(unit: UnitOfWork, household: Document | None = None) -> Form | None:
    """The version that the family began with, else the newest; None where none is published."""
    named = household.get("form") if household is not None else None
    name, _, version = named.partition("@") if isinstance(named, str) else ("", "", "")
    stored = unit.publications.get(name, version) if name and version else None
    if stored is None:
        newest = next((one for one in unit.publications.newest() if one[0] == HOUSEHOLD_FORM), None)
        stored = None if newest is None else unit.publications.get(newest[0], newest[1])
    return None if stored is None else _read_form(stored.compiled)


@lru_cache(maxsize=8)
def _read_form(compiled: str) -> Form:
    return Form.from_xml(compiled)
