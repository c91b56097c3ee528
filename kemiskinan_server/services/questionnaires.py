"""The household questionnaire that a family was filled in with, opened once."""

from __future__ import annotations

from functools import lru_cache

from kemiskinan_domain.records import Document, VillageCode
from kemiskinan_domain.survey import Form
from kemiskinan_domain.survey.replaced_lists import form_with_lists, lists_named
from kemiskinan_server.services.code_lists import replacing_lists
from kemiskinan_server.storage.database import UnitOfWork

HOUSEHOLD_FORM = "keluarga"
LANGUAGE = "id"


def household_form(unit: UnitOfWork, village: VillageCode, household: Document | None = None) -> Form | None:
    """The version that the family began with, with the lists of codes of then, else the newest; None where none is
    published.
    """
    named = household.get("form") if household is not None else None
    name, _, version = named.partition("@") if isinstance(named, str) else ("", "", "")
    stored = unit.publications.get(name, version) if name and version else None
    own, versions = lists_named(version)
    if stored is None and versions:
        stored = unit.publications.get(name, own)
        lists = {} if stored is None else replacing_lists(unit, village, versions)
        if stored is not None and lists:
            return form_with_lists(stored.compiled, lists)
    if stored is None:
        newest = next((one for one in unit.publications.newest() if one[0] == HOUSEHOLD_FORM), None)
        stored = None if newest is None else unit.publications.get(newest[0], newest[1])
    return None if stored is None else _read_form(stored.compiled)


@lru_cache(maxsize=8)
def _read_form(compiled: str) -> Form:
    return Form.from_xml(compiled)
