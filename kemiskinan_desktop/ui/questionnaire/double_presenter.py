"""Entri ulang: a second person keys chosen questions, then settles the differences. Knows no Qt."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import HouseholdDetail
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey import Finished, NotYet
from kemiskinan_desktop.services.survey.double_entry import Difference, DoubleEntry, DoubleEntryTrouble
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.questionnaire.double_sheet import DoubleSheet
from kemiskinan_desktop.ui.questionnaire.double_states import DoubleEntryView, DoubleHeader
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.saving import Saver, trouble_of
from kemiskinan_domain.clock import village_day
from kemiskinan_domain.identity import masked_name
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import Refusal, RefusalKind

Read = tuple[DoubleEntry | DoubleEntryTrouble, HouseholdDetail | None]


class DoubleEntryPresenter:
    """The desk of the editors on that screen. What is keyed is in the file before the next question is answered."""

    def __init__(self, view: DoubleEntryView, lane: Work, sources: Sources) -> None:
        self._view = view
        self._lane = lane
        self._sources = sources
        self._entry: DoubleEntry | None = None
        self._sheet: DoubleSheet | None = None
        self._saver: Saver | None = None
        self._wanted: RecordId | None = None
        self._comparing = False
        self.advances = sources.desk.preferences.load().auto_advance

    # Opening

    def start(self, household: RecordId) -> None:
        """Read the family; what was keyed in an earlier sitting is there."""
        self._wanted = household
        self._entry = None
        self._view.show_opening()
        self._lane.submit(partial(self._read, household), partial(self._opened, household), self._on_unreadable)

    def stop(self) -> None:
        """The person goes elsewhere; what was keyed waits for the next sitting."""
        self._wanted = self._entry = None

    def on_changed(self, event: HouseholdsChanged) -> None:
        """The family may have changed elsewhere: read it again, with everything that was keyed."""
        entry = self._entry
        if entry is None or entry.session.owns(event):
            return
        if event.ids is not None and entry.session.household not in event.ids:
            return
        self._view.commit_current()
        self.start(entry.session.household)

    def _read(self, household: RecordId) -> Read:
        desk = self._sources.desk
        return desk.double_entry.open(household, self._sources.language), desk.households.detail(household)

    def _opened(self, household: RecordId, read: Read) -> None:
        entry, detail = read
        if household != self._wanted:
            return
        if isinstance(entry, DoubleEntryTrouble) or detail is None:
            self._view.show_cannot(DoubleEntryTrouble.GONE if isinstance(entry, DoubleEntry) else entry)
            return
        self._entry, self._sheet = entry, DoubleSheet(entry, self._view)
        self._saver = Saver(self._view, self._lane, entry.commit)
        row = detail.row
        self._view.show_header(DoubleHeader(masked_name(row.head_name), row.dusun, entry.own))
        if self._comparing and not entry.missing():
            self.compare()
        else:
            self._show_keying()

    def _on_unreadable(self, fault: Exception) -> None:
        self._view.show_unreadable()
        if not isinstance(fault, StorageError | OSError):
            raise fault

    def _show_keying(self) -> None:
        entry, sheet = self._entry, self._sheet
        if entry is None or sheet is None:
            return
        self._comparing = False
        self._view.show_keying(sheet.states())
        self._show_progress()
        self._view.focus((entry.missing() or entry.questions())[0])

    def _show_progress(self) -> None:
        if self._entry is not None:
            asked = len(self._entry.questions())
            self._view.show_progress(asked - len(self._entry.missing()), asked)

    # The desk of the editors

    @property
    def today(self) -> date:
        """The day of the sitting, in the village."""
        assert self._entry is not None
        return village_day(self._entry.session.entry.world.now)

    def commit(self, path: str, raw: str) -> bool:
        """Keep what was typed; an untouched field is left empty on purpose only by going on from it."""
        entry = self._entry
        if entry is None or not path or raw == (entry.typed(path) or ""):
            return True
        return self._keep(path, raw)

    def refuse(self, path: str, kind: RefusalKind) -> None:
        """Something could not even be put into the field."""
        self._view.show_refusal(path, kind)

    def choose_file(self, path: str) -> None:
        """A photo is never keyed again."""

    def attach(self, path: str, file: Path) -> None:
        """A photo is never keyed again."""

    def detach(self, path: str) -> None:
        """A photo is never keyed again."""

    def move(self, path: str, forward: bool) -> None:
        """To the next or the previous question; after the last one the entries are compared."""
        entry = self._entry
        if entry is None:
            return
        if forward and entry.typed(path) is None and not self._keep(path, ""):
            return
        questions = entry.questions()
        at = (questions.index(path) if path in questions else -1) + (1 if forward else -1)
        if at >= len(questions):
            self.compare()
        else:
            self._view.focus(questions[max(at, 0)])

    def entered(self, path: str) -> None:
        """Nothing is told beside a question: help could give the first answer away."""

    def _keep(self, path: str, raw: str) -> bool:
        entry, sheet, saver = self._entry, self._sheet, self._saver
        assert entry is not None and sheet is not None and saver is not None
        save = entry.key(path, raw)
        if isinstance(save, Refusal):
            self._view.show_refusal(path, save.kind)
            return False
        self._view.update_question(sheet.state(path))
        saver.save(save, path)
        self._show_progress()
        return True

    # Differences

    def compare(self) -> None:
        """Show the differences, once everything is keyed."""
        entry = self._entry
        if entry is None:
            return
        missing = entry.missing()
        if missing:
            if self._comparing:
                self._show_keying()
            self._view.tell_missing(len(missing))
            self._view.focus(missing[0])
            return
        self._comparing = True
        self._lane.submit(entry.compare, self._compared, self._on_failed)

    def take_first(self, path: str) -> None:
        """The first answer is right."""
        if self._entry is not None and self._saver is not None:
            self._saver.save(self._entry.take_first(path), path)
            self.compare()

    def take_second(self, path: str) -> None:
        """The second answer is right, and becomes the answer."""
        entry = self._entry
        if entry is None:
            return
        save = entry.take_second(path)
        if not isinstance(save, Refusal):
            self._lane.submit(partial(entry.session.commit, save), lambda _saved: self.compare(), self._on_failed)

    def again(self, path: str) -> None:
        """Neither is sure: key that question once more."""
        if self._entry is not None and self._saver is not None:
            self._saver.save(self._entry.again(path), path)
            self._show_keying()

    def finish(self) -> None:
        """Every difference is settled: keep the outcome."""
        entry = self._entry
        if entry is None:
            return
        if entry.missing() or entry.differences():
            self.compare()
            return
        self._lane.submit(entry.finish, self._finished, self._on_failed)
        self._entry = None

    def give_up(self) -> None:
        """Forget what was keyed; the first entry stays as it is."""
        entry = self._entry
        if entry is not None:
            self._entry = None
            self._lane.submit(entry.give_up, lambda _done: self._view.show_ended(complete=True), self._on_failed)

    def retry(self) -> None:
        """Coba simpan lagi."""
        if self._saver is not None:
            self._saver.retry()

    def _compared(self, found: tuple[Difference, ...]) -> None:
        if self._entry is not None and self._sheet is not None:
            lines = [self._sheet.line(one) for one in found]
            self._view.show_differences(lines, len(self._entry.questions()))

    def _finished(self, ended: Finished | NotYet) -> None:
        self._comparing = False
        self._view.show_ended(complete=isinstance(ended, Finished))

    def _on_failed(self, fault: Exception) -> None:
        self._view.show_trouble(trouble_of(fault))
        if not isinstance(fault, StorageError | OSError):
            raise fault
