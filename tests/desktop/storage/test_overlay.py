"""Invariant I8: what a screen shows is the base with the waiting changes over it, whatever came in which order."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kemiskinan_desktop.storage import Store, new_database_key
from kemiskinan_desktop.storage.projection import columns_of, row_values
from kemiskinan_desktop.storage.tables import WORKING, base, change_body, outbox
from kemiskinan_domain.changes import EMPTY_CHECKSUM, Checksum, decode_change, decode_line, encode_line, overlay
from kemiskinan_domain.records import Document, RecordId, RecordKind, read_field
from tests.desktop.storage.saving import HOUSEHOLD, NOW

FAMILIES = [RecordId(f"0199{number:04d}-0000-7000-8000-000000000000") for number in range(3)]
FIELDS = ("head_name", "rt", "desil", "answers.q1", "tags")
values = st.one_of(
    st.none(), st.sampled_from(["a", "b"]), st.integers(1, 3), st.lists(st.sampled_from("xyz"), unique=True)
)
edits = st.tuples(st.just("edit"), st.sampled_from(FAMILIES), st.sampled_from(FIELDS), values, st.booleans())
deletes = st.tuples(st.just("delete"), st.sampled_from(FAMILIES))
pulls = st.tuples(st.just("pull"), st.sampled_from(FAMILIES), st.sampled_from(FIELDS), values, st.booleans())
steps = st.lists(st.one_of(edits, deletes, pulls, st.just(("freeze",))), max_size=12)


class Village:
    """The feed as a district would send it."""

    def __init__(self) -> None:
        self.rev = 0
        self.lines: dict[RecordId, bytes] = {}

    def change(self, record: RecordId, document: Document, deleted: bool) -> bytes:
        self.rev += 1
        self.lines[record] = encode_line(self.rev, HOUSEHOLD, record, deleted, document)
        return self.lines[record]

    @property
    def checksum(self) -> Checksum:
        total = EMPTY_CHECKSUM
        for line in self.lines.values():
            total = total if decode_line(line).deleted else total.plus(line)
        return total


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_working_is_always_base_with_the_outbox_over_it(plan: list[tuple[object, ...]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "desa.db", new_database_key())
        village = Village()
        try:
            for step in plan:
                _take(store, village, step)
                _check(store)
        finally:
            store.close()


def _take(store: Store, village: Village, step: tuple[object, ...]) -> None:
    with store.unit() as unit:
        match step:
            case ("edit", record, field, value, fresh):
                known = unit.records.get(HOUSEHOLD, record)
                seen = read_field(known.document, field) if known is not None and fresh else None
                unit.changes.put(HOUSEHOLD, record, {field: (seen, value)}, by="u1", at=NOW)
            case ("delete", record):
                unit.changes.delete(HOUSEHOLD, record, by="u1", at=NOW, why="moved")
            case ("pull", record, field, value, deleted):
                line = village.change(record, {} if value is None else {str(field): value}, bool(deleted))
                unit.exchange.receiving.stage([line], village.rev, village.rev)
                unit.exchange.receiving.apply(village.checksum, may_empty=True)
            case _:
                unit.exchange.sending.freeze()
        unit.commit()


def _check(store: Store) -> None:
    with store.view() as unit:
        connection = unit.records._connection
        for record in FAMILIES:
            row = connection.execute(select(base.c.line).where(base.c.id == record)).scalar()
            line = None if row is None else decode_line(row)
            document: Document | None = None if line is None or line.deleted else line.document
            query = (
                select(change_body.c.body)
                .join(outbox, outbox.c.body_seq == change_body.c.seq)
                .where(outbox.c.record == record)
                .order_by(outbox.c.mid)
            )
            for body in connection.execute(query).scalars():
                document = overlay(document, decode_change(body))
            stored = unit.records.get(HOUSEHOLD, record)
            assert (None if stored is None else stored.document) == document
            table = WORKING[RecordKind.HOUSEHOLD]
            columns = [table.c[name] for name in columns_of(HOUSEHOLD)]
            typed = connection.execute(select(*columns).where(table.c.id == record)).first()
            expected = None if document is None else row_values(HOUSEHOLD, record, document)
            assert (None if typed is None else tuple(typed)) == expected
