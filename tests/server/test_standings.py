"""The sums over a village's families are always those of its records, whatever is written in whatever order."""

from __future__ import annotations

import random
from collections.abc import Iterator

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, VillageCode, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.storage import schema
from kemiskinan_server.storage.standings import Standings
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, act, delete, household, member, put
from tests.server.test_pages import PASSWORD, enter

SUMS = ("family_count", "reason_count", "village_figures")


def sums(server: LiveServer) -> list[list[dict[str, object]]]:
    """All of them; what counts nothing is the same as nothing."""
    return [
        [row for row in server.rows(f"SELECT * FROM {name} ORDER BY 1, 2, 3, 4") if any(list(row.values())[1:])]
        if name == "village_figures"
        else server.rows(f"SELECT * FROM {name} ORDER BY {'1, 2' if name == 'reason_count' else '1, 2, 3, 4, 5, 6'}")
        for name in SUMS
    ]


def counted_anew(server: LiveServer) -> list[list[dict[str, object]]]:
    with server.parts.context.database.engine.begin() as connection:
        for village in (VILLAGE, OTHER_VILLAGE):
            Standings(connection).rebuild(village)
    return sums(server)


def lived(laptop: Laptop, chance: random.Random) -> None:
    """A village's year in a moment: everything that moves a sum, often, in any order."""
    families = [new_record_id() for _ in range(6)]
    people, sessions = [new_record_id() for _ in range(6)], [new_record_id() for _ in range(3)]
    for _ in range(120):
        family, session = chance.choice(families), chance.choice(sessions)
        place, ruling = decision_id(session, family), chance.choice(["L", "T", "P", None, "??"])
        deed = chance.randrange(9)
        stands = {name: laptop.document(one) for name, one in (("f", family), ("s", session)) if one in laptop.base}
        seen = stands.get("f", {})
        match deed:
            case 0 | 1:
                laptop.save(
                    household(
                        family,
                        laptop.cursor,
                        desil=(seen.get("desil"), chance.choice([None, 1, 2, 11])),
                        survey_state=(seen.get("survey_state"), chance.choice(["draft", "complete", "aneh"])),
                    )
                )
            case 2:
                laptop.save(delete(RecordKind.HOUSEHOLD, family, laptop.cursor))
            case 3:
                laptop.save(member(family, chance.choice(people), laptop.cursor, name="Siti"))
            case 4:
                laptop.save(delete(RecordKind.MEMBER, chance.choice(people), laptop.cursor))
            case 5 | 6:
                held = laptop.document(place) if place in laptop.base else {}
                reasons = (held.get("reasons"), chance.choice([None, ["01"], ["01", "05"]]))
                decision = (held.get("decision"), ruling)
                on = (held.get("household"), family)
                fields = {"parent": (held.get("parent"), session), "household": on}
                laptop.save(
                    put(RecordKind.DECISION, place, laptop.cursor, **fields, decision=decision, reasons=reasons)
                )
            case 7:
                held = stands.get("s", {})
                date = (held.get("date"), chance.choice(["2026-10-01", "2026-11-01"]))
                state = (held.get("state"), chance.choice(["open", "open", "locked"]))
                laptop.save(put(RecordKind.DELIBERATION, session, laptop.cursor, date=date, state=state))
            case _:
                laptop.save(act(family, "submit", ("draft", "submitted"), laptop.cursor))
        if chance.random() < 0.4:
            laptop.sync()
    laptop.sync()


@pytest.mark.parametrize("seed", range(4))
def test_the_sums_are_those_of_the_records(live_server: LiveServer, enrol: Enrol, seed: int) -> None:
    chance = random.Random(seed)
    for village in (VILLAGE, OTHER_VILLAGE):
        lived(enrol(village), chance)

    kept = sums(live_server)

    assert kept[0] != []
    assert kept == counted_anew(live_server)


def test_a_database_of_before_is_counted_once_by_its_upgrade(live_server: LiveServer, laptop: Laptop) -> None:
    lived(laptop, random.Random(7))
    kept, engine = sums(live_server), live_server.parts.context.database.engine

    schema.downgrade(engine, "0011")
    schema.upgrade(engine)

    assert sums(live_server) == kept


