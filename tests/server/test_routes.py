"""Every route with every role and area, read from the router: a route that nobody described here fails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

import httpx
import pytest
from fastapi.routing import APIRoute
from starlette.routing import Route

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.app import Parts, create_app
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.handing_on import NewGrant, ReadField, make_grant
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import household, member, put
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
SECRET: Final = "RAHASIATETANGGA"
"""Stands in every text of the neighbouring village."""
ADMIN, REVIEWER, READER, OFFICER = "admin", "pemeriksa", "camat", "pekerja"
EVERYBODY = frozenset({ADMIN, REVIEWER, READER, OFFICER})
REVIEWERS = frozenset({ADMIN, REVIEWER})
PUBLIC: Final = frozenset(
    {
        ("GET", "/masuk"),
        ("POST", "/masuk"),
        ("POST", "/keluar"),
        ("POST", "/bahasa"),
        ("GET", "/gaya.css"),
        ("GET", "/berita-acara"),
        ("GET", "/tanda-terima"),
        ("POST", "/v1/enroll"),
        ("POST", "/v1/token"),
        ("GET", "/v1/forms"),
        ("GET", "/v1/forms/{form}/{version}"),
        ("GET", "/v1/receipts/{code}"),
        ("GET", "/v1/alive"),
        ("GET", "/v1/health"),
        ("GET", "/openapi.json"),
        ("HEAD", "/openapi.json"),
        ("GET", "/metrics"),
    }
)
"""What anybody may ask; none of it names a person."""
DEVICES: Final = frozenset(
    {
        ("GET", "/v1/clients/{client}/ledger"),
        ("POST", "/v1/villages/{village}/sync"),
        ("GET", "/v1/villages/{village}/snapshot"),
        ("GET", "/v1/scopes/{scope}/changes"),
        ("HEAD", "/v1/villages/{village}/blobs/{sha256}"),
        ("PATCH", "/v1/villages/{village}/blobs/{sha256}"),
        ("GET", "/v1/villages/{village}/blobs/{sha256}"),
        ("POST", "/v1/bundles"),
        ("GET", "/v1/villages/{village}/devices"),
    }
)
"""What a laptop asks with its token."""
SYSTEMS: Final = frozenset({("GET", "/v1/read/villages"), ("GET", "/v1/read/villages/{village}/families")})
"""What another system asks with a token that an administrator made."""
PAGES: Final = {
    ("GET", "/petugas"): {ADMIN},
    ("POST", "/petugas"): {ADMIN},
    ("POST", "/petugas/{name}"): {ADMIN},
    ("GET", "/daftar-awal"): {ADMIN},
    ("POST", "/daftar-awal"): {ADMIN},
    ("GET", "/daftar-awal/{digest}"): {ADMIN},
    ("POST", "/daftar-awal/{digest}/terapkan"): {ADMIN},
    ("POST", "/daftar-awal/{digest}/batalkan"): {ADMIN},
    ("POST", "/daftar-awal/{digest}/kolom"): {ADMIN},
    ("GET", "/daftar-awal/{digest}/laporan.csv"): {ADMIN},
    ("GET", "/daftar-awal/{digest}/dikembalikan.xlsx"): {ADMIN},
    ("GET", "/kuesioner"): {ADMIN},
    ("POST", "/kuesioner"): frozenset(),
    ("POST", "/kuesioner/{form}/{version}/tarik"): frozenset(),
    ("GET", "/pengumuman"): REVIEWERS,
    ("POST", "/pengumuman"): REVIEWERS,
    ("GET", "/pengumuman/tulis"): REVIEWERS,
    ("GET", "/pengumuman/{notice}"): REVIEWERS,
    ("GET", "/pengumuman/{notice}/ubah"): REVIEWERS,
    ("POST", "/pengumuman/{notice}/tarik"): REVIEWERS,
    ("GET", "/daftar-kode"): frozenset(),
    ("POST", "/daftar-kode"): frozenset(),
    ("GET", "/daftar-kode/{scope}/{name}/{version}"): frozenset(),
    ("POST", "/daftar-kode/{scope}/{name}/{version}/tarik"): frozenset(),
    ("GET", "/nasional"): frozenset(),
    ("POST", "/nasional"): frozenset(),
    ("GET", "/nasional/{digest}"): frozenset(),
    ("POST", "/nasional/{digest}/terima"): frozenset(),
    ("GET", "/ganda"): frozenset(),
    ("POST", "/ganda"): frozenset(),
    ("GET", "/akun"): EVERYBODY,
    ("POST", "/akun/pengaman"): EVERYBODY,
    ("GET", "/"): EVERYBODY,
    ("GET", "/kecamatan/{subdistrict}"): EVERYBODY,
    ("GET", "/sambungan"): EVERYBODY,
    ("GET", "/pekerja"): EVERYBODY,
    ("GET", "/pekerja/anggaran"): EVERYBODY,
    ("GET", "/antrean"): REVIEWERS,
    ("GET", "/musyawarah"): EVERYBODY,
    ("GET", "/rekap"): EVERYBODY,
    ("GET", "/ekspor"): EVERYBODY,
    ("POST", "/ekspor"): EVERYBODY,
    ("GET", "/akses"): frozenset(),
    ("POST", "/akses"): frozenset(),
    ("POST", "/akses/{grant}/cabut"): frozenset(),
    ("GET", "/berkas"): REVIEWERS,
    ("POST", "/berkas"): REVIEWERS,
    ("GET", "/berkas/jawaban.zip"): REVIEWERS,
    ("GET", "/berkas/{village}/{digest}/jawaban"): REVIEWERS,
    ("POST", "/berkas/{village}/{digest}/terima"): {ADMIN},
    ("POST", "/berkas/{village}/{digest}/buang"): {ADMIN},
    ("GET", "/berkas/{village}/{digest}/foto/{part}"): REVIEWERS,
    ("GET", "/desa/{code}"): EVERYBODY,
    ("GET", "/desa/{code}/keluarga/{household}"): EVERYBODY,
    ("GET", "/desa/{code}/keluarga/{household}/lampiran"): EVERYBODY,
    ("GET", "/desa/{code}/lampiran/{attachment}"): EVERYBODY,
    ("GET", "/desa/{code}/lampiran/{attachment}/kecil"): EVERYBODY,
    ("GET", "/desa/{code}/pekerja"): EVERYBODY,
    ("GET", "/desa/{code}/musyawarah/{session}"): EVERYBODY,
    ("GET", "/desa/{code}/laptop"): {ADMIN},
    ("POST", "/desa/{code}/laptop/kode"): {ADMIN},
    ("POST", "/desa/{code}/laptop/{client}/cabut"): {ADMIN},
    ("POST", "/desa/{code}/keluarga/{household}/tinjau"): REVIEWERS,
    ("POST", "/desa/{code}/keluarga/{household}/pindah"): REVIEWERS,
    ("POST", "/desa/{code}/keluarga/{household}/catatan"): REVIEWERS,
    ("POST", "/desa/{code}/keluarga/{household}/catatan/{remark_id}/selesai"): REVIEWERS,
    ("GET", "/desa/{code}/perbedaan"): EVERYBODY,
    ("POST", "/desa/{code}/perbedaan"): REVIEWERS,
    ("POST", "/desa/{code}/perbedaan/{conflict}"): REVIEWERS,
    ("POST", "/desa/{code}/perbedaan/{conflict}/tutup"): REVIEWERS,
    ("POST", "/desa/{code}/musyawarah/{session}/tinjau"): REVIEWERS,
    ("POST", "/desa/{code}/pekerja/{member}/catatan"): REVIEWERS | {OFFICER},
}
"""Who may use each page within the own area."""
ROLES: Final = {
    ADMIN: Role.ADMINISTRATOR,
    REVIEWER: Role.REVIEWER,
    READER: Role.SUBDISTRICT_READER,
    OFFICER: Role.WORKERS_OFFICER,
}


def routes(parts: Parts) -> set[tuple[str, str]]:
    """Method and path of everything that the application answers to."""
    made = create_app(parts.context.settings, parts.context.clock, parts)
    listed = [one for router in made.routes for one in getattr(router, "original_router", made).routes]
    return {(method, one.path) for one in listed if isinstance(one, APIRoute | Route) for method in one.methods or ()}


@pytest.fixture
def villages(live_server: LiveServer, enrol: Enrol) -> dict[str, dict[str, str]]:
    """A family, a member, a session and a photo in each of two villages; the neighbour's texts are secret."""
    ids: dict[str, dict[str, str]] = {}
    for village, word in ((VILLAGE, "Contoh"), (OTHER_VILLAGE, SECRET)):
        family, session, photo = household(head_name=word, dusun=word, no_kk="3203011234567890"), *_new(2)
        person = member(family.id, name=word, presence="1", position=1)
        laptop = enrol(village)
        laptop.sync(
            family,
            person,
            put(RecordKind.DELIBERATION, session, title=word, place=word, date="2026-11-20", state="open"),
            put(RecordKind.DECISION, decision_id(session, family.id), parent=session, household=family.id),
            put(RecordKind.ATTACHMENT, photo, parent=family.id, file_name=f"{word}.jpg", sha256="0" * 64, size=1),
            put(RecordKind.REMARK, new_record_id(), parent=family.id, parent_kind="household", text=word, state="open"),
        )
        ids[village] = {
            "household": family.id,
            "member": person.id,
            "session": session,
            "attachment": photo,
            "client": laptop.client,
        }
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role in ROLES.items():
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=Area((VILLAGE,)))
        unit.commit()
    return ids


