"""The records behind an entry: which member is which record, and who the family is named after."""

from __future__ import annotations

from kemiskinan_desktop.services.survey.displayed import HEAD_RELATION, Displayed
from kemiskinan_desktop.services.survey.history import Removed, Sitting
from kemiskinan_domain.records import FieldValue, RecordId, new_record_id
from kemiskinan_domain.survey import Answer, Entry, FieldChange


class Roster:
    """Keeps entry and records of one family in step."""

    def __init__(self, entry: Entry, displayed: Displayed, sitting: Sitting, repeat: str) -> None:
        self._entry = entry
        self._displayed = displayed
        self._sitting = sitting
        self._repeat = repeat

    def note(self, fields: tuple[FieldChange, ...]) -> None:
        """Take over what an answer changed in the records."""
        for change in fields:
            record = self._displayed.household if change.instance_id is None else RecordId(change.instance_id)
            self._displayed.note(record, change.field, _field_value(change.new))

    def name_after_head(self) -> set[str]:
        """Name the family after the member with relation 1; answers the paths that changed."""
        members = self._displayed.members()
        heads = [one for one in members if self._displayed.value(one, "relation") == HEAD_RELATION]
        name = self._displayed.value(heads[0], "name") if heads else None
        if not name or name == self._displayed.value(self._displayed.household, "head_name"):
            return set()
        path = next((one.path for one in self._entry.form.questions.values() if one.field == "head_name"), None)
        answer = None if path is None else self._entry.set(path, name)
        if isinstance(answer, Answer):
            self.note(answer.fields)
            return {answer.path, *answer.changes}
        self._displayed.change(self._displayed.household, "head_name", name)
        return set()

    def add(self) -> str:
        """One more member at the end; answers the id."""
        member = new_record_id()
        self._entry.add_repeat(self._repeat, instance_id=member)
        self._displayed.add_member(member)
        return member

    def remove(self, index: int, why: str) -> Removed:
        """Take out the member at that place (from 0). Raises IndexError for no place."""
        member = self._entry.instance_ids(self._repeat)[index]
        start = f"{self._repeat}[{index + 1}]/"
        answers = tuple(
            (question.path, value) for path, question, value in self._entry.values() if path.startswith(start)
        )
        self._entry.remove_repeat(self._repeat, index + 1)
        self._displayed.remove_member(RecordId(member), why)
        return Removed(member, answers)

    def bring_back(self, instance: str, answers: tuple[tuple[str, str], ...]) -> str:
        """A member who was taken out comes back as a new record in the last place; answers its id."""
        member = self.add()
        self._sitting.rename(instance, member)
        place = len(self._entry.instance_ids(self._repeat))
        for template, value in answers:
            path = template.replace(self._repeat, f"{self._repeat}[{place}]", 1)
            question = self._entry.form.question(path)
            if question is not None and not question.calculated:
                self._entry.set(path, value)
        return member


def _field_value(value: object) -> FieldValue:
    return value if value is None or isinstance(value, str | int | list) else str(value)
