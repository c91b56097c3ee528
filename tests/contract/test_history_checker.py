"""The checker of the district's history can fail: one row is spoilt, and a sentence says which."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import URL, Connection, text

from kemiskinan_domain.records import RecordKind, VillageCode, new_record_id
from tests.contract.history.log import read_village
from tests.contract.history.pages import Page, PageBook, _in_pages
from tests.contract.history.watching import findings_of
from tests.contract.machine.district import LiveDistrict, live_district
from tests.server.devices import Laptop, act, delete, household, member, put

FAMILY, GONE, PERSON = new_record_id(), new_record_id(), new_record_id()


@dataclass
class Story:
    """A village in which one of each happened: taken, met, deleted, held, refused."""

    district: LiveDistrict
    village: VillageCode
    first: Laptop
    second: Laptop

    def one(self, words: str, **values: object) -> Any:
        """A single value of this village."""
        row = self.district.rows(words, v=self.village, a=self.first.client, b=self.second.client, **values)[0]
        return next(iter(row.values()))


def laptop(district: LiveDistrict, village: VillageCode) -> Laptop:
    made = Laptop(district.address, village)
    assert made.enrol(district.code(village)).status_code == 200
    assert made.ask_token().status_code == 200
    return made


@pytest.fixture(scope="module")
def story(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with live_district(postgres, tmp_path_factory.mktemp("district")) as district:
        village = district.new_village()
        first, second = laptop(district, village), laptop(district, village)
        first.sync(
            household(FAMILY, head_name="Sari", rt="01", aids=["pkh"]),
            member(FAMILY, PERSON, name="Budi"),
            household(GONE, head_name="Tono"),
        )
        second.sync()
        first.sync(household(FAMILY, head_name=("Sari", "Sari A."), aids=(["pkh"], ["bpnt", "pkh"])))
        second.sync(household(FAMILY, head_name=("Sari", "Sari B."), aids=(["pkh"], None)))
        second.sync(
            delete(RecordKind.HOUSEHOLD, GONE, second.cursor), put(RecordKind.CONFLICT, new_record_id(), state="x")
        )
        first.sync(
            household(FAMILY, closes=[str(conflict_of(first, second, district, village))]),
            act(FAMILY, "submit", ("draft", "submitted")),
        )
        second.sync(member(FAMILY, PERSON, name=("Budi", "Budi S.")))
        yield Story(district, village, first, second)
        for one in (first, second):
            one.http.close()


def conflict_of(first: Laptop, second: Laptop, district: LiveDistrict, village: VillageCode) -> object:
    first.sync()
    rows = district.rows("SELECT id FROM record WHERE village = :v AND kind = 'conflict' ORDER BY rev", v=village)
    assert second.client != first.client
    return rows[0]["id"]


def findings_after(story: Story, *spoiling: str, **values: object) -> str:
    """What the checker says of the village while these statements are in force; they are taken back."""
    known = {"v": story.village, "a": story.first.client, "b": story.second.client, "f": FAMILY, "g": GONE, "p": PERSON}
    with story.district.parts.context.database.engine.connect() as connection:
        for words in spoiling:
            asked = {name: value for name, value in (known | values).items() if f":{name}" in words}
            assert connection.execute(text(words), asked).rowcount > 0, f"nothing was spoilt by {words}"
        found = "\n".join(findings_of(connection, story.village))
        connection.rollback()
    return found


def rechained(story: Story, connection: Connection, client: str) -> None:
    """A careful liar counts the chain anew."""
    link = "0" * 64
    rows = connection.execute(
        text("SELECT mid, body FROM history WHERE village = :v AND client = :c ORDER BY mid"),
        {"v": story.village, "c": client},
    ).all()
    for mid, body in rows:
        link = sha256(bytes.fromhex(link) + bytes(body)).hexdigest()
        connection.execute(
            text("UPDATE history SET chain = :l WHERE village = :v AND client = :c AND mid = :m"),
            {"l": link, "v": story.village, "c": client, "m": mid},
        )
    connection.execute(
        text("UPDATE client SET chain = :l, last_mid = :m WHERE id = :c"), {"l": link, "m": rows[-1][0], "c": client}
    )
    connection.execute(text("DELETE FROM receipt WHERE client = :c"), {"c": client})


def lied_with(story: Story, client: str, spoil: Callable[[Connection], None]) -> str:
    with story.district.parts.context.database.engine.connect() as connection:
        spoil(connection)
        rechained(story, connection, client)
        found = "\n".join(findings_of(connection, story.village))
        connection.rollback()
    return found


def test_a_village_as_the_server_left_it_has_no_findings(story: Story) -> None:
    verdicts = story.district.rows(
        "SELECT verdict FROM history WHERE village = :v AND verdict IS NOT NULL", v=story.village
    )
    said = {json.loads(str(row["verdict"]))["s"] for row in verdicts}

    assert said == {"conflict", "forbidden", "held"}
    assert findings_after(story) == ""


SET_BODY = (
    "UPDATE history SET body = convert_to(replace(convert_from(body, 'UTF8'), 'Sari A.', 'Sari X.'), 'UTF8') "
    "WHERE client = :a AND mid = 4"
)
EMPTY_LOGS = (
    'UPDATE record SET line = regexp_replace(line, \'"log":\\[.*\\],"state"\', \'"log":[],"state"\') '
    "WHERE village = :v AND kind = 'conflict'"
)
COUNTED_AGAIN = (
    "INSERT INTO history SELECT village, client, (SELECT last_mid + 1 FROM client WHERE id = :a), chain, rev, record, "
    "author, server_time, client_time, body, verdict FROM history WHERE client = :a AND mid = 4"
)
OTHER_SEEN = 'replace(convert_from(body, \'UTF8\'), \'["Sari","Sari A."]\', \'["Seri","Sari A."]\')'
SPOILT = {
    "a body": ([SET_BODY], "the chain at change 4 of"),
    "a chain in the history": (
        ["UPDATE history SET chain = repeat('0', 64) WHERE client = :a AND mid = 2"],
        "the chain at change 2 of",
    ),
    "a device's chain": (
        ["UPDATE client SET chain = repeat('0', 64) WHERE id = :a"],
        "does not end where its history ends",
    ),
    "a change that is gone": (["DELETE FROM history WHERE client = :a AND mid = 3"], "are not 1 to"),
    "a change counted twice": (
        [COUNTED_AGAIN],
        "are not 1 to",
    ),
    "a revision": (
        ["UPDATE record SET rev = 1000 WHERE village = :v AND id = :f"],
        "the last revision that anybody has is 1000",
    ),
    "a head": (["UPDATE village SET head = head + 9 WHERE code = :v"], "the last revision that anybody has is"),
    "revisions to nothing": (
        [
            "UPDATE village SET head = head + 50 WHERE code = :v",
            "UPDATE record SET rev = rev + 50, line = regexp_replace(line, '^\\[[0-9]+', '[' || rev + 50) "
            "WHERE village = :v AND rev = (SELECT head - 50 FROM village WHERE code = :v)",
        ],
        "the history gave no revision beyond",
    ),
    "a checksum": (["UPDATE village SET csum = repeat('0', 32) WHERE code = :v"], "count and checksum are not over"),
    "a count": (["UPDATE village SET live_count = live_count + 1 WHERE code = :v"], "count and checksum are not over"),
    "a line": (
        ["UPDATE record SET line = replace(line, 'Sari A.', 'Sari Z.') WHERE village = :v AND id = :f"],
        "is not what the history makes of it",
    ),
    "a digest": (["UPDATE record SET digest = repeat('0', 64) WHERE village = :v AND id = :f"], "is not of its line"),
    "a record that is gone": (
        ["DELETE FROM record WHERE village = :v AND id = :p"],
        "is gone, and no change deleted it",
    ),
    "a tombstone that is gone": (
        ["DELETE FROM record WHERE village = :v AND id = :g"],
        "nothing says that it was forgotten",
    ),
    "a tombstone that lives": (
        ["UPDATE record SET deleted = false WHERE village = :v AND id = :g"],
        "the history says otherwise",
    ),
    "a record from nowhere": (
        [
            "INSERT INTO record SELECT village, 'stranger', kind, rev + 1000, deleted, line, digest, last_document, "
            "parent, last_client FROM record WHERE village = :v AND id = :p"
        ],
        "no change made it",
    ),
    "conflicts that are gone": (["DELETE FROM record WHERE village = :v AND kind = 'conflict'"], "is not there (I14)"),
    "a conflict's log that is emptied": (
        [EMPTY_LOGS],
        "no conflict's log holds it (I14)",
    ),
    "a value that a conflict tells wrongly": (
        ["UPDATE record SET line = replace(line, 'Sari B.', 'Sari C.') WHERE village = :v AND kind = 'conflict'"],
        "is told of with another value of head_name",
    ),
    "a conflict that was called well": (
        ["UPDATE history SET verdict = NULL WHERE client = :b AND mid = 1"],
        "tells of change 1 of",
    ),
    "a refused body that is lost": (
        ["UPDATE record SET line = replace(line, '\"body\":', '\"bodi\":') WHERE village = :v AND kind = 'conflict'"],
        "its bytes are kept nowhere",
    ),
    "another village's device": (["UPDATE client SET village = 'elsewhere' WHERE id = :a"], "and wrote in"),
    "a receipt": (
        ['UPDATE receipt SET body = replace(body, \'"chain":"\', \'"chain":"00\') WHERE client = :a'],
        "changes that the history does not hold",
    ),
}


@pytest.mark.parametrize(("spoiling", "sentence"), SPOILT.values(), ids=SPOILT.keys())
def test_one_spoilt_row_is_told_in_a_sentence(story: Story, spoiling: list[str], sentence: str) -> None:
    assert sentence in findings_after(story, *spoiling)


def test_a_value_that_overwrote_what_its_author_had_not_seen_is_found(story: Story) -> None:
    """The old value in a body is changed, and the chain with it."""

    def spoil(connection: Connection) -> None:
        words = f"UPDATE history SET body = convert_to({OTHER_SEEN}, 'UTF8') WHERE client = :a AND mid = 4"
        assert connection.execute(text(words), {"a": story.first.client}).rowcount == 1

    assert "its author saw 'Seri', and 'Sari' stood there (I4)" in lied_with(story, story.first.client, spoil)


def test_a_delete_over_what_its_author_had_not_seen_is_found(story: Story) -> None:
    def spoil(connection: Connection) -> None:
        changed = "convert_to(regexp_replace(convert_from(body, 'UTF8'), '(?<=base..)[0-9]+', '0'), 'UTF8')"
        words = f"UPDATE history SET body = {changed} WHERE client = :b AND mid = 2"
        assert connection.execute(text(words), {"b": story.second.client}).rowcount == 1

    assert "written unseen (I15)" in lied_with(story, story.second.client, spoil)


def test_an_edit_of_what_the_district_held_is_found(story: Story) -> None:
    """The held change is called taken, and its conflict is gone."""

    def spoil(connection: Connection) -> None:
        taken = text("UPDATE history SET verdict = NULL WHERE client = :b AND mid = 4")
        gone = text("DELETE FROM record WHERE village = :v AND kind = 'conflict' AND line LIKE '%Budi S.%'")
        assert connection.execute(taken, {"b": story.second.client}).rowcount == 1
        assert connection.execute(gone, {"v": story.village}).rowcount == 1

    assert "while the district held it (I13)" in lied_with(story, story.second.client, spoil)


def test_a_page_that_left_a_line_out_is_found(story: Story) -> None:
    with story.district.parts.context.database.engine.connect() as connection:
        log = read_village(connection, story.village)
    lines = [record.line for record in sorted(log.records.values(), key=lambda record: record.rev)]
    whole = Page(0, log.head, lines)
    other = [lines[0].replace(b'"', b"'"), *lines[1:]]

    def found(*pages: Page) -> str:
        book = PageBook()
        book.pages["x", story.village, log.epoch] += pages
        return "\n".join(book.findings_in("x", log))

    assert found(whole) == ""
    assert "left out revision" in found(Page(0, log.head, lines[1:]))
    assert "was sent otherwise than it stands" in found(Page(0, log.head, other))
    assert "was sent as two different lines" in found(whole, Page(0, log.head, other))
    assert "held the revisions" in found(Page(0, log.head, lines[::-1]))
    assert "beyond the head" in found(Page(0, log.head + 1, lines))


def test_the_pages_that_left_the_server_were_written_down(story: Story, history_watch: Any) -> None:
    story.first.sync()
    story.second.cursor = 0

    reply = story.second.post(story.second.message())

    pages = [page for key, found in history_watch.book.pages.items() if key[1] == story.village for page in found]
    assert reply.raw in [page.lines for page in pages]


def test_a_page_that_leaves_more_to_the_laptop_than_its_own_is_found() -> None:
    short = Page(3, 6, [], mirrored=2)
    whole = Page(3, 6, [], mirrored=3)

    assert list(_in_pages([short])) == ["a page after 3 up to 6 left 2 revisions to the laptop, not all"]
    assert list(_in_pages([whole])) == []
