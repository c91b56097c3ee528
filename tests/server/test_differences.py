"""Perbedaan on the district's pages: shown with who and when, settled by a reviewer, lost values readable for ever."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest

from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from tests.server.conftest import VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, act, delete, household, member, put
from tests.server.test_family_page import browser, compiled, path_of
from tests.server.test_pages import enter, token_of

__all__ = ["browser", "compiled"]

LIST = f"/desa/{VILLAGE}/perbedaan"
Form = dict[str, Any]


@pytest.fixture
def pair(enrol: Enrol) -> tuple[Laptop, Laptop]:
    return enrol(), enrol()


@pytest.fixture
def family(pair: tuple[Laptop, Laptop]) -> str:
    """A family of which both laptops changed RT and sex of the head: the second one's values were not applied."""
    first, second = pair
    home = household(head_name="Siti Contoh", rt="001", form="keluarga@1")
    siti = member(home.id, name="Siti Contoh", sex="L", relation="1", position=1)
    first.sync(home, siti)
    second.sync()
    for laptop, rt, sex in ((first, "003", "P"), (second, "004", None)):
        laptop.sync(put(RecordKind.HOUSEHOLD, home.id, rt=("001", rt)), put(RecordKind.MEMBER, siti.id, sex=("L", sex)))
    return home.id


def forms_of(page: httpx.Response) -> list[Form]:
    """Every form of a difference on the page: its address and its hidden fields."""
    found = []
    for action, inside in re.findall(
        r'<form method="post" action="(/desa/[^"]+/perbedaan[^"]*)"[^>]*>(.*?)</form>', page.text, re.S
    ):
        fields: Form = {"action": action}
        for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', inside):
            fields.setdefault(name, []).append(value)
        found.append(fields | {"text": inside})
    return found


def choose(browser: httpx.Client, form: Form, choice: str, **fields: object) -> httpx.Response:
    sent = {name: value for name, value in form.items() if name not in {"action", "text"}}
    return browser.post(form["action"], data=sent | {"choice": choice} | fields)


def about(page: httpx.Response, words: str) -> Form:
    """The form with the two values of the difference that says these words."""
    section = next(one for one in re.findall(r'<section class="card">.*?</section>', page.text, re.S) if words in one)
    return forms_of(httpx.Response(200, text=section))[0]


def test_both_values_are_shown_in_words_with_who_wrote_them_and_when(browser: httpx.Client, family: str) -> None:
    enter(browser)

    page = browser.get(path_of(family))

    shown = re.sub(r"\s+", " ", page.text)
    assert "<dt>Yang tersimpan</dt><dd>003<small>desa (uji) · 23 November 2026, 10.00 WIB</small></dd>" in shown
    assert "<dd>004<small>desa (uji) · 23 November 2026, 10.00 WIB</small></dd>" in shown
    assert "<dt>Yang tersimpan</dt><dd>Perempuan<small>" in shown
    assert "<dt>Yang belum diterapkan</dt> <dd>kosong<small>" in shown


@pytest.mark.parametrize(
    ("choice", "typed", "kept", "lost"),
    [("standing", {}, "003", "004"), ("wanted", {}, "004", "003"), ("third", {"typed": "007"}, "007", "004")],
)
def test_a_choice_reaches_both_laptops_and_what_lost_stays_readable(
    browser: httpx.Client,
    pair: tuple[Laptop, Laptop],
    family: str,
    choice: str,
    typed: dict[str, str],
    kept: str,
    lost: str,
) -> None:
    enter(browser)

    done = choose(browser, about(browser.get(path_of(family)), ">003<"), choice, **typed)
    for laptop in pair:
        laptop.sync()

    settled = browser.get(LIST, params={"keadaan": "selesai"}).text
    assert done.url.path == path_of(family)
    assert [laptop.document(family)["rt"] for laptop in pair] == [kept, kept]
    assert kept in settled
    assert lost in settled or choice == "wanted"
    assert "Selesai: admin" in settled
    assert "Perbedaan yang sudah selesai (1)" in done.text
    conflicts = [one for one in map(pair[0].document, pair[0].base) if one.get("field") == "rt"]
    assert [(one["state"], one["log"][0]["wanted"], one["log"][0]["current"]) for one in conflicts] == [
        ("settled", "004", "003")
    ]


@pytest.mark.parametrize(("choice", "rt", "sex"), [("standing", "003", "P"), ("wanted", "004", None)])
def test_all_of_a_page_take_one_side(
    browser: httpx.Client, pair: tuple[Laptop, Laptop], family: str, choice: str, rt: str, sex: str | None
) -> None:
    enter(browser)
    everything = next(form for form in forms_of(browser.get(LIST)) if form["action"] == LIST)

    done = choose(browser, everything, choice)
    pair[1].sync()

    (siti,) = [one for one in map(pair[1].document, pair[1].base) if one.get("name") == "Siti Contoh"]
    assert "Tidak ada perbedaan yang menunggu pilihan." in done.text
    assert pair[1].document(family)["rt"] == rt
    assert siti.get("sex") == sex


def test_what_moved_since_the_page_was_read_stays_open_and_is_shown_again(
    browser: httpx.Client, pair: tuple[Laptop, Laptop], family: str
) -> None:
    enter(browser)
    read = about(browser.get(path_of(family)), ">003<")
    pair[0].sync(put(RecordKind.HOUSEHOLD, family, rt=("003", "009")))

    answer = choose(browser, read, "standing")
    again = choose(browser, read, "wanted")

    pair[0].sync()
    assert (answer.status_code, again.status_code) == (409, 409)
    assert ">009<" in answer.text
    assert pair[0].document(family)["rt"] == "009"


