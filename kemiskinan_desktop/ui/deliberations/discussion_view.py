"""The step Pembahasan on screen: the family in front, its decision by key, and the list at the side."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLabel, QProgressBar, QWidget

from kemiskinan_desktop.services.deliberations import CandidateRow, DecisionChoices, EditRefusal, SessionView
from kemiskinan_desktop.ui.deliberations.decision_panel import DecisionPanel
from kemiskinan_desktop.ui.deliberations.discussing import DiscussionPresenter
from kemiskinan_desktop.ui.deliberations.discussion import DiscussionState, Saving, is_final
from kemiskinan_desktop.ui.deliberations.facts import FamilyFacts, facts_reader
from kemiskinan_desktop.ui.deliberations.family_card import FamilyCard
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.words import place_words, refusal_words, ruling_badge
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter, key_hint
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, flow_box, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.table import Align, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr

_OPEN, _ALL = "open", "all"
LIST_CHARACTERS = 46
LIST_NEEDS_CHARACTERS = 120


class DiscussionView(QWidget):
    """Keys that no field takes decide; the mouse can do the same."""

    state_changed = Signal(object)
    decided = Signal()
    proposing = Signal()

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setObjectName("discussion")
        self.setAccessibleName(tr("Pembahasan keluarga satu per satu"))
        self._editable = True
        self.presenter = DiscussionPresenter(
            self, ports.lane, ports.meetings, facts_reader(ports.families.detail, ports.assess)
        )
        self.family = FamilyCard(ports.language)
        self.panel = DecisionPanel()
        self._progress_words = text("", "label", wrap=False, name="discussion-progress")
        self._progress = QProgressBar()
        self._progress.setTextVisible(False)
        self._saved = text("", "muted", wrap=False, name="discussion-saved")
        self._message = Banner(name="discussion-banner")
        self._model: TableModel[CandidateRow] = TableModel(_columns(), key=lambda one: one.household)
        self._chips = ChipFilter(name="discussion-chips")
        self._list = self._make_list()
        self._buttons = self._make_buttons()
        self._build()
        self._connect()

    def show_choices(self, choices: DecisionChoices) -> None:
        """The lists of the decision form."""
        self.presenter.show_choices(choices)
        self.panel.show_choices(choices)

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._editable = not session.locked
        self._buttons.setVisible(self._editable)
        self.presenter.show_session(session)

    def show_state(self, state: DiscussionState) -> None:
        """Show the family in front and its decision."""
        self._stack.setVisible(state.row is not None)
        self._empty.setVisible(state.row is None)
        if state.row is not None:
            self.family.show_row(state.row)
            self._list.select_key(state.row.household)
        self.panel.show_state(state, editable=self._editable)
        words = tr("{0} dari {1} keluarga diputuskan").format(number(state.decided), number(state.total))
        self._progress_words.setText(words)
        self._progress.setRange(0, max(state.total, 1))
        self._progress.setValue(state.decided)
        self._progress.setAccessibleName(words)
        _show_saving(self._saved, state.saving)
        if state.saving is Saving.FAILED:
            self._message.say(
                Tone.DANGER,
                tr("Keputusan terakhir belum tersimpan"),
                tr("Keputusan sebelumnya aman. Periksa ruang penyimpanan laptop, lalu tekan lagi tombol keputusannya."),
            )
        self.state_changed.emit(state)

    def show_candidates(self, rows: Sequence[CandidateRow]) -> None:
        """Show the list at the side."""
        self._model.replace(rows)
        still = sum(not is_final(one) for one in rows)
        chips = [Chip(_OPEN, tr("Belum diputuskan"), still), Chip(_ALL, tr("Semua"), len(rows))]
        self._chips.show_chips(chips, self._chips.keys() or frozenset({_ALL}))

    def show_facts(self, facts: FamilyFacts | None) -> None:
        """Show members, remarks and indicators of the family in front."""
        self.family.show_facts(facts)

    def ask_reason_text(self) -> None:
        """Put the cursor into the words of the reason."""
        self.panel.focus_reason_text()

    def ask_exception(self) -> None:
        """Put the cursor where the missing questionnaire is explained."""
        self.panel.focus_exception()

    def show_refused(self, refusal: EditRefusal) -> None:
        """Say why the decision was not taken."""
        self._message.say(Tone.WARNING, refusal_words(refusal))

    def on_decided(self) -> None:
        """The counts of the meeting changed."""
        self.decided.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys that no field took."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.presenter.next()
        elif event.key() == Qt.Key.Key_K and self._editable:
            self.panel.focus_dissent()
        elif event.key() == Qt.Key.Key_V and self._editable:
            self.panel.focus_votes()
        elif event.key() == Qt.Key.Key_M and self._editable:
            self.panel.open_considerations()
        elif event.key() == Qt.Key.Key_I:
            self.family.toggle_basis()
        elif event.key() == Qt.Key.Key_U and self._editable:
            self.proposing.emit()
        elif not (event.text() and self.presenter.key(event.text())):
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the family would not fit beside them, list and hints go; F1 tells the keys too."""
        super().resizeEvent(event)
        wide = self.width() >= theme().characters(LIST_NEEDS_CHARACTERS)
        self._side.setVisible(wide)
        self._hints.setVisible(wide)
        self._side.setFixedWidth(theme().characters(LIST_CHARACTERS))
        for made, words, short in self._worded:
            made.setText(words if wide else short)

    def focus_keys(self) -> None:
        """From now on keys decide."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_list(self) -> TableView[CandidateRow]:
        empty = EmptyState(tr("Semua sudah diputuskan"), tr("Lanjutkan ke Hasil."), Icon.SUCCESS)
        table = TableView(self._model, empty, name="discussion-list", label=tr("Daftar keluarga"))
        table.clicked.connect(self._on_clicked)
        table.opened.connect(self._on_opened)
        return table

    def _make_buttons(self) -> QWidget:
        back = button(tr("Kembali (B)"), self.presenter.back, meaning=Icon.BACK, name="discussion-back")
        undo = button(tr("Urungkan (Ctrl+Z)"), self.presenter.undo, meaning=Icon.UNDO, name="discussion-undo")
        skip = button(tr("Lewati (S)"), self.presenter.skip, name="discussion-skip")
        following = button(
            tr("Berikutnya (N)"),
            self.presenter.next,
            kind=Kind.PRIMARY,
            meaning=Icon.FORWARD,
            name="discussion-next",
        )
        new = button(tr("Usulan baru (U)"), self.proposing.emit, meaning=Icon.ADD, name="discussion-propose")
        self._worded = [(made, made.text(), short) for made, short in ((back, "B"), (undo, "Ctrl+Z"), (new, "U"))]
        line = row(back, undo, new, None, skip, following)
        for made in (back, undo, new, skip, following):
            made.setAccessibleName(made.text())
            made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return box(line)

    def _build(self) -> None:
        self._stack = box(column(self.family, self.panel, gap=Space.SMALL))
        advice = tr("Tambahkan keluarga di langkah Persiapan.")
        self._empty = EmptyState(tr("Belum ada keluarga yang dibahas"), advice, Icon.HOUSEHOLD)
        self._hints = flow_box(
            key_hint("1–4", tr("Keberadaan")),
            key_hint("L T P", tr("Keputusan")),
            key_hint("A", tr("Alasan")),
            key_hint("M", tr("Pertimbangan")),
            key_hint("K", tr("Keberatan")),
            key_hint("V", tr("Suara")),
            key_hint("U", tr("Usulan")),
            key_hint("I", tr("Indikator")),
            gap=Space.MEDIUM,
        )
        heading = row(self._progress_words, self._progress, self._saved, gap=Space.MEDIUM)
        heading.setStretch(1, 1)
        content = box(column(self._stack, self._empty, None, gap=0))
        left = column(heading, self._message, scrolled(content), self._buttons, self._hints, gap=Space.SMALL)
        left.setStretch(2, 1)
        self._side = box(column(self._chips, self._list, gap=Space.SMALL))
        lay = row(left, self._side, gap=Space.LARGE)
        lay.setStretch(0, 1)
        lay.setContentsMargins(0, Space.MEDIUM, 0, 0)
        self.setLayout(lay)

    def _connect(self) -> None:
        self.panel.presence.connect(self.presenter.presence)
        self.panel.ruling.connect(self.presenter.ruling)
        self.panel.reason.connect(self.presenter.reason)
        self.panel.words_left.connect(self._on_words)
        self.panel.votes_left.connect(self.presenter.votes)
        self.panel.considered.connect(self.presenter.considerations)
        self.panel.field_done.connect(self.focus_keys)
        self._chips.chosen.connect(self._on_chip)
        undo = QShortcut(QKeySequence("Ctrl+Z"), self)
        undo.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        undo.activated.connect(self.presenter.undo)

    def _on_words(self, reason_other: str, exception: str, dissent: str) -> None:
        self.presenter.words(reason_other=reason_other, exception=exception, dissent=dissent)

    def _on_chip(self, keys: frozenset[str]) -> None:
        self._model.filter((lambda one: not is_final(one)) if _OPEN in keys else None)
        self.focus_keys()

    def _on_clicked(self, index: QModelIndex) -> None:
        chosen = self._model.row_at(index.row())
        if chosen is not None:
            self._on_opened(chosen)

    def _on_opened(self, chosen: CandidateRow) -> None:
        self.focus_keys()
        self.presenter.go(chosen.household)


def _show_saving(label: QLabel, saving: Saving) -> None:
    words = {
        Saving.IDLE: "",
        Saving.UNDER_WAY: tr("menyimpan…"),
        Saving.SAVED: tr("✓ tersimpan"),
        Saving.FAILED: tr("belum tersimpan"),
    }
    tones = {Saving.SAVED: Tone.SUCCESS, Saving.FAILED: Tone.DANGER}
    label.setText(words[saving])
    label.setMinimumWidth(theme().characters(14))
    set_role(label, tone=tones[saving].value if saving in tones else "")


def _columns() -> list[Column[CandidateRow]]:
    return [
        Column(tr("No."), lambda one: number(one.position), width=4, align=Align.RIGHT, sort=lambda one: one.position),
        Column(
            tr("Keluarga"),
            lambda one: one.head_name,
            stretches=True,
            tooltip=lambda one: f"{one.head_name}, {place_words(one.dusun, one.rt, one.rw)}",
        ),
        Column(tr("Keputusan"), lambda one: ruling_badge(one).words, width=17, badge=ruling_badge),
    ]
