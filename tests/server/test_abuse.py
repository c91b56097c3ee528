"""Every abuse that the district has to stand, at every route that takes a body: refused by name, and nothing kept.

The routes are read from the router, so that a new one cannot be forgotten.
"""

from __future__ import annotations

import base64
import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import httpx
import msgspec
import pytest
import zstandard

from kemiskinan_domain.people import Role
from kemiskinan_domain.wire import LIMITS, Paths, Problem, ProblemType, token_assertion
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, Reply, household
from tests.server.test_pages import PASSWORD, enter
from tests.server.test_routes import filled, routes

SWOLLEN: Final = 32_000_000
ROOM: Final = 8 * LIMITS.decompressed
"""What all of it may take at most, on both ends of the line: a small multiple of the largest honest body."""
SYNC: Final = ("POST", "/v1/villages/{village}/sync")


@dataclass(frozen=True, slots=True)
class Abuse:
    """A body, how it says that it is packed, and what the exchange calls it."""

    content: bytes
    kind: ProblemType
    encoding: str = ""


def zeros(packer: Any) -> bytes:  # zlib's and zstandard's packers are alike
    """Many more zeros than are allowed, packed."""
    pieces: list[bytes] = [packer.compress(bytes(1_000_000)) for _ in range(SWOLLEN // 1_000_000)]
    return b"".join([*pieces, packer.flush()])


def lying() -> bytes:
    """A zstd frame that says it holds a thousand bytes."""
    packed = zeros(zstandard.ZstdCompressor().compressobj(size=SWOLLEN))
    said = SWOLLEN.to_bytes(4, "little")
    assert said in packed[:16]
    return packed.replace(said, (1000).to_bytes(4, "little"), 1)


def message(**members: str) -> bytes:
    """A message of the exchange whose members are these JSON texts, in the place of good ones."""
    good = {"client": '"x"', "epoch": '""', "cursor": "0", "top_mid": "0", "acked_mid": "0"}
    return ("{" + ",".join(f'"{name}":{value}' for name, value in (good | members).items()) + "}").encode()


def packed(content: bytes) -> bytes:
    return gzip.compress(content, 1)


@pytest.fixture(scope="module")
def abuses() -> dict[str, Abuse]:
    """Each by the name that the plan of proof gives it."""
    large, malformed = ProblemType.TOO_LARGE, ProblemType.MALFORMED
    one = ",1" * 4_000_000
    return {
        "zip bomb, gzip": Abuse(zeros(zlib.compressobj(9, wbits=31)), large, "gzip"),
        "zip bomb, zstd": Abuse(zeros(zstandard.ZstdCompressor().compressobj(size=SWOLLEN)), large, "zstd"),
        "zip bomb, zstd of unsaid size": Abuse(zeros(zstandard.ZstdCompressor().compressobj()), malformed, "zstd"),
        "zip bomb, zstd that lies": Abuse(lying(), ProblemType.TRUNCATED_BODY, "zstd"),
        "a body of commas": Abuse(packed(message(muts=f"[1{one}]")[: LIMITS.decompressed]), large, "gzip"),
        "deep JSON": Abuse(packed(b"[" * 4_000_000), malformed, "gzip"),
        "deep JSON, small": Abuse(b'{"a":' * 10_000, malformed),
        "deep JSON in a message": Abuse(packed(message(more="[" * 2_000_000)), malformed, "gzip"),
        "8 MB and one byte": Abuse(b" " * (LIMITS.decompressed + 1), large),
        "packed and one byte": Abuse(b" " * (LIMITS.compressed + 1), large, "gzip"),
        "no JSON": Abuse(b"\x00\xff" * 100, malformed),
        "nothing": Abuse(b"", malformed),
        "lone surrogate": Abuse(message(client=r'"\ud800"'), malformed),
        "NUL": Abuse(message(client=r'"\u0000"'), ProblemType.SCOPE_FORBIDDEN),
        "duplicated keys": Abuse(message(cursor='0,"cursor":1'), malformed),
        "wrong types": Abuse(message(client="[]", cursor='"0"'), malformed),
        "NaN": Abuse(message(cursor="NaN"), malformed),
        "infinity": Abuse(message(cursor="1e999"), malformed),
        "a number of a hundred thousand digits": Abuse(packed(message(cursor="9" * 100_000)), malformed, "gzip"),
        "an unknown packing": Abuse(message(), ProblemType.UNSUPPORTED_ENCODING, "br"),
        "no longer packed": Abuse(message(), ProblemType.TRUNCATED_BODY, "gzip"),
    }


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    """An administrator who is signed in, so that nobody is sent away at the door."""
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name="", now=datetime.now(UTC))
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=False, trust_env=False, timeout=60) as client:
        assert enter(client).status_code == 303
        yield client


