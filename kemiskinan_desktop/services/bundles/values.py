"""What the screen of the exchange by files sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum, auto
from typing import Final, TypeAlias

from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.wire.bundle import BundleRefusal


class BundleStep(Enum):
    """What goes on with a stick."""

    COLLECTING = auto()
    WRITING = auto()
    CHECKING = auto()
    """What was written is read back."""
    READING = auto()
    WAITING = auto()
    """For the other laptop in the office."""
    SWAPPING = auto()
    """Files go to and fro between two laptops."""


@dataclass(frozen=True, slots=True)
class BundleProgress:
    """A step, with bytes or files done of how many; `total` is 0 while it is not known."""

    step: BundleStep
    done: int = 0
    total: int = 0


class PhotoChoice(Enum):
    """Which attachments' bytes go along; small ones always go before large ones."""

    ALL = auto()
    SMALL = auto()
    """None above half a megabyte."""
    MESSAGE = auto()
    """As many as a message takes."""
    NONE = auto()


MESSAGE_BYTES: Final = 90 * 1000 * 1000
"""WhatsApp and most mail accounts still take a file of this size."""


@dataclass(frozen=True, slots=True)
class PhotoOffer:
    """How many attachments' bytes go along by a choice, and how large that is."""

    count: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class BundleOffer:
    """What a bundle would carry now."""

    changes: int
    size: int
    """About how many bytes the file will have."""
    carried: int
    """Files of other laptops that go along."""
    last_written: datetime | None
    """When the last bundle was written."""
    answered: bool
    """Whether the answer to it was read."""
    photos: Mapping[PhotoChoice, PhotoOffer] = field(default_factory=dict)
    """What each choice would take along."""
    wanted: int = 0
    """How many attachments' bytes are not here and are asked for."""


class WriteRefusal(Enum):
    """Why nothing was written that counts; everything stays in this laptop."""

    NO_FOLDER = auto()
    NO_ROOM = auto()
    NOT_WRITABLE = auto()
    NOT_READ_BACK = auto()
    """The stick did not give back what was written to it."""
    CANCELLED = auto()


@dataclass(frozen=True, slots=True)
class BundleWritten:
    """Written, read back and compared: the stick may be pulled out."""

    files: tuple[str, ...]
    changes: int
    size: int
    carried: int = 0
    photos: int = 0
    no_room_for: int = 0
    """Attachments that were chosen and did not fit."""


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """A bundle of the past."""

    at: datetime
    changes: int
    size: int
    answered: bool
    """Whether the district's answer was read."""


class ReadRefusal(Enum):
    """Why nothing could be read."""

    NO_FOLDER = auto()
    NOTHING_FOUND = auto()
    CANCELLED = auto()


class Carrying(Enum):
    """What became of another laptop's file."""

    CARRIED = auto()
    KNOWN = auto()
    PHOTOS = auto()
    """Its attachments' bytes are here now."""


FileOutcome: TypeAlias = AnswerOutcome | Carrying | BundleRefusal


@dataclass(frozen=True, slots=True)
class FileRead:
    """One file and what came of it."""

    name: str
    outcome: FileOutcome


@dataclass(frozen=True, slots=True)
class BundleRead:
    """What a stick brought: `acknowledged` own changes, `pulled` of the district, `carried` of other laptops."""

    files: tuple[FileRead, ...]
    acknowledged: int = 0
    pulled: int = 0
    receipts: int = 0
    new_conflicts: int = 0
    refused: int = 0
    forms: int = 0
    carried: int = 0
    photos: int = 0
    """Attachments whose bytes came."""
    held: int = 0
    """Own attachments that the district holds now."""
    notices: int = 0
    """Notices of the district that were not here before."""

    @property
    def outcomes(self) -> frozenset[FileOutcome]:
        """Each thing that came of a file."""
        return frozenset(one.outcome for one in self.files)


@dataclass(frozen=True, slots=True)
class CarriedItem:
    """A record that another laptop of the village changed and the district has not seen yet."""

    kind: RecordKind
    title: str
    changes: int
    laptop: str
    """The other laptop's name."""
