"""Writes saves into the file: all fields, the place to continue and the family's marks in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.submitting import review_of, submit
from kemiskinan_desktop.services.survey.values import RecordWrite, Save
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, ReviewState, SurveyState, fields_of

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


LAST_COMPLETED: Final = "last_completed"
"""The family whose questionnaire was completed last on this laptop: what a form means by last saved."""


def write_saves(desk: Desk, household: RecordId, form: str, saves: Sequence[Save]) -> None:
    """Write them in order, durably or not at all. Raises DiskFullError and the like of storage."""
    with desk.store.unit() as unit:
        for save in saves:
            for write in save.writes:
                _write(unit, desk, write, form)
            for removal in save.removals:
                unit.changes.delete(removal.kind, removal.id, by=desk.person.id, at=desk.clock(), why=removal.why)
        last = saves[-1]
        if last.resume_path is not None:
            unit.resume.put(household, last.resume_path, desk.clock())
        unit.queries.set_faults([(household, last.errors, last.warnings)])
        unit.commit()


def write_marks(desk: Desk, household: RecordId, errors: int, warnings: int) -> bool:
    """The family's counts as lists show them; False where they stood there already. Raises what storage names."""
    with desk.store.unit() as unit:
        row = unit.queries.household(household)
        if row is None or (row.errors, row.warnings) == (errors, warnings):
            return False
        unit.queries.set_faults([(household, errors, warnings)])
        unit.commit()
    return True


def _write(unit: Unit, desk: Desk, write: RecordWrite, form: str) -> None:
    edits: dict[str, FieldEdit] = {name: (seen, wanted) for name, seen, wanted in write.fields}
    if unit.records.get(write.kind, write.id) is None:
        # New here, or taken out elsewhere while it was open: then all of it must live again, not one field.
        edits = {name: (None, value) for name, value in fields_of(write.whole).items()}
    household = write.kind is RecordKind.HOUSEHOLD
    unit.changes.put(write.kind, write.id, edits, by=desk.person.id, at=desk.clock(), form=form if household else None)


def write_completion(desk: Desk, household: RecordId, form: str, seen: FieldValue) -> None:
    """The questionnaire is complete: nobody needs to continue anywhere. What the district returned goes back to it.

    Raises what storage names.
    """
    with desk.store.unit() as unit:
        edits: dict[str, FieldEdit] = {"survey_state": (seen, str(SurveyState.COMPLETE))}
        unit.changes.put(RecordKind.HOUSEHOLD, household, edits, by=desk.person.id, at=desk.clock(), form=form)
        family = unit.records.get(RecordKind.HOUSEHOLD, household)
        if family is not None and review_of(family.document) is ReviewState.RETURNED:
            submit(desk, unit, family)
        unit.resume.forget(household)
        unit.preferences.put(LAST_COMPLETED, household)
        unit.commit()
