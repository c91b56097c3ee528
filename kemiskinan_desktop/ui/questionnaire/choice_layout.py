"""Where the choices of one question lie: in as many columns as their words allow, read downwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt

from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.questionnaire.keying import Option

MOST_COLUMNS = 3
_FEWEST_SIGNS = 6
"""Average characters that a choice needs beside its key."""
_WRAP = int(Qt.TextFlag.TextWordWrap)


@dataclass(frozen=True, slots=True)
class Cells:
    """A rectangle for each choice, in their order, the whole height, and the room for the longest key."""

    rects: tuple[QRect, ...]
    height: int
    key_width: int = 0


def key_width(options: Sequence[Option]) -> int:
    """Room for the longest key."""
    metrics = theme().metrics(bold=True)
    widest = max((metrics.horizontalAdvance(option.key) for option in options), default=0)
    return max(widest, metrics.horizontalAdvance("0")) + 2 * Space.SMALL


def lay_out(options: Sequence[Option], width: int, *, marks: int, columns: int = 0) -> Cells:
    """Cells for that width; `marks` is the room that a tick box takes at the left of each.

    The form may want so many `columns`; where they leave no room for words, the words decide.
    """
    if not options:
        return Cells((), 0)
    metrics = theme().metrics()
    keys = key_width(options)
    beside = keys + marks + 3 * Space.SMALL
    widest = max(metrics.horizontalAdvance(option.words) for option in options) + beside + Space.TIGHT
    fitting = min(MOST_COLUMNS, max(1, width // max(1, widest)), len(options))
    wanted = min(columns, len(options))
    if wanted and width // wanted >= beside + theme().characters(_FEWEST_SIGNS):
        fitting = wanted
    lines = -(-len(options) // fitting)
    cell = width // -(-len(options) // lines)
    room = max(1, cell - beside)
    heights = [metrics.boundingRect(0, 0, room, 10_000, _WRAP, option.words).height() for option in options]
    rects: list[QRect] = []
    y = 0
    tops = []
    for line in range(lines):
        tallest = max(heights[line::lines]) + Space.SMALL
        tops.append((y, tallest))
        y += tallest
    for at in range(len(options)):
        top, tall = tops[at % lines]
        rects.append(QRect((at // lines) * cell, top, cell, tall))
    return Cells(tuple(rects), y, keys)