def kept(live_server: LiveServer) -> dict[str, object]:
    """How much stands in each table; only what counts wrong passwords may grow."""
    names = live_server.rows("SELECT tablename AS n FROM pg_tables WHERE schemaname = 'public'")
    found = {str(row["n"]): live_server.rows(f'SELECT count(*) AS n FROM "{row["n"]}"')[0]["n"] for row in names}
    return {name: count for name, count in found.items() if name != "attempt"}


def test_no_abuse_gets_through_any_route_that_takes_a_body(
    live_server: LiveServer, laptop: Laptop, browser: httpx.Client, abuses: dict[str, Abuse]
) -> None:
    bodies = {one for one in routes(live_server.parts) if one[0] in {"POST", "PUT", "PATCH"}}
    machines = {one for one in bodies if one[1].startswith("/v1/")}
    assert SYNC in machines
    before = kept(live_server)

    tracemalloc.start()
    wrong = [told for route in sorted(machines) for told in let_through(browser, laptop, route, abuses)]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    wrong += [told for route in sorted(bodies - machines) for told in let_through(browser, laptop, route, abuses)]

    assert wrong == []
    assert kept(live_server) == before
    assert not live_server.parts.context.settings.blobs_folder.exists()
    assert most < ROOM, most
    assert laptop.sync(household(head_name="Siti")).status == 200, "the district goes on as before"


def let_through(
    browser: httpx.Client, laptop: Laptop, route: tuple[str, str], abuses: dict[str, Abuse]
) -> Iterator[tuple[object, ...]]:
    """The abuses that a route did not refuse as it should."""
    method, path = route
    for name, abuse in abuses.items():
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {laptop.token}"}
        headers |= {"Content-Encoding": abuse.encoding} if abuse.encoding else {}
        where = filled(path, VILLAGE, {"client": laptop.client})
        answer = browser.request(method, where, content=abuse.content, headers=headers)
        if not is_a_refusal(answer, abuse.kind if route == SYNC else None):
            yield name, method, path, answer.status_code, answer.text[:200]


def is_a_refusal(answer: httpx.Response, kind: ProblemType | None) -> bool:
    """A problem by its name; of pages also the way back to signing in or a page that says what was wrong."""
    if answer.headers.get("content-type") != "application/problem+json":
        return kind is None and answer.status_code in {303, 400, 403, 404, 413, 422}
    told = msgspec.json.decode(answer.content, type=Problem)
    if told.type == "about:blank":
        return kind is None and 400 <= answer.status_code < 500
    return answer.status_code < 500 and told.problem_type is not None and kind in {None, told.problem_type}


def forged_chain(laptop: Laptop, _: Laptop) -> Reply:
    return laptop.post(laptop.message(chain="0" * 64))


def forged_past(laptop: Laptop, _: Laptop) -> Reply:
    return laptop.post(laptop.message(prev="1" * 64))


def left_out(laptop: Laptop, _: Laptop) -> Reply:
    return laptop.post(laptop.message(first=2))


def neighbour_s_village(laptop: Laptop, _: Laptop) -> Reply:
    laptop.village = OTHER_VILLAGE
    return laptop.post(laptop.message())


def neighbour_s_token(laptop: Laptop, neighbour: Laptop) -> Reply:
    laptop.token = neighbour.token
    return laptop.post(laptop.message())


def neighbour_s_name(laptop: Laptop, neighbour: Laptop) -> Reply:
    return laptop.post(laptop.message(client=neighbour.client))


