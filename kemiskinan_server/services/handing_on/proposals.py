"""A proposed person in the columns of the village's usulan file for DTKS/SIKS-NG.

Columns, disability codes and the rule about names: the Excel "V4" that villages of the Garut program
rsoeta/pakenjeng-tangguh fill in (read there, not from Kemensos): to be held against SIKS-NG before it is uploaded.
What the questionnaire does not ask (place of birth, start of a pregnancy) stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from kemiskinan_domain.identity import RegionCode, Regions, mask_family_card, mask_nik
from kemiskinan_domain.records import Document
from kemiskinan_domain.survey import Form
from kemiskinan_server.services.villages import shipped_regions
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.sharing import SharedFamily

PROPOSAL_TITLES: Final = (
    "NIK",
    "PROGRAM BANSOS",
    "NOKK",
    "NAMA",
    "TEMPAT LAHIR",
    "TANGGAL LAHIR",
    "IBU KANDUNG",
    "JENIS KELAMIN",
    "JENIS PEKERJAAN",
    "STATUS KAWIN",
    "ALAMAT",
    "RT",
    "RW",
    "PROVINSI",
    "KABUPATEN",
    "KECAMATAN",
    "KELURAHAN",
    "STATUS DISABILITAS",
    "KODE JENIS DISABILITAS",
    "STATUS HAMIL",
    "TGL MULAI HAMIL",
)
_DISABILITY_CODES: Final = {"1": "PDFSK", "2": "PDMTL", "3": "PDINT", "4": "PDSNS", "5": "PDSNS", "6": "PDSNS"}
_YES_NO: Final = {"1": "YA", "2": "TIDAK"}
_LIVES_HERE: Final = frozenset({"", "1", "5"})
_FORBIDDEN_IN_NAMES: Final = re.compile(r"""["'’`,./\\]""")


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """The province, and the words of the questionnaire's choices by question and code."""

    province: str
    choices: Mapping[tuple[str, str], str]

    def word(self, question: str, code: str) -> str:
        """The word of a choice; the code itself where no questionnaire tells."""
        return self.choices.get((question, code), code)


def choice_words(form: Form) -> dict[tuple[str, str], str]:
    """Question and code to word."""
    return {
        (question.name, choice.code): choice.label("id")
        for question in form.questions.values()
        if question.choice_list is not None
        for choice in question.choice_list.choices
    }


def place_names(unit: UnitOfWork, regions_file: Path | None) -> PlaceNames:
    """The province of the district's villages, and the choices of the household questionnaire in use."""
    regions, villages = Regions.from_file(regions_file or shipped_regions()), unit.villages.all()
    province = regions.get(RegionCode(villages[0].code.partition(".")[0])) if villages else None
    newest = {form: version for form, version, _ in unit.publications.newest()}
    stored = unit.publications.get("keluarga", newest["keluarga"]) if "keluarga" in newest else None
    choices = {} if stored is None else choice_words(Form.from_xml(stored.compiled))
    return PlaceNames(province.name if province is not None else "", choices)


def proposal_row(
    family: SharedFamily, person: Document, names: PlaceNames, *, programme: str, masked: bool
) -> tuple[str, ...] | None:
    """One line of the file; None for somebody who does not live with the family any more."""
    answers = person.get("answers")
    given: Mapping[str, object] = answers if isinstance(answers, dict) else {}
    if _text(person, "presence") not in _LIVES_HERE:
        return None
    nik, card = _text(person, "nik"), family.no_kk or ""
    works = _text(given, "r416a") == "1"
    return (
        mask_nik(nik) if masked else nik,
        programme,
        mask_family_card(card) if masked else card,
        _name(_text(person, "name")),
        "",
        "" if masked else _day(_text(person, "birth_date")),
        "" if masked else _name(_text(given, "ibu_kandung")),
        names.word("r405", _text(person, "sex")),
        names.word("r417", _text(given, "r417")) if works else "",
        names.word("r408", _text(given, "r408")),
        "" if masked else family.address or "",
        family.rt or "",
        family.rw or "",
        names.province,
        family.district,
        family.subdistrict,
        family.village_name,
        *_health(given, masked),
    )


def _health(answers: Mapping[str, object], masked: bool) -> tuple[str, str, str, str]:
    """Disability and pregnancy; health data leave with the full list only."""
    if masked:
        return "", "", "", ""
    kinds = answers.get("jenis_disabilitas")
    chosen = [str(kind) for kind in kinds] if isinstance(kinds, list) else []
    codes = sorted({_DISABILITY_CODES[kind] for kind in chosen if kind in _DISABILITY_CODES})
    return "YA" if chosen else "TIDAK", ",".join(codes), _YES_NO.get(_text(answers, "r410"), ""), ""


def _name(text: str) -> str:
    """As the file takes it: no quotes, commas, full stops and slashes."""
    return " ".join(_FORBIDDEN_IN_NAMES.sub(" ", text).split()).upper()


def _day(text: str) -> str:
    try:
        return f"{date.fromisoformat(text):%d/%m/%Y}"
    except ValueError:
        return ""


def _text(document: Mapping[str, object], name: str) -> str:
    value = document.get(name)
    return value if isinstance(value, str) else ""
