"""A family on the district's pages: answers in words, findings, remarks on fields, differences."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.survey import compile_form
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.forms import publish_form
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import act, household, member
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FORMS = Path(__file__).resolve().parents[2] / "resources" / "questionnaires"


@pytest.fixture(scope="module")
def compiled() -> str:
    return compile_form(FORMS / "keluarga.md")


@pytest.fixture
def browser(live_server: LiveServer, compiled: str) -> Iterator[httpx.Client]:
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        for name, role, area in (
            ("admin", Role.ADMINISTRATOR, Area()),
            ("camat", Role.SUBDISTRICT_READER, Area()),
            ("jauh", Role.REVIEWER, Area((OTHER_VILLAGE,))),
        ):
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        publish_form(unit, context.keys, form="keluarga", version="1", compiled=compiled, by="t", now=NOW)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def path_of(family: str) -> str:
    return f"/desa/{VILLAGE}/keluarga/{family}"


def test_answers_are_shown_in_the_words_of_the_questionnaire(browser: httpx.Client, enrol: Enrol) -> None:
    family = household(head_name="Siti <i>Contoh</i>", rt="001", form="keluarga@1")
    enrol().sync(family, member(family.id, name="Ujang Contoh", sex="1", relation="1", position=1))
    enter(browser)

    shown = browser.get(path_of(family.id)).text

    assert "Siti &lt;i&gt;Contoh" in shown
    assert "Anggota 1: Ujang Contoh" in shown
    assert "Kepala keluarga" in shown
    assert "Temuan menurut aturan kuesioner" in shown


def test_a_remark_on_a_field_reaches_the_laptop_and_is_settled(browser: httpx.Client, enrol: Enrol) -> None:
    laptop, family = enrol(), household(head_name="Siti Contoh", rt="001", form="keluarga@1")
    laptop.sync(family)
    enter(browser)
    token = token_of(browser.get(path_of(family.id)))
    fields = {"about": f"{family.id}/rt", "text": "RT 001 sudah dimekarkan", "form_token": token}

    shown = browser.post(f"{path_of(family.id)}/catatan", data=fields)
    foreign = browser.post(f"{path_of(family.id)}/catatan", data=fields | {"about": f"{OTHER_VILLAGE}/rt"})
    laptop.sync()

    (remark,) = [one for one in map(laptop.document, laptop.base) if one.get("text") == "RT 001 sudah dimekarkan"]
    assert (remark["parent"], remark["field"], remark["side"]) == (family.id, "rt", "district")
    assert foreign.status_code == 404
    assert "RT 001 sudah dimekarkan" in shown.text
    identity = shown.text.partition("/catatan/")[2].partition("/selesai")[0]
    assert "selesai" in browser.post(f"{path_of(family.id)}/catatan/{identity}/selesai", data=fields).text


def test_who_only_reads_writes_nothing_and_outside_the_area_nothing_is_shown(
    browser: httpx.Client, enrol: Enrol
) -> None:
    family = household(head_name="Siti Contoh", form="keluarga@1")
    enrol().sync(family)
    enter(browser, "camat")
    page = browser.get(path_of(family.id))

    assert "Tulis catatan" not in page.text
    answer = browser.post(
        f"{path_of(family.id)}/catatan", data={"about": "", "text": "x", "form_token": token_of(page)}
    )
    assert answer.status_code == 404
    browser.cookies.clear()
    enter(browser, "jauh")
    assert browser.get(path_of(family.id)).status_code == 404


def test_reading_a_family_is_written_down(browser: httpx.Client, enrol: Enrol, live_server: LiveServer) -> None:
    family = household(head_name="Siti Contoh")
    enrol().sync(family)
    enter(browser)
    browser.get(path_of(family.id))

    assert live_server.rows("SELECT detail FROM audit WHERE deed = 'family-read'") == [{"detail": family.id}]


def test_a_family_that_goes_back_takes_the_findings_of_the_rules_along_once(
    browser: httpx.Client, enrol: Enrol, live_server: LiveServer
) -> None:
    laptop = enrol()
    family = household(head_name="Siti Contoh", rt="001", form="keluarga@1")
    laptop.sync(family, act(family.id, "submit", ("draft", "submitted")))
    enter(browser)
    token = token_of(browser.get(path_of(family.id)))
    sent = {"form_token": token, "kind": "household", "act": "return", "state": "submitted", "note": "Lengkapi"}
    browser.post(f"{path_of(family.id)}/tinjau", data=sent)
    laptop.sync()
    remarks = [laptop.document(one) for one in laptop.base if laptop.document(one).get("parent_kind") == "household"]

    laptop.sync(act(family.id, "submit", ("returned", "submitted")))
    browser.post(f"{path_of(family.id)}/tinjau", data=sent)
    laptop.sync()
    again = [laptop.document(one) for one in laptop.base if laptop.document(one).get("parent_kind") == "household"]

    assert laptop.document(family.id)["review"] == "returned"
    assert {"side": "district", "state": "open"}.items() <= remarks[0].items()
    assert all(one["field"] and one["text"] for one in remarks)
    assert len(again) == len(remarks)
