"""The running order of rules: each after those whose outcome it reads."""

from __future__ import annotations

from collections import deque

from kemiskinan_domain.survey.expression.references import Reference
from kemiskinan_domain.survey.rules import Rule, RuleKind


def in_running_order(rules: list[Rule]) -> tuple[list[Rule], Rule | None]:
    """The rules in order, and one that lies on a circle if there is a circle."""
    settling = [rule for rule in rules if rule.settles]
    looking = [rule for rule in rules if not rule.settles]
    makers: dict[str, list[Rule]] = {}
    for rule in settling:
        makers.setdefault(rule.template, []).append(rule)
    followers: dict[int, list[Rule]] = {id(rule): [] for rule in settling}
    waiting: dict[int, int] = {id(rule): 0 for rule in settling}
    for rule in settling:
        before = {id(one): one for reference in rule.reads for one in _makers_of(reference, rule, makers)}
        for one in before.values():
            followers[id(one)].append(rule)
        waiting[id(rule)] = len(before)
    ready = deque(rule for rule in settling if not waiting[id(rule)])
    ordered: list[Rule] = []
    while ready:
        rule = ready.popleft()
        ordered.append(rule)
        for follower in followers[id(rule)]:
            waiting[id(follower)] -= 1
            if not waiting[id(follower)]:
                ready.append(follower)
    circular = next((rule for rule in settling if waiting[id(rule)]), None)
    return ordered + looking, circular


def _makers_of(reference: Reference, reader: Rule, makers: dict[str, list[Rule]]) -> list[Rule]:
    """Rules that set the target, or that hide something on the way down to it."""
    found: list[Rule] = []
    for depth in range(len(reference.reach) + 1, len(reference.target) + 1):
        place = "/" + "/".join(reference.target[:depth])
        for maker in makers.get(place, ()):
            calculates = maker.kind is RuleKind.CALCULATE
            if maker is reader and (calculates or depth < len(reference.target)):
                continue
            if calculates and depth < len(reference.target):
                continue
            found.append(maker)
    if reference.target == reference.reach:
        place = "/" + "/".join(reference.target)
        found += [one for one in makers.get(place, ()) if one.kind is RuleKind.CALCULATE and one is not reader]
    return found
