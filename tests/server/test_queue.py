"""The queue of the review: what villages submitted, by village and by meeting, and the way to each family."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import msgspec
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.storage import schema
from kemiskinan_server.storage.database import Database
from kemiskinan_server.web import villages
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import act, household, put
from tests.server.test_crossings import NOW
from tests.server.test_pages import PASSWORD, enter, token_of


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, area in (("dewi", Area()), ("sempit", Area((VILLAGE,)))):
            save_account(unit, name, PASSWORD, Role.REVIEWER, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def submitted(enrol: Enrol) -> str:
    """A family handed over with its meeting, another that stays in the village, one more in the next village."""
    laptop, session = enrol(VILLAGE), new_record_id()
    first, second = household(head_name="Siti Contoh"), household(head_name="Ujang Contoh")
    meeting = put(RecordKind.DELIBERATION, session, title="Musdes Antre", date="2026-11-20", state="open")
    ruling = put(RecordKind.DECISION, decision_id(session, first.id), parent=session, household=first.id, decision="L")
    laptop.sync(first, second, meeting, ruling, act(first.id, "submit", ("draft", "submitted")))
    other, laptop_there = household(head_name="Nani Contoh"), enrol(OTHER_VILLAGE)
    laptop_there.sync(other, act(other.id, "submit", ("draft", "submitted")))
    return first.id


def test_families_wait_by_village_and_are_reached_from_there(browser: httpx.Client, submitted: str) -> None:
    enter(browser, "dewi")

    queue = browser.get("/antrean").text
    waiting = browser.get(f"/desa/{VILLAGE}", params={"pemeriksaan": "submitted"}).text
    everybody = browser.get(f"/desa/{VILLAGE}", params={"pemeriksaan": "entah"}).text

    assert f'href="/desa/{VILLAGE}?pemeriksaan=submitted#keluarga">1</a>' in queue
    assert "Limbangansari" in queue
    assert f"/keluarga/{submitted}" in waiting
    assert "Ujang Contoh" not in waiting
    assert "Ujang Contoh" in everybody


def test_what_was_taken_up_and_answered_leaves_the_queue(browser: httpx.Client, submitted: str) -> None:
    enter(browser, "dewi")
    form = {"form_token": token_of(browser.get("/akun")), "note": ""}

    seen = []
    for step, state in (("take", "submitted"), ("approve", "under_review")):
        browser.post(f"/desa/{VILLAGE}/keluarga/{submitted}/tinjau", data=form | {"act": step, "state": state})
        page = browser.get("/antrean").text
        seen.append(
            (f"/desa/{VILLAGE}?pemeriksaan=submitted" in page, f"/desa/{VILLAGE}?pemeriksaan=under_review" in page)
        )

    assert seen == [(False, True), (False, False)]


def test_a_meeting_s_page_leads_to_its_families(browser: httpx.Client, submitted: str) -> None:
    enter(browser, "dewi")
    page = browser.get("/musyawarah").text
    session = page.partition(f"/desa/{VILLAGE}/musyawarah/")[2].partition('"')[0]

    shown = browser.get(f"/desa/{VILLAGE}/musyawarah/{session}").text

    assert f'href="/desa/{VILLAGE}/keluarga/{submitted}">Siti Contoh</a>' in shown


def test_a_submitted_meeting_waits_too(browser: httpx.Client, enrol: Enrol) -> None:
    laptop, session = enrol(), new_record_id()
    laptop.sync(put(RecordKind.DELIBERATION, session, title="Musdes Antre", date="2026-11-20", state="open"))
    enter(browser, "dewi")
    before = browser.get("/antrean").text

    step = act(session, "submit", ("draft", "submitted"))
    laptop.sync(msgspec.structs.replace(step, k=RecordKind.DELIBERATION))

    assert "Musdes Antre" not in before
    assert f"/desa/{VILLAGE}/musyawarah/{session}" in browser.get("/antrean").text


def test_a_meeting_waits_however_many_were_held_since(
    browser: httpx.Client, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(villages, "_SESSIONS", 3)
    laptop, old = enrol(), new_record_id()
    laptop.sync(put(RecordKind.DELIBERATION, old, title="Musdes Lama", date="2026-01-20", state="open"))
    laptop.sync(msgspec.structs.replace(act(old, "submit", ("draft", "submitted")), k=RecordKind.DELIBERATION))
    later = [
        put(RecordKind.DELIBERATION, new_record_id(), title=f"Musdes {day}", date=f"2026-11-{day:02d}", state="open")
        for day in range(10, 16)
    ]
    laptop.sync(*later)
    enter(browser, "dewi")
    first = browser.get("/antrean").text
    for one in later:
        laptop.sync(msgspec.structs.replace(act(one.id, "submit", ("draft", "submitted")), k=RecordKind.DELIBERATION))

    then = browser.get("/antrean").text

    assert "Musdes Lama" in first
    assert "paling lama menunggu" not in first
    assert "Musdes Lama" in then
    assert "Musdes 11" in then
    assert "Musdes 12" not in then
    assert "paling lama menunggu" in then


def test_what_waited_before_an_upgrade_waits_after_it(browser: httpx.Client, enrol: Enrol, database: Database) -> None:
    laptop, session = enrol(), new_record_id()
    laptop.sync(put(RecordKind.DELIBERATION, session, title="Musdes Lama", date="2026-01-20", state="open"))
    laptop.sync(msgspec.structs.replace(act(session, "submit", ("draft", "submitted")), k=RecordKind.DELIBERATION))
    laptop.sync(put(RecordKind.DELIBERATION, new_record_id(), title="Musdes Baru", date="2026-02-20", state="open"))

    schema.downgrade(database.engine, "0020")
    schema.upgrade(database.engine)

    enter(browser, "dewi")
    queue = browser.get("/antrean").text
    assert "Musdes Lama" in queue
    assert "Musdes Baru" not in queue


def test_a_reviewer_of_one_village_sees_its_queue_alone(browser: httpx.Client, submitted: str) -> None:
    enter(browser, "sempit")

    queue = browser.get("/antrean").text

    assert "Babakankaret" in queue
    assert "Limbangansari" not in queue
