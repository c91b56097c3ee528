"""What a district publishes for all, with a real laptop, a real server and a real PostgreSQL: nothing missed, whatever
becomes of the line or of either side's file.

CI cuts at a fixed sample; `-m slow` cuts at each byte.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partialmethod
from pathlib import Path
from random import Random

import pytest

from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync import Hindrance, Published, plan, scopes
from kemiskinan_domain.people import Area
from kemiskinan_domain.records import VillageCode, new_record_id
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind, ScopeName, district_scope
from kemiskinan_server.api import traffic
from kemiskinan_server.services.notice_receptions import reception
from kemiskinan_server.services.notices import notice_line
from kemiskinan_server.services.scopes import forget_withdrawn, start_scope_epochs
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.storage.database import Database
from tests.contract.blob_desks import breaking_line
from tests.contract.desks import desk, pages_that_never_grow, through
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.publishing import HERE, NOW, a_code_list, a_notice, correct, publish, publish_codes, withdraw

ELSEWHERE = VillageCode("32.04.05.2001")
TABLES = ("scope_record", "scope_history", "scope_reader", "scope")
SAMPLE = 127
"""A prime, so that no field of a message is always met at the same place."""


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """No laptop asks so often in a minute but these."""
    monkeypatch.setattr(traffic.Pace, "__init__", partialmethod(traffic.Pace.__init__, per_minute=1_000_000))


@pytest.fixture
def laptop(live_server: LiveServer, tmp_path: Path) -> Iterator[Laptop]:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as made:
        yield made


def kept(store: Store, kind: ScopeKind = ScopeKind.NOTICE) -> list[str]:
    """Titles, in the order of the scopes and their revisions."""
    with store.view() as unit:
        return [str(one.document["title"]) for one in unit.scopes.documents(kind)]


def rows(laptop: Laptop, scope: ScopeName = HERE) -> dict[str, bytes]:
    with laptop.store.view() as unit:
        found = unit._connection.exec_driver_sql(
            "SELECT id, line FROM scope_record WHERE scope = ? AND deleted = 0", (scope,)
        )
        return {row[0]: bytes(row[1]) for row in found}


def published(server: LiveServer, scope: ScopeName = HERE) -> dict[str, bytes]:
    found = server.rows("SELECT id, line FROM scope_record WHERE scope = :scope AND NOT deleted", scope=scope)
    return {str(row["id"]): str(row["line"]).encode() for row in found}


def test_a_notice_reaches_the_laptop_with_its_next_exchange(
    laptop: Laptop, live_server: LiveServer, database: Database
) -> None:
    publish(database, a_notice("Nasional"), NATIONAL)
    publish(database, a_notice("Kabupaten"))
    publish_codes(database, a_code_list())

    report = laptop.sync()

    assert (report.problem, report.notices, report.scope_problem) == (None, 2, "")
    assert kept(laptop.store) == ["Kabupaten", "Nasional"]
    assert kept(laptop.store, ScopeKind.CODE_LIST) == ["Pekerjaan"]
    assert rows(laptop) == published(live_server)


def test_an_exchange_without_news_asks_no_scope(laptop: Laptop, database: Database) -> None:
    before = laptop.sync().requests
    publish(database)
    told = laptop.sync()
    after = laptop.sync()

    assert (before, told.requests, after.requests) == (1, 3, 1)
    assert (told.scopes, after.scopes, after.notices) == (True, False, 0)


def test_a_correction_replaces_and_a_withdrawal_takes_away(laptop: Laptop, database: Database) -> None:
    corrected, gone = publish(database, a_notice("Lama")), publish(database, a_notice("Keliru"))
    laptop.sync()
    correct(database, corrected, a_notice("Baru"))
    withdraw(database, gone)

    report = laptop.sync()

    assert kept(laptop.store) == ["Baru"]
    assert report.notices == 1


def test_a_notice_for_other_villages_is_kept_but_is_no_news_here(laptop: Laptop, database: Database) -> None:
    publish(database, a_notice("Tetangga", area=Area((OTHER_VILLAGE,))))

    report = laptop.sync()

    assert (report.scopes, report.notices) == (True, 0)


def test_no_word_of_another_district_comes_to_the_laptop(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    with database.unit_of_work() as unit:
        add_village(unit, Place(ELSEWHERE, "Sukamaju", "Cibeber", "Bandung"), "test", NOW)
        unit.commit()
    publish(database, a_notice("Sini"))
    publish(database, a_notice("Sana"), district_scope(ELSEWHERE))

    with desk(tmp_path / "b", live_server.url, live_server.code(ELSEWHERE)) as neighbour:
        laptop.sync()
        neighbour.sync()

        assert (kept(laptop.store), kept(neighbour.store)) == (["Sini"], ["Sana"])
        assert rows(laptop, district_scope(ELSEWHERE)) == {}


def cut_everywhere(server: LiveServer, database: Database, folder: Path, stride: int) -> int:
    """How many exchanges a cut left without the news; each was followed by one over a whole line."""
    broken = 0
    with desk(folder, server.url, server.code()) as laptop, breaking_line(server.url) as (proxy, limits):
        first = publish(database, a_notice("Pertama"))
        assert through(proxy, laptop).notices == 1
        size = limits.seen_answered
        for edition, limits.answered in enumerate(range(0, size + stride, stride), 1):
            withdraw(database, publish(database, a_notice(f"Keliru {edition}")))
            correct(database, first, a_notice(f"Edisi {edition}"), seen=edition)
            report = through(proxy, laptop)
            broken += bool(report.problem or report.scope_problem)
            assert through(server.url, laptop).problem is None
            assert rows(laptop) == published(server), limits.answered
            assert kept(laptop.store) == [f"Edisi {edition}"]
    return broken


def test_a_line_that_breaks_anywhere_costs_no_notice(
    live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    assert cut_everywhere(live_server, database, tmp_path / "b", SAMPLE) > 5


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_a_line_that_breaks_at_each_third_byte_costs_no_notice(
    live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    assert cut_everywhere(live_server, database, tmp_path / "b", 3) > 100


def test_a_cut_page_goes_on_where_it_ended(laptop: Laptop, live_server: LiveServer, database: Database) -> None:
    for number in range(48):
        publish(database, a_notice(f"Nomor {number}", text=Random(number).randbytes(200).hex()))
    with breaking_line(live_server.url) as (proxy, limits):
        limits.answered = 9_000
        cut = through(proxy, laptop)
    with laptop.store.view() as unit:
        state = unit.scopes.state(HERE)
    shown = kept(laptop.store)

    done = laptop.sync()

    assert cut.scope_problem == "ReplyCutError"
    assert (cut.problem, cut.missing, done.missing) == (None, {Published.DISTRICT: Hindrance.LINE}, {})
    assert 0 < state.cursor < 48, "what came whole of the only page was kept"
    assert (shown, state.applied) == ([], 0)
    assert (done.notices, len(kept(laptop.store))) == (48, 48)


def test_after_a_restore_of_the_server_the_laptop_keeps_what_the_server_has(
    laptop: Laptop, live_server: LiveServer, database: Database
) -> None:
    publish(database, a_notice("Dari cadangan"))
    laptop.sync()
    with database.engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"CREATE TABLE backup_{table} AS SELECT * FROM {table}")
    publish(database, a_notice("Hilang bersama server lama"))
    laptop.sync()
    lost = kept(laptop.store)
    with database.engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")
            connection.exec_driver_sql(f"INSERT INTO {table} SELECT * FROM backup_{table}")
    with database.unit_of_work() as unit:
        start_scope_epochs(unit, "test", NOW)
        unit.commit()
    publish(database, a_notice("Sesudah pemulihan"))

    report = laptop.sync()

    assert len(lost) == 2
    assert (report.problem, report.scope_problem) == (None, "")
    assert kept(laptop.store) == ["Dari cadangan", "Sesudah pemulihan"]
    assert rows(laptop) == published(live_server)


def test_a_server_restored_to_before_its_first_notice_empties_the_laptop_s_scope(
    laptop: Laptop, database: Database
) -> None:
    publish(database)
    laptop.sync()
    with database.engine.begin() as connection:
        for table in TABLES:
            connection.exec_driver_sql(f"DELETE FROM {table}")

    report = laptop.sync()
    again = laptop.sync()

    assert (report.scope_problem, kept(laptop.store), again.requests) == ("", [], 1)


def test_a_laptop_that_was_away_while_withdrawals_were_forgotten_begins_anew(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    gone = publish(database, a_notice("Ditarik"))
    publish(database, a_notice("Tetap"))
    laptop.sync()
    withdraw(database, gone)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM scope_reader")
    with database.unit_of_work() as unit:
        assert forget_withdrawn(unit, HERE, "test", NOW) == 1
        unit.commit()

    report = laptop.sync()

    assert (report.scope_problem, kept(laptop.store)) == ("", ["Tetap"])


def test_a_new_laptop_reads_in_small_pages_past_withdrawals_that_were_forgotten(
    laptop: Laptop, live_server: LiveServer, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan.Sizes, "__init__", pages_that_never_grow)
    for number in range(6):
        publish(database, a_notice(f"Nomor {number}", text="Isi pengumuman. " * 12))
    withdraw(database, publish(database, a_notice("Ditarik")))
    with database.unit_of_work() as unit:
        assert forget_withdrawn(unit, HERE, "test", NOW) == 1
        unit.commit()

    report = laptop.sync()

    assert (report.scope_problem, report.notices) == ("", 6)
    assert rows(laptop) == published(live_server)


def test_what_is_missing_on_the_laptop_is_noticed_and_read_anew(
    laptop: Laptop, live_server: LiveServer, database: Database
) -> None:
    publish(database, a_notice("Pertama"))
    laptop.sync()
    with laptop.store.unit() as unit:
        unit._connection.exec_driver_sql("DELETE FROM scope_record")
        unit._connection.exec_driver_sql(f"UPDATE scope SET count = 0, total = '{'0' * 32}'")
        unit.commit()
    publish(database, a_notice("Kedua"))

    report = laptop.sync()

    assert (report.scope_problem, report.notices) == ("", 2)
    assert rows(laptop) == published(live_server)


def test_trouble_with_a_scope_leaves_the_exchange_what_it_is(
    laptop: Laptop, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(database)
    laptop.save(new_record_id(), head_name="Siti Contoh")
    monkeypatch.setattr(scopes, "changes_path", lambda name, **_: f"/v1/scopes/village:{VILLAGE}/changes?{name[:0]}")

    report = laptop.sync()

    assert (report.problem, report.pushed, laptop.unsent()) == (None, 1, 0)
    assert report.scope_problem == "DistrictProblemError"
    assert report.missing == {Published.DISTRICT: Hindrance.REFUSED}


def test_the_district_sees_which_laptops_keep_a_notice(
    laptop: Laptop, live_server: LiveServer, database: Database, tmp_path: Path
) -> None:
    record = publish(database)
    with desk(tmp_path / "b", live_server.url, live_server.code()):
        laptop.sync()

        with database.unit_of_work() as unit:
            line = notice_line(unit, record)
            assert line is not None
            told = reception(unit, line, Area())

    assert [(one.code, one.laptops, one.received) for one in told.villages] == [(OTHER_VILLAGE, 0, 0), (VILLAGE, 2, 1)]
