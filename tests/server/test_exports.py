"""Lists for other offices: text in every cell, masked unless somebody may and says why, nothing runs, nothing leaks."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import openpyxl
import pytest

from kemiskinan_domain.deliberation import Session
from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.handing_on import csv_chunks, xlsx_chunks
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, household, member, put
from tests.server.test_deliberation_pages import NIK, meeting
from tests.server.test_pages import PASSWORD, enter, token_of

__all__ = ["meeting"]

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
WHY = {"full": "1", "reason": "Draf SK Bupati"}


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    people = (
        ("admin", Role.ADMINISTRATOR, Area()),
        ("camat", Role.SUBDISTRICT_READER, Area((VILLAGE,))),
        ("jauh", Role.REVIEWER, Area((OTHER_VILLAGE,))),
        ("bpjs", Role.WORKERS_OFFICER, Area()),
    )
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in people:
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def export(browser: httpx.Client, kind: str = "keluarga-layak", form: str = "xlsx", **more: str) -> httpx.Response:
    token = token_of(browser.get("/ekspor"))
    return browser.post("/ekspor", data={"form_token": token, "kind": kind, "form": form, **more})


def sheet_of(content: bytes) -> list[tuple[str, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
    assert {cell.number_format for cell in cells} == {"@"}
    return [tuple(str(value or "") for value in row) for row in sheet.iter_rows(values_only=True)]


def rows_in(answer: httpx.Response) -> list[list[str]]:
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""), delimiter=";"))


@pytest.fixture
def proposed(laptop: Laptop) -> Laptop:
    """A locked session found a family of the village's own layak: a woman with a disability, and a son who died."""
    family = household(head_name="Ani", origin="usulan", no_kk="3203010101010009", rt="001", rw="002")
    session = new_record_id()
    ani = member(
        family.id,
        name='Ani "Contoh", S.Pd.',
        nik="3203014309749005",
        relation="1",
        position=1,
        sex="P",
        birth_date="1974-09-03",
        answers__ibu_kandung="Ibu Contoh",
        answers__jenis_disabilitas=["1", "5"],
        answers__r408="2",
    )
    decision = decision_id(session, family.id)
    laptop.sync(
        family,
        put(RecordKind.HOUSEHOLD, family.id, address="Jl. X"),
        ani,
        member(family.id, name="Almarhum", relation="3", position=2, presence="2"),
        put(RecordKind.DECISION, decision, parent=session, household=family.id, presence="4", decision="L"),
        put(RecordKind.DELIBERATION, session, title="Musdes", date="2026-11-20", state="locked"),
    )
    return laptop


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_numbers_are_masked_unless_a_reviewer_says_why(
    browser: httpx.Client, meeting: Session, live_server: LiveServer, form: str
) -> None:
    enter(browser)

    masked, refused = export(browser, form=form), export(browser, form=form, full="1")
    full = export(browser, form=form, **WHY)

    def cells(answer: httpx.Response) -> set[str]:
        rows = sheet_of(answer.content) if form == "xlsx" else rows_in(answer)
        return {cell for row in rows for cell in row}

    assert NIK not in cells(masked)
    assert refused.status_code == 422
    assert {NIK, "3203010101010001"} <= cells(full)
    assert "Ujang Contoh" not in cells(full)
    assert live_server.rows("SELECT detail FROM audit WHERE deed = 'list-keluarga-layak'") == [
        {"detail": "Draf SK Bupati"}
    ]


def test_a_name_that_begins_as_a_formula_is_text(browser: httpx.Client, meeting: Session) -> None:
    enter(browser)

    book, text = sheet_of(export(browser).content), rows_in(export(browser, form="csv"))

    assert book[1][6] == "=Siti Contoh"
    assert text[1][6] == "'=Siti Contoh"


def test_who_may_only_read_never_gets_a_full_number(browser: httpx.Client, meeting: Session) -> None:
    enter(browser, "camat")

    refused, masked = export(browser, **WHY), export(browser)

    assert refused.status_code == 422
    assert NIK not in {cell for row in sheet_of(masked.content) for cell in row}


