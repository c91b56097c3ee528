"""A form that can be filled: its pages and questions, and the door to its entries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property
from typing import TYPE_CHECKING

from kemiskinan_domain.clock import VILLAGE_TIME_ZONE
from kemiskinan_domain.survey.model import Group, Question, plain
from kemiskinan_domain.survey.parts import FormParts, sections_of, template_of
from kemiskinan_domain.survey.program import Program, build_program
from kemiskinan_domain.survey.xform import read_xform

if TYPE_CHECKING:
    from kemiskinan_domain.survey.entry import Entry
    from kemiskinan_domain.survey.records import Instances, JsonValue


class Form:
    """A questionnaire. Made by `load_form` or `Form.from_xml`; it never changes, so any number of entries share it."""

    def __init__(self, parts: FormParts) -> None:
        self.parts = parts
        self.id = parts.form_id
        self.version = parts.version
        self.languages = parts.languages
        self.questions = parts.questions
        self.groups = parts.groups
        self.sections = sections_of(parts)

    @classmethod
    def from_xml(cls, text: str) -> Form:
        """A form from its compiled text, without pyxform; raises FormError."""
        return cls(read_xform(text))

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
