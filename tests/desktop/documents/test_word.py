"""Word papers hold every field, and a template that somebody broke is told by the field's name."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import time
from pathlib import Path
from typing import Any

import pytest
from docx import Document

from kemiskinan_desktop.documents import (
    Paper,
    TemplateFault,
    TemplateProblem,
    meeting_docx,
    qr_words,
    shipped_template,
)
from kemiskinan_desktop.documents.word_templates import template
from kemiskinan_domain.deliberation import Ruling, lock_hash
from tests.desktop.documents.papers import (
    ATTENDANCE,
    CANDIDATES,
    DECISIONS,
    LETTERHEAD,
    MINUTES,
    WORKERS,
    candidate,
    locked,
    ruled,
)

FULL = replace(MINUTES, workers=WORKERS)


def made(paper: Paper, values: Any = FULL, path: Path | None = None) -> bytes:
    outcome = meeting_docx(paper, values, path)
    assert isinstance(outcome, bytes), outcome
    return outcome


def texts(parts: Any) -> Iterator[str]:
    yield from (paragraph.text for paragraph in parts.paragraphs)
    for table in parts.tables:
        for row in table.rows:
            yield " | ".join(cell.text for cell in row.cells)


def text_of(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    section = document.sections[0]
    return "\n".join([*texts(section.header), *texts(document), *texts(section.footer)])


def edited(paper: Paper, words: str, folder: Path) -> Path:
    """The shipped template as a village might have changed it."""
    document = Document(str(shipped_template(paper)))
    document.add_paragraph(words)
    path = folder / f"{paper}.docx"
    document.save(str(path))
    return path


EXPECTED = {
    Paper.INVITATION: (
        "Senin, 23 November 2026",
        "19.30 sampai 22.15 WIB",
        "Aula Kantor Desa",
        "Pembukaan",
        "3 | Ujang",
    ),
    Paper.ATTENDANCE: ("1 | Dadang Hidayat | L | BPD | 1. ", "diketahui Tatang Sutarman", "Belum hadir"),
    Paper.PROPOSALS: ("Dusun Babakan RT 001 RW 002", "Entin Supriatin", "| – | 4 |"),
    Paper.MINUTES: (
        "PEMERINTAH KABUPATEN CIANJUR",
        "PENETAPAN KELUARGA MISKIN EKSTREM TAHUN 2026",
        "Nomor: 141/07/BA/2026",
        "Pada hari ini Senin tanggal dua puluh tiga",
        "Pimpinan musyawarah | : Dadang Hidayat, Ketua BPD",
        "Undang-Undang Nomor 6 Tahun 2014 tentang Desa",
        "Pengambilan keputusan",
        "memenuhi kuorum",
        "BPD | 1 | 0 | 1",
        "Jumlah | 1 | 1 | 2",
        "a | Keluarga ditemukan | 2",
        "g | Jumlah keluarga dalam daftar (a + f) | 3",
        "Cikaret | 2 | 0 | 0 | 0 | 2",
        "Jumlah | 2 | 1 | 0 | 0 | 3",
        "musyawarah untuk mufakat",
        "Keluarga Entin Supriatin: Ujang tidak sepakat",
        "Euis Komariah | Dadang Hidayat",
        "Asep Sunandar",
    ),
    Paper.ANNEXES: ("Lampiran 2: Daftar keluarga layak (2 keluarga)", "Sudah mampu; Memiliki toko", "Mamat Rahmat"),
    Paper.WORKERS: (
        "Keadaan pada 23 November 2026: 2",
        "Ujang Pekerja | 320301••••••••01",
        "Sudah terlindungi | 12345678901",
    ),
    Paper.NOTES: ("Dusun: Babakan", "Sudah mampu; Memiliki toko; Keberatan: Ujang tidak sepakat"),
    Paper.DECREE: ("RANCANGAN", "KESATU | : Menetapkan 2\u00a0(dua) keluarga", "Wawan Nurjanah", "Jumlah | 2"),
    Paper.ANNOUNCEMENT: ("PENGUMUMAN", "2\u00a0(dua) keluarga berikut dinyatakan layak", "1 | Mamat Rahmat |"),
}


@pytest.mark.parametrize("paper", Paper)
def test_every_field_of_a_paper_stands_in_the_word_file(paper: Paper) -> None:
    text = text_of(made(paper))

    for expected in EXPECTED[paper]:
        assert expected in text, expected
    assert "{{" not in text
    assert "{%" not in text


@pytest.mark.parametrize("paper", Paper)
def test_what_ships_is_what_is_drawn(paper: Paper) -> None:
    with zipfile.ZipFile(shipped_template(paper)) as shipped, zipfile.ZipFile(io.BytesIO(template(paper))) as drawn:
        assert {name: shipped.read(name) for name in shipped.namelist()} == {
            name: drawn.read(name) for name in drawn.namelist()
        }


def test_a_locked_meeting_carries_code_and_qr_on_its_word_papers() -> None:
    values = locked(MINUTES)
    seal = lock_hash(values.session, values.attendance, values.decisions)

    data = made(Paper.MINUTES, values)

    text = text_of(data)
    assert f"Kode dokumen {seal.code}" in text
    assert seal.digest.upper()[:8] in text
    assert "DRAF" not in text
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        assert any(name.startswith("word/media/") for name in parts.namelist())
    assert qr_words(LETTERHEAD, seal).endswith(seal.digest.upper())


def test_an_open_meeting_is_a_draft_without_code() -> None:
    text = text_of(made(Paper.MINUTES))

    assert "DRAF – belum dikunci, belum berlaku" in text
    assert "Kode dokumen" not in text


def test_pages_are_numbered_by_word_itself() -> None:
    document = Document(io.BytesIO(made(Paper.MINUTES)))

    xml = document.sections[0].footer._element.xml

    assert "PAGE" in xml
    assert "NUMPAGES" in xml


def test_a_late_arrival_and_an_occupation_stand_in_the_word_file() -> None:
    late = (replace(ATTENDANCE[0], arrived=time(20, 5)), *ATTENDANCE[1:])
    working = (replace(CANDIDATES[0], occupation="Perdagangan"), *CANDIDATES[1:])
    values = replace(MINUTES, attendance=late, candidates=working)

    assert "hadir pukul 20.05" in text_of(made(Paper.ATTENDANCE, values))
    assert "Dadang Hidayat (pukul 20.05)" in text_of(made(Paper.NOTES, values))
    assert "Perdagangan | 1 | 0 | 0 | 0 | 1" in text_of(made(Paper.MINUTES, values))


HARD = ('Ujang "Ucok" O\'Ma’mun', "Panjang" * 29, "Népi Dédé Énéng", "A & B <b> {{ x }} {% y %}", "tab\tdan\x07bel")


@pytest.mark.parametrize("paper", [Paper.ANNEXES, Paper.NOTES, Paper.DECREE, Paper.ANNOUNCEMENT])
def test_names_are_written_to_the_letter(paper: Paper) -> None:
    families = tuple(candidate(place, name) for place, name in enumerate(HARD))
    values = replace(MINUTES, candidates=families, decisions=tuple(ruled(place, Ruling.ELIGIBLE) for place in range(5)))

    text = text_of(made(paper, values))

    assert all(name in text for name in HARD[:4])
    assert "tabdanbel" in text


@pytest.mark.parametrize(
    ("words", "problem", "field"),
    [
        ("{{ nomro }}", TemplateProblem.FIELD_UNKNOWN, "nomro"),
        ("{% for b in rekap %}{{ b.uraain }}{% endfor %}", TemplateProblem.FIELD_UNKNOWN, "uraain"),
        ("{{ nomor ", TemplateProblem.MARKS_BROKEN, ""),
        ("{% for b in rekap %}", TemplateProblem.MARKS_BROKEN, None),
        ("{{ nomor | pendek }}", TemplateProblem.MARKS_BROKEN, "pendek"),
        ("{{ ''.__class__.__mro__ }}", TemplateProblem.FIELD_UNKNOWN, None),
        ("{{ 1 / 0 }}", TemplateProblem.MARKS_BROKEN, None),
        ("{{ 'x' * 999999999999 }}", TemplateProblem.MARKS_BROKEN, None),
    ],
)
def test_a_broken_template_is_told_with_the_field(
    words: str, problem: TemplateProblem, field: str | None, tmp_path: Path
) -> None:
    outcome = meeting_docx(Paper.MINUTES, MINUTES, edited(Paper.MINUTES, words, tmp_path))

    assert isinstance(outcome, TemplateFault), "it was filled"
    assert outcome.paper is Paper.MINUTES
    if words.startswith(("{{ ''", "{{ 'x'")):
        return  # the sandbox may call it either; what matters is that it was not run
    assert outcome.problem is problem
    assert field is None or outcome.field == field


@pytest.mark.parametrize("content", [b"", b"bukan berkas Word", b"PK\x03\x04rusak"])
def test_a_file_that_is_no_word_file_is_told(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "berita-acara.docx"
    path.write_bytes(content)

    assert meeting_docx(Paper.MINUTES, MINUTES, path) == TemplateFault(Paper.MINUTES, TemplateProblem.UNREADABLE)


def test_an_edited_template_is_used(tmp_path: Path) -> None:
    path = edited(Paper.MINUTES, "Tembusan: Camat {{ desa }}", tmp_path)

    assert "Tembusan: Camat Babakankaret" in text_of(made(Paper.MINUTES, MINUTES, path))


def test_two_hundred_families_stand_in_one_table(tmp_path: Path) -> None:
    families = tuple(candidate(place, f"Kepala {place:03d}") for place in range(200))
    rows = tuple(replace(DECISIONS[0], id=one.household, household=one.household) for one in families)

    text = text_of(made(Paper.ANNEXES, replace(MINUTES, candidates=families, decisions=rows)))

    assert all(one.head_name in text for one in families)
