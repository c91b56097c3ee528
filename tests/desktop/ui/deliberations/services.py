"""Services that behave like the real ones for one meeting, without a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QRect, Qt
from PySide6.QtGui import QImage, QPainter

from kemiskinan_desktop.documents import Paper, TemplateFault
from kemiskinan_desktop.services.attachments import AttachmentRefusal, AttachmentView
from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    AttendeeRow,
    Blocked,
    CandidateSelection,
    CodeCheck,
    CodeVerdict,
    DecisionChoices,
    DecisionInput,
    DecisionSaved,
    EditRefusal,
    LegalBasis,
    NewSession,
    ObjectionRefused,
    ObjectionRow,
    Reference,
    Sealed,
    SessionFields,
    SessionRow,
    SessionView,
)
from kemiskinan_desktop.services.households import (
    HouseholdDetail,
    MemberRow,
    NewHousehold,
    ProposalRefusal,
    SearchHit,
    SearchTarget,
)
from kemiskinan_desktop.services.households.proposing import proposal_faults
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_domain.deliberation import (
    MAY_STAND,
    Objection,
    ObjectionOutcome,
    ObjectionPeriod,
    check_objection,
)
from kemiskinan_domain.records import NikState, RecordId, RecordKind
from tests.desktop.ui.deliberations.village import CHOICES, HEADS, family, meeting, quiet_events, ruled
from tests.desktop.ui.fakes import FakeDialogs, NowLane


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
        asked = list(wanted) if isinstance(wanted, list) else []
        added = family(there + 1) if not asked else replace(family(there + 1), household=asked[0])
        return self._change(candidates=(*self.session.candidates, added)) or 1

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

    def arrived_now(self, session: RecordId, attendee: RecordId, seen: AttendeeFields) -> EditRefusal | None:
        return self.save_attendee(session, attendee, seen, replace(seen, mark="signed", arrived=time(20, 5)))

    def save_pre_result(
        self, session: RecordId, household: RecordId, seen: tuple[str, str], wanted: tuple[str, str]
    ) -> EditRefusal | None:
        ruling, note = wanted
        rows = (
            replace(row, pre_ruling=ruling, pre_note=note) if row.household == household else row
            for row in self.session.candidates
        )
        return self._change(candidates=tuple(rows))

    def check_code(self, typed: str) -> CodeCheck:
        known = typed == self.session.lock_code
        here = Reference(self.session.id, self.session.fields.number, self.session.fields.date, typed, True)
        return CodeCheck(CodeVerdict.MATCHES, here) if known else CodeCheck(CodeVerdict.MISTYPED)

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


@dataclass
class FakePapers:
    """Papers of the fake meeting; `fault` is what is wrong with the village's template, once it has one."""

    meetings: FakeMeetings
    fault: TemplateFault | None = None
    own: Path | None = None

    def pages(self, session: RecordId, paper: Paper) -> list[bytes]:
        return [paper_of(1, paper.value), paper_of(2, paper.value)]

    def pdf(self, session: RecordId, paper: Paper) -> bytes:
        self.meetings._fail()
        return f"%PDF-{'locked' if self.meetings.session.locked else 'draft'}".encode()

    def word(self, session: RecordId, paper: Paper, *, shipped: bool = False) -> bytes | TemplateFault:
        return self.fault if self.fault is not None and not shipped else f"docx-{paper}".encode()

    def has_own_template(self, paper: Paper) -> bool:
        return self.own is not None

    def own_template(self, paper: Paper) -> Path:
        self.own = Path(f"{paper}.docx")
        return self.own

    def drop_own_template(self, paper: Paper) -> Path | None:
        dropped, self.own = self.own, None
        return dropped


