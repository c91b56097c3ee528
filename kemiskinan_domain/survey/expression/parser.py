"""Tokens into syntax, by the XPath 1.0 grammar: a function may be followed by a path (`instance('x')/root/item`)."""

from __future__ import annotations

from functools import lru_cache

from kemiskinan_domain.survey.expression.errors import ExpressionError
from kemiskinan_domain.survey.expression.lexer import Token, tokens_of
from kemiskinan_domain.survey.expression.syntax import (
    Call,
    Expression,
    Filter,
    Literal,
    Negation,
    NodeTest,
    Number,
    Operation,
    Path,
    Step,
)

AXES = frozenset(
    [
        "ancestor",
        "ancestor-or-self",
        "attribute",
        "child",
        "descendant",
        "descendant-or-self",
        "following",
        "following-sibling",
        "namespace",
        "parent",
        "preceding",
        "preceding-sibling",
        "self",
    ]
)
_NODE_TYPES = frozenset({"node", "text", "comment", "processing-instruction"})
_LEVELS = (
    ("or",),
    ("and",),
    ("=", "!="),
    ("<", "<=", ">", ">="),
    ("+", "-"),
    ("*", "div", "mod"),
)
_DEEPEST = 100
_ANY_DESCENDANT = Step("descendant-or-self", NodeTest(type="node"))


@lru_cache(maxsize=4096)
def parse(expression: str) -> Expression:
    """The syntax of an expression; raises ExpressionError where it cannot be read."""
    reader = _Reader(expression)
    result = reader.binary(0)
    if reader.token.kind != "end":
        raise reader.error(f"did not expect {reader.token.text!r}")
    return result


class _Reader:
    def __init__(self, expression: str) -> None:
        self.expression = expression
        self.tokens = tokens_of(expression)
        self.place = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        return self.tokens[self.place]

    def error(self, reason: str) -> ExpressionError:
        return ExpressionError(reason, self.expression, self.token.at)

    def take(self) -> Token:
        token = self.token
        self.place += 1
        return token

    def sees(self, *texts: str) -> bool:
        return self.token.kind == "operator" and self.token.text in texts

    def next_is(self, text: str) -> bool:
        following = self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        return following.kind == "operator" and following.text == text

    def expect(self, text: str) -> None:
        if not self.sees(text):
            raise self.error(f"expected {text!r}")
        self.place += 1

    def binary(self, level: int) -> Expression:
        if level == 0:
            self.depth += 1
            if self.depth > _DEEPEST:
                raise self.error("nested too deeply")
        if level == len(_LEVELS):
            return self.unary()
        left = self.binary(level + 1)
        while self.sees(*_LEVELS[level]):
            operator = self.take().text
            left = Operation(operator, left, self.binary(level + 1))
        if level == 0:
            self.depth -= 1
        return left

    def unary(self) -> Expression:
        minuses = 0
        while self.sees("-"):
            self.take()
            minuses += 1
        operand = self.union()
        for _ in range(minuses):
            operand = Negation(operand)
        return operand

    def union(self) -> Expression:
        left = self.path()
        while self.sees("|"):
            self.take()
            left = Operation("|", left, self.path())
        return left

    def path(self) -> Expression:
        if self.sees("/"):
            self.take()
            return Path(self.steps() if self.step_follows() else (), absolute=True)
        if self.sees("//"):
            self.take()
            return Path((_ANY_DESCENDANT, *self.steps()), absolute=True)
        if not self.primary_follows():
            return Path(self.steps())
        start = self.filtered()
        if self.sees("/"):
            self.take()
            return Path(self.steps(), start=start)
        if self.sees("//"):
            self.take()
            return Path((_ANY_DESCENDANT, *self.steps()), start=start)
        return start

    def primary_follows(self) -> bool:
        token = self.token
        if token.kind in ("number", "literal") or self.sees("(", "$"):
            return True
        return token.kind == "name" and token.text not in _NODE_TYPES and self.next_is("(")

    def step_follows(self) -> bool:
        return self.token.kind == "name" or self.sees(".", "..", "@")

    def filtered(self) -> Expression:
        primary = self.primary()
        predicates = self.predicates()
        return Filter(primary, predicates) if predicates else primary

    def primary(self) -> Expression:
        token = self.take()
        if token.kind == "number":
            return Number(float(token.text))
        if token.kind == "literal":
            return Literal(token.text)
        if token.kind == "name":
            return Call(token.text, self.arguments(), token.at)
        if token.text == "$":
            raise ExpressionError("variables are not part of questionnaires", self.expression, token.at)
        inner = self.binary(0)
        self.expect(")")
        return inner

    def arguments(self) -> tuple[Expression, ...]:
        self.expect("(")
        found: list[Expression] = []
        if not self.sees(")"):
            found.append(self.binary(0))
            while self.sees(","):
                self.take()
                found.append(self.binary(0))
        self.expect(")")
        return tuple(found)

    def predicates(self) -> tuple[Expression, ...]:
        found: list[Expression] = []
        while self.sees("["):
            self.take()
            found.append(self.binary(0))
            self.expect("]")
        return tuple(found)

    def steps(self) -> tuple[Step, ...]:
        found = [self.step()]
        while self.sees("/", "//"):
            if self.take().text == "//":
                found.append(_ANY_DESCENDANT)
            found.append(self.step())
        return tuple(found)

    def step(self) -> Step:
        if self.sees("."):
            self.take()
            return Step("self", NodeTest(type="node"), self.predicates())
        if self.sees(".."):
            self.take()
            return Step("parent", NodeTest(type="node"), self.predicates())
        axis = "child"
        if self.sees("@"):
            self.take()
            axis = "attribute"
        elif self.token.kind == "name" and self.next_is("::"):
            axis = self.take().text
            if axis not in AXES:
                raise self.error(f"unknown axis {axis!r}")
            self.expect("::")
        return Step(axis, self.node_test(), self.predicates())

    def node_test(self) -> NodeTest:
        if self.token.kind != "name":
            raise self.error("expected a name" if self.token.kind != "end" else "ends too early")
        name = self.take().text
        if name in _NODE_TYPES and self.sees("("):
            self.take()
            target = self.take().text if self.token.kind == "literal" else None
            self.expect(")")
            return NodeTest(type=name, target=target)
        prefix, colon, local = name.rpartition(":")
        return NodeTest(local, prefix if colon else None)
