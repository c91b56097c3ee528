"""A bundle is taken whole or not at all: cut or changed anywhere, forged or sealed to another, it says why."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_domain.changes import GENESIS, encode_line
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.wire import (
    Acknowledgement,
    ReplyHead,
    ReplyTail,
    SyncRequest,
    bundle,
    bundle_reading,
    bundle_sealing,
    encode_message,
)
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, BundleRefusal
from kemiskinan_domain.wire.bundle_letters import (
    Answer,
    DistrictLetter,
    FormLetter,
    LaptopLetter,
    Requests,
    read_answer,
    read_requests,
    write_answer,
    write_requests,
)
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope, seal_bundle

SENDER, DISTRICT, STRANGER = (Ed25519PrivateKey.from_private_bytes(bytes([at]) * 32) for at in (1, 2, 3))
HEADER = BundleHeader(1, BundleKind.REQUEST, "32.03.01.2001", "laptop-a", 7, first=1, last=2, cursor=40)


def sealed(content: bytes = b"isi", header: BundleHeader = HEADER) -> bytes:
    return seal_bundle(header, content, SENDER, [DISTRICT.public_key()])


def read(content: bytes) -> Envelope:
    envelope = read_envelope(content)
    assert isinstance(envelope, Envelope)
    return envelope


def test_what_was_sealed_is_read_by_whom_it_is_for() -> None:
    envelope = read(sealed(b"isi rahasia"))

    assert envelope.header == HEADER
    assert envelope.is_from(SENDER.public_key())
    assert envelope.opened(DISTRICT) == b"isi rahasia"
    assert envelope.opened(STRANGER) is BundleRefusal.NOT_FOR_US


def test_the_content_cannot_be_read_from_the_file() -> None:
    assert b"3203014309749002" not in sealed(b"3203014309749002" * 3)


def test_each_of_several_recipients_can_open_it() -> None:
    both = seal_bundle(HEADER, b"isi", SENDER, [DISTRICT.public_key(), STRANGER.public_key()])

    assert [read(both).opened(one) for one in (DISTRICT, STRANGER)] == [b"isi", b"isi"]


def test_cut_at_any_byte_it_is_known_as_cut() -> None:
    whole = sealed()

    assert {read_envelope(whole[:size]) for size in range(len(whole))} == {BundleRefusal.TRUNCATED}


def test_with_any_bit_changed_it_is_refused() -> None:
    whole = sealed()

    refusals = set()
    for at in range(len(whole)):
        for bit in (0, 7):
            changed = bytearray(whole)
            changed[at] ^= 1 << bit
            refusals.add(read_envelope(bytes(changed)))

    assert refusals == {BundleRefusal.NOT_A_BUNDLE, BundleRefusal.TRUNCATED, BundleRefusal.DAMAGED}


def test_a_changed_header_with_a_right_footer_is_forged() -> None:
    whole = sealed()
    body = whole[:-44].replace(b"laptop-a", b"laptop-b")
    again = body + len(body).to_bytes(8, "big") + hashlib.sha256(body).digest() + whole[-4:]

    envelope = read(again)

    assert envelope.header.client == "laptop-b"
    assert not envelope.is_from(SENDER.public_key())


def test_another_sender_is_not_the_one_named() -> None:
    assert not read(sealed()).is_from(STRANGER.public_key())


def test_a_newer_program_s_bundle_is_told_from_a_broken_one() -> None:
    assert read_envelope(sealed(header=msgspec.structs.replace(HEADER, protocol=99))) is BundleRefusal.NEWER


def test_too_large_a_file_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = sealed()
    monkeypatch.setattr(bundle_sealing, "MAX_BUNDLE", len(whole) - 1)

    assert read_envelope(whole) is BundleRefusal.TOO_LARGE


def test_a_small_file_that_unpacks_to_a_large_one_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reading, "MAX_CONTENT", 100_000)
    bomb = sealed(b"0" * 100_001)

    assert len(bomb) < 1000
    assert read(bomb).opened(DISTRICT) is BundleRefusal.TOO_LARGE


def test_content_that_is_not_packed_is_malformed(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(bundle_sealing, "_packed", lambda content, level: iter(content))
        odd = sealed(b"bukan zstd")

    assert read(odd).opened(DISTRICT) is BundleRefusal.MALFORMED


def test_its_place_on_a_stick_tells_village_laptop_and_turn() -> None:
    answer = msgspec.structs.replace(HEADER, kind=BundleKind.ANSWER)

    assert str(bundle.bundle_path(HEADER)) == "dsync/32.03.01.2001/laptop-a/000007.dsb"
    assert bundle.bundle_path(answer).name == "000007-jawaban.dsb"


def test_requests_come_out_byte_for_byte() -> None:
    body = b'{"op":"put","k":"household","id":"x","base":0,"at":"a","by":"u","f":{"head_name":[null,"Siti"]}}'
    request = SyncRequest("laptop-a", "e", 0, 1, 0, first=1, prev=GENESIS, chain="1" * 64, muts=[msgspec.Raw(body)])
    letter = LaptopLetter([("keluarga", "1")], "1.0")

    found = read_requests(write_requests(letter, [encode_message(request)]))

    assert isinstance(found, Requests)
    assert found.letter == letter
    assert bytes(found.requests[0].muts[0]) == body


@pytest.mark.parametrize(
    "content", [b"", b"{}", b'{"t":"laptop"}\n', b'{"t":"laptop"}\n{"client":1}', b"\xff", b"[" * 9000]
)
def test_content_that_is_no_request_is_malformed(content: bytes) -> None:
    assert read_requests(content) is BundleRefusal.MALFORMED


def reply() -> Answer:
    lines = tuple(
        encode_line(rev, RecordKind.HOUSEHOLD, RecordId(f"h{rev}"), False, {"head_name": "Siti"}) for rev in (41, 42)
    )
    head = ReplyHead("e", Acknowledgement(2, GENESIS), "2026-11-24T00:00:00+00:00")
    forms = (FormLetter("keluarga", "2", "0" * 64, "<x/>\n<y/>"),)
    return Answer(DistrictLetter("2026-11-24T00:00:00+00:00", since=40), head, lines, ReplyTail(42, 42), forms)


def test_an_answer_comes_out_as_it_went_in() -> None:
    assert read_answer(write_answer(reply())) == reply()


def test_an_answer_may_be_a_problem_alone() -> None:
    answer = Answer(DistrictLetter("2026-11-24T00:00:00+00:00"))

    assert read_answer(write_answer(answer)) == answer


def test_an_answer_with_lines_missing_or_out_of_order_is_malformed() -> None:
    letter, head, first, second, tail, form = write_answer(reply()).split(b"\n")

    wrong = (
        [head, first, tail],
        [letter, head, first],
        [letter, first, tail],
        [letter, head, second, first, tail],
        [letter, head, tail, first],
        [letter, head, head, tail],
        [letter, form[:-3]],
    )

    assert {read_answer(b"\n".join(lines)) for lines in wrong} == {BundleRefusal.MALFORMED}
