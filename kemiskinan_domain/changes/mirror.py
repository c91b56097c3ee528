"""The lines that a laptop's own changes make of what it holds: what it can make itself need not come back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kemiskinan_domain.changes.change import Change
from kemiskinan_domain.changes.lines import FeedLine, document_of, encode_line, encode_line_around
from kemiskinan_domain.changes.merge import RecordState, merge_change
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import Document, RecordId, RecordKind


@dataclass(frozen=True, slots=True)
class MirroredLine:
    """One record as the district must have stored it, in the feed's bytes."""

    rev: int
    kind: RecordKind
    id: RecordId
    deleted: bool
    raw: bytes
    document: Document | None
    """None where the line was made of the document that the laptop shows, so that nothing is to be shown anew."""


Made: TypeAlias = tuple[RecordKind, RecordId, RecordState | bytes]
"""A record as changes left it; bytes are the encoding of its document."""


def mirrored_lines(changes: Iterable[Change], held: Mapping[RecordId, FeedLine], rev: int) -> list[MirroredLine]:
    """What the district stores when it takes in these changes and nothing clashes.

    `held` are the lines of the records before them, `rev` is the village's revision after them.
    """
    return numbered_lines([(kind, record, state) for record, (kind, state) in merged(changes, held).items()], rev)


def merged(
    changes: Iterable[Change], held: Mapping[RecordId, FeedLine]
) -> dict[RecordId, tuple[RecordKind, RecordState]]:
    """What the changes make of the records, in the order in which each was changed last."""
    states = {record: RecordState(document_of(line), bool(line.deleted), line.rev) for record, line in held.items()}
    last: dict[RecordId, RecordKind] = {}
    for change in changes:
        after = merge_change(change, states.get(change.id), Side.VILLAGE)
        states[change.id] = RecordState(after.document, after.deleted, 0)
        last.pop(change.id, None)
        last[change.id] = change.k
    return {record: (kind, states[record]) for record, kind in last.items()}


def numbered_lines(made: Sequence[Made], rev: int) -> list[MirroredLine]:
    """The lines of records in the order in which each was changed last, as the district numbers them (SYNC 2.1)."""
    first = rev - len(made) + 1
    return [_line(number, *one) for number, one in enumerate(made, first)]


def _line(rev: int, kind: RecordKind, record: RecordId, state: RecordState | bytes) -> MirroredLine:
    if isinstance(state, bytes):
        return MirroredLine(rev, kind, record, False, encode_line_around(rev, kind, record, state), None)
    raw = encode_line(rev, kind, record, state.deleted, state.document)
    return MirroredLine(rev, kind, record, state.deleted, raw, state.document)
