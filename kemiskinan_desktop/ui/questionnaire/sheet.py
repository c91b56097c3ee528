"""Reads an open questionnaire for the screen: its members, and what stands against its end. No Qt."""

from __future__ import annotations

from collections.abc import Iterator

from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.questionnaire.question_sheet import IDENTITY_FIELDS, QuestionSheet, is_asked, problem_state
from kemiskinan_desktop.ui.questionnaire.states import CheckLine, Keyed, MemberState, PageKey, PageKind, ProblemState
from kemiskinan_domain.survey import Problem, ProblemKind, Section

__all__ = ["IDENTITY_FIELDS", "Sheet"]


class Sheet(QuestionSheet):
    """Pages, questions, members and problems of one session."""

    # Members

    def members(self, section: str) -> tuple[MemberState, ...]:
        """The table of members."""
        repeat = self._by_section[section].repeat
        assert repeat is not None
        return tuple(
            self._member(PageKey(PageKind.MEMBER, section, at)) for at in range(len(self._entry.instances(repeat)))
        )

    # The final check

    def check_lines(self) -> tuple[CheckLine, ...]:
        """Everything that stands between the draft and the end, and every warning that was given a reason."""
        names: dict[PageKey | None, str] = {}
        lines = [self._check_line(problem, names) for problem in self._entry.problems()]
        for section in self.sections:
            if section.repeat is not None:
                lines.extend(self._twice(section, section.repeat))
        return tuple(lines)

    def kept_answers(self) -> tuple[tuple[str, str], ...]:
        """Answers that this version of the form has no question for: they stay in the record. Name and value."""
        return tuple((one.field.removeprefix("answers."), str(one.value)) for one in self._entry.unplaced())

    def open_paths(self) -> tuple[str, ...]:
        """The questions with something open, in the order of the form: where F7 goes."""
        return tuple(dict.fromkeys(one.path for one in self._entry.problems() if one.open and self.page_of(one.path)))

    def first_unanswered(self) -> str | None:
        """Where a questionnaire begins that nobody left yet."""
        for key in self.pages():
            for path in self.paths(key):
                state = self.state(path)
                if state.visible and state.keyed is not Keyed.READ and not state.readonly and not state.value:
                    return path
        return None

    def _member(self, key: PageKey) -> MemberState:
        asked = answered = errors = warnings = 0
        repeat = self._by_section[key.section].repeat
        assert repeat is not None and key.member is not None
        for item in self._entry.instances(repeat)[key.member].under():
            if item.question is None or not item.visible or not is_asked(item.question):
                continue
            asked += 1
            answered += bool(item.value)
            errors += sum(1 for one in item.problems if one.hard and one.kind is not ProblemKind.REQUIRED)
            warnings += sum(1 for one in item.problems if not one.hard and one.open)
        shown = {field: self.member_value(key, field) for field in ("name", "relation", "sex", "nik")}
        return MemberState(
            key.member, shown["name"], shown["relation"], shown["sex"], shown["nik"], asked, answered, errors, warnings
        )

    def _check_line(self, problem: Problem, names: dict[PageKey | None, str]) -> CheckLine:
        """`names` keeps what the pages are called: a member with forty questions is named once."""
        key = self.page_of(problem.path)
        if key not in names:
            names[key] = "" if key is None else self.title(key)
        return CheckLine(problem.path, names[key], self._entry.label(problem.path), problem_state(problem))

    def _twice(self, section: Section, repeat: str) -> Iterator[CheckLine]:
        question = self._fields.get("nik")
        if question is None or not question.path.startswith(f"{repeat}/"):
            return
        for at in range(len(self._entry.instances(repeat))):
            path = question.path.replace(f"{repeat}/", f"{repeat}[{at + 1}]/", 1)
            told = any(one.hard for one in self._entry.problems_at(path))
            if not told and IdentityFinding.NIK_TWICE_HERE in self.findings(path, question):
                problem = ProblemState(ProblemKind.CONSTRAINT, "", hard=True)
                yield CheckLine(path, self._who(path), self._entry.label(path), problem, twice=True)

    def _who(self, path: str) -> str:
        key = self.page_of(path)
        return "" if key is None else self.title(key)
