"""Criteria files: dated parameters with their source, in TOML. A changed threshold is a new file, not new code."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final, TypeVar

from kemiskinan_domain.scoring.rules import AmountRule, AnyRule, CodeRule, FloorAreaRule, Rule

T = TypeVar("T")
_KEYS: Final = {
    "question": {"question", "of", "met", "not_met", "unclear", "then", "also"},
    "amount": {"amount", "at_most", "below"},
    "floor_area": {"floor_area", "below"},
    "any": {"any"},
}


class ParametersError(Exception):
    """A criteria file that cannot be used; `place` names the entry."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


@dataclass(frozen=True, slots=True)
class IndicatorRule:
    """One criterion: its code in the source, its words, its rule."""

    code: str
    titles: Mapping[str, str]
    rule: Rule


@dataclass(frozen=True, slots=True)
class CriteriaSet:
    """A set of criteria from one day on; `poor_from` is how many must hold, where the source says so."""

    set: str
    valid_from: date
    source: str
    verified: bool
    titles: Mapping[str, str]
    indicators: tuple[IndicatorRule, ...]
    poor_from: int | None = None


def read_criteria(text: str) -> CriteriaSet:
    """A criteria file. Raises ParametersError naming the entry that is missing or wrong."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ParametersError("file", str(error)) from error
    name = _get(table, "set", str, "file")
    poor_from = _get(table, "poor_from", int, name) if "poor_from" in table else None
    found = CriteriaSet(
        name,
        _get(table, "valid_from", date, name),
        _get(table, "source", str, name),
        _get(table, "verified", bool, name),
        _titles(table, name),
        tuple(_indicator(one, name) for one in _tables(table, "indicator", name)),
        poor_from,
    )
    codes = [one.code for one in found.indicators]
    if len(set(codes)) != len(codes) or not codes:
        raise ParametersError(name, "indicators need codes of their own")
    if poor_from is not None and not 1 <= poor_from <= len(codes):
        raise ParametersError(f"{name}.poor_from", "must lie between 1 and the number of indicators")
    return found


def in_force(sets: Iterable[CriteriaSet], day: date) -> tuple[CriteriaSet, ...]:
    """Of each set the newest that is valid on that day, in the order given."""
    newest: dict[str, CriteriaSet] = {}
    for one in sets:
        known = newest.get(one.set)
        if one.valid_from <= day and (known is None or known.valid_from < one.valid_from):
            newest[one.set] = one
    return tuple(newest.values())


def _indicator(table: Mapping[str, object], parent: str) -> IndicatorRule:
    code = _get(table, "code", str, parent)
    place = f"{parent}.{code}"
    return IndicatorRule(code, _titles(table, place), _rule(_get(table, "rule", dict, place), place))


def _rule(table: Mapping[str, object], place: str) -> Rule:
    kinds = [kind for kind in _KEYS if kind in table]
    if len(kinds) != 1:
        raise ParametersError(place, f"a rule has exactly one of {', '.join(_KEYS)}")
    (kind,) = kinds
    unknown = table.keys() - _KEYS[kind]
    if unknown:
        raise ParametersError(place, f"unknown entry {', '.join(sorted(unknown))}")
    match kind:
        case "question":
            return _code_rule(table, place)
        case "amount":
            return _amount_rule(table, place)
        case "floor_area":
            return FloorAreaRule(_get(table, "floor_area", str, place), _number(table, "below", place))
        case _:
            return AnyRule(tuple(_rule(one, f"{place}.any") for one in _tables(table, "any", place)))


def _code_rule(table: Mapping[str, object], place: str) -> CodeRule:
    then = _get(table, "then", dict, place) if "then" in table else {}
    met, not_met, unclear = (_codes(table, name, place) for name in ("met", "not_met", "unclear"))
    named = [*met, *not_met, *unclear, *then]
    if len(set(named)) != len(named):
        raise ParametersError(place, "a code stands twice")
    of = _get(table, "of", str, place) if "of" in table else "household"
    if of not in ("household", "head"):
        raise ParametersError(f"{place}.of", "is household or head")
    return CodeRule(
        _get(table, "question", str, place),
        frozenset(met),
        frozenset(not_met),
        frozenset(unclear),
        of == "head",
        {str(code): _rule(inner, f"{place}.then.{code}") for code, inner in then.items()},
        tuple(_codes(table, "also", place)),
    )


def _amount_rule(table: Mapping[str, object], place: str) -> AmountRule:
    if ("at_most" in table) == ("below" in table):
        raise ParametersError(place, "an amount has either at_most or below")
    name = "at_most" if "at_most" in table else "below"
    return AmountRule(_get(table, "amount", str, place), _number(table, name, place), name == "at_most")


def _number(table: Mapping[str, object], name: str, place: str) -> Decimal:
    """Numbers are written as text, so that none of them ever was a float."""
    try:
        number = Decimal(_get(table, name, str, place))
    except InvalidOperation as error:
        raise ParametersError(f"{place}.{name}", "is no number") from error
    if not number.is_finite():
        raise ParametersError(f"{place}.{name}", "is no number")
    return number


def _codes(table: Mapping[str, object], name: str, place: str) -> list[str]:
    codes = _get(table, name, list, place) if name in table else []
    if not all(isinstance(code, str) for code in codes):
        raise ParametersError(f"{place}.{name}", "codes are text")
    return codes


def _tables(table: Mapping[str, object], name: str, place: str) -> list[dict[str, object]]:
    tables = _get(table, name, list, place)
    if not tables or not all(isinstance(one, dict) for one in tables):
        raise ParametersError(f"{place}.{name}", "is a list of tables")
    return tables


def _titles(table: Mapping[str, object], place: str) -> dict[str, str]:
    titles = _get(table, "titles", dict, place)
    if not titles.get("id") or not all(isinstance(one, str) for one in titles.values()):
        raise ParametersError(f"{place}.titles", "needs words in Bahasa Indonesia")
    return titles


def _get(table: Mapping[str, object], name: str, kind: type[T], place: str) -> T:
    value = table.get(name)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise ParametersError(f"{place}.{name}", f"is missing or no {kind.__name__}")
    return value