def test_a_workers_officer_gets_full_numbers_of_workers_alone(browser: httpx.Client, meeting: Session) -> None:
    enter(browser, "bpjs")

    families, workers = export(browser, **WHY), export(browser, "pekerja", **WHY)

    assert families.status_code == 422
    assert NIK in {cell for row in sheet_of(workers.content) for cell in row}


def test_a_list_can_be_of_one_kecamatan_and_never_leaves_the_area(browser: httpx.Client, meeting: Session) -> None:
    enter(browser)
    here, elsewhere = export(browser, kecamatan="Cianjur"), export(browser, kecamatan="Warungkondang")
    enter(browser, "jauh")
    outside = export(browser, **WHY)

    assert [len(sheet_of(one.content)) for one in (here, elsewhere, outside)] == [2, 1, 1]


def test_proposals_stand_in_the_columns_of_the_usulan_file(browser: httpx.Client, proposed: Laptop) -> None:
    enter(browser)

    rows = rows_in(export(browser, "usulan", "csv", programme="PBI", **WHY))
    masked = rows_in(export(browser, "usulan", "csv"))

    assert len(rows) == 2
    told = dict(zip(rows[0], rows[1], strict=True))
    assert told == {
        "NIK": "3203014309749005",
        "PROGRAM BANSOS": "PBI",
        "NOKK": "3203010101010009",
        "NAMA": "ANI CONTOH S PD",
        "TEMPAT LAHIR": "",
        "TANGGAL LAHIR": "03/09/1974",
        "IBU KANDUNG": "IBU CONTOH",
        "JENIS KELAMIN": "P",
        "JENIS PEKERJAAN": "",
        "STATUS KAWIN": "2",
        "ALAMAT": "Jl. X",
        "RT": "001",
        "RW": "002",
        "PROVINSI": "Jawa Barat",
        "KABUPATEN": "Cianjur",
        "KECAMATAN": "Cianjur",
        "KELURAHAN": "Babakankaret",
        "STATUS DISABILITAS": "YA",
        "KODE JENIS DISABILITAS": "PDFSK,PDSNS",
        "STATUS HAMIL": "",
        "TGL MULAI HAMIL": "",
    }
    hidden = dict(zip(masked[0], masked[1], strict=True))
    assert (hidden["IBU KANDUNG"], hidden["STATUS DISABILITAS"], hidden["ALAMAT"]) == ("", "", "")
    assert "3203014309749005" not in masked[1]


def test_what_is_no_list_is_said(browser: httpx.Client, meeting: Session) -> None:
    enter(browser)

    assert export(browser, "semua").status_code == 422
    assert export(browser, form="exe").status_code == 422


def test_rows_leave_while_later_ones_are_not_read_yet() -> None:
    read = 0

    def rows() -> Iterator[tuple[str, ...]]:
        nonlocal read
        for number in range(100_000):
            read += 1
            yield (str(number), f"{number * 7919:016d}", "Keluarga contoh")

    for chunks in (xlsx_chunks, csv_chunks):
        read = 0
        pieces = chunks(("a", "b", "c"), rows()) if chunks is csv_chunks else xlsx_chunks(("a", "b", "c"), rows(), "x")
        first = next(iter(pieces))

        assert first
        assert read < 60_000


def test_a_list_longer_than_a_sheet_goes_on_on_the_next() -> None:
    content = b"".join(xlsx_chunks(("No",), ((str(number),) for number in range(5)), "Daftar & isi", rows_a_sheet=2))

    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.sheetnames == ["Daftar & isi 1", "Daftar & isi 2", "Daftar & isi 3"]
    assert [[row[0] for row in sheet.iter_rows(values_only=True)] for sheet in book] == [
        ["No", "0", "1"],
        ["No", "2", "3"],
        ["No", "4"],
    ]


def test_signs_that_no_workbook_can_hold_do_not_break_it() -> None:
    odd = "a\x00b\x1f<&>\ufffe"
    content = b"".join(xlsx_chunks(("No",), [(odd, "x" * 40_000)], "Daftar"))

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert packed.testzip() is None
    row = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))[1]
    assert row[0] == "a b <&> "
    assert len(str(row[1])) == 32_767
