from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kemiskinan_desktop.documents import Paper, meeting_pages, meeting_pdf
from kemiskinan_desktop.documents.labels import METHOD_SENTENCES, RULING_LABELS
from kemiskinan_domain.deliberation import Method, Officer, Ruling, Session, lock_hash
from kemiskinan_domain.records import RecordId
from tests.desktop.documents.papers import (
    CANDIDATES,
    DECISIONS,
    MINUTES,
    candidate,
    locked,
    pages,
    ruled,
    text_of,
)


def test_the_minutes_say_who_met_when_where_and_what_was_decided() -> None:
    text = text_of(meeting_pdf(Paper.MINUTES, locked(MINUTES)))

    for expected in (
        "PEMERINTAH KABUPATEN CIANJUR",
        "DESA BABAKANKARET",
        "PENETAPAN KELUARGA MISKIN EKSTREM TAHUN 2026",
        "Nomor: 141/07/BA/2026",
        "Senin tanggal dua puluh tiga bulan November tahun dua ribu dua puluh enam (23-11-2026)",
        "mulai pukul 19.30 WIB sampai dengan pukul 22.15 WIB",
        "Undang-Undang Nomor 6 Tahun 2014 tentang Desa",
        "hadir 2 (dua) orang",
        "memenuhi kuorum",
        "2 (dua) keluarga dinyatakan layak, 1 (satu) keluarga dinyatakan tidak layak",
        "musyawarah untuk mufakat",
        "Keluarga Entin Supriatin: Ujang tidak sepakat",
        "Kepala Desa Babakankaret",
        "Asep Sunandar",
        "Tidak bersedia menandatangani; diketahui Tatang Sutarman",
    ):
        assert expected in text, expected


def test_families_stand_in_the_annex_of_their_ruling_with_the_reason() -> None:
    titles = ("Daftar keluarga layak", "Daftar keluarga tidak layak dan ditunda", "Daftar keluarga usulan baru")
    all_pages = pages(meeting_pdf(Paper.MINUTES, MINUTES))
    found = {title: next(page for page in all_pages if title in page) for title in titles}

    assert "Wawan Nurjanah" in found["Daftar keluarga layak"]
    assert "Sudah mampu; Memiliki toko" in found["Daftar keluarga tidak layak dan ditunda"]
    assert "Mamat Rahmat" in found["Daftar keluarga usulan baru"]
    assert "Wawan Nurjanah" not in found["Daftar keluarga tidak layak dan ditunda"]


def test_every_page_carries_its_number_and_the_number_of_the_minutes() -> None:
    all_pages = pages(meeting_pdf(Paper.MINUTES, locked(MINUTES)))

    for place, page in enumerate(all_pages, start=1):
        assert f"Halaman {place} dari {len(all_pages)}" in page
        assert "Berita Acara Nomor 141/07/BA/2026" in page


def test_a_locked_meeting_prints_its_code_on_every_page() -> None:
    values = locked(MINUTES)
    seal = lock_hash(values.session, values.attendance, values.decisions)

    all_pages = pages(meeting_pdf(Paper.MINUTES, values))

    assert all(seal.code in page for page in all_pages)
    assert seal.digest.upper()[:8] in " ".join(all_pages)
    assert not any("DRAF" in page for page in all_pages)


@pytest.mark.parametrize("values", [MINUTES, replace(locked(MINUTES), draft=True)])
def test_a_draft_says_so_on_every_page_and_carries_no_code(values: object) -> None:
    assert isinstance(values, type(MINUTES))
    seal = lock_hash(values.session, values.attendance, values.decisions)

    all_pages = pages(meeting_pdf(Paper.MINUTES, values))

    assert all("DRAF" in page for page in all_pages)
    assert not any(seal.code in page for page in all_pages)


def test_family_card_numbers_are_masked_unless_asked_for() -> None:
    number = CANDIDATES[0].family_card

    assert number not in text_of(meeting_pdf(Paper.MINUTES, MINUTES))
    assert number in text_of(meeting_pdf(Paper.MINUTES, replace(MINUTES, full_numbers=True)))


def test_the_same_values_print_the_same_bytes() -> None:
    assert meeting_pdf(Paper.MINUTES, locked(MINUTES)) == meeting_pdf(Paper.MINUTES, locked(MINUTES))


