"""The screen Entri ulang: chosen questions keyed again from the paper, then the differences."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.survey.double_entry import DoubleEntryTrouble
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, Question
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.page import Navigator, Page
from kemiskinan_desktop.ui.kit.qt_dialogs import QtDialogs
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.double_differences import DifferenceList, Settling
from kemiskinan_desktop.ui.questionnaire.double_presenter import DoubleEntryPresenter
from kemiskinan_desktop.ui.questionnaire.double_states import DifferenceLine, DoubleHeader
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, EnterGuard
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.question_column import QuestionColumn, QuestionScroll
from kemiskinan_desktop.ui.questionnaire.states import QuestionState, SaveSign, SaveTrouble
from kemiskinan_desktop.ui.questionnaire.wording import trouble_words
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.survey import RefusalKind


class DoubleEntryPage(Page):
    """Shows and reports."""

    def __init__(self, navigator: Navigator, lane: Work, sources: Sources, dialogs: Dialogs | None = None) -> None:
        super().__init__(tr("Entri ulang"), " ", scrolls=False)
        self._navigator = navigator
        self._dialogs: Dialogs = dialogs or QtDialogs(self)
        self._household: RecordId | None = None
        self.presenter = DoubleEntryPresenter(self, lane, sources)
        self._guard = EnterGuard()
        self.progress = text("", "muted", wrap=False, name="double-progress")
        retry = button(tr("Coba simpan lagi"), self.presenter.retry, kind=Kind.PRIMARY, name="save-retry")
        self.trouble = Banner(retry, closable=False, name="save-banner")
        self.column = QuestionColumn(self.presenter, self._guard)
        self.area = QuestionScroll()
        act = self.presenter
        self.differences = DifferenceList(
            Settling(act.take_first, act.take_second, act.again, self._on_questionnaire, act.finish)
        )
        self.cannot = EmptyState("", "", Icon.EDIT)
        self._build()
        self.destroyed.connect(sources.desk.events.subscribe(HouseholdsChanged, self.presenter.on_changed))

    def shown(self, argument: object = None) -> None:
        """Key that family again; without one there is nothing to do here."""
        if isinstance(argument, str):
            self._household = RecordId(argument)
        if self._household is None:
            self._navigator.open("keluarga")
        else:
            self.presenter.start(self._household)

    def hidden(self) -> None:
        """What is being typed is handed over; the next sitting goes on."""
        self.commit_current()
        self.presenter.stop()

    def leave(self, go: Callable[[], None]) -> None:
        """What is being typed is saved; what could not be written keeps the person here until they choose."""
        self.commit_current()
        if self.trouble.isHidden():
            go()
            return
        question = Question(
            tr("Ada isian yang belum tersimpan"),
            tr("Isian itu hilang bila aplikasi ditutup. Tetap di sini untuk mencoba menyimpan lagi?"),
            [Choice("stay", tr("Tetap di sini"), Kind.PRIMARY), Choice("go", tr("Tinggalkan"), Kind.DANGER)],
        )
        self._dialogs.ask(question, lambda answer: go() if answer == "go" else None)

    # The view

    def show_opening(self) -> None:
        """The family is being read."""
        self.banner.hide()
        self.trouble.hide()
        self.progress.setText("")
        self.set_subtitle(tr("Membuka kuesioner…"))

    def show_unreadable(self) -> None:
        """The file did not answer."""
        self.banner.say(
            Tone.DANGER,
            tr("Kuesioner tidak dapat dibaca"),
            tr("Data Anda tidak berubah. Kembali ke daftar dengan Esc, lalu buka lagi."),
        )

    def show_cannot(self, why: DoubleEntryTrouble) -> None:
        """The family cannot be keyed again now."""
        self.set_subtitle("")
        title, todo = _cannot_words(why)
        self.cannot.say(title, todo)
        self._compare.hide()
        self._give_up.hide()
        self._stack.setCurrentIndex(2)

    def show_header(self, header: DoubleHeader) -> None:
        """Whose family it is."""
        self.set_subtitle(" · ".join(part for part in (header.name, header.dusun) if part))
        self._give_up.show()
        if header.own:
            self.banner.say(
                Tone.WARNING,
                tr("Kuesioner ini Anda isi sendiri"),
                tr("Entri ulang lebih berguna bila diketik orang lain. Hasilnya tetap dicatat."),
            )

    def show_keying(self, states: Sequence[QuestionState]) -> None:
        """The questions to key."""
        self._compare.show()
        self.column.show_states(states, locked=False)
        self._stack.setCurrentIndex(0)

    def update_question(self, state: QuestionState) -> None:
        """Repaint that one."""
        self.column.update_states([state])

    def show_progress(self, keyed: int, asked: int) -> None:
        """How far it is."""
        self.progress.setText(tr("{0} dari {1} isian").format(keyed, asked))

    def focus(self, path: str) -> None:
        """Go to that question."""
        self.column.focus(path)
        made = self.column.row_of(path)
        if made is not None:
            self.area.bring(made)

    def show_refusal(self, path: str, kind: RefusalKind) -> None:
        """Say at the field why nothing was kept."""
        self.column.show_refusal(path, kind)

    def tell_missing(self, count: int) -> None:
        """So many questions are not keyed yet."""
        self._navigator.notify(self.tr("%n isian belum diketik. Yang kosong di kertas: tekan Enter.", "", count))

    def show_differences(self, lines: Sequence[DifferenceLine], compared: int) -> None:
        """Where the entries differ."""
        self._compare.hide()
        self._stack.setCurrentIndex(1)
        self.differences.show_lines(lines, compared)

    def show_ended(self, *, complete: bool) -> None:
        """The outcome is kept."""
        if complete:
            self._navigator.notify(tr("Entri ulang selesai."))
            self._on_back()
        else:
            self._navigator.notify(tr("Entri ulang selesai. Kuesioner yang diubah masih perlu dilengkapi."))
            self._navigator.open("kuesioner", self._household)

    def show_sign(self, path: str, sign: SaveSign) -> None:
        """Where that value is."""
        self.column.show_sign(path, sign)

    def show_trouble(self, trouble: SaveTrouble | None) -> None:
        """Why something could not be written."""
        if trouble is None:
            self.trouble.hide()
            self._navigator.notify(tr("Semua isian sudah tersimpan."))
        else:
            self.trouble.say(Tone.DANGER, *trouble_words(trouble))

    def commit_current(self) -> None:
        """Hand over what is being typed."""
        widget: QWidget | None = self.focusWidget()
        while widget is not None and not isinstance(widget, AnswerEditor):
            widget = widget.parentWidget()
        if widget is not None:
            widget.commit()

    def acknowledge_words(self) -> str:
        """What stands beside the box of an acknowledgement."""
        return tr("Ya, sudah")

    def member_words(self, number: int) -> str:
        """The heading over the questions of a member."""
        return tr("Anggota {0}").format(number)

    def count_words(self) -> str:
        """The question for the number of members."""
        return tr("Berapa anggota keluarga yang tertulis di kertas?")

    # What the person does

    def _build(self) -> None:
        back = button(tr("Kembali ke daftar"), self._on_back, meaning=Icon.BACK, name="double-back")
        self._give_up = button(tr("Batalkan entri ulang"), self._on_give_up, name="double-give-up")
        self._compare = button(
            tr("Bandingkan"), self._on_compare, kind=Kind.PRIMARY, meaning=Icon.FORWARD, name="double-compare"
        )
        for part in (self.progress, self._give_up, back, self._compare):
            self.action_row.addWidget(part)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QuestionScroll.Shape.NoFrame)
        set_role(self.column, role="plain")
        self.area.follow(self.column)
        self._stack = QStackedWidget()
        for one in (self.area, scrolled(self.differences), self.cannot):
            self._stack.addWidget(one)
        self.add(self.trouble)
        self.add(self._stack, stretch=1)
        keys = {"Ctrl+Return": self._on_compare, "Ctrl+Enter": self._on_compare, "Esc": self._on_back}
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _on_compare(self) -> None:
        self.commit_current()
        self.presenter.compare()

    def _on_back(self) -> None:
        self.commit_current()
        self._navigator.open("keluarga", self._household)

    def _on_questionnaire(self, _path: str) -> None:
        self._navigator.open("kuesioner", self._household)

    def _on_give_up(self) -> None:
        question = Question(
            tr("Batalkan entri ulang keluarga ini?"),
            tr("Yang sudah diketik di sini dihapus. Kuesionernya tidak berubah."),
            [Choice("stay", tr("Teruskan"), Kind.PRIMARY), Choice("drop", tr("Batalkan"), Kind.DANGER)],
        )
        self._dialogs.ask(question, lambda answer: self.presenter.give_up() if answer == "drop" else None)


def _cannot_words(why: DoubleEntryTrouble) -> tuple[str, str]:
    """Why the family cannot be keyed again now: title, and what to do."""
    match why:
        case DoubleEntryTrouble.GONE:
            return tr("Keluarga ini tidak ada lagi dalam daftar."), tr("Pilih keluarga lain di daftar Keluarga.")
        case DoubleEntryTrouble.HELD:
            return (
                tr("Keluarga ini sekarang hanya dapat dibaca"),
                tr("Kabupaten sedang memegang datanya, atau formulirnya belum ada di laptop ini."),
            )
        case DoubleEntryTrouble.UNFINISHED:
            return (
                tr("Kuesioner keluarga ini belum selesai"),
                tr("Selesaikan dahulu kuesionernya, lalu minta orang lain mengetik ulang dari kertas."),
            )
        case DoubleEntryTrouble.NOTHING_MARKED:
            return (
                tr("Formulir ini tidak menandai isian untuk entri ulang"),
                tr("Kabupaten dapat menandainya di formulir."),
            )
