"""Pekerja on the district's pages: who is covered by the same rules as in the village, and the officer's remarks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
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
