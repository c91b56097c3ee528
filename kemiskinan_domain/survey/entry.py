"""A session with one questionnaire: answers in, and at once what is asked, what is wrong and what changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, tzinfo

from kemiskinan_domain.survey.changes import Answer, Aspect, Changes, FieldChange, Refusal, RefusalKind
from kemiskinan_domain.survey.checks import Checker
from kemiskinan_domain.survey.expression.context import Compiled, Context, World
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import to_text
from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.items import Item, ItemTree, Problem
from kemiskinan_domain.survey.model import Choice, Question, QuestionType, Wording, plain, words
from kemiskinan_domain.survey.progress import SectionProgress, progress_of
from kemiskinan_domain.survey.reading import read_raw
from kemiskinan_domain.survey.recompute import Recomputer
from kemiskinan_domain.survey.records import RecordFields, UnplacedField, field_changes, own_answers, record_fields

_FIRST_LOAD = frozenset({"odk-instance-first-load", "odk-instance-load"})
_NEW_REPEAT = frozenset({"odk-new-repeat", *_FIRST_LOAD})


class Entry:
    """One filled questionnaire. Made by `Form.new_entry`, `open_entry` or `open_records`; not for several threads."""

    def __init__(self, form: Form, now: datetime, language: str, zone: tzinfo) -> None:
        self.form = form
        self.language = language or form.languages[0]
        self.program = form.program
        self.tree = ItemTree(form.parts)
        self.world = World(now, zone, form.parts.instances, self._choice_name)
        self.world.nothing_is_blank = True
        self.checker = Checker(self.program, self.world, self._worded)
        self.recomputer = Recomputer(self.program, self.tree, self.world, self.checker)
        self.unplaced: list[UnplacedField] = []
        self.changed = Changes()
        self._pending: list[FieldChange] = []

    def take_defaults(self) -> tuple[FieldChange, ...]:
        """The fields that defaults filled since this was last asked; they are stored with the next save."""
        taken, self._pending = tuple(self._pending), []
        return taken

    def start(self, top: Item) -> None:
        """Fills in the defaults of a new record: the whole entry's, or one new repeat instance's."""
        self.start_unanswered(top, {})

    def start_unanswered(self, top: Item, known: Mapping[str, object]) -> None:
        """The same for a record of which some fields are known, as from a pre-list; those stay."""
        items = {item: item.value for item in own_answers(top)}
        self._load_defaults(top, _FIRST_LOAD if top.parent is None else _NEW_REPEAT)
        filled: dict[Item, str] = {}
        for item, before in items.items():
            assert item.question is not None
            if known.get(item.question.field) is not None:
                item.node.set_text(before)
            elif item.value:
                filled[item] = ""
        self._pending += field_changes(filled, [])

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
        item.node.set_text(value)
        touched = {item: old, **self._triggered(item)}
        self.changed = self._settled(self.recomputer.after_values(touched))
        return Answer(item.path, value, old, self.changed, self._fields(touched))

    def _fields(self, touched: dict[Item, str]) -> tuple[FieldChange, ...]:
        moved = [self.tree.find(path) for path in self.changed.having(Aspect.RELEVANCE)]
        return tuple(field_changes(touched, [item for item in moved if item is not None]))

    def _triggered(self, item: Item) -> dict[Item, str]:
        """Sets what is set when this answer changes, and gives the values from before."""
        found: dict[Item, str] = {}
        for assignment, run in self.program.assignments:
            if assignment.trigger == item.template:
                for target in item.anchor.index.get(assignment.target, ()):
                    old = target.value
                    self._assign(target, run)
                    if target.value != old:
                        found[target] = old
        return found

    def _assign(self, target: Item, run: Compiled) -> None:
        try:
            target.node.set_text(to_text(run(Context(target.node, self.world))))
        except ExpressionError as error:
            target.failures["calculate"] = error.reason

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
        if item.question is None:
            return plain(item.group.labels, language or self.language) if item.group is not None else ""
        return self._worded(item, item.question.labels, language)

    def hint(self, path: str, language: str = "") -> str:
        """The hint with answers filled in."""
        item = self.tree.find(path)
        return "" if item is None or item.question is None else self._worded(item, item.question.hints, language)

    def problems(self) -> tuple[Problem, ...]:
        """All problems, in the order of the form."""
        return tuple(problem for item in self._shown_order() for problem in item.problems)

    def problems_at(self, path: str) -> tuple[Problem, ...]:
        """The problems of one answer."""
        item = self.tree.find(path)
        return () if item is None else item.problems

    def give_reason(self, path: str, reason: str) -> Answer | Refusal:
        """Settles the soft problems of an answer with a reason; an empty reason opens them again."""
        item = self.tree.find(path)
        if item is None or item.question is None:
            return Refusal(path, RefusalKind.NO_SUCH_QUESTION, reason)
        old, item.reason = item.reason, reason.strip()
        self.changed = self._settled(self.recomputer.after_check(item))
        change = field_changes({}, [], {item: old})
        return Answer(item.path, item.value, item.value, self.changed, tuple(change))

    def reason_at(self, path: str) -> str:
        """The reason given for the soft problems of an answer."""
        item = self.tree.find(path)
        return "" if item is None else item.reason

    def add_repeat(self, path: str, *, instance_id: str = "") -> str:
        """Adds a last instance to the repeat and returns its path; an unknown repeat is a KeyError."""
        parent, template = self._repeat_at(path)
        item = self.tree.add(parent, template, instance_id)
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
        for item in self._shown_order():
            if item.question is not None and item.visible and item.value:
                yield item.path, item.question, item.value

    def to_json(self) -> str:
        """Everything, to be opened again with `Form.open_entry`."""
        from kemiskinan_domain.survey.output import entry_to_json

        return entry_to_json(self)

    def to_xml(self, instance_id: str = "") -> str:
        """A submission as ODK takes it; `instance_id` goes into its meta block."""
        from kemiskinan_domain.survey.output import entry_to_xml

        return entry_to_xml(self, instance_id)

    def fields(self) -> RecordFields:
        """The fields of all its records."""
        return record_fields(self.tree.root)

    def progress(self) -> tuple[SectionProgress, ...]:
        """How far each section is."""
        return progress_of(self.form.sections, self.tree.root)

    def refresh(self) -> Changes:
        """Runs every rule again: after a change of structure, or to compare."""
        self.changed = self._settled(self.recomputer.all())
        return self.changed

    def _load_defaults(self, top: Item, events: frozenset[str]) -> None:
        for assignment, run in self.program.assignments:
            if assignment.events & events:
                for target in top.index.get(assignment.target, ()):
                    self._assign(target, run)

    def _settled(self, changes: Changes) -> Changes:
        """Adds the instances that counted repeats call for, until none is missing."""
        while self.recomputer.counts:
            wanted, self.recomputer.counts = self.recomputer.counts, []
            for parent, template, missing in wanted:
                for _ in range(missing):
                    self.start(self.tree.add(parent, template, ""))
            more = self.recomputer.all()
            changes = Changes({**changes.aspects, **more.aspects})
        return changes

    def _shown_order(self) -> Iterator[Item]:
        return (item for item in self.tree.root.under() if item.question is not None)

    def _worded(self, item: Item, wording: Wording, language: str = "") -> str:
        found: list[str] = []
        for part in words(wording, language or self.language):
            if isinstance(part, str):
                found.append(part)
                continue
            run = self.program.outputs.get(f"{item.template}|{part.expression}")
            found.append("" if run is None else to_text(run(Context(item.node, self.world))))
        return "".join(found).strip()

    def _choice_name(self, code: str, path: str, nodes: list[Node]) -> str:
        template = path.strip()
        if nodes and isinstance(nodes[0].state, Item):
            template = nodes[0].state.template
        checks = self.program.checks.get(template)
        if checks is None or checks.choices is None or code not in checks.choices.by_code:
            return code
        return checks.choices.by_code[code].label(self.language)
