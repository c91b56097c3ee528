"""The questionnaire of one family on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, Question
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.page import Navigator
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.questionnaire.keys import bind_keys
from kemiskinan_desktop.ui.questionnaire.middle import Middle
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.presenter import QuestionnairePresenter
from kemiskinan_desktop.ui.questionnaire.printing import Printing
from kemiskinan_desktop.ui.questionnaire.section_list import SectionList
from kemiskinan_desktop.ui.questionnaire.side_panel import QuestionPanel
from kemiskinan_desktop.ui.questionnaire.states import (
    CheckLine,
    Header,
    MemberState,
    PageKey,
    PageLine,
    PastLine,
    QuestionState,
    SaveSign,
    SaveTrouble,
    SideState,
)
from kemiskinan_desktop.ui.questionnaire.telling import TellingPage
from kemiskinan_desktop.ui.questionnaire.tool_menu import Tool, ToolMenu
from kemiskinan_desktop.ui.questionnaire.wording import held_words, trouble_words
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import RefusalKind

_PANEL_NEEDS = 125
_SECTIONS_NEED = 78
"""Average characters of page width below which a side gives its room to the questions."""


class QuestionnairePage(TellingPage):
    """Shows and reports."""

    def __init__(self, navigator: Navigator, lane: Work, sources: Sources, dialogs: Dialogs | None = None) -> None:
        super().__init__(navigator, dialogs)
        self._household: RecordId | None = None
        self._lane, self._sources = lane, sources
        self.presenter = QuestionnairePresenter(self, lane, sources)
        self.sections = SectionList(self.presenter.go)
        self.middle = Middle(self.presenter, self._on_remove, self._on_about)
        self.panel = QuestionPanel(self.presenter.settle_remark, self._on_remark)
        self.held = Banner(closable=False, name="held-banner")
        retry = button(self.tr("Coba simpan lagi"), self.presenter.retry, kind=Kind.PRIMARY, name="save-retry")
        self.trouble = Banner(retry, closable=False, name="save-banner")
        self._build()
        bind_keys(self, self.presenter, self.middle, self._on_back, self._on_about)
        self.destroyed.connect(sources.desk.events.subscribe(HouseholdsChanged, self.presenter.on_changed))
        theme().changed.connect(self._adapt)

    def shown(self, argument: object = None) -> None:
        """Open that family as the file has it now; without one, the questionnaire that was open stays."""
        if isinstance(argument, str):
            keeps_answers = argument == self._household and not self.trouble.isHidden()
            if not keeps_answers:
                self._household = RecordId(argument)
                self.presenter.start(self._household)
        elif self._household is None:
            self._navigator.open("keluarga")

    def hidden(self) -> None:
        """What is being typed is handed over first; when the page comes back, it opens where it was left."""
        self.middle.commit_current()
        self.presenter.left()

    def leave(self, go: Callable[[], None]) -> None:
        """What is being typed is saved; answers that could not be written keep the person here until they choose."""
        self.middle.commit_current()
        if self.trouble.isHidden():
            go()
            return
        question = Question(
            self.tr("Ada isian yang belum tersimpan"),
            self.tr("Isian itu hilang bila aplikasi ditutup. Tetap di sini untuk mencoba menyimpan lagi?"),
            [Choice("stay", self.tr("Tetap di sini"), Kind.PRIMARY), Choice("go", self.tr("Tinggalkan"), Kind.DANGER)],
        )
        self._dialogs.ask(question, lambda answer: go() if answer == "go" else None)

    # Pages

    def show_opening(self) -> None:
        """The questionnaire is being read."""
        self.banner.hide()
        self.trouble.hide()
        self.newer.hide()
        self.held.hide()
        self.middle.setEnabled(False)
        self.set_subtitle(self.tr("Membuka kuesioner…"))

    def show_gone(self) -> None:
        """The family is no longer there."""
        self._household = None
        self._navigator.notify(self.tr("Keluarga ini tidak ada lagi dalam daftar."))
        self._navigator.open("keluarga")

    def show_unreadable(self) -> None:
        """The file did not answer."""
        self.banner.say(
            Tone.DANGER,
            self.tr("Kuesioner tidak dapat dibaca"),
            self.tr("Data Anda tidak berubah. Kembali ke daftar dengan Esc, lalu buka lagi."),
        )

    def show_header(self, header: Header) -> None:
        """Whose questionnaire it is, and whether it may be changed."""
        self.title_label.setText(header.name or self.tr("Keluarga tanpa nama"))
        rt = self.tr("RT {0}").format(header.rt) if header.rt else ""
        rw = self.tr("RW {0}").format(header.rw) if header.rw else ""
        desil = "" if header.desil is None else self.tr("desil {0}").format(header.desil)
        self.set_subtitle(" · ".join(part for part in (header.dusun, rt, rw, desil) if part))
        self.middle.setEnabled(True)
        self.middle.set_locked(header.held is not None)
        self._finish.setVisible(header.held is None)
        if header.held is not None:
            self.held.say(Tone.INFO, *held_words(header.held))

    def show_pages(self, lines: Sequence[PageLine], current: PageKey) -> None:
        """The list at the left."""
        self.sections.show_lines(lines, current)

    def show_questions(self, page: PageKey, title: str, states: Sequence[QuestionState]) -> None:
        """A page of questions."""
        self.banner.hide()
        self.middle.show_questions(page, title, states)

    def prepare(self, page: PageKey, states: Sequence[QuestionState]) -> None:
        """That page may come next."""
        self.middle.prepare(page, states)

    def show_members(
        self, page: PageKey, title: str, members: Sequence[MemberState], states: Sequence[QuestionState]
    ) -> None:
        """The table of members."""
        self.banner.hide()
        self.middle.show_members(page, title, members, states)

    def show_check(self, lines: Sequence[CheckLine], kept: Sequence[tuple[str, str]] = ()) -> None:
        """The final check."""
        self.middle.show_check(lines, kept)

    # Fields

    def update_questions(self, states: Sequence[QuestionState]) -> None:
        """Repaint only these."""
        self.middle.update_questions(states)

    def focus(self, path: str) -> None:
        """Go to that question."""
        self.middle.focus(path)

    def show_side(self, side: SideState | None) -> None:
        """What is known about the question that has the focus."""
        self.panel.show_side(side)

    def show_refusal(self, path: str, kind: RefusalKind) -> None:
        """Why nothing was recorded."""
        self.middle.column.show_refusal(path, kind)

    def show_duplicates(self, path: str, hits: Sequence[DuplicateHit]) -> None:
        """Who else has that number."""
        self.middle.column.show_duplicates(path, hits)

    def typing_at(self) -> str | None:
        """The question at which something is typed that is not handed over yet."""
        return self.middle.typing_at()

    def taken_keys(self) -> int:
        """How many keys were pressed at answers since this was last asked."""
        return self.middle.taken_keys()

    def show_met(self, path: str, words: str) -> None:
        """Another value arrived at the question that is being typed at."""
        self.middle.column.show_met(path, words)

    def show_past(self, past: Sequence[PastLine]) -> None:
        """What stood at the question that has the focus before."""
        self.panel.show_past(past)

    # Saving

    def show_sign(self, path: str, sign: SaveSign) -> None:
        """Where that answer is."""
        self.middle.column.show_sign(path, sign)

    def show_trouble(self, trouble: SaveTrouble | None) -> None:
        """Why answers could not be written."""
        if trouble is None:
            self.trouble.hide()
            self._navigator.notify(self.tr("Semua isian sudah tersimpan."))
        else:
            self.trouble.say(Tone.DANGER, *trouble_words(trouble))

    def show_finished(self, warnings: int) -> None:
        """The questionnaire is complete: back to the list, on this family."""
        words = self.tr("Kuesioner selesai.")
        if warnings:
            words = f"{words} {self.tr('%n peringatan dengan alasan.', '', warnings)}"
        self._navigator.notify(words)
        self._on_back()

    # What the person does

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the page is narrow, the questions need the room."""
        super().resizeEvent(event)
        self._adapt()

    def _build(self) -> None:
        back = button(self.tr("Kembali ke daftar"), self._on_back, meaning=Icon.BACK, name="questionnaire-back")
        self._finish = button(
            self.tr("Selesai"),
            self.presenter.finish,
            kind=Kind.PRIMARY,
            meaning=Icon.SUCCESS,
            name="questionnaire-finish",
        )
        self.tools = ToolMenu(self._tools(), self.presenter.advances, self.presenter.advance_by_itself)
        self.action_row.addWidget(self.tools.button)
        self.action_row.addWidget(back)
        self.action_row.addWidget(self._finish)
        self.add(self.held)
        self.add(self.trouble)
        self.add(self.newer)
        self._beside = scrolled(self.sections)
        line = row(self._beside, self.middle, self.panel, gap=Space.LARGE)
        line.setStretch(1, 1)
        self.add(line, stretch=1)

    def _tools(self) -> list[Tool]:
        printing = Printing(self._lane, self._sources, self._navigator, self._dialogs)
        again = Tool("double-entry", self.tr("Entri ulang keluarga ini"), Icon.EDIT, self._on_double_entry)
        return [*printing.tools(lambda: self._household, self.middle.commit_current), again]

    def _adapt(self) -> None:
        look = theme()
        wide = self.width() >= look.characters(_PANEL_NEEDS)
        self.panel.setVisible(wide)
        self.middle.about.setVisible(not wide)
        self._beside.setVisible(self.width() >= look.characters(_SECTIONS_NEED))
        self._beside.setFixedWidth(self.sections.width() + Space.LARGE)

    def _on_about(self) -> None:
        self.panel.in_window(self)

    def _on_double_entry(self) -> None:
        self._navigator.open("entri-ulang", self._household)

    def _on_remark(self) -> None:
        self.middle.commit_current()
        self.presenter.remark()

    def _on_back(self) -> None:
        household = self._household
        self._navigator.open("keluarga", household)

    def _on_remove(self, member: MemberState) -> None:
        question = Question(
            self.tr("Keluarkan {0} dari keluarga ini?").format(member.name or self.tr("anggota tanpa nama")),
            self.tr(
                "Hanya untuk orang yang salah dicatat. Yang meninggal atau pindah tetap dicatat: "
                "pilih keadaannya di pertanyaan tentang keberadaan."
            ),
            [
                Choice("cancel", self.tr("Batal"), Kind.PRIMARY),
                Choice("wrong", self.tr("Salah catat"), Kind.DANGER),
                Choice("double", self.tr("Tercatat dua kali"), Kind.DANGER),
                Choice("other_family", self.tr("Anggota KK lain"), Kind.DANGER),
            ],
        )

        def on_answered(answer: str | None) -> None:
            if answer not in (None, "cancel"):
                self.presenter.remove_member(member.index, answer)

        self._dialogs.ask(question, on_answered)
