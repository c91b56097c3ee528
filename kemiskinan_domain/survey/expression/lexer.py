"""An expression into tokens, with XPath's own rule for when `*`, `and`, `or`, `div` and `mod` are operators."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kemiskinan_domain.survey.expression.errors import ExpressionError

_NAME = r"[^\W\d][\w.\-·]*"
_TOKEN = re.compile(
    rf"""\s*(?:
      (?P<number>(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)
    | (?P<literal>"[^"]*"|'[^']*')
    | (?P<symbol>//|::|\.\.|!=|<=|>=|[/()\[\].@,|+\-=<>*$])
    | (?P<name>{_NAME}(?::(?!:)(?:{_NAME}|\*))?)
    )""",
    re.VERBOSE,
)
_GLUED = re.compile(r"(?:and|or|div|mod)(?=\d)")
"""`1div2`, which ODK's clients read as a division."""
_NAMED_OPERATORS = frozenset({"and", "or", "div", "mod"})
_BEFORE_OPERAND = frozenset(
    {
        "@",
        "::",
        "(",
        "[",
        ",",
        "/",
        "//",
        "|",
        "+",
        "-",
        "=",
        "!=",
        "<",
        "<=",
        ">",
        ">=",
        "and",
        "or",
        "div",
        "mod",
        "*",
    }
)


@dataclass(frozen=True, slots=True)
class Token:
    """`kind` is number, literal, name, operator or end; `text` is what was written (a literal without quotes)."""

    kind: str
    text: str
    at: int


def tokens_of(expression: str) -> list[Token]:
    """All tokens and an end; raises ExpressionError at what is none."""
    found: list[Token] = []
    at = 0
    end = len(expression.rstrip())
    while at < end:
        match = _TOKEN.match(expression, at)
        if match is None:
            at += len(expression[at:]) - len(expression[at:].lstrip())
            raise ExpressionError(f"cannot read {expression[at]!r}", expression, at)
        kind = match.lastgroup or ""
        text = match[kind]
        glued = _GLUED.match(text) if kind == "name" and found and _ends_operand(found[-1]) else None
        if glued is not None:
            found.append(Token("operator", glued[0], match.start(kind)))
            at = match.start(kind) + len(glued[0])
            continue
        found.append(_classified(kind, text, match.start(kind), found))
        at = match.end()
    found.append(Token("end", "", end))
    return found


def _classified(kind: str, text: str, at: int, before: list[Token]) -> Token:
    if kind == "literal":
        return Token(kind, text[1:-1], at)
    last = before[-1] if before else None
    operand_before = last is not None and _ends_operand(last)
    if kind == "name" and text in _NAMED_OPERATORS and operand_before:
        return Token("operator", text, at)
    if text == "*":
        return Token("operator" if operand_before else "name", text, at)
    return Token("operator" if kind == "symbol" else kind, text, at)


def _ends_operand(token: Token) -> bool:
    return not (token.kind == "operator" and token.text in _BEFORE_OPERAND)
