"""The questionnaire of one family on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.remarks import RemarkRefusal
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, Question
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.page import Navigator, Page
from kemiskinan_desktop.ui.kit.qt_dialogs import QtDialogs
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.keys import bind_keys
from kemiskinan_desktop.ui.questionnaire.middle import Middle
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.presenter import QuestionnairePresenter
from kemiskinan_desktop.ui.questionnaire.section_list import SectionList
from kemiskinan_desktop.ui.questionnaire.side_panel import QuestionPanel
from kemiskinan_desktop.ui.questionnaire.states import (
    CheckLine,
    Header,
    MemberState,
    PageKey,
    PageLine,
    PastLine,
    ProblemState,
    QuestionState,
    SaveSign,
    SaveTrouble,
    SideState,
)
from kemiskinan_desktop.ui.questionnaire.wording import held_words, problem_words, remark_refusal_words, trouble_words
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import RefusalKind

_PANEL_NEEDS = 125
_SECTIONS_NEED = 78
"""Average characters of page width below which a side gives its room to the questions."""
MOST_LABELS = 3


class QuestionnairePage(Page):
    """Shows and reports."""

    def __init__(self, navigator: Navigator, lane: Work, sources: Sources, dialogs: Dialogs | None = None) -> None:
        super().__init__(tr("Kuesioner"), " ", scrolls=False)
        self._navigator = navigator
        self._dialogs: Dialogs = dialogs or QtDialogs(self)
        self._household: RecordId | None = None
        self.presenter = QuestionnairePresenter(self, lane, sources)
        self.sections = SectionList(self.presenter.go)
        self.middle = Middle(self.presenter, self._on_remove)
        self.panel = QuestionPanel(self.presenter.settle_remark, self._on_remark)
        self.held = Banner(closable=False, name="held-banner")
        retry = button(self.tr("Coba simpan lagi"), self.presenter.retry, kind=Kind.PRIMARY, name="save-retry")
        self.trouble = Banner(retry, closable=False, name="save-banner")
        self._build()
        bind_keys(self, self.presenter, self.middle, self._on_back)
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

    def show_members(
        self, page: PageKey, title: str, members: Sequence[MemberState], states: Sequence[QuestionState]
    ) -> None:
        """The table of members."""
        self.banner.hide()
        self.middle.show_members(page, title, members, states)

    def show_check(self, lines: Sequence[CheckLine]) -> None:
        """The final check."""
        self.middle.show_check(lines)

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

    def show_met(self, path: str, words: str) -> None:
        """Another value arrived at the question that is being typed at."""
        self.middle.column.show_met(path, words)

    def show_past(self, past: Sequence[PastLine]) -> None:
        """What stood at the question that has the focus before."""
        self.panel.show_past(past)

    def ask_remark(self, path: str) -> None:
        """Ask for a remark on that question."""

        def on_entered(words: str | None) -> None:
            if words is not None:
                self.presenter.add_remark(path, words)
            self.focus(path)

        self._dialogs.enter(self.tr("Catatan"), self.tr("Tulis catatan untuk isian ini:"), on_entered)

    def ask_reason(self, path: str, problem: ProblemState) -> None:
        """Ask why the warning is right as it stands."""

        def on_entered(words: str | None) -> None:
            if words is not None:
                self.presenter.give_reason(path, words)
            self.focus(path)

        self._dialogs.enter(self.tr("Alasan"), problem_words(problem), on_entered, initial=problem.reason)

    def acknowledge_words(self) -> str:
        """What stands beside the box of an acknowledgement."""
        return self.tr("Ya, sudah")

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

    # Notes

    def tell_no_problem(self) -> None:
        """F7 found nothing open."""
        self._navigator.notify(self.tr("Tidak ada kesalahan. Tekan Ctrl+Enter untuk menyelesaikan."))

    def tell_no_warning(self) -> None:
        """F2, where there is no warning."""
        self._navigator.notify(self.tr("Isian ini tidak memerlukan alasan."))

    def tell_nothing_to_undo(self) -> None:
        """Ctrl+Z at the beginning."""
        self._navigator.notify(self.tr("Belum ada isian yang dapat dibatalkan."))

    def tell_nothing_to_redo(self) -> None:
        """Ctrl+Y with nothing undone."""
        self._navigator.notify(self.tr("Tidak ada isian yang dapat diulangi."))

    def tell_remark_refused(self, why: RemarkRefusal) -> None:
        """The remark was not written."""
        self._navigator.notify(remark_refusal_words(why))

    def tell_remark_failed(self) -> None:
        """The file did not take the remark."""
        self._navigator.notify(self.tr("Catatan belum tersimpan. Coba tulis lagi."))

    def tell_arrived(self, labels: Sequence[str]) -> None:
        """These questions have other answers now, from elsewhere."""
        if labels:
            words = self.tr("%n isian diperbarui dari kabupaten atau laptop lain:", "", len(labels))
            named = ", ".join(labels[:MOST_LABELS]) + (" …" if len(labels) > MOST_LABELS else "")
            self._navigator.notify(f"{words} {named}")

    def show_finished(self, warnings: int) -> None:
        """The questionnaire is complete: back to the list, on this family."""
        words = self.tr("Kuesioner selesai.")
        if warnings:
            words = f"{words} {self.tr('%n peringatan dengan alasan.', '', warnings)}"
        self._navigator.notify(words)
        self._on_back()

    def show_refused_finish(self, problems: int) -> None:
        """So many things stand against it."""
        self.banner.say(
            Tone.WARNING,
            self.tr("Kuesioner belum dapat diselesaikan"),
            self.tr("Masih ada %n hal yang perlu diperbaiki di bawah ini. Isian Anda tetap tersimpan.", "", problems),
        )

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
        self.action_row.addWidget(back)
        self.action_row.addWidget(self._finish)
        self.add(self.held)
        self.add(self.trouble)
        self._beside = scrolled(self.sections)
        line = row(self._beside, self.middle, self.panel, gap=Space.LARGE)
        line.setStretch(1, 1)
        self.add(line, stretch=1)

    def _adapt(self) -> None:
        look = theme()
        self.panel.setVisible(self.width() >= look.characters(_PANEL_NEEDS))
        self._beside.setVisible(self.width() >= look.characters(_SECTIONS_NEED))
        self._beside.setFixedWidth(self.sections.width() + Space.LARGE)

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
