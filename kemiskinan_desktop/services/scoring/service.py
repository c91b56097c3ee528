"""Assesses a family by the criteria in force today. Advice: nothing is stored, nothing is sent."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf
from kemiskinan_desktop.services.scoring.form_words import FormWords
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.records import Document, RecordId, RecordKind
from kemiskinan_domain.scoring import Assessment, CriteriaSet, assess, in_force, read_criteria
from kemiskinan_domain.survey import Form


class ScoringService:
    """Reads the family and judges it; run on the storage lane."""

    def __init__(self, desk: Desk, shelf: FormShelf, criteria: Path) -> None:
        """`criteria` is the folder of the criteria files (`*.toml`)."""
        self._desk = desk
        self._shelf = shelf
        self._folder = criteria

    def of(self, household: RecordId, language: str = "id") -> Assessment:
        """The family's indicators with their basis in the words of its own form; all open where the family is gone.

        Raises ParametersError for a criteria file that cannot be used.
        """
        with self._desk.store.view() as view:
            record = view.records.get(RecordKind.HOUSEHOLD, household)
            members = [one.document for one in view.records.children(RecordKind.MEMBER, household)]
            lists = [one.document for one in view.records.children(RecordKind.PRELIST_ENTRY, household)]
        document: Document = {} if record is None else record.document
        criteria = in_force(self._sets, village_day(self._desk.clock()))
        words = FormWords(self._form(document), language)
        return assess(document, members, criteria, prelist=lists, wording=words)

    def _form(self, document: Document) -> Form:
        name = document.get("form")
        own = self._shelf.named(name) if isinstance(name, str) else None
        return own or self._shelf.current(HOUSEHOLD_FORM)

    @cached_property
    def _sets(self) -> tuple[CriteriaSet, ...]:
        files = sorted(self._folder.glob("*.toml"), reverse=True)  # fakir-miskin before bps-14: the current one first
        return tuple(read_criteria(file.read_text(encoding="utf-8")) for file in files)