def test_a_write_that_is_undone_moves_no_sum(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.sync(household(head_name="Siti", desil=1))
    kept = sums(live_server)
    with live_server.parts.context.database.unit_of_work() as unit:
        Standings(unit.villages._connection).rebuild(VillageCode("99.99.99.2999"))
        Standings(unit.villages._connection)._save_figures(VILLAGE, 5, conflicts=False)

    assert sums(live_server) == kept


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        for name, area in (("dewi", Area()), ("camat", Area((VILLAGE[:8],)))):
            save_account(unit, name, PASSWORD, Role.SUBDISTRICT_READER, full_name="", now=context.clock(), area=area)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def moved_to_another_subdistrict(server: LiveServer) -> None:
    """The second village lies in a kecamatan of its own."""
    with server.parts.context.database.engine.begin() as connection:
        for table, column in (("village", "code"), ("family_count", "village"), ("client", "village")):
            connection.exec_driver_sql(
                f"UPDATE {table} SET {column} = '32.03.02.2001' WHERE {column} = '{OTHER_VILLAGE}'"
            )
        connection.exec_driver_sql("UPDATE village SET subdistrict = 'Warungkondang' WHERE code = '32.03.02.2001'")


def test_from_the_kabupaten_over_the_kecamatan_to_the_village(
    live_server: LiveServer, enrol: Enrol, browser: httpx.Client
) -> None:
    for village, state in ((VILLAGE, "complete"), (OTHER_VILLAGE, "draft")):
        enrol(village).sync(household(head_name="Siti", survey_state=state), household(head_name="Ujang"))
    moved_to_another_subdistrict(live_server)
    enter(browser, "dewi")

    top, below = browser.get("/").text, browser.get("/kecamatan/32.03.01").text

    assert 'href="/kecamatan/32.03.01"' in top
    assert 'href="/kecamatan/32.03.02"' in top
    assert "2 desa · 4 keluarga" in top
    assert "1 dari 4" in top
    assert "<svg" in top
    assert f'href="/desa/{VILLAGE}"' in below
    assert "1 dari 2" in below
    assert "Limbangansari" not in below


def test_a_reader_of_one_kecamatan_sees_its_villages_at_once_and_no_other(
    live_server: LiveServer, enrol: Enrol, browser: httpx.Client
) -> None:
    enrol(OTHER_VILLAGE).sync(household(head_name="Siti"))
    moved_to_another_subdistrict(live_server)
    enter(browser, "camat")

    top = browser.get("/").text

    assert f'href="/desa/{VILLAGE}"' in top
    assert "Limbangansari" not in top + browser.get("/sambungan").text + browser.get("/rekap").text
    assert browser.get("/kecamatan/32.03.02").status_code == 404


def test_who_was_never_heard_of_stands_first_with_what_could_not_be_taken(
    live_server: LiveServer, enrol: Enrol, browser: httpx.Client
) -> None:
    laptop = enrol()
    laptop.sync(household(head_name="Siti"), household("not-an-id"))
    enter(browser, "dewi")

    shown = browser.get("/sambungan").text

    assert shown.index("Limbangansari") < shown.index("Babakankaret")
    assert "belum pernah" in shown
    assert '<td class="n" data-label="Ditolak">1</td>' in shown


def test_what_a_laptop_still_has_to_send_is_shown_until_it_came(
    live_server: LiveServer, enrol: Enrol, browser: httpx.Client
) -> None:
    laptop = enrol()
    laptop.sync()
    laptop.save(*(household(head_name=f"Keluarga {number}") for number in range(3)))
    enter(browser, "dewi")
    waits = '<td class="n" data-label="Belum dikirim laptop">{}</td>'

    assert laptop.post(laptop.message(last=1)).status == 200
    halfway = browser.get("/sambungan").text
    assert laptop.post(laptop.message()).status == 200
    after = browser.get("/sambungan").text

    assert waits.format(2) in halfway
    assert waits.format(2) not in after
    assert [row["waiting"] for row in live_server.rows("SELECT waiting FROM client WHERE public_key <> ''")] == [0]
