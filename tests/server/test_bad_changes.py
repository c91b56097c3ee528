"""Changes that cannot be taken are set aside in sight, and never block the laptop that sent them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from kemiskinan_domain.changes import VerdictStatus
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.server.conftest import LiveServer
from tests.server.devices import Laptop, Reply, act, household, put


def verdict(reply: Reply, mid: int) -> Any:
    assert reply.head is not None
    return reply.head.results.get(mid)


@pytest.mark.parametrize(
    "change",
    [
        put(RecordKind.PRELIST_ENTRY, new_record_id(), desil=1),
        put(RecordKind.CONFLICT, new_record_id(), state="settled"),
        household(review=(None, "approved")),
        act(new_record_id(), "approve", ("submitted", "approved")),
    ],
)
def test_what_only_the_district_may_do_is_set_aside_in_sight(laptop: Laptop, change: Any) -> None:
    reply = laptop.sync(change, household(head_name="Lanjut"))

    told = verdict(reply, 1)
    assert told.s is VerdictStatus.FORBIDDEN
    kept = laptop.document(told.c[0])
    assert msgspec.json.decode(kept["log"][0]["body"]) == msgspec.json.decode(laptop.bodies[0])
    assert verdict(reply, 2) is None


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b'"text"', "not-a-change"),
        (b'{"op":"put","k":"household","id":"x","base":0,"at":"","by":"","f":{}}', "not-an-id"),
        (b'{"op":"put","k":"planet","id":"x","base":0,"at":"","by":"","f":{}}', "not-a-change"),
        (b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","f":{"rt":["a"]}}', "not-a-change"),
        (
            b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","f":{"desil":[null,"2"]}}',
            "not-a-whole-number",
        ),
        (b'{"op":"put","k":"member","id":"%s","base":0,"at":"","by":"","f":{"nik":[null,32]}}', "not-a-text"),
        (b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","f":{"":[null,1]}}', "field-name"),
        (
            b'{"op":"act","k":"household","id":"%s","base":0,"at":"","by":"","act":"fly","state":["a","b"]}',
            "unknown-act",
        ),
        (b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","f":{"a":[null,"\xff"]}}', "not-json"),
        (b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","f":{"a":[null,1e999]}}', "not-a-change"),
        (
            b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","f":{"a":[null,' + b"9" * 400 + b"]}}",
            "too-large",
        ),
        (
            b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","n":{"rt":"1"},"a":{"q":['
            + b"9" * 400
            + b"]}}",
            "too-large",
        ),
        (b'{"op":"put","k":"household","id":"%s","base":0,"base":1,"at":"","by":"","n":{"rt":"1"}}', "not-a-change"),
        (b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","n":{"rt":"1","rt":"2"}}', "not-a-change"),
        (b'{"op":"put","k":"household","id":"%s","base":0,"at":"","by":"","a":{"q":{"x":1,"x":1}}}', "not-a-change"),
    ],
)
def test_one_bad_change_never_blocks_a_laptop(laptop: Laptop, body: bytes, why: str) -> None:
    laptop.save(household(head_name="Sebelum"))
    laptop.bodies.append(body.replace(b"%s", new_record_id().encode()))
    laptop.save(household(head_name="Sesudah"))

    reply = laptop.sync()

    told = verdict(reply, 2)
    assert (told.s, told.why) == (VerdictStatus.INVALID, why)
    assert laptop.document(told.c[0])["log"][0]["body"] == laptop.bodies[1].decode("utf-8", "backslashreplace")
    assert laptop.acked == 3
    assert reply.tail is not None
    assert reply.tail.count == 3


def test_depth_and_size_of_a_value_have_a_limit(laptop: Laptop) -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"a": deep}

    reply = laptop.sync(household(answers__q=deep), household(answers__q="x" * 70_000))

    assert [verdict(reply, mid).why for mid in (1, 2)] == ["too-deep", "too-large"]


def test_a_record_keeps_its_kind(laptop: Laptop) -> None:
    family = household(head_name="Siti")

    reply = laptop.sync(family, put(RecordKind.MEMBER, family.id, name="Siti"))

    assert (verdict(reply, 2).why, verdict(reply, 2).path) == ("another-kind", "$.k")


def test_a_text_with_nul_is_kept_as_it_is(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(head_name="Si\x00ti")

    laptop.sync(family)

    assert laptop.document(family.id)["head_name"] == "Si\x00ti"
    assert live_server.rows("SELECT head_name FROM household") == [{"head_name": "Siti"}]
