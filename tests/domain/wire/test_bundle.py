"""A bundle is taken whole or not at all: cut or changed anywhere, forged or sealed to another, it says why."""

from __future__ import annotations

import errno
import hashlib
import io
import itertools
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

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
from kemiskinan_domain.wire.bundle_reading import written_blobs
from kemiskinan_domain.wire.bundle_sealing import Envelope, open_envelope, read_envelope, seal_bundle, write_bundle

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


def pictures(*contents: bytes) -> list[tuple[str, bytes]]:
    return [(hashlib.sha256(content).hexdigest(), content) for content in contents]


WITH_PHOTOS = msgspec.structs.replace(HEADER, protocol=2, photos=3)


def test_photos_come_out_behind_the_lines_as_they_went_in() -> None:
    blobs = pictures(b"\n{}", b"x" * 700_000, b'\n{"t":"blob",')
    content = b"".join([b"baris satu\nbaris dua", *written_blobs(blobs)])
    taken: list[tuple[str, bytes]] = []

    lines = read(sealed(content, WITH_PHOTOS)).opened(DISTRICT, lambda name, found: taken.append((name, found)))

    assert lines == b"baris satu\nbaris dua"
    assert taken == blobs


def test_wherever_unpacking_cuts_them_lines_and_photos_are_the_same() -> None:
    blobs = pictures(b"\n{}", b"foto\nfoto")
    content = b"".join([b"satu\n{\ndua", *written_blobs(blobs)])

    for size in range(1, len(content)):
        taken: list[tuple[str, bytes]] = []
        reader = bundle_reading.ContentReader(lambda name, found, taken=taken: taken.append((name, found)))
        for start in range(0, len(content), size):
            reader.write(content[start : start + size])

        assert (reader.finish(), taken) == (b"satu\n{\ndua", blobs)


def test_what_the_taker_raises_comes_out_as_it_is() -> None:
    whole = sealed(b"".join([b"baris", *written_blobs(pictures(b"foto"))]), WITH_PHOTOS)

    def full(_name: str, _content: bytes) -> None:
        raise OverflowError

    with pytest.raises(OverflowError):
        read(whole).opened(DISTRICT, full)


def test_what_the_target_and_the_content_raise_while_sealing_comes_out_as_it_is() -> None:
    class Full(io.BytesIO):
        def write(self, piece: bytes) -> int:
            if len(self.getvalue()) > 1_000:
                raise OSError(errno.ENOSPC, "full")
            return super().write(piece)

    def stopped() -> Iterator[bytes]:
        yield b"baris"
        raise KeyError

    with pytest.raises(OSError, match="full") as fault:
        write_bundle(Full(), WITH_PHOTOS, [os.urandom(9_000)], SENDER, [DISTRICT.public_key()])
    with pytest.raises(KeyError):
        write_bundle(io.BytesIO(), WITH_PHOTOS, stopped(), SENDER, [DISTRICT.public_key()])
    assert fault.value.errno == errno.ENOSPC


def test_however_large_a_file_is_only_a_piece_of_it_is_in_memory(tmp_path: Path) -> None:
    photo, path = os.urandom(1_000_000), tmp_path / "besar.dsb"
    name = hashlib.sha256(photo).hexdigest()
    content = itertools.chain([b"baris"], written_blobs((name, photo) for _ in range(60)))
    tracemalloc.start()
    try:
        with path.open("wb") as target:
            write_bundle(target, WITH_PHOTOS, content, SENDER, [DISTRICT.public_key()])
        with path.open("rb") as file:
            envelope = open_envelope(file)
            assert isinstance(envelope, Envelope)
            lines = envelope.opened(DISTRICT, lambda _name, _content: None)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert lines == b"baris"
    assert path.stat().st_size > 60_000_000
    assert peak < 12_000_000


def test_a_bomb_of_half_a_gigabyte_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reading, "MAX_CONTENT", 1_000_000)
    target = io.BytesIO()
    write_bundle(target, HEADER, (b"0" * 4_000_000 for _ in range(125)), SENDER, [DISTRICT.public_key()])
    tracemalloc.start()
    try:
        refusal = read(target.getvalue()).opened(DISTRICT)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert refusal is BundleRefusal.TOO_LARGE
    assert peak < 8_000_000


def test_a_flood_of_photos_is_stopped_at_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle_reading, "MAX_FILE", 0)
    monkeypatch.setattr(bundle_reading, "MAX_CONTENT", 100_000)
    whole = sealed(b"".join([b"baris", *written_blobs(pictures(*(bytes([at]) * 9_000 for at in range(20))))]))

    assert read(whole).opened(DISTRICT) is BundleRefusal.TOO_LARGE


@pytest.mark.parametrize(
    "change",
    [
        {"client": "a~../../x"},
        {"client": "../a"},
        {"client": "a/b"},
        {"client": "a\\b"},
        {"client": ""},
        {"village": "32\x00"},
        {"seq": -1},
        {"seq": 2**64},
        {"last": 2**63},
        {"protocol": 0},
        {"recipient": "x" * 100},
    ],
)
def test_a_header_that_would_lead_astray_is_malformed(change: dict[str, object]) -> None:
    assert read_envelope(sealed(header=msgspec.structs.replace(HEADER, **change))) is BundleRefusal.MALFORMED


def test_photos_lie_beside_the_records_under_names_of_their_own() -> None:
    answer = msgspec.structs.replace(WITH_PHOTOS, kind=BundleKind.ANSWER, part=2)

    assert bundle.bundle_path(WITH_PHOTOS).name == "000007-foto.dsb"
    assert bundle.bundle_path(answer).name == "000007-jawaban-foto-2.dsb"
    assert [bundle.seq_in(bundle.bundle_path(one).name) for one in (HEADER, WITH_PHOTOS, answer)] == [7, 7, 7]
    assert [bundle.seq_in(name) for name in ("foto.dsb", "IMG-0001.dsb", "1" * 30 + ".dsb", "²-x.dsb")] == [0] * 4
