"""Bundles at the district: the same effects as over the network, once, and refused for the right reason otherwise."""

from __future__ import annotations

from datetime import UTC, datetime

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_domain.changes import decode_line, verify_receipt
from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_domain.wire.bundle_letters import DeviceList, verify_devices
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope
from kemiskinan_server.services.bundles import BundleResult, take_bundle
from kemiskinan_server.services.forms import publish_form
from tests.server.bundling import answer_for, bundle_of, district_key
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household


def taken(server: LiveServer, content: bytes) -> BundleResult:
    return take_bundle(server.parts.context, content, "uji")


def stored(server: LiveServer) -> list[dict[str, object]]:
    return server.rows("SELECT village, id, rev, line FROM record ORDER BY village, rev")


def test_a_bundle_has_the_effects_of_the_network_and_brings_acknowledgement_receipt_and_news(
    live_server: LiveServer, laptop: Laptop
) -> None:
    families = [household(head_name=f"Keluarga {at}") for at in range(3)]
    laptop.save(*families)

    result = taken(live_server, bundle_of(laptop, live_server.parts))

    answer = answer_for(laptop, result.answer, live_server.parts)
    assert (result.refusal, result.problem, result.changes) == (None, None, 3)
    assert answer.head is not None
    assert answer.tail is not None
    assert (answer.head.ack.to, answer.head.ack.chain) == (3, laptop.chain(3))
    assert answer.head.receipt is not None
    assert verify_receipt(answer.head.receipt, district_key(live_server.parts))
    assert {decode_line(line).id for line in answer.lines} == {family.id for family in families}
    assert (answer.tail.cursor, answer.tail.count, answer.tail.more) == (3, 3, False)
    assert len(stored(live_server)) == 3


def test_twice_it_changes_nothing_and_gets_the_same_receipt(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))
    content = bundle_of(laptop, live_server.parts)
    first = taken(live_server, content)
    before = stored(live_server)

    again = taken(live_server, content)

    heads = [answer_for(laptop, one.answer, live_server.parts).head for one in (first, again)]
    assert again.changes == 0
    assert stored(live_server) == before
    assert heads[0] is not None
    assert heads[1] is not None
    assert heads[0].receipt == heads[1].receipt
    assert live_server.rows("SELECT count(*) AS n FROM bundle") == [{"n": 1}]


