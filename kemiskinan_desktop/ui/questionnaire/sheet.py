"""Reads an open questionnaire as pages and questions for the screen. No Qt, and nothing is changed here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Protocol

from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.questionnaire.keying import Option, day_to_type, group_sixteen, options
from kemiskinan_desktop.ui.questionnaire.states import (
    CHECK,
    CheckLine,
    Keyed,
    MemberState,
    PageKey,
    PageKind,
    PageLine,
    ProblemState,
    QuestionState,
    SideState,
)
from kemiskinan_domain.survey import (
    Entry,
    Problem,
    ProblemKind,
    Question,
    QuestionType,
    Section,
    SectionProgress,
    template_of,
)

_PLACE = re.compile(r"\[(\d+)\]")
_KEYED = {
    QuestionType.INTEGER: Keyed.NUMBER,
    QuestionType.DECIMAL: Keyed.NUMBER,
    QuestionType.DATE: Keyed.DAY,
    QuestionType.SELECT_ONE: Keyed.ONE,
    QuestionType.SELECT_MULTIPLE: Keyed.MANY,
    QuestionType.RANK: Keyed.MANY,
    QuestionType.ACKNOWLEDGE: Keyed.ONE,
    QuestionType.NOTE: Keyed.READ,
    QuestionType.ATTACHMENT: Keyed.READ,
}
IDENTITY_FIELDS = frozenset({"nik", "no_kk"})
"""Sixteen digits, typed in groups, and looked up in the village."""
_FINDING_FIELDS = frozenset({"nik", "sex", "birth_date"})


class Reading(Protocol):
    """What is read of a session."""

    @property
    def entry(self) -> Entry:
        """The engine's entry."""

    def prelist_value(self, path: str) -> str | None:
        """What the pre-list says."""

    def earlier_value(self, path: str) -> str | None:
        """What stood there at the opening."""

    def identity_findings(self, path: str) -> tuple[IdentityFinding, ...]:
        """Where the NIK differs from what else is known."""