def _new(count: int) -> list[str]:
    return [new_record_id() for _ in range(count)]


def filled(path: str, village: str, ids: dict[str, str]) -> str:
    """The path with the village's own ids in it; what nobody made gets an id of nothing."""
    known = {**ids, "code": village, "village": village, "sha256": "0" * 64, "digest": "0" * 64, "name": "nobody"}
    return re.sub(r"\{(\w+)\}", lambda found: known.get(found[1], "018f0000-0000-7000-8000-000000000000"), path)


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=live_server.url, follow_redirects=False, trust_env=False, timeout=30) as client:
        yield client


def sign_in(browser: httpx.Client, name: str) -> str:
    browser.cookies.clear()
    assert enter(browser, name).status_code == 303
    return token_of(browser.get("/akun"))


def ask(browser: httpx.Client, method: str, path: str, token: str = "") -> httpx.Response:
    data = {"form_token": token, "text": "x"} if method == "POST" else None
    return browser.request(method, path, data=data)


def test_every_route_is_described_here(live_server: LiveServer) -> None:
    assert routes(live_server.parts) == PUBLIC | DEVICES | SYSTEMS | set(PAGES)


def test_without_signing_in_nothing_but_the_public_answers(
    live_server: LiveServer, browser: httpx.Client, villages: dict[str, dict[str, str]]
) -> None:
    for method, path in sorted(DEVICES | SYSTEMS | set(PAGES)):
        answer = ask(browser, method, filled(path, OTHER_VILLAGE, villages[OTHER_VILLAGE]))
        assert answer.status_code in {303, 400, 401, 403, 404, 415}, (method, path, answer.status_code)
        assert answer.headers.get("location", "/masuk") == "/masuk", (method, path)
        assert SECRET not in answer.text, (method, path)
    for method, path in sorted(PUBLIC):
        answer = ask(browser, method, filled(path, OTHER_VILLAGE, villages[OTHER_VILLAGE]))
        assert answer.status_code < 500, (method, path, answer.status_code)
        assert SECRET not in answer.text, (method, path)


