"""Daftar kode on the page: looked over row by row, published as a version that never changes, handed on, withdrawn."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import httpx
import pytest
from openpyxl import load_workbook

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.forms import publish_form
from kemiskinan_server.services.questionnaires import household_form
from tests.desktop.services.test_code_lists import FORM
from tests.server.conftest import VILLAGE, Enrol, LiveServer
from tests.server.publishing import HERE, a_code_list, publish_codes
from tests.server.test_pages import PASSWORD, enter, token_of
from tests.server.test_scopes import ask

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
TABLE = "kode;uraian;sektor\n1;Petani;tani\n2;Buruh harian lepas;jasa\n"
FIELDS = {"title": "Pekerjaan", "name": "pekerjaan", "version": "20261101", "starts": "2026-11-01"}


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in (
            ("admin", Role.ADMINISTRATOR, Area()),
            ("sempit", Role.ADMINISTRATOR, Area((VILLAGE,))),
            ("dewi", Role.REVIEWER, Area()),
        ):
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=60) as client:
        enter(client)
        yield client


def send(browser: httpx.Client, act: str, table: str = TABLE, file: bytes = b"", **fields: Any) -> httpx.Response:
    data = {**FIELDS, "form_token": token_of(browser.get("/daftar-kode")), "act": act, "table": table, **fields}
    return browser.post("/daftar-kode", data=data, files={"file": ("daftar.xlsx", file)} if file else None)


def published(live_server: LiveServer) -> list[str]:
    return [str(row["line"]) for row in live_server.rows("SELECT line FROM scope_record WHERE NOT deleted")]


def test_looking_publishes_nothing_and_publishing_reaches_the_laptops(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    laptop = enrol()

    looked = send(browser, "periksa")
    before = published(live_server)
    done = send(browser, "terbitkan")

    assert "2 pilihan, tidak ada kesalahan" in looked.text
    assert before == []
    assert "terbit." in done.text
    (line,) = ask(laptop).lines
    assert line.document["choices"] == [["1", "Petani", "tani"], ["2", "Buruh harian lepas", "jasa"]]
    assert live_server.rows("SELECT actor FROM audit WHERE deed = 'code-list-published'") == [{"actor": "admin"}]


def test_an_excel_file_is_read_and_can_be_gone_on_with_as_text(browser: httpx.Client, live_server: LiveServer) -> None:
    book = workbook_bytes([["Kode", "Uraian"], ["01", "Petani"], [2, "Buruh; harian"]])

    looked = send(browser, "periksa", "", book)
    done = send(browser, "terbitkan", "", book)

    assert "01;Petani\n2;&#34;Buruh; harian&#34;" in looked.text
    assert done.status_code == 200
    assert '[["01","Petani"],["2","Buruh; harian"]]' in published(live_server)[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"table": "kode;uraian\n1;Petani\n1;Buruh\n"}, "Kode sudah dipakai baris lain."),
        ({"table": "kode;uraian\n1;\n"}, "Uraian kosong."),
        ({"table": "kode;uraian\n1;=HYPERLINK(A1)\n"}, "Isi sel dimulai seperti rumus"),
        ({"table": "nomor;isi\n1;Petani\n"}, "Tidak ada baris judul"),
        ({"table": ""}, "Pilih berkasnya, atau tulis daftarnya."),
        ({"name": "Pekerjaan Baru"}, "Nama daftar hanya huruf kecil"),
        ({"version": "baru"}, "Versi ditulis dengan angka"),
        ({"title": ""}, "Tulis judul daftar"),
        ({"starts": "kemarin"}, "Tanggal ditulis tahun-bulan-hari"),
        ({"until": "2026-10-01"}, "Tanggal akhir lebih dahulu"),
        ({"scope": "district:32.04"}, "Pilih kabupatennya."),
    ],
)
def test_what_cannot_be_published_says_why(
    browser: httpx.Client, live_server: LiveServer, fields: dict[str, Any], words: str
) -> None:
    answer = send(browser, "terbitkan", **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert published(live_server) == []


def test_a_version_never_changes(browser: httpx.Client, live_server: LiveServer) -> None:
    send(browser, "terbitkan")

    again = send(browser, "terbitkan")
    other = send(browser, "terbitkan", "kode;uraian\n1;Nelayan\n")
    lower = send(browser, "terbitkan", "kode;uraian\n1;Nelayan\n", version="20261031")
    higher = send(browser, "terbitkan", "kode;uraian\n1;Nelayan\n", version="20261102")

    assert (again.status_code, other.status_code, lower.status_code, higher.status_code) == (200, 422, 422, 200)
    assert "Versi itu sudah terbit dengan isi lain." in other.text
    assert "Naikkan nomor versi" in lower.text
    assert len(published(live_server)) == 2


def test_a_withdrawn_version_stays_withdrawn(browser: httpx.Client, live_server: LiveServer) -> None:
    send(browser, "terbitkan")
    path = f"/daftar-kode/{HERE}/pekerjaan/20261101"

    token = token_of(browser.get("/daftar-kode"))
    done = browser.post(f"{path}/tarik", data={"form_token": token})
    again = browser.post(f"{path}/tarik", data={"form_token": token})
    anew = send(browser, "terbitkan")

    assert "ditarik" in done.text
    assert (again.status_code, anew.status_code) == (404, 422)
    (line,) = published(live_server)
    assert '"withdrawn":true' in line, "families that began with it are finished with it"
    assert browser.get(path).status_code == 200, "what was withdrawn can still be looked at"


def test_the_list_is_handed_on_as_text_and_can_be_brought_again(browser: httpx.Client) -> None:
    send(browser, "terbitkan", "kode;uraian\n-1;Tidak tahu\n")

    answer = browser.get(f"/daftar-kode/{HERE}/pekerjaan/20261101")
    again = send(browser, "periksa", "", answer.content, version="20261102")

    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["kode", "uraian"], ["-1", "Tidak tahu"]]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} == {"s"}
    assert "1 pilihan, tidak ada kesalahan" in again.text


@pytest.mark.parametrize("name", ["sempit", "dewi"])
def test_only_who_administers_the_whole_district_comes_in(browser: httpx.Client, name: str) -> None:
    send(browser, "terbitkan")
    browser.cookies.clear()
    enter(browser, name)
    token = token_of(browser.get("/akun"))

    path = f"/daftar-kode/{HERE}/pekerjaan/20261101"
    answers = [
        browser.get("/daftar-kode"),
        browser.post("/daftar-kode", data={**FIELDS, "form_token": token, "table": TABLE}),
        browser.get(path),
        browser.post(f"{path}/tarik", data={"form_token": token}),
    ]

    assert {one.status_code for one in answers} == {404}


def test_a_table_that_is_too_large_or_swells_is_refused(browser: httpx.Client, live_server: LiveServer) -> None:
    rows = "kode;uraian\n" + "".join(f"{number};Uraian {number}\n" for number in range(5_001))

    many = send(browser, "terbitkan", rows)
    broken = send(browser, "terbitkan", "", b"PK\x03\x04" + bytes(2_000))
    huge = send(browser, "terbitkan", "", b"kode;uraian\n" + b"1;Petani\n" * 400_000)

    assert ("Daftar terlalu besar." in many.text, "Daftar terlalu besar." in huge.text) == (True, True)
    assert "Berkas tidak terbaca sebagai tabel" in broken.text
    assert published(live_server) == []


def test_the_district_opens_a_family_with_the_list_that_it_began_with(live_server: LiveServer) -> None:
    context = live_server.parts.context
    publish_codes(context.database, a_code_list("1", "Petani", "Nelayan"))
    publish_codes(context.database, a_code_list("2", "Ojek"))
    with context.database.unit_of_work() as unit:
        publish_form(unit, context.keys, form="keluarga", version="7", compiled=FORM, by="t", now=NOW)
        names = ("keluarga@7+pekerjaan.1", "keluarga@7+pekerjaan.2", "keluarga@7", "keluarga@7+pekerjaan.9")
        forms = [household_form(unit, VILLAGE, {"form": name}) for name in names]

    offered = [
        [choice.label("id") for choice in form.new_entry().choices("/data/kerja")] for form in forms if form is not None
    ]
    assert offered == [["Petani", "Nelayan"], ["Ojek"], ["Petani"], ["Petani"]]
