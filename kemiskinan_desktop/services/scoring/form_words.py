"""The questionnaire's words for the answers that an indicator rests on."""

from __future__ import annotations

from kemiskinan_domain.records import FieldValue
from kemiskinan_domain.survey import Form

_NAME_STANDS_HERE = "…"


class FormWords:
    """Words of one form in one language. A question that the form does not have keeps its name."""

    def __init__(self, form: Form, language: str) -> None:
        self._questions = {one.name: one for one in form.questions.values()}
        self._language = language

    def label(self, question: str, person: str = "") -> str:
        """The question's label, with the person's name where the form puts it."""
        found = self._questions.get(question)
        if found is None:
            return question
        label = found.label(self._language)
        return label.replace(_NAME_STANDS_HERE, person) if person else label

    def words(self, question: str, value: FieldValue) -> str:
        """The choice's words; numbers and text as they were written."""
        found = self._questions.get(question)
        codes = value if isinstance(value, list) else [value]
        if found is None or found.choice_list is None:
            return ", ".join(str(code) for code in codes)
        labels = {one.code: one.label(self._language) for one in found.choice_list.choices}
        return ", ".join(labels.get(str(code), str(code)) for code in codes)
