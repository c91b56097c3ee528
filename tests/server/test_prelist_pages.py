"""Daftar awal on the page: looked at before anything moves, taken in once, taken back where nobody worked on it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_domain.records import RecordKind
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, put
from tests.server.test_pages import PASSWORD, enter, token_of
from tests.server.test_prelist_import import FAMILY, HEADER

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NEIGHBOUR = "K7;3203012101090077;3203014309749077;Ani;Kepala Keluarga;3203012002;1"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, area in (("admin", Area()), ("sempit", Area((VILLAGE,)))):
            save_account(unit, name, PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def bring(browser: httpx.Client, *rows: str, period: str = "2025", data: bytes = b"") -> httpx.Response:
    content = data or "\n".join((HEADER, *rows)).encode()
    fields = {"form_token": token_of(browser.get("/daftar-awal")), "source": "P3KE", "period": period}
    return browser.post("/daftar-awal", data=fields, files={"file": ("daftar.csv", content)})


def press(browser: httpx.Client, shown: httpx.Response, act: str) -> httpx.Response:
    return browser.post(f"{shown.url.path}/{act}", data={"form_token": token_of(shown)})


def households(live_server: LiveServer) -> int:
    return len(live_server.rows("SELECT id FROM household"))


def test_nothing_moves_before_somebody_agrees(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)

    shown = bring(browser, FAMILY, NEIGHBOUR)
    before, heads = households(live_server), live_server.rows("SELECT head FROM village ORDER BY code")
    taken = press(browser, shown, "terapkan")

    assert before == 0
    assert heads == [{"head": 0}, {"head": 0}]
    for words in ("Babakankaret", "Limbangansari", "no_kk", "Masukkan ke desa"):
        assert words in shown.text
    assert "Masuk " in taken.text
    assert households(live_server) == 2


def test_a_list_is_taken_in_once(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    shown = bring(browser, FAMILY)
    press(browser, shown, "terapkan")

    again = press(browser, shown, "terapkan")
    twice = bring(browser, FAMILY)

    assert again.status_code == 404
    assert households(live_server) == 1
    assert "Masukkan ke desa" not in twice.text


def test_a_later_list_shows_new_gone_and_changed_families(browser: httpx.Client) -> None:
    enter(browser)
    press(browser, bring(browser, FAMILY, FAMILY.replace("K1", "K2").replace("1090001", "1090002")), "terapkan")

    later = bring(browser, FAMILY[:-1] + "4", FAMILY.replace("K1", "K3").replace("1090001", "1090003"), period="2026")

    row = later.text.partition("Babakankaret<small>")[2].partition("</tr>")[0]
    numbers = [part.partition(">")[2].partition("<")[0] for part in row.split('data-label="')[1:]]
    assert numbers == ["2", "2", "1", "1", "1", "1"]


def test_taken_back_only_what_nobody_worked_on_goes(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    enter(browser)
    other = (
        FAMILY.replace("K1", "K2").replace("1090001", "1090002").replace("Siti", "Ani").replace("9749002", "9749003")
    )
    shown = bring(browser, FAMILY, other)
    press(browser, shown, "terapkan")
    laptop.sync()
    ani = next(one for one in laptop.base if laptop.document(one).get("head_name") == "Ani")
    laptop.sync(put(RecordKind.HOUSEHOLD, ani, rt="005"))

    undone = press(browser, browser.get(shown.url.path), "batalkan")
    laptop.sync()

    assert "1 keluarga dikeluarkan lagi; 1 tetap" in undone.text
    assert live_server.rows("SELECT head_name FROM household") == [{"head_name": "Ani"}]
    assert live_server.rows("SELECT count(*) AS n FROM prelist_entry") == [{"n": 0}]
    assert live_server.rows("SELECT count(*) AS n FROM member") == [{"n": 1}]
    assert live_server.rows("SELECT count(*) AS n FROM conflict") == [{"n": 0}]
    token = token_of(browser.get("/daftar-awal"))
    assert browser.post(f"{shown.url.path}/batalkan", data={"form_token": token}).status_code == 404


def test_taken_back_a_later_list_gives_the_desil_back(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    press(browser, bring(browser, FAMILY), "terapkan")
    later = bring(browser, FAMILY[:-1] + "4", period="2026")
    press(browser, later, "terapkan")
    changed = live_server.rows("SELECT desil FROM household")

    press(browser, browser.get(later.url.path), "batalkan")

    assert changed == [{"desil": 4}]
    assert live_server.rows("SELECT desil FROM household") == [{"desil": 2}]
    assert live_server.rows("SELECT period FROM prelist_entry") == [{"period": "2025"}]


def test_an_administrator_of_one_village_brings_nothing_into_another(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    enter(browser, "sempit")
    shown = bring(browser, FAMILY, NEIGHBOUR)

    press(browser, shown, "terapkan")
    returned = browser.get(f"{shown.url.path}/dikembalikan.xlsx")

    assert live_server.rows("SELECT DISTINCT village FROM household") == [{"village": VILLAGE}]
    assert "di luar wilayah Anda: 1 keluarga dikembalikan" in shown.text
    assert OTHER_VILLAGE in shown.text
    assert returned.content.startswith(b"PK")
    assert "Baris ditolak" in browser.get(f"{shown.url.path}/laporan.csv").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04 half", "rusak atau terpotong"),
        (b"\xd0\xcf\x11\xe0 old", ".xls lama"),
        (workbook_bytes([("A", "B"), ("1", "2")]), "judul kolomnya tidak dikenali"),
        (b"\x00\x01\x02", "bukan Excel dan bukan CSV"),
    ],
)
def test_a_file_that_is_no_list_says_why(browser: httpx.Client, data: bytes, words: str) -> None:
    enter(browser)

    assert words in bring(browser, data=data).text


def test_what_is_missing_in_the_form_and_what_is_too_large_is_said(browser: httpx.Client) -> None:
    enter(browser)
    token = token_of(browser.get("/daftar-awal"))
    file = {"file": ("daftar.csv", b"x")}

    no_period = browser.post("/daftar-awal", data={"form_token": token, "source": "P3KE", "period": " "}, files=file)
    no_source = browser.post("/daftar-awal", data={"form_token": token, "source": "?", "period": "1"}, files=file)
    no_file = browser.post("/daftar-awal", data={"form_token": token, "source": "P3KE", "period": "1"})
    huge = browser.post("/daftar-awal", content=b"x" * 60_000_000)

    assert [one.status_code for one in (no_period, no_source, no_file, huge)] == [422, 422, 422, 413]


def test_titles_that_nobody_knows_are_chosen_by_hand(browser: httpx.Client, live_server: LiveServer) -> None:
    strange = (
        b"kode_keluarga;kartu;nomor induk;sebutan;posisi;lokasi;tingkat\n"
        b"K1;3203012101090001;3203014309749002;Siti;Kepala Keluarga;3203012001;2\n"
    )
    enter(browser)
    shown = bring(browser, data=strange)
    chosen = {"name": "sebutan", "nik": "nomor induk", "family_card": "kartu", "village_code": "lokasi"}
    chosen |= {"desil": "tingkat", "relation": "posisi", "sex": "-", "form_token": token_of(shown)}

    again = browser.post(f"{shown.url.path}/kolom", data=chosen)
    press(browser, again, "terapkan")
    late = browser.post(f"{shown.url.path}/kolom", data=chosen)

    assert "judul kolomnya tidak dikenali" in shown.text
    assert '<option value="sebutan" selected>' in again.text
    assert live_server.rows("SELECT head_name, no_kk, desil FROM household") == [
        {"head_name": "Siti", "no_kk": "3203012101090001", "desil": 2}
    ]
    assert late.status_code == 404


def test_a_column_that_was_taken_for_another_is_given_its_meaning(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    header = "id_keluarga;no_kk;nik;nama;nama kepala;hubungan;kode_desa;desil;desil baru"
    row = "K1;3203012101090001;3203014309749002;salah;Siti;Kepala Keluarga;3203012001;2;4"
    enter(browser)
    shown = bring(browser, data=f"{header}\n{row}\n".encode())
    fields = {"name": "nama kepala", "desil": "desil baru", "form_token": token_of(shown)}

    press(browser, browser.post(f"{shown.url.path}/kolom", data=fields), "terapkan")

    assert live_server.rows("SELECT head_name, desil FROM household") == [{"head_name": "Siti", "desil": 4}]
