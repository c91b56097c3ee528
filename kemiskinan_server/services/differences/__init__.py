"""Perbedaan on the district's pages: the values that met, who wrote them and when, and a person's choice."""

from kemiskinan_server.services.differences.choosing import Choice, Outcome, Side, settle
from kemiskinan_server.services.differences.closing import LONGEST_REASON, Close, Closing, close_whole
from kemiskinan_server.services.differences.reading import PAGE, Shelf, of_family, of_village, shown
from kemiskinan_server.services.differences.values import Ask, Difference, Value, Writer

__all__ = [
    "LONGEST_REASON",
    "PAGE",
    "Ask",
    "Choice",
    "Close",
    "Closing",
    "Difference",
    "Outcome",
    "Shelf",
    "Side",
    "Value",
    "Writer",
    "close_whole",
    "of_family",
    "of_village",
    "settle",
    "shown",
]
