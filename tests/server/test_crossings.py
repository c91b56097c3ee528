"""Somebody in two villages: shown side by side, decided with a reason, told to both, and to nobody else."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.crossings import compare_new, tell_next
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household, member, put
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
NIK = "3203014309749002"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role, area in (
            ("dewi", Role.REVIEWER, Area()),
            ("sempit", Role.REVIEWER, Area((VILLAGE,))),
            ("camat", Role.SUBDISTRICT_READER, Area()),
        ):
            save_account(unit, name, PASSWORD, role, full_name="", now=NOW, area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def laptops(enrol: Enrol) -> tuple[Laptop, Laptop]:
    """Siti stands in two villages by her NIK; Ujang only shares his name and birth date with somebody."""
    pair = enrol(VILLAGE), enrol(OTHER_VILLAGE)
    for laptop, nik, word in ((pair[0], NIK, "Sini"), (pair[1], NIK, "Sana")):
        family = household(head_name=f"Kepala {word}", no_kk=f"32030112345678{len(word)}{word == 'Sana':d}")
        siti = member(family.id, name=f"Siti {word}", nik=nik, birth_date="1974-09-03", position=1, relation="1")
        ujang = member(family.id, name="Ujang Contoh ", birth_date="1985-03-15", position=2, relation="3")
        laptop.sync(family, siti, ujang)
    return pair


def decide(browser: httpx.Client, key: str, answer: str, reason: str = "KTP dicocokkan") -> httpx.Response:
    token = token_of(browser.get("/ganda"))
    fields = {
        "form_token": token,
        "crossing": hashlib.sha256(key.encode()).hexdigest(),
        "answer": answer,
        "reason": reason,
    }
    return browser.post("/ganda", data=fields)


def remarks(laptop: Laptop) -> list[str]:
    laptop.sync()
    return sorted(str(laptop.document(one)["text"]) for one in laptop.base if laptop.document(one).get("text"))


def test_both_are_shown_side_by_side_with_masked_numbers(browser: httpx.Client, laptops: tuple[Laptop, Laptop]) -> None:
    enter(browser, "dewi")

    shown = browser.get("/ganda").text

    for words in (
        "NIK sama",
        "Siti Sini",
        "Siti Sana",
        "Nama mirip, tanggal lahir sama, orang tua tidak berbeda",
        "Ujang Contoh",
    ):
        assert words in shown
    assert NIK not in shown
    assert "Nomor KK sama" not in shown


def test_a_decision_reaches_both_villages_and_is_not_asked_again(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop]
) -> None:
    enter(browser, "dewi")

    answer = decide(browser, f"nik/{NIK}", VILLAGE)
    here, there = (remarks(laptop) for laptop in laptops)
    again = decide(browser, f"nik/{NIK}", VILLAGE)

    assert "NIK sama" not in answer.text
    assert here == [
        "NIK ini juga tercatat di Desa Limbangansari. Kabupaten memeriksa: orang yang sama, tetap didata di desa ini. "
        "Alasan: KTP dicocokkan"
    ]
    assert "didata di Desa Babakankaret. Keluarkan dari daftar desa ini." in there[0]
    assert "Sini" not in there[0]
    assert again.status_code == 404


def test_different_people_are_told_to_check_their_numbers(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop], live_server: LiveServer
) -> None:
    enter(browser, "dewi")

    decide(browser, f"nik/{NIK}", "berbeda")

    assert all("orang yang berbeda" in one for laptop in laptops for one in remarks(laptop))
    assert live_server.rows("SELECT stays_in, decided_by FROM crossing_decision") == [
        {"stays_in": None, "decided_by": "dewi"}
    ]


def test_a_village_that_is_busy_is_told_later_and_the_other_at_once(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop], live_server: LiveServer
) -> None:
    enter(browser, "dewi")
    database = live_server.parts.context.database

    with database.unit_of_work() as unit:
        unit.villages.lock(OTHER_VILLAGE, writing=True)
        answer = decide(browser, f"nik/{NIK}", VILLAGE)
    between = live_server.rows("SELECT count(*) AS n FROM crossing_decision WHERE untold <> '[]'")
    here = remarks(laptops[0])
    with database.unit_of_work() as unit:
        assert tell_next(unit, NOW)
        unit.commit()
        assert not tell_next(unit, NOW)

    assert answer.status_code == 200
    assert between == [{"n": 1}]
    assert len(here) == len(remarks(laptops[1])) == 1


@pytest.mark.parametrize(("answer", "reason"), [(VILLAGE, " "), ("99.99.99.9999", "x"), ("", "x")])
def test_without_a_reason_or_with_a_strange_village_nothing_is_decided(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop], live_server: LiveServer, answer: str, reason: str
) -> None:
    enter(browser, "dewi")

    refused = decide(browser, f"nik/{NIK}", answer, reason)

    assert refused.status_code == 422
    assert 'role="alert"' in refused.text
    assert live_server.rows("SELECT key FROM crossing_decision") == []


@pytest.mark.parametrize("name", ["sempit", "camat"])
def test_only_a_reviewer_of_the_whole_district_sees_two_villages_together(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop], name: str
) -> None:
    enter(browser, name)

    assert browser.get("/ganda").status_code == 404


def test_where_they_do_not_meet_any_more_nothing_is_asked(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop], live_server: LiveServer
) -> None:
    with live_server.parts.context.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE village SET training = true WHERE code = '32.03.01.2002'")
    enter(browser, "dewi")

    assert "Tidak ada yang tercatat di dua desa." in browser.get("/ganda").text


def test_names_that_are_written_otherwise_meet_where_the_birth_date_is_one(browser: httpx.Client, enrol: Enrol) -> None:
    for village, name in ((VILLAGE, "Mohammad Nurhasannah"), (OTHER_VILLAGE, "Muhamad Nur Hasana")):
        family = household(head_name=name)
        enrol(village).sync(family, member(family.id, name=name, birth_date="1970-02-03", position=1, relation="1"))
    enter(browser, "dewi")

    shown = browser.get("/ganda").text

    assert "Mohammad Nurhasannah" in shown
    assert "Muhamad Nur Hasana" in shown


def family_with(laptop: Laptop, head: str, rina: dict[str, Any]) -> str:
    """A family of that head and Rina, whom two villages know; her id."""
    family, known = household(head_name=head), {"name": "Rina Wulandari", "birth_date": "2012-05-06", "relation": "3"}
    person = put(RecordKind.MEMBER, new_record_id(), 0, parent=family.id, **(known | rina))
    laptop.sync(family, member(family.id, name=head, position=1, relation="1"), person)
    return person.id


@pytest.mark.parametrize(
    ("here", "there", "shown"),
    [
        (("Dadang Suryana", {}), ("Dadang Suriana", {}), True),
        (("Dadang Suryana", {}), ("Asep Hidayat", {}), False),
        (
            ("Dadang Suryana", {"answers__ibu_kandung": "Euis Rohaeti"}),
            ("Asep Hidayat", {"answers__ibu_kandung": "Euis Rohayati"}),
            True,
        ),
        (
            ("Dadang Suryana", {"answers__ibu_kandung": "Euis Rohaeti", "relation": "5"}),
            ("Dadang Suryana", {"answers__ibu_kandung": "Imas Kurnia", "relation": "5"}),
            False,
        ),
        (("Dadang Suryana", {"answers__ibu_kandung": "Euis Rohaeti"}), ("Asep Hidayat", {"relation": "5"}), True),
    ],
)
def test_people_of_one_name_and_birth_date_meet_unless_their_parents_are_others(
    browser: httpx.Client,
    enrol: Enrol,
    here: tuple[str, dict[str, object]],
    there: tuple[str, dict[str, object]],
    shown: bool,
) -> None:
    for village, (head, rina) in ((VILLAGE, here), (OTHER_VILLAGE, there)):
        family_with(enrol(village), head, rina)
    enter(browser, "dewi")

    page = browser.get("/ganda").text

    assert ("Rina Wulandari" in page) is shown
    assert ("Dadang Suryana" in page) is shown


def test_a_parent_who_is_written_in_later_brings_two_together_or_apart(browser: httpx.Client, enrol: Enrol) -> None:
    first, second = enrol(VILLAGE), enrol(OTHER_VILLAGE)
    family_with(first, "Dadang Suryana", {"answers__ibu_kandung": "Euis Rohaeti"})
    rina = family_with(second, "Asep Hidayat", {"relation": "5"})
    enter(browser, "dewi")

    seen = ["Rina Wulandari" in browser.get("/ganda").text]
    for before, after in ((None, "Imas Kurnia"), ("Imas Kurnia", "Eis Rohaeti")):
        second.sync(put(RecordKind.MEMBER, rina, second.cursor, answers__ibu_kandung=(before, after)))
        seen.append("Rina Wulandari" in browser.get("/ganda").text)

    assert seen == [True, False, True]


def test_a_text_with_a_nul_in_one_village_stops_no_comparing(browser: httpx.Client, enrol: Enrol) -> None:
    for village in (VILLAGE, OTHER_VILLAGE):
        family_with(enrol(village), "Dadang Suryana", {"answers__r422": "a\x00b"})
    enter(browser, "dewi")

    assert "Rina Wulandari" in browser.get("/ganda").text


def test_two_who_compare_at_once_take_turns(laptops: tuple[Laptop, Laptop], live_server: LiveServer) -> None:
    database = live_server.parts.context.database
    started = threading.Event()

    def other() -> None:
        with database.unit_of_work() as unit:
            started.set()
            compare_new(unit)
            unit.commit()

    thread = threading.Thread(target=other)
    with database.unit_of_work() as unit:
        compare_new(unit)
        thread.start()
        assert started.wait(10)
        unit.commit()
    thread.join(20)

    assert not thread.is_alive()
    assert live_server.rows("SELECT count(*) AS n FROM crossing_candidate WHERE kind = 'nik'") == [{"n": 1}]


def test_who_left_one_of_the_villages_is_forgotten_and_found_again_when_back(
    browser: httpx.Client, laptops: tuple[Laptop, Laptop]
) -> None:
    enter(browser, "dewi")
    before = browser.get("/ganda").text
    laptop = laptops[1]
    (siti,) = (one for one in laptop.base if laptop.document(one).get("name") == "Siti Sana")

    laptop.sync(put(RecordKind.MEMBER, siti, laptop.cursor, nik=(NIK, "3203014309749003")))
    between = browser.get("/ganda").text
    laptop.sync(put(RecordKind.MEMBER, siti, laptop.cursor, nik=("3203014309749003", NIK)))
    after = browser.get("/ganda").text

    assert ["NIK sama" in shown for shown in (before, between, after)] == [True, False, True]


def test_a_page_compares_what_it_can_and_says_how_much_waits(
    laptops: tuple[Laptop, Laptop], live_server: LiveServer
) -> None:
    def found() -> list[dict[str, object]]:
        return live_server.rows("SELECT kind, value FROM crossing_candidate ORDER BY kind, value")

    written = sum(int(str(row["head"])) for row in live_server.rows("SELECT head FROM village"))
    left = []
    while not left or left[-1]:
        with live_server.parts.context.database.unit_of_work() as unit:
            left.append(compare_new(unit, can_read=1))
            unit.commit()
    in_pieces = found()
    with live_server.parts.context.database.unit_of_work() as unit:
        unit._connection.exec_driver_sql("DELETE FROM crossing_scan")
        unit._connection.exec_driver_sql("DELETE FROM crossing_person")
        unit._connection.exec_driver_sql("DELETE FROM crossing_candidate")
        compare_new(unit, can_read=None)
        unit.commit()

    assert left[0] == 2
    assert len(left) == written
    assert in_pieces == found() != []
