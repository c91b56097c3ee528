"""Presence, decision, reasons, words and votes of the family in front: by key, or by mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLineEdit, QPushButton

from kemiskinan_desktop.services.deliberations import Choice, DecisionChoices, DecisionInput
from kemiskinan_desktop.ui.deliberations.considerations_dialog import ConsiderationsDialog, fitting
from kemiskinan_desktop.ui.deliberations.discussion import DiscussionState, Note, lacks_survey
from kemiskinan_desktop.ui.deliberations.entries import EntryFault, count_text, read_count
from kemiskinan_desktop.ui.deliberations.problem_words import problem_words
from kemiskinan_desktop.ui.deliberations.words import entry_fault_words, note_words
from kemiskinan_desktop.ui.kit.fields import FieldMessage, FieldRow
from kemiskinan_desktop.ui.kit.layout import FlowLayout, clear, column, row, rule
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import ReasonCode

_TOP = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft


class DecisionPanel(QFrame):
    """Tells codes; which of them are on is shown by the presenter."""

    presence = Signal(str)
    ruling = Signal(str)
    reason = Signal(str)
    words_left = Signal(str, str, str)
    votes_left = Signal(object, object, object)
    considered = Signal(tuple)
    field_done = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_role(self, role="card")
        self._groups: dict[str, dict[str, QPushButton]] = {"presence": {}, "ruling": {}, "reason": {}}
        self._flows = {group: FlowLayout(Space.SMALL) for group in self._groups}
        self._reason_label = text(tr("Alasan"), "label")
        self._typed = text("", "key", wrap=False, name="reason-typed")
        self._message = FieldMessage()
        self._message.label.setObjectName("decision-note")
        self._considerations: Sequence[Choice] = ()
        self._decision = DecisionInput()
        self._considered = text("", "muted", name="considerations-shown")
        self._other = self._line("reason-other")
        self._exception = self._line("exception")
        self._dissent = self._line("dissent")
        self._yes = self._line("vote-yes")
        self._no = self._line("vote-no")
        self._abstained = self._line("vote-abstained")
        self._other_row = FieldRow(tr("Jelaskan alasan lainnya"), self._other)
        self._exception_row = FieldRow(tr("Mengapa diputuskan tanpa pendataan lengkap"), self._exception)
        self._no_row = FieldRow(tr("Tidak layak"), self._no)
        self._build()

    def show_choices(self, choices: DecisionChoices) -> None:
        """The lists of the decision form as buttons."""
        self._fill("presence", choices.presence, self.presence)
        self._fill("ruling", choices.decision, self.ruling)
        self._fill("reason", choices.reason, self.reason)
        self._considerations = choices.consideration
        if choices.consideration:
            self._flows["reason"].addWidget(self._consider_button())

    def show_state(self, state: DiscussionState, *, editable: bool) -> None:
        """Show what was said of the family in front."""
        decision = state.decision
        chosen: dict[str, set[str | None]] = {
            "presence": {decision.presence},
            "ruling": {decision.decision},
            "reason": set(decision.reasons),
        }
        for group, made in self._groups.items():
            for code, one in made.items():
                one.setChecked(code in chosen[group])
                one.setEnabled(editable)
        self._show_words(decision, editable=editable)
        self._show_considerations(decision, editable=editable)
        surveyed = state.row is None or state.row.survey_complete
        self._exception_row.setVisible(lacks_survey(decision, survey_complete=surveyed))
        self._typed.setText(tr("kode {0}").format((state.typed + "__")[:2]))
        self._typed.setVisible(state.choosing_reasons)
        self._show_message(state)

    def open_considerations(self) -> None:
        """Let the person tick what the decision rests on."""
        offered = fitting(self._considerations, self._decision.decision)
        dialog = ConsiderationsDialog(self, offered, self._decision.considerations)
        dialog.taken.connect(self.considered)
        dialog.finished.connect(self.field_done)
        dialog.open()

    def focus_reason_text(self) -> None:
        """Put the cursor into the words of the reason."""
        self._other_row.show()
        self._other.setFocus()

    def focus_exception(self) -> None:
        """Put the cursor where the missing questionnaire is explained."""
        self._exception_row.show()
        self._exception.setFocus()

    def focus_dissent(self) -> None:
        """Put the cursor into the words of who disagrees."""
        self._dissent.setFocus()

    def focus_votes(self) -> None:
        """Put the cursor into the first count of votes."""
        self._yes.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter and Esc leave a field, so that the next key decides again."""
        leaving = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in leaving:
            self._on_votes() if watched in (self._yes, self._no, self._abstained) else self._on_words()
            self.field_done.emit()
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        abstained = FieldRow(tr("Abstain"), self._abstained)
        votes = row(FieldRow(tr("Suara layak"), self._yes), self._no_row, abstained, gap=Space.MEDIUM)
        extra = row(FieldRow(tr("Keberatan peserta (bila ada)"), self._dissent), votes, gap=Space.LARGE)
        extra.setStretch(0, 2)
        extra.setStretch(1, 1)
        reasons = column(self._reason_label, self._typed, None, gap=Space.TIGHT)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.MEDIUM)
        grid.setVerticalSpacing(Space.MEDIUM)
        grid.addWidget(text(tr("Keberadaan"), "label", wrap=False), 0, 0, _TOP)
        grid.addWidget(text(tr("Keputusan"), "label", wrap=False), 1, 0, _TOP)
        grid.addLayout(reasons, 2, 0)
        for at, flow in enumerate(self._flows.values()):
            grid.addLayout(flow, at, 1)
        grid.setColumnStretch(1, 1)
        lay = column(
            grid,
            self._considered,
            self._other_row,
            self._exception_row,
            self._message,
            rule(),
            extra,
            gap=Space.SMALL,
            margin=Space.LARGE,
        )
        self.setLayout(lay)

    def _line(self, name: str) -> QLineEdit:
        line = QLineEdit()
        line.setObjectName(name)
        line.setMinimumWidth(theme().characters(7))
        line.installEventFilter(self)
        line.editingFinished.connect(self._on_votes if name.startswith("vote") else self._on_words)
        return line

    def _fill(self, group: str, choices: Sequence[Choice], told: SignalInstance) -> None:
        clear(self._flows[group])
        self._groups[group] = {}
        for choice in choices:
            made = _choice_button(choice, f"{group}-{choice.code}")
            made.clicked.connect(lambda _on=False, code=choice.code: self._on_pressed(told, code))
            self._groups[group][choice.code] = made
            self._flows[group].addWidget(made)

    def _on_pressed(self, told: SignalInstance, code: str) -> None:
        told.emit(code)
        self.field_done.emit()

    def _show_words(self, decision: DecisionInput, *, editable: bool) -> None:
        values = {
            self._other: decision.reason_other,
            self._exception: decision.exception,
            self._dissent: decision.dissent,
            self._yes: count_text(decision.vote_yes),
            self._no: count_text(decision.vote_no),
            self._abstained: count_text(decision.vote_abstained),
        }
        for line, words in values.items():
            if not line.hasFocus() and line.text() != words:
                line.setText(words)
            line.setReadOnly(not editable)
        self._other_row.setVisible(ReasonCode.OTHER in decision.reasons)

    def _show_considerations(self, decision: DecisionInput, *, editable: bool) -> None:
        self._decision = decision
        words = {one.code: one.label for one in self._considerations}
        chosen = ", ".join(words.get(code, code) for code in decision.considerations)
        self._considered.setText(tr("Pertimbangan: {0}").format(chosen))
        self._considered.setVisible(bool(chosen))
        for opener in self.findChildren(QPushButton, "considerations-open"):
            opener.setEnabled(editable)

    def _consider_button(self) -> QPushButton:
        made = QPushButton(tr("M  Pertimbangan…"))
        made.setObjectName("considerations-open")
        made.setCursor(Qt.CursorShape.PointingHandCursor)
        made.clicked.connect(self.open_considerations)
        set_role(made, kind="chip")
        return made

    def _show_message(self, state: DiscussionState) -> None:
        if state.note is not None:
            tone = Tone.SUCCESS if state.note is Note.ALL_DECIDED else Tone.WARNING
            self._message.say(note_words(state.note), tone)
        elif state.problems and state.decision.presence and state.decision.decision:
            self._message.say(". ".join(problem_words(problem) for problem in state.problems) + ".", Tone.WARNING)
        else:
            self._message.say("")

    def _on_words(self) -> None:
        self.words_left.emit(self._other.text(), self._exception.text(), self._dissent.text())

    def _on_votes(self) -> None:
        yes, no, abstained = (read_count(line.text()) for line in (self._yes, self._no, self._abstained))
        fault = next((one for one in (yes, no, abstained) if isinstance(one, EntryFault)), None)
        self._no_row.show_error(entry_fault_words(fault) if fault else "")
        if fault is None:
            self.votes_left.emit(yes, no, abstained)


def _choice_button(choice: Choice, name: str) -> QPushButton:
    made = QPushButton(f"{choice.code}  {choice.label}")
    made.setObjectName(name)
    made.setCheckable(True)
    made.setAccessibleName(tr("{0}, tombol {1}").format(choice.label, choice.code))
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setToolTip(choice.label)
    set_role(made, kind="chip")
    return made
