"""A laptop is taken in by a one-time code and proves from then on that it is the same."""

from __future__ import annotations

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kemiskinan_domain.wire import Paths
from kemiskinan_server.services.codes import make_code, read_code
from kemiskinan_server.services.enrolment import NewCode, hand_out_code
from kemiskinan_server.services.forms import FormRefusal, publish_form
from kemiskinan_server.services.keys import BadKeysFileError, load_or_make_keys
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household


@pytest.fixture
def fresh(live_server: LiveServer) -> object:
    laptop = Laptop(live_server.url, VILLAGE)
    yield laptop
    laptop.http.close()


def problem_type(answer: object) -> str:
    return str(answer.json()["type"]).rpartition(":")[2]  # type: ignore[attr-defined]


def test_enrolment_tells_who_and_where_the_laptop_is(fresh: Laptop, live_server: LiveServer) -> None:
    told = fresh.enrol(live_server.code()).json()

    assert told["village"] == VILLAGE
    assert (told["village_name"], told["subdistrict_name"], told["district_name"]) == (
        "Babakankaret",
        "Cianjur",
        "Cianjur",
    )
    assert told["server_key"] == live_server.parts.context.keys.public


def test_a_code_works_however_it_was_typed(fresh: Laptop, live_server: LiveServer) -> None:
    typed = live_server.code().lower().replace("-", " ").replace("0", "o").replace("1", "l")

    assert fresh.enrol(typed).status_code == 200


def test_every_single_wrong_letter_shows() -> None:
    code = make_code()

    wrong = [
        code[:place] + letter + code[place + 1 :]
        for place in range(len(code))
        if code[place] != "-"
        for letter in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
        if letter != code[place]
    ]

    assert read_code(code) == code
    assert {read_code(text) for text in wrong} == {None}


@pytest.mark.parametrize("code", ["", "AAAA", "AAAA-AAAA-AAAU", "'; DROP TABLE village"])
def test_an_unknown_code_is_told_so(fresh: Laptop, code: str) -> None:
    answer = fresh.enrol(code)

    assert (answer.status_code, problem_type(answer)) == (404, "code-unknown")


def test_an_expired_code_is_told_so(fresh: Laptop, live_server: LiveServer) -> None:
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        code = hand_out_code(
            unit, context.keys, NewCode(VILLAGE, life=timedelta(days=1)), "t", datetime.now(UTC) - timedelta(days=2)
        )
        unit.commit()

    answer = fresh.enrol(str(code))

    assert (answer.status_code, problem_type(answer)) == (410, "code-expired")


def test_a_code_serves_one_device_only(fresh: Laptop, live_server: LiveServer, enrol: Enrol) -> None:
    code = live_server.code()
    fresh.enrol(code)
    other = enrol(OTHER_VILLAGE)

    answer = other.enrol(code)

    assert (answer.status_code, problem_type(answer)) == (409, "code-used")


def test_after_a_lost_answer_the_same_device_gets_the_same_one(fresh: Laptop, live_server: LiveServer) -> None:
    code = live_server.code()

    assert fresh.enrol(code).json() == fresh.enrol(code).json()


def test_the_code_itself_is_not_in_the_database(live_server: LiveServer) -> None:
    code = live_server.code()

    assert code.replace("-", "") not in str(live_server.rows("SELECT * FROM enrolment_code")).replace("-", "")


def test_a_signature_of_another_key_gets_no_token(laptop: Laptop, enrol: Enrol) -> None:
    other = enrol()
    laptop.key = other.key

    assert laptop.ask_token().status_code == 403


def test_the_districts_own_hand_gets_no_token(laptop: Laptop) -> None:
    laptop.client = f"district:{VILLAGE}"

    assert laptop.ask_token().status_code == 403


def test_the_ledger_lists_what_was_processed(laptop: Laptop) -> None:
    laptop.sync(household(head_name="A"), household(head_name="B"), household(head_name="C"))

    answer = laptop.http.get(
        Paths.ledger(laptop.client), params={"from": 2}, headers={"Authorization": f"Bearer {laptop.token}"}
    )

    assert answer.json() == {
        "client": laptop.client,
        "last_mid": 3,
        "entries": [[2, laptop.chain(2)], [3, laptop.chain(3)]],
    }


def test_the_ledger_of_another_village_is_out_of_reach(enrol: Enrol) -> None:
    one, two = enrol(), enrol(OTHER_VILLAGE)

    answer = one.http.get(Paths.ledger(two.client), headers={"Authorization": f"Bearer {one.token}"})

    assert answer.status_code == 404


def test_a_published_form_never_changes(live_server: LiveServer, laptop: Laptop) -> None:
    context = live_server.parts.context
    now = datetime.now(UTC)
    with context.database.unit_of_work() as unit:
        for text in ("<a/>", "<a/>"):
            publish_form(unit, context.keys, form="keluarga", version="1", compiled=text, by="t", now=now)
        refused = publish_form(unit, context.keys, form="keluarga", version="1", compiled="<b/>", by="t", now=now)
        unit.commit()

    listed = laptop.http.get(Paths.FORMS).json()
    text = laptop.http.get(Paths.form("keluarga", "1"))
    again = laptop.http.get(Paths.form("keluarga", "1"), headers={"If-None-Match": text.headers["etag"]})

    assert refused is FormRefusal.VERSION_TAKEN
    assert [(form["id"], form["version"]) for form in listed] == [("keluarga", "1")]
    assert text.text == "<a/>"
    assert "immutable" in text.headers["cache-control"]
    assert again.status_code == 304
    assert laptop.http.get(Paths.form("keluarga", "2")).status_code == 404


def test_keys_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"

    first, second = load_or_make_keys(path), load_or_make_keys(path)

    assert first.public == second.public
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_damaged_keys_are_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    path.write_text('{"signing": "')

    with pytest.raises(BadKeysFileError):
        load_or_make_keys(path)

    assert path.read_text() == '{"signing": "'


def test_a_receipt_code_is_confirmed_without_names(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.sync(household(head_name="Rahasia"))
    code = str(live_server.rows("SELECT code FROM receipt")[0]["code"])

    answer = laptop.http.get(f"/v1/receipts/{code.lower()}")

    assert answer.status_code == 200
    assert (answer.json()["records"], answer.json()["changes"]) == (1, 1)
    assert "Rahasia" not in answer.text
    assert laptop.http.get("/v1/receipts/0000-0000-0000").status_code == 404
