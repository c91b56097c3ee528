"""Beda: each question at which the two entries differ, with what may be done about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtWidgets import QPushButton, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import clear, column, flow_box, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.double_states import DifferenceLine

_WIDEST = 100
"""Average characters; longer lines tire the eye."""


@dataclass(frozen=True, slots=True)
class Settling:
    """What is done about a difference, by the path of its question."""

    first: Callable[[str], object]
    second: Callable[[str], object]
    again: Callable[[str], object]
    questionnaire: Callable[[str], object]
    finish: Callable[[], object]


class DifferenceList(QWidget):
    """One card a question; the first button of the first card has the focus."""

    def __init__(self, settling: Settling) -> None:
        super().__init__()
        self._settling = settling
        self._said = text("", "lead", name="double-result")
        self._cards = column(gap=Space.MEDIUM)
        self.finish_button: QPushButton = button(
            tr("Selesai"), settling.finish, kind=Kind.PRIMARY, meaning=Icon.SUCCESS, name="double-finish"
        )
        lay = column(self._said, self._cards, row(self.finish_button, None), None, gap=Space.LARGE)
        lay.setContentsMargins(0, 0, Space.MEDIUM, Space.LARGE)
        self.setLayout(lay)
        self.setMaximumWidth(theme().characters(_WIDEST))

    def show_lines(self, lines: Sequence[DifferenceLine], compared: int) -> None:
        """Show them; without any, only the end is left."""
        clear(self._cards)
        if lines:
            words = self.tr("%n beda dari {0} isian. Lihat kertasnya, lalu pilih yang benar.", "", len(lines))
            self._said.setText(words.format(compared))
        else:
            self._said.setText(self.tr("Kedua entri sudah sama ({0} isian).").format(compared))
        first: QWidget = self.finish_button
        for line in reversed(lines):
            card, first = self._card(line)
            self._cards.insertWidget(0, card)
        self.finish_button.setVisible(not lines)
        first.setFocus()

    def _card(self, line: DifferenceLine) -> tuple[Card, QPushButton]:
        settling, path = self._settling, line.path
        act = [button(tr("Entri pertama benar"), partial(settling.first, path), name="double-first")]
        if line.takes_second:
            act.append(button(tr("Entri ulang benar"), partial(settling.second, path), name="double-second"))
        else:
            act.append(button(tr("Buka kuesioner"), partial(settling.questionnaire, path), name="double-open"))
        act.append(button(tr("Ketik sekali lagi"), partial(settling.again, path), name="double-again"))
        title = f"{line.label} · {line.where}" if line.where else line.label
        for one in act:
            one.setAccessibleName(f"{one.text()}: {title}")
        head = row(IconLabel(Icon.WARNING, Colour.WARNING), text(title, "label"), gap=Space.SMALL)
        head.setStretch(1, 1)
        values = row(_value(tr("Entri pertama"), line.first), _value(tr("Entri ulang"), line.second), gap=Space.WIDE)
        values.setStretch(0, 1)
        values.setStretch(1, 1)
        return Card("", head, values, flow_box(*act), name="double-difference"), act[0]


def _value(caption: str, words: str) -> QWidget:
    shown = text(words or tr("(kosong)"), name="double-value")
    made = QWidget()
    made.setLayout(column(text(caption, "caption"), shown, gap=0))
    return made
