"""The messages keep the bytes that the chain was computed over."""

from __future__ import annotations

import msgspec
import pytest

from kemiskinan_domain.changes import GENESIS, FeedLine, encode_line
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.wire import (
    Acknowledgement,
    Problem,
    ProblemType,
    ReplyHead,
    SyncRequest,
    decode_reply_line,
    encode_message,
)


def test_a_frozen_body_travels_byte_for_byte() -> None:
    body = b'{"op":"put", "odd":  1.50}'
    request = SyncRequest("c", "", 0, 1, 0, first=1, prev=GENESIS, chain="x", muts=[msgspec.Raw(body)])

    read = msgspec.json.decode(encode_message(request), type=SyncRequest)

    assert bytes(read.muts[0]) == body
    assert read.first == 1


def test_a_reply_line_is_known_by_its_form() -> None:
    head = ReplyHead("e1", Acknowledgement(3, GENESIS), "2026-11-23T00:00:00+00:00")
    line = encode_line(4, RecordKind.HOUSEHOLD, RecordId("a"), False, {"rt": "001"})

    assert decode_reply_line(encode_message(head)) == head
    read = decode_reply_line(line)
    assert isinstance(read, FeedLine)
    assert read.rev == 4


@pytest.mark.parametrize("text", [b"<html>Selamat datang di WiFi</html>", b'{"t":"head","epoch"', b"[1,2", b""])
def test_what_is_no_reply_is_refused(text: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_reply_line(text)


def test_a_problem_keeps_its_type_and_members() -> None:
    problem = Problem.of(ProblemType.MUTATION_GAP, expected=17)

    read = msgspec.json.decode(msgspec.json.encode(problem), type=Problem)

    assert read.problem_type is ProblemType.MUTATION_GAP
    assert read.extra["expected"] == 17
    assert Problem("https://elsewhere", 500).problem_type is None
