"""What decides whether a question is asked, in the short words of a paper form: `bila 301a = 1`."""

from __future__ import annotations

import re
from typing import Final

from kemiskinan_domain.survey import Form, Question
from kemiskinan_domain.survey.model import Output, Wording

_NUMBER: Final = re.compile(r"r(\d+[a-z]*)(?:_.*)?$")
_PATH: Final = r"(?:(?:/|\.\./)[\w./-]*[\w-]|[\w-]+)"
_COMPARED: Final = re.compile(rf"(?P<path>{_PATH})\s*(?P<sign>!=|>=|<=|=|>|<)\s*(?P<value>'[^']*'|-?\d+(?:\.\d+)?)")
_SELECTED: Final = re.compile(rf"selected\(\s*(?P<path>{_PATH})\s*,\s*(?P<value>'[^']*')\s*\)")
_JOINED: Final = re.compile(r"\s+(and|or)\s+")
_WORDS: Final = {"and": "dan", "or": "atau"}
_LONGEST: Final = 3
"""Conditions in one sentence; more is not for paper."""
_GAP: Final = "……"


def question_number(question: Question) -> str:
    """`301a` of a question that is named `r301a`; empty where the form gives it none."""
    found = _NUMBER.fullmatch(question.name)
    return found.group(1) if found is not None and "_" not in question.name else ""


class Routing:
    """Of one form in one language."""

    def __init__(self, form: Form, language: str) -> None:
        self._named = {one.name: one for one in form.questions.values()}
        self._language = language

    def words(self, question: Question) -> str:
        """The condition where it is simple enough to follow on paper, else nothing."""
        expression = question.bind.relevant.strip()
        parts = _JOINED.split(expression)
        if not expression or len(parts) > 2 * _LONGEST - 1:
            return ""
        spoken = [self._part(part.strip()) if place % 2 == 0 else _WORDS[part] for place, part in enumerate(parts)]
        return f"bila {' '.join(spoken)}" if all(spoken) else ""

    def spoken(self, labels: Wording) -> str:
        """A label with dots where an answer would stand in it."""
        parts = labels.get(self._language) or next(iter(labels.values()), ())
        return "".join(_GAP if isinstance(part, Output) else part for part in parts)

    def _part(self, part: str) -> str:
        compared, selected = _COMPARED.fullmatch(part), _SELECTED.fullmatch(part)
        found = compared or selected
        if found is None:
            return ""
        name = self._name(found.group("path"))
        sign = found.group("sign") if compared is not None else "memuat"
        return f"{name} {sign} {found.group('value').strip(chr(39)) or 'kosong'}" if name else ""

    def _name(self, path: str) -> str:
        """The question's number; of one that has none and is asked, its label."""
        question = self._named.get(path.rpartition("/")[2])
        if question is None or question.calculated or not question.shown:
            return ""
        return question_number(question) or f"“{self.spoken(question.labels)}”"
