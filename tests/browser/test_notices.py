"""A notice is written, looked at and published without scripts; a list of codes on a telephone."""

from __future__ import annotations

import os
from pathlib import Path

from playwright.sync_api import Page, expect

from kemiskinan_domain.publishing import Urgency, reading_id
from kemiskinan_domain.records import RecordId, RecordKind
from tests.browser.conftest import LONG_NAME, Open, sign_in
from tests.browser.test_every_page import go_to
from tests.server.conftest import LiveServer
from tests.server.devices import Laptop, put
from tests.server.publishing import a_code_list, a_notice, publish, publish_codes
from tests.server.test_scopes import ask

_WIDER = "() => document.documentElement.scrollWidth - window.innerWidth"


def picture(page: Page, name: str) -> None:
    """For looking at, where somebody asks for it."""
    folder = os.environ.get("KEMISKINAN_PICTURES")
    if folder:
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_a_notice_is_written_looked_at_and_published_with_the_keyboard(visit: Open, village: Laptop) -> None:
    page = visit()
    sign_in(page, "dpmd")
    go_to(page, "Pengumuman")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pengumuman")
    go_to(page, "Tulis pengumuman")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pengumuman/tulis")

    go_to(page, "title")
    page.keyboard.type("Batas kirim dimajukan")
    page.keyboard.press("Tab")
    page.keyboard.type("Paling lambat hari Senin.")
    page.keyboard.press("Tab")
    page.keyboard.type("Mendesak")
    page.get_by_label("Minta tanda sudah dibaca").check()
    go_to(page, "Lihat dulu")
    page.keyboard.press("Enter")
    preview = page.get_by_role("region", name="Pratinjau")
    expect(preview).to_contain_text("Batas kirim dimajukan")
    picture(page, "pratinjau")
    unpublished = ask(village).lines
    go_to(page, "Terbitkan")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pengumuman/*-*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Batas kirim dimajukan")

    (line,) = ask(village).lines
    village.sync(
        put(RecordKind.REMARK, reading_id(line.id, 1, "p1"), parent=line.id, reader="Siti Contoh", edition=1, at="2026")
    )
    page.reload()

    assert unpublished == []
    assert (line.document["urgency"], line.document["confirm"]) == ("urgent", True)
    expect(page.locator("main")).to_contain_text("Siti Contoh")
    picture(page, "pengumuman")


def test_on_a_telephone_long_notices_and_lists_stay_within_the_screen(
    visit: Open, village: Laptop, live_server: LiveServer
) -> None:
    database = live_server.parts.context.database
    text = f"{LONG_NAME}\n\n" + "https://contoh.example/" + "x" * 200
    record = publish(database, a_notice(LONG_NAME, text=text, urgency=Urgency.URGENT, confirm=True))
    publish_codes(database, a_code_list("20261101", *(f"{LONG_NAME} {number}" for number in range(30))))
    page = visit(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, color_scheme="dark")
    sign_in(page)

    for path in ("/pengumuman", f"/pengumuman/{record}", f"/pengumuman/{RecordId(record)}/ubah", "/daftar-kode"):
        page.goto(path)
        page.eval_on_selector_all("details", "found => found.forEach(it => it.open = true)")
        assert page.evaluate(_WIDER) <= 0, path
        picture(page, "telepon" + path.replace("/", "-")[:24])


def test_a_list_of_codes_is_written_checked_and_published(visit: Open, village: Laptop) -> None:
    page = visit()
    sign_in(page)
    page.goto("/daftar-kode")
    page.get_by_label("Judul daftar").fill("Pekerjaan")
    page.get_by_label("Nama daftar").fill("pekerjaan")
    page.locator("#table").fill("kode;uraian\n1;Petani\n1;Buruh")
    page.get_by_role("button", name="Periksa").click()
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Kode sudah dipakai baris lain.")
    picture(page, "daftar-kode-temuan")

    page.locator("#table").fill("kode;uraian\n1;Petani\n2;Buruh")
    page.get_by_role("button", name="Periksa").click()
    page.get_by_role("button", name="Terbitkan").click()

    expect(page.get_by_role("status")).to_contain_text("terbit")
    assert [line.document["choices"] for line in ask(village).lines] == [[["1", "Petani"], ["2", "Buruh"]]]
    picture(page, "daftar-kode")
