"""Pengumuman: what the district tells its villages, who here has read it, and that the district hears of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import ExchangeChanged, NoticesChanged
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.people import Side
from kemiskinan_domain.publishing import Notice, Urgency, reading_id
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit

ABOUT: Final = "notice"
"""What a reading says that it is about, beside the kinds of record."""


@dataclass(frozen=True, slots=True)
class NoticeView:
    """One notice as a person here sees it; `readers` are the names of those of the village who have read it."""

    id: RecordId
    title: str
    text: str
    urgency: Urgency
    starts: date
    until: date | None
    confirm: bool
    edition: int
    at: datetime | None
    national: bool
    read: bool
    readers: tuple[str, ...] = ()


def current_notices(view: Unit, desk: Desk) -> tuple[NoticeView, ...]:
    """What is to be seen today: unread before read, urgent before ordinary, new before old."""
    day = village_day(desk.clock())
    found = []
    for one in view.scopes.documents(ScopeKind.NOTICE):
        notice = Notice.from_document(one.document)
        if notice is not None and notice.is_for(desk.village.code) and notice.is_current(day):
            found.append(_seen(view, desk, one.id, notice, national=one.scope == NATIONAL))
    order = list(Urgency)
    found.sort(key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
    return tuple(sorted(found, key=lambda one: (one.read, order.index(one.urgency))))


class NoticeService:
    """Run on the storage lane."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def current(self) -> tuple[NoticeView, ...]:
        """What is to be seen today, in the order in which it should be read."""
        with self._desk.store.view() as view:
            return current_notices(view, self._desk)

    def confirm(self, seen: NoticeView) -> bool:
        """The person has read this edition: a record of the village, which the district gets with the next exchange.

        False where that stands already. Raises what storage names.
        """
        person, now = self._desk.person, self._desk.clock()
        record = reading_id(seen.id, seen.edition, person.id)
        values: dict[str, FieldValue] = {
            "parent": seen.id,
            "parent_kind": ABOUT,
            "field": "",
            "text": seen.title,
            "edition": seen.edition,
            "reader": person.name,
            "by": person.id,
            "at": now.isoformat(timespec="seconds"),
            "state": "settled",
            "side": Side.VILLAGE.value,
        }
        edits: dict[str, FieldEdit] = {name: (None, value) for name, value in values.items()}
        with self._desk.store.unit() as unit:
            if unit.records.get(RecordKind.REMARK, record) is not None:
                return False
            unit.changes.put(RecordKind.REMARK, record, edits, by=person.id, at=now)
            unit.commit()
        self._desk.tell(NoticesChanged(), ExchangeChanged())
        return True


def _seen(view: Unit, desk: Desk, record: RecordId, notice: Notice, *, national: bool) -> NoticeView:
    mine = reading_id(record, notice.edition, desk.person.id)
    readings = [
        one for one in view.records.children(RecordKind.REMARK, record) if one.document.get("edition") == notice.edition
    ]
    return NoticeView(
        id=record,
        title=notice.title,
        text=notice.text,
        urgency=notice.urgency,
        starts=notice.starts,
        until=notice.until,
        confirm=notice.confirm,
        edition=notice.edition,
        at=_moment(notice.at),
        national=national,
        read=any(one.id == mine for one in readings),
        readers=tuple(str(one.document.get("reader") or "") for one in readings),
    )


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None
