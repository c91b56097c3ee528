"""What the screen Pekerja is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.workers import EnrolmentService, WorkerService
from kemiskinan_desktop.ui.kit.dialogs import Dialogs

_ENGLISH: Final = "en"


@dataclass(frozen=True, slots=True)
class WorkerPorts:
    """`lane` is the storage lane; `language` is `id` or `en`, for the words of the rule book."""

    lane: Work
    workers: WorkerService
    enrolments: EnrolmentService
    remarks: RemarkService
    dialogs: Dialogs
    events: Events
    language: str = "id"

    def spoken(self, words: str, words_en: str) -> str:
        """The rule book's words in the chosen language."""
        return words_en if self.language == _ENGLISH and words_en else words