def too_many_changes(laptop: Laptop, _: Laptop) -> Reply:
    body = laptop.bodies[0]
    laptop.bodies = [body] * (LIMITS.changes + 1)
    return laptop.post(laptop.message())


def number_beyond_all(laptop: Laptop, _: Laptop) -> Reply:
    return laptop.post(laptop.message().replace(b'"from":1', b'"from":%d' % 10**30))


def cursor_beyond_all(laptop: Laptop, _: Laptop) -> Reply:
    return laptop.post(laptop.message(cursor=2**63 + 1))


def chain_said_twice(laptop: Laptop, _: Laptop) -> Reply:
    return laptop.post(laptop.message().replace(b'"chain":', b'"chain":"","chain":'))


def half_a_token(laptop: Laptop, _: Laptop) -> Reply:
    laptop.token = laptop.token.partition(".")[0]
    return laptop.post(laptop.message())


FORGERIES: dict[Callable[[Laptop, Laptop], Reply], ProblemType] = {
    forged_chain: ProblemType.MUTATION_FORK,
    forged_past: ProblemType.MUTATION_FORK,
    left_out: ProblemType.MUTATION_GAP,
    neighbour_s_village: ProblemType.SCOPE_FORBIDDEN,
    neighbour_s_token: ProblemType.SCOPE_FORBIDDEN,
    neighbour_s_name: ProblemType.SCOPE_FORBIDDEN,
    too_many_changes: ProblemType.TOO_LARGE,
    number_beyond_all: ProblemType.MUTATION_GAP,
    cursor_beyond_all: ProblemType.CURSOR_AHEAD,
    chain_said_twice: ProblemType.MALFORMED,
    half_a_token: ProblemType.TOKEN_EXPIRED,
}


def test_no_forgery_of_the_exchange_is_taken(enrol: Enrol, live_server: LiveServer) -> None:
    told = {}
    for forge in FORGERIES:
        laptop, neighbour = enrol(), enrol(OTHER_VILLAGE)
        laptop.save(household(head_name="A"), household(head_name="B"))
        told[forge.__name__] = forge(laptop, neighbour).kind

    assert told == {forge.__name__: kind for forge, kind in FORGERIES.items()}
    assert live_server.rows("SELECT count(*) AS n FROM record") == [{"n": 0}]
    assert live_server.rows("SELECT count(*) AS n FROM history") == [{"n": 0}]


def assertion(laptop: Laptop, time: str, client: str = "") -> dict[str, str]:
    """What a laptop signs to get a token."""
    signature = base64.b64encode(laptop.key.sign(token_assertion(client or laptop.client, time))).decode()
    return {"client": client or laptop.client, "time": time, "signature": signature}


def refused(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_an_assertion_that_was_overheard_is_worth_nothing(laptop: Laptop) -> None:
    heard = assertion(laptop, datetime.now(UTC).isoformat())

    first = laptop.http.post(Paths.TOKEN, json=heard)
    replayed = laptop.http.post(Paths.TOKEN, json=heard)

    assert first.status_code == 200
    assert refused(replayed) == (401, ProblemType.TOKEN_EXPIRED)
    assert "server_time" in replayed.json()["extra"], "an honest laptop signs anew by the district's clock"
    assert laptop.ask_token().status_code == 200


def test_an_assertion_of_long_ago_or_for_another_device_is_refused(enrol: Enrol) -> None:
    laptop, other = enrol(), enrol()
    now = datetime.now(UTC)

    old = laptop.http.post(Paths.TOKEN, json=assertion(laptop, (now - timedelta(hours=1)).isoformat()))
    foreign = laptop.http.post(Paths.TOKEN, json=assertion(laptop, now.isoformat(), other.client))

    assert refused(old) == (401, ProblemType.TOKEN_EXPIRED)
    assert refused(foreign) == (403, ProblemType.SCOPE_FORBIDDEN)


def test_five_hundred_and_one_small_changes_are_an_honest_request(laptop: Laptop) -> None:
    reply = laptop.sync(*(household(head_name="Warga") for _ in range(501)))

    assert reply.head is not None
    assert reply.head.ack.to == 501
