"""The presenter of files that belong to a meeting: signed scans, what supports an objection. Knows no Qt."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Protocol

from kemiskinan_desktop.services.attachments import AttachmentRefusal, AttachmentView
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_domain.records import RecordId, RecordKind

SIGNED_MINUTES = "signed_minutes"
OBJECTION_FILE = "objection_file"


class Attachments(Protocol):
    """What the steps ask of the attachment service."""

    def add(
        self, parent_kind: RecordKind, parent: RecordId, purpose: str, content: bytes, file_name: str
    ) -> AttachmentView | AttachmentRefusal:
        """Take a file in."""

    def of(self, parent: RecordId, purpose: str | None = None) -> Sequence[AttachmentView]:
        """The files of a record."""

    def content(self, attachment: RecordId) -> bytes | None:
        """The bytes, when they are on this laptop."""


class AttachView(Protocol):
    """What the presenter tells the step."""

    def show_attached(self, taken: AttachmentView) -> None:
        """The file is there."""

    def show_not_taken(self, refusal: AttachmentRefusal) -> None:
        """Say why the file was not taken."""

    def show_unreadable_file(self) -> None:
        """The file could not be read, or the disk is full."""


class AttachPresenter:
    """Reads the chosen file and takes it in, on the lane: a photo takes a moment to scale."""

    def __init__(self, view: AttachView, lane: Work, attachments: Attachments) -> None:
        self._view = view
        self._lane = lane
        self._attachments = attachments

    def attach(self, kind: RecordKind, record: RecordId, purpose: str, path: Path) -> None:
        """That file belongs to that record."""
        job = partial(self._take, kind, record, purpose, path)
        self._lane.submit(job, self._taken, self._on_failed)

    def read(self, record: RecordId, purpose: str, done: Callable[[Sequence[AttachmentView]], None]) -> None:
        """The files of a record."""
        self._lane.submit(partial(self._attachments.of, record, purpose), done, self._on_failed)

    def _take(self, kind: RecordKind, record: RecordId, purpose: str, path: Path) -> AttachmentView | AttachmentRefusal:
        """On the lane."""
        return self._attachments.add(kind, record, purpose, path.read_bytes(), path.name)

    def _taken(self, outcome: AttachmentView | AttachmentRefusal) -> None:
        if isinstance(outcome, AttachmentRefusal):
            self._view.show_not_taken(outcome)
        else:
            self._view.show_attached(outcome)

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._view.show_unreadable_file()
