"""Two versions of a form: what is different, and a saved entry moved from one to the other without losing an answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kemiskinan_domain.survey.model import Question, QuestionType
from kemiskinan_domain.survey.parts import FormParts, is_meta


@dataclass(frozen=True, slots=True)
class QuestionChange:
    """A question that both versions have, with what is different: where it stands, its type, its choices' codes."""

    old: Question
    new: Question
    codes_added: tuple[str, ...] = ()
    codes_removed: tuple[str, ...] = ()

    @property
    def moved(self) -> bool:
        """Whether it stands in another group."""
        return self.old.path != self.new.path

    @property
    def retyped(self) -> bool:
        """Whether it takes another kind of answer."""
        return self.old.type is not self.new.type

    @property
    def rules_differ(self) -> bool:
        """Whether it is asked, required, checked or calculated in another way."""
        return rules_of(self.old) != rules_of(self.new)

    @property
    def words_differ(self) -> bool:
        """Whether it is put in other words."""
        return (self.old.labels, self.old.hints) != (self.new.labels, self.new.hints)


@dataclass(frozen=True, slots=True)
class FormDifference:
    """What a newer version has different; notes and what ODK keeps for itself are left out."""

    old_version: str
    new_version: str
    added: tuple[Question, ...]
    removed: tuple[Question, ...]
    changed: tuple[QuestionChange, ...]

    @property
    def nothing(self) -> bool:
        """Whether the two ask the same."""
        return not (self.added or self.removed or self.changed)


def difference_of(old: FormParts, new: FormParts) -> FormDifference:
    """Compares the questions of two versions; one that kept its name and its repeat is the same question."""
    before, after = list(_asked(old)), list(_asked(new))
    pairs = partners(before, after)
    found = set(pairs.values())
    later = {question.path: question for question in after}
    compared = (_change(question, later[pairs[question.path]]) for question in before if question.path in pairs)
    return FormDifference(
        old_version=old.version,
        new_version=new.version,
        added=tuple(question for question in after if question.path not in found),
        removed=tuple(question for question in before if question.path not in pairs),
        changed=tuple(change for change in compared if change is not None),
    )


def partners(before: list[Question], after: list[Question]) -> dict[str, str]:
    """The path in the new version by the path in the old: the same path, else the one question of that name."""
    there = {question.path for question in after}
    pairs = {question.path: question.path for question in before if question.path in there}
    taken = set(pairs.values())
    by_name: dict[tuple[str, str | None], list[str]] = {}
    for question in after:
        if question.path not in taken:
            by_name.setdefault((question.name, question.repeat), []).append(question.path)
    for question in before:
        candidates = by_name.get((question.name, question.repeat), [])
        if question.path not in pairs and len(candidates) == 1:
            pairs[question.path] = candidates.pop()
    return pairs


def _asked(parts: FormParts) -> Iterator[Question]:
    return (one for one in parts.questions.values() if one.type is not QuestionType.NOTE and not is_meta(one.path))


def _change(old: Question, new: Question) -> QuestionChange | None:
    before, after = _codes(old), _codes(new)
    change = QuestionChange(
        old,
        new,
        tuple(code for code in after if code not in before),
        tuple(code for code in before if code not in after),
    )
    flags = (change.moved, change.retyped, change.rules_differ, change.words_differ)
    return change if any(flags) or change.codes_added or change.codes_removed else None


def _codes(question: Question) -> Mapping[str, None]:
    return {} if question.choice_list is None else {choice.code: None for choice in question.choice_list.choices}


def rules_of(question: Question) -> tuple[str, ...]:
    """All expressions of a question, with spaces evened out."""
    bind = question.bind
    written = (bind.relevant, bind.required, bind.readonly, bind.constraint, bind.calculate, bind.warning)
    filtered = "" if question.choice_list is None else question.choice_list.filter
    return tuple(" ".join(one.split()) for one in (*written, filtered))
