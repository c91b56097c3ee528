"""How the newer parts of the household form and the meeting's forms behave while they are filled."""

from __future__ import annotations

import pytest

from kemiskinan_domain.survey import Entry, ProblemKind
from tests.domain.survey.making import NOW, household, member, put, shipped

CRITERIA = "/data/kriteria"


def _kinds(entry: Entry, path: str) -> set[ProblemKind]:
    return {one.kind for one in entry.problems_at(path)}


@pytest.mark.parametrize(
    ("question", "code", "follows", "asked"),
    [
        ("aset/r502i", "1", "aset/r502i_jumlah", True),
        ("aset/r502i", "2", "aset/r502i_jumlah", False),
        ("perumahan/r307a", "1", "perumahan/id_pelanggan_pln", True),
        ("perumahan/r307a", "2", "perumahan/id_pelanggan_pln", False),
        ("perumahan/r307a", "1", "perumahan/nomor_meter_pln", True),
        ("kriteria/belanja_pakaian", "1", "kriteria/baju_setahun", True),
        ("kriteria/belanja_pakaian", "2", "kriteria/baju_setahun", False),
        ("kriteria/krt_kerja", "1", "kriteria/luas_garapan", True),
        ("kriteria/krt_kerja", "2", "kriteria/luas_garapan", False),
        ("perumahan/r303", "5", "kriteria/lantai_kayu_murah", True),
        ("perumahan/r303", "8", "kriteria/lantai_kayu_murah", False),
        ("perumahan/r304", "1", "kriteria/tembok_plester", True),
        ("perumahan/r304", "4", "kriteria/tembok_plester", False),
        ("perumahan/r304", "3", "kriteria/bahan_dinding", True),
        ("perumahan/r304", "7", "kriteria/bahan_dinding", True),
        ("perumahan/r304", "1", "kriteria/bahan_dinding", False),
        ("foto/setuju_foto", "1", "foto/house_front", True),
        ("foto/setuju_foto", "2", "foto/house_front", False),
    ],
)
def test_a_question_follows_the_answer_that_makes_it_meaningful(
    question: str, code: str, follows: str, asked: bool
) -> None:
    entry = household()

    put(entry, f"/data/{question}", code)

    assert entry.is_relevant(f"/data/{follows}") is asked


def test_no_photo_is_asked_without_consent() -> None:
    entry = household()

    assert not any(entry.is_relevant(f"/data/foto/{name}") for name in ("house_front", "house_inside", "id_card"))


def test_the_family_card_is_photographed_only_where_there_is_one() -> None:
    entry = household()
    put(entry, "/data/foto/setuju_foto", "1")

    put(entry, "/data/identitas/status_kk", "belum_ada")
    without = entry.is_relevant("/data/foto/family_card")
    put(entry, "/data/identitas/status_kk", "ada")

    assert (without, entry.is_relevant("/data/foto/family_card")) == (False, True)


@pytest.mark.parametrize(("outcome", "required"), [("1", True), ("2", False)])
def test_the_criteria_are_asked_of_a_form_that_counts_as_filled(outcome: str, required: bool) -> None:
    entry = household()

    put(entry, "/data/identitas/r205", outcome)

    assert entry.is_relevant(f"{CRITERIA}/khawatir_makan")
    assert entry.is_required(f"{CRITERIA}/khawatir_makan") is required


@pytest.mark.parametrize("question", ["kriteria/pendapatan_krt", "perumahan/id_pelanggan_pln", "foto/setuju_foto"])
def test_private_or_secondary_answers_may_be_left_out(question: str) -> None:
    entry = household()
    put(entry, "/data/perumahan/r307a", "1")

    assert entry.is_relevant(f"/data/{question}")
    assert not entry.is_required(f"/data/{question}")


@pytest.mark.parametrize(("told", "warned"), [("1", False), ("2", True)])
def test_a_family_that_was_not_told_needs_a_reason(told: str, warned: bool) -> None:
    entry = household()

    put(entry, "/data/identitas/diberitahu", told)

    assert (ProblemKind.WARNING in _kinds(entry, "/data/identitas/diberitahu")) is warned


@pytest.mark.parametrize(
    ("path", "raw", "holds"),
    [
        (f"{CRITERIA}/makan_sehari", 3, True),
        (f"{CRITERIA}/makan_sehari", 10, False),
        (f"{CRITERIA}/makan_sehari", -1, False),
        (f"{CRITERIA}/lauk_seminggu", 22, False),
        (f"{CRITERIA}/pendapatan_krt", "600000", True),
        (f"{CRITERIA}/pendapatan_krt", "600.000", False),
        ("/data/aset/r502g_jumlah", 9, False),
        ("/data/aset/r502g_jumlah", 10, True),
        ("/data/lapangan/r105", "0001", True),
        ("/data/lapangan/r105", "1", False),
        ("/data/lapangan/r203", "2026-11-24", False),
    ],
)
def test_ranges_of_the_newer_questions(path: str, raw: object, holds: bool) -> None:
    entry = household()
    put(entry, "/data/aset/r502g", "1")

    put(entry, path, raw)

    assert (ProblemKind.CONSTRAINT not in _kinds(entry, path)) is holds


def test_kinds_of_disability_follow_a_great_difficulty() -> None:
    entry = household()
    top = member(entry, r406="1990-01-01")

    put(entry, f"{top}/kesehatan/r428c", "4")
    before = entry.is_relevant(f"{top}/kesehatan/jenis_disabilitas")
    put(entry, f"{top}/kesehatan/r428c", "1")

    assert (before, entry.is_relevant(f"{top}/kesehatan/jenis_disabilitas")) == (False, True)


@pytest.mark.parametrize(("decision", "offered", "hidden"), [("L", "R1", "R4"), ("T", "R4", "R1"), ("P", "R1", "X9")])
def test_considerations_fit_the_decision(decision: str, offered: str, hidden: str) -> None:
    entry = shipped("keputusan").new_entry(now=NOW)

    put(entry, "/data/keputusan/putusan", decision)

    codes = {one.code for one in entry.choices("/data/keputusan/considerations")}
    assert offered in codes
    assert hidden not in codes


def test_a_meeting_fills_the_fields_of_its_records() -> None:
    entry = shipped("musyawarah").new_entry(now=NOW)
    put(entry, "/data/musyawarah/jenis", "first")
    put(entry, "/data/musyawarah/chair_element", "BPD")
    top = entry.add_repeat("/data/hadirin", instance_id="a1")
    for name, raw in {"nama": "Peserta Contoh", "unsur": "WARGA_MISKIN", "jk": "P", "tanda": "refused"}.items():
        put(entry, f"{top}/{name}", raw)

    fields = entry.fields()

    assert (fields.root["type"], fields.root["answers.chair_element"]) == ("first", "BPD")
    ((_id, attendance),) = fields.instances["hadirin"]
    assert attendance == {"name": "Peserta Contoh", "element": "WARGA_MISKIN", "sex": "P", "mark": "refused"}
    assert entry.is_required(f"{top}/penanda_tangan")
    assert entry.get("/data/jumlah_hadir") == "1"


@pytest.mark.parametrize(("day", "holds"), [("2026-11-23", True), ("2026-11-24", False)])
def test_a_meeting_is_never_dated_after_today(day: str, holds: bool) -> None:
    entry = shipped("musyawarah").new_entry(now=NOW)

    put(entry, "/data/musyawarah/tanggal", day)

    assert (ProblemKind.CONSTRAINT not in _kinds(entry, "/data/musyawarah/tanggal")) is holds
