"""Workers of the village and their cover by BPJS Ketenagakerjaan, as screens see them."""

from kemiskinan_desktop.services.workers.enrolling import EnrolmentService
from kemiskinan_desktop.services.workers.filtering import counted, filtered
from kemiskinan_desktop.services.workers.service import WorkerService
from kemiskinan_desktop.services.workers.shelf import BookShelf
from kemiskinan_desktop.services.workers.values import (
    AnswerReport,
    AnswerTerms,
    Applied,
    DusunCover,
    EnrolmentRefusal,
    EnrolmentView,
    FileRefused,
    HandOver,
    Overview,
    Saved,
    WorkerChip,
    WorkerCounts,
    WorkerDetail,
    WorkerFilter,
    WorkerLine,
    WorkerRefusal,
    WorkerRow,
)

__all__ = [
    "AnswerReport",
    "AnswerTerms",
    "Applied",
    "BookShelf",
    "DusunCover",
    "EnrolmentRefusal",
    "EnrolmentService",
    "EnrolmentView",
    "FileRefused",
    "HandOver",
    "Overview",
    "Saved",
    "WorkerChip",
    "WorkerCounts",
    "WorkerDetail",
    "WorkerFilter",
    "WorkerLine",
    "WorkerRefusal",
    "WorkerRow",
    "WorkerService",
    "counted",
    "filtered",
]
