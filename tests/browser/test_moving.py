"""A family is handed over to another village with the keyboard, on a page without scripts."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Open, sign_in
from tests.browser.test_every_page import go_to
from tests.server.conftest import OTHER_VILLAGE, VILLAGE
from tests.server.devices import Laptop


def test_a_family_is_handed_over_with_the_keyboard(visit: Open, village: Laptop) -> None:
    page = visit()
    sign_in(page, "dpmd")
    page.goto(f"/desa/{VILLAGE}")
    page.get_by_role("link", name="Ujang Contoh").click()
    page.wait_for_url("**/keluarga/**")

    go_to(page, "Pindahkan ke desa lain")
    page.keyboard.press("Enter")
    go_to(page, "target")
    page.keyboard.type("Limbangansari")
    go_to(page, "why")
    page.keyboard.type("Pindah rumah")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desa/{OTHER_VILLAGE}/keluarga/**")
    village.sync()

    expect(page.get_by_role("heading", level=1)).to_have_text("Ujang Contoh")
    expect(page.locator("main")).to_contain_text("Pindah dari Babakankaret, Kecamatan Cianjur. Alasan: Pindah rumah")
    assert "Ujang Contoh" not in [village.document(one).get("head_name") for one in village.base]


def test_on_a_telephone_the_opened_form_is_no_wider_than_the_screen(visit: Open, village: Laptop) -> None:
    page = visit(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    sign_in(page, "dpmd")
    page.goto(f"/desa/{VILLAGE}")
    page.get_by_role("link", name="Ujang Contoh").click()
    page.wait_for_url("**/keluarga/**")

    page.get_by_text("Pindahkan ke desa lain").click()

    expect(page.get_by_role("button", name="Pindahkan keluarga")).to_be_visible()
    assert page.evaluate("() => document.documentElement.scrollWidth - screen.width") <= 0
