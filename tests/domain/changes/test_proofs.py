"""Chain, checksum and receipts bind the two sides to the same bytes."""

from __future__ import annotations

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.changes import (
    EMPTY_CHECKSUM,
    GENESIS,
    Put,
    Receipt,
    ReceiptEntry,
    chain_over,
    decode_change,
    encode_change,
    encode_line,
    next_link,
    receipt_code,
    sign_receipt,
    verify_receipt,
)
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode


def a_receipt() -> Receipt:
    return Receipt(
        village=VillageCode("32.03.01.2001"),
        client="c1",
        first_mid=1,
        last_mid=2,
        chain=GENESIS,
        rev=7,
        records=[ReceiptEntry(RecordId("r1"), 7, "ab" * 32)],
        time="2026-11-23T10:00:00+00:00",
    )


def test_a_batch_closes_with_the_chain_value_of_its_single_links() -> None:
    bodies = [b'{"a":1}', b'{"b":2}']

    assert chain_over(GENESIS, bodies) == next_link(next_link(GENESIS, bodies[0]), bodies[1])
    assert chain_over(GENESIS, bodies) != chain_over(GENESIS, reversed(bodies))


def test_a_change_reads_back_as_it_was_written() -> None:
    change = Put(
        k=RecordKind.MEMBER,
        id=RecordId("m1"),
        base=4,
        at="2026-11-23T10:00:00+07:00",
        by="u1",
        f={"answers.r408": ["1", "2"], "tags": [["a"], ["a", "b"]]},
        closes=[RecordId("x")],
    )

    assert decode_change(encode_change(change)) == change


@given(
    st.dictionaries(
        st.sampled_from(["rt", "rw", "answers.r301a", "answers.r302", "answers.x.y"]),
        st.tuples(st.none() | st.text(max_size=3), st.none() | st.text(max_size=3) | st.lists(st.text(max_size=2))),
    )
)
def test_every_edit_comes_back_whether_something_was_seen_or_not(edits: dict[str, tuple[object, object]]) -> None:
    fields = {name: list(edit) for name, edit in edits.items()}
    change = Put(k=RecordKind.MEMBER, id=RecordId("m1"), base=0, at="", by="u1", f=fields)

    assert decode_change(encode_change(change)) == change


def test_a_field_where_nothing_was_seen_travels_without_the_pair() -> None:
    change = Put(k=RecordKind.HOUSEHOLD, id=RecordId("h"), base=0, at="", by="u", f={"answers.r301a": [None, "1"]})

    assert b'"a":{"r301a":"1"}' in encode_change(change)


def test_a_field_that_stands_twice_is_no_change() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_change(
            b'{"op":"put","k":"member","id":"m","base":0,"at":"","by":"u","f":{"rt":["1","2"]},"n":{"rt":"3"}}'
        )


def test_an_edit_without_the_value_that_was_seen_is_no_change() -> None:
    with pytest.raises(msgspec.ValidationError):
        decode_change(b'{"op":"put","k":"member","id":"m","base":0,"at":"","by":"u","f":{"name":["only one"]}}')


def test_the_checksum_forgets_a_line_that_is_taken_away_and_ignores_order() -> None:
    one = encode_line(1, RecordKind.HOUSEHOLD, RecordId("a"), False, {"rt": "001"})
    two = encode_line(2, RecordKind.HOUSEHOLD, RecordId("b"), False, {"rt": "002"})

    assert EMPTY_CHECKSUM.plus(one).plus(two) == EMPTY_CHECKSUM.plus(two).plus(one)
    assert EMPTY_CHECKSUM.plus(one).plus(two).minus(one) == EMPTY_CHECKSUM.plus(two)


def test_only_the_pinned_key_vouches_and_only_for_these_words() -> None:
    key, stranger = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()

    signed = sign_receipt(a_receipt(), key)

    assert verify_receipt(signed, key.public_key())
    assert not verify_receipt(signed, stranger.public_key())
    assert not verify_receipt(msgspec.structs.replace(signed, last_mid=3), key.public_key())
    assert receipt_code(signed) == receipt_code(a_receipt())
