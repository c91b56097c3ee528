"""Photos and papers that answer questions of an open family: taken in, shown, taken out. No Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.attachments import (
    LARGEST_FILE,
    LONGEST_EDGE,
    AttachmentRefusal,
    AttachmentService,
    AttachmentView,
    PhotoPosition,
    Purpose,
)
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey import SurveySession
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.questionnaire.states import FileState
from kemiskinan_domain.records import RecordId, RecordKind


class AttachingView(Protocol):
    """What is told about files."""

    def show_filed(self) -> None:
        """Files came or went: show them where they belong."""

    def tell_file_refused(self, path: str, why: AttachmentRefusal | None) -> None:
        """The file was not taken; None: it could not be read or kept at all."""

    def offer_position(self, path: str, position: PhotoPosition) -> None:
        """The photo that was just taken in tells where it was made."""


@dataclass(frozen=True, slots=True)
class _Place:
    kind: RecordKind
    record: RecordId
    purpose: str
    edge: int
    """Pixels of a photo's longer side, as the form wishes it (`max-pixels`)."""


@dataclass(frozen=True, slots=True)
class _Kept:
    view: AttachmentView
    thumbnail: bytes | None


class Files:
    """Of one open questionnaire."""

    def __init__(
        self,
        view: AttachingView,
        lane: Work,
        session: SurveySession,
        service: AttachmentService,
        answered: Callable[[str, str], object],
    ) -> None:
        """`answered` records the file's name as the answer at a path."""
        self._view = view
        self._lane = lane
        self._session = session
        self._service = service
        self._answered = answered
        self._kept: dict[tuple[RecordId, str], tuple[_Kept, ...]] = {}
        self._closed = False

    def close(self) -> None:
        """Another questionnaire is open."""
        self._closed = True

    def load(self) -> None:
        """Read the family's files anew."""
        entry = self._session.entry
        repeats = [group.path for group in entry.form.repeats() if group.path.count("/") == 2]
        members = [RecordId(one) for path in repeats for one in entry.instance_ids(path) if one]
        job = partial(_kept_of, self._service, (self._session.household, *members))
        self._lane.submit(job, self._loaded, self._failed)

    def at(self, path: str, answer: str) -> FileState | None:
        """The file that answers a question; None where there is none."""
        kept = self._newest(path, answer)
        if kept is None:
            return FileState(answer) if answer else None
        view = kept.view
        return FileState(view.file_name, view.size, kept.thumbnail, view.here, view.sent)

    def attach(self, path: str, file: Path) -> None:
        """Take a file in as the answer; an earlier one makes room for it."""
        place = self._place(path)
        if place is not None:
            job = partial(_take_in, self._service, place, file)
            self._lane.submit(job, partial(self._attached, path), partial(self._not_kept, path))

    def detach(self, path: str, answer: str) -> None:
        """Take the file out; the question has no answer then."""
        kept = self._newest(path, answer)
        self._answered(path, "")
        if kept is not None:
            job = partial(self._service.remove, kept.view.id, "removed")
            self._lane.submit(job, lambda _nothing: self.load(), partial(self._not_kept, path))

    def _place(self, path: str) -> _Place | None:
        found, question = self._session.record_at(path), self._session.entry.form.question(path)
        if found is None or question is None:
            return None
        purpose = question.name if question.name in set(Purpose) else Purpose.OTHER.value
        wished = question.limits.get("max-pixels", "")
        edge = int(wished) if wished.isdecimal() and int(wished) > 0 else LONGEST_EDGE
        return _Place(found[0], found[1], purpose, edge)

    def _newest(self, path: str, answer: str) -> _Kept | None:
        place = self._place(path)
        kept = () if place is None else self._kept.get((place.record, place.purpose), ())
        if place is not None and place.purpose == Purpose.OTHER:
            kept = tuple(one for one in kept if one.view.file_name == answer)
        return kept[-1] if kept and answer else None

    def _loaded(self, kept: Sequence[_Kept]) -> None:
        if self._closed:
            return
        found: dict[tuple[RecordId, str], tuple[_Kept, ...]] = {}
        for one in kept:
            key = (one.view.parent, one.view.purpose)
            found[key] = (*found.get(key, ()), one)
        if found != self._kept:
            self._kept = found
            self._view.show_filed()

    def _attached(self, path: str, taken: AttachmentView | AttachmentRefusal) -> None:
        if self._closed:
            return
        if isinstance(taken, AttachmentRefusal):
            self._view.tell_file_refused(path, taken)
            return
        self._answered(path, taken.file_name)
        self.load()
        if taken.position is not None:
            self._view.offer_position(path, taken.position)

    def _not_kept(self, path: str, fault: Exception) -> None:
        self._view.tell_file_refused(path, None)
        self._failed(fault)

    def _failed(self, fault: Exception) -> None:
        if not isinstance(fault, StorageError | OSError):
            raise fault


def _kept_of(service: AttachmentService, parents: Sequence[RecordId]) -> tuple[_Kept, ...]:
    return tuple(_Kept(view, service.thumbnail(view.id)) for parent in parents for view in service.of(parent))


def _take_in(service: AttachmentService, place: _Place, file: Path) -> AttachmentView | AttachmentRefusal:
    """Read and keep it (lane: storage). Raises OSError for a file that cannot be read, and what storage names."""
    if file.stat().st_size > LARGEST_FILE:
        return AttachmentRefusal.TOO_LARGE
    taken = service.add(place.kind, place.record, place.purpose, file.read_bytes(), file.name, edge=place.edge)
    if isinstance(taken, AttachmentView) and place.purpose != Purpose.OTHER:
        for former in service.of(place.record, place.purpose):
            if former.id != taken.id:
                service.remove(former.id, "replaced")
    return taken
