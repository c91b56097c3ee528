"""What the person sees of a family's records, field by field: the `seen` half of every change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, cast

from kemiskinan_desktop.services.survey.values import RecordRemoval, RecordWrite
from kemiskinan_domain.records import Document, FieldValue, RecordId, RecordKind, SurveyState, fields_of, with_field
from kemiskinan_domain.survey import RecordFields
from kemiskinan_domain.survey.records import ASIDE

MEMBER_REPEAT: Final = "anggota"
"""The repeat of the household form whose instances are member records."""
HEAD_RELATION: Final = "1"
"""Code of `relation` for the head of the family (Regsosek 409)."""


def _comparable(fields: Mapping[str, FieldValue]) -> dict[str, FieldValue]:
    """Without what a save writes beside the answers by itself."""
    return {
        name: sorted(value, key=str) if isinstance(value, list) else value
        for name, value in fields.items()
        if name != "form" and value is not None
    }


@dataclass(slots=True)
class _Shown:
    kind: RecordKind
    stored: dict[str, FieldValue]
    engine: dict[str, FieldValue] = field(default_factory=dict)


class Displayed:
    """The records of one open family. Changes are taken from the engine's view; what is unknown to it stays."""

    def __init__(self, household: RecordId, document: Document, members: Iterable[tuple[RecordId, Document]]) -> None:
        self.household = household
        self._shown = {household: _Shown(RecordKind.HOUSEHOLD, fields_of(document))}
        for member, content in members:
            self._shown[member] = _Shown(RecordKind.MEMBER, fields_of(content))
        self._edits: dict[RecordId, dict[str, tuple[FieldValue, FieldValue]]] = {}
        self._removals: list[RecordRemoval] = []
        self._defaults_due = True

    def begin(self, fields: RecordFields) -> None:
        """What the engine made of the records when it opened them."""
        for record, engine in self._engine_view(fields):
            self._shown[record].engine = engine

    def value(self, record: RecordId, name: str) -> FieldValue:
        """What the person sees in a field."""
        shown = self._shown.get(record)
        return None if shown is None else shown.stored.get(name)

    def members(self) -> tuple[RecordId, ...]:
        """The members, those of this sitting last."""
        return tuple(record for record, shown in self._shown.items() if shown.kind is RecordKind.MEMBER)

    def add_member(self, member: RecordId) -> None:
        """One more member, after all others."""
        places = [self._shown[one].stored.get("position") for one in self.members()]
        last = max((place for place in places if isinstance(place, int)), default=len(places))
        self._shown[member] = _Shown(RecordKind.MEMBER, {})
        self.change(member, "parent", self.household)
        self.change(member, "position", last + 1)

    def remove_member(self, member: RecordId, why: str) -> None:
        """A member less."""
        self._shown.pop(member)
        self._edits.pop(member, None)
        self._removals.append(RecordRemoval(RecordKind.MEMBER, member, why))

    def change(self, record: RecordId, name: str, wanted: FieldValue) -> None:
        """Note a field's new value beside the one that was seen."""
        shown = self._shown[record]
        value = sorted(cast("list[str]", wanted)) if isinstance(wanted, list) else wanted
        clean = cast("FieldValue", value)
        seen = shown.stored.get(name)
        if clean == seen:
            return
        edits = self._edits.setdefault(record, {})
        edits[name] = (edits[name][0] if name in edits else seen, clean)
        if clean is None:
            shown.stored.pop(name, None)
        else:
            shown.stored[name] = clean

    def follow(self, fields: RecordFields) -> None:
        """Note whatever the engine's view has different now: after members came or went."""
        for record, engine in self._engine_view(fields):
            before = self._shown[record].engine
            for name in {*before, *engine}:
                if before.get(name) != engine.get(name):
                    self.change(record, name, engine.get(name))
            self._shown[record].engine = engine

    def note(self, record: RecordId, name: str, wanted: FieldValue) -> None:
        """A change that the engine reported by itself."""
        if record not in self._shown:
            return
        engine = self._shown[record].engine
        if wanted is None:
            engine.pop(name, None)
        else:
            engine[name] = wanted
        self.change(record, name, wanted)

    def hold(self, record: RecordId, name: str, seen: FieldValue) -> None:
        """Show `seen` in that field still, though the file has another value by now; nothing is noted as changed."""
        stored = self._shown[record].stored
        if seen is None:
            stored.pop(name, None)
        else:
            stored[name] = seen

    def same(self, other: Displayed) -> bool:
        """Whether the other shows the same records, whichever order sets of codes came in."""
        return self._shown.keys() == other._shown.keys() and all(
            _comparable(shown.stored) == _comparable(other._shown[record].stored)
            for record, shown in self._shown.items()
        )

    def taken(self) -> tuple[tuple[RecordWrite, ...], tuple[RecordRemoval, ...]]:
        """The writes since the last time; an edit of any field makes the family a draft."""
        if self._edits or self._removals:
            self._fill_defaults()
            if self.value(self.household, "survey_state") != SurveyState.DRAFT:
                self.change(self.household, "survey_state", str(SurveyState.DRAFT))
        writes = tuple(self._write(record, edits) for record, edits in self._edits.items() if edits)
        removals = tuple(self._removals)
        self._edits, self._removals = {}, []
        return writes, removals

    def completed(self) -> None:
        """The state that finishing wrote is what the person sees now."""
        self._shown[self.household].stored["survey_state"] = str(SurveyState.COMPLETE)

    def _fill_defaults(self) -> None:
        """Defaults of the form were on screen from the start: they are written with the first answer."""
        if not self._defaults_due:
            return
        self._defaults_due = False
        for record, shown in self._shown.items():
            for name, value in list(shown.engine.items()):
                if name not in shown.stored and not name.endswith(ASIDE):
                    self.change(record, name, value)

    def _write(self, record: RecordId, edits: dict[str, tuple[FieldValue, FieldValue]]) -> RecordWrite:
        shown = self._shown[record]
        whole: Document = {}
        for name, value in shown.stored.items():
            whole = with_field(whole, name, value)
        fields = tuple((name, seen, wanted) for name, (seen, wanted) in edits.items())
        return RecordWrite(shown.kind, record, fields, whole)

    def _engine_view(self, fields: RecordFields) -> Iterable[tuple[RecordId, dict[str, FieldValue]]]:
        yield self.household, cast("dict[str, FieldValue]", dict(fields.root))
        for member, values in fields.instances.get(MEMBER_REPEAT, ()):
            if RecordId(member) in self._shown:
                yield RecordId(member), cast("dict[str, FieldValue]", dict(values))
