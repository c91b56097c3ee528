"""A saved entry taken to another version of its form: on purpose, and with nothing lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.model import Question
from kemiskinan_domain.survey.records import REASON, UnplacedField
from kemiskinan_domain.survey.versions import FormDifference, partners


@dataclass(frozen=True, slots=True)
class Moved:
    """An entry in its new version: the text to keep, what is different, and the answers that found no question."""

    saved: str
    difference: FormDifference
    unplaced: tuple[UnplacedField, ...]


def move_entry(saved: str, old: Form, new: Form, *, now: datetime | None = None) -> Moved:
    """Opens an entry with the version it began with and saves it with another; raises FormError for another form's.

    An answer goes with its question, also into another group. One without a question, or that its question does
    not take any more, is kept and listed; it comes back when a later version asks it again.
    """
    entry = old.open_entry(saved, now=now)
    document = json.loads(entry.to_json())
    pairs = partners(list(old.questions.values()), list(new.questions.values()))
    relocated = _Relocated(new, pairs)
    relocated.take(document["answers"], f"/{old.parts.root.name}", relocated.answers)
    relocated.take_back(entry.unplaced())
    unplaced = [[one.repeat, one.instance_id, one.field, one.value] for one in relocated.unplaced]
    moved = {**document, "form": new.id, "version": new.version, "answers": relocated.answers, "unplaced": unplaced}
    newer = new.open_entry(json.dumps(moved, ensure_ascii=False), now=now)
    return Moved(newer.to_json(), old.compare(new), newer.unplaced())


class _Relocated:
    """Builds the answers of the new version from those of the old, place by place."""

    def __init__(self, new: Form, pairs: Mapping[str, str]) -> None:
        self.new = new
        self.pairs = pairs
        self.answers: dict[str, object] = {}
        self.unplaced: list[UnplacedField] = []
        self._top = f"/{new.parts.root.name}"

    def take(self, answers: Mapping[str, object], at: str, into: dict[str, object]) -> None:
        """The answers of one place; `into` are those of the same instance in the new version."""
        for name, value in answers.items():
            if isinstance(value, dict):
                self.take(value, f"{at}/{name}", into)
            elif isinstance(value, list):
                self._instances(name, value, at, into)
            else:
                self._answer(name, value, at, into)

    def _answer(self, name: str, value: object, at: str, into: dict[str, object]) -> None:
        end = REASON if name.endswith(REASON) else ""
        target = self.pairs.get(f"{at}/{name.removesuffix(REASON)}")
        if target is None:
            self.unplaced.append(UnplacedField(None, None, f"{at}/{name}", value))
        else:
            self._put(self.new.questions[target], value, into, end)

    def _put(self, question: Question, value: object, into: dict[str, object], end: str = "") -> None:
        """Under the groups between the instance and the question."""
        instance = question.repeat_path or self._top
        *groups, name = question.path[len(instance) + 1 :].split("/")
        place = into
        for group in groups:
            below = place.setdefault(group, {})
            assert isinstance(below, dict)
            place = below
        place[name + end] = value

    def _instances(self, name: str, instances: list[dict[str, object]], at: str, into: dict[str, object]) -> None:
        path = f"{at}/{name}"
        there = next((one.path for one in self.new.repeats() if one.path == path), None) or next(
            (one.path for one in self.new.repeats() if one.name == name), None
        )
        if there is None:
            self.unplaced += [UnplacedField(name, str(one["instance_id"]), path, one["answers"]) for one in instances]
            return
        place = into
        outer = max((one.path for one in self.new.repeats() if there.startswith(f"{one.path}/")), key=len, default="")
        for group in there[len(outer or self._top) + 1 :].split("/")[:-1]:
            below = place.setdefault(group, {})
            assert isinstance(below, dict)
            place = below
        found: list[object] = []
        for one in instances:
            inside: dict[str, object] = {}
            answers = one["answers"]
            assert isinstance(answers, dict)
            self.take(answers, path, inside)
            found.append({"instance_id": one["instance_id"], "answers": inside})
        place[name] = found

    def take_back(self, waiting: tuple[UnplacedField, ...]) -> None:
        """Answers that an earlier version had no question for, where this one has it again and it is empty."""
        for one in waiting:
            question = self.new.questions.get(one.field)
            if question is None or question.repeat_path is not None or _value_at(self.answers, question, self._top):
                self.unplaced.append(one)
            else:
                self._put(question, one.value, self.answers)


def _value_at(answers: Mapping[str, object], question: Question, top: str) -> object:
    place: object = answers
    for name in question.path[len(top) + 1 :].split("/"):
        place = place.get(name) if isinstance(place, dict) else None
    return place
