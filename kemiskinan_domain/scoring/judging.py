"""Applies one rule to a family's answers; says what it rests on. Missing answers never count either way."""

from __future__ import annotations

from kemiskinan_domain.scoring.answers import FamilyAnswers, amount_of
from kemiskinan_domain.scoring.rules import AmountRule, AnyRule, CodeRule, FloorAreaRule, Rule
from kemiskinan_domain.scoring.values import Basis, Judgement

Judged = tuple[Judgement, tuple[Basis, ...]]
_UNKNOWN = Judgement.CANNOT_BE_JUDGED


def judge(rule: Rule, answers: FamilyAnswers) -> Judged:
    """The judgement and the answers behind it, in the order they were asked."""
    match rule:
        case CodeRule():
            return _by_code(rule, answers)
        case AmountRule():
            return _by_amount(rule, answers)
        case FloorAreaRule():
            return _by_floor_area(rule, answers)
        case AnyRule():
            return _any(rule, answers)


def _by_code(rule: CodeRule, answers: FamilyAnswers) -> Judged:
    found = answers.read_of_head(rule.question) if rule.of_head else answers.read(rule.question)
    if found.missing:
        return _UNKNOWN, (found,)
    further = rule.then.get(found.value)
    if further is not None:
        judgement, basis = judge(further, answers)
        return judgement, (found, *basis)
    shown = (found, *(extra for name in rule.also if not (extra := answers.read(name)).missing))
    if found.value in rule.met:
        return Judgement.MET, shown
    return (Judgement.NOT_MET if found.value in rule.not_met else _UNKNOWN), shown


def _by_amount(rule: AmountRule, answers: FamilyAnswers) -> Judged:
    found = answers.read(rule.question)
    amount = amount_of(found)
    if amount is None:
        return _UNKNOWN, (found,)
    met = amount <= rule.limit if rule.inclusive else amount < rule.limit
    return (Judgement.MET if met else Judgement.NOT_MET), (found,)


def _by_floor_area(rule: FloorAreaRule, answers: FamilyAnswers) -> Judged:
    area, residents = answers.read(rule.question), answers.residents()
    square_metres = amount_of(area)
    if square_metres is None or not residents.residents:
        return _UNKNOWN, (area, residents)
    met = square_metres < rule.limit * residents.residents
    return (Judgement.MET if met else Judgement.NOT_MET), (area, residents)


def _any(rule: AnyRule, answers: FamilyAnswers) -> Judged:
    judged = [judge(one, answers) for one in rule.rules]
    for wanted in (Judgement.MET, _UNKNOWN):
        matching = [basis for judgement, basis in judged if judgement is wanted]
        if matching:
            return wanted, tuple(one for basis in matching for one in basis)
    return Judgement.NOT_MET, tuple(one for _judgement, basis in judged for one in basis)
