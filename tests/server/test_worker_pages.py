"""Pekerja on the district's pages: who is covered by the same rules as in the village, and the officer's remarks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.worker_counts import district_cover
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household, member, put
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NIK = "3203014309749002"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    people = (
        ("petugas", Role.WORKERS_OFFICER, Area()),
        ("camat", Role.SUBDISTRICT_READER, Area()),
        ("jauh", Role.REVIEWER, Area((OTHER_VILLAGE,))),
    )
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in people:
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def worker(enrol: Enrol) -> tuple[Laptop, str]:
    """A day labourer of a family that was decided layak, without any cover."""
    laptop, family, session = enrol(), household(head_name="Siti Contoh", dusun="Cikaret"), new_record_id()
    person = member(
        family.id,
        name="Ujang Contoh",
        nik=NIK,
        birth_date="1985-03-15",
        presence="1",
        answers__r416a="1",
        answers__r417="1",
        answers__r418="6",
        answers__r431f=["0"],
    )
    decision = {"parent": session, "household": family.id, "presence": "1", "decision": "L"}
    laptop.sync(
        family,
        person,
        put(RecordKind.DELIBERATION, session, title="Musdes", date="2026-11-20"),
        put(RecordKind.DECISION, decision_id(session, family.id), **decision),
    )
    return laptop, person.id


def test_an_eligible_worker_is_shown_with_the_rule_and_a_masked_nik(
    browser: httpx.Client, worker: tuple[Laptop, str]
) -> None:
    enter(browser, "petugas")

    shown = browser.get(f"/desa/{VILLAGE}/pekerja?keadaan=memenuhi").text

    assert "Ujang Contoh" in shown
    assert "0 dari 1 sudah terlindungi" in shown
    assert NIK not in shown
    assert "0 dari 1" in browser.get("/pekerja").text


def test_an_enrolment_in_force_counts_as_cover(browser: httpx.Client, worker: tuple[Laptop, str]) -> None:
    laptop, person = worker
    cover = {"programme": ["JKK", "JKM"], "segment": "BPU", "payer": "APBD_KAB", "kpj": "12345678901"}
    laptop.sync(put(RecordKind.ENROLMENT, new_record_id(), parent=person, start_date="2026-01-01", **cover))
    enter(browser, "petugas")

    shown = browser.get(f"/desa/{VILLAGE}/pekerja").text

    assert "1 dari 1 sudah terlindungi" in shown
    assert "12345678901" in shown


def test_the_officers_remark_reaches_the_village(browser: httpx.Client, worker: tuple[Laptop, str]) -> None:
    laptop, person = worker
    enter(browser, "petugas")
    page = browser.get(f"/desa/{VILLAGE}/pekerja")

    browser.post(
        f"/desa/{VILLAGE}/pekerja/{person}/catatan", data={"text": "Lengkapi KPJ", "form_token": token_of(page)}
    )

    laptop.sync()
    (remark,) = [one for one in map(laptop.document, laptop.base) if one.get("text") == "Lengkapi KPJ"]
    assert (remark["parent"], remark["parent_kind"], remark["side"]) == (person, "member", "district")


def test_who_only_reads_writes_no_remark_and_outside_the_area_nothing_is_shown(
    browser: httpx.Client, worker: tuple[Laptop, str]
) -> None:
    enter(browser, "camat")
    token = token_of(browser.get(f"/desa/{VILLAGE}/pekerja"))
    answer = browser.post(f"/desa/{VILLAGE}/pekerja/{worker[1]}/catatan", data={"text": "x", "form_token": token})
    browser.cookies.clear()
    enter(browser, "jauh")

    assert answer.status_code == 404
    assert browser.get(f"/desa/{VILLAGE}/pekerja").status_code == 404
    assert "Babakankaret" not in browser.get("/pekerja").text


def test_the_village_answers_on_the_same_page(browser: httpx.Client, worker: tuple[Laptop, str]) -> None:
    laptop, person = worker
    laptop.sync(
        put(
            RecordKind.REMARK,
            new_record_id(),
            parent=person,
            parent_kind="member",
            field="worker",
            text="Kartu salah nama",
            side="village",
            state="open",
        )
    )
    enter(browser, "petugas")

    assert "Desa: Kartu salah nama" in browser.get(f"/desa/{VILLAGE}/pekerja").text


def test_the_budget_of_the_district_names_tariff_and_villages(
    browser: httpx.Client, worker: tuple[Laptop, str]
) -> None:
    enter(browser, "petugas")

    shown = browser.get("/pekerja/anggaran?bayar=APBD_KAB&bulan=12&mulai=2026-11").text

    assert "Rp201.600" in shown
    assert "Rp16.800" in shown
    assert "Babakankaret" in shown


@pytest.mark.parametrize(
    "asked", ["bulan=0", "bulan=999", "bulan=%C2%B2", "bayar=saya", "mulai=kemarin", "mulai=2026-13"]
)
def test_a_budget_that_cannot_be_counted_says_what_to_fill_in(browser: httpx.Client, asked: str) -> None:
    enter(browser, "petugas")

    answer = browser.get(f"/pekerja/anggaran?{asked}")

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_count_is_kept_until_the_village_or_the_day_moves(
    live_server: LiveServer, browser: httpx.Client, worker: tuple[Laptop, str]
) -> None:
    laptop, person = worker
    database = live_server.parts.context.database
    today = NOW.date()

    def shown(day: date, can_read: int | None = None) -> list[tuple[int, bool]]:
        with database.unit_of_work() as unit:
            places = [one for one in unit.villages.all() if one.code == VILLAGE]
            covers = district_cover(unit, places, day, can_read=can_read)
            unit.commit()
        return [(one.cover.covered, one.current) for one in covers]

    first = shown(today)
    cover = {"programme": ["JKK", "JKM"], "segment": "BPU", "payer": "APBD_KAB", "kpj": "12345678901"}
    laptop.sync(put(RecordKind.ENROLMENT, new_record_id(), parent=person, start_date="2026-01-01", **cover))

    assert first == [(0, True)]
    assert shown(today) == [(1, True)]
    assert shown(date(2025, 12, 31)) == [(0, True)]


def test_a_page_counts_no_more_villages_than_it_can_afford(
    live_server: LiveServer, browser: httpx.Client, worker: tuple[Laptop, str]
) -> None:
    with live_server.parts.context.database.unit_of_work() as unit:
        covers = district_cover(unit, [*unit.villages.all()] * 2, NOW.date(), can_read=1)

    assert covers[0].current
    assert not all(one.current for one in covers)
