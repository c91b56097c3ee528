"""Catatan: comments on one field, from the village and from the district, open until somebody settles them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING, Final
from uuid import UUID

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, HouseholdsChanged
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, new_record_id

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import StoredRecord, Unit

LONGEST: Final = 1_000
"""Signs of one remark: more is a letter, not a remark on a field."""
_OPEN: Final = "open"
_SETTLED: Final = "settled"


class RemarkRefusal(Enum):
    """Why a remark was not written."""

    EMPTY = auto()
    TOO_LONG = auto()


@dataclass(frozen=True, slots=True)
class Remark:
    """One comment. `by` is a name, empty for somebody whom this laptop does not know."""

    id: RecordId
    parent: RecordId
    field: str
    text: str
    by: str
    at: datetime | None
    open: bool
    side: Side


class RemarkService:
    """Run on the storage lane."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def of(self, *parents: RecordId) -> tuple[Remark, ...]:
        """Every remark on these records, the oldest first; settled ones too."""
        with self._desk.store.view() as view:
            names = {self._desk.person.id: self._desk.person.name}
            names |= {person.id: person.name for person in view.people.all()}
            found = [one for parent in parents for one in view.records.children(RecordKind.REMARK, parent)]
        return tuple(sorted((_remark(one, names) for one in found), key=lambda one: one.id))

    def add(self, parent_kind: RecordKind, parent: RecordId, field: str, text: str) -> Remark | RemarkRefusal:
        """Write one on a field of a record (the empty field: on the record itself). Raises what storage names."""
        words = " ".join(text.split())
        if not words:
            return RemarkRefusal.EMPTY
        if len(words) > LONGEST:
            return RemarkRefusal.TOO_LONG
        now, by = self._desk.clock(), self._desk.person
        made = Remark(new_record_id(), parent, field, words, by.name, now, open=True, side=Side.VILLAGE)
        values: dict[str, FieldValue] = {
            "parent": parent,
            "parent_kind": parent_kind.value,
            "field": field,
            "text": words,
            "by": by.id,
            "at": now.isoformat(timespec="seconds"),
            "state": _OPEN,
            "side": Side.VILLAGE.value,
        }
        edits: dict[str, FieldEdit] = {name: (None, value) for name, value in values.items()}
        with self._desk.store.unit() as unit:
            unit.changes.put(RecordKind.REMARK, made.id, edits, by=by.id, at=now)
            family = _family_of(unit, parent_kind, parent)
            unit.commit()
        self._tell(family)
        return made

    def settle(self, remark: RecordId) -> bool:
        """Nothing remains to be done about it; False where it is gone or settled already. Raises what storage names."""
        with self._desk.store.unit() as unit:
            stored = unit.records.get(RecordKind.REMARK, remark)
            if stored is None or stored.document.get("state") == _SETTLED:
                return False
            seen = stored.document.get("state")
            edits: dict[str, FieldEdit] = {"state": (seen, _SETTLED)}
            unit.changes.put(RecordKind.REMARK, remark, edits, by=self._desk.person.id, at=self._desk.clock())
            family = _family_of(unit, _parent_kind(unit, stored.document), _parent(stored.document))
            unit.commit()
        self._tell(family)
        return True

    def _tell(self, family: RecordId | None) -> None:
        self._desk.tell(ExchangeChanged())
        if family is not None:
            self._desk.tell(HouseholdsChanged(frozenset({family})))


def _remark(stored: StoredRecord, names: dict[str, str]) -> Remark:
    document = stored.document
    by = _text(document, "by")
    return Remark(
        id=stored.id,
        parent=_parent(document),
        field=_text(document, "field"),
        text=_text(document, "text"),
        by=names.get(by, "" if _is_id(by) else by),
        at=_moment(_text(document, "at")),
        open=document.get("state") != _SETTLED,
        side=_side(document, by),
    )


def _side(document: Document, by: str) -> Side:
    """As the remark says; an older one of the district has no side but the name of its writer, never an id."""
    told = document.get("side")
    if told in set(Side):
        return Side(str(told))
    return Side.VILLAGE if _is_id(by) else Side.DISTRICT


def _parent_kind(unit: Unit, document: Document) -> RecordKind:
    told = document.get("parent_kind")
    if isinstance(told, str) and told in set(RecordKind):
        return RecordKind(told)
    member = unit.records.get(RecordKind.MEMBER, _parent(document))
    return RecordKind.HOUSEHOLD if member is None else RecordKind.MEMBER


def _family_of(unit: Unit, kind: RecordKind, record: RecordId) -> RecordId | None:
    if kind is RecordKind.HOUSEHOLD:
        return record
    stored = unit.records.get(kind, record)
    parent = None if stored is None else stored.document.get("parent")
    return RecordId(parent) if kind is RecordKind.MEMBER and isinstance(parent, str) else None


def _parent(document: Document) -> RecordId:
    return RecordId(_text(document, "parent"))


def _text(document: Document, field: str) -> str:
    value = document.get(field)
    return value if isinstance(value, str) else ""


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
