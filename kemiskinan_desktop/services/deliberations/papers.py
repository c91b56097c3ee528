"""The papers of a meeting: as PDF, as Word file from the village's own template or the shipped one."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from kemiskinan_desktop.documents import (
    AmendedMinutes,
    MinutesValues,
    Paper,
    TemplateFault,
    WorkerEntry,
    meeting_docx,
    meeting_pages,
    meeting_pdf,
    shipped_template,
)
from kemiskinan_desktop.services.deliberations.families import candidates_of, head_of, occupation_words
from kemiskinan_desktop.services.deliberations.meeting import Meeting, read_meeting
from kemiskinan_desktop.services.deliberations.tied import amended_session
from kemiskinan_desktop.services.deliberations.values import Choice, DecisionChoices, Pictures
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.forms import DECISION_FORM, SESSION_FORM, FormShelf
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_domain.deliberation import Ruling, read_period
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Form

if TYPE_CHECKING:
    from kemiskinan_desktop.services.workers import WorkerLine
    from kemiskinan_desktop.storage import Unit

WorkersOf = Callable[[Collection[RecordId]], "Sequence[WorkerLine]"]


class MeetingPapers:
    """Run on the storage lane. A meeting that is not locked prints as a draft. Raises KeyError for one that is gone."""

    def __init__(self, desk: Desk, shelf: FormShelf, templates: Path, workers: WorkersOf) -> None:
        """`templates` is the folder of the village's own Word templates; it needs not exist.

        `workers` answers who of these families must be covered or is.
        """
        self._desk = desk
        self._shelf = shelf
        self._templates = templates
        self._workers = workers

    def pages(self, session: RecordId, paper: Paper) -> Pictures:
        """The pages as PNG. Raises TypesettingError when the paper cannot be set."""
        return meeting_pages(paper, self._values(session, paper))

    def pdf(self, session: RecordId, paper: Paper) -> bytes:
        """The paper as PDF. Raises TypesettingError when it cannot be set."""
        return meeting_pdf(paper, self._values(session, paper))

    def word(self, session: RecordId, paper: Paper, *, shipped: bool = False) -> bytes | TemplateFault:
        """The paper as Word file; `shipped` leaves the village's own template aside. Raises OSError."""
        own = self._own(paper)
        template = own if own.exists() and not shipped else None
        return meeting_docx(paper, self._values(session, paper), template)

    def has_own_template(self, paper: Paper) -> bool:
        """Whether the village has a template of its own for that paper."""
        return self._own(paper).exists()

    def own_template(self, paper: Paper) -> Path:
        """The village's template, copied from the shipped one where there is none yet. Raises OSError."""
        own = self._own(paper)
        if not own.exists():
            own.parent.mkdir(parents=True, exist_ok=True)
            fresh = own.with_suffix(".new")
            shutil.copyfile(shipped_template(paper), fresh)
            fresh.replace(own)
        return own

    def drop_own_template(self, paper: Paper) -> Path | None:
        """Back to the shipped one; the village's own stays beside it under another name. Raises OSError."""
        own = self._own(paper)
        if not own.exists():
            return None
        aside = own.with_name(f"{own.stem} lama {self._desk.clock():%Y%m%d-%H%M%S}.docx")
        own.replace(aside)
        return aside

    def _own(self, paper: Paper) -> Path:
        return self._templates / f"{paper}.docx"

    def _values(self, session: RecordId, paper: Paper) -> MinutesValues:
        choices = choices_of(self._shelf, "id")
        with self._desk.store.view() as view:
            meeting = read_meeting(view, session)
            if meeting is None:
                raise KeyError(session)
            found = candidates_of(view, meeting.rows)
            candidates = tuple(candidate for candidate, _ in found.values())
            hung, annex = paper is Paper.ANNOUNCEMENT, paper is Paper.WORKERS
            values = MinutesValues(
                letterhead=letterhead(self._desk.village),
                session=meeting.session,
                attendance=meeting.attendees,
                candidates=candidates,
                decisions=meeting.rows,
                reason_labels={choice.code: choice.label for choice in (*choices.reason, *choices.consideration)},
                element_labels={choice.code: choice.label for choice in choices.element},
                printed_at=self._desk.clock(),
                draft=not meeting.locked,
                head_niks={one.household: _nik(view, one.household) for one in candidates} if hung else {},
                amended=_amended(view, meeting),
                period=read_period(meeting.record.document),
            )
        words = occupation_words(self._shelf, (one.occupation for one in candidates))
        named = (replace(one, occupation=words.get(one.occupation, one.occupation)) for one in candidates)
        return replace(values, candidates=tuple(named), workers=self._entries(values) if annex else ())

    def _entries(self, values: MinutesValues) -> tuple[WorkerEntry, ...]:
        """The workers of the families that were found *layak*."""
        layak = {row.household for row in values.decisions if row.final and row.ruling is Ruling.ELIGIBLE}
        families = {one.household: one for one in values.candidates if one.household in layak}
        return tuple(
            WorkerEntry(
                family=families[line.household],
                name=line.name,
                nik=line.nik,
                status=line.status,
                kpj=line.kpj,
                programmes=line.programmes,
                payer=line.payer,
                start=line.start,
            )
            for line in self._workers(frozenset(families))
        )


def _nik(view: Unit, household: RecordId) -> str:
    head = head_of(view, household)
    nik = head.document.get("nik") if head is not None else None
    return nik if isinstance(nik, str) else ""


def _amended(view: Unit, meeting: Meeting) -> AmendedMinutes | None:
    base = amended_session(view, meeting.session)
    if base is None:
        return None
    return AmendedMinutes(base.number, base.held_on, base.lock.seal.code if base.lock is not None else "")


def choices_of(shelf: FormShelf, language: str) -> DecisionChoices:
    """The lists behind presence, decision, reasons, considerations and elements, as the forms in use have them."""
    decision, session = shelf.current(DECISION_FORM), shelf.current(SESSION_FORM)
    return DecisionChoices(
        _listed(decision, "presence", language),
        _listed(decision, "decision", language),
        _listed(decision, "reasons", language),
        _listed(decision, "considerations", language),
        _listed(session, "element", language),
    )


def _listed(form: Form, field: str, language: str) -> tuple[Choice, ...]:
    named = (one for one in form.questions.values() if field in (one.field, one.name))
    question = next((one for one in named if one.choice_list is not None), None)
    if question is None or question.choice_list is None:
        return ()
    return tuple(
        Choice(one.code, one.label(language), one.columns.get("putusan", "")) for one in question.choice_list.choices
    )
