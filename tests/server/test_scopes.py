"""What a district publishes for all: the feed of a scope, who may read it, and what a laptop is told of it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx

from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import ReplyTail
from kemiskinan_domain.wire.scopes import (
    NATIONAL,
    ScopeHead,
    ScopeLine,
    ScopeName,
    changes_path,
    decode_scope_reply_line,
    district_scope,
)
from kemiskinan_server.services.notices import Publisher
from kemiskinan_server.services.scopes import forget_withdrawn, start_scope_epochs
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.storage.database import Database
from tests.server.conftest import VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop
from tests.server.publishing import HERE, NOW, WHO, a_code_list, a_notice, correct, publish, publish_codes, withdraw

ELSEWHERE = VillageCode("32.04.05.2001")


@dataclass
class Page:
    """A reply of the feed, taken apart."""

    status: int
    head: ScopeHead | None = None
    lines: list[ScopeLine] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    tail: ReplyTail | None = None
    problem: str = ""
    tag: str = ""


def ask(laptop: Laptop, scope: str = HERE, epoch: str = "", since: int = 0, limit: int = 65_536) -> Page:
    path = changes_path(ScopeName(scope), epoch=epoch, since=since, limit=limit)
    answer = laptop.http.get(path, headers={"Authorization": f"Bearer {laptop.token}"})
    return taken_apart(answer)


def taken_apart(answer: httpx.Response) -> Page:
    page = Page(answer.status_code, tag=answer.headers.get("etag", ""))
    if answer.headers.get("content-type") == "application/problem+json":
        page.problem = answer.json()["type"].rpartition(":")[2]
        return page
    for raw in answer.content.splitlines():
        match decode_scope_reply_line(raw):
            case ScopeHead() as head:
                page.head = head
            case ReplyTail() as tail:
                page.tail = tail
            case ScopeLine() as line:
                page.lines.append(line)
                page.raw.append(raw)
    return page


def follow(laptop: Laptop, scope: str = HERE, limit: int = 65_536) -> tuple[list[ScopeLine], Page]:
    """All pages from the beginning, and the last of them."""
    lines: list[ScopeLine] = []
    epoch, since = "", 0
    while True:
        page = ask(laptop, scope, epoch, since, limit)
        assert page.head is not None
        assert page.tail is not None
        lines += page.lines
        epoch, since = page.head.epoch, page.tail.cursor
        if not page.tail.more:
            return lines, page


def test_a_laptop_reads_the_notices_of_its_district_with_their_checksum(laptop: Laptop, database: Database) -> None:
    publish(database, a_notice("Satu"))
    publish(database, a_notice("Dua"))

    page = ask(laptop)

    assert page.head is not None
    assert [line.document["title"] for line in page.lines] == ["Satu", "Dua"]
    expected = EMPTY_CHECKSUM
    for raw in page.raw:
        expected = expected.plus(raw)
    assert page.tail is not None
    assert (page.tail.cursor, page.tail.head, page.tail.more) == (2, 2, False)
    assert Checksum.from_text(page.tail.count, page.tail.csum) == expected


def test_pages_of_a_few_bytes_bring_the_same_as_one(laptop: Laptop, database: Database) -> None:
    for number in range(7):
        publish(database, a_notice(f"Nomor {number}"))

    lines, last = follow(laptop, limit=1)

    assert [line.rev for line in lines] == [1, 2, 3, 4, 5, 6, 7]
    assert last.tail is not None
    assert last.tail.count == 7


def test_what_a_laptop_has_all_of_costs_an_empty_answer(laptop: Laptop, database: Database) -> None:
    publish(database)
    first = ask(laptop)
    assert first.head is not None

    again = ask(laptop, epoch=first.head.epoch, since=1)

    assert (again.status, again.lines, again.tail) == (304, [], None)
    assert again.tag == first.tag == f'"{first.head.epoch}.1"'


def test_a_correction_replaces_and_a_withdrawal_leaves_a_tombstone(laptop: Laptop, database: Database) -> None:
    kept, gone = publish(database, a_notice("Lama")), publish(database, a_notice("Keliru"))
    correct(database, kept, a_notice("Baru"))
    withdraw(database, gone)

    lines, last = follow(laptop)

    assert [(line.rev, line.id, line.deleted) for line in lines] == [(3, kept, 0), (4, gone, 1)]
    assert (lines[0].document["title"], lines[0].document["edition"], lines[1].document) == ("Baru", 2, {})
    assert last.tail is not None
    assert last.tail.count == 1


def test_only_the_own_district_and_the_nation_are_open_to_a_laptop(
    laptop: Laptop, database: Database, live_server: LiveServer, enrol: Enrol
) -> None:
    with database.unit_of_work() as unit:
        add_village(unit, Place(ELSEWHERE, "Sukamaju", "Cibeber", "Bandung"), "test", NOW)
        unit.commit()
    publish(database, a_notice("RAHASIA TETANGGA"), district_scope(ELSEWHERE))
    publish(database, a_notice("Nasional"), NATIONAL)

    refused = {ask(laptop, scope).problem for scope in (district_scope(ELSEWHERE), f"village:{VILLAGE}", "district:32")}
    neighbour = enrol(ELSEWHERE)

    assert refused == {"scope-forbidden"}
    assert ask(laptop, HERE).lines == []
    assert [line.document["title"] for line in ask(laptop, NATIONAL).lines] == ["Nasional"]
    assert [line.document["title"] for line in ask(neighbour, district_scope(ELSEWHERE)).lines] == ["RAHASIA TETANGGA"]
    assert "RAHASIA" not in laptop.http.get("/v1/health").text


def test_a_revoked_laptop_reads_nothing_more(laptop: Laptop, database: Database) -> None:
    publish(database)
    with database.unit_of_work() as unit:
        unit.ledger.revoke(laptop.client, NOW)
        unit.commit()

    assert ask(laptop).problem == "device-revoked"


def test_without_a_token_or_with_a_forged_one_nothing_is_told(laptop: Laptop, database: Database) -> None:
    publish(database)
    path = changes_path(HERE, epoch="", since=0, limit=100)

    asked = [laptop.http.get(path, headers=headers) for headers in ({}, {"Authorization": f"Bearer {laptop.token}0"})]

    assert [one.status_code for one in asked] == [401, 401]


def test_after_a_restore_and_for_strange_cursors_the_laptop_is_told_to_begin_anew(
    laptop: Laptop, database: Database
) -> None:
    publish(database)
    old = ask(laptop)
    assert old.head is not None
    ahead, unknown = ask(laptop, epoch=old.head.epoch, since=9), ask(laptop, since=1)
    with database.unit_of_work() as unit:
        assert start_scope_epochs(unit, "test", NOW) == 1
        unit.commit()

    changed = ask(laptop, epoch=old.head.epoch, since=1)

    assert (ahead.problem, unknown.problem, changed.problem) == ("cursor-ahead", "cursor-ahead", "epoch-changed")
    assert [line.rev for line in ask(laptop).lines] == [1]


def test_a_withdrawal_is_forgotten_once_every_laptop_has_it_and_who_comes_later_begins_anew(
    laptop: Laptop, database: Database, enrol: Enrol
) -> None:
    slow, first = enrol(), publish(database)
    publish(database, a_notice("Kedua"))
    epoch = str(getattr(ask(laptop).head, "epoch", ""))
    ask(slow, epoch=epoch, since=1)
    withdraw(database, first)
    ask(laptop, epoch=epoch, since=3)

    with database.unit_of_work() as unit:
        early = forget_withdrawn(unit, HERE, "test", NOW)
        unit.ledger.revoke(slow.client, NOW)
        late = forget_withdrawn(unit, HERE, "test", NOW)
        unit.commit()

    assert (early, late) == (0, 1)
    lines, last = follow(laptop)
    assert [line.document["title"] for line in lines] == ["Kedua"]
    assert last.tail is not None
    assert (last.tail.cursor, last.tail.more, last.tail.count) == (3, False, 1)
    assert ask(laptop, epoch=epoch, since=2).problem == "cursor-too-old"


def test_the_reply_of_an_exchange_tells_where_the_scopes_stand(laptop: Laptop, database: Database) -> None:
    before = laptop.sync().tail
    publish(database)
    after = laptop.sync().tail

    assert before is not None
    assert after is not None
    assert before.scopes == {}
    assert after.scopes == {HERE: ask(laptop).tag.strip('"')}


def test_two_who_publish_at_once_get_two_revisions_and_none_is_lost(laptop: Laptop, database: Database) -> None:
    def publish_some(name: str) -> None:
        for number in range(5):
            publish(database, a_notice(f"{name} {number}"), who=Publisher(name, WHO.area))

    with ThreadPoolExecutor(2) as writers:
        list(writers.map(publish_some, ("dewi", "rudi")))

    lines, last = follow(laptop)
    assert sorted(line.rev for line in lines) == list(range(1, 11))
    assert last.tail is not None
    assert last.tail.count == 10


def test_every_line_ever_published_stays_in_the_history(database: Database, live_server: LiveServer) -> None:
    record = publish(database, a_notice("Lama"))
    correct(database, record, a_notice("Baru"))
    withdraw(database, record)

    rows = live_server.rows("SELECT rev, line FROM scope_history ORDER BY rev")

    assert [row["rev"] for row in rows] == [1, 2, 3]
    assert "Lama" in str(rows[0]["line"])
    assert "Baru" in str(rows[1]["line"])


def test_lists_of_codes_travel_beside_the_notices(laptop: Laptop, database: Database) -> None:
    publish(database)
    publish_codes(database, a_code_list())

    assert [line.kind for line in ask(laptop).lines] == ["notice", "code_list"]
