"""A form that can be filled: its pages and questions, and the door to its entries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from kemiskinan_domain.clock import VILLAGE_TIME_ZONE
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.model import Assignment, Group, Question, Section, Wording, plain
from kemiskinan_domain.survey.program import Program, build_program

if TYPE_CHECKING:
    from kemiskinan_domain.survey.entry import Entry
    from kemiskinan_domain.survey.records import Instances, JsonValue

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class FormParts:
    """All that was read of a form; `order` is the order of the body, `root` the tree of its empty answers."""

    form_id: str
    version: str
    titles: Wording
    languages: tuple[str, ...]
    questions: Mapping[str, Question]
    groups: Mapping[str, Group]
    order: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    root: Node
    instances: Mapping[str, Node]
    prefixes: Mapping[str, str]
    text: str


class Form:
    """A questionnaire. Made by `load_form` or `Form.from_xml`; it never changes, so any number of entries share it."""

    def __init__(self, parts: FormParts) -> None:
        self.parts = parts
        self.id = parts.form_id
        self.version = parts.version
        self.languages = parts.languages
        self.questions = parts.questions
        self.groups = parts.groups
        self.sections = _sections(parts)

    @classmethod
    def from_xml(cls, text: str) -> Form:
        """A form from its compiled text, without pyxform; raises FormError."""
        from kemiskinan_domain.survey.xform import read_xform

        return read_xform(text)

    @property
    def xml(self) -> str:
        """The compiled text, to be kept and opened again with `from_xml`."""
        return self.parts.text

    @cached_property
    def program(self) -> Program:
        """Its rules, compiled and in the order they depend on one another; raises FormError where they cannot be."""
        return build_program(self.parts)

    def title(self, language: str = "") -> str:
        """The title in a language."""
        return plain(self.parts.titles, language)

    def question(self, path: str) -> Question | None:
        """The question at a path, with or without places (`/data/anggota[2]/nik`)."""
        return self.questions.get(template_of(path))

    def group(self, path: str) -> Group | None:
        """The group or repeat at a path."""
        return self.groups.get(template_of(path))

    def repeats(self) -> tuple[Group, ...]:
        """All repeats, outer ones first."""
        return tuple(group for group in self.groups.values() if group.repeats)

    def new_entry(self, *, now: datetime, language: str = "", zone: tzinfo = VILLAGE_TIME_ZONE) -> Entry:
        """An empty entry with the defaults filled in; repeats have no instance yet."""
        from kemiskinan_domain.survey.opening import new_entry

        return new_entry(self, now, language, zone)

    def open_entry(self, saved: str, *, now: datetime, language: str = "", zone: tzinfo = VILLAGE_TIME_ZONE) -> Entry:
        """An entry from what `Entry.to_json` wrote; raises FormError for another form's."""
        from kemiskinan_domain.survey.opening import open_saved

        return open_saved(self, saved, now, language, zone)

    def open_records(
        self,
        root: Mapping[str, JsonValue],
        instances: Mapping[str, Sequence[Instances]],
        *,
        now: datetime,
        language: str = "",
        zone: tzinfo = VILLAGE_TIME_ZONE,
    ) -> Entry:
        """An entry from the fields of a record and of its repeat instances, `{repeat name: [(id, fields), …]}`."""
        from kemiskinan_domain.survey.opening import open_records

        return open_records(self, root, instances, now=now, language=language, zone=zone)


def template_of(path: str) -> str:
    """A path without places: `/data/anggota[2]/nik` becomes `/data/anggota/nik`."""
    return _INDEX.sub("", path) if "[" in path else path


def _sections(parts: FormParts) -> tuple[Section, ...]:
    root = f"/{parts.root.name}"
    pages: dict[str, list[Question]] = {}
    for path in parts.order:
        question = parts.questions.get(path)
        if question is not None:
            pages.setdefault(_page(path, root), []).append(question)
    found: list[Section] = []
    for page, questions in pages.items():
        group = parts.groups.get(page)
        repeat = next((path for path, one in parts.groups.items() if one.repeats and _under(path, page)), None)
        labels: Wording = {} if group is None else group.labels
        name = page.rpartition("/")[2]
        found.append(Section(page, name, labels, tuple(questions), repeat if page != root else None))
    return tuple(found)


def _page(path: str, root: str) -> str:
    first = path[len(root) + 1 :].partition("/")
    return f"{root}/{first[0]}" if first[1] else root


def _under(path: str, page: str) -> bool:
    return path == page or path.startswith(page + "/")
