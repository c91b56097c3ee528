"""Musyawarah on the district's pages: sessions, the seal, review, recap, the decree's list and the paper's code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx
import msgspec
import pytest

from kemiskinan_domain.deliberation import (
    AttendanceMark,
    Attendee,
    DecisionRow,
    DeliberationState,
    Lock,
    Presence,
    Ruling,
    Session,
    attendee_document,
    decision_document,
    lock_hash,
    session_document,
)
from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, act, household, member, put
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NIK = "3203014309749002"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    people = (
        ("admin", Role.ADMINISTRATOR, Area()),
        ("camat", Role.SUBDISTRICT_READER, Area((VILLAGE,))),
        ("jauh", Role.REVIEWER, Area((OTHER_VILLAGE,))),
    )
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in people:
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def meeting(laptop: Laptop) -> Session:
    """A locked session on two families: one layak, one tidak layak because it has become able."""
    eligible = household(head_name="=Siti Contoh", no_kk="3203010101010001", desil=1, survey_state="complete")
    able = household(head_name="Ujang Contoh", desil=2, survey_state="complete")
    session = Session(
        id=new_record_id(), title="Musdes Contoh", number="140/1", held_on=date(2026, 11, 20), place="Aula", invited=1
    )
    attendee = Attendee(id=new_record_id(), name="Ketua BPD", mark=AttendanceMark.SIGNED)
    rows = [
        DecisionRow(id=decision_id(session.id, one.id), household=one.id, presence=Presence.FOUND, ruling=ruling,
                    reasons=reasons)
        for one, ruling, reasons in ((eligible, Ruling.ELIGIBLE, ()), (able, Ruling.NOT_ELIGIBLE, ("05",)))
    ]  # fmt: skip
    seal = lock_hash(session, [attendee], rows)
    locked = replace(session, state=DeliberationState.LOCKED, lock=Lock(seal, NOW))
    laptop.sync(
        eligible,
        able,
        member(eligible.id, name="Siti Contoh", nik=NIK, relation="1"),
        put(RecordKind.ATTENDANCE, attendee.id, **attendee_document(attendee, session.id)),
        *(put(RecordKind.DECISION, row.id, **decision_document(row, session.id)) for row in rows),
        put(RecordKind.DELIBERATION, session.id, **session_document(locked)),
    )
    return locked


def path_of(meeting: Session) -> str:
    return f"/desa/{VILLAGE}/musyawarah/{meeting.id}"


def test_a_session_shows_decisions_recap_and_a_seal_that_fits(browser: httpx.Client, meeting: Session) -> None:
    enter(browser)

    listed, shown = browser.get("/musyawarah").text, browser.get(path_of(meeting)).text

    assert "Musdes Contoh" in listed
    assert "belum ada pindaian" in listed
    assert "cocok dengan data" in shown
    assert "=Siti Contoh" in shown
    assert NIK not in shown


def test_a_decision_that_changed_after_the_lock_breaks_the_seal(
    browser: httpx.Client, meeting: Session, live_server: LiveServer
) -> None:
    with live_server.parts.context.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE record SET line = replace(line, '\"T\"', '\"L\"') WHERE kind = 'decision'")
    enter(browser)

    assert "tidak cocok lagi dengan data" in browser.get(path_of(meeting)).text
    assert meeting.lock is not None
    assert "berubah setelah dikunci" in browser.get("/berita-acara", params={"kode": meeting.lock.seal.code}).text


def test_anybody_may_check_the_code_on_the_paper_and_learns_no_name(browser: httpx.Client, meeting: Session) -> None:
    assert meeting.lock is not None

    known = browser.get("/berita-acara", params={"kode": meeting.lock.seal.code.lower()})
    unknown = browser.get("/berita-acara?kode=AAAA-AAAA-AAAA-AAAA")

    assert "cocok dengan data kabupaten" in known.text
    assert "Siti" not in known.text
    assert "tidak dikenal" in unknown.text


def test_the_village_posts_the_list_of_a_locked_session_and_changes_nothing_else(
    meeting: Session, laptop: Laptop
) -> None:
    laptop.sync(msgspec.structs.replace(act(meeting.id, "submit", ("draft", "submitted")), k=RecordKind.DELIBERATION))

    laptop.sync(put(RecordKind.DELIBERATION, meeting.id, answers__announced_on="2026-11-24", answers__objection_days=7))
    laptop.sync(put(RecordKind.DELIBERATION, meeting.id, place=("Aula", "Lapangan")))

    document = laptop.document(meeting.id)
    assert document["answers"]["announced_on"] == "2026-11-24"
    assert document["place"] == "Aula"


def test_a_submitted_session_is_returned_with_a_note(browser: httpx.Client, meeting: Session, laptop: Laptop) -> None:
    laptop.sync(msgspec.structs.replace(act(meeting.id, "submit", ("draft", "submitted")), k=RecordKind.DELIBERATION))
    enter(browser)
    page = browser.get(path_of(meeting))
    step = {"act": "return", "state": "submitted", "note": "Lampirkan daftar hadir", "form_token": token_of(page)}

    done = browser.post(f"{path_of(meeting)}/tinjau", data=step)
    again = browser.post(f"{path_of(meeting)}/tinjau", data=step | {"act": "approve"})
    laptop.sync()

    assert "Dikembalikan" in done.text
    assert again.status_code == 409
    assert laptop.document(meeting.id)["review"] == "returned"
    assert laptop.document(meeting.id)["review_note"] == "Lampirkan daftar hadir"


def test_the_recap_counts_by_kecamatan_desil_and_reason(browser: httpx.Client, meeting: Session) -> None:
    enter(browser)

    shown = browser.get("/rekap").text

    assert "Cianjur" in shown
    assert "Alasan keluarga daftar awal tidak ditetapkan" in shown
    assert "05" in shown


def test_nothing_of_a_session_is_shown_outside_the_area(browser: httpx.Client, meeting: Session) -> None:
    enter(browser, "jauh")

    assert "Musdes Contoh" not in browser.get("/musyawarah").text
    assert browser.get(path_of(meeting)).status_code == 404
