"""The presenter of Kehadiran: one line after another, marks by key, counts by unsur. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import AttendeeFields, AttendeeRow, EditRefusal, SessionView
from kemiskinan_domain.deliberation import PRESENT_MARKS, AttendanceMark, QuorumResult, Sex
from kemiskinan_domain.records import RecordId


class Attendances(Protocol):
    """What Kehadiran asks of the deliberation service."""

    def add_attendee(self, session: RecordId, attendee: AttendeeFields) -> RecordId | EditRefusal:
        """One more on the list."""

    def save_attendee(
        self, session: RecordId, attendee: RecordId, seen: AttendeeFields, wanted: AttendeeFields
    ) -> EditRefusal | None:
        """Write what differs."""

    def arrived_now(self, session: RecordId, attendee: RecordId, seen: AttendeeFields) -> EditRefusal | None:
        """Somebody came late and signed, at this minute."""

    def remove_attendee(self, session: RecordId, attendee: RecordId, why: str = "") -> EditRefusal | None:
        """Take somebody off the list."""


class LineFault(Enum):
    """What is wrong with the line that was typed."""

    NAME_MISSING = auto()
    ELEMENT_MISSING = auto()
    SEX_MISSING = auto()
    SUBSTITUTE_MISSING = auto()
    NAME_THERE = auto()


@dataclass(frozen=True, slots=True)
class ElementCount:
    """Who is present for one unsur."""

    element: str
    men: int
    women: int


@dataclass(frozen=True, slots=True)
class Presences:
    """All counts beside the list."""

    men: int
    women: int
    awaited: int
    elements: tuple[ElementCount, ...]


class AttendanceView(Protocol):
    """What the presenter tells the step."""

    def show_attendance(self, rows: Sequence[AttendeeRow], counts: Presences, quorum: QuorumResult) -> None:
        """Show the list, the counts and whether it is a quorum."""

    def show_editable(self, editable: bool) -> None:
        """A locked meeting is read only."""

    def show_faults(self, faults: Sequence[LineFault]) -> None:
        """Say at the fields what is missing; none takes it back."""

    def clear_line(self) -> None:
        """The line is taken: the next one, please."""

    def fill_line(self, fields: AttendeeFields) -> None:
        """Put an attendee into the line to be changed."""


class AttendancePresenter:
    """`write` does an edit on the lane and has the meeting read again."""

    def __init__(
        self, view: AttendanceView, attendances: Attendances, write: Callable[[Callable[[], object]], None]
    ) -> None:
        self._view = view
        self._attendances = attendances
        self._write = write
        self._session: SessionView | None = None
        self._edited: AttendeeRow | None = None

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        if self._session is None or self._session.id != session.id:
            self._edited = None
        self._session = session
        self._view.show_editable(not session.locked)
        self._view.show_attendance(session.attendance, counted(session.attendance), session.quorum)

    def submit(self, fields: AttendeeFields) -> None:
        """Enter in the line: one more, or the changed one."""
        if self._session is None:
            return
        fields = replace(fields, name=" ".join(fields.name.split()), signed_by=fields.signed_by.strip())
        faults = self._faults(fields)
        self._view.show_faults(faults)
        if faults:
            return
        edited, self._edited = self._edited, None
        if edited is None:
            self._write(partial(self._attendances.add_attendee, self._session.id, fields))
        else:
            self._save(edited, fields)
        self._view.clear_line()

    def edit(self, row: AttendeeRow) -> None:
        """Enter on a row: into the line with it."""
        self._edited = row
        self._view.show_faults(())
        self._view.fill_line(row.fields)

    def stop_editing(self) -> None:
        """Esc: the line is for a new person again."""
        self._edited = None
        self._view.show_faults(())
        self._view.clear_line()

    def mark(self, row: AttendeeRow, mark: AttendanceMark) -> None:
        """A key on a row; who is represented or refuses needs a name beside, so that the line is filled."""
        fields = replace(row.fields, mark=mark.value)
        if mark in (AttendanceMark.REPRESENTED, AttendanceMark.REFUSED) and not fields.signed_by:
            self._edited = row
            self._view.fill_line(fields)
            self._view.show_faults((LineFault.SUBSTITUTE_MISSING,))
        else:
            self._save(row, fields)

    def arrived(self, row: AttendeeRow) -> None:
        """The key for who comes late: present from this minute."""
        if self._session is not None:
            self._write(partial(self._attendances.arrived_now, self._session.id, row.id, row.fields))

    def remove(self, row: AttendeeRow) -> None:
        """Take somebody off the list."""
        if self._session is not None:
            self._write(partial(self._attendances.remove_attendee, self._session.id, row.id))

    def _save(self, row: AttendeeRow, wanted: AttendeeFields) -> None:
        if self._session is not None and wanted != row.fields:
            self._write(partial(self._attendances.save_attendee, self._session.id, row.id, row.fields, wanted))

    def _faults(self, fields: AttendeeFields) -> list[LineFault]:
        faults = []
        if not fields.name:
            faults.append(LineFault.NAME_MISSING)
        elif self._is_there(fields):
            faults.append(LineFault.NAME_THERE)
        if not fields.element:
            faults.append(LineFault.ELEMENT_MISSING)
        if not fields.sex:
            faults.append(LineFault.SEX_MISSING)
        if fields.mark in (AttendanceMark.REPRESENTED, AttendanceMark.REFUSED) and not fields.signed_by:
            faults.append(LineFault.SUBSTITUTE_MISSING)
        return faults

    def _is_there(self, fields: AttendeeFields) -> bool:
        """The same name for the same unsur stands in the list: a second Enter, not a second person."""
        rows = self._session.attendance if self._session else ()
        wanted = (fields.name.casefold(), fields.element)
        return any(
            (row.fields.name.casefold(), row.fields.element) == wanted
            for row in rows
            if self._edited is None or row.id != self._edited.id
        )


def counted(rows: Sequence[AttendeeRow]) -> Presences:
    """Who is present, by sex and unsur; unsur in the order of the list."""
    present = [row.fields for row in rows if row.fields.mark in PRESENT_MARKS]
    counts = Counter((fields.element, fields.sex) for fields in present)
    elements = tuple(
        ElementCount(element, counts[element, Sex.MALE], counts[element, Sex.FEMALE])
        for element in dict.fromkeys(fields.element for fields in present)
    )
    sexes = Counter(fields.sex for fields in present)
    return Presences(sexes[Sex.MALE], sexes[Sex.FEMALE], len(rows) - len(present), elements)
