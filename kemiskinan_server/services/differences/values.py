"""What a page shows of a conflict."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import msgspec

from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.changes.conflict import WHOLE_CHANGES
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind

_WITH_VALUE = frozenset({ConflictReason.FIELD, ConflictReason.LOCKED})
_WITH_REMARKS = frozenset({RecordKind.HOUSEHOLD, RecordKind.MEMBER, RecordKind.DELIBERATION})
_DELETES = frozenset({ConflictReason.DELETE_VS_EDIT, ConflictReason.LOCKED})


@dataclass(frozen=True, slots=True)
class Writer:
    """Who wrote a value and when, as far as the district can know; `side` is None where nobody is known."""

    side: Side | None = None
    person: str = ""
    device: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Value:
    """A value with its words from the questionnaire and its writer."""

    value: FieldValue
    words: str = ""
    writer: Writer = Writer()


@dataclass(frozen=True, slots=True)
class Ask:
    """How a third value is asked for: by choosing among options, or by typing."""

    options: tuple[tuple[str, str], ...] = ()
    many: bool = False
    kind: str = "text"
    """Of the HTML input."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A conflict: what stands, every value that was not applied (the latest last), and what can be chosen."""

    id: RecordId
    record: RecordId
    """The record that a choice is written on."""
    kind: RecordKind
    field: str
    label: str
    about: str
    """Whose value it is: a name, a title."""
    household: RecordId | None
    why: ConflictReason
    standing: Value
    rejected: tuple[Value, ...]
    there: bool
    """Whether the record lives; a choice on a deleted one would bring it back."""
    third: Ask | None
    settled: Writer | None
    reason: str = ""
    """Why it was closed, where somebody had to say so."""

    @property
    def is_told(self) -> bool:
        """Whether the village reads remarks beside the record."""
        return self.there and self.kind in _WITH_REMARKS

    @property
    def is_whole(self) -> bool:
        """Whether a change was set aside with all its bytes: it is closed with a reason, there is nothing to choose."""
        return self.why in WHOLE_CHANGES

    @property
    def wanted(self) -> Value:
        """The latest value that was not applied."""
        return self.rejected[-1] if self.rejected else Value(None)

    @property
    def has_values(self) -> bool:
        """Whether two values of one field met."""
        return bool(self.field) and self.why in _WITH_VALUE

    @property
    def is_delete(self) -> bool:
        """Whether somebody wanted the record gone."""
        return not self.field and self.why in _DELETES

    @property
    def digest(self) -> str:
        """What the page showed: a choice counts only while it is still so."""
        told = [self.standing.value, [one.value for one in self.rejected], self.settled is None]
        return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()[:32]