@pytest.mark.parametrize("name", sorted(ROLES))
def test_within_the_area_a_role_does_what_it_may_and_nothing_else(
    browser: httpx.Client, villages: dict[str, dict[str, str]], name: str
) -> None:
    token = sign_in(browser, name)
    missing = browser.get("/desa/99.99.99.9999").text
    for (method, path), allowed in sorted(PAGES.items()):
        answer = ask(browser, method, filled(path, VILLAGE, villages[VILLAGE]), token)
        assert answer.status_code < 500, (method, path, answer.status_code)
        assert answer.headers.get("location") != "/masuk", (method, path)
        assert SECRET not in answer.text, (method, path)
        if name not in allowed:
            assert (answer.status_code, answer.text) == (404, missing), (method, path, answer.status_code)


@pytest.mark.parametrize("name", sorted(ROLES))
def test_outside_the_area_a_village_looks_as_if_it_did_not_exist(
    browser: httpx.Client, villages: dict[str, dict[str, str]], name: str
) -> None:
    token = sign_in(browser, name)
    for method, path in sorted(path for path in PAGES if "{code}" in path[1] or "{village}" in path[1]):
        answer = ask(browser, method, filled(path, OTHER_VILLAGE, villages[OTHER_VILLAGE]), token)
        assert answer.status_code == 404, (method, path, answer.status_code)
        assert SECRET not in answer.text, (method, path)


