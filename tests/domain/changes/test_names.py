"""A name that stands twice in one object is found, wherever it stands, and nothing else is taken for it."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.changes import decode_change, decode_foreign_change, encode_change, has_name_twice
from kemiskinan_domain.changes.change import Put, spread
from kemiskinan_domain.records import RecordId, RecordKind

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=10,
)


@pytest.mark.parametrize(
    "text", ['{"a":1,"a":2}', '{"a":{"b":1,"b":1}}', '[{"a":[{"b":1,"b":2}]}]', '{"a":1,"\\u0061":2}']
)
def test_a_name_that_stands_twice_is_found(text: str) -> None:
    assert has_name_twice(text)


def test_only_the_outermost_object_counts_where_that_is_asked() -> None:
    assert not has_name_twice('{"a":{"b":1,"b":1}}', below=False)
    assert has_name_twice('{"a":{"b":1},"a":1}', below=False)


@given(value=VALUES)
def test_what_an_encoder_wrote_has_every_name_once(value: object) -> None:
    assert not has_name_twice(msgspec.json.encode(value))


@given(fields=st.dictionaries(st.text(min_size=1), VALUES, max_size=5))
def test_our_own_changes_are_read_alike_from_both_hands(fields: dict[str, object]) -> None:
    change = Put(
        k=RecordKind.HOUSEHOLD,
        id=RecordId("019a0000-0000-7000-9000-000000000000"),
        base=0,
        at="",
        by="",
        f={name: [None, value] for name, value in fields.items()},
    )
    body = encode_change(change)

    assert spread(decode_foreign_change(body)) == decode_change(body)


def test_a_change_of_another_program_may_be_spaced_and_ordered_as_it_likes() -> None:
    body = b'{ "id": "x", "k": "household", "op": "put", "by": "", "at": "", "base": 0, "n": {"rt": "1"}, "new": 1}'

    assert spread(decode_foreign_change(body)) == decode_change(body)


def test_a_change_with_a_name_twice_is_none() -> None:
    body = b'{"op":"put","k":"household","id":"x","base":0,"at":"","by":"","n":{"rt":"1","rt":"2"}}'

    with pytest.raises(msgspec.ValidationError, match="twice"):
        decode_foreign_change(body)