def test_undecided_families_are_listed_while_there_are_any() -> None:
    some = text_of(meeting_pdf(Paper.MINUTES, replace(MINUTES, decisions=DECISIONS[:2])))
    none = text_of(meeting_pdf(Paper.MINUTES, MINUTES))

    assert "Daftar keluarga belum diputuskan" in some
    assert "1 (satu) keluarga belum diputuskan" in some
    assert "belum diputuskan" not in none


def test_a_meeting_of_which_nothing_is_known_yet_prints_with_gaps() -> None:
    empty = replace(MINUTES, session=Session(id=RecordId("s")), attendance=(), candidates=(), decisions=())

    all_pages = pages(meeting_pdf(Paper.MINUTES, empty))

    assert "........" in all_pages[0]
    assert "Tidak ada keluarga dalam daftar ini." in all_pages[-1]
    assert "Hadir 0 orang" in " ".join(all_pages)


def test_two_hundred_families_all_stand_on_paper_under_repeated_heads() -> None:
    families = tuple(candidate(place, f"Kepala Keluarga {place:03d}") for place in range(200))
    rows = tuple(ruled(place, Ruling.ELIGIBLE) for place in range(200))

    all_pages = pages(meeting_pdf(Paper.MINUTES, replace(MINUTES, candidates=families, decisions=rows)))

    text = " ".join(all_pages)
    assert all(text.count(one.head_name) == 1 for one in families)
    listing = [page for page in all_pages if "Kepala Keluarga 0" in page or "Kepala Keluarga 1" in page]
    assert len(listing) > 3
    assert all("Nama kepala keluarga" in page and "Dusun:" in page for page in listing)


MARKUP = "#panic(1) *tebal* _miring_ @label <tag> $a$ `kode` \\ \"kutip\" 'Ma’mun' //catatan = [x]"


def test_what_people_typed_is_printed_to_the_letter() -> None:
    values = replace(
        MINUTES,
        session=replace(
            MINUTES.session,
            place=MARKUP,
            title=MARKUP,
            agenda=(MARKUP,),
            legal_basis=(MARKUP,),
            chair=Officer(MARKUP, MARKUP),
            village_head=MARKUP,
        ),
        candidates=(replace(CANDIDATES[0], head_name=MARKUP, dusun=MARKUP, address=MARKUP),),
        decisions=(replace(DECISIONS[0], reasons=("99",), reason_other=MARKUP, dissent=MARKUP),),
        attendance=(replace(MINUTES.attendance[0], name=MARKUP, signed_by=MARKUP),),
    )

    text = text_of(meeting_pdf(Paper.MINUTES, values))

    assert text.count("#panic(1) *tebal* _miring_ @label <tag> $a$ `kode`") >= 10
    assert "//catatan = [x]" in text


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=60))
def test_no_text_can_stop_the_press(text: str) -> None:
    values = replace(
        MINUTES,
        session=replace(MINUTES.session, number=text, place=text),
        candidates=(replace(CANDIDATES[0], head_name=text, dusun=text),),
    )

    assert meeting_pdf(Paper.MINUTES, values).startswith(b"%PDF")


def test_a_name_of_two_hundred_letters_stays_inside_its_cell_and_whole() -> None:
    name = "Panjang" * 29
    values = replace(MINUTES, candidates=(replace(CANDIDATES[0], head_name=name),))

    assert name in text_of(meeting_pdf(Paper.MINUTES, values)).replace(" ", "")


def test_the_preview_shows_as_many_pages_as_the_print() -> None:
    pictures = meeting_pages(Paper.MINUTES, MINUTES, 40)

    assert len(pictures) == len(pages(meeting_pdf(Paper.MINUTES, MINUTES)))
    assert all(picture.startswith(b"\x89PNG") for picture in pictures)


def test_every_code_of_the_domain_has_a_word() -> None:
    assert set(METHOD_SENTENCES) == set(Method)
    assert set(RULING_LABELS) == set(Ruling)


def test_the_time_of_printing_does_not_touch_the_words_of_locked_minutes() -> None:
    later = replace(locked(MINUTES), printed_at=datetime(2027, 1, 1, tzinfo=UTC))

    assert text_of(meeting_pdf(Paper.MINUTES, later)) == text_of(meeting_pdf(Paper.MINUTES, locked(MINUTES)))


def test_a_sign_that_the_fonts_lack_stays_in_the_text_of_the_file() -> None:
    values = replace(MINUTES, candidates=(replace(CANDIDATES[0], head_name="Asep ᮞᮥᮔ᮪ᮓ"),))

    assert "Asep" in text_of(meeting_pdf(Paper.MINUTES, values))
