"""The names of scopes, and the lines of their feed."""

from __future__ import annotations

import msgspec
import pytest

from kemiskinan_domain.records import RecordId
from kemiskinan_domain.wire.scopes import (
    NATIONAL,
    ScopeKind,
    ScopeName,
    changes_path,
    decode_scope_line,
    decode_scope_reply_line,
    district_scope,
    encode_scope_line,
    followed_by,
    read_scope_name,
    scope_tag,
)


def test_a_village_follows_its_district_and_the_nation() -> None:
    assert followed_by("32.03.01.2001") == ("district:32.03", "national")
    assert district_scope("32.03") == "district:32.03"


@pytest.mark.parametrize("text", ["district:32.03", "national"])
def test_a_name_is_read_as_it_is_written(text: str) -> None:
    assert read_scope_name(text) == text


@pytest.mark.parametrize(
    "text",
    ["", "district:", "district:32", "district:3203", "district:32.03.01", "district: 32.03", "National",
     "village:32.03.01.2001", "district:32.03/../x", "district:32.03\n"],
)  # fmt: skip
def test_what_is_no_name_is_none(text: str) -> None:
    assert read_scope_name(text) is None


def test_a_line_is_a_record_or_a_tombstone() -> None:
    live = encode_scope_line(7, ScopeKind.NOTICE, RecordId("n1"), {"title": "Rapat"})
    gone = encode_scope_line(8, ScopeKind.NOTICE, RecordId("n1"), None)

    assert live == b'[7,"notice","n1",0,{"title":"Rapat"}]'
    assert gone == b'[8,"notice","n1",1,{}]'
    assert decode_scope_line(live).document == {"title": "Rapat"}


def test_a_kind_of_a_newer_district_is_read_too() -> None:
    assert decode_scope_line(b'[1,"peta","n1",0,{}]').kind == "peta"


@pytest.mark.parametrize("raw", [b"", b"[1,2]", b"<html>", b'{"t":"head"}', b'{"t":"lain"}'])
def test_what_is_no_line_of_a_scope_is_refused(raw: bytes) -> None:
    with pytest.raises(msgspec.MsgspecError):
        decode_scope_reply_line(raw)


def test_a_scope_without_an_epoch_has_no_tag() -> None:
    assert (scope_tag("", 0), scope_tag("e1", 4)) == ("", "e1.4")


def test_the_address_of_what_is_new_names_epoch_and_revision_only_where_they_are_known() -> None:
    assert changes_path(NATIONAL, epoch="", since=0, limit=9) == "/v1/scopes/national/changes?since=0&limit=9"
    asked = changes_path(ScopeName("district:32.03"), epoch="e1", since=4, limit=9)
    assert asked == "/v1/scopes/district:32.03/changes?since=4&limit=9&epoch=e1"
