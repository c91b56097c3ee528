"""What an answer did: its outcome, and everything that became different because of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum


class Aspect(Enum):
    """In which respect a place became different; STRUCTURE: instances of a repeat in it came or went."""

    VALUE = "value"
    RELEVANCE = "relevance"
    REQUIRED = "required"
    READONLY = "readonly"
    WORDS = "words"
    CHOICES = "choices"
    PROBLEMS = "problems"
    STRUCTURE = "structure"


class RefusalKind(Enum):
    """Why a raw value was not recorded."""

    NO_SUCH_QUESTION = "no_such_question"
    NOT_FOR_ENTRY = "not_for_entry"
    WRONG_TYPE = "wrong_type"
    UNKNOWN_CHOICE = "unknown_choice"
    TOO_LONG = "too_long"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field of a record that an answer changed; `repeat` is None for the root record."""

    repeat: str | None
    instance_id: str | None
    field: str
    old: object
    new: object


@dataclass(frozen=True, slots=True)
class Changes:
    """The places that became different, each with the aspects; a screen repaints only these."""

    aspects: dict[str, frozenset[Aspect]] = field(default_factory=dict)

    def __iter__(self) -> Iterator[str]:
        return iter(self.aspects)

    def __len__(self) -> int:
        return len(self.aspects)

    def __contains__(self, path: object) -> bool:
        return path in self.aspects

    def having(self, aspect: Aspect) -> tuple[str, ...]:
        """The places that differ in that respect."""
        return tuple(path for path, aspects in self.aspects.items() if aspect in aspects)

    def with_more(self, later: Changes) -> Changes:
        """These and later ones together; a place that differs in both has the aspects of both."""
        none: frozenset[Aspect] = frozenset()
        return Changes(
            {
                **self.aspects,
                **{path: self.aspects.get(path, none) | aspects for path, aspects in later.aspects.items()},
            }
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """A value that was recorded; `fields` are the changes of the records that have to be stored."""

    path: str
    value: str
    old: str
    changes: Changes
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A value that was not recorded; the entry is as it was."""

    path: str
    kind: RefusalKind
    raw: object = None