def test_after_the_same_records_and_later_ones_came_online_it_is_a_no_op(
    live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.save(household(head_name="Siti"), household(head_name="Ujang"))
    late = bundle_of(laptop, live_server.parts)
    laptop.sync(household(head_name="Asep"))
    before = stored(live_server)

    result = taken(live_server, late)

    answer = answer_for(laptop, result.answer, live_server.parts)
    assert (result.refusal, result.problem, result.changes) == (None, None, 0)
    assert stored(live_server) == before
    assert answer.head is not None
    assert answer.head.ack.to == 3
    assert [entry.mid for entry in answer.letter.ledger] == [1, 2, 3]


def test_several_requests_in_one_bundle_are_one_receipt(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(*(household(head_name=f"Keluarga {at}") for at in range(5)))
    content = bundle_of(laptop, live_server.parts, laptop.message(1, 2), laptop.message(3, 4), laptop.message(5, 5))

    answer = answer_for(laptop, taken(live_server, content).answer, live_server.parts)

    assert answer.head is not None
    assert answer.head.receipt is not None
    assert (answer.head.receipt.first_mid, answer.head.receipt.last_mid) == (1, 5)


def test_a_part_whose_earlier_part_is_missing_waits_for_it(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(*(household(head_name=f"Keluarga {at}") for at in range(4)))
    first = bundle_of(laptop, live_server.parts, laptop.message(1, 2), seq=1)
    second = bundle_of(laptop, live_server.parts, laptop.message(3, 4), seq=2)

    early = taken(live_server, second)
    nothing = stored(live_server)
    in_turn = [taken(live_server, first).changes, taken(live_server, second).changes]

    problem = answer_for(laptop, early.answer, live_server.parts).letter.problem
    assert early.problem is ProblemType.MUTATION_GAP
    assert problem is not None
    assert problem.extra["expected"] == 1
    assert nothing == []
    assert in_turn == [2, 2]


def test_cut_at_any_byte_or_changed_in_any_byte_it_changes_nothing(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))
    whole = bundle_of(laptop, live_server.parts)

    cut = {taken(live_server, whole[:size]).refusal for size in range(len(whole))}
    changed = set()
    for at in range(len(whole)):
        broken = bytearray(whole)
        broken[at] ^= 0x10
        changed.add(taken(live_server, bytes(broken)).refusal)

    assert cut == {BundleRefusal.TRUNCATED}
    assert changed == {BundleRefusal.NOT_A_BUNDLE, BundleRefusal.TRUNCATED, BundleRefusal.DAMAGED}
    assert stored(live_server) == []
    assert live_server.rows("SELECT count(*) AS n FROM bundle") == [{"n": 0}]


def test_another_device_s_signature_is_a_forgery(live_server: LiveServer, enrol: Enrol) -> None:
    victim, thief = enrol(), enrol()
    victim.save(household(head_name="Siti"))

    result = taken(live_server, bundle_of(victim, live_server.parts, key=thief.key))

    assert result.refusal is BundleRefusal.FORGED
    assert stored(live_server) == []


def test_another_device_s_changes_under_the_own_name_are_refused(live_server: LiveServer, enrol: Enrol) -> None:
    victim, thief = enrol(), enrol()
    victim.save(household(head_name="Siti"))

    result = taken(live_server, bundle_of(thief, live_server.parts, victim.message()))

    assert result.refusal is BundleRefusal.OTHER_DEVICE
    assert stored(live_server) == []


def test_a_laptop_writes_into_its_own_village_alone(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))

    result = taken(live_server, bundle_of(laptop, live_server.parts, village=OTHER_VILLAGE))

    assert result.refusal is BundleRefusal.OTHER_VILLAGE
    assert stored(live_server) == []


def test_a_bundle_for_another_district_or_from_a_stranger_is_refused(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))
    elsewhere = bundle_of(laptop, live_server.parts, recipient="0" * 16)
    stranger = bundle_of(laptop, live_server.parts, client="siapa")
    hand = bundle_of(laptop, live_server.parts, client=f"district:{VILLAGE}")

    refusals = [taken(live_server, one).refusal for one in (elsewhere, stranger, hand)]

    assert refusals == [BundleRefusal.NOT_FOR_US, BundleRefusal.UNKNOWN_DEVICE, BundleRefusal.MALFORMED]
    assert stored(live_server) == []


@pytest.mark.parametrize("broken", [b"", b"{}", b"[[[", b'{"client":"x"}'])
def test_signed_nonsense_is_refused(live_server: LiveServer, laptop: Laptop, broken: bytes) -> None:
    laptop.save(household(head_name="Siti"))
    good = msgspec.json.encode(msgspec.Raw(laptop.message()))
    content = bundle_of(laptop, live_server.parts, good)
    envelope = read_envelope(content)
    assert isinstance(envelope, Envelope)
    odd = _sealed_again(laptop, live_server, envelope, b'{"t":"laptop"}\n' + broken)

    result = taken(live_server, odd)

    assert result.refusal is BundleRefusal.MALFORMED
    assert stored(live_server) == []


def _sealed_again(laptop: Laptop, server: LiveServer, envelope: Envelope, content: bytes) -> bytes:
    from kemiskinan_domain.wire.bundle_sealing import seal_bundle

    return seal_bundle(envelope.header, content, laptop.key, [district_key(server.parts)])


def test_a_forged_chain_is_no_change_and_is_answered(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))

    result = taken(live_server, bundle_of(laptop, live_server.parts, laptop.message(chain="a" * 64)))

    assert result.problem is ProblemType.MUTATION_FORK
    assert stored(live_server) == []


def test_a_shut_out_laptop_s_bundle_is_kept_aside_where_people_see_it(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))
    content = bundle_of(laptop, live_server.parts)
    with live_server.parts.context.database.unit_of_work() as unit:
        unit.ledger.revoke(laptop.client, datetime.now(UTC))
        unit.commit()

    result = taken(live_server, content)

    assert (result.refusal, result.answer) == (BundleRefusal.REVOKED, None)
    assert stored(live_server) == []
    rows = live_server.rows("SELECT outcome, content FROM bundle")
    assert [(row["outcome"], bytes(row["content"])) for row in rows] == [("revoked", content)]  # type: ignore[call-overload]


