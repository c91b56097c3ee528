"""Push and pull over real HTTP and PostgreSQL: what a laptop sends is stored once, numbered, receipted and fed back."""

from __future__ import annotations

import base64

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from kemiskinan_domain.changes import EMPTY_CHECKSUM, VerdictStatus, decode_line, line_digest, verify_receipt
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_server.services.forms import publish_form
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, act, delete, household, member


def checksum_of(laptop: Laptop) -> tuple[int, str]:
    total = EMPTY_CHECKSUM
    for line in laptop.base.values():
        if not decode_line(line).deleted:
            total = total.plus(line)
    return total.count, total.text


def test_a_family_comes_back_exactly_as_it_was_stored(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(head_name="Siti Aminah", no_kk="3203012101090001", answers__q301="1", desil=2)

    reply = laptop.sync(family, member(family.id, name="Siti Aminah", nik="3203014309749002", nik_state="ada"))

    stored = live_server.rows("SELECT id, line, rev FROM record ORDER BY rev")
    assert [line.rev for line in reply.lines] == [1, 2]
    assert {row["id"]: str(row["line"]).encode() for row in stored} == laptop.base
    assert laptop.document(family.id) == {
        "head_name": "Siti Aminah",
        "no_kk": "3203012101090001",
        "answers": {"q301": "1"},
        "desil": 2,
    }
    assert live_server.rows("SELECT head_name, desil FROM household") == [{"head_name": "Siti Aminah", "desil": 2}]


def test_the_checksum_of_a_finished_pull_is_that_of_the_lines(laptop: Laptop) -> None:
    family = household(head_name="A")
    laptop.sync(family, household(head_name="B"))

    reply = laptop.sync(delete(RecordKind.HOUSEHOLD, family.id, base=1), household(head_name="C"))

    assert reply.tail is not None
    assert (reply.tail.count, reply.tail.csum) == checksum_of(laptop)
    assert reply.tail.count == 2


def test_the_receipt_is_signed_with_the_key_that_enrolment_gave(live_server: LiveServer) -> None:
    laptop = Laptop(live_server.url, VILLAGE)
    pinned = laptop.enrol(live_server.code()).json()["server_key"]
    laptop.ask_token()
    family = household(head_name="A")

    reply = laptop.sync(family)

    assert reply.head is not None
    receipt = reply.head.receipt
    assert receipt is not None
    assert verify_receipt(receipt, Ed25519PublicKey.from_public_bytes(base64.b64decode(pinned)))
    assert [(entry.id, entry.rev) for entry in receipt.records] == [(family.id, 1)]
    assert receipt.records[0].digest == line_digest(laptop.base[family.id])
    assert (receipt.first_mid, receipt.last_mid, receipt.chain) == (1, 1, laptop.chain(1))
    laptop.http.close()


def test_a_replayed_batch_is_a_success_and_changes_nothing(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.save(household(head_name="A"), household(head_name="B"))
    message = laptop.message()
    first = laptop.post(message, keep=False)

    again = laptop.post(message)

    assert again.head is not None
    assert first.head is not None
    assert again.head.ack == first.head.ack
    assert again.head.receipt == first.head.receipt
    assert live_server.rows("SELECT count(*) AS n, max(rev) AS top FROM record") == [{"n": 2, "top": 2}]


def test_after_a_lost_reply_and_another_edit_both_versions_are_in_the_history(
    laptop: Laptop, live_server: LiveServer
) -> None:
    family = household(head_name="Siti")
    laptop.save(family)
    laptop.post(laptop.message(), keep=False)
    laptop.save(household(family.id, head_name=("Siti", "Siti Aminah")))

    reply = laptop.post(laptop.message())

    assert reply.head is not None
    assert reply.head.results == {}
    assert reply.head.receipt is not None
    assert (reply.head.receipt.first_mid, reply.head.receipt.last_mid) == (1, 2)
    assert live_server.rows("SELECT count(*) AS n FROM record") == [{"n": 1}]
    assert laptop.document(family.id)["head_name"] == "Siti Aminah"
    assert [row["mid"] for row in live_server.rows("SELECT mid FROM history ORDER BY mid")] == [1, 2]


def test_two_laptops_that_changed_one_field_both_keep_their_value(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    two.sync()
    one.sync(household(family.id, 1, head_name=("Siti", "Siti A.")))

    reply = two.sync(household(family.id, 1, head_name=("Siti", "Siti B."), rt=(None, "003")))

    assert reply.head is not None
    verdict = reply.head.results[1]
    assert (verdict.s, verdict.why) == (VerdictStatus.CONFLICT, "field")
    conflict = two.document(verdict.c[0])
    assert two.document(family.id) == {"head_name": "Siti A.", "rt": "003"}
    assert (conflict["parent"], conflict["field"], conflict["state"]) == (family.id, "head_name", "open")
    assert [entry["wanted"] for entry in conflict["log"]] == ["Siti B."]


def test_pages_are_bounded_and_complete(laptop: Laptop) -> None:
    laptop.sync(*(household(head_name=f"Kepala {n}", address="x" * 500) for n in range(60)))
    reader_cursor, seen = 0, []

    while True:
        reply = laptop.post(laptop.message(cursor=reader_cursor, limit_bytes=4000), keep=False)
        assert reply.tail is not None
        seen += [line.rev for line in reply.lines]
        assert sum(len(line) + 1 for line in reply.raw) <= 4000
        reader_cursor = reply.tail.cursor
        if not reply.tail.more:
            break

    assert seen == list(range(1, 61))


def test_an_empty_exchange_only_tells_where_things_stand(laptop: Laptop) -> None:
    reply = laptop.sync()

    assert reply.head is not None
    assert reply.head.receipt is None
    assert reply.lines == []
    assert reply.tail is not None
    assert (reply.tail.cursor, reply.tail.head, reply.tail.more, reply.tail.count) == (0, 0, False, 0)


def test_a_number_beyond_32_bits_stays_what_it_is(laptop: Laptop, live_server: LiveServer) -> None:
    with live_server.parts.context.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE village SET head = 3000000000")
    family = household(head_name="A", answers__income=9_007_199_254_740_993, vote_yes=5_000_000_000)

    laptop.sync(family)

    line = decode_line(laptop.base[family.id])
    assert line.rev == 3_000_000_001
    assert line.document["answers"]["income"] == 9_007_199_254_740_993
    assert line.document["vote_yes"] == 5_000_000_000


def test_a_new_id_is_needed_for_a_new_record_not_a_new_village(enrol: Enrol) -> None:
    one, two = enrol(), enrol(OTHER_VILLAGE)
    shared = new_record_id()
    one.sync(household(shared, head_name="A"))

    two.sync(household(shared, head_name="B"))

    assert one.document(shared) == {"head_name": "A"}
    assert two.document(shared) == {"head_name": "B"}
    assert msgspec.json.decode(two.base[shared])[0] == 1


def test_a_laptop_that_has_all_and_says_nothing_costs_no_write(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.sync(household(head_name="Siti"))
    laptop.sync()
    before = live_server.rows("SELECT xmin::text AS version, last_seen FROM client WHERE id = :id", id=laptop.client)

    reply = laptop.sync()

    assert reply.tail is not None
    assert (reply.tail.count, reply.lines, reply.tail.more) == (1, [], False)
    after = live_server.rows("SELECT xmin::text AS version, last_seen FROM client WHERE id = :id", id=laptop.client)
    assert after == before


def test_the_reply_says_when_the_list_of_questionnaires_changed(laptop: Laptop, live_server: LiveServer) -> None:
    first = laptop.sync().tail
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        publish_form(unit, context.keys, form="f", version="1", compiled="<x/>", by="test", now=context.clock())
        unit.commit()

    second = laptop.sync().tail

    assert first is not None
    assert second is not None
    assert first.forms
    assert second.forms not in ("", first.forms)


def test_what_the_laptop_can_make_itself_does_not_come_back(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.save(household(head_name="A"), household(head_name="B"))

    reply = laptop.post(laptop.message(echo=False), keep=False)

    assert reply.head is not None
    assert reply.head.receipt is not None
    assert reply.tail is not None
    assert (reply.lines, reply.head.mirrored, reply.head.receipt.records) == ([], 2, [])
    assert (reply.tail.cursor, reply.tail.count) == (2, 2)
    assert live_server.rows("SELECT cursor_seen FROM client WHERE last_mid = 2") == [{"cursor_seen": 0}]


def test_a_push_whose_reply_was_lost_is_answered_with_all_its_lines(laptop: Laptop) -> None:
    laptop.save(household(head_name="A"), household(head_name="B"))
    message = laptop.message(echo=False)
    laptop.post(message, keep=False)

    again = laptop.post(message)

    assert again.head is not None
    assert again.head.receipt is not None
    assert (len(again.lines), again.head.mirrored, len(again.head.receipt.records)) == (2, 0, 2)


def test_a_laptop_that_lacks_a_line_gets_its_own_back_with_it(live_server: LiveServer, enrol: Enrol) -> None:
    first, second = enrol(), enrol()
    first.sync(household(head_name="A"))
    second.save(household(head_name="B"))

    reply = second.post(second.message(echo=False))

    assert reply.head is not None
    assert (reply.head.mirrored, [line.rev for line in reply.lines]) == (0, [1, 2])


def test_a_change_that_clashed_comes_back_as_the_district_has_it(laptop: Laptop) -> None:
    family = household(head_name="A")
    laptop.sync(family)
    laptop.save(household(family.id, base=1, head_name=("Z", "B")))

    reply = laptop.post(laptop.message(echo=False))

    assert reply.head is not None
    assert reply.head.mirrored == 0
    assert [line.kind for line in reply.lines] == [RecordKind.CONFLICT]


def test_a_change_that_changes_nothing_is_not_left_for_the_laptop_to_make(laptop: Laptop) -> None:
    family = household(head_name="A")
    laptop.sync(family)
    laptop.save(household(family.id, base=1, head_name=("A", "A")), household(head_name="B"))

    reply = laptop.post(laptop.message(echo=False))

    assert reply.head is not None
    assert reply.head.mirrored == 0
    assert [line.rev for line in reply.lines] == [2]


def test_a_step_that_waits_for_a_choice_is_not_left_for_the_laptop_to_make(laptop: Laptop) -> None:
    family = household(head_name="A")
    laptop.sync(family)
    laptop.sync(household(family.id, base=1, head_name=("Z", "B")))
    laptop.save(household(family.id, base=1, rt=(None, "001")), act(family.id, "submit", ("draft", "submitted")))

    reply = laptop.post(laptop.message(echo=False))

    assert reply.head is not None
    assert [verdict.why for verdict in reply.head.results.values()] == ["open-conflict"]
    assert reply.head.mirrored == 0
    assert laptop.document(family.id)["rt"] == "001"
