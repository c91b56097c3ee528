"""One proposed change of one record: the unit that is saved, hashed, sent, judged and receipted (SYNC 2.4)."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import msgspec

from kemiskinan_domain.changes.names import has_name_twice
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind

FieldEdit: TypeAlias = tuple[FieldValue, FieldValue]
"""The value that the author saw, and the value that the author wants."""


class _Stamped(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True, tag_field="op"):
    k: RecordKind
    id: RecordId
    base: int
    """Revision of the record that the author had; 0 when the district has not seen it yet."""
    at: str
    """ISO time on the author's own clock: information for people, never used for order."""
    by: str
    """Id of the person who was logged in."""


class Put(_Stamped, frozen=True, omit_defaults=True, kw_only=True, tag="put"):
    """Sets fields; creates the record where it does not exist."""

    f: dict[str, Any] = {}
    """Field name to [seen, wanted] (see `FieldEdit`); `Any` because msgspec cannot name a recursive JSON type."""
    n: dict[str, Any] = {}
    """On the wire only: field name to wanted, where nothing was seen (most of a survey); `f` holds them once read."""
    a: dict[str, Any] = {}
    """On the wire only: the same for answers, by question."""
    form: str | None = None
    closes: list[RecordId] = []
    """Conflicts that this change settles."""

    def sets(self, field: str) -> bool:
        """Whether it gives that field of the record itself, no answer, a value."""
        return field in self.f or field in self.n

    def wanted(self, field: str) -> Any:
        """What it wants in that field of the record itself; None where it leaves the field alone."""
        return self.f[field][1] if field in self.f else self.n.get(field)


class Delete(_Stamped, frozen=True, omit_defaults=True, kw_only=True, tag="del"):
    """Takes a record out, unless somebody changed it or its children after `base`."""

    why: str


class Act(_Stamped, frozen=True, omit_defaults=True, kw_only=True, tag="act"):
    """A step in the review between village and district: compare-and-set on the state."""

    act: str
    state: tuple[str, str]
    note: str = ""


Change: TypeAlias = Put | Delete | Act
ANSWERS: Final = "answers."
"""Before the name of a question, in the name of a field."""

_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[Change] = msgspec.json.Decoder(Change)


def encode_change(change: Change) -> bytes:
    """The bytes that are frozen, hashed into the chain and sent: always these, never a second encoding.

    A field of which nothing was seen travels without the pair: a first survey costs a third less on the line.
    """
    if not isinstance(change, Put):
        return _encoder.encode(change)
    edits: dict[str, Any] = {}
    fresh: dict[str, Any] = {}
    answers: dict[str, Any] = {}
    for field, edit in change.f.items():
        if edit[0] is not None:
            edits[field] = edit
        elif field.startswith(ANSWERS):
            answers[field[len(ANSWERS) :]] = edit[1]
        else:
            fresh[field] = edit[1]
    return _encoder.encode(msgspec.structs.replace(change, f=edits, n=fresh, a=answers))


def decode_change(body: bytes | str) -> Change:
    """Reads a frozen body. Raises `msgspec.ValidationError` where it is not a change."""
    return _spread(_decoder.decode(body))


def decode_light(body: bytes | str) -> Change:
    """As `decode_change`, but a Put in which nothing was seen stays as it travelled: all fields in `n` and `a`.

    Most of a village's first push is of this kind, and making pairs of it would cost more than all of its merge.
    """
    change = _decoder.decode(body)
    return change if is_first(change) else _spread(change)


def decode_foreign_change(body: bytes) -> Change:
    """As `decode_light`, of a frozen body that somebody else wrote: no name in it may stand twice.

    What our own encoder wrote comes out as it went in, and need not be looked through.
    """
    change = _decoder.decode(body)
    if _encoder.encode(change) != body and has_name_twice(body):
        raise msgspec.ValidationError("A name stands twice")
    return change if is_first(change) else _spread(change)


def is_first(change: Change) -> bool:
    """Whether the author had seen nothing of what the change sets, and it sets no part of an answer by its path."""
    if not isinstance(change, Put) or change.f or not change.n:
        return False
    return not any("." in field or field == "answers" for field in change.n)


def spread(change: Change) -> Change:
    """A change of `decode_light` in the form of `decode_change`."""
    return _spread(change) if isinstance(change, Put) and (change.n or change.a) else change


def _spread(change: Change) -> Change:
    if not isinstance(change, Put):
        return change
    for field, edit in change.f.items():
        if not isinstance(edit, list) or len(edit) != 2:
            raise msgspec.ValidationError(f"Expected [seen, wanted] - at `$.f[{field!r}]`")
    if not change.n and not change.a:
        return change
    fields = {field: [None, wanted] for field, wanted in change.n.items()}
    fields |= {ANSWERS + question: [None, wanted] for question, wanted in change.a.items()}
    if len(fields) != len(change.n) + len(change.a) or not fields.keys().isdisjoint(change.f):
        raise msgspec.ValidationError("A field stands twice - at `$.f`")
    return msgspec.structs.replace(change, f=change.f | fields, n={}, a={})
