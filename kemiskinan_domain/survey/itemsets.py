"""Where the choices of a question come from, read from the text of an itemset."""

from __future__ import annotations

import re
from dataclasses import dataclass

_RANDOM = re.compile(r"\s*randomize\s*\(", re.DOTALL)
_INSTANCE = re.compile(r"\s*instance\(\s*(['\"])(.*?)\1\s*\)\s*/")


@dataclass(frozen=True, slots=True)
class Nodeset:
    """An itemset's nodes: of a table (`instance`) or of the answers (`path`), with the condition on each.

    `shuffled`: in another order each time; `seed` is the expression that fixes the order.
    """

    instance: str
    path: str
    condition: str
    shuffled: bool = False
    seed: str = ""


def read_nodeset(written: str) -> Nodeset:
    """Takes `randomize(instance('x')/root/item[cond], seed)` and its simpler forms apart."""
    text, seed = written.strip(), ""
    shuffled = _RANDOM.match(text) is not None
    if shuffled:
        parts = _split(text[text.index("(") + 1 : text.rindex(")")], ",")
        text, seed = parts[0].strip(), parts[1].strip() if len(parts) > 1 else ""
    found = _INSTANCE.match(text)
    path, condition = _path_and_condition(text)
    return Nodeset("" if found is None else found[2], path, condition, shuffled, seed)


def _path_and_condition(text: str) -> tuple[str, str]:
    """Conditions on the last step, several joined by `and`."""
    at = _last_step(text)
    first = text.find("[", at)
    if first < 0:
        return text, ""
    conditions: list[str] = []
    rest = text[first:].strip()
    while rest.startswith("["):
        inside = _split(rest[1:], "]")[0]
        conditions.append(inside.strip())
        rest = rest[len(inside) + 2 :].strip()
    joined = conditions[0] if len(conditions) == 1 else " and ".join(f"({one})" for one in conditions)
    return text[:first].strip(), joined


def _last_step(text: str) -> int:
    """Where the last step begins: after the last slash that is in no bracket and no quotes."""
    return len(text) - len(_split(text, "/")[-1])


def _split(text: str, mark: str) -> list[str]:
    """Parts between marks that stand in no bracket and no quotes."""
    parts: list[str] = []
    depth, quote, begun = 0, "", 0
    for at, sign in enumerate(text):
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        elif sign == mark and depth == 0:
            parts.append(text[begun:at])
            begun = at + 1
        elif sign in "([":
            depth += 1
        elif sign in ")]":
            depth -= 1
    return [*parts, text[begun:]]
