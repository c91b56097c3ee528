"""Sessions of the Musyawarah Desa: preparation, attendance, decisions, minutes, lock."""

from __future__ import annotations

from collections.abc import Sequence

from kemiskinan_desktop.services.deliberations.values import (
    AttendeeFields,
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
from kemiskinan_domain.records import RecordId


class DeliberationService:
    """Run on the storage lane. An edit of a locked session answers EditRefusal.LOCKED and writes nothing."""

    def list(self) -> tuple[SessionRow, ...]:
        """All sessions, the latest first."""

    def create(self, new: NewSession) -> RecordId:
        """Begin a session; it is open until it is locked."""

    def open(self, session: RecordId) -> SessionView | None:
        """The session whole; None when it is gone."""

    def save_session(self, session: RecordId, seen: SessionFields, wanted: SessionFields) -> EditRefusal | None:
        """Write the fields in which `wanted` differs from what the form showed."""

    def add_attendee(self, session: RecordId, attendee: AttendeeFields) -> RecordId | EditRefusal:
        """One more on the attendance list."""

    def save_attendee(
        self, session: RecordId, attendee: RecordId, seen: AttendeeFields, wanted: AttendeeFields
    ) -> EditRefusal | None:
        """Write what differs from what the form showed."""

    def remove_attendee(self, session: RecordId, attendee: RecordId, why: str = "") -> EditRefusal | None:
        """Take somebody off the list."""

    def add_candidates(self, session: RecordId, wanted: CandidateSelection | Sequence[RecordId]) -> int | EditRefusal:
        """Put families before the meeting; answers how many are new. Those that are there stay as they are."""

    def remove_candidate(self, session: RecordId, household: RecordId, why: str = "") -> EditRefusal | None:
        """Take a family off the list of candidates, with its decision."""

    def decide(
        self, session: RecordId, household: RecordId, wanted: DecisionInput, seen: DecisionInput | None
    ) -> DecisionSaved | EditRefusal:
        """Write the decision; `seen` is what the form showed (None: undecided)."""

    def undo_last(self, session: RecordId) -> DecisionSaved | EditRefusal:
        """Take the last decision of this sitting back, as a new change."""

    def berita_acara(self, session: RecordId, draft: bool) -> bytes:
        """The minutes as PDF, with attendance and list of families; `draft` marks them as such."""

    def preview(self, session: RecordId) -> list[bytes]:
        """The pages as PNG."""

    def lock(self, session: RecordId) -> Sealed | Blocked | EditRefusal:
        """Close the session for good: seal, code and state in one transaction."""

    def decision_choices(self, language: str = "id") -> DecisionChoices:
        """The lists of the decision form in that language (the first one where it has no such language)."""
