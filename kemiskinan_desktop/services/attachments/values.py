"""What screens see of attachments."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, StrEnum, auto
from typing import Final

from kemiskinan_domain.records import FieldValue, RecordId

LARGEST_FILE: Final = 10 * 1024 * 1024
"""Bytes; what a person may hand in. Photos are far smaller once they are scaled."""
LONGEST_EDGE: Final = 1280
"""Pixels of a photo's longer side (SYNC 2.10); a form may ask for fewer."""


class Purpose(StrEnum):
    """What an attachment shows; the value is stored and travels."""

    HOUSE_FRONT = "house_front"
    HOUSE_INSIDE = "house_inside"
    FAMILY_CARD = "family_card"
    ID_CARD = "id_card"
    SIGNED_MINUTES = "signed_minutes"
    ENROLMENT_PROOF = "enrolment_proof"
    CARD_HANDOVER = "card_handover"
    OBJECTION_FILE = "objection_file"
    OTHER = "other"


class AttachmentRefusal(Enum):
    """Why a file is not taken; nothing was written."""

    EMPTY = auto()
    TOO_LARGE = auto()
    """More than `LARGEST_FILE`."""
    TOO_MANY_PIXELS = auto()
    """A picture so wide and high that an old laptop could not unpack it."""
    HEIC = auto()
    """An iPhone's own format, which this program cannot read."""
    NOT_ACCEPTED = auto()
    """Neither JPEG nor PNG nor PDF, whatever its name says."""
    DAMAGED = auto()
    """Begins like a picture or a PDF and cannot be read to its end."""
    PARENT_GONE = auto()
    """The record that it belongs to is not there any more."""


@dataclass(frozen=True, slots=True)
class PhotoPosition:
    """Where a photo says that it was taken; degrees, WGS 84."""

    latitude: float
    longitude: float

    @property
    def answer(self) -> str:
        """As a `geopoint` answer: latitude, longitude, altitude and accuracy, the last two unknown."""
        return f"{self.latitude:.6f} {self.longitude:.6f} 0 0"


def thumbnail_in(document: Mapping[str, FieldValue]) -> bytes:
    """The small picture that came with the record; empty where there is none that can be read."""
    told = document.get("thumb")
    try:
        return base64.b64decode(told, validate=True) if isinstance(told, str) else b""
    except ValueError:
        return b""


@dataclass(frozen=True, slots=True)
class AttachmentView:
    """One attachment."""

    id: RecordId
    parent: RecordId
    purpose: str
    file_name: str
    mime: str
    size: int
    """Bytes as they are kept."""
    sha256: str
    here: bool
    """The bytes are on this laptop."""
    sent: bool
    """*Terkirim*: a receipt covers the record, and the district holds the bytes."""
    taken_at: datetime | None = None
    position: PhotoPosition | None = None
    """Told once, by `add`: a photo's position is offered as an answer and neither kept nor sent with the photo."""
