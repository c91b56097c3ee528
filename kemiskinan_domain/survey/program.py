"""A form's rules, compiled: which there are, what each one reads, and in which order they have to run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from kemiskinan_domain.survey.choice_index import Choices, choice_source
from kemiskinan_domain.survey.choice_order import ChoiceOrder
from kemiskinan_domain.survey.expression.compiler import call_fault, compile_syntax
from kemiskinan_domain.survey.expression.context import Compiled
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.parser import parse
from kemiskinan_domain.survey.expression.references import (
    Names,
    Reference,
    localised,
    localised_predicate,
    names_of,
    predicate_references,
    references,
)
from kemiskinan_domain.survey.expression.syntax import Expression, calls_in
from kemiskinan_domain.survey.model import Assignment, Bind, ChoiceList, FormError, Group, Output, Question, Wording
from kemiskinan_domain.survey.ordering import in_running_order
from kemiskinan_domain.survey.parts import FormParts
from kemiskinan_domain.survey.repeat_choices import RepeatChoices
from kemiskinan_domain.survey.rules import Rule, RuleKind

_OWN_PREFIXES = {"jr": "http://openrosa.org/javarosa", "orx": "http://openrosa.org/xforms"}


@dataclass(frozen=True, slots=True)
class Checks:
    """What is asked of an answer; True where a rule is simply always on."""

    required: Compiled | bool
    readonly: Compiled | bool
    constraint: Compiled | None
    warning: Compiled | None
    choices: Choices | None


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that cannot run, for the form's author: the node, which rule, and why."""

    path: str
    rule: str
    reason: str
    expression: str


@dataclass(slots=True)
class Program:
    """All rules of a form. `dependents` answers who reads a template path, and within which repeat."""

    rules: list[Rule] = field(default_factory=list)
    by_template: dict[str, list[Rule]] = field(default_factory=dict)
    dependents: dict[str, list[tuple[Rule, str]]] = field(default_factory=dict)
    checks: dict[str, Checks] = field(default_factory=dict)
    outputs: dict[str, Compiled] = field(default_factory=dict)
    assignments: list[tuple[Assignment, Compiled]] = field(default_factory=list)
    defaults_read_rules: bool = False
    faults: list[Fault] = field(default_factory=list)


def build_program(parts: FormParts) -> Program:
    """Compiles all rules; raises FormError at the first that cannot run."""
    program = check_program(parts)
    if program.faults:
        fault = program.faults[0]
        raise FormError(f"{fault.rule}: {fault.reason}", fault.path)
    return program


def check_program(parts: FormParts) -> Program:
    """Compiles all rules and lists those that cannot run as faults."""
    return _Builder(parts).build()


