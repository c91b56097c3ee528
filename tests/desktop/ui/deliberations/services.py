"""Services that behave like the real ones for one meeting, without a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QImage, QPainter

from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    AttendeeRow,
    Blocked,
    CandidateSelection,
    DecisionChoices,
    DecisionInput,
    DecisionSaved,
    EditRefusal,
    NewSession,
    Sealed,
    SessionFields,
    SessionRow,
    SessionView,
)
from kemiskinan_desktop.services.households import HouseholdDetail, MemberRow, SearchHit, SearchTarget
from kemiskinan_domain.records import NikState, RecordId
from tests.desktop.ui.deliberations.village import CHOICES, HEADS, family, meeting, ruled


@dataclass
class FakeMeetings:
    """One meeting in memory; `fault` makes the next write fail as a full disk does."""

    view: SessionView | None
    fault: Exception | None = None
    written: list[tuple[RecordId, DecisionInput, DecisionInput | None]] = field(default_factory=list)
    calls: list[tuple[object, ...]] = field(default_factory=list)

    @property
    def session(self) -> SessionView:
        assert self.view is not None
        return self.view

    def list(self) -> tuple[SessionRow, ...]:
        if self.view is None:
            return ()
        view, fields = self.view, self.view.fields
        decided = sum(bool(row.decision.decision) for row in view.candidates)
        present = sum(row.fields.mark != "not_yet" for row in view.attendance)
        here = SessionRow(
            view.id,
            fields.title,
            fields.type,
            fields.date,
            fields.place,
            len(view.candidates),
            decided,
            present,
            view.locked,
            view.lock_code,
        )
        past = SessionRow(
            RecordId("session-0"),
            "Musyawarah Desa BLT Dana Desa 2025",
            "first",
            date(2025, 12, 12),
            "Aula Kantor Desa",
            96,
            96,
            41,
            True,
            "9K3F",
        )
        return (here, past)

    def create(self, new: NewSession) -> RecordId:
        self._fail()
        self.calls.append(("create", new))
        self.view = ruled(replace(meeting(0, people=False), fields=new))
        return self.session.id

    def open(self, session: RecordId) -> SessionView | None:
        return self.view if self.view is not None and self.view.id == session else None

    def save_session(self, session: RecordId, seen: SessionFields, wanted: SessionFields) -> EditRefusal | None:
        return self._change(fields=wanted)

    def add_attendee(self, session: RecordId, attendee: AttendeeFields) -> RecordId | EditRefusal:
        at = len(self.session.attendance) + 1
        row = AttendeeRow(RecordId(f"attendee-{at}"), at, attendee)
        return self._change(attendance=(*self.session.attendance, row)) or row.id

    def save_attendee(
        self, session: RecordId, attendee: RecordId, seen: AttendeeFields, wanted: AttendeeFields
    ) -> EditRefusal | None:
        rows = tuple(replace(row, fields=wanted) if row.id == attendee else row for row in self.session.attendance)
        return self._change(attendance=rows)

    def remove_attendee(self, session: RecordId, attendee: RecordId, why: str = "") -> EditRefusal | None:
        return self._change(attendance=tuple(row for row in self.session.attendance if row.id != attendee))

    def add_candidates(self, session: RecordId, wanted: CandidateSelection | Sequence[RecordId]) -> int | EditRefusal:
        self.calls.append(("add_candidates", wanted))
        there = len(self.session.candidates)
        refused = self._change(candidates=(*self.session.candidates, family(there + 1)))
        return refused or 1

    def remove_candidate(self, session: RecordId, household: RecordId, why: str = "") -> EditRefusal | None:
        return self._change(candidates=tuple(row for row in self.session.candidates if row.household != household))

    def decide(
        self, session: RecordId, household: RecordId, wanted: DecisionInput, seen: DecisionInput | None
    ) -> DecisionSaved | EditRefusal:
        refused = self._put(household, wanted)
        if refused is not None:
            return refused
        self.written.append((household, wanted, seen))
        return self._saved(household)

    def undo_last(self, session: RecordId) -> DecisionSaved | EditRefusal:
        if not self.written:
            return EditRefusal.NOTHING_TO_UNDO
        household, _wanted, seen = self.written.pop()
        self._put(household, seen or DecisionInput())
        return self._saved(household)

    def berita_acara(self, session: RecordId, draft: bool) -> bytes:
        self._fail()
        return b"%PDF-draft" if draft else b"%PDF-locked"

    def preview(self, session: RecordId) -> list[bytes]:
        return [paper(1), paper(2)]

    def lock(self, session: RecordId) -> Sealed | Blocked | EditRefusal:
        self._fail()
        if self.session.blocks_lock:
            return Blocked(self.session.blocks_lock)
        seal = Sealed("ab" * 32, "7Q2M-K8XD-03PA-9VRT")
        self.view = replace(
            self.session,
            locked=True,
            lock_hash=seal.lock_hash,
            lock_code=seal.lock_code,
            locked_at="2026-11-23T15:20:00+00:00",
        )
        return seal

    def decision_choices(self, language: str = "id") -> DecisionChoices:
        return CHOICES

    def finish(self) -> None:
        """Decide everything that is still open."""
        done = tuple(
            row if row.decision.decision and not row.findings else replace(row, decision=DecisionInput("1", "L"))
            for row in self.session.candidates
        )
        self.view = ruled(replace(self.session, candidates=done))

    def _put(self, household: RecordId, decision: DecisionInput) -> EditRefusal | None:
        rows = (
            replace(row, decision=decision) if row.household == household else row for row in self.session.candidates
        )
        return self._change(candidates=tuple(rows))

    def _saved(self, household: RecordId) -> DecisionSaved:
        row = next(row for row in self.session.candidates if row.household == household)
        return DecisionSaved(row, row.findings)

    def _change(self, **changes: object) -> EditRefusal | None:
        self._fail()
        if self.session.locked:
            return EditRefusal.LOCKED
        self.view = ruled(replace(self.session, **changes))  # type: ignore[arg-type]
        return None

    def _fail(self) -> None:
        if self.fault is not None:
            fault, self.fault = self.fault, None
            raise fault


class FakeFamilies:
    """Four people in each family."""

    def detail(self, household: RecordId) -> HouseholdDetail | None:
        people = (
            ("Asep Supriatna", "1", 46),
            ("Euis Komariah", "2", 41),
            ("Rizki Ramadhan", "1", 15),
            ("Salsa Nabila", "2", 7),
        )
        members = tuple(
            MemberRow(RecordId(f"member-{at}"), at, name, None, NikState.NONE_YET, sex, None, age, None, None)
            for at, (name, sex, age) in enumerate(people, start=1)
        )
        return HouseholdDetail(None, members, (), (), (), (), (), None)  # type: ignore[arg-type]

    def search(self, text: str, limit: int = 20) -> Sequence[SearchHit]:
        return (
            SearchHit(SearchTarget.HOUSEHOLD, RecordId("household-1"), HEADS[0], "Cikadu", RecordId("household-1")),
            SearchHit(
                SearchTarget.HOUSEHOLD, RecordId("household-900"), "Omah Salamah", "Cikadu", RecordId("household-900")
            ),
        )


def paper(page: int) -> bytes:
    """A page that looks like one."""
    image = QImage(620, 877, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawText(QRect(0, 60, 620, 40), int(Qt.AlignmentFlag.AlignCenter), f"BERITA ACARA MUSYAWARAH DESA ({page})")
    for line in range(24):
        painter.fillRect(70, 130 + line * 28, 480 - (line % 5) * 30, 8, Qt.GlobalColor.lightGray)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
