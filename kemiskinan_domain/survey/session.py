"""The running state of one filled questionnaire: its items, its rules at work, and what they last changed."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import uuid4

from kemiskinan_domain.survey.changes import Aspect, Changes, FieldChange
from kemiskinan_domain.survey.checks import Checker
from kemiskinan_domain.survey.expression.context import Compiled, Context, World
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import to_text
from kemiskinan_domain.survey.items import Item, ItemTree
from kemiskinan_domain.survey.last_saved import with_last_saved
from kemiskinan_domain.survey.model import Wording, words
from kemiskinan_domain.survey.parts import FormParts, is_meta
from kemiskinan_domain.survey.preload import Circumstances, preloaded
from kemiskinan_domain.survey.program import Program
from kemiskinan_domain.survey.recompute import Recomputer
from kemiskinan_domain.survey.records import UnplacedField, field_changes, own_answers

_EVERY_LOAD = frozenset({"odk-instance-load"})
_FIRST_LOAD = frozenset({"odk-instance-first-load", "xforms-ready", *_EVERY_LOAD})
_NEW_REPEAT = frozenset({"odk-new-repeat", *_FIRST_LOAD})
_MOST_TRIGGERED = 1000
"""Values set by one answer; a form whose events set each other off without end is stopped here."""


class Session:
    """What an entry stands on. Whoever writes into `tree` by another way than `write` calls `refresh` after it."""

    def __init__(self, parts: FormParts, program: Program, around: Circumstances) -> None:
        self.parts = parts
        self.program = program
        self.around = around
        self.language = around.language or parts.languages[0]
        self.tree = ItemTree(parts)
        instances = with_last_saved(parts.instances, around.last_saved)
        self.world = World(around.now, around.zone, instances, self._choice_name, self._pulled)
        self.world.nothing_is_blank = True
        self.checker = Checker(program, self.world, self.worded)
        self.recomputer = Recomputer(program, self.tree, self.world, self.checker)
        self.unplaced_fields: list[UnplacedField] = []
        self.changed = Changes()
        self.saved_version = parts.version
        self._own_id = f"uuid:{uuid4()}"
        self._pending: list[FieldChange] = []

    @property
    def id_item(self) -> Item | None:
        """Where the form keeps the id of the entry."""
        for item in self.tree.root.items:
            if item.name.rpartition(":")[2] == "meta":
                return next((one for one in item.items if one.name.rpartition(":")[2] == "instanceID"), None)
        return None

    @property
    def instance_id(self) -> str:
        """The id of this entry, `uuid:…`; it stays the same however often the entry is opened."""
        item = self.id_item
        return (item.value if item is not None else "") or self._own_id

    def name_instance(self, instance_id: str) -> None:
        """Gives an entry that was saved its id back."""
        self._own_id = instance_id
        item = self.id_item
        if item is not None:
            item.node.set_text(instance_id)

    def take_defaults(self) -> tuple[FieldChange, ...]:
        """The fields that defaults filled since this was last asked; they are stored with the next save."""
        kept, self.recomputer.kept_before = self.recomputer.kept_before, {}
        taken, self._pending = (*self._pending, *field_changes(kept, [])), []
        return taken

    def start(self, top: Item) -> None:
        """Fills in the defaults of a new record: the whole entry's, or one new repeat instance's."""
        self.start_unanswered(top, {})

    def start_unanswered(self, top: Item, known: Mapping[str, object]) -> None:
        """The same for a record of which some fields are known, as from a pre-list; those stay."""
        items = {item: item.value for item in own_answers(top)}
        self._preload(items)
        if self.program.defaults_read_rules:
            self.recomputer.all()
        self._load_defaults(top, _FIRST_LOAD if top.parent is None else _NEW_REPEAT)
        filled: dict[Item, str] = {}
        for item, before in items.items():
            assert item.question is not None
            if known.get(item.question.field) is not None:
                item.node.set_text(before)
            elif item.value:
                filled[item] = ""
        self._pending += field_changes(filled, [])

    def start_meta(self, top: Item) -> None:
        """What ODK keeps about the submission, for a record that was begun elsewhere; records do not hold it."""
        own = [item for item in own_answers(top) if is_meta(item.template)]
        self._preload(dict.fromkeys(own, ""))
        self._load_defaults(top, _FIRST_LOAD, only_meta=True)

    def loaded(self) -> None:
        """What happens each time a saved entry is opened."""
        self._load_defaults(self.tree.root, _EVERY_LOAD)

    def write(self, item: Item, value: str) -> tuple[FieldChange, ...]:
        """Puts a value that was read in place and gives the changes of the records; `changed` has the places."""
        touched = {item: item.value}
        item.node.set_text(value)
        self._trigger(item, touched)
        self.changed = self._settled(self.recomputer.after_values(touched))
        kept, self.recomputer.kept_before = self.recomputer.kept_before, {}
        moved = [self.tree.find(path) for path in self.changed.having(Aspect.RELEVANCE)]
        return tuple(field_changes({**kept, **touched}, [one for one in moved if one is not None]))

    def give_reason_for(self, item: Item, reason: str) -> tuple[FieldChange, ...]:
        """Puts the reason for an answer's soft problems in place, as `write` does with a value."""
        old, item.reason = item.reason, reason
        self.changed = self._settled(self.recomputer.after_check(item))
        return tuple(field_changes({}, [], {item: old}))

    def _trigger(self, item: Item, touched: dict[Item, str]) -> None:
        """Sets what is set when this answer changes, and what that sets off in turn; notes the values from before."""
        waiting = [item]
        runs = 0
        while waiting:
            source = waiting.pop(0)
            for assignment, run in self.program.assignments:
                if assignment.trigger != source.template:
                    continue
                for target in _targets(source, assignment.target):
                    old = target.value
                    self._assign(target, run)
                    runs += 1
                    if target.value != old and runs < _MOST_TRIGGERED:
                        touched.setdefault(target, old)
                        waiting.append(target)

    def _assign(self, target: Item, run: Compiled) -> None:
        try:
            target.node.set_text(to_text(run(Context(target.node, self.world))))
            target.failures.pop("setvalue", None)
        except ExpressionError as error:
            target.failures["setvalue"] = error.reason

    def _preload(self, items: Mapping[Item, str]) -> None:
        for item in items:
            question = item.question
            if question is not None and question.bind.preload and not item.value:
                item.node.set_text(preloaded(question.bind, self.around))

    def refresh(self) -> Changes:
        """Runs every rule again: after a change of structure, or to compare."""
        if not self.world.salt:
            self.world.salt = self.instance_id
        self.changed = self._settled(self.recomputer.all())
        return self.changed

    def _load_defaults(self, top: Item, events: frozenset[str], *, only_meta: bool = False) -> None:
        for assignment, run in self.program.assignments:
            if assignment.events & events and (is_meta(assignment.target) or not only_meta):
                for target in top.index.get(assignment.target, ()):
                    self._assign(target, run)

    def _settled(self, changes: Changes) -> Changes:
        """Adds the instances that counted repeats call for, until none is missing."""
        while self.recomputer.counts:
            wanted, self.recomputer.counts = self.recomputer.counts, []
            for parent, template, missing in wanted:
                self.recomputer.mark(parent, Aspect.STRUCTURE)
                for _ in range(missing):
                    self.start(self.tree.add(parent, template, ""))
            changes = changes.with_more(self.recomputer.all())
        return changes

    def worded(self, item: Item, wording: Wording, language: str = "") -> str:
        """A wording in a language (the entry's own where none is named), with answers filled in."""
        parts = words(wording, language or self.language)
        found = (part if isinstance(part, str) else self._answer_shown(item, part.expression) for part in parts)
        return "".join(found).strip()

    def _answer_shown(self, item: Item, expression: str) -> str:
        run = self.program.outputs.get(f"{item.template}|{expression}")
        try:
            return "" if run is None else to_text(run(Context(item.node, self.world)))
        except ExpressionError:
            return "…"

    def _choice_name(self, code: str, path: str, nodes: list[Node]) -> str:
        template = path.strip()
        if nodes and isinstance(nodes[0].state, Item):
            template = nodes[0].state.template
        checks = self.program.checks.get(template)
        if checks is None or checks.choices is None or code not in checks.choices.by_code:
            return code
        return checks.choices.by_code[code].label(self.language)

    def _pulled(self, table: str, column: str, key: str, value: str) -> str:
        found = self.parts.instances.of(table)
        if found is None or found.missing:
            raise ExpressionError(f"pulldata() needs the file {table}.csv, which did not come with the form")
        row = found.found(key, value)
        return "" if row is None else row.get(column, "")


def _targets(source: Item, template: str) -> list[Item]:
    """The nearest: in the instance of the trigger, else around it, else in all instances."""
    anchor = source.anchor
    while not anchor.index.get(template) and anchor.parent is not None:
        anchor = anchor.parent.anchor
    return list(anchor.index.get(template, ()))
