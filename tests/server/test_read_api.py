"""The read API for other systems: only what the token grants, written down, and nothing once it was taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from kemiskinan_domain.deliberation import Session
from kemiskinan_domain.people import Area, Role
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.handing_on import NewGrant, ReadField, check_token, make_grant
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, household
from tests.server.test_deliberation_pages import NIK, meeting
from tests.server.test_pages import PASSWORD, enter, token_of

__all__ = ["meeting"]

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FAMILIES = f"/v1/read/villages/{VILLAGE}/families"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, area in (("admin", Area()), ("sempit", Area((VILLAGE,)))):
            save_account(unit, name, PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def token_for(live_server: LiveServer, *fields: ReadField, area: Area = Area(), days: int = 30) -> str:  # noqa: B008
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        wanted = NewGrant("SIKAP", area, frozenset(fields), timedelta(days=days))
        token = make_grant(unit, wanted, "admin", context.clock())
        unit.commit()
    return token


def read(live_server: LiveServer, token: str, path: str = FAMILIES, **query: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {token}"}
    return httpx.get(f"{live_server.url}{path}", headers=headers, params=query, trust_env=False, timeout=30)


def test_without_a_field_a_family_has_no_name_no_number_and_no_decision(
    live_server: LiveServer, meeting: Session
) -> None:
    answer = read(live_server, token_for(live_server))

    assert answer.status_code == 200
    assert {frozenset(one) for one in answer.json()["families"]} == {
        frozenset({"id", "desil", "origin", "survey_state", "people"})
    }
    assert "Siti" not in answer.text
    assert NIK not in answer.text


def test_every_field_that_was_granted_comes(live_server: LiveServer, meeting: Session) -> None:
    answer = read(live_server, token_for(live_server, *ReadField))

    told = next(one for one in answer.json()["families"] if one["head_name"] == "=Siti Contoh")
    assert told["decision"] == "L"
    assert told["no_kk"] == "3203010101010001"
    assert told["members"] == [{"relation": "1", "sex": None, "birth_date": None, "name": "Siti Contoh", "nik": NIK}]
    assert meeting.lock is not None
    assert told["minutes_code"] == meeting.lock.seal.code


def test_pages_follow_each_other_without_a_gap(live_server: LiveServer, laptop: Laptop) -> None:
    sent = [household(head_name=f"Keluarga {number}") for number in range(5)]
    laptop.sync(*sent)
    token, seen, after = token_for(live_server), [], ""

    while after is not None:
        told = read(live_server, token, after=after, limit="2").json()
        seen += [one["id"] for one in told["families"]]
        after = told["next"]

    assert seen == sorted(one.id for one in sent)


def test_a_village_outside_the_area_does_not_exist(live_server: LiveServer, meeting: Session) -> None:
    token = token_for(live_server, *ReadField, area=Area((OTHER_VILLAGE,)))

    villages = read(live_server, token, "/v1/read/villages").json()["villages"]

    assert [one["code"] for one in villages] == [OTHER_VILLAGE]
    assert read(live_server, token).status_code == 404
    assert read(live_server, token, "/v1/read/villages/99.99.99.9999/families").status_code == 404


@pytest.mark.parametrize("token", ["pkd_", "pkd_x_y", "pkd_000000000000_" + "A" * 43, "a.b", "pkd_'--_x"])
def test_what_is_no_token_of_ours_reads_nothing(live_server: LiveServer, token: str) -> None:
    answer = read(live_server, token)

    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"


def test_a_token_with_another_secret_reads_nothing(live_server: LiveServer) -> None:
    token = token_for(live_server)

    assert read(live_server, token[:-1] + ("A" if token[-1] != "A" else "B")).status_code == 401


def test_a_token_ends_with_its_time(live_server: LiveServer) -> None:
    token, clock = token_for(live_server, days=30), live_server.parts.context.clock

    with live_server.parts.context.database.unit_of_work() as unit:
        assert check_token(unit, token, clock() + timedelta(days=29)) is not None
        assert check_token(unit, token, clock() + timedelta(days=30, seconds=1)) is None


def test_every_reading_is_written_down_and_the_secret_nowhere(live_server: LiveServer, meeting: Session) -> None:
    token = token_for(live_server, ReadField.NAMES)

    read(live_server, token)

    noted = live_server.rows("SELECT actor, village FROM audit WHERE deed = 'api-families-read'")
    assert [(str(one["actor"]).rpartition(":")[2], one["village"]) for one in noted] == [("SIKAP", VILLAGE)]
    secret = token.rpartition("_")[2]
    everything = str(live_server.rows("SELECT * FROM read_grant")) + str(live_server.rows("SELECT * FROM audit"))
    assert secret not in everything


def test_an_administrator_makes_a_token_on_the_page_and_takes_it_back(
    browser: httpx.Client, live_server: LiveServer, meeting: Session
) -> None:
    enter(browser)
    fields = {"form_token": token_of(browser.get("/akses")), "system": "SIKAP <b>Dinsos</b>", "days": "30"}

    made = browser.post("/akses", data=fields | {"area": VILLAGE, "fields": ["names", "decisions"]})
    token = made.text.partition('<code class="long">')[2].partition("<")[0]
    before = read(live_server, token)
    grant = token.split("_")[1]
    browser.post(f"/akses/{grant}/cabut", data={"form_token": token_of(made)})

    assert "SIKAP &lt;b&gt;Dinsos" in made.text
    assert before.json()["families"][0].keys() >= {"head_name", "decision"}
    assert "no_kk" not in before.text
    assert read(live_server, token).status_code == 401
    assert token not in browser.get("/akses").text


def test_a_form_that_makes_no_sense_makes_no_token(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    fields = {"form_token": token_of(browser.get("/akses")), "system": "SIKAP", "days": "30"}

    for wrong in ({"system": " "}, {"days": "9999"}, {"fields": "all"}, {"area": "Cianjur"}):
        assert browser.post("/akses", data=fields | wrong).status_code == 422
    assert live_server.rows("SELECT id FROM read_grant") == []


def test_an_administrator_of_one_village_gives_no_system_access(browser: httpx.Client) -> None:
    enter(browser, "sempit")

    assert browser.get("/akses").status_code == 404


def test_the_description_names_the_token_and_the_fields(live_server: LiveServer) -> None:
    told = httpx.get(f"{live_server.url}/openapi.json", trust_env=False).json()

    route = told["paths"]["/v1/read/villages/{village}/families"]["get"]
    schema = route["responses"]["200"]["content"]["application/json"]["schema"]
    assert route["security"] == [{"readToken": []}]
    assert told["components"]["securitySchemes"]["readToken"]["scheme"] == "bearer"
    assert "no_kk" in str(schema)
