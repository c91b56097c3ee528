"""A form as data: what is asked, in which words, with which choices. Immutable; entries stand beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

NAMESPACE = "urn:kemiskinan-desa:survey"
"""Of our own bind attributes (`save_to`, `warning`, `warning_message`, `rule`, `double_entry`); others ignore them."""


class FormError(Exception):
    """A file that is no form, or a form that could not run; `place` is a sheet row or a path where known."""

    def __init__(self, reason: str, place: str = "") -> None:
        super().__init__(f"{place}: {reason}" if place else reason)
        self.reason = reason
        self.place = place


class UnreadableFileError(FormError):
    """A file that is of no kind that a form can be; nothing in it can be pointed at."""


class QuestionType(Enum):
    """What kind of answer a question takes."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    ATTACHMENT = "attachment"
    NOTE = "note"
    ACKNOWLEDGE = "acknowledge"
    HIDDEN = "hidden"


class RecordRule(Enum):
    """How strictly a rule on the whole record is meant, as shown on the completion page."""

    HARD = "hard"
    SOFT = "soft"


@dataclass(frozen=True, slots=True)
class Output:
    """An answer shown inside a text: `${nama}`."""

    expression: str


Wording = Mapping[str, tuple[str | Output, ...]]
"""A text in each language, in parts."""


Media = Mapping[str, Wording]
"""Files shown beside a text, by kind: `image`, `big-image`, `audio`, `video`."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to pick: its code, its words, and the other columns of its row for filters."""

    code: str
    labels: Wording
    columns: Mapping[str, str] = field(default_factory=dict)
    media: Media = field(default_factory=dict)

    def label(self, language: str) -> str:
        """Its words in a language, or the code where there are none."""
        return plain(self.labels, language) or self.code


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """Where a question's choices come from: a list, and the condition that a choice has to meet.

    `repeat` is set where they are the answers of repeat instances: the path of the instances, whose `value` and
    `label` are names in them. `missing` names the file that did not come with the form, `outputs` are the expressions
    of answers shown in the choices' words.
    """

    choices: tuple[Choice, ...]
    instance: str = ""
    filter: str = ""
    repeat: str = ""
    value: str = "name"
    label: str = "label"
    shuffled: bool = False
    seed: str = ""
    missing: str = ""
    outputs: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bind:
    """The rules of one node, as expressions; an empty text means no rule."""

    relevant: str = ""
    required: str = ""
    readonly: str = ""
    constraint: str = ""
    calculate: str = ""
    warning: str = ""
    preload: str = ""
    preload_parameter: str = ""
    constraint_message: Wording = field(default_factory=dict)
    required_message: Wording = field(default_factory=dict)
    warning_message: Wording = field(default_factory=dict)
    save_to: str = ""
    record_rule: RecordRule | None = None
    double_entry: bool = False
    """Whether a second person keys it again, blind, and differences are shown."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `path` is its template (`/data/anggota/nik`), `repeat` the name of the repeat it lies in."""

    path: str
    name: str
    type: QuestionType
    bind: Bind
    repeat: str | None = None
    repeat_path: str | None = None
    section: str = ""
    labels: Wording = field(default_factory=dict)
    hints: Wording = field(default_factory=dict)
    guidance: Wording = field(default_factory=dict)
    choice_list: ChoiceList | None = None
    appearance: str = ""
    limits: Mapping[str, str] = field(default_factory=dict)
    shown: bool = True
    media: str = ""
    pictures: Media = field(default_factory=dict)
    control: str = ""

    @property
    def kept(self) -> bool:
        """Whether its value is stored: it is entered, or calculated once and never again."""
        return not self.bind.calculate or "once(" in self.bind.calculate

    def media_file(self, kind: str, language: str) -> str:
        """The name of the `image`, `audio` or `video` beside its label, empty where there is none."""
        return plain(self.pictures.get(kind, {}), language).rpartition("/")[2]

    @property
    def save_to(self) -> str | None:
        """The field of the record that this question fills, if not one of the answers."""
        return self.bind.save_to or None

    @property
    def calculated(self) -> bool:
        """Whether its value is derived and never entered."""
        return bool(self.bind.calculate)

    @property
    def field(self) -> str:
        """The name of its field in the record."""
        return self.bind.save_to or f"answers.{self.name}"

    def label(self, language: str) -> str:
        """The label without the answers in it."""
        return plain(self.labels, language)

    def hint(self, language: str) -> str:
        """The hint in a language."""
        return plain(self.hints, language)

    def guidance_text(self, language: str) -> str:
        """The longer guidance in a language."""
        return plain(self.guidance, language)


@dataclass(frozen=True, slots=True)
class Group:
    """A group or a repeat; `count` is the expression for the number of its instances, if one is given."""

    path: str
    name: str
    bind: Bind
    labels: Wording = field(default_factory=dict)
    hints: Wording = field(default_factory=dict)
    repeats: bool = False
    count: str = ""
    appearance: str = ""
    shown: bool = True

    def label(self, language: str) -> str:
        """The label in a language."""
        return plain(self.labels, language)


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level group: one page of the questionnaire. `repeat` is set where the page is a list of instances."""

    path: str
    name: str
    labels: Wording
    questions: tuple[Question, ...]
    repeat: str | None = None

    def label(self, language: str) -> str:
        """The label in a language."""
        return plain(self.labels, language) or self.name


@dataclass(frozen=True, slots=True)
class Entity:
    """What a finished entry makes or changes in a list of entities; `properties` are paths of questions by name."""

    dataset: str
    path: str
    creates: bool
    updates: bool
    properties: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A value set by an event: at the first load, in a new repeat, or when `trigger` changes."""

    target: str
    expression: str
    events: frozenset[str]
    trigger: str = ""


def plain(wording: Wording, language: str) -> str:
    """A wording in a language (or the first there is), with `…` where an answer would stand."""
    parts = words(wording, language)
    return "".join(part if isinstance(part, str) else "…" for part in parts).strip()


def words(wording: Wording, language: str) -> tuple[str | Output, ...]:
    """The parts in a language: by its full name, by its code in brackets, else the first language."""
    if language in wording:
        return wording[language]
    for name, parts in wording.items():
        if name.endswith(f"({language})"):
            return parts
    return next(iter(wording.values()), ())
