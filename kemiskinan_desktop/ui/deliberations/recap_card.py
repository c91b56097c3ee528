"""The recap a to g and the rulings by dusun as small tables of words."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.layout import box, clear, rule
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Recap, RulingCounts


class RecapCard(Card):
    """Two tables: what was found of the families, and what was decided where."""

    def __init__(self) -> None:
        super().__init__(tr("Rekapitulasi"))
        self._outcomes = _grid()
        self._rulings = _grid()
        self._occupations = _grid()
        self.add(box(self._outcomes))
        self.add(rule())
        self.add(box(self._rulings))
        self.add(box(self._occupations))

    def show_recap(self, recap: Recap) -> None:
        """Show these counts."""
        clear(self._outcomes)
        for at, (letter, words, count) in enumerate(outcome_lines(recap)):
            role = "label" if letter == "g" else "body"
            self._outcomes.addWidget(text(letter, "muted", wrap=False), at, 0)
            self._outcomes.addWidget(text(words, role), at, 1)
            self._outcomes.addWidget(_count(count, role), at, 2)
        clear(self._rulings)
        clear(self._occupations)
        rulings = [tr("Layak"), tr("Tidak"), tr("Ditunda"), tr("Belum")]
        if any(one.occupation for one in recap.by_occupation):
            _line(self._occupations, 0, [tr("Kelompok pekerjaan"), *rulings], "muted")
            for at, one in enumerate(recap.by_occupation, start=1):
                name = one.occupation or tr("Belum diketahui")
                _line(self._occupations, at, [name, *_numbers(one.rulings)], "body")
        _line(self._rulings, 0, [tr("Dusun"), *rulings], "muted")
        for at, dusun in enumerate(recap.by_dusun, start=1):
            _line(self._rulings, at, [dusun.dusun or tr("Tanpa dusun"), *_numbers(dusun.rulings)], "body")
        _line(self._rulings, len(recap.by_dusun) + 1, [tr("Jumlah"), *_numbers(recap.rulings)], "label")


def outcome_lines(recap: Recap) -> list[tuple[str, str, int]]:
    """Letter, words and count of each row of the form."""
    return [
        ("a", tr("Ditemukan"), recap.found),
        ("b", tr("Tidak ditemukan"), recap.not_found),
        ("c", tr("Pindah, atau rumahnya tidak ada"), recap.moved),
        ("d", tr("Ganda, atau bagian keluarga lain"), recap.duplicate),
        ("e", tr("Menolak"), recap.refused),
        ("f", tr("Usulan baru"), recap.proposed),
        ("g", tr("Jumlah ditemukan dan usulan baru (a + f)"), recap.total),
    ]


def _numbers(counts: RulingCounts) -> list[str]:
    return [number(one) for one in (counts.eligible, counts.not_eligible, counts.postponed, counts.open)]


def _line(grid: QGridLayout, at: int, words: Sequence[str], role: str) -> None:
    grid.addWidget(text(words[0], role), at, 0)
    for place, word in enumerate(words[1:], start=1):
        label = text(word, role, wrap=False)
        label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(label, at, place)
    grid.setColumnStretch(0, 1)


def _count(count: int, role: str) -> QWidget:
    label = text(number(count), role, wrap=False)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return label


def _grid() -> QGridLayout:
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.MEDIUM)
    grid.setVerticalSpacing(Space.TIGHT)
    grid.setColumnStretch(1, 1)
    return grid
