"""The district's people: areas, roles, the second factor, closed accounts; and the page of a village's laptops."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_server.services.accounts import AccountRefusal, SignedIn, save_account, set_second_factor, sign_in
from kemiskinan_server.services.second_factor import code_at, new_secret, step_of
from kemiskinan_server.storage.database import Database
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    people = (
        ("admin", Role.ADMINISTRATOR, Area()),
        ("camat", Role.SUBDISTRICT_READER, Area((VILLAGE,))),
        ("pemeriksa", Role.REVIEWER, Area((OTHER_VILLAGE,))),
    )
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in people:
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def send(browser: httpx.Client, path: str, page: str, **fields: str) -> httpx.Response:
    return browser.post(path, data=fields | {"form_token": token_of(browser.get(page))})


@pytest.mark.usefixtures("dear_passwords")
def test_a_password_is_kept_as_argon2id_at_what_the_rfc_asks_and_opens_with_itself_alone(database: Database) -> None:
    with database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW)
        kept = unit.directory.lock_account("admin")
        assert kept is not None
        answers = [sign_in(unit, "admin", typed, NOW) for typed in (PASSWORD, PASSWORD + "x")]

    assert kept.password.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert isinstance(answers[0], SignedIn)
    assert answers[1] is AccountRefusal.WRONG


def test_a_reader_of_one_area_sees_that_area_alone(browser: httpx.Client) -> None:
    enter(browser, "camat")

    villages = browser.get("/").text

    assert "Babakankaret" in villages
    assert "Limbangansari" not in villages
    assert browser.get(f"/desa/{VILLAGE}").status_code == 200
    assert browser.get(f"/desa/{OTHER_VILLAGE}").status_code == 404


def test_reading_families_is_written_down(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser, "camat")
    browser.get(f"/desa/{VILLAGE}")

    assert live_server.rows("SELECT actor, village FROM audit WHERE deed = 'families-read'") == [
        {"actor": "camat", "village": VILLAGE}
    ]


@pytest.mark.parametrize("path", ["/petugas", f"/desa/{VILLAGE}/laptop"])
def test_only_an_administrator_sees_people_and_laptops(browser: httpx.Client, path: str) -> None:
    enter(browser, "camat")

    assert browser.get(path).status_code == 404


def test_an_administrator_makes_an_account_for_an_area(browser: httpx.Client) -> None:
    enter(browser)
    fields = {"name": "wati", "full_name": "Wati Contoh", "role": "subdistrict_reader", "area": "320301"}

    short = send(browser, "/petugas", "/petugas", **fields, password="pendek")
    wrong = send(browser, "/petugas", "/petugas", **fields | {"area": "Pacet"}, password=PASSWORD)
    made = send(browser, "/petugas", "/petugas", **fields, password=PASSWORD)

    assert (short.status_code, wrong.status_code, made.status_code) == (422, 422, 200)
    assert "Pacet bukan kode wilayah" in wrong.text
    assert "Wati Contoh" in made.text
    assert "32.03.01" in made.text


def test_a_closed_account_is_out_at_once(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as camat:
        enter(camat, "camat")
        before = camat.get("/").url.path

        send(browser, "/petugas/camat", "/petugas", act="close")

        assert (before, camat.get("/").url.path) == ("/", "/masuk")
        assert enter(camat, "camat").status_code == 401


def test_nobody_closes_the_own_account(browser: httpx.Client) -> None:
    enter(browser)

    assert send(browser, "/petugas/admin", "/petugas", act="close").status_code == 409
    assert browser.get("/petugas").status_code == 200


def test_a_new_password_ends_running_sessions(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser, "camat")
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "camat", "kata sandi baru", Role.SUBDISTRICT_READER, full_name="", now=NOW)
        unit.commit()

    assert browser.get("/").url.path == "/masuk"


def test_the_second_factor_is_set_up_with_its_first_code_and_asked_from_then_on(browser: httpx.Client) -> None:
    enter(browser)
    page = browser.get("/akun")
    found = re.search(r'name="secret" value="([A-Z2-7]+)"', page.text)
    assert found is not None
    now = datetime.now(UTC)

    wrong = send(browser, "/akun/pengaman", "/akun", secret=found[1], code="000000x")
    done = send(browser, "/akun/pengaman", "/akun", secret=found[1], code=code_at(found[1], now))

    assert wrong.status_code == 422
    assert "sudah terpasang" in done.text
    browser.cookies.clear()
    assert "kode 6 angka" in enter(browser).text
    token = token_of(browser.get("/masuk"))
    fresh = code_at(found[1], now + timedelta(seconds=30))
    answer = browser.post("/masuk", data={"name": "admin", "password": PASSWORD, "code": fresh, "form_token": token})
    assert answer.url.path == "/"


def test_a_code_is_taken_once(live_server: LiveServer) -> None:
    secret = new_secret()
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "wati", PASSWORD, Role.REVIEWER, full_name="", now=NOW)
        set_second_factor(unit, "wati", secret, code_at(secret, NOW), NOW)
        later = NOW + timedelta(minutes=2)

        first = sign_in(unit, "wati", PASSWORD, later, code_at(secret, later))
        second = sign_in(unit, "wati", PASSWORD, later, code_at(secret, later))

    assert isinstance(first, SignedIn)
    assert second is AccountRefusal.CODE_NEEDED


def test_a_code_of_a_clock_half_a_minute_off_is_taken_and_an_old_one_is_not() -> None:
    secret = new_secret()

    assert step_of(secret, code_at(secret, NOW - timedelta(seconds=30)), NOW, 0) is not None
    assert step_of(secret, code_at(secret, NOW - timedelta(minutes=5)), NOW, 0) is None


def test_laptops_are_listed_revoked_and_new_codes_made(
    browser: httpx.Client, enrol: Enrol, live_server: LiveServer
) -> None:
    laptop = enrol()
    laptop.sync()
    enter(browser)
    path = f"/desa/{VILLAGE}/laptop"
    client = str(live_server.rows("SELECT id FROM client WHERE side = 'village'")[0]["id"])

    sheet = send(browser, f"{path}/kode", path, role="operator", person="Iis Contoh")
    revoked = send(browser, f"{path}/{client}/cabut", path)
    foreign = send(browser, f"/desa/{OTHER_VILLAGE}/laptop/{client}/cabut", path)

    assert "<svg" in sheet.text
    assert "Iis Contoh" in sheet.text
    assert "dicabut" in revoked.text
    assert foreign.status_code == 404
