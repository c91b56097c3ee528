"""The lines that a laptop's own changes make of what it holds: what it can make itself need not come back to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kemiskinan_domain.changes.change import Change
from kemiskinan_domain.changes.lines import FeedLine, document_of, encode_line
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
    document: Document
    raw: bytes


def mirrored_lines(changes: Iterable[Change], held: Mapping[RecordId, FeedLine], rev: int) -> list[MirroredLine]:
    """What the district stores when it takes in these changes and nothing clashes.

    `held` are the lines of the records before them, `rev` is the village's revision after them. The records are
    numbered in the order in which each was changed last, as the district numbers them (SYNC 2.1).
    """
    states = {record: RecordState(document_of(line), bool(line.deleted), line.rev) for record, line in held.items()}
    last: dict[RecordId, RecordKind] = {}
    for change in changes:
        merged = merge_change(change, states.get(change.id), Side.VILLAGE)
        states[change.id] = RecordState(merged.document, merged.deleted, 0)
        last.pop(change.id, None)
        last[change.id] = change.k
    first = rev - len(last) + 1
    return [_line(first + place, kind, record, states[record]) for place, (record, kind) in enumerate(last.items())]


def _line(rev: int, kind: RecordKind, record: RecordId, state: RecordState) -> MirroredLine:
    raw = encode_line(rev, kind, record, state.deleted, state.document)
    return MirroredLine(rev, kind, record, state.deleted, state.document, raw)
