"""Riwayat isian: what stood in one field before, who wrote it and when, as far as this laptop can know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange.authors import entry_in
from kemiskinan_desktop.services.exchange.values import Author
from kemiskinan_domain.changes import Change, Put
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, read_field

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


class Past(Enum):
    """What a line of the history tells."""

    WRITTEN_HERE = auto()
    """A person of this laptop wrote it."""
    CAME = auto()
    """It was changed elsewhere, by the district or on another laptop, before `at` of the next line."""
    NOT_TAKEN = auto()
    """It met another value and was kept aside; the difference tells both."""


@dataclass(frozen=True, slots=True)
class PastValue:
    """One step: from `before` to `after`. `at` is None where this laptop only knows that it came in between."""

    past: Past
    before: FieldValue
    after: FieldValue
    by: str = ""
    at: datetime | None = None


class FieldHistory:
    """Run on the storage lane."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, kind: RecordKind, record: RecordId, field: str) -> tuple[PastValue, ...]:
        """The steps of one field, the latest first.

        Own changes are kept here until the district has backed them up. What came from elsewhere is known by the
        value that a person saw before the next own change, and by the value that stands now.
        """
        with self._desk.store.view() as view:
            names = {self._desk.person.id: self._desk.person.name}
            names |= {person.id: person.name for person in view.people.all()}
            stored = view.records.get(kind, record)
            steps = list(_steps(view.queries.own_changes(record), field, names))
            aside = tuple(_kept_aside(view, record, field))
        now = None if stored is None else read_field(stored.document, field)
        if steps and not _same(steps[-1].after, now):
            steps.append(PastValue(Past.CAME, steps[-1].after, now))
        return (*reversed(steps), *aside)


def _steps(changes: Sequence[Change], field: str, names: dict[str, str]) -> Iterator[PastValue]:
    last: PastValue | None = None
    for change in changes:
        if not isinstance(change, Put) or field not in change.f:
            continue
        seen, wanted = change.f[field]
        if last is not None and not _same(last.after, seen):
            yield PastValue(Past.CAME, last.after, seen)
        last = PastValue(Past.WRITTEN_HERE, seen, wanted, names.get(change.by, ""), _moment(change.at))
        if not _same(seen, wanted):
            yield last


def _kept_aside(view: Unit, record: RecordId, field: str) -> Iterator[PastValue]:
    """Values of that field that met another one."""
    for row in view.queries.conflicts(open_only=False):
        if row.parent != record or row.field != field:
            continue
        stored = view.records.get(RecordKind.CONFLICT, row.id)
        log = None if stored is None else stored.document.get("log")
        for line in log if isinstance(log, list) else ():
            if isinstance(line, dict):
                entry = entry_in(view, line)
                by = entry.by if entry.author is Author.PERSON else ""
                yield PastValue(Past.NOT_TAKEN, line.get("seen"), entry.value, by, _moment(entry.at))


def _same(one: FieldValue, other: FieldValue) -> bool:
    """Lists in records are sets."""
    if isinstance(one, list) and isinstance(other, list):
        return sorted(map(str, one)) == sorted(map(str, other))
    return one == other


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
