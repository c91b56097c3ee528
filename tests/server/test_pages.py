"""The district's pages: who may see them, what they tell, and that no other site can act through them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_domain.survey import compile_form
from kemiskinan_server.services.accounts import AccountRefusal, SignedIn, save_account, sign_in, sign_in_from
from kemiskinan_server.services.forms import publish_form
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, act, household, member, put

PASSWORD = "sandi kabupaten"
FORMS = Path(__file__).resolve().parents[2] / "resources" / "questionnaires"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role in (("admin", Role.ADMINISTRATOR), ("camat", Role.SUBDISTRICT_READER)):
            save_account(unit, name, PASSWORD, role, full_name="", now=datetime.now(UTC))
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


def enter(browser: httpx.Client, name: str = "admin", password: str = PASSWORD) -> httpx.Response:
    token = token_of(browser.get("/masuk"))
    return browser.post("/masuk", data={"name": name, "password": password, "form_token": token})


@pytest.mark.parametrize("path", ["/", f"/desa/{VILLAGE}"])
def test_without_signing_in_only_the_door_is_shown(browser: httpx.Client, path: str) -> None:
    answer = browser.get(path)

    assert answer.url.path == "/masuk"
    assert "Babakankaret" not in answer.text


def test_a_wrong_password_is_refused_like_an_unknown_name(browser: httpx.Client) -> None:
    wrong, unknown = enter(browser, password="salah sekali"), enter(browser, name="siapa")

    assert wrong.status_code == unknown.status_code == 401
    assert "Nama atau kata sandi salah." in wrong.text
    assert "Nama atau kata sandi salah." in unknown.text


def test_many_wrong_passwords_make_even_the_right_one_wait(browser: httpx.Client, live_server: LiveServer) -> None:
    now = datetime(2026, 11, 23, 10, tzinfo=UTC)
    with live_server.parts.context.database.unit_of_work() as unit:
        for _ in range(6):
            sign_in(unit, "admin", "salah sekali", now)

        assert sign_in(unit, "admin", PASSWORD, now) is AccountRefusal.WAIT


def test_one_address_cannot_try_everybody(browser: httpx.Client, live_server: LiveServer) -> None:
    now = datetime.now(UTC)

    def entering(address: str, name: str, password: str, later: timedelta = timedelta()) -> object:
        with live_server.parts.context.database.unit_of_work() as unit:
            answer = sign_in_from(unit, address, (name, password, ""), now + later)
            unit.commit()
        return answer

    refusals = {entering("a", f"tidak-ada-{number}", "salah sandi") for number in range(30)}

    assert refusals == {AccountRefusal.WRONG}
    assert entering("a", "admin", PASSWORD) is AccountRefusal.WAIT
    assert isinstance(entering("b", "admin", PASSWORD), SignedIn)
    assert isinstance(entering("a", "admin", PASSWORD, timedelta(minutes=16)), SignedIn)
    assert {row["address"] for row in live_server.rows("SELECT address FROM sign_in_attempt")} == {"a"}


def test_a_form_of_another_site_does_nothing(browser: httpx.Client) -> None:
    answer = browser.post("/masuk", data={"name": "admin", "password": PASSWORD, "form_token": "0" * 64})

    assert answer.status_code == 403
    assert browser.get("/").url.path == "/masuk"


def test_a_changed_session_is_no_session(browser: httpx.Client) -> None:
    enter(browser)
    claims, _, seal = browser.cookies["sesi"].rpartition(".")
    browser.cookies.clear()
    browser.cookies.set("sesi", f"9{claims}.{seal}")

    assert browser.get("/").url.path == "/masuk"


def test_pages_forbid_scripts_frames_and_caches(browser: httpx.Client) -> None:
    answer = browser.get("/masuk")

    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    assert answer.headers["cache-control"] == "no-store"
    assert "<script" not in answer.text
    assert "httponly" in answer.headers["set-cookie"].lower()


def test_the_district_sees_progress_decisions_and_receipts(
    browser: httpx.Client, laptop: Laptop, live_server: LiveServer
) -> None:
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        compiled = compile_form(FORMS / "keputusan.md")
        publish_form(
            unit, context.keys, form="keputusan", version="1", compiled=compiled, by="t", now=datetime.now(UTC)
        )
        unit.commit()
    family, session = household(head_name="Siti <b>Aminah</b>", desil=1, survey_state="complete"), new_record_id()
    laptop.sync(
        family,
        member(family.id, name="Siti", nik="3203014309749002"),
        put(RecordKind.DELIBERATION, session, title="Musdes", date="2026-11-20"),
        put(
            RecordKind.DECISION,
            decision_id(session, family.id),
            parent=session,
            household=family.id,
            presence="1",
            decision="T",
            reasons=["05"],
        ),
    )
    code = str(live_server.rows("SELECT code FROM receipt")[0]["code"])
    enter(browser)

    villages, village = browser.get("/"), browser.get(f"/desa/{VILLAGE}")

    assert "Babakankaret" in villages.text
    assert "1 dari 1" in villages.text
    assert "Siti &lt;b&gt;Aminah" in village.text
    for words in ("Lengkap", "Tidak layak", "Ditemukan", "Sudah mampu", code):
        assert words in village.text
    assert "3203014309749002" not in village.text


def test_a_reviewer_returns_a_family_with_a_note(
    browser: httpx.Client, laptop: Laptop, live_server: LiveServer
) -> None:
    family = household(head_name="Siti")
    laptop.sync(family, act(family.id, "submit", ("draft", "submitted")))
    enter(browser)
    page = browser.get(f"/desa/{VILLAGE}")
    step = {"act": "return", "state": "submitted", "note": "Periksa KK", "form_token": token_of(page)}

    done = browser.post(f"/desa/{VILLAGE}/keluarga/{family.id}/tinjau", data=step)
    again = browser.post(f"/desa/{VILLAGE}/keluarga/{family.id}/tinjau", data=step | {"act": "approve"})
    laptop.sync()

    assert "Dikembalikan" in done.text
    assert again.status_code == 409
    assert laptop.document(family.id)["review"] == "returned"
    assert laptop.document(family.id)["review_note"] == "Periksa KK"
    assert live_server.rows("SELECT count(*) AS n FROM conflict") == [{"n": 0}]


def test_somebody_who_only_reads_is_offered_no_step(browser: httpx.Client, laptop: Laptop) -> None:
    family = household(head_name="Siti")
    laptop.sync(family, act(family.id, "submit", ("draft", "submitted")))
    enter(browser, "camat")
    page = browser.get(f"/desa/{VILLAGE}")

    answer = browser.post(
        f"/desa/{VILLAGE}/keluarga/{family.id}/tinjau",
        data={"act": "approve", "state": "submitted", "form_token": token_of(page)},
    )

    assert "Setujui" not in page.text
    assert answer.status_code == 404


def test_anybody_may_ask_for_a_receipt_and_learns_no_name(
    browser: httpx.Client, laptop: Laptop, live_server: LiveServer
) -> None:
    laptop.sync(household(head_name="Rahasia"))
    code = str(live_server.rows("SELECT code FROM receipt")[0]["code"])

    known, unknown = browser.get("/tanda-terima", params={"kode": code}), browser.get("/tanda-terima?kode=xyz")

    assert "Tanda terima ini sah." in known.text
    assert "Rahasia" not in known.text
    assert "Kode itu tidak dikenal." in unknown.text


def test_signing_out_ends_the_session(browser: httpx.Client) -> None:
    token = token_of(enter(browser))

    browser.post("/keluar", data={"form_token": token})

    assert browser.get("/").url.path == "/masuk"


def test_an_unknown_village_is_told_so(browser: httpx.Client) -> None:
    enter(browser)

    assert browser.get("/desa/99.99.99.2999").status_code == 404