@pytest.mark.parametrize(("words", "typed"), [(">Perempuan<", ["X"]), (">Perempuan<", [""]), (">003<", ["a\x00b"])])
def test_a_third_value_that_the_question_cannot_take_changes_nothing(
    browser: httpx.Client, family: str, live_server: LiveServer, words: str, typed: list[str]
) -> None:
    enter(browser)

    answer = choose(browser, about(browser.get(path_of(family)), words), "third", typed=typed)

    assert answer.status_code == 422
    assert "Nilai ketiga tidak dapat dibaca" in answer.text
    assert live_server.rows("SELECT DISTINCT state FROM conflict") == [{"state": "open"}]


def test_a_third_value_is_chosen_among_the_answers_of_its_question(
    browser: httpx.Client, pair: tuple[Laptop, Laptop], family: str
) -> None:
    enter(browser)
    page = browser.get(path_of(family))

    choose(browser, about(page, ">Perempuan<"), "third", typed="L")

    pair[0].sync()
    assert '<option value="L">Laki-laki</option>' in page.text
    assert [one["sex"] for one in map(pair[0].document, pair[0].base) if one.get("name") == "Siti Contoh"] == ["L"]


@pytest.mark.parametrize(("choice", "there"), [("standing", True), ("wanted", False)])
def test_a_delete_that_met_an_edit_is_carried_out_or_not(
    browser: httpx.Client, pair: tuple[Laptop, Laptop], choice: str, there: bool
) -> None:
    first, second = pair
    home = household(head_name="Ujang Contoh")
    first.sync(home)
    second.sync()
    seen = second.cursor
    first.sync(put(RecordKind.HOUSEHOLD, home.id, rt=(None, "002")))
    second.sync(delete(RecordKind.HOUSEHOLD, home.id, seen))
    enter(browser)

    choose(browser, about(browser.get(path_of(home.id)), "Alasan menghapus"), choice)

    first.sync()
    assert (browser.get(path_of(home.id)).status_code == 200) is there
    assert "Tidak ada perbedaan yang menunggu pilihan." in browser.get(LIST).text


def test_a_shared_number_is_checked_and_nobody_loses_it(
    browser: httpx.Client, pair: tuple[Laptop, Laptop], live_server: LiveServer
) -> None:
    homes = [household(head_name=name, no_kk="3203011234567890") for name in ("Siti Contoh", "Ujang Contoh")]
    pair[0].sync(*homes)
    enter(browser)

    choose(browser, about(browser.get(LIST), "Nomor ini juga dipakai orang lain"), "standing")

    assert live_server.rows("SELECT state FROM conflict") == [{"state": "settled"}]
    assert live_server.rows("SELECT count(*) AS n FROM household WHERE no_kk = '3203011234567890'") == [{"n": 2}]


def test_what_was_held_during_the_review_is_taken_over_by_the_reviewer(
    browser: httpx.Client, pair: tuple[Laptop, Laptop]
) -> None:
    home = household(head_name="Siti Contoh", rt="001")
    pair[0].sync(home, act(home.id, "submit", ("draft", "submitted")))
    pair[0].sync(put(RecordKind.HOUSEHOLD, home.id, rt=("001", "002")))
    enter(browser)

    choose(browser, about(browser.get(path_of(home.id)), "ditahan"), "wanted")

    pair[0].sync()
    assert pair[0].document(home.id)["rt"] == "002"
    assert pair[0].document(home.id)["review"] == "submitted"


def test_differences_of_a_meeting_and_of_what_cannot_be_read_stand_on_the_village_s_page(
    browser: httpx.Client, pair: tuple[Laptop, Laptop]
) -> None:
    first, second = pair
    session, home = new_record_id(), household(head_name="Siti Contoh")
    ruling = decision_id(session, home.id)
    decided: dict[str, Any] = {"parent": session, "household": home.id}
    first.sync(home, put(RecordKind.DELIBERATION, session, title="Musdes <b>2026</b>"))
    second.sync()
    first.sync(put(RecordKind.DECISION, ruling, **decided, decision="L"))
    second.sync(put(RecordKind.DECISION, ruling, **decided, decision="T"))
    second.bodies.append(b'{"op":"nothing"}')
    second.sync()
    enter(browser)
    page = browser.get(LIST)

    choose(browser, about(page, "Dua isian bertemu"), "wanted")

    first.sync()
    assert first.document(ruling)["decision"] == "T"
    assert "Perubahan ini tidak dapat disimpan" in page.text
    assert f'/keluarga/{home.id}">Siti Contoh</a>' in page.text


def test_who_only_reads_sees_them_and_chooses_nothing(
    browser: httpx.Client, family: str, live_server: LiveServer
) -> None:
    enter(browser)
    read = about(browser.get(path_of(family)), ">003<")
    browser.cookies.clear()
    enter(browser, "camat")
    page = browser.get(LIST)

    answer = choose(browser, read | {"form_token": token_of(page)}, "wanted")

    assert ">003<" in page.text
    assert forms_of(page) == []
    assert answer.status_code == 404
    assert live_server.rows("SELECT DISTINCT state FROM conflict") == [{"state": "open"}]
    browser.cookies.clear()
    enter(browser, "jauh")
    assert browser.get(LIST).status_code == 404
