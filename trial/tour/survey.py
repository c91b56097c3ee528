"""The tour's survey: opens families in the real questionnaire and answers all that is asked."""

from __future__ import annotations

from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.ui.questionnaire.sheet import Sheet
from kemiskinan_desktop.ui.questionnaire.states import PageKey, PageKind
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage
from kemiskinan_domain.records import RecordId, SurveyState
from trial.tour.hands import Hands, TourStoppedError
from trial.tour.plausible import plausible

ROUNDS = 6


class Surveyor:
    """Works the questionnaire of one family after another."""

    def __init__(self, hands: Hands, page: QuestionnairePage, services: AppServices) -> None:
        self._hands = hands
        self._page = page
        self._services = services

    def survey(self, family: RecordId, *, pictures: bool = False) -> bool:
        """Open the family, answer everything, finish; true when it counts as complete."""
        self._page.shown(family)
        self._hands.until(self._page.presenter.pages, "the questionnaire opens")
        for _round in range(ROUNDS):
            for key in self._page.presenter.pages():
                self._answer_page(key, pictures=pictures and _round == 0)
            self._give_reasons()
            if not self._sheet.open_paths():
                break
        self._page.presenter.go(self._page.presenter.pages()[-1])
        if pictures:
            self._hands.rest()
            self._hands.picture("kuesioner-pemeriksaan")
        self._page.presenter.finish()
        # A family whose paper cannot be completed keeps its errors; it is passed over, not waited for.
        if self._hard_problems():
            return False
        self._hands.until(lambda: self._is_complete(family), "the survey is finished")
        return True

    def _hard_problems(self) -> bool:
        return any(problem.hard for path in self._sheet.open_paths() for problem in self._sheet.state(path).problems)

    def _is_complete(self, family: RecordId) -> bool:
        detail = self._services.households.detail(family)
        return detail is not None and detail.row.survey_state is SurveyState.COMPLETE

    def _answer_page(self, key: PageKey, *, pictures: bool) -> None:
        presenter = self._page.presenter
        presenter.go(key)
        self._hands.breathe()
        if key.kind in (PageKind.QUESTIONS, PageKind.MEMBER):
            for path in self._sheet.paths(key):
                self._answer(path)
        self._hands.breathe()
        if pictures and (key.member in (None, 0)):
            presenter.go(key)
            asked = [path for path in self._sheet.paths(key) if self._sheet.state(path).visible]
            if asked and key.kind is not PageKind.MEMBERS:
                presenter.go_to(asked[len(asked) // 4])
            self._hands.rest(0.3)
            self._hands.picture(f"kuesioner-{key.section.rsplit('/', 1)[-1] or 'akhir'}-{key.kind.name.lower()}")

    def _answer(self, path: str) -> None:
        state = self._sheet.state(path)
        if not state.visible or state.readonly or state.value or not state.required:
            return
        for raw in plausible(state):
            self._page.presenter.commit(path, raw)
            if not any(problem.hard for problem in self._sheet.state(path).problems):
                return

    def _give_reasons(self) -> None:
        for path in self._sheet.open_paths():
            if any(not problem.hard and not problem.reason for problem in self._sheet.state(path).problems):
                self._page.presenter.give_reason(path, "Sesuai dokumen yang ditunjukkan keluarga")

    @property
    def _sheet(self) -> Sheet:
        sheet = self._page.presenter.sheet
        if sheet is None:
            raise TourStoppedError("no questionnaire is open")
        return sheet
