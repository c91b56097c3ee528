"""The presenter of Pembahasan: keys in, decisions to the lane, the family in front to the view. Knows no Qt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Protocol

from kemiskinan_desktop.services.deliberations import (
    CandidateRow,
    DecisionChoices,
    DecisionInput,
    DecisionSaved,
    EditRefusal,
    SessionView,
)
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.deliberations.discussion import (
    NOTHING_SAID,
    REASON_DIGITS,
    Discussion,
    DiscussionState,
    Note,
    Saving,
    missing_in,
    problems_of,
    with_presence,
    with_reason_toggled,
    with_ruling,
)
from kemiskinan_desktop.ui.deliberations.facts import FactsLoader, FamilyFacts
from kemiskinan_domain.records import RecordId


class Decisions(Protocol):
    """What Pembahasan asks of the deliberation service."""

    def decide(
        self, session: RecordId, household: RecordId, wanted: DecisionInput, seen: DecisionInput | None
    ) -> DecisionSaved | EditRefusal:
        """Write the decision."""

    def undo_last(self, session: RecordId) -> DecisionSaved | EditRefusal:
        """Take the last decision back."""


class DiscussionView(Protocol):
    """What the presenter tells the step."""

    def show_state(self, state: DiscussionState) -> None:
        """Show the family in front and its decision."""

    def show_candidates(self, rows: Sequence[CandidateRow]) -> None:
        """Show the list at the side."""

    def show_facts(self, facts: FamilyFacts | None) -> None:
        """Show members, history and indicators of the family in front; None while they are being read."""

    def ask_reason_text(self) -> None:
        """Put the cursor into the words of the reason."""

    def ask_exception(self) -> None:
        """Put the cursor where the meeting says why it decides without a complete questionnaire."""

    def show_refused(self, refusal: EditRefusal) -> None:
        """Say why the decision was not taken."""

    def on_decided(self) -> None:
        """The meeting's counts are other ones now."""


_WORDS = frozenset({Note.REASON_TEXT_NEEDED, Note.EXCEPTION_NEEDED})