class Sheet:
    """Pages, questions, members and problems of one session."""

    def __init__(self, reading: Reading, acknowledge_words: str) -> None:
        self._reading = reading
        self._entry = reading.entry
        self._acknowledge = (("OK", acknowledge_words),)
        form = self._entry.form
        self.sections = [section for section in form.sections if any(_is_seen(one) for one in section.questions)]
        self._by_section = {section.path: section for section in self.sections}
        self._fields = {question.field: question for question in form.questions.values()}
        self._options: dict[str, tuple[Option, ...]] = {}

    # Pages

    def pages(self) -> tuple[PageKey, ...]:
        """Every page in order; a section of which nothing is asked now is left out."""
        progress = self._progress()
        found: list[PageKey] = []
        for section in self.sections:
            if section.repeat is None:
                if progress[section.path].asked:
                    found.append(PageKey(PageKind.QUESTIONS, section.path))
            elif self._members_asked(section.repeat):
                found.append(PageKey(PageKind.MEMBERS, section.path))
                count = len(self._entry.instances(section.repeat))
                found.extend(PageKey(PageKind.MEMBER, section.path, at) for at in range(count))
        return (*found, CHECK)

    def lines(self) -> tuple[PageLine, ...]:
        """The list at the left: sections with how far they are."""
        progress = self._progress()
        lines = []
        for key in self.pages():
            if key.kind in (PageKind.MEMBER, PageKind.CHECK):
                continue
            one = progress[key.section]
            title = self._by_section[key.section].label(self._entry.language)
            errors = max(0, one.errors - one.missing)
            lines.append(PageLine(key, title, one.asked, one.answered, errors, one.warnings))
        return tuple(lines)

    def title(self, key: PageKey) -> str:
        """The section's title, or the member's name."""
        if key.member is None:
            section = self._by_section.get(key.section)
            return "" if section is None else section.label(self._entry.language)
        return self._member_value(key, "name")

    def page_of(self, path: str) -> PageKey | None:
        """The page on which a question stands."""
        template = template_of(path)
        for section in self.sections:
            if any(one.path == template for one in section.questions):
                place = _PLACE.search(path)
                if section.repeat is not None and template.startswith(f"{section.repeat}/"):
                    return PageKey(PageKind.MEMBER, section.path, int(place[1]) - 1 if place else 0)
                kind = PageKind.QUESTIONS if section.repeat is None else PageKind.MEMBERS
                return PageKey(kind, section.path)
        return None

    # Questions

    def paths(self, key: PageKey) -> tuple[str, ...]:
        """All questions of a page in order, asked now or not."""
        section = self._by_section.get(key.section)
        return () if section is None else tuple(self._placed(section, key))

    def state(self, path: str) -> QuestionState:
        """One question as it looks now."""
        entry = self._entry
        question = entry.form.questions[template_of(path)]
        visible = entry.is_relevant(path)
        if not visible:
            return QuestionState(path, self._keyed(question), question.label(entry.language), visible=False)
        return QuestionState(
            path=path,
            keyed=self._keyed(question),
            label=entry.label(path) or question.name,
            hint=entry.hint(path),
            value=entry.get(path),
            options=self._offered(path, question),
            heading=self._heading(path, question),
            required=entry.is_required(path),
            readonly=entry.is_readonly(path),
            problems=tuple(_problem(one) for one in entry.problems_at(path)),
            findings=self.findings(path, question),
        )

    def field(self, path: str) -> str:
        """The field of the record that the question fills."""
        return self._entry.form.questions[template_of(path)].field

    def side(self, path: str) -> SideState:
        """What is said beside a question; earlier and pre-list values only where they differ from the answer."""
        state = self.state(path)
        question = self._entry.form.questions[template_of(path)]
        prelist = self._reading.prelist_value(path) or ""
        earlier = self._reading.earlier_value(path) or ""
        return SideState(
            label=state.label,
            hint=state.hint,
            guidance=question.guidance_text(self._entry.language),
            prelist=self.words(state, prelist),
            earlier=self.words(state, earlier) if earlier != state.value else "",
            problems=state.problems,
            findings=state.findings,
        )

    def words(self, state: QuestionState, value: str) -> str:
        """A value as people read it."""
        if state.keyed is Keyed.DAY:
            return day_to_type(value)
        if state.keyed is Keyed.SIXTEEN:
            return group_sixteen(value)
        if state.keyed in (Keyed.ONE, Keyed.MANY):
            names = {option.code: option.words for option in state.options}
            return ", ".join(names.get(code, code) for code in (value.split() if value else ()))
        return value

    def findings(self, path: str, question: Question) -> tuple[IdentityFinding, ...]:
        """What the NIK field should tell; only there, so that nothing is said twice."""
        return self._reading.identity_findings(path) if question.field == "nik" and self._entry.get(path) else ()

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
        lines = [self._check_line(problem) for problem in self._entry.problems()]
        for section in self.sections:
            if section.repeat is not None:
                lines.extend(self._twice(section, section.repeat))
        return tuple(lines)

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

    def _progress(self) -> dict[str, SectionProgress]:
        return {one.section: one for one in self._entry.progress()}

    def _members_asked(self, repeat: str) -> bool:
        instances = self._entry.instances(repeat)
        return not instances or any(one.visible for one in instances)

    def _placed(self, section: Section, key: PageKey) -> Iterator[str]:
        for question in section.questions:
            if not _is_seen(question):
                continue
            inside = section.repeat is not None and question.path.startswith(f"{section.repeat}/")
            if inside != (key.kind is PageKind.MEMBER):
                continue
            if inside and key.member is not None:
                yield question.path.replace(f"{section.repeat}/", f"{section.repeat}[{key.member + 1}]/", 1)
            else:
                yield question.path

    def _keyed(self, question: Question) -> Keyed:
        if question.field in IDENTITY_FIELDS:
            return Keyed.SIXTEEN
        return _KEYED.get(question.type, Keyed.TEXT)

    def _offered(self, path: str, question: Question) -> tuple[Option, ...]:
        """Lists without a filter are made once; most of a form's are."""
        if question.type is QuestionType.ACKNOWLEDGE:
            return options(self._acknowledge)
        if question.choice_list is None:
            return ()
        if not question.choice_list.filter and question.path in self._options:
            return self._options[question.path]
        language = self._entry.language
        made = options([(one.code, one.label(language)) for one in self._entry.choices(path)])
        self._options[question.path] = made
        return made

    def _heading(self, path: str, question: Question) -> str:
        """The group within the page, where there is one."""
        above, _slash, _name = path.rpartition("/")
        template = template_of(above)
        group = self._entry.form.groups.get(template)
        if group is None or group.repeats or template in self._by_section:
            return ""
        return self._entry.label(above)

    def _member(self, key: PageKey) -> MemberState:
        asked = answered = errors = warnings = 0
        repeat = self._by_section[key.section].repeat
        assert repeat is not None and key.member is not None
        for item in self._entry.instances(repeat)[key.member].under():
            if item.question is None or not item.visible or not _is_asked(item.question):
                continue
            asked += 1
            answered += bool(item.value)
            errors += sum(1 for one in item.problems if one.hard and one.kind is not ProblemKind.REQUIRED)
            warnings += sum(1 for one in item.problems if not one.hard and one.open)
        shown = {field: self._member_value(key, field) for field in ("name", "relation", "sex", "nik")}
        return MemberState(
            key.member, shown["name"], shown["relation"], shown["sex"], shown["nik"], asked, answered, errors, warnings
        )

    def _member_value(self, key: PageKey, field: str) -> str:
        question = self._fields.get(field)
        repeat = self._by_section[key.section].repeat
        if question is None or repeat is None or key.member is None or not question.path.startswith(f"{repeat}/"):
            return ""
        path = question.path.replace(f"{repeat}/", f"{repeat}[{key.member + 1}]/", 1)
        state = self.state(path)
        return self.words(state, state.value) if state.visible else ""

    def _check_line(self, problem: Problem) -> CheckLine:
        return CheckLine(problem.path, self._who(problem.path), self._entry.label(problem.path), _problem(problem))

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


def _is_seen(question: Question) -> bool:
    return question.shown and not question.calculated and question.type is not QuestionType.HIDDEN


def _is_asked(question: Question) -> bool:
    return not question.calculated and question.type is not QuestionType.NOTE


def _problem(problem: Problem) -> ProblemState:
    return ProblemState(problem.kind, problem.message, problem.hard, problem.reason)
