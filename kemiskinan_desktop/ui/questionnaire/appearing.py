"""What an XLSForm appearance means on this screen. No Qt. The list for authors stands in docs/questionnaires.md."""

from __future__ import annotations

import re
from typing import Final

from kemiskinan_desktop.ui.questionnaire.states import PLAIN, ChoiceStyle, Keyed

_COUNTED: Final = re.compile(r"(?:columns|compact)-(\d{1,2})\Z")
_ONE_LINE: Final = frozenset({"likert", "horizontal", "horizontal-compact"})
_CLOSED: Final = frozenset({"minimal", "autocomplete", "search"})
_DAYS: Final = {"year": Keyed.YEAR, "month-year": Keyed.MONTH}


def choice_style(appearance: str, choices: int) -> ChoiceStyle:
    """The style of a list of so many choices."""
    words = appearance.split()
    columns = next((int(found[1]) for word in words if (found := _COUNTED.match(word))), 0)
    if _ONE_LINE.intersection(words):
        columns = choices
    elif "vertical" in words:
        columns = 1
    style = ChoiceStyle(columns, bool(_CLOSED.intersection(words)), "quick" in words)
    return PLAIN if style == PLAIN else style


def keyed_as(keyed: Keyed, appearance: str) -> Keyed:
    """How it is typed: a text of several lines, a month, or a year alone."""
    words = appearance.split()
    if keyed is Keyed.TEXT and "multiline" in words:
        return Keyed.PARAGRAPH
    if keyed is Keyed.DAY:
        return next((_DAYS[word] for word in words if word in _DAYS), keyed)
    return keyed
