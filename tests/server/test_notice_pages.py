"""Pengumuman on the page: written, looked at, published, corrected, withdrawn, and who in the villages has read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.publishing import reading_id
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.wire.scopes import NATIONAL
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.storage.database import Database
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import put
from tests.server.publishing import HERE, a_code_list, a_notice, publish, publish_codes
from tests.server.test_pages import PASSWORD, enter, token_of
from tests.server.test_scopes import ask

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FIELDS = {"title": "Rapat koordinasi", "text": "Hari Senin di aula.", "starts": "2026-11-01", "until": "2031-12-31"}


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    people = (
        ("dewi", Role.REVIEWER, Area()),
        ("sempit", Role.REVIEWER, Area((VILLAGE,))),
        ("camat", Role.SUBDISTRICT_READER, Area()),
    )
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in people:
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=60) as client:
        enter(client, "dewi")
        yield client


def hidden(page: httpx.Response, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.text)
    return "" if found is None else found[1]


def send(browser: httpx.Client, act: str, path: str = "/pengumuman/tulis", **fields: Any) -> httpx.Response:
    form = browser.get(path)
    data = {name: hidden(form, name) for name in ("form_token", "notice", "edition", "scope")}
    return browser.post("/pengumuman", data={**FIELDS, **data, "act": act, **fields})


def published(live_server: LiveServer) -> list[str]:
    rows = live_server.rows("SELECT line FROM scope_record WHERE NOT deleted ORDER BY rev")
    return [str(row["line"]) for row in rows]


def test_looking_publishes_nothing_and_publishing_reaches_the_laptops(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    laptop = enrol()

    looked = send(browser, "pratinjau")
    before = published(live_server)
    done = send(browser, "terbitkan")

    assert "begini pengumuman dibaca di 2 desa" in looked.text
    assert before == []
    assert done.url.path.startswith("/pengumuman/")
    assert [line.document["title"] for line in ask(laptop).lines] == ["Rapat koordinasi"]
    assert live_server.rows("SELECT actor FROM audit WHERE deed = 'notice-published'") == [{"actor": "dewi"}]


def test_the_same_form_sent_twice_is_one_notice(browser: httpx.Client, live_server: LiveServer) -> None:
    form = browser.get("/pengumuman/tulis")
    data = {**FIELDS, "act": "terbitkan"} | {name: hidden(form, name) for name in ("form_token", "notice")}

    answers = [browser.post("/pengumuman", data=data) for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 200]
    assert len(published(live_server)) == 1


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"title": " "}, "Tulis judulnya."),
        ({"title": "x" * 121}, "Judul paling panjang 120 huruf."),
        ({"text": ""}, "Tulis isinya."),
        ({"text": "x" * 8001}, "Isi paling panjang 8000 huruf."),
        ({"until": "2026-10-31"}, "Tanggal akhir lebih dahulu daripada tanggal mulai."),
        ({"starts": "besok"}, "Tanggal ditulis tahun-bulan-hari"),
        ({"villages": "Cianjur"}, "Wilayah ditulis dengan kode"),
        ({"villages": "32.04.01.2001"}, "Wilayah yang dituju di luar wilayah Anda."),
        ({"villages": "32.03.09.2001"}, "Tidak ada desa terdaftar di wilayah yang dituju."),
    ],
)
def test_what_cannot_be_published_says_why_and_keeps_what_was_written(
    browser: httpx.Client, live_server: LiveServer, fields: dict[str, str], words: str
) -> None:
    answer = send(browser, "terbitkan", **fields)

    assert answer.status_code == 422
    assert words in answer.text
    assert 'value="2026-11-01"' in answer.text or fields.get("starts")
    assert published(live_server) == []


def test_a_notice_is_addressed_to_kecamatan_and_villages(browser: httpx.Client, live_server: LiveServer) -> None:
    send(browser, "terbitkan", subdistricts=["32.03.01"])
    send(browser, "terbitkan", title="Satu desa", villages=OTHER_VILLAGE)

    lines = published(live_server)
    assert '"area":["32.03.01"]' in lines[0]
    assert f'"area":["{OTHER_VILLAGE}"]' in lines[1]


def test_who_has_a_part_of_the_district_writes_for_that_part_only(
    browser: httpx.Client, live_server: LiveServer, database: Database
) -> None:
    elsewhere = publish(database, a_notice("Untuk tetangga", area=Area((OTHER_VILLAGE,))))
    everywhere = publish(database, a_notice("Untuk semua"))
    browser.cookies.clear()
    enter(browser, "sempit")

    outside = send(browser, "terbitkan", villages=OTHER_VILLAGE)
    own = send(browser, "terbitkan", title="Untuk kita")
    shown = browser.get("/pengumuman").text

    assert "di luar wilayah Anda" in outside.text
    assert own.status_code == 200
    assert f'"area":["{VILLAGE}"]' in published(live_server)[-1]
    assert ("Untuk tetangga" in shown, "Untuk semua" in shown, "Untuk kita" in shown) == (False, True, True)
    assert browser.get(f"/pengumuman/{elsewhere}").status_code == 404
    assert browser.get(f"/pengumuman/{everywhere}/ubah").status_code == 404
    token = token_of(browser.get("/akun"))
    assert browser.post(f"/pengumuman/{everywhere}/tarik", data={"form_token": token}).status_code == 404
    assert OTHER_VILLAGE not in browser.get(f"/pengumuman/{everywhere}").text


def test_a_correction_is_the_next_edition_and_one_made_on_an_old_one_is_refused(
    browser: httpx.Client, live_server: LiveServer, database: Database
) -> None:
    record = publish(database)
    form = browser.get(f"/pengumuman/{record}/ubah")
    stale = {name: hidden(form, name) for name in ("form_token", "notice", "edition", "scope")}

    corrected = send(browser, "terbitkan", f"/pengumuman/{record}/ubah", title="Rapat diundur")
    late = browser.post("/pengumuman", data={**FIELDS, **stale, "act": "terbitkan", "title": "Terlambat"})

    assert "Rapat diundur" in corrected.text
    assert "sudah diperbaiki (1 kali)" in corrected.text
    assert late.status_code == 409
    assert "Orang lain sudah memperbaiki pengumuman ini." in late.text
    assert '"edition":2' in published(live_server)[0]


def test_withdrawing_takes_it_from_the_laptops_and_keeps_it_in_the_list(
    browser: httpx.Client, database: Database, enrol: Enrol
) -> None:
    record, laptop = publish(database), enrol()

    token = token_of(browser.get(f"/pengumuman/{record}"))
    done = browser.post(f"/pengumuman/{record}/tarik", data={"form_token": token})

    assert "ditarik" in done.text
    assert "Rapat koordinasi" in done.text
    assert [line.deleted for line in ask(laptop).lines] == [1]
    assert browser.post(f"/pengumuman/{record}/tarik", data={"form_token": token}).status_code == 404


def test_the_page_tells_which_laptops_received_it_and_who_has_read_it(
    browser: httpx.Client, database: Database, enrol: Enrol
) -> None:
    record, laptop, silent = publish(database), enrol(), enrol()
    page = ask(laptop)
    assert page.head is not None
    ask(laptop, epoch=page.head.epoch, since=1)
    reading: dict[str, Any] = {
        "reader": "Siti Contoh",
        "edition": 1,
        "at": "2026-11-24T08:00:00+07:00",
        "text": "Rapat",
    }
    silent.sync(put(RecordKind.REMARK, reading_id(record, 1, "p1"), parent=record, **reading))

    shown = browser.get(f"/pengumuman/{record}").text

    assert ">1 / 2</dd>" in shown
    assert "Siti Contoh" in shown
    assert "24 November 2026" in shown
    assert shown.index(OTHER_VILLAGE) < shown.index(VILLAGE), "villages of which nothing was heard come first"


def test_a_sign_of_having_read_an_older_edition_does_not_count(
    browser: httpx.Client, database: Database, enrol: Enrol
) -> None:
    record, laptop = publish(database), enrol()
    laptop.sync(put(RecordKind.REMARK, reading_id(record, 1, "p1"), parent=record, reader="Siti Contoh", edition=1))

    send(browser, "terbitkan", f"/pengumuman/{record}/ubah", title="Rapat diundur")

    assert "Siti Contoh" not in browser.get(f"/pengumuman/{record}").text


def test_text_of_a_notice_is_never_taken_for_markup(browser: httpx.Client, database: Database) -> None:
    record = publish(database, a_notice("<script>alert(1)</script>", text="<img src=x onerror=alert(1)>"))

    for path in ("/pengumuman", f"/pengumuman/{record}", f"/pengumuman/{record}/ubah"):
        shown = browser.get(path)
        assert "<script" not in shown.text
        assert "<img" not in shown.text
        assert "default-src 'none'" in shown.headers["content-security-policy"]


def test_the_nation_s_notices_are_seen_and_changed_elsewhere(browser: httpx.Client, database: Database) -> None:
    record = publish(database, a_notice("Dari pusat"), NATIONAL)

    assert "nasional" in browser.get("/pengumuman").text
    assert browser.get(f"/pengumuman/{record}/ubah").status_code == 404


def test_without_the_right_or_without_our_form_nothing_is_published(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    foreign = browser.post("/pengumuman", data={**FIELDS, "form_token": "0" * 64, "act": "terbitkan"})
    browser.cookies.clear()
    enter(browser, "camat")
    token = token_of(browser.get("/akun"))
    reader = browser.post("/pengumuman", data={**FIELDS, "form_token": token, "act": "terbitkan"})

    assert (foreign.status_code, reader.status_code) == (403, 404)
    assert published(live_server) == []


def test_a_record_of_another_kind_is_no_notice(browser: httpx.Client, database: Database) -> None:
    publish_codes(database, a_code_list())
    with database.unit_of_work() as unit:
        (found,) = unit.scopes.records([HERE], "code_list")

    assert browser.get(f"/pengumuman/{RecordId(found[1].id)}").status_code == 404
