"""Looks over a form before it reaches a laptop: errors for what cannot run, warnings for known traps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.parser import parse
from kemiskinan_domain.survey.expression.references import OVER_ALL, names_of, references
from kemiskinan_domain.survey.expression.syntax import Call, Expression, Literal, calls_in
from kemiskinan_domain.survey.expression.syntax import Path as XPath
from kemiskinan_domain.survey.model import Bind, FormError, Question
from kemiskinan_domain.survey.parts import FormParts, is_meta
from kemiskinan_domain.survey.program import check_program
from kemiskinan_domain.survey.sheet import SheetPlaces, sheet_places
from kemiskinan_domain.survey.xform import read_xform
from kemiskinan_domain.survey.xlsform import compile_form

_COLUMNS = {"calculate": "calculation", "relevant": "relevant"}
_CHANGING = frozenset({"uuid", "random", "now"})


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to mend; `row` counts as the sheet does (the header is row 1), 0 where it is unknown."""

    error: bool
    sheet: str
    row: int
    column: str
    text: str

    def __str__(self) -> str:
        kind = "error" if self.error else "warning"
        return f"{kind}: sheet {self.sheet}, row {self.row or '?'}, column {self.column or '?'}: {self.text}"


def check_form(path: Path) -> list[Finding]:
    """All findings of a form file, errors first."""
    places = sheet_places(path)
    try:
        parts = read_xform(compile_form(path))
    except FormError as error:
        return [_of_compiler(str(error))]
    faults = check_program(parts).faults
    found = [
        Finding(True, "survey", places.row(one.path), _COLUMNS.get(one.rule, one.rule), one.reason) for one in faults
    ]
    found += _collisions(parts, places)
    found += _traps(parts, places)
    return sorted(found, key=lambda one: (not one.error, one.row))


def _of_compiler(message: str) -> Finding:
    row = re.search(r"\[row : (\d+)\]", message)
    sheet = re.search(r"'(\w+)' sheet", message)
    column = re.search(r"'([\w:]+)' (?:value|column)", message)
    return Finding(
        True,
        sheet[1] if sheet else "survey",
        int(row[1]) if row else 0,
        column[1] if column else "",
        message,
    )


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
