"""What an expression reads: the template paths it refers to, and how far it reaches out of its own repeat."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from kemiskinan_domain.survey.expression.syntax import (
    Call,
    Expression,
    Filter,
    Negation,
    NodeTest,
    Operation,
    Path,
    Step,
)

Names = tuple[str, ...]
_UP = Step("parent", NodeTest(type="node"))
OVER_ALL = frozenset(
    {"count", "sum", "min", "max", "join", "count-non-empty", "indexed-repeat", "position", "randomize", "concat"}
)
"""Functions that mean every instance when they are given an absolute path."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A template path that is read; `reach` is the highest place that the path climbs to on its way."""

    target: Names
    reach: Names
    whole_subtree: bool = False


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where a piece of an expression stands: on which template path (None outside the answers), what current() is,
    and how high the path around it has climbed."""

    node: Names | None
    origin: Names
    reach: Names


def names_of(path: str) -> Names:
    """`/data/anggota/nik` as names."""
    return tuple(part for part in path.split("/") if part)


def references(syntax: Expression, at: Names) -> Iterator[Reference]:
    """All that the expression reads when it stands on that template path."""
    yield from _within(syntax, _Standing(at, at, at))


def predicate_references(syntax: Expression, origin: Names) -> Iterator[Reference]:
    """What a choice filter reads of the answers: it stands on a choice, and reaches them by current() or the root."""
    yield from _within(syntax, _Standing(None, origin, origin))


def _within(syntax: Expression, at: _Standing) -> Iterator[Reference]:
    if isinstance(syntax, Negation):
        yield from _within(syntax.operand, at)
    elif isinstance(syntax, Operation):
        yield from _within(syntax.left, at)
        yield from _within(syntax.right, at)
    elif isinstance(syntax, Call):
        for argument in syntax.arguments:
            yield from _within(argument, at)
    elif isinstance(syntax, Filter):
        yield from _within(syntax.operand, at)
        yield Reference((), (), whole_subtree=True)
    elif isinstance(syntax, Path):
        yield from _path(syntax, at)


def _path(path: Path, at: _Standing) -> Iterator[Reference]:
    place: Names | None = at.node
    reach: Names = at.reach
    if path.absolute:
        place, reach = (), ()
    elif isinstance(path.start, Call) and path.start.name == "current":
        place = reach = at.origin
    elif isinstance(path.start, Call) and path.start.name == "instance":
        place = None
    elif path.start is not None:
        yield from _within(path.start, at)
        if not path.steps or at.node is None:
            return
        yield Reference((), (), whole_subtree=True)
        place = None
    for step in path.steps:
        if place is not None:
            moved = _moved(place, step)
            if moved is None:
                yield Reference(place[:-1] if step.axis.endswith("sibling") else place, (), whole_subtree=True)
            elif len(moved) < len(reach):
                reach = moved
            place = moved
        for predicate in step.predicates:
            yield from _within(predicate, _Standing(place, at.origin, reach))
    if place is not None:
        yield Reference(place, reach)


def _moved(place: Names, step: Step) -> Names | None:
    if step.axis == "self" and step.test.name == "*":
        return place
    if step.axis == "parent":
        return place[:-1]
    if step.test.type is not None or step.test.name == "*":
        return None
    name = f"{step.test.prefix}:{step.test.name}" if step.test.prefix else step.test.name
    if step.axis == "child":
        return (*place, name)
    return (*place, f"@{name}") if step.axis == "attribute" else None


def localised(syntax: Expression, at: Names, repeats: Collection[Names]) -> Expression:
    """Absolute paths into the repeat that the expression stands in come to mean its own instance, as ODK has it.

    Not inside functions over all instances, and not where the path narrows the repeat itself.
    """
    return _localised(syntax, at, repeats, top=True)


def localised_predicate(syntax: Expression, at: Names, repeats: Collection[Names]) -> Expression:
    """The same for a choice filter, which stands on a choice and not on the question."""
    return _localised(syntax, at, repeats, top=False)


def _localised(syntax: Expression, at: Names, repeats: Collection[Names], *, top: bool) -> Expression:
    if isinstance(syntax, Operation):
        left = _localised(syntax.left, at, repeats, top=top)
        return Operation(syntax.operator, left, _localised(syntax.right, at, repeats, top=top))
    if isinstance(syntax, Negation):
        return Negation(_localised(syntax.operand, at, repeats, top=top))
    if isinstance(syntax, Call) and syntax.name not in OVER_ALL:
        arguments = tuple(_localised(argument, at, repeats, top=top) for argument in syntax.arguments)
        return replace(syntax, arguments=arguments)
    if isinstance(syntax, Path):
        return _localised_path(syntax, at, repeats, top=top)
    return syntax


def _localised_path(path: Path, at: Names, repeats: Collection[Names], *, top: bool) -> Path:
    steps = tuple(
        replace(
            step,
            predicates=tuple(_localised(predicate, at, repeats, top=False) for predicate in step.predicates),
        )
        for step in path.steps
    )
    path = replace(path, steps=steps)
    own = _own_repeat(path, at, repeats)
    if not own:
        return path
    upwards = (_UP,) * (len(at) - len(own))
    start = None if top else Call("current", ())
    return Path((*upwards, *path.steps[len(own) :]), start=start)


def _own_repeat(path: Path, at: Names, repeats: Collection[Names]) -> Names:
    if not path.absolute:
        return ()
    names: list[str] = []
    best: Names = ()
    for step in path.steps:
        if step.axis != "child" or step.test.type is not None or step.predicates:
            break
        names.append(step.test.name)
        here = tuple(names)
        if at[: len(here)] != here:
            break
        if here in repeats and len(names) < len(path.steps):
            best = here
    return best
