"""The shipped forms carry the code lists of their sources, code for code and word for word."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kemiskinan_domain.deliberation import (
    AttendanceMark,
    DeliberationKind,
    Element,
    Method,
    Presence,
    Purpose,
    ReasonCode,
    Ruling,
    Sex,
)
from kemiskinan_domain.survey.lint import check_form
from tests.domain.survey.making import QUESTIONNAIRES, shipped

CODES: dict[str, dict[str, str]] = json.loads(
    (Path(__file__).parent / "regsosek-2022k-codes.json").read_text(encoding="utf-8")
)["codes"]
"""Regsosek 2022.K as BPS printed it."""

OWN_CODES = {"405": {"1": "L", "2": "P"}}
"""Sex is kept as the whole program keeps it; import and export translate."""

SHARED = {"428a": tuple(f"r428{letter}" for letter in "abcdefghi"), "431b": ("r431b", "r431c", "r431d", "r431e")}
MORE = {"416a": ("r416a", "r420a"), "307b1": ("r307b1", "r307b2", "r307b3"), "417": ("r417", "r421")}

REWORDED = {
    ("301b", "2"): "SHM atas nama orang lain, dengan perjanjian tertulis",
    ("301b", "3"): "SHM atas nama orang lain, tanpa perjanjian tertulis",
    ("301b", "4"): "Sertifikat selain SHM (SHGB, SHSRS)",
    ("306b", "1"): "Kurang dari 10 meter",
    ("306b", "2"): "10 meter atau lebih",
    ("307b1", "5"): "Lebih dari 2.200 watt",
    ("309a", "1"): "Ada, hanya dipakai keluarga sendiri",
    ("309a", "2"): "Ada, dipakai bersama keluarga tertentu",
    ("309a", "5"): "Ada, tetapi tidak dipakai",
    ("430", "7"): "Tuberkulosis (TBC)",
    ("430", "11"): "Hemofilia",
    ("430", "15"): "Talasemia",
    ("430", "16"): "Leukemia",
}
"""Said more plainly, or spelt as the dictionary does; the meaning is that of the source."""


def _choices(form: str, name: str) -> dict[str, str]:
    question = next(one for one in shipped(form).questions.values() if one.name == name)
    assert question.choice_list is not None
    return {one.code: one.label("id") for one in question.choice_list.choices}


def _plain(words: str) -> str:
    return " ".join(words.replace("/ ", "/").split()).casefold()


def _questions(item: str) -> tuple[str, ...]:
    return SHARED.get(item) or MORE.get(item) or (f"r{item}",)


@pytest.mark.parametrize(("item", "name"), [(item, name) for item in CODES for name in _questions(item)])
def test_every_list_of_regsosek_stands_in_the_form_in_its_order(item: str, name: str) -> None:
    own = OWN_CODES.get(item, {})

    ours = list(_choices("keluarga", name))

    assert ours == [own.get(code, code) for code in CODES[item]]


@pytest.mark.parametrize(("item", "name"), [(item, name) for item in CODES for name in _questions(item)])
def test_every_choice_says_what_the_source_says(item: str, name: str) -> None:
    own = OWN_CODES.get(item, {})
    ours = _choices("keluarga", name)

    different = {
        code: ours[own.get(code, code)]
        for code, words in CODES[item].items()
        if _plain(ours[own.get(code, code)]) != _plain(REWORDED.get((item, code), words))
    }

    assert different == {}


def test_a_certificate_is_any_level_of_schooling_or_none() -> None:
    certificates = _choices("keluarga", "r415")

    assert {code: words for code, words in certificates.items() if code != "23"} == _choices("keluarga", "r413")
    assert certificates["23"] == "Tidak punya ijazah SD"


def test_items_that_are_exchanged_as_a_sum_are_lists_of_codes() -> None:
    form = shipped("keluarga")

    kinds = {one.name: one.type.value for one in form.questions.values() if one.name in _SUMMED}

    assert kinds == dict.fromkeys(_SUMMED, "select_multiple")


_SUMMED = ("r411", "r426", "r431a", "r431f")

BLOCKS = {
    "I": "r105 r105a r106 alamat kepala_keluarga r109 r110 r111 r112 r113 no_kk r115",
    "II": "r201 r202 r202a r203 r204 r204a responden telepon r205",
    "III": "r301a r301b r302 r303 r304 r305 r306a r306b r307a r307b1 r307b2 r307b3 r308 r309a r309b r310",
    "IV": "nama nik r404 r405 r406 r407 r408 r409 r410 r411 r412 r413 r414 r415 r416a r416b r417 r418 r419 r420a r420b "
    "r421 r422 r423 r424 r425 r426 r427 r428a r428b r428c r428d r428e r428f r428g r428h r428i r428j r429 r430 r431a "
    "r431b r431c r431d r431e r431f",
    "V": " ".join(
        [
            *(f"r501{letter}{part}" for letter in "abcdefg" for part in ("", "_bulan", "_tahun")),
            *(f"r502{letter}" for letter in "abcdefghijklmn"),
            *(f"r502{letter}_jumlah" for letter in "abcdefghijklmn"),
            "r503a r503b r504a r504b r504c r504d r504e r505 r506 id_pelanggan_pln nomor_meter_pln",
        ]
    ),
    "criteria": "tempat_tinggal khawatir_makan makan_separuh belanja_pakaian baju_setahun makan_sehari lauk_seminggu "
    "mampu_berobat krt_kerja luas_garapan pendapatan_krt tabungan lantai_kayu_murah tembok_plester bahan_dinding",
    "photos": "setuju_foto house_front house_inside family_card id_card diberitahu",
}


@pytest.mark.parametrize("block", BLOCKS)
def test_every_variable_of_the_block_is_asked(block: str) -> None:
    asked = {one.name for one in shipped("keluarga").questions.values()}

    assert set(BLOCKS[block].split()) - asked == set()


def test_photos_are_never_required() -> None:
    form = shipped("keluarga")

    photos = [one for one in form.questions.values() if one.section == "/data/foto"]

    assert [one.name for one in photos if one.bind.required] == []


@pytest.mark.parametrize("name", ["keluarga", "keputusan", "musyawarah"])
def test_the_linter_finds_nothing_to_mend(name: str) -> None:
    assert check_form(QUESTIONNAIRES / f"{name}.md") == []


@pytest.mark.parametrize("name", ["keluarga", "keputusan", "musyawarah"])
def test_questions_choices_and_hints_speak_both_languages(name: str) -> None:
    form = shipped(name)
    both = set(form.languages)

    shown = [one for one in form.questions.values() if one.shown and not one.calculated]
    half = [one.path for one in shown if set(one.labels) != both or (one.hints and set(one.hints) != both)]
    mute = [
        (one.path, choice.code)
        for one in shown
        if one.choice_list is not None
        for choice in one.choice_list.choices
        if not all(choice.label(language) for language in both) or set(choice.labels) != both
    ]

    assert (half, mute) == ([], [])


@pytest.mark.parametrize(
    ("form", "name", "known"),
    [
        ("musyawarah", "unsur", Element),
        ("musyawarah", "chair_element", Element),
        ("musyawarah", "jenis", DeliberationKind),
        ("musyawarah", "tujuan", Purpose),
        ("musyawarah", "cara", Method),
        ("musyawarah", "tanda", AttendanceMark),
        ("musyawarah", "jk", Sex),
        ("keputusan", "keberadaan", Presence),
        ("keputusan", "putusan", Ruling),
        ("keputusan", "alasan", ReasonCode),
    ],
)
def test_the_form_has_every_code_that_the_rules_know(form: str, name: str, known: type[Element]) -> None:
    assert {code.value for code in known} - set(_choices(form, name)) == set()


def test_every_reason_and_consideration_has_a_category() -> None:
    form = shipped("keputusan")
    lists = [one.choice_list for one in form.questions.values() if one.name in ("alasan", "considerations")]

    bare = [choice.code for one in lists if one is not None for choice in one.choices if not choice.columns["kategori"]]

    assert (len(lists), bare) == (2, [])