class _Builder:
    def __init__(self, parts: FormParts) -> None:
        self.parts = parts
        self.program = Program()
        self.known = {*parts.questions, *parts.groups}
        self.repeats = {names_of(path) for path, group in parts.groups.items() if group.repeats}
        self.prefixes = {**_OWN_PREFIXES, **{k: v for k, v in parts.prefixes.items() if k}}

    def build(self) -> Program:
        for path, group in self.parts.groups.items():
            if group.count:
                self._rule(RuleKind.COUNT, path, "repeat_count", group.count)
            self._relevance(path, group.bind)
            self._words(group, (group.labels, group.hints))
        for path, question in self.parts.questions.items():
            self._relevance(path, question.bind)
            if question.bind.calculate:
                self._rule(RuleKind.CALCULATE, path, "calculation", question.bind.calculate)
            self._checks(question)
            bind = question.bind
            messages = (bind.constraint_message, bind.required_message, bind.warning_message)
            self._words(question, (question.labels, question.hints, *messages))
        for assignment in self.parts.assignments:
            run = self._compiled(assignment.target, "default", assignment.expression)
            if run is not None:
                self.program.assignments.append((assignment, run[0]))
                self.program.defaults_read_rules |= not assignment.trigger and self._reads_calculated(run[1])
        self._put_in_order()
        self._connect()
        return self.program

    def _relevance(self, path: str, bind: Bind) -> None:
        if bind.relevant:
            self._rule(RuleKind.RELEVANT, path, "relevant", bind.relevant)

    def _rule(self, kind: RuleKind, path: str, name: str, expression: str) -> None:
        found = self._compiled(path, name, expression)
        if found is not None:
            self._add(Rule(kind, path, found[0], found[1]))

    def _add(self, rule: Rule) -> None:
        self.program.rules.append(rule)
        self.program.by_template.setdefault(rule.template, []).append(rule)

    def _compiled(self, path: str, name: str, expression: str) -> tuple[Compiled, tuple[Reference, ...]] | None:
        try:
            syntax = self._syntax(path, expression)
            _refuse_faulty_calls(syntax)
            run = compile_syntax(syntax, self.prefixes)
            return run, tuple(self._expanded(path, syntax))
        except ExpressionError as error:
            self.program.faults.append(Fault(path, name, str(error), expression))
            return None

    def _syntax(self, path: str, expression: str) -> Expression:
        return localised(parse(expression), names_of(path), self.repeats)

    def _expanded(self, path: str, syntax: Expression) -> list[Reference]:
        found: list[Reference] = []
        for one in references(syntax, names_of(path)):
            target = "/" + "/".join(one.target)
            if one.whole_subtree:
                under = [known for known in self.known if known == target or known.startswith(target.rstrip("/") + "/")]
                found += [Reference(names_of(known), one.reach) for known in under]
            elif target in self.known:
                found.append(one)
            elif target != "/":
                raise ExpressionError(f"refers to {target}, which the form does not have")
        return found

    def _checks(self, question: Question) -> None:
        bind, path = question.bind, question.path
        reads: list[Reference] = []

        def part(name: str, expression: str) -> Compiled | None:
            found = self._compiled(path, name, expression) if expression else None
            if found is not None:
                reads.extend(found[1])
            return None if found is None else found[0]

        source = None if question.choice_list is None else self._choices(question, question.choice_list, reads)
        self.program.checks[path] = Checks(
            required=_switch(bind.required, lambda: part("required", bind.required)),
            readonly=_switch(bind.readonly, lambda: part("readonly", bind.readonly)),
            constraint=part("constraint", bind.constraint),
            warning=part("warning", bind.warning),
            choices=source,
        )
        self._add(Rule(RuleKind.CHECK, path, None, tuple(reads)))

    def _reads_calculated(self, reads: tuple[Reference, ...]) -> bool:
        found = (self.parts.questions.get("/" + "/".join(one.target)) for one in reads)
        return any(question is not None and question.calculated for question in found)

    def _choices(self, question: Question, listed: ChoiceList, reads: list[Reference]) -> Choices | None:
        order = self._order(question, listed, reads)
        if listed.repeat:
            return self._repeat_choices(question, listed, order, reads)
        written = listed.filter
        if not written:
            return choice_source(listed, None, {}, self.prefixes, order)
        try:
            syntax = self._filter_syntax(question.path, written)
            _refuse_faulty_calls(syntax)
            columns = frozenset().union(*(choice.columns for choice in listed.choices))
            reads += list(self._filter_reads(question.path, syntax))
            return choice_source(listed, syntax, columns, self.prefixes, order)
        except ExpressionError as error:
            self.program.faults.append(Fault(question.path, "choice_filter", str(error), written))
            return None

    def _order(self, question: Question, listed: ChoiceList, reads: list[Reference]) -> ChoiceOrder | None:
        if not listed.shuffled:
            return None
        found = self._compiled(question.path, "parameters", listed.seed) if listed.seed else None
        reads += () if found is None else found[1]
        return ChoiceOrder(None if found is None else found[0], question.path)

    def _repeat_choices(
        self, question: Question, listed: ChoiceList, order: ChoiceOrder | None, reads: list[Reference]
    ) -> Choices | None:
        nodeset = f"{listed.repeat}[{listed.filter}]" if listed.filter else listed.repeat
        nodes = self._compiled(question.path, "choice_filter", nodeset)
        for name in (listed.value, listed.label):
            found = self._compiled(question.path, "type", f"{nodeset}/{name}")
            reads += () if found is None else found[1]
        if nodes is None:
            return None
        reads += nodes[1]
        value, label = (compile_syntax(parse(name), self.prefixes) for name in (listed.value, listed.label))
        return RepeatChoices(nodes[0], value, label, order)

    def _filter_syntax(self, path: str, written: str) -> Expression:
        """As a predicate, so that references to answers go through current() or from the root."""
        return localised_predicate(parse(written), names_of(path), self.repeats)

    def _filter_reads(self, path: str, syntax: Expression) -> list[Reference]:
        found: list[Reference] = []
        for one in predicate_references(syntax, names_of(path)):
            target = "/" + "/".join(one.target)
            if target in self.known:
                found.append(one)
            elif not one.whole_subtree and target != "/":
                raise ExpressionError(f"refers to {target}, which the form does not have")
        return found

    def _words(self, shown: Question | Group, wordings: tuple[Wording, ...]) -> None:
        reads: list[Reference] = []
        expressions = {one for wording in wordings for one in _outputs(wording)}
        if isinstance(shown, Question) and shown.choice_list is not None:
            expressions |= shown.choice_list.outputs
        for expression in sorted(expressions):
            found = self._compiled(shown.path, "label", expression)
            if found is not None:
                self.program.outputs[f"{shown.path}|{expression}"] = found[0]
                reads += found[1]
        if reads:
            self._add(Rule(RuleKind.WORDS, shown.path, None, tuple(reads)))

    def _put_in_order(self) -> None:
        ordered, circular = in_running_order(self.program.rules)
        self.program.rules = ordered
        for place, rule in enumerate(ordered):
            rule.order = place
        if circular is not None:
            self.program.faults.append(
                Fault(circular.template, circular.kind.name.lower(), "circular: it depends on itself", "")
            )

    def _connect(self) -> None:
        known: set[tuple[str, int, str]] = set()
        for rule in self.program.rules:
            own = names_of(rule.template)
            for one in rule.reads:
                target = "/" + "/".join(one.target)
                scope = self._scope(own, one.reach)
                if (target, id(rule), scope) not in known:
                    known.add((target, id(rule), scope))
                    self.program.dependents.setdefault(target, []).append((rule, scope))

    def _scope(self, own: Names, reach: Names) -> str:
        """The innermost repeat around the rule that its path does not leave."""
        within = [one for one in self.repeats if own[: len(one)] == one and reach[: len(one)] == one]
        return "/" + "/".join(sorted(within, key=len)[-1]) if within else ""


def _refuse_faulty_calls(syntax: Expression) -> None:
    for call, _around in calls_in(syntax):
        fault = call_fault(call)
        if fault is not None:
            raise fault


def _switch(written: str, compile_it: Callable[[], Compiled | None]) -> Compiled | bool:
    if not written:
        return False
    if written == "true()":
        return True
    return compile_it() or False


def _outputs(wording: Wording) -> set[str]:
    return {part.expression for parts in wording.values() for part in parts if isinstance(part, Output)}
