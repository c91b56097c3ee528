"""Every page that a person can reach: on a telephone, in the dark, with the keyboard, without asking anybody else."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import LONG_NAME, Open, Watched, sign_in
from tests.server.conftest import VILLAGE
from tests.server.devices import Laptop

_INDONESIAN = {"yang", "belum", "untuk", "dan", "dari", "tidak", "desa", "keluarga", "dengan", "oleh", "atau", "pilih"}
"""Words that stand in nearly every Indonesian sentence; names of places and people hold none of them."""
_SAID = """() => { const copy = document.body.cloneNode(true);
  copy.querySelectorAll('[lang=id]').forEach(it => it.remove()); return copy.innerText }"""
"""Without what says of itself that it is Indonesian: the words of the district's rules."""
_WIDER = "() => document.documentElement.scrollWidth - screen.width"
_OUTLINE = "() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)"
_FOCUS = "() => { const it = document.activeElement; return it.id || it.textContent.trim() }"
_UNNAMED = """() => [...document.querySelectorAll('input:not([type=hidden]), select, textarea, button, a')]
  .filter(it => !(it.labels?.length || it.textContent.trim() || it.getAttribute('aria-label')))
  .map(it => it.outerHTML)"""
_SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select')]
  .filter(it => it.offsetParent && it.type != 'checkbox' && it.getBoundingClientRect().height < 24)
  .map(it => it.outerHTML)"""


def reached(page: Page, judge: Callable[[str], None]) -> list[str]:
    """Every address that links lead to from the first page; one family and one session stand for all."""
    waiting, seen = ["/"], {"/"}
    order = []
    while waiting:
        path = waiting.pop(0)
        answer = page.goto(path)
        if answer is None or "text/html" not in answer.headers["content-type"]:
            continue
        assert answer.status == 200, path
        order.append(path)
        judge(path)
        for href in page.eval_on_selector_all("a:not([download])", "found => found.map(it => it.href)"):
            parts = urlsplit(href)
            if parts.netloc == urlsplit(page.url).netloc and parts.path not in seen:
                seen.add(parts.path)
                waiting.append(parts.path)
    return order


@pytest.mark.parametrize(("locale", "language"), [("id-ID", "id"), ("en-GB", "en")])
def test_on_a_telephone_no_page_is_wider_than_the_screen_and_everything_has_a_name(
    visit: Open, village: Laptop, locale: str, language: str
) -> None:
    telephone = {"viewport": {"width": 360, "height": 640}, "has_touch": True, "is_mobile": True}
    page = visit(**telephone, color_scheme="dark", locale=locale)
    sign_in(page)

    def judge(path: str) -> None:
        assert page.evaluate(_WIDER) <= 0, path
        assert page.evaluate(_UNNAMED) == [], path
        assert page.evaluate(_SMALL) == [], path
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        expect(page.locator("html")).to_have_attribute("lang", language)
        said = set(page.evaluate(_SAID).lower().split())
        assert language == "id" or not said & _INDONESIAN, (path, said & _INDONESIAN)

    found = reached(page, judge)

    families = [path for path in found if path.startswith(f"/desa/{VILLAGE}/keluarga/")]
    assert len(found) >= 15, found
    assert families != []


def test_the_whole_way_to_a_returned_family_is_gone_with_the_keyboard(visit: Open, village: Laptop) -> None:
    page = visit()
    page.goto("/masuk")
    assert page.evaluate(_FOCUS) == "name"

    page.keyboard.type("dpmd")
    page.keyboard.press("Tab")
    page.keyboard.type("sandi kabupaten")
    page.keyboard.press("Enter")
    page.wait_for_url("**/")
    go_to(page, "Babakankaret")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desa/{VILLAGE}")
    go_to(page, LONG_NAME)
    page.keyboard.press("Enter")
    page.wait_for_url("**/keluarga/**")
    go_to(page, "note")
    page.keyboard.type("Foto rumah belum ada")
    go_to(page, "Kembalikan")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/desa/{VILLAGE}")
    village.sync()

    assert "Foto rumah belum ada" in [village.document(one).get("review_note") for one in village.base]


def go_to(page: Page, wanted: str) -> None:
    """Press Tab until that control has the focus; each one on the way shows it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate(_FOCUS) == wanted:
            assert page.evaluate(_OUTLINE) >= 2
            return
    raise AssertionError(wanted)


def test_the_first_tab_leads_past_the_menu(visit: Open, village: Laptop) -> None:
    page = visit()
    sign_in(page)
    page.goto("/rekap")

    page.keyboard.press("Tab")

    assert page.evaluate(_FOCUS) == "Langsung ke isi"
    page.keyboard.press("Enter")
    page.wait_for_url("**/rekap#isi")


def test_a_picture_and_a_script_that_somebody_brought_in_are_stopped_and_seen(
    visit: Open, village: Laptop, watched: Watched
) -> None:
    page = visit(java_script_enabled=True)
    page.goto("/masuk")

    with page.expect_event("requestfailed") as failed:
        page.evaluate("document.body.insertAdjacentHTML('beforeend', '<img src=http://203.0.113.9/x onerror=0>')")
    page.evaluate("1")

    assert failed.value.failure == "csp"
    with pytest.raises(AssertionError):
        watched.judge()
    assert any("Content Security Policy" in one for one in watched.said)
    watched.asked.clear()
    watched.said.clear()


@pytest.mark.parametrize("path", ["/masuk", "/tanda-terima", "/berita-acara"])
def test_the_rules_of_a_page_let_no_script_in(visit: Open, village: Laptop, path: str) -> None:
    answer = visit().goto(path)
    assert answer is not None

    rules = answer.headers["content-security-policy"]

    assert "default-src 'none'" in rules
    assert "script-src" not in rules
    assert "unsafe" not in rules
