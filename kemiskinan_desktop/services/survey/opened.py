"""A family as it was read from the file, and the places of its questions in words that last."""

from __future__ import annotations

from dataclasses import dataclass

from kemiskinan_desktop.services.received import Row
from kemiskinan_desktop.services.survey.displayed import Displayed
from kemiskinan_desktop.services.survey.values import FieldPath
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Entry


@dataclass(frozen=True, slots=True)
class Opened:
    """What opening gave: the engine's entry, the records behind it, and whether they may be changed."""

    household: RecordId
    entry: Entry
    displayed: Displayed
    repeat: str
    """Path of the repeat that holds the members."""
    resume_path: FieldPath | None
    read_only: bool
    prelist: tuple[Row, ...]