def test_after_a_restore_the_answer_names_the_new_epoch(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.sync(household(head_name="Siti"))
    laptop.save(household(head_name="Ujang"))
    laptop.epoch = "00000000-0000-4000-8000-000000000000"

    result = taken(live_server, bundle_of(laptop, live_server.parts))

    problem = answer_for(laptop, result.answer, live_server.parts).letter.problem
    assert problem is not None
    assert problem.problem_type is ProblemType.EPOCH_CHANGED
    assert (
        problem.extra["epoch"] == live_server.rows("SELECT epoch FROM village WHERE code = :v", v=VILLAGE)[0]["epoch"]
    )


def test_new_questionnaires_travel_in_the_answer(live_server: LiveServer, laptop: Laptop) -> None:
    context = live_server.parts.context
    with context.database.unit_of_work() as unit:
        publish_form(unit, context.keys, form="uji", version="1", compiled="<a/>\n<b/>", by="t", now=context.clock())
        unit.commit()

    answer = answer_for(laptop, taken(live_server, bundle_of(laptop, live_server.parts)).answer, live_server.parts)

    assert [(form.id, form.version, form.text) for form in answer.forms] == [("uji", "1", "<a/>\n<b/>")]


def test_only_the_newest_answer_of_a_laptop_is_kept(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.save(household(head_name="Siti"))
    taken(live_server, bundle_of(laptop, live_server.parts, seq=1))
    laptop.save(household(head_name="Ujang"))

    taken(live_server, bundle_of(laptop, live_server.parts, seq=2))

    rows = live_server.rows("SELECT seq FROM bundle WHERE answer IS NOT NULL")
    assert rows == [{"seq": 2}]


def test_over_http_any_laptop_may_carry_it_and_only_its_writer_reads_the_answer(
    live_server: LiveServer, enrol: Enrol
) -> None:
    writer, carrier = enrol(), enrol()
    writer.save(household(head_name="Siti"))

    answer = carrier.http.post(
        "/v1/bundles",
        content=bundle_of(writer, live_server.parts),
        headers={"Authorization": f"Bearer {carrier.token}"},
    )

    envelope = read_envelope(answer.content)
    assert answer.status_code == 200
    assert isinstance(envelope, Envelope)
    assert envelope.opened(carrier.key) is BundleRefusal.NOT_FOR_US
    assert answer_for(writer, answer.content, live_server.parts).head is not None


def test_over_http_each_refusal_is_a_problem_and_nobody_unknown_comes_in(
    live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.save(household(head_name="Siti"))
    whole = bundle_of(laptop, live_server.parts)
    forged = bundle_of(laptop, live_server.parts, key=Ed25519PrivateKey.generate())
    bearer = {"Authorization": f"Bearer {laptop.token}"}

    def send(content: bytes, headers: dict[str, str]) -> tuple[int, str]:
        answer = httpx.post(f"{live_server.url}/v1/bundles", content=content, headers=headers, trust_env=False)
        return answer.status_code, answer.json()["type"].rpartition(":")[2]

    assert send(whole, {}) == (401, "token-expired")
    assert send(whole[:-1], bearer) == (400, "truncated-body")
    assert send(whole[:-50] + b"x" + whole[-49:], bearer) == (400, "digest-mismatch")
    assert send(b"halo dunia", bearer) == (400, "malformed")
    assert send(forged, bearer) == (403, "scope-forbidden")
    assert stored(live_server) == []


def test_the_list_of_laptops_is_the_own_village_s_and_signed(live_server: LiveServer, enrol: Enrol) -> None:
    first, second, stranger = enrol(), enrol(), enrol(OTHER_VILLAGE)

    def ask(laptop: Laptop, village: str) -> httpx.Response:
        return laptop.http.get(f"/v1/villages/{village}/devices", headers={"Authorization": f"Bearer {laptop.token}"})

    listed = msgspec.json.decode(ask(first, VILLAGE).content, type=DeviceList)

    assert [device.client for device in listed.devices] == [first.client, second.client]
    assert verify_devices(listed, district_key(live_server.parts))
    assert not verify_devices(msgspec.structs.replace(listed, village=OTHER_VILLAGE), district_key(live_server.parts))
    assert ask(stranger, VILLAGE).status_code == 403
