"""How far each section of an entry is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kemiskinan_domain.survey.items import Item
from kemiskinan_domain.survey.model import QuestionType, Section


@dataclass(frozen=True, slots=True)
class SectionProgress:
    """Counts of one section: questions asked now, how many are answered, how many of them must be and still wait."""

    section: str
    asked: int
    answered: int
    missing: int
    errors: int
    warnings: int


def progress_of(sections: Sequence[Section], root: Item) -> tuple[SectionProgress, ...]:
    """One line for each section; irrelevant questions, notes and calculations are not counted."""
    found: list[SectionProgress] = []
    for section in sections:
        templates = [question.path for question in section.questions]
        items = [item for template in templates for item in root.index.get(template, ()) if item.visible]
        asked = [item for item in items if _asks(item)]
        problems = [problem for item in items for problem in item.problems]
        found.append(
            SectionProgress(
                section=section.path,
                asked=len(asked),
                answered=sum(1 for item in asked if item.value),
                missing=sum(1 for item in asked if item.required and not item.value),
                errors=sum(1 for problem in problems if problem.hard),
                warnings=sum(1 for problem in problems if not problem.hard and problem.open),
            )
        )
    return tuple(found)


def _asks(item: Item) -> bool:
    question = item.question
    return question is not None and not question.calculated and question.type is not QuestionType.NOTE
