"""Beside the question: what it means, what the district's list says, what stood there, and the keys."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QWidget

from kemiskinan_desktop.ui.kit.fields import key_hint
from kemiskinan_desktop.ui.kit.layout import box, column, row, rule
from kemiskinan_desktop.ui.kit.panels import SidePanel
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.side_lists import HistoryList, RemarkList
from kemiskinan_desktop.ui.questionnaire.states import PastLine, SideState
from kemiskinan_domain.records import RecordId

_WINDOW_LINES = 28


class QuestionPanel(SidePanel):
    """Its parts stay; only their words change with the question, so that walking costs nothing."""

    def __init__(self, settled: Callable[[RecordId], object], written: Callable[[], object]) -> None:
        super().__init__(tr("Tentang isian ini"), closable=False, name="question-panel")
        self._does = (settled, written)
        self._shown: tuple[SideState | None, Sequence[PastLine]] = (None, ())
        self._label = text("", "label", name="side-label")
        self._hint = text("", name="side-hint")
        self._guidance = text("", "muted", name="side-guidance")
        self._prelist = _Fact(tr("Di daftar kabupaten"), "side-prelist")
        self._earlier = _Fact(tr("Isian sebelumnya"), "side-earlier")
        self._remarks = RemarkList(settled, written)
        self._past = HistoryList()
        self._parts: tuple[QWidget, ...] = (
            self._label,
            self._hint,
            self._guidance,
            self._prelist,
            self._earlier,
            self._remarks,
            self._past,
        )
        for part in self._parts:
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(rule())
        self.body.addWidget(_keys())
        self.show_side(None)

    def show_side(self, side: SideState | None) -> None:
        """What is known about this question; None where no question has the focus."""
        past = self._shown[1] if side is not None and side.label == self._label.text() else ()
        self._shown = (side, past)
        if side is None:
            for part in self._parts:
                part.hide()
            return
        if side.label != self._label.text():
            self._past.show_past(())
        _say(self._label, side.label)
        _say(self._hint, side.hint)
        _say(self._guidance, side.guidance)
        self._prelist.say(side.prelist)
        self._earlier.say(side.earlier)
        self._remarks.show_remarks(side.remarks)

    def show_past(self, past: Sequence[PastLine]) -> None:
        """What stood there before."""
        self._shown = (self._shown[0], past)
        self._past.show_past(past)

    def in_window(self, parent: QWidget) -> QDialog:
        """F3: the same in a window, for where the page has no room for the panel; Esc closes it."""
        window = QDialog(parent)
        window.setObjectName("side-window")
        window.setWindowTitle(tr("Tentang isian ini"))
        window.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        panel = QuestionPanel(*self._does)
        window.setLayout(column(panel))
        panel.show_side(self._shown[0])
        panel.show_past(self._shown[1])
        window.resize(panel.width(), min(parent.height(), theme().line * _WINDOW_LINES))
        window.open()
        return window


class _Fact(QWidget):
    """A small caption with a value below; hidden while there is none."""

    def __init__(self, caption: str, name: str) -> None:
        super().__init__()
        self._value = text("", name=name)
        self.setLayout(column(text(caption, "caption"), self._value, gap=0))

    def say(self, words: str) -> None:
        """Show this value."""
        if self._value.text() != words:
            self._value.setText(words)
        self.setVisible(bool(words))


def _say(label: QLabel, words: str) -> None:
    if label.text() != words:
        label.setText(words)
    label.setVisible(bool(words))


def _keys() -> QWidget:
    hints = (
        ("Enter", tr("lanjut")),
        ("Shift+Tab", tr("mundur")),
        ("PgUp PgDn", tr("bagian")),
        ("F2", tr("catatan atau alasan")),
        ("F3", tr("tentang isian ini")),
        ("F4", tr("daftar kode")),
        ("F7", tr("kesalahan berikut")),
        ("Ctrl+Z", tr("batalkan isian")),
        ("Ctrl+Y", tr("ulangi isian")),
        ("Ctrl+Enter", tr("selesai")),
        ("Esc", tr("kembali ke daftar")),
    )
    lines = column(gap=Space.TIGHT)
    for key, words in hints:
        lines.addLayout(row(key_hint(key, words), None))
    return box(lines)