class DiscussionPresenter:
    """Every key that decides is written at once, in the order of the keys."""

    def __init__(
        self,
        view: DiscussionView,
        lane: Work,
        decisions: Decisions,
        read: Callable[[RecordId], FamilyFacts | None],
    ) -> None:
        self._view = view
        self._lane = lane
        self._decisions = decisions
        self._facts = FactsLoader(view.show_facts, lane, read)
        self._discussion = Discussion()
        self._choices = DecisionChoices((), (), ())
        self._session: SessionView | None = None
        self._state = DiscussionState()
        self._pending: Counter[RecordId] = Counter()
        self._on_disk: dict[RecordId, DecisionInput] = {}
        self._awaited: RecordId | None = None

    def show_choices(self, choices: DecisionChoices) -> None:
        """The lists of the decision form."""
        self._choices = choices

    def show_session(self, session: SessionView) -> None:
        """The meeting was read; decisions that are still being written stay as they are here."""
        other = self._session is None or self._session.id != session.id
        if other:
            self._discussion = Discussion()
            self._state = DiscussionState()
        self._session = session
        before = self._discussion.front
        self._discussion.replace(session.candidates, frozenset(self._pending))
        self._view.show_candidates(list(self._discussion.rows.values()))
        self._show()
        if other or before != self._discussion.front:
            self._facts.read(self._discussion.front)
        if self._awaited in self._discussion.rows:
            awaited, self._awaited = self._awaited, None
            if awaited is not None:
                self.go(awaited)

    def go_when_there(self, household: RecordId) -> None:
        """A family that was just proposed comes to the front once the meeting was read again."""
        self._awaited = household

    # Keys and buttons

    def key(self, typed: str) -> bool:
        """A key without a field; true when it meant something here."""
        letter = typed.upper()
        if self._state.choosing_reasons and letter.isdigit():
            self._type_reason(letter)
            return True
        acts: dict[str, Callable[[], None]] = {
            **{choice.code: partial(self.presence, choice.code) for choice in self._choices.presence},
            **{choice.code: partial(self.ruling, choice.code) for choice in self._choices.decision},
            "A": self.choose_reasons,
            "N": self.next,
            "S": self.skip,
            "B": self.back,
        }
        act = acts.get(letter)
        if act is not None:
            act()
        return act is not None

    def presence(self, code: str) -> None:
        """Found, not found, double or proposed."""
        self._write(with_presence(self._state.decision, code))

    def ruling(self, code: str) -> None:
        """Layak, tidak layak or ditunda; then reasons are asked for where a rule wants one."""
        decision = with_ruling(self._state.decision, code)
        self._write(decision)
        self._ask_for(self._missing())

    def choose_reasons(self) -> None:
        """From now on digits are codes of reasons, until the next family."""
        if self._locked or self._discussion.row is None:
            return
        note = Note.REASON_NEEDED if not self._state.decision.reasons else None
        self._show(choosing_reasons=True, typed="", note=note)

    def reason(self, code: str) -> None:
        """Put a reason on or off."""
        decision = with_reason_toggled(self._state.decision, code)
        self._write(decision)
        if self._missing() in _WORDS:
            self._ask_for(self._missing())

    def words(self, *, reason_other: str, exception: str, dissent: str) -> None:
        """The fields of words were left."""
        said = replace(self._state.decision, reason_other=reason_other.strip(), exception=exception.strip())
        self._write(replace(said, dissent=dissent.strip()))

    def votes(self, yes: int | None, no: int | None, abstained: int | None = None) -> None:
        """There was a vote; all empty when there was none."""
        self._write(replace(self._state.decision, vote_yes=yes, vote_no=no, vote_abstained=abstained))

    def considerations(self, codes: tuple[str, ...]) -> None:
        """What the meeting saw in the family."""
        self._write(replace(self._state.decision, considerations=codes))

    def next(self) -> None:
        """The next undecided family, once this one is complete."""
        missing = None if self._locked else self._missing()
        if missing is None:
            self.skip()
        else:
            self._ask_for(missing)

    def skip(self) -> None:
        """The next undecided family, whatever this one lacks: it stays in the list."""
        following = self._discussion.next_open()
        if following is None:
            complete = self._discussion.decided == len(self._discussion.rows)
            self._show(note=Note.ALL_DECIDED if complete else self._missing())
        else:
            self.go(following)

    def back(self) -> None:
        """The family before."""
        self._discussion.back()
        self._arrive()

    def go(self, household: RecordId) -> None:
        """The family that was chosen in the list."""
        if household != self._discussion.front:
            self._discussion.go(household)
            self._arrive()

    def undo(self) -> None:
        """Take the last decision of this sitting back, and show whose it was."""
        if self._session is not None and not self._locked:
            self._lane.submit(partial(self._decisions.undo_last, self._session.id), self._undone, self._on_failed)

    @property
    def _locked(self) -> bool:
        return self._session is not None and self._session.locked

    def _missing(self) -> Note | None:
        row = self._discussion.row
        return missing_in(row.decision, survey_complete=row.survey_complete) if row is not None else None

    def _ask_for(self, missing: Note | None) -> None:
        """Say what the decision lacks, and put the person where it is said."""
        if missing is Note.REASON_NEEDED:
            self.choose_reasons()
        elif missing is not None:
            self._show(note=missing)
        if missing is Note.REASON_TEXT_NEEDED:
            self._view.ask_reason_text()
        elif missing is Note.EXCEPTION_NEEDED:
            self._view.ask_exception()

    def _type_reason(self, digit: str) -> None:
        typed = self._state.typed + digit
        if len(typed) < REASON_DIGITS:
            self._show(typed=typed, note=None)
        elif typed in {choice.code for choice in self._choices.reason}:
            self._show(typed="", note=None)
            self.reason(typed)
        else:
            self._show(typed="", note=Note.REASON_UNKNOWN)

    def _arrive(self) -> None:
        self._show(choosing_reasons=False, typed="", note=None, saving=Saving.IDLE)
        self._facts.read(self._discussion.front)

    def _write(self, wanted: DecisionInput) -> None:
        row, session = self._discussion.row, self._session
        if row is None or session is None or self._locked:
            return
        seen = self._on_disk.get(row.household, row.decision)
        if wanted == seen:
            return
        self._discussion.decide(row.household, wanted)
        self._on_disk[row.household] = wanted
        self._pending[row.household] += 1
        self._show(saving=Saving.UNDER_WAY, note=None)
        job = partial(self._decisions.decide, session.id, row.household, wanted, seen)
        done = partial(self._written, row.household)
        self._lane.submit(job, done, partial(self._on_not_written, row.household, seen))

    def _written(self, household: RecordId, outcome: DecisionSaved | EditRefusal) -> None:
        self._settle(household)
        if isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
            return
        if household not in self._pending:
            self._on_disk.pop(household, None)
            self._discussion.update(outcome.row)
        self._after(Saving.SAVED, household)

    def _undone(self, outcome: DecisionSaved | EditRefusal) -> None:
        if outcome is EditRefusal.NOTHING_TO_UNDO:
            self._show(note=Note.NOTHING_TO_UNDO)
        elif isinstance(outcome, EditRefusal):
            self._view.show_refused(outcome)
        else:
            self._discussion.update(outcome.row)
            self._discussion.go(outcome.row.household)
            self._arrive()
            self._after(Saving.SAVED, outcome.row.household)

    def _after(self, saving: Saving, household: RecordId) -> None:
        self._view.show_candidates(list(self._discussion.rows.values()))
        self._show(saving=saving if household == self._discussion.front else self._state.saving)
        self._view.on_decided()

    def _settle(self, household: RecordId) -> None:
        self._pending[household] -= 1
        if self._pending[household] <= 0:
            del self._pending[household]

    def _on_not_written(self, household: RecordId, seen: DecisionInput, fault: Exception) -> None:
        self._settle(household)
        self._on_disk[household] = seen  # the next key writes what failed too
        self._on_failed(fault)

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._show(saving=Saving.FAILED)

    def _show(self, **changes: object) -> None:
        row = self._discussion.row
        fixed = {
            "row": row,
            "decision": row.decision if row else NOTHING_SAID,
            "place": self._discussion.place,
            "total": len(self._discussion.rows),
            "decided": self._discussion.decided,
            "problems": problems_of(row.findings) if row else (),
        }
        self._state = replace(self._state, **fixed, **changes)  # type: ignore[arg-type]  # names are checked by tests
        self._view.show_state(self._state)
