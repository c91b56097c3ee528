"""Kuesioner on the page: looked over with its findings and differences, published once nothing speaks against it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
DECISION = (Path(__file__).resolve().parents[2] / "resources" / "questionnaires" / "keputusan.md").read_text()
VERSION = "2026112402"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, area in (("admin", Area()), ("sempit", Area((VILLAGE,)))):
            save_account(unit, name, PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=60) as client:
        yield client


def send(
    browser: httpx.Client, act: str, content: str | bytes, name: str = "keputusan.md", area: str = ""
) -> httpx.Response:
    data = {"form_token": token_of(browser.get("/kuesioner")), "act": act, "area": area}
    files = {"file": (name, content.encode() if isinstance(content, str) else content)}
    return browser.post("/kuesioner", data=data, files=files)


def published(live_server: LiveServer) -> list[dict[str, object]]:
    return live_server.rows("SELECT id, version FROM form ORDER BY version")


def test_looking_publishes_nothing_and_publishing_reaches_the_laptops(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    enter(browser)

    looked = send(browser, "periksa", DECISION)
    before = published(live_server)
    done = send(browser, "terbitkan", DECISION)

    assert "tidak ada kesalahan" in looked.text
    assert before == []
    assert "terbit." in done.text
    assert published(live_server) == [{"id": "keputusan", "version": VERSION}]
    assert httpx.get(f"{live_server.url}/v1/forms", trust_env=False).status_code in {200, 401}


def test_a_changed_form_shows_what_changed_and_needs_a_higher_version(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    enter(browser)
    send(browser, "terbitkan", DECISION)
    changed = DECISION.replace("| 10 | NIK tidak padan |", "| 11 | NIK tidak padan |")

    same_version = send(browser, "terbitkan", changed)
    higher = send(browser, "terbitkan", changed.replace(VERSION, "2026112403"))

    assert same_version.status_code == 422
    assert f"Kini berlaku {VERSION}" in same_version.text
    assert "kode baru 11" in higher.text
    assert "kode dihapus 10" in higher.text
    assert len(published(live_server)) == 2


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (DECISION.replace("selected(${alasan}, '99')", "terpilih(${alasan}, '99')"), "a.md", "Kesalahan:"),
        (DECISION.replace("| keputusan | Keputusan Musyawarah Desa |", "| lain | Lain |"), "a.md", "form_id harus"),
        (DECISION.replace("| presence |", "|  |"), "a.md", "tidak ada: presence"),
        (workbook_bytes([("A", "B"), ("1", "2")]), "a.xlsx", "Kesalahan:"),
        (b"PK\x03\x04 half", "a.xlsx", "Kesalahan:"),
        (b"", "a.xlsx", "Kesalahan:"),
    ],
)
def test_what_cannot_run_is_not_published(
    browser: httpx.Client, live_server: LiveServer, content: str | bytes, name: str, words: str
) -> None:
    enter(browser)

    refused = send(browser, "terbitkan", content, name)

    assert refused.status_code == 422
    assert words in refused.text
    assert published(live_server) == []


def test_only_an_administrator_of_the_whole_district_publishes(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser, "sempit")

    assert send(browser, "terbitkan", DECISION).status_code == 404
    assert published(live_server) == []


def forms_of(live_server: LiveServer, village: str = "") -> list[tuple[str, str]]:
    answer = httpx.get(f"{live_server.url}/v1/forms", params={"village": village} if village else {}, trust_env=False)
    return [(one["id"], one["version"]) for one in answer.json()]


def test_a_version_for_one_village_reaches_that_village_alone(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    enter(browser)
    send(browser, "terbitkan", DECISION)
    later = DECISION.replace(VERSION, "2026112403")
    before = laptop.sync().tail

    send(browser, "terbitkan", later, area=VILLAGE)
    after = laptop.sync().tail

    assert forms_of(live_server, VILLAGE) == [("keputusan", "2026112403")]
    assert forms_of(live_server, OTHER_VILLAGE) == forms_of(live_server) == [("keputusan", VERSION)]
    assert before is not None
    assert after is not None
    assert before.forms != after.forms


def test_a_withdrawn_version_gives_way_to_the_one_before(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    send(browser, "terbitkan", DECISION)
    send(browser, "terbitkan", DECISION.replace(VERSION, "2026112403"))
    path = "/kuesioner/keputusan/2026112403/tarik"
    token = token_of(browser.get("/kuesioner"))

    done = browser.post(path, data={"form_token": token})
    again = browser.post(path, data={"form_token": token})
    unknown = browser.post("/kuesioner/keputusan/1/tarik", data={"form_token": token})
    taken = send(browser, "terbitkan", DECISION.replace(VERSION, "2026112403").replace("Meninggal", "Wafat"))

    assert "ditarik" in done.text
    assert (again.status_code, unknown.status_code, taken.status_code) == (404, 404, 422)
    assert forms_of(live_server) == [("keputusan", VERSION)]
    assert httpx.get(f"{live_server.url}/v1/forms/keputusan/2026112403", trust_env=False).status_code == 200


def test_an_area_that_is_no_code_publishes_nothing(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)

    refused = send(browser, "terbitkan", DECISION, area="Cianjur")

    assert refused.status_code == 422
    assert published(live_server) == []
