"""Every refusal of SYNC 2.7 comes as a problem with its own type, and changes nothing."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import httpx
import msgspec
import pytest
import zstandard

from kemiskinan_domain.wire import LIMITS, Paths, ProblemType
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household, read_reply


def count(live_server: LiveServer) -> object:
    return live_server.rows("SELECT count(*) AS n FROM record")[0]["n"]


def test_an_older_copy_of_the_file_is_told_so(laptop: Laptop) -> None:
    laptop.sync(household(head_name="A"), household(head_name="B"))
    laptop.bodies.pop()

    reply = laptop.post(laptop.message(first=2, top_mid=1))

    assert (reply.status, reply.kind) == (409, ProblemType.CLIENT_ROLLED_BACK)


def test_other_bytes_under_a_known_number_are_a_fork(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.sync(household(head_name="A"))
    laptop.bodies.clear()
    laptop.save(household(head_name="Z"), household(head_name="B"))

    reply = laptop.post(laptop.message(first=1))

    assert (reply.status, reply.kind) == (409, ProblemType.MUTATION_FORK)
    assert count(live_server) == 1


def test_a_batch_that_does_not_follow_the_known_chain_is_a_fork(laptop: Laptop) -> None:
    laptop.sync(household(head_name="A"))
    laptop.save(household(head_name="B"))

    reply = laptop.post(laptop.message(first=2, prev="1" * 64))

    assert reply.kind == ProblemType.MUTATION_FORK


def test_a_forged_chain_value_is_a_fork(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.save(household(head_name="A"))

    reply = laptop.post(laptop.message(chain="0" * 64))

    assert reply.kind == ProblemType.MUTATION_FORK
    assert count(live_server) == 0


def test_missing_numbers_are_named(laptop: Laptop) -> None:
    laptop.save(household(head_name="A"), household(head_name="B"))

    reply = laptop.post(laptop.message(first=2))

    assert reply.kind == ProblemType.MUTATION_GAP
    assert reply.problem is not None
    assert reply.problem.extra == {"expected": 1}


def test_a_restored_district_is_told_by_its_epoch(laptop: Laptop) -> None:
    laptop.sync()

    reply = laptop.post(laptop.message(epoch="another"))

    assert (reply.status, reply.kind) == (409, ProblemType.EPOCH_CHANGED)


@pytest.mark.parametrize("cursor", [1, -1, 2**62])
def test_a_cursor_that_the_district_never_gave_is_refused(laptop: Laptop, cursor: int) -> None:
    reply = laptop.post(laptop.message(cursor=cursor))

    assert reply.kind == ProblemType.CURSOR_AHEAD


def test_another_village_is_out_of_reach(enrol: Enrol, live_server: LiveServer) -> None:
    laptop = enrol()
    laptop.village = OTHER_VILLAGE
    laptop.save(household(head_name="A"))

    reply = laptop.post(laptop.message())

    assert (reply.status, reply.kind) == (403, ProblemType.SCOPE_FORBIDDEN)
    assert count(live_server) == 0


def test_a_token_does_not_speak_for_another_device(enrol: Enrol) -> None:
    one, two = enrol(), enrol()

    reply = one.post(one.message(client=two.client))

    assert reply.kind == ProblemType.SCOPE_FORBIDDEN


def test_a_revoked_device_is_stopped_even_with_a_valid_token(laptop: Laptop, live_server: LiveServer) -> None:
    with live_server.parts.context.database.unit_of_work() as unit:
        unit.ledger.revoke(laptop.client, datetime.now(UTC))
        unit.commit()

    reply = laptop.post(laptop.message())

    assert (reply.status, reply.kind) == (403, ProblemType.DEVICE_REVOKED)
    assert laptop.ask_token().status_code == 403


@pytest.mark.parametrize("token", ["x", "nonsense", "e30.00"])
def test_a_token_that_is_not_ours_must_be_renewed(laptop: Laptop, token: str) -> None:
    laptop.token = token

    reply = laptop.post(laptop.message())

    assert (reply.status, reply.kind) == (401, ProblemType.TOKEN_EXPIRED)


def test_a_changed_token_is_not_ours(laptop: Laptop) -> None:
    claims, _, seal = laptop.token.partition(".")
    laptop.token = f"{claims[:-4]}AAAA.{seal}"

    assert laptop.post(laptop.message()).kind == ProblemType.TOKEN_EXPIRED


def test_a_body_that_was_damaged_on_the_way_is_to_be_sent_again(laptop: Laptop) -> None:
    reply = laptop.post(laptop.message(), headers={"Content-Digest": "sha-256=:AAAA:"})

    assert (reply.status, reply.kind) == (400, ProblemType.DIGEST_MISMATCH)


def send(laptop: Laptop, body: bytes, **headers: str) -> tuple[int, str]:
    answer = laptop.http.post(
        Paths.sync(laptop.village), content=body, headers={"Authorization": f"Bearer {laptop.token}", **headers}
    )
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


@pytest.mark.parametrize("cut", [1, 5, 12])
def test_a_cut_body_is_to_be_sent_again(laptop: Laptop, cut: int) -> None:
    body = gzip.compress(laptop.message())[:-cut]

    assert send(laptop, body, **{"Content-Encoding": "gzip"}) == (400, ProblemType.TRUNCATED_BODY)


def test_a_body_that_unpacks_without_end_is_too_large(laptop: Laptop) -> None:
    bomb = gzip.compress(b"0" * (LIMITS.decompressed + 1))

    assert send(laptop, bomb, **{"Content-Encoding": "gzip"}) == (413, ProblemType.TOO_LARGE)


def test_a_zstd_body_is_taken_like_a_gzip_one(laptop: Laptop) -> None:
    laptop.save(household(head_name="A"))
    body = zstandard.compress(laptop.message(), 9)

    answer = laptop.http.post(
        Paths.sync(laptop.village),
        content=body,
        headers={"Authorization": f"Bearer {laptop.token}", "Content-Encoding": "zstd"},
    )

    reply = read_reply(answer)
    assert reply.head is not None
    assert reply.head.ack.to == 1
    assert "zstd" in reply.head.can


@pytest.mark.parametrize("cut", [1, 5, 12])
def test_a_cut_or_lengthened_zstd_body_is_to_be_sent_again(laptop: Laptop, cut: int) -> None:
    body = zstandard.compress(laptop.message())

    assert send(laptop, body[:-cut], **{"Content-Encoding": "zstd"}) == (400, ProblemType.TRUNCATED_BODY)
    assert send(laptop, body + b"x" * cut, **{"Content-Encoding": "zstd"}) == (400, ProblemType.TRUNCATED_BODY)


def test_a_zstd_body_that_unpacks_without_end_or_hides_its_size_is_refused(laptop: Laptop) -> None:
    bomb = zstandard.compress(b"0" * (LIMITS.decompressed + 1))
    silent = zstandard.ZstdCompressor(write_content_size=False).compress(laptop.message())

    assert send(laptop, bomb, **{"Content-Encoding": "zstd"}) == (413, ProblemType.TOO_LARGE)
    assert send(laptop, silent, **{"Content-Encoding": "zstd"}) == (400, ProblemType.MALFORMED)


def test_a_packed_body_beyond_the_limit_is_too_large(laptop: Laptop) -> None:
    assert send(laptop, b"0" * (LIMITS.compressed + 1), **{"Content-Encoding": "gzip"}) == (413, ProblemType.TOO_LARGE)


def test_a_stream_beyond_the_limit_is_too_large(laptop: Laptop) -> None:
    def endless() -> object:
        for _ in range(10):
            yield b"0" * LIMITS.compressed

    answer = laptop.http.post(
        Paths.sync(VILLAGE),
        content=endless(),  # type: ignore[arg-type]
        headers={"Authorization": f"Bearer {laptop.token}", "Content-Encoding": "gzip"},
    )

    assert answer.status_code == 413


def test_more_changes_than_a_batch_may_hold_are_too_many(laptop: Laptop) -> None:
    laptop.save(*(household(head_name="A") for _ in range(LIMITS.changes + 1)))

    reply = laptop.post(laptop.message())

    assert (reply.status, reply.kind) == (413, ProblemType.TOO_LARGE)
    assert reply.problem is not None
    assert reply.problem.extra["max_muts"] == LIMITS.changes


def test_an_unknown_packing_is_refused(laptop: Laptop) -> None:
    assert send(laptop, b"x", **{"Content-Encoding": "br"}) == (415, ProblemType.UNSUPPORTED_ENCODING)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b'{"client":1}',
        b"\xff\xfe",
        b'{"client":"\\ud800"}',
        b"[" * 100_000,
        b'{"client":"a","epoch":"","cursor":0,"top_mid":0,"acked_mid":0,"muts":['
        + b"[" * 50_000
        + b"]" * 50_000
        + b"]}",
    ],
)
def test_a_body_that_is_no_message_is_malformed(laptop: Laptop, body: bytes) -> None:
    assert send(laptop, body) == (400, ProblemType.MALFORMED)


def test_a_batch_without_numbers_is_malformed(laptop: Laptop) -> None:
    laptop.save(household(head_name="A"))

    assert laptop.post(laptop.message(**{"from": 0})).kind == ProblemType.MALFORMED


@pytest.mark.parametrize("said", ["0", "one", "-1"])
def test_a_protocol_before_the_first_is_too_old(laptop: Laptop, said: str) -> None:
    reply = laptop.post(laptop.message(), headers={"Sync-Protocol": said})

    assert (reply.status, reply.kind) == (426, ProblemType.PROTOCOL_TOO_OLD)


def test_a_held_village_says_come_back(laptop: Laptop, live_server: LiveServer) -> None:
    laptop.save(household(head_name="A"))
    engine = live_server.parts.context.database.engine
    # The server waits for the lock as long as its setting says; nothing else in this test takes time.
    with engine.connect() as blocker:
        blocker.exec_driver_sql("SELECT 1 FROM village WHERE code = '32.03.01.2001' FOR UPDATE")

        answer = laptop.post(laptop.message())

        assert (answer.status, answer.kind) == (503, ProblemType.BUSY)
    assert laptop.post(laptop.message()).status == 200


def test_an_unknown_address_is_a_problem_too(live_server: LiveServer) -> None:
    answer = httpx.get(f"{live_server.url}/v1/nothing", trust_env=False)

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_far_clock_is_told_the_servers_time(laptop: Laptop) -> None:
    answer = laptop.ask_token(datetime.now(UTC) + timedelta(days=365))

    told = msgspec.json.decode(answer.content)
    assert answer.status_code == 401
    assert abs(datetime.fromisoformat(told["extra"]["server_time"]) - datetime.now(UTC)) < timedelta(minutes=1)


def test_openapi_describes_every_route(live_server: LiveServer) -> None:
    described = httpx.get(f"{live_server.url}/openapi.json", trust_env=False).json()

    assert {Paths.ENROLL, Paths.TOKEN, Paths.SYNC, Paths.FORM, Paths.FORMS, Paths.LEDGER, Paths.HEALTH} <= set(
        described["paths"]
    )
    assert "muts" in json.dumps(described["paths"][Paths.SYNC]["post"]["requestBody"])