@dataclass
class FakeObjections:
    """Objections to the fake meeting, by the domain's own rules."""

    meetings: FakeMeetings
    rows: list[Objection] = field(default_factory=list)
    amended: int = 0

    def today(self) -> date:
        return date(2026, 11, 25)

    def list(self, session: RecordId) -> Sequence[ObjectionRow]:
        names = {row.household: row.head_name for row in self.meetings.session.candidates}
        period = self.meetings.session.period
        return [
            ObjectionRow(one, names.get(one.household or RecordId(""), one.about), 0, check_objection(one, period))
            for one in self.rows
        ]

    def announce(self, session: RecordId, period: ObjectionPeriod) -> EditRefusal | None:
        self.meetings._fail()
        self.meetings.view = replace(self.meetings.session, period=period)
        return None

    def record(
        self, session: RecordId, wanted: Objection, seen: Objection | None = None
    ) -> RecordId | ObjectionRefused | EditRefusal:
        lacks = tuple(one for one in check_objection(wanted, None) if one not in MAY_STAND)
        if lacks:
            return ObjectionRefused(lacks)
        if seen is None:
            self.rows.append(replace(wanted, id=RecordId(f"objection-{len(self.rows) + 1}")))
        else:
            self.rows = [wanted if one.id == wanted.id else one for one in self.rows]
        return self.rows[-1].id

    def addendum(self, session: RecordId) -> RecordId | EditRefusal:
        self.amended += sum(one.outcome is ObjectionOutcome.ACCEPTED for one in self.rows)
        return session


class FakeBases:
    """Three regulations: the village's own, a checked one, and one to look up."""

    def choices(self, purpose: str) -> Sequence[LegalBasis]:
        return (
            LegalBasis("Peraturan Desa Sukamaju Nomor 3 Tahun 2024", "", checked=True, own=True),
            LegalBasis("Permendesa Nomor 16 Tahun 2019", "BN 1203/2019", checked=True),
            LegalBasis("Undang-Undang Nomor 6 Tahun 2014", "belum dibaca", checked=False),
        )


@dataclass
class FakeAttachments:
    """Takes PDFs."""

    meetings: FakeMeetings
    taken: list[tuple[RecordKind, RecordId, str, str]] = field(default_factory=list)

    def add(
        self, parent_kind: RecordKind, parent: RecordId, purpose: str, content: bytes, file_name: str
    ) -> AttachmentView | AttachmentRefusal:
        if not content.startswith(b"%PDF"):
            return AttachmentRefusal.NOT_ACCEPTED
        self.taken.append((parent_kind, parent, purpose, file_name))
        if parent_kind is RecordKind.DELIBERATION:
            self.meetings.view = replace(self.meetings.session, signed=self.meetings.session.signed + 1)
        kept = (file_name, "application/pdf", len(content), "0" * 64, True, False)
        return AttachmentView(RecordId("attachment-1"), parent, purpose, *kept)

    def of(self, parent: RecordId, purpose: str | None = None) -> Sequence[AttachmentView]:
        return ()

    def content(self, attachment: RecordId) -> bytes | None:
        return None


def ports_of(
    meetings: FakeMeetings,
    dialogs: FakeDialogs | None = None,
    files: list[Path] | None = None,
    lane: NowLane | None = None,
) -> Ports:
    """Everything that the Musyawarah screens ask for, over one fake meeting."""
    return Ports(
        lane or NowLane(),
        meetings,
        FakeFamilies(),
        FakePapers(meetings),
        FakeObjections(meetings),
        FakeBases(),
        FakeAttachments(meetings),
        dialogs or FakeDialogs(),
        quiet_events(),
        (files if files is not None else []).append,
    )


class FakeFamilies:
    """Four people in each family."""

    def propose(self, new: NewHousehold) -> RecordId | ProposalRefusal:
        faults = proposal_faults(new)
        return ProposalRefusal(faults) if faults else RecordId("household-700")

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


def paper_of(page: int, name: str = "berita-acara") -> bytes:
    """A page that looks like one."""
    image = QImage(620, 877, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.drawText(QRect(0, 60, 620, 40), int(Qt.AlignmentFlag.AlignCenter), f"{name.upper()} ({page})")
    for line in range(24):
        painter.fillRect(70, 130 + line * 28, 480 - (line % 5) * 30, 8, Qt.GlobalColor.lightGray)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())
