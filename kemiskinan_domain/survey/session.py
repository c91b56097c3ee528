"""The running state of one filled questionnaire: its items, its rules at work, and what they last changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo

from kemiskinan_domain.survey.changes import Aspect, Changes, FieldChange
from kemiskinan_domain.survey.checks import Checker
from kemiskinan_domain.survey.expression.context import Compiled, Context, World
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.expression.values import to_text
from kemiskinan_domain.survey.items import Item, ItemTree
from kemiskinan_domain.survey.model import Wording, words
from kemiskinan_domain.survey.parts import FormParts
from kemiskinan_domain.survey.program import Program
from kemiskinan_domain.survey.recompute import Recomputer
from kemiskinan_domain.survey.records import UnplacedField, field_changes, own_answers

_FIRST_LOAD = frozenset({"odk-instance-first-load", "odk-instance-load"})
_NEW_REPEAT = frozenset({"odk-new-repeat", *_FIRST_LOAD})


class Session:
    """What an entry stands on. Whoever writes into `tree` by another way than `write` calls `refresh` after it."""

    def __init__(self, parts: FormParts, program: Program, now: datetime, language: str, zone: tzinfo) -> None:
        self.parts = parts
        self.program = program
        self.language = language or parts.languages[0]
        self.tree = ItemTree(parts)
        self.world = World(now, zone, parts.instances, self._choice_name)
        self.world.nothing_is_blank = True
        self.checker = Checker(program, self.world, self.worded)
        self.recomputer = Recomputer(program, self.tree, self.world, self.checker)
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

    def write(self, item: Item, value: str) -> tuple[FieldChange, ...]:
        """Puts a value that was read in place and gives the changes of the records; `changed` has the places."""
        touched = {item: item.value}
        item.node.set_text(value)
        touched |= self._triggered(item)
        self.changed = self._settled(self.recomputer.after_values(touched))
        moved = [self.tree.find(path) for path in self.changed.having(Aspect.RELEVANCE)]
        return tuple(field_changes(touched, [one for one in moved if one is not None]))

    def give_reason_for(self, item: Item, reason: str) -> tuple[FieldChange, ...]:
        """Puts the reason for an answer's soft problems in place, as `write` does with a value."""
        old, item.reason = item.reason, reason
        self.changed = self._settled(self.recomputer.after_check(item))
        return tuple(field_changes({}, [], {item: old}))

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
                self.recomputer.mark(parent, Aspect.STRUCTURE)
                for _ in range(missing):
                    self.start(self.tree.add(parent, template, ""))
            changes = changes.with_more(self.recomputer.all())
        return changes

    def worded(self, item: Item, wording: Wording, language: str = "") -> str:
        """A wording in a language (the entry's own where none is named), with answers filled in."""
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
