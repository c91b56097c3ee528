"""What a laptop makes of its own changes is, byte for byte, what the district stores of them."""

from __future__ import annotations

from typing import Any

from msgspec.json import encode

from kemiskinan_domain.changes import Delete, FeedLine, Put, decode_change, decode_line, encode_change, encode_line
from kemiskinan_domain.changes.change import decode_light
from kemiskinan_domain.changes.mirror import mirrored_lines, numbered_lines
from kemiskinan_domain.records import RecordId, RecordKind

FAMILY, OTHER = RecordId("family"), RecordId("other")
AT = "2026-11-28T20:00:00+07:00"


def put(record: RecordId, **edits: tuple[Any, Any]) -> Put:
    fields = {name.replace("__", "."): list(edit) for name, edit in edits.items()}
    return Put(k=RecordKind.HOUSEHOLD, id=record, base=0, at=AT, by="u1", f=fields)


def held(record: RecordId, rev: int, **fields: Any) -> FeedLine:
    return decode_line(encode_line(rev, RecordKind.HOUSEHOLD, record, False, fields))


def test_a_new_record_becomes_the_line_of_its_fields() -> None:
    (line,) = mirrored_lines([put(FAMILY, head_name=(None, "Siti"), answers__q301=(None, "1"))], {}, 7)

    assert line.raw == b'[7,"household","family",0,{"head_name":"Siti","answers":{"q301":"1"}}]'


def test_a_held_record_keeps_what_the_change_leaves_alone() -> None:
    known = {FAMILY: held(FAMILY, 3, head_name="Siti", rt="001")}

    (line,) = mirrored_lines([put(FAMILY, rt=("001", "002"))], known, 9)

    assert line.raw == b'[9,"household","family",0,{"head_name":"Siti","rt":"002"}]'


def test_records_are_numbered_in_the_order_of_their_last_change() -> None:
    changes = [put(FAMILY, rt=(None, "1")), put(OTHER, rt=(None, "2")), put(FAMILY, rt=("1", "3"))]

    lines = mirrored_lines(changes, {}, 12)

    assert [(line.id, line.rev) for line in lines] == [(OTHER, 11), (FAMILY, 12)]
    assert lines[1].document == {"rt": "3"}


def test_a_deleted_record_becomes_an_empty_line() -> None:
    known = {FAMILY: held(FAMILY, 3, head_name="Siti")}
    gone = Delete(k=RecordKind.HOUSEHOLD, id=FAMILY, base=3, at=AT, by="u1", why="moved")

    (line,) = mirrored_lines([gone], known, 4)

    assert line.deleted
    assert line.raw == b'[4,"household","family",1,{}]'


def test_both_readings_of_a_body_make_the_same_record() -> None:
    body = encode_change(
        put(FAMILY, head_name=(None, "Siti"), age=(None, 40), answers__q=(None, ["b", "a"]), answers__r=(None, None))
    )

    light, whole = (mirrored_lines([read(body)], {}, 1) for read in (decode_light, decode_change))

    assert light[0].raw == whole[0].raw == b'[1,"household","family",0,{"head_name":"Siti","answers":{"q":["a","b"]}}]'


def test_the_line_of_a_document_on_screen_is_the_line_of_its_fields() -> None:
    fields: dict[str, Any] = {"head_name": 'Siti "Aminah" é', "answers": {"q301": ["a", "b"]}}

    (line,) = numbered_lines([(RecordKind.HOUSEHOLD, FAMILY, encode(fields))], 8)

    assert line.raw == encode_line(8, RecordKind.HOUSEHOLD, FAMILY, False, fields)
    assert line.document is None
