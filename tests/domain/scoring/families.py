"""The shipped criteria, and synthetic families to judge by them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from kemiskinan_domain.records import Document, FieldValue
from kemiskinan_domain.scoring import Assessment, CriteriaSet, Indicator, assess, read_criteria

SCORING = Path(__file__).resolve().parents[3] / "resources" / "scoring"


@cache
def shipped_sets() -> tuple[CriteriaSet, ...]:
    return tuple(read_criteria(file.read_text(encoding="utf-8")) for file in sorted(SCORING.glob("*.toml")))


def home(**answers: FieldValue) -> Document:
    return {"head_name": "Asep Contoh", "answers": {**answers}}


def person(relation: str | None = "1", presence: str | None = "1", **answers: FieldValue) -> Document:
    return answering(answers, relation, presence)


def answering(answers: dict[str, FieldValue], relation: str | None = "1", presence: str | None = "1") -> Document:
    document: Document = {"name": "Asep Contoh", "answers": answers}
    if relation is not None:
        document["relation"] = relation
    if presence is not None:
        document["presence"] = presence
    return document


def assessed(household: Document, *members: Document) -> Assessment:
    return assess(household, members, shipped_sets())


def indicator(assessment: Assessment, set_name: str, code: str) -> Indicator:
    result = assessment.result(set_name)
    assert result is not None
    return next(one for one in result.indicators if one.code == code)
