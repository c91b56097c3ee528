"""Stored values in the words of the form: what a list, a difference or a paper shows instead of a code. Pure."""

from __future__ import annotations

from datetime import date

from kemiskinan_domain.records import FieldValue, RecordKind
from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.model import Question, QuestionType
from kemiskinan_domain.survey.records import ASIDE, REASON


def question_of(form: Form, kind: RecordKind, field: str) -> Question | None:
    """The question that fills that field of a record; of an answer that is kept aside, the question it was given to."""
    if field.endswith(REASON):
        return None
    name = field.removesuffix(ASIDE)
    inside = kind is RecordKind.MEMBER
    for question in form.questions.values():
        known = name in (question.field, f"answers.{question.name}")
        if known and (question.repeat is not None) is inside:
            return question
    return None


def words_of(form: Form, kind: RecordKind, field: str, value: FieldValue, language: str = "") -> str | None:
    """The value as people read it; None where the form has no question for the field, or no better words for it."""
    question = question_of(form, kind, field)
    if question is None or value is None or value == "":
        return None
    if question.choice_list is not None:
        return _chosen(question, value, language)
    if question.type is QuestionType.DATE and isinstance(value, str):
        return _day(value)
    return None


def _chosen(question: Question, value: FieldValue, language: str) -> str | None:
    assert question.choice_list is not None
    names = {choice.code: choice.label(language) for choice in question.choice_list.choices}
    codes = value if isinstance(value, list) else str(value).split() if question.type in _MANY else [value]
    if not any(str(code) in names for code in codes):
        return None
    return ", ".join(names.get(str(code), str(code)) for code in codes)


def _day(value: str) -> str | None:
    try:
        return date.fromisoformat(value).strftime("%d-%m-%Y")
    except ValueError:
        return None


_MANY = (QuestionType.SELECT_MULTIPLE, QuestionType.RANK)
