"""One open questionnaire: answers go through the engine at once, and to the file by `commit`."""

from __future__ import annotations

from typing import Any

from kemiskinan_desktop.services.households.values import DuplicateHit
from kemiskinan_desktop.services.survey.values import (
    FieldPath,
    Finished,
    IdentityFinding,
    NotYet,
    Recorded,
    Save,
    Saved,
)
from kemiskinan_domain.records import RecordId


class SurveySession:
    """The questionnaire of one family. [ui] methods are quick and pure; `commit`, `duplicates`, `finish` are jobs."""

    entry: Any
    household: RecordId
    resume_path: FieldPath | None
    read_only: bool
    """The district holds the family, or an unknown newer form began it: it can be read, not changed."""

    def answer(self, path: FieldPath, raw: str) -> Recorded | Any:
        """[ui] Record what was typed or chosen; a refusal changes nothing."""

    def add_member(self) -> Recorded:
        """[ui] One more member at the end, with an id of its own."""

    def remove_member(self, index: int, why: str) -> Recorded:
        """[ui] Take out the member at that place (from 0)."""

    def undo(self) -> Recorded | None:
        """[ui] A new change back to before the last action of this sitting; None when there is none."""

    def left_at(self, path: FieldPath) -> Save:
        """[ui] Remember where to continue; commit it like an answer."""

    def commit(self, save: Save) -> Saved:
        """Write it durably, with any earlier save that failed (lane: storage). Raises DiskFull and the like;
        the answer stays here and the next commit (or the same again) writes it."""

    def prelist_value(self, path: FieldPath) -> str | None:
        """[ui] What the pre-list says for that question, as it came."""

    def earlier_value(self, path: FieldPath) -> str | None:
        """[ui] What stood there when the questionnaire was opened."""

    def identity_findings(self, path: FieldPath) -> tuple[IdentityFinding, ...]:
        """[ui] Where the NIK at that path differs from what else is known; warnings."""

    def duplicates(self, path: FieldPath) -> tuple[DuplicateHit, ...]:
        """Who else in the village has the NIK or No. KK at that path (lane: storage)."""

    def give_reason(self, path: FieldPath, reason: str) -> Recorded:
        """[ui] Why the warning at that question is right as it stands; empty takes the reason back."""

    def finish(self) -> Finished | NotYet:
        """Mark the questionnaire complete when nothing hard stands against it (lane: storage)."""
