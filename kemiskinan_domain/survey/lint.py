"""Looks over a form before it reaches a laptop: errors for what cannot run, warnings for known traps."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.parser import parse
from kemiskinan_domain.survey.expression.references import OVER_ALL, names_of, references
from kemiskinan_domain.survey.expression.syntax import Call, Expression, Literal, calls_in
from kemiskinan_domain.survey.expression.syntax import Path as XPath
from kemiskinan_domain.survey.findings import Finding, of_pyxform
from kemiskinan_domain.survey.lint_sheets import sheet_traps
from kemiskinan_domain.survey.model import Bind, FormError, Question, UnreadableFileError
from kemiskinan_domain.survey.parts import FormParts, is_meta
from kemiskinan_domain.survey.program import check_program
from kemiskinan_domain.survey.sheet import SheetPlaces, sheet_places
from kemiskinan_domain.survey.xform import read_xform
from kemiskinan_domain.survey.xlsform import compiled_form

_COLUMNS = {"calculate": "calculation", "relevant": "relevant"}
_CHANGING = frozenset({"uuid", "random", "now"})


def check_form(path: Path) -> list[Finding]:
    """All findings of a form file, errors first."""
    places = sheet_places(path)
    try:
        compiled = compiled_form(path)
        parts = read_xform(compiled.text)
    except UnreadableFileError as error:
        return [Finding(True, "", 0, "", str(error))]
    except FormError as error:
        return [of_pyxform(str(error), places, error=True)]
    faults = check_program(parts).faults
    found = [
        Finding(True, "survey", places.row(one.path), _COLUMNS.get(one.rule, one.rule), one.reason) for one in faults
    ]
    if not any(question.control for question in parts.questions.values()):
        found.append(Finding(True, "survey", 0, "type", "this form asks nothing"))
    found += _collisions(parts, places)
    found += _traps(parts, places)
    found += sheet_traps(parts, places)
    found += [of_pyxform(one, places, error=False) for one in compiled.warnings]
    return sorted(found, key=lambda one: (not one.error, one.row))


def _collisions(parts: FormParts, places: SheetPlaces) -> Iterator[Finding]:
    """Two questions of one record must not fill the same field."""
    seen: dict[tuple[str | None, str], str] = {}
    for path, question in parts.questions.items():
        if is_meta(path):
            continue
        key = (question.repeat_path, question.field)
        if key in seen:
            text = f"{question.field} is filled by {seen[key]} already"
            yield Finding(True, "survey", places.row(path), "name", text)
        seen.setdefault(key, path)


def _traps(parts: FormParts, places: SheetPlaces) -> Iterator[Finding]:
    for path, question in parts.questions.items():
        for column, expression in _rules(question.bind):
            try:
                syntax = parse(expression)
            except ExpressionError:
                continue
            for text in _traps_in(syntax, question, column):
                yield Finding(False, "survey", places.row(path), column, text)


def _rules(bind: Bind) -> Iterator[tuple[str, str]]:
    named = {
        "relevant": bind.relevant,
        "required": bind.required,
        "constraint": bind.constraint,
        "calculation": bind.calculate,
        "bind::kemiskinan:warning": bind.warning,
    }
    return ((column, expression) for column, expression in named.items() if expression)


def _traps_in(syntax: Expression, question: Question, column: str) -> Iterator[str]:
    for call, around in calls_in(syntax):
        if call.name == "regex" and len(call.arguments) == 2:
            pattern = call.arguments[1]
            if isinstance(pattern, Literal) and not (pattern.text.startswith("^") and pattern.text.endswith("$")):
                yield "regex() matches the whole text here but a part of it in Enketo: begin with ^, end with $"
        if call.name in _CHANGING and column == "calculation" and "once" not in around:
            yield f"{call.name}() gives another value each time: put it inside once()"
        if call.name in OVER_ALL and call.name not in ("position", "concat", "join") and question.repeat_path:
            yield from _one_instance(call, question)


def _one_instance(call: Call, question: Question) -> Iterator[str]:
    assert question.repeat_path is not None
    repeat = names_of(question.repeat_path)
    for argument in call.arguments[:1]:
        if not isinstance(argument, XPath) or argument.absolute:
            continue
        for one in references(XPath(argument.steps, start=argument.start), names_of(question.path)):
            inner = any(step.test.name != "*" for step in argument.steps)
            if inner and one.reach[: len(repeat)] == repeat:
                yield f"{call.name}() inside the repeat sees only its own instance: write the path from /data"
                return
