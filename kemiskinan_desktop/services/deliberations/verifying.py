"""A code typed from paper, held against the data of this laptop."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.deliberations.meeting import read_meeting
from kemiskinan_desktop.services.deliberations.tied import reference
from kemiskinan_desktop.services.deliberations.values import Reference
from kemiskinan_domain.deliberation import read_code, verify
from kemiskinan_domain.records import RecordKind

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


class CodeVerdict(Enum):
    """What a code from paper turned out to be."""

    MATCHES = auto()
    DATA_CHANGED = auto()
    """The paper belongs to that meeting, and its data is no longer what was sealed."""
    UNKNOWN = auto()
    MISTYPED = auto()
    """No code at all: a letter must be wrong."""


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """The verdict, and the meeting that the code belongs to."""

    verdict: CodeVerdict
    meeting: Reference | None = None


def checked_code(view: Unit, typed: str) -> CodeCheck:
    """Compute the seal anew over what the file holds now; also from the text of a QR code."""
    parts = typed.strip().split("/")
    code = read_code(parts[3] if len(parts) == 5 and parts[0].upper() == "BA" else typed)
    if code is None:
        return CodeCheck(CodeVerdict.MISTYPED)
    for record in view.records.all(RecordKind.DELIBERATION):
        if record.document.get("lock_code") == code and (meeting := read_meeting(view, record.id)) is not None:
            session, lock = meeting.session, meeting.session.lock
            sound = lock is not None and verify(lock.seal, session, meeting.attendees, meeting.rows)
            return CodeCheck(CodeVerdict.MATCHES if sound else CodeVerdict.DATA_CHANGED, reference(session))
    return CodeCheck(CodeVerdict.UNKNOWN)
