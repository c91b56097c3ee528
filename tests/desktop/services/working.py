"""A synthetic family of workers for the tests of services: decided, surveyed, not covered yet."""

from __future__ import annotations

from datetime import date

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.workers import BookShelf, EnrolmentService, Saved, WorkerService
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, new_record_id
from kemiskinan_domain.social_security import EnrolmentDraft, Payer, Programme, Segment
from tests.desktop.services.village import Village

BOTH = frozenset({Programme.JKK, Programme.JKM})
ANSWERS: dict[str, FieldValue] = {"r416a": "1", "r417": "1", "r418": "1", "r431f": ["0"]}


def draft(kpj: str = "12345678901", **changes: object) -> EnrolmentDraft:
    values: dict[str, object] = {
        "programmes": BOTH,
        "segment": Segment.BPU,
        "kpj": kpj,
        "payer": Payer.APBD_DISTRICT,
        "start": date(2026, 1, 1),
        **changes,
    }
    return EnrolmentDraft(**values)  # type: ignore[arg-type]


class Workplace:
    """A village with the services of workers."""

    def __init__(self, village: Village) -> None:
        self.village = village
        self.attachments = AttachmentService(village.desk)
        shelf = BookShelf(resources_folder() / "social_security")
        self.remarks = RemarkService(village.desk)
        self.workers = WorkerService(village.desk, shelf, self.attachments, self.remarks)
        self.enrolments = EnrolmentService(village.desk, self.attachments)
        self.session = village.put(RecordKind.DELIBERATION, {"title": "Musdes", "date": "2026-10-01"})

    def family(self, *names: str, ruling: str | None = "L", dusun: str = "Cikaret") -> list[RecordId]:
        """A decided family; every named person is an eligible worker."""
        household = self.village.put(
            RecordKind.HOUSEHOLD, {"head_name": names[0], "dusun": dusun, "rt": "001", "rw": "002", "address": "Kp."}
        )
        if ruling is not None:
            fields: dict[str, FieldValue] = {"parent": self.session, "household": household, "decision": ruling}
            self.village.put(RecordKind.DECISION, fields, new_record_id())
        return [self.worker(household, name, at) for at, name in enumerate(names, 1)]

    def worker(self, household: RecordId, name: str, position: int = 1, **more: FieldValue) -> RecordId:
        fields: dict[str, FieldValue] = {
            "name": name,
            "position": position,
            "nik": f"32030115038{position:05d}",
            "birth_date": "1985-03-15",
            "presence": "1",
            **{f"answers.{question}": value for question, value in ANSWERS.items()},
            **more,
        }
        return self.village.member(household, **fields)  # type: ignore[arg-type]


def enrolled(place: Workplace, member: RecordId, **changes: object) -> RecordId:
    saved = place.enrolments.save(member, draft(**changes))  # type: ignore[arg-type]
    assert isinstance(saved, Saved), saved
    return saved.record
