"""Every paper of a meeting prints what its reader needs, and nothing that is not meant for that reader."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from kemiskinan_desktop.documents import AmendedMinutes, MinutesValues, Paper, meeting_pages, meeting_pdf
from kemiskinan_domain.deliberation import ObjectionPeriod, Ruling
from kemiskinan_domain.records import RecordId
from tests.desktop.documents.papers import (
    ATTENDANCE,
    CANDIDATES,
    DECISIONS,
    MINUTES,
    WORKERS,
    candidate,
    locked,
    pages,
    text_of,
)

NIK = "3203011505800001"


def printed(paper: Paper, values: MinutesValues = MINUTES) -> str:
    return text_of(meeting_pdf(paper, values))


def test_the_invitation_says_when_where_and_who_is_invited() -> None:
    text = printed(Paper.INVITATION)

    for expected in ("Senin, 23 November 2026", "19.30 sampai 22.15 WIB", "Aula Kantor Desa", "Pembukaan", "TP-PKK"):
        assert expected in text
    assert "DRAF" not in text


def test_the_attendance_form_has_room_for_who_comes_unasked_and_tells_who_came_late() -> None:
    late = (replace(ATTENDANCE[0], arrived=time(20, 5)), *ATTENDANCE[1:])

    text = printed(Paper.ATTENDANCE, replace(MINUTES, attendance=late))

    assert "hadir pukul 20.05" in text
    assert "8. ……" in text


@pytest.mark.parametrize(("families", "blank"), [(3, 3), (30, 3), (31, 4), (100, 10)])
def test_the_proposal_sheet_has_a_tenth_more_rows_than_families(families: int, blank: int) -> None:
    listed = tuple(replace(candidate(place * 2, f"Kepala {place}"), dusun="Babakan") for place in range(families))

    text = printed(Paper.PROPOSALS, replace(MINUTES, candidates=listed, decisions=()))

    assert text.count("– 4") == blank


def test_the_proposal_sheet_is_one_for_each_neighbourhood_and_shows_the_pra_musyawarah() -> None:
    spread = (CANDIDATES[0], replace(CANDIDATES[1], rt="007"))
    asked = replace(MINUTES, candidates=spread, decisions=(replace(DECISIONS[0], pre_ruling=Ruling.NOT_ELIGIBLE),))

    all_pages = pages(meeting_pdf(Paper.PROPOSALS, asked))

    assert len(all_pages) == 2
    assert sum("RT 007" in page for page in all_pages) == 1


def test_the_annexes_stand_alone_with_every_list() -> None:
    text = printed(Paper.ANNEXES, locked(MINUTES))

    assert all(one.head_name in text for one in CANDIDATES)
    assert "Kode dokumen" in text


def test_the_annex_of_workers_names_cover_with_a_day_of_its_own() -> None:
    text = printed(Paper.WORKERS, locked(replace(MINUTES, workers=WORKERS)))

    for expected in (
        "Berita Acara Nomor 141/07/BA/2026",
        "Keadaan pada 23 November 2026: 2 (dua) pekerja",
        "1 (satu) orang sudah terlindungi",
        "Ujang Pekerja 320301••••••••01 Wawan Nurjanah 001/002 Sudah terlindungi 12345678901 JKK, JKM APBD Kabupaten",
        "Énéng Pekerja – Mamat Rahmat",
        "Dusun: Cikaret (2 orang)",
    ):
        assert expected in text
    assert "3203011503850001" not in text


def test_an_annex_without_workers_says_so() -> None:
    assert "Tidak ada pekerja dalam keluarga yang layak." in printed(Paper.WORKERS)


def test_the_notes_tell_family_by_family_what_was_said() -> None:
    said = (DECISIONS[0], replace(DECISIONS[1], pre_ruling=Ruling.ELIGIBLE, pre_note="RT 001"), DECISIONS[2])
    late = (replace(ATTENDANCE[0], arrived=time(20, 5)), *ATTENDANCE[1:])

    text = printed(Paper.NOTES, replace(MINUTES, decisions=said, attendance=late))

    for expected in (
        "Pra-musyawarah: layak (RT 001); Sudah mampu; Memiliki toko; Keberatan: Ujang tidak sepakat",
        "Dadang Hidayat (pukul 20.05)",
        "Usulan baru",
    ):
        assert expected in text


def test_the_decree_is_a_draft_with_names_addresses_and_counts_by_occupation() -> None:
    working = (replace(CANDIDATES[0], occupation="Perdagangan"), *CANDIDATES[1:])

    text = printed(Paper.DECREE, locked(replace(MINUTES, candidates=working)))

    for expected in (
        "RANCANGAN",
        "MEMUTUSKAN",
        "2 (dua) keluarga",
        "Wawan Nurjanah",
        "Kp. Sindanglaka 1",
        "Perdagangan 1",
    ):
        assert expected in text
    assert "Entin Supriatin" not in text


def test_the_board_sees_masked_numbers_and_no_reasons() -> None:
    niks = {one.household: NIK for one in CANDIDATES}
    hung = replace(MINUTES, head_niks=niks, period=ObjectionPeriod(date(2026, 11, 24), 7))

    text = printed(Paper.ANNOUNCEMENT, locked(hung))

    assert "320301••••••••01" in text
    assert NIK not in text
    assert CANDIDATES[0].family_card not in text
    assert "sejak tanggal 24 November 2026 sampai dengan 30 November 2026" in text
    assert "Entin Supriatin" not in text
    assert "Sudah mampu" not in text


def test_an_addendum_names_the_minutes_that_it_changes() -> None:
    addendum = replace(MINUTES, amended=AmendedMinutes("141/05/BA/2026", date(2026, 10, 1), "7Q2M-K8XD-03PA-9VRT"))

    minutes, decree = printed(Paper.MINUTES, addendum), printed(Paper.DECREE, addendum)

    assert "mengubah Berita Acara Nomor 141/05/BA/2026 tanggal 1 Oktober 2026" in minutes
    assert "7Q2M-K8XD-03PA-9VRT" in minutes
    assert "141/05/BA/2026" in decree.replace(" ", "")


def test_the_minutes_count_by_occupation_once_one_is_known() -> None:
    working = (replace(CANDIDATES[0], occupation="Perdagangan"), *CANDIDATES[1:])

    assert "Kelompok pekerjaan" in printed(Paper.MINUTES, replace(MINUTES, candidates=working))
    assert "Kelompok pekerjaan" not in printed(Paper.MINUTES)


@pytest.mark.parametrize("paper", Paper)
def test_every_paper_is_laid_out_with_hard_names_and_also_when_nothing_is_known(paper: Paper) -> None:
    hard = ('Ujang "Ucok" O\'Ma’mun', "Panjang" * 29, "Népi Dédé Énéng", "A & B <b> {{ x }} #panic")
    families = tuple(replace(candidate(place, name), address=name) for place, name in enumerate(hard))
    rows = tuple(replace(DECISIONS[0], id=RecordId(f"d{place}"), household=RecordId(f"h{place}")) for place in range(4))
    workers = tuple(replace(WORKERS[0], family=one, name=one.head_name) for one in families)
    empty = replace(MINUTES, candidates=(), decisions=(), attendance=())

    text = printed(paper, locked(replace(MINUTES, candidates=families, decisions=rows, workers=workers)))

    assert meeting_pdf(paper, empty).startswith(b"%PDF")
    if paper not in {Paper.INVITATION, Paper.ATTENDANCE}:
        for name in (hard[0], hard[2], hard[3]) if paper is not Paper.MINUTES else hard[2:3]:
            assert name in text


@pytest.mark.parametrize("paper", [Paper.DECREE, Paper.ANNOUNCEMENT])
def test_a_paper_is_seen_before_it_is_printed(paper: Paper) -> None:
    assert all(page.startswith(b"\x89PNG") for page in meeting_pages(paper, MINUTES, ppi=40))


def test_what_the_meeting_considered_and_an_element_that_the_district_added_are_printed() -> None:
    seen = (DECISIONS[0], replace(DECISIONS[1], considerations=("A4", "Z9")), DECISIONS[2])
    guest = replace(ATTENDANCE[0], element="KARANG_TARUNA")
    labelled = {**MINUTES.element_labels, "KARANG_TARUNA": "Karang Taruna"}
    values = replace(MINUTES, decisions=seen, attendance=(guest, *ATTENDANCE[1:]), element_labels=labelled)

    assert "Pertimbangan: Aset cukup banyak, Z9" in printed(Paper.ANNEXES, values)
    assert "Karang Taruna 1 0 1" in printed(Paper.MINUTES, values)
    assert "KARANG_TARUNA" in printed(Paper.MINUTES, replace(values, element_labels={}))
