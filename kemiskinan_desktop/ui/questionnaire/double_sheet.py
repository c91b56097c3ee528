"""Reads the questions of a double entry for the screen, without anything of the first answers. No Qt."""

from __future__ import annotations

import re
from dataclasses import replace

from kemiskinan_desktop.services.survey.double_entry import MEMBER_COUNT, Difference, DoubleEntry
from kemiskinan_desktop.ui.questionnaire.double_states import DifferenceLine, DoubleEntryView
from kemiskinan_desktop.ui.questionnaire.question_sheet import QuestionSheet
from kemiskinan_desktop.ui.questionnaire.states import FileState, Keyed, QuestionState, RemarkLine

_MEMBER = re.compile(r"\[(\d+)\]")


class DoubleSheet:
    """Questions with what was keyed the second time."""

    def __init__(self, entry: DoubleEntry, view: DoubleEntryView) -> None:
        self._entry = entry
        self._view = view
        self._sheet = QuestionSheet(entry.session, view.acknowledge_words(), _NoRemarks(), _NoFiles())

    def states(self) -> list[QuestionState]:
        """Every question to key."""
        return [self.state(path) for path in self._entry.questions()]

    def state(self, path: str) -> QuestionState:
        """One question; nothing is required, and nothing is wrong: the first entry was checked already."""
        typed = self._entry.typed(path) or ""
        if path == MEMBER_COUNT:
            return QuestionState(path, Keyed.NUMBER, self._view.count_words(), value=typed)
        state = self._sheet.state(path)
        return replace(
            state,
            label=self._label(path),
            value=typed,
            heading=self._where(path),
            required=False,
            problems=(),
            findings=(),
            remarks=(),
        )

    def line(self, difference: Difference) -> DifferenceLine:
        """Both values in words."""
        path = difference.path
        state = self.state(path)
        first, second = (self._sheet.words(state, value) for value in (difference.first, difference.second))
        return DifferenceLine(path, self._where(path), state.label, first, second, takes_second=path != MEMBER_COUNT)

    def _label(self, path: str) -> str:
        """Without the answers in it: a name in a label would be the first answer."""
        entry = self._entry.session.entry
        question = entry.form.question(path)
        return "" if question is None else " ".join(question.label(entry.language).split())

    def _where(self, path: str) -> str:
        found = _MEMBER.search(path)
        if found is not None:
            return self._view.member_words(int(found[1]))
        page = self._sheet.page_of(path)
        return "" if page is None else self._sheet.title(page)


class _NoRemarks:
    """Remarks speak of the first answers."""

    def at(self, path: str) -> tuple[RemarkLine, ...]:
        return ()

    def open_paths(self) -> tuple[str, ...]:
        return ()


class _NoFiles:
    """A photo is never keyed again."""

    def at(self, path: str, answer: str) -> FileState | None:
        return None
