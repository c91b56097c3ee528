"""Two values that met, on a telephone and with the keyboard alone: seen, chosen, the one that lost readable."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from kemiskinan_domain.records import RecordKind
from tests.browser.conftest import LONG_NAME, Open, sign_in
from tests.browser.test_every_page import go_to
from tests.server.conftest import VILLAGE, Enrol
from tests.server.devices import Laptop, put

_WIDER = "() => document.documentElement.scrollWidth - screen.width"
LIST = f"/desa/{VILLAGE}/perbedaan"


@pytest.fixture
def laptops(village: Laptop, enrol: Enrol) -> tuple[Laptop, Laptop]:
    """Two laptops that changed address and RT of one family; the second one's values were not applied."""
    other = enrol()
    other.sync()
    (family,) = (one for one in other.base if other.document(one).get("head_name") == "Ujang Contoh")
    for laptop, rt, address in ((village, "003", "Kp. Cikadu"), (other, "004", LONG_NAME * 3)):
        laptop.sync(put(RecordKind.HOUSEHOLD, family, rt=rt, address=address))
    return village, other


def test_a_reviewer_writes_a_third_value_with_the_keyboard(visit: Open, laptops: tuple[Laptop, Laptop]) -> None:
    page = visit()
    sign_in(page, "dpmd")
    page.goto(LIST)
    rt = page.locator(".card").filter(has_text="004").filter(has_text="Yang belum diterapkan")
    expect(rt).to_have_count(1)

    go_to(page, "Nilai lain")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("Kp. Baru")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{LIST}")
    page.get_by_role("link", name="Selesai").click()
    expect(page.locator(".card")).to_have_count(1)
    for laptop in laptops:
        laptop.sync()

    settled = page.locator(".card").inner_text()
    changed = [
        [one for one in map(laptop.document, laptop.base) if one.get("head_name") == "Ujang Contoh"]
        for laptop in laptops
    ]
    assert changed[0] == changed[1]
    assert "Kp. Baru" in str(changed[0])
    assert "Kp. Baru" in settled
    assert "004" in settled or LONG_NAME in settled


def test_on_a_telephone_both_values_and_all_buttons_fit(visit: Open, laptops: tuple[Laptop, Laptop]) -> None:
    page = visit(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True, color_scheme="dark")
    sign_in(page, "dpmd")

    page.goto(LIST)
    for summary in page.get_by_text("Nilai lain").all():
        summary.click()

    assert page.evaluate(_WIDER) <= 0
    expect(page.get_by_role("button", name="Pakai semua yang tersimpan")).to_be_visible()
    expect(page.get_by_label("Nilai yang benar")).to_have_count(2)
