"""One worker with the history of enrolments and what heirs can claim."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from kemiskinan_desktop.services.workers.reading import worker_rows
from kemiskinan_desktop.services.workers.values import EnrolmentView, WorkerDetail, WorkerLine, WorkerRow
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.social_security import Book, claims_of, read_enrolment, state_on

if TYPE_CHECKING:
    from kemiskinan_desktop.services.attachments import AttachmentView
    from kemiskinan_desktop.storage import Unit

FilesOf = Callable[[RecordId], "tuple[AttachmentView, ...]"]


def worker_detail(view: Unit, member: RecordId, book: Book, day: date, files_of: FilesOf) -> WorkerDetail | None:
    """Everything of one worker but the remarks; None when they are gone."""
    record = view.records.get(RecordKind.MEMBER, member)
    parent = None if record is None else record.document.get("parent")
    if not isinstance(parent, str):
        return None
    row = next((one for one in worker_rows(view, book, day, RecordId(parent)) if one.id == member), None)
    if row is None:
        return None
    enrolments = []
    for stored in view.records.children(RecordKind.ENROLMENT, member):
        one = read_enrolment(stored.id, stored.document, stored.rev)
        enrolments.append(
            EnrolmentView(one, state_on(one, day), claims_of(book, one), files_of(one.id), dict(stored.document))
        )
    enrolments.sort(key=lambda shown: (shown.enrolment.start or date.max, shown.enrolment.id), reverse=True)
    return WorkerDetail(row, tuple(enrolments), book)


def worker_line(row: WorkerRow) -> WorkerLine:
    """The worker for a paper or a family's preview."""
    one = row.cover.enrolment
    return WorkerLine(
        member=row.id,
        household=row.family.id,
        name=row.person.name,
        nik=row.person.nik or "",
        status=row.status,
        rule=row.standing.rule.words if row.standing.overruled is None else row.standing.overruled.reason,
        kpj=row.kpj or "",
        programmes=", ".join(sorted(one.programmes)) if one is not None else "",
        payer=(one.payer or "") if one is not None else "",
        start=None if one is None else one.start,
        end=None if one is None else one.end,
    )
