"""What goes wrong with an expression or with the XML it runs on."""

from __future__ import annotations


class ExpressionError(Exception):
    """An expression that cannot be read or cannot run; `position` counts characters from 0 where it is known."""

    def __init__(self, reason: str, expression: str = "", position: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.expression = expression
        self.position = position

    def __str__(self) -> str:
        where = "" if self.position is None else f" at character {self.position + 1}"
        return f"{self.reason}{where}" + (f" in: {self.expression}" if self.expression else "")


class TreeError(Exception):
    """XML that is not well formed, or that declares entities (which we never expand)."""
