"""What the questionnaire does: opens, takes answers, finishes. Knows no Qt."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import HouseholdDetail
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey import Recorded, SurveySession
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.questionnaire.arriving import Arrivals
from kemiskinan_desktop.ui.questionnaire.attaching import Files
from kemiskinan_desktop.ui.questionnaire.ending import Ending
from kemiskinan_desktop.ui.questionnaire.look_up import LookUp
from kemiskinan_desktop.ui.questionnaire.moving import OpenPages
from kemiskinan_desktop.ui.questionnaire.noting import Notes, NotingServices
from kemiskinan_desktop.ui.questionnaire.opening import OpenForm, Sources, header_of, read_family
from kemiskinan_desktop.ui.questionnaire.saving import Saver
from kemiskinan_desktop.ui.questionnaire.sheet import IDENTITY_FIELDS, Sheet
from kemiskinan_desktop.ui.questionnaire.showing import show_changed
from kemiskinan_desktop.ui.questionnaire.states import CHECK, PageKey, PageKind
from kemiskinan_desktop.ui.questionnaire.timing import Timing
from kemiskinan_desktop.ui.questionnaire.viewing import QuestionnaireView
from kemiskinan_desktop.ui.questionnaire.walking import Walk
from kemiskinan_domain.records import RecordId, ReviewState
from kemiskinan_domain.survey import Refusal, RefusalKind


class QuestionnairePresenter(OpenPages):
    """Answers go through the session at once and to the file by the lane; the screen repaints what changed."""

    def __init__(self, view: QuestionnaireView, lane: Work, sources: Sources) -> None:
        super().__init__(view, lane, sources)
        self._wanted: RecordId | None = None
        self._ending = Ending(view, lane, self.go)
        self.advances = sources.desk.preferences.load().auto_advance

    # Opening

    def start(self, household: RecordId) -> None:
        """Open the family's questionnaire where it was left."""
        self._wanted = household
        self.stop()
        self._view.show_opening()
        self._lane.submit(
            partial(read_family, self._sources, household), partial(self._opened, household), self._on_unreadable
        )

    def stop(self) -> None:
        """The person goes elsewhere: the list shows what the form judges of this family now."""
        if self._open is not None:
            self._open.close()
            self._ending.settle(self._open.session)
            self._open = None

    def _opened(self, household: RecordId, read: tuple[SurveySession | None, HouseholdDetail | None]) -> None:
        session, detail = read
        if household != self._wanted:
            return
        if session is None or detail is None:
            self._view.show_gone()
            return
        desk = self._sources.desk
        arrivals = Arrivals(self._lane, desk.survey, session, self._standing, self._renewed)
        saver = Saver(self._view, self._lane, session.commit, arrivals.settled)
        notes = Notes(self, self._lane, session, NotingServices(desk.remarks, desk.history))
        numbers = LookUp(self._view, self._lane, session.duplicates)
        files = Files(self, self._lane, session, desk.attachments, self.commit)
        sheet = Sheet(session, self._view.acknowledge_words(), notes, files)
        timing = Timing(self._lane, desk.paradata, household, self._view.taken_keys)
        returned = detail.row.review is ReviewState.RETURNED
        self._open = OpenForm(session, sheet, saver, Walk(sheet), numbers, notes, arrivals, files, timing, returned)
        self._view.show_header(header_of(session, detail))
        path = session.resume_path or sheet.first_unanswered()
        if path is None or sheet.page_of(path) is None:
            self.go(sheet.pages()[0] if path else CHECK)
        else:
            self.go_to(path)
        notes.load()
        files.load()
        self._ending.look_for_newer(desk.survey, session)

    def _on_unreadable(self, fault: Exception) -> None:
        self._view.show_unreadable()
        if not isinstance(fault, StorageError | OSError):
            raise fault

    # Answering

    def commit(self, path: str, raw: str) -> bool:
        """Record what was typed or chosen; true when the person may move on."""
        opened = self._open
        if opened is None or opened.session.read_only or not path:
            return True
        before = opened.sheet.state(path)
        if not before.visible or raw == before.value:
            if opened.walk.met == path:
                opened.walk.met = None
                opened.arrivals.look()
            return True
        answer = opened.session.answer(path, raw)
        if isinstance(answer, Refusal):
            self._view.show_refusal(path, answer.kind)
            return False
        opened.walk.met = None
        opened.timing.answer(corrected=bool(before.value))
        self._took(answer, path)
        if opened.sheet.field(path) in IDENTITY_FIELDS:
            opened.numbers.ask(path)
        after = opened.sheet.state(path)
        return not any(problem.hard and problem not in before.problems for problem in after.problems)

    def refuse(self, path: str, kind: RefusalKind) -> None:
        """Something could not even be put into the field."""
        self._view.show_refusal(path, kind)

    def choose_file(self, path: str) -> None:
        """Ask for a photo or paper."""
        self._view.ask_file(path)

    def attach(self, path: str, file: Path) -> None:
        """Take a photo or paper in as the answer."""
        if self._open is not None and not self._open.session.read_only:
            self._open.files.attach(path, file)

    def detach(self, path: str) -> None:
        """Take the photo or paper of that question out."""
        if self._open is not None and not self._open.session.read_only:
            self._open.files.detach(path, self._open.sheet.state(path).value)

    def give_reason(self, path: str, reason: str) -> None:
        """Why a warning is right as it stands; empty takes the reason back."""
        if self._open is not None:
            answer = self._open.session.give_reason(path, reason)
            if not isinstance(answer, Refusal):
                self._took(answer, path)

    def undo(self) -> None:
        """Ctrl+Z: back to before the last answer of this sitting, and to its place."""
        opened = self._open
        if opened is not None and not opened.session.read_only and not self._stepped(opened.session.undo()):
            self._view.tell_nothing_to_undo()

    def redo(self) -> None:
        """Ctrl+Y: do again what was undone last."""
        opened = self._open
        if opened is not None and not opened.session.read_only and not self._stepped(opened.session.redo()):
            self._view.tell_nothing_to_redo()

    def note(self) -> None:
        """F2: the reason for a warning that has none yet, else a remark on the question."""
        opened = self._open
        if opened is None or opened.walk.path is None:
            return
        soft = [problem for problem in opened.sheet.state(opened.walk.path).problems if not problem.hard]
        if soft and not soft[0].reason and not opened.session.read_only:
            self._view.ask_reason(opened.walk.path, soft[0])
        else:
            self._view.ask_remark(opened.walk.path)

    def remark(self) -> None:
        """A remark on the present question, whatever else it has."""
        if self._open is not None and self._open.walk.path is not None:
            self._view.ask_remark(self._open.walk.path)

    def change_reason(self) -> None:
        """Shift+F2: the reason for the warning at this question, given or not."""
        opened = self._open
        if opened is None or opened.walk.path is None:
            return
        soft = [problem for problem in opened.sheet.state(opened.walk.path).problems if not problem.hard]
        if soft and not opened.session.read_only:
            self._view.ask_reason(opened.walk.path, soft[0])
        else:
            self._view.tell_no_warning()

    def add_remark(self, path: str, words: str) -> None:
        """Write a remark on that question; it goes to the district with the next exchange."""
        if self._open is not None:
            self._open.notes.add(path, words)

    def settle_remark(self, remark: RecordId) -> None:
        """Nothing remains to be done about that remark."""
        if self._open is not None:
            self._open.notes.settle(remark)

    def add_member(self) -> None:
        """One more member; the first question of its page takes the focus."""
        opened = self._open
        if opened is None or opened.session.read_only:
            return
        self._took(opened.session.add_member(), "")
        page = opened.walk.last_member()
        if page is not None:
            self.go(page)

    def remove_member(self, index: int, why: str) -> None:
        """Take a member out and show the table."""
        opened = self._open
        if opened is None or opened.session.read_only:
            return
        section = opened.walk.page.section
        self._took(opened.session.remove_member(index, why), "")
        self.go(PageKey(PageKind.MEMBERS, section))

    def retry(self) -> None:
        """Coba simpan lagi."""
        if self._open is not None:
            self._open.saver.retry()

    def finish(self) -> None:
        """Ctrl+Enter: complete, or show what stands against it."""
        if self._open is not None and not self._open.session.read_only:
            self._ending.finish(self._open.session)

    def left(self) -> None:
        """Another screen is in front: the list there shows what the form judges of this family now."""
        if self._open is not None:
            self._open.timing.leave()
            self._ending.settle(self._open.session)

    def take_newer_form(self) -> None:
        """Move this family to the newest version of the form; every answer is kept."""
        if self._open is not None and not self._open.session.read_only:
            household = self._open.session.household
            survey = self._sources.desk.survey
            self._ending.take_newer(survey, household, lambda: self.start(household))

    def on_changed(self, event: HouseholdsChanged) -> None:
        """Families changed, perhaps this one, perhaps elsewhere."""
        if self._open is not None:
            self._open.arrivals.on_changed(event)

    def advance_by_itself(self, wanted: bool) -> None:
        """Whether a code that can mean nothing else moves on; remembered for this laptop."""
        self.advances = wanted
        self._ending.remember(self._sources.desk.preferences, wanted)

    def _stepped(self, answer: Recorded | None) -> bool:
        if answer is None:
            return False
        place = answer.save.resume_path
        self._took(answer, place or "")
        if place is not None:
            self.go_to(place)
        return True

    def _took(self, answer: Recorded, path: str) -> None:
        opened = self._open
        assert opened is not None
        opened.saver.save(answer.save, path)
        if answer.structure:
            opened.numbers.forget()
            self._show_page()
            return
        show_changed(self._view, opened.sheet, opened.walk, answer.changed)
        self._show_side()
