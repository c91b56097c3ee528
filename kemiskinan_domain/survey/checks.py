"""Judges one answer: is it asked, must it be there, does it hold; and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from kemiskinan_domain.survey.changes import Aspect
from kemiskinan_domain.survey.choice_index import Choices
from kemiskinan_domain.survey.expression.context import Compiled, Context, World
from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.values import to_boolean
from kemiskinan_domain.survey.items import Item, Problem, ProblemKind
from kemiskinan_domain.survey.model import Choice, Question, QuestionType, RecordRule, Wording
from kemiskinan_domain.survey.program import Checks, Program

Wordings = Callable[[Item, Wording], str]
_CHOSEN = (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK)


class Checker:
    """Runs the checks of a form on items of one entry; `word` fills a message in the entry's language."""

    def __init__(self, program: Program, world: World, word: Wordings) -> None:
        self.program = program
        self.world = world
        self.word = word

    def check(self, item: Item) -> list[Aspect]:
        """Brings an item's state up to date and says in which respects it differs from before."""
        question = item.question
        if question is None:
            return self._group_failed(item)
        checks = self.program.checks[item.template]
        item.failures = {name: why for name, why in item.failures.items() if name in ("relevant", "calculate")}
        aspects: list[Aspect] = []
        required = item.visible and self._switch(item, "required", checks.required)
        readonly = question.calculated or self._switch(item, "readonly", checks.readonly)
        problems = self._problems(item, question, checks, required) if item.visible else ()
        if required != item.required:
            item.required = required
            aspects.append(Aspect.REQUIRED)
        if readonly != item.readonly:
            item.readonly = readonly
            aspects.append(Aspect.READONLY)
        if problems != item.problems:
            item.problems = problems
            aspects.append(Aspect.PROBLEMS)
        if checks.choices is not None and checks.choices.filtered:
            aspects.append(Aspect.CHOICES)
        return aspects

    def _group_failed(self, item: Item) -> list[Aspect]:
        """A group has no answer to judge, but a rule of its own that could not be evaluated is told."""
        above = item.parent is None or item.parent.visible
        problems = tuple(Problem(item.path, ProblemKind.UNEVALUATED, why) for why in item.failures.values() if above)
        if problems == item.problems:
            return []
        item.problems = problems
        return [Aspect.PROBLEMS]

    def offered(self, item: Item) -> tuple[Choice, ...]:
        """What can be picked now."""
        checks = self.program.checks.get(item.template)
        if checks is None or checks.choices is None:
            return ()
        try:
            return checks.choices.offered(Context(item.node, self.world))
        except ExpressionError:
            return ()  # told as not evaluated where an answer is judged

    def _switch(self, item: Item, name: str, rule: Compiled | bool) -> bool:
        if isinstance(rule, bool):
            return rule
        return self._holds(item, name, rule) is True

    def _holds(self, item: Item, name: str, rule: Compiled) -> bool | None:
        """None where the rule could not be evaluated, which is never a pass."""
        try:
            return to_boolean(rule(Context(item.node, self.world)))
        except ExpressionError as error:
            item.failures[name] = error.reason
            return None

    def _problems(self, item: Item, question: Question, checks: Checks, required: bool) -> tuple[Problem, ...]:
        found: list[Problem] = []
        if item.value:
            self._answered(item, question, checks, found)
        elif required:
            found.append(self._problem(item, ProblemKind.REQUIRED, question.bind.required_message))
        if question.bind.record_rule is not None and item.value != "true":
            hard = question.bind.record_rule is RecordRule.HARD
            found.append(self._problem(item, ProblemKind.RECORD, question.bind.warning_message, hard=hard))
        if item.failures:
            why = next(iter(item.failures.values()))
            found.append(Problem(item.path, ProblemKind.UNEVALUATED, why))
        return tuple(found)

    def _answered(self, item: Item, question: Question, checks: Checks, found: list[Problem]) -> None:
        if checks.choices is not None and question.type in _CHOSEN and self._is_offered(item, checks.choices) is False:
            found.append(self._problem(item, ProblemKind.TYPE, {}))
        if checks.choices is not None and question.type is QuestionType.RANK:
            missing = {choice.code for choice in self.offered(item)}.difference(item.value.split())
            if missing:
                found.append(self._problem(item, ProblemKind.INCOMPLETE, {}))
        if question.control == "range" and not _within_range(item.value, question.limits):
            found.append(self._problem(item, ProblemKind.CONSTRAINT, question.bind.constraint_message))
        if checks.constraint is not None and self._holds(item, "constraint", checks.constraint) is False:
            found.append(self._problem(item, ProblemKind.CONSTRAINT, question.bind.constraint_message))
        if checks.warning is not None and self._holds(item, "warning", checks.warning) is False:
            message = question.bind.warning_message
            found.append(self._problem(item, ProblemKind.WARNING, message, hard=False))

    def _is_offered(self, item: Item, source: Choices) -> bool | None:
        codes = item.value.split()
        if source.closed and not all(code in source.by_code for code in codes):
            return False
        if source.closed and not source.filtered:
            return True
        try:
            offered = {choice.code for choice in source.offered(Context(item.node, self.world))}
        except ExpressionError as error:
            item.failures["choice_filter"] = error.reason
            return None
        return all(code in offered for code in codes)

    def _problem(self, item: Item, kind: ProblemKind, message: Wording, *, hard: bool = True) -> Problem:
        return Problem(item.path, kind, self.word(item, message), hard, item.reason if not hard else "")


def _within_range(value: str, limits: Mapping[str, str]) -> bool:
    """On one of the steps between the ends; an end that is no number limits nothing."""
    number = Decimal(value)
    start, end, step = (_decimal(limits.get(name, "")) for name in ("start", "end", "step"))
    if start is not None and end is not None:
        start, end = min(start, end), max(start, end)
    if (start is not None and number < start) or (end is not None and number > end):
        return False
    return not step or start is None or (number - start) % abs(step) == 0


def _decimal(text: str) -> Decimal | None:
    try:
        return Decimal(text)
    except InvalidOperation:
        return None
