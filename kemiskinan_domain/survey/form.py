"""A form that can be filled and its entries: the two know each other, so they stand together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from functools import cached_property

from kemiskinan_domain.clock import VILLAGE_TIME_ZONE, system_clock
from kemiskinan_domain.survey.changes import Answer, Aspect, Changes, Refusal, RefusalKind
from kemiskinan_domain.survey.items import Item, Problem, ProblemKind
from kemiskinan_domain.survey.last_saved import reads_last_saved
from kemiskinan_domain.survey.model import Choice, Group, Question, QuestionType, plain
from kemiskinan_domain.survey.opening import fill_from_records, fill_from_saved, fill_with_defaults
from kemiskinan_domain.survey.output import session_to_json, session_to_xml
from kemiskinan_domain.survey.parts import FormParts, is_meta, sections_of, template_of
from kemiskinan_domain.survey.preload import Circumstances
from kemiskinan_domain.survey.program import Program, build_program
from kemiskinan_domain.survey.progress import SectionProgress, progress_of
from kemiskinan_domain.survey.reading import read_raw
from kemiskinan_domain.survey.records import Instances, JsonValue, RecordFields, UnplacedField, record_fields
from kemiskinan_domain.survey.session import Session
from kemiskinan_domain.survey.versions import FormDifference, difference_of
from kemiskinan_domain.survey.xform import read_xform


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
        self.entities = parts.entities

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

    @property
    def missing_files(self) -> tuple[str, ...]:
        """Files of choices and data that the form names but did not bring along."""
        tables = (self.parts.instances.of(name) for name in self.parts.instances)
        return tuple(table.source.rpartition("/")[2] for table in tables if table is not None and table.missing)

    @property
    def reads_last_saved(self) -> bool:
        """Whether a default is taken from the entry that was saved last."""
        return reads_last_saved(self.parts.instances)

    def new_entry(
        self,
        *,
        now: datetime | None = None,
        language: str = "",
        zone: tzinfo = VILLAGE_TIME_ZONE,
        properties: Mapping[str, str] | None = None,
        last_saved: str = "",
    ) -> Entry:
        """An empty entry with the defaults filled in; repeats have no instance yet.

        `properties` are what ODK asks of the device and the person: `deviceid`, `username`, `email`, `phonenumber`.
        `last_saved` is the submission (XML) that was saved last, for `${last-saved#…}`; raises FormError for no XML.
        """
        around = Circumstances(now or system_clock(), language, zone, properties or {}, last_saved)
        entry = Entry(self, around)
        fill_with_defaults(entry)
        return entry

    def open_entry(
        self, saved: str, *, now: datetime | None = None, language: str = "", zone: tzinfo = VILLAGE_TIME_ZONE
    ) -> Entry:
        """An entry from what `Entry.to_json` wrote; raises FormError for another form's.

        `Entry.saved_version` says which version it was saved with; `move_entry` takes it to another on purpose.
        """
        entry = Entry(self, Circumstances(now or system_clock(), language, zone))
        fill_from_saved(entry, saved)
        return entry

    def open_records(
        self,
        root: Mapping[str, JsonValue],
        instances: Mapping[str, Sequence[Instances]],
        *,
        now: datetime,
        language: str = "",
        zone: tzinfo = VILLAGE_TIME_ZONE,
        last_saved: str = "",
    ) -> Entry:
        """An entry from the fields of a record and of its repeat instances, `{repeat name: [(id, fields), …]}`.

        `last_saved` as in `new_entry`: it fills in what a record that nobody answered yet begins with.
        """
        entry = Entry(self, Circumstances(now, language, zone, last_saved=last_saved))
        fill_from_records(entry, root, instances)
        return entry

    def compare(self, newer: Form) -> FormDifference:
        """What a newer version has different for those who answer."""
        return difference_of(self.parts, newer.parts)


class Entry(Session):
    """One filled questionnaire. Made by `Form.new_entry`, `open_entry` or `open_records`; not for several threads."""

    def __init__(self, form: Form, around: Circumstances) -> None:
        super().__init__(form.parts, form.program, around)
        self.form = form

    def set(self, path: str, raw: object) -> Answer | Refusal:
        """Records an answer, trimmed; what the question does not take is refused and changes nothing."""
        item = self.tree.find(path)
        if item is None or item.question is None:
            return Refusal(path, RefusalKind.NO_SUCH_QUESTION, raw)
        question = item.question
        if question.calculated or question.type is QuestionType.NOTE:
            return Refusal(item.path, RefusalKind.NOT_FOR_ENTRY, raw)
        value = read_raw(question, raw, self.program.checks[item.template].choices)
        if isinstance(value, RefusalKind):
            return Refusal(item.path, value, raw)
        old = item.value
        if value == old:
            self.changed = Changes()
            return Answer(item.path, value, old, self.changed)
        fields = self.write(item, value)
        return Answer(item.path, value, old, self.changed, fields)

    def get(self, path: str) -> str:
        """The answer as text; empty where there is none or the place does not exist."""
        item = self.tree.find(path)
        return "" if item is None or item.question is None else item.value

    def is_relevant(self, path: str) -> bool:
        """Whether it is asked, given the answers so far (false for a place that does not exist)."""
        item = self.tree.find(path)
        return item is not None and item.visible

    def is_required(self, path: str) -> bool:
        """Whether an answer must be there."""
        item = self.tree.find(path)
        return item is not None and item.required

    def is_readonly(self, path: str) -> bool:
        """Whether it is only shown."""
        item = self.tree.find(path)
        return item is not None and item.readonly

    def choices(self, path: str) -> tuple[Choice, ...]:
        """What can be picked now."""
        item = self.tree.find(path)
        return () if item is None else self.checker.offered(item)

    def label(self, path: str, language: str = "") -> str:
        """The label with answers filled in."""
        item = self.tree.find(path)
        if item is None:
            return ""
        shown = item.question or item.group
        return "" if shown is None else self.worded(item, shown.labels, language)

    def choice_label(self, path: str, choice: Choice, language: str = "") -> str:
        """The words of a choice with answers filled in; its code where it has none."""
        item = self.tree.find(path)
        return ("" if item is None else self.worded(item, choice.labels, language)) or choice.code

    def hint(self, path: str, language: str = "") -> str:
        """The hint with answers filled in."""
        item = self.tree.find(path)
        return "" if item is None or item.question is None else self.worded(item, item.question.hints, language)

    def speak(self, language: str) -> None:
        """Gives labels and messages in another of the form's languages from now on."""
        self.language = language or self.form.languages[0]
        self.refresh()

    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the form; counts of instances that are none come last."""
        faults = self.recomputer.count_faults.items()
        uncounted = tuple(
            Problem(f"{parent.path}/{template.rpartition('/')[2]}", ProblemKind.UNEVALUATED, why)
            for (parent, template), why in faults
            if parent.visible
        )
        return tuple(problem for item in self.tree.root.under() for problem in item.problems) + uncounted

    def unplaced(self) -> tuple[UnplacedField, ...]:
        """Answers that came with the entry and have no question in this form; they are kept and saved with it."""
        return tuple(self.unplaced_fields)

    def problems_at(self, path: str) -> tuple[Problem, ...]:
        """The problems of one answer."""
        item = self.tree.find(path)
        return () if item is None else item.problems

    def give_reason(self, path: str, reason: str) -> Answer | Refusal:
        """Settles the soft problems of an answer with a reason; an empty reason opens them again."""
        item = self.tree.find(path)
        if item is None or item.question is None:
            return Refusal(path, RefusalKind.NO_SUCH_QUESTION, reason)
        fields = self.give_reason_for(item, reason.strip())
        return Answer(item.path, item.value, item.value, self.changed, fields)

    def reason_at(self, path: str) -> str:
        """The reason given for the soft problems of an answer."""
        item = self.tree.find(path)
        return "" if item is None else item.reason

    def add_repeat(self, path: str, *, instance_id: str = "") -> str:
        """Adds a last instance to the repeat and returns its path; an unknown repeat is a KeyError."""
        parent, template = self._repeat_at(path)
        item = self.tree.add(parent, template, instance_id)
        self.recomputer.mark(parent, Aspect.STRUCTURE)
        self.start(item)
        self.refresh()
        return item.path

    def remove_repeat(self, path: str, index: int) -> bool:
        """Takes out the instance at that place (from 1); False where there is none."""
        parent, template = self._repeat_at(path)
        present = self.tree.instances(parent, template)
        if not 1 <= index <= len(present):
            return False
        self.tree.remove(present[index - 1])
        self.recomputer.mark(parent, Aspect.STRUCTURE)
        self.refresh()
        return True

    def instance_ids(self, path: str) -> tuple[str, ...]:
        """The ids of a repeat's instances, in order."""
        return tuple(item.instance_id for item in self.instances(path))

    def instances(self, path: str) -> tuple[Item, ...]:
        """The instances of a repeat, in order."""
        parent, template = self._repeat_at(path)
        return tuple(self.tree.instances(parent, template))

    def _repeat_at(self, path: str) -> tuple[Item, str]:
        above, _slash, name = path.rpartition("/")
        parent = self.tree.find(above)
        name = name.partition("[")[0]
        if parent is None or f"{parent.template}/{name}" not in self.tree.patterns:
            raise KeyError(path)
        return parent, f"{parent.template}/{name}"

    def values(self) -> Iterator[tuple[str, Question, str]]:
        """Path, question and answer of all that is asked and answered, in the order of the form."""
        for item in self._questions_in_order():
            if item.question is not None and item.visible and item.value and not is_meta(item.template):
                yield item.path, item.question, item.value

    def to_json(self) -> str:
        """Everything, to be opened again with `Form.open_entry`."""
        return session_to_json(self)

    def to_xml(self, instance_id: str = "", *, now: datetime | None = None) -> str:
        """A submission as ODK takes it, with the entry's own id unless another is given; `now` is its end."""
        return session_to_xml(self, instance_id, now)

    def fields(self) -> RecordFields:
        """The fields of all its records."""
        return record_fields(self.tree.root)

    def progress(self) -> tuple[SectionProgress, ...]:
        """How far each section is."""
        return progress_of(self.form.sections, self.tree.root)

    def _questions_in_order(self) -> Iterator[Item]:
        return (item for item in self.tree.root.under() if item.question is not None)