@pytest.mark.parametrize("name", sorted(ROLES))
def test_ids_of_another_village_in_the_own_village_s_path_find_nothing(
    browser: httpx.Client, villages: dict[str, dict[str, str]], name: str
) -> None:
    token = sign_in(browser, name)
    for method, path in sorted(path for path in PAGES if "{code}/" in path[1]):
        answer = ask(browser, method, filled(path, VILLAGE, villages[OTHER_VILLAGE]), token)
        assert answer.status_code < 500, (method, path, answer.status_code)
        assert SECRET not in answer.text, (method, path)


@pytest.mark.parametrize("name", sorted(ROLES))
def test_a_form_that_no_page_of_ours_sent_does_nothing(
    live_server: LiveServer, browser: httpx.Client, villages: dict[str, dict[str, str]], name: str
) -> None:
    sign_in(browser, name)
    before = live_server.rows("SELECT count(*) AS n FROM history")
    for method, path in sorted(path for path in PAGES if path[0] == "POST"):
        answer = ask(browser, method, filled(path, VILLAGE, villages[VILLAGE]), "0" * 64)
        assert answer.status_code in {403, 404, 422}, (method, path, answer.status_code)
    assert live_server.rows("SELECT count(*) AS n FROM history") == before


def test_a_laptop_s_token_opens_no_page_and_no_other_village(
    live_server: LiveServer, browser: httpx.Client, villages: dict[str, dict[str, str]], enrol: Enrol
) -> None:
    laptop = enrol()
    headers = {"Authorization": f"Bearer {laptop.token}"}
    for method, path in sorted(PAGES):
        answer = browser.request(method, filled(path, VILLAGE, villages[VILLAGE]), headers=headers)
        assert answer.headers.get("location", "/masuk") == "/masuk", (method, path)
        assert answer.status_code in {303, 403, 404, 422}, (method, path, answer.status_code)
    for method, path in sorted(DEVICES | SYSTEMS):
        asked = filled(path, OTHER_VILLAGE, villages[OTHER_VILLAGE])
        answer = browser.request(method, asked, headers=headers)
        assert 400 <= answer.status_code < 500, (method, path, answer.status_code)
        assert SECRET not in answer.text, (method, path)


def test_a_system_s_token_opens_its_two_addresses_in_its_area_and_nothing_else(
    live_server: LiveServer, browser: httpx.Client, villages: dict[str, dict[str, str]]
) -> None:
    with live_server.parts.context.database.unit_of_work() as unit:
        wanted = NewGrant("uji", Area((VILLAGE,)), frozenset(ReadField), timedelta(days=1))
        token = make_grant(unit, wanted, "admin", live_server.parts.context.clock())
        unit.commit()
    headers = {"Authorization": f"Bearer {token}"}
    for method, path in sorted(SYSTEMS):
        own = browser.request(method, filled(path, VILLAGE, villages[VILLAGE]), headers=headers)
        other = browser.request(method, filled(path, OTHER_VILLAGE, villages[OTHER_VILLAGE]), headers=headers)
        assert own.status_code == 200, (method, path)
        assert other.status_code == (404 if "{village}" in path else 200), (method, path)
        assert SECRET not in own.text + other.text, (method, path)
    for method, path in sorted(DEVICES | set(PAGES)):
        answer = browser.request(method, filled(path, VILLAGE, villages[VILLAGE]), headers=headers)
        assert answer.headers.get("location", "/masuk") == "/masuk", (method, path)
        assert 300 <= answer.status_code < 500, (method, path, answer.status_code)
