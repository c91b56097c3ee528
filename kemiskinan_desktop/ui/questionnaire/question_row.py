"""One question on screen: label, whether it is saved, the editor, and what is wrong with the answer."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.households import DuplicateHit
from kemiskinan_desktop.services.survey import IdentityFinding
from kemiskinan_desktop.ui.kit.fields import FieldMessage
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.questionnaire.choice_editor import ChoiceEditor
from kemiskinan_desktop.ui.questionnaire.editing import AnswerEditor, Desk, EnterGuard
from kemiskinan_desktop.ui.questionnaire.file_editor import FileEditor
from kemiskinan_desktop.ui.questionnaire.line_editor import LineEditor
from kemiskinan_desktop.ui.questionnaire.paragraph_editor import ParagraphEditor
from kemiskinan_desktop.ui.questionnaire.range_editor import RangeEditor
from kemiskinan_desktop.ui.questionnaire.states import Keyed, QuestionState, SaveSign
from kemiskinan_desktop.ui.questionnaire.wording import (
    duplicate_words,
    finding_words,
    problem_words,
    refusal_words,
    remark_words,
)
from kemiskinan_domain.survey import ProblemKind, RefusalKind

_SAID_BY_HITS = frozenset({IdentityFinding.NIK_TWICE_HERE})
"""Where the other person is named, the general sentence is left out."""


class SaveMark(QWidget):
    """`tersimpan`, `menyimpan…` or `belum tersimpan`, small at the right of the label."""

    def __init__(self) -> None:
        super().__init__()
        self._icon = IconLabel(Icon.DONE, Colour.SUCCESS, 0.9)
        self.label = text("", "caption", wrap=False, name="answer-saved")
        self.setLayout(row(self._icon, self.label, gap=Space.HAIR))
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_sign(self, sign: SaveSign) -> None:
        """Show where the answer is."""
        looks = {
            SaveSign.SAVING: (self.tr("menyimpan…"), Icon.SYNC, Colour.MUTED),
            SaveSign.SAVED: (self.tr("tersimpan"), Icon.DONE, Colour.SUCCESS),
            SaveSign.FAILED: (self.tr("belum tersimpan"), Icon.WARNING, Colour.DANGER),
        }
        if sign is SaveSign.NONE:
            self.hide()
            return
        words, meaning, colour = looks[sign]
        if self.label.text() != words:
            self.label.setText(words)
            self._icon.show_icon(meaning, colour)
        self.show()


class QuestionRow(QWidget):
    """Repaints only the parts that differ from the state that it showed last."""

    def __init__(self, desk: Desk, guard: EnterGuard, keyed: Keyed) -> None:
        super().__init__()
        self.state: QuestionState | None = None
        self._locked = False
        self._refused = ""
        self._met = ""
        self._hits: Sequence[DuplicateHit] = ()
        self._heading = text("", "lead", name="question-heading")
        self._heading.hide()
        self._label = text("", "label", name="question-label")
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self.mark = SaveMark()
        self._hint = text("", "caption", name="question-hint")
        self._message = FieldMessage()
        self._remark = FieldMessage()
        self._remark.label.setObjectName("question-remark")
        self.editor = _editor(desk, guard, keyed)
        head = row(self._label, self.mark, gap=Space.MEDIUM)
        head.setStretch(0, 1)
        head.setAlignment(self.mark, Qt.AlignmentFlag.AlignTop)
        lay = column(self._heading, head, gap=Space.TIGHT)
        lay.addWidget(self._hint)
        if self.editor is not None:
            lay.addWidget(self.editor)
        lay.addWidget(self._message)
        lay.addWidget(self._remark)
        lay.setContentsMargins(0, Space.SMALL, 0, Space.SMALL)
        self.setLayout(lay)

    def polish(self) -> None:
        """Take the style on now: that costs more than making the row, and a row is made ahead to save it."""
        self.ensurePolished()
        for part in self.findChildren(QWidget):
            part.ensurePolished()

    def show_state(self, state: QuestionState, *, locked: bool, other_page: bool) -> None:
        """Show the question; on another page nothing of the former one stays."""
        if other_page:
            self._refused, self._met, self._hits = "", "", ()
            self.mark.show_sign(SaveSign.NONE)
        before, self.state = self.state, state
        locked_now = locked or state.readonly
        if state == before and locked_now == self._locked and not other_page:
            return
        if before is None or before.value != state.value:
            self._refused = self._met = ""
        self._locked = locked_now
        self._show_words(state)
        if self.editor is not None:
            self.editor.show_state(state, locked=locked_now)
        self._show_message()
        self._show_remark(state)

    def show_heading(self, words: str) -> None:
        """The group that begins with this question; empty for none."""
        if self._heading.text() != words:
            self._heading.setText(words)
        self._heading.setVisible(bool(words))

    def show_refusal(self, kind: RefusalKind) -> None:
        """Say why nothing was recorded."""
        if self.state is not None:
            self._refused = refusal_words(kind, self.state.keyed)
            self._show_message()

    def show_met(self, words: str) -> None:
        """Another value arrived from elsewhere while this one is being typed."""
        self._met = self.tr(
            "Isian ini baru diubah di tempat lain menjadi: {0}. Ketikan Anda tidak ditimpa; bila disimpan, keduanya "
            "muncul di Perbedaan."
        ).format(words or self.tr("(kosong)"))
        self._show_message()

    def show_duplicates(self, hits: Sequence[DuplicateHit]) -> None:
        """Say who else has that number."""
        self._hits = hits
        self._show_message()

    def _show_words(self, state: QuestionState) -> None:
        label = state.label if not state.required else f"{state.label} *"
        if self._label.text() != label:
            self._label.setText(label)
            spoken = f"{state.label} ({self.tr('wajib')})" if state.required else state.label
            self._label.setAccessibleName(spoken)
        if self._hint.text() != state.hint:
            self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))

    def _show_remark(self, state: QuestionState) -> None:
        """Open remarks stand at their question, so that nobody has to look for what the district asks."""
        lines = [remark_words(one) for one in state.remarks if one.open]
        words = "\n".join(lines)
        if words != self._remark.label.text() or self._remark.isHidden() == bool(words):
            self._remark.say(words, Tone.INFO)

    def _show_message(self) -> None:
        words, tone = self._worst()
        if words != self._message.label.text() or self._message.isHidden() == bool(words):
            self._message.say(words, tone)

    def _worst(self) -> tuple[str, Tone]:
        """What matters most first; that an answer is still missing is said by the final check, not at each field."""
        state = self.state
        if self._refused or state is None:
            return self._refused, Tone.DANGER
        hard = [one for one in state.problems if one.hard and one.kind is not ProblemKind.REQUIRED]
        soft = [one for one in state.problems if not one.hard]
        lines = [self._met] if self._met else []
        lines += [problem_words(one) for one in hard]
        lines += [duplicate_words(hit) for hit in self._hits]
        findings = [one for one in state.findings if one not in _SAID_BY_HITS or not self._hits]
        lines += [finding_words(one) for one in findings]
        for one in soft:
            # What the NIK itself shows is more exact than the form's sentence about it.
            words = "" if findings else problem_words(one)
            reason = (
                self.tr("Alasan: {0}").format(one.reason) if one.reason else self.tr("Tekan F2 untuk menulis alasan.")
            )
            lines.append(f"{words} {reason}".strip())
        return "\n".join(lines), Tone.DANGER if hard or self._hits else Tone.WARNING


def _editor(desk: Desk, guard: EnterGuard, keyed: Keyed) -> AnswerEditor | None:
    match keyed:
        case Keyed.READ:
            return None
        case Keyed.FILE:
            return FileEditor(desk, guard)
        case Keyed.ONE | Keyed.MANY | Keyed.RANKED:
            return ChoiceEditor(desk, guard, many=keyed is not Keyed.ONE, ranked=keyed is Keyed.RANKED)
        case Keyed.PARAGRAPH:
            return ParagraphEditor(desk, guard)
        case Keyed.RANGE:
            return RangeEditor(desk, guard)
        case _:
            return LineEditor(desk, guard, keyed)
