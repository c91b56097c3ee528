"""Legal bases to choose from: what the program ships, and what this village wrote on earlier meetings."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_domain.deliberation import read_session
from kemiskinan_domain.records import RecordKind

_FILE: Final = "dasar-hukum.json"
_SEEN: Final = "S"


@dataclass(frozen=True, slots=True)
class LegalBasis:
    """One regulation as it is printed. `checked` is false where nobody read it for this program: look it up first."""

    text: str
    source: str
    checked: bool
    own: bool = False


class LegalBases:
    """Run on the storage lane. The village's own additions need no list of their own: they stand in its meetings."""

    def __init__(self, desk: Desk, documents: Path) -> None:
        """`documents` is the folder of shipped documents."""
        self._desk = desk
        self._file = documents / _FILE

    def choices(self, purpose: str) -> tuple[LegalBasis, ...]:
        """For a meeting about that list: the village's own first, the latest first, then the shipped ones."""
        shipped = [
            LegalBasis(one["text"], one["source"], one["seen"] == _SEEN)
            for one in json.loads(self._file.read_text(encoding="utf-8"))
            if not one["purposes"] or purpose in one["purposes"]
        ]
        known = {one.text for one in shipped}
        with self._desk.store.view() as view:
            records = view.records.all(RecordKind.DELIBERATION)
        sessions = sorted((read_session(one.id, one.document) for one in records), key=lambda one: one.id, reverse=True)
        own = dict.fromkeys(line for session in sessions for line in session.legal_basis if line not in known)
        return (*(LegalBasis(line, "", checked=True, own=True) for line in own), *shipped)
