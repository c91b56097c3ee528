"""The card *Indikator*: what the criteria say of a family and the answers they rest on. It helps, it never decides."""

from __future__ import annotations

from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.scoring import Assessment, Basis, CriteriaResult, DesilPoint, Indicator, Judgement

UNFOLDED: Final = frozenset({"fakir-miskin"})
"""The sets that show every indicator from the start: the one in force that can be computed from the survey."""
_LOOKS: Final = {
    Judgement.MET: (Icon.FLAG, Colour.WARNING),
    Judgement.NOT_MET: (Icon.REMOVE, Colour.MUTED),
    Judgement.CANNOT_BE_JUDGED: (Icon.HELP, Colour.MUTED),
}


class Indicators(QWidget):
    """Every set with its count; `unfolded` remembers, from family to family, which sets the person opened."""

    def __init__(self, advice: Assessment, language: str, unfolded: set[str]) -> None:
        super().__init__()
        self.setObjectName("indicators")
        self.setAccessibleName(tr("Indikator (bantuan untuk musyawarah)"))
        parts = column(text(tr("Indikator (bantuan untuk musyawarah)"), "label"), gap=Space.SMALL)
        parts.addWidget(text(tr("Tidak memutuskan: yang memutuskan adalah musyawarah."), "caption"))
        if any(point.desil is not None for point in advice.desils):
            parts.addWidget(text(tr("Riwayat desil: {0}").format(desil_words(advice.desils)), name="indicators-desil"))
        for result in advice.results:
            parts.addWidget(_Set(result, language, unfolded))
        self.setLayout(parts)


class _Set(QWidget):
    """One set of criteria; its lines are made when it is opened."""

    def __init__(self, result: CriteriaResult, language: str, unfolded: set[str]) -> None:
        super().__init__()
        self._result = result
        self._language = language
        self._unfolded = unfolded
        self._lines: QVBoxLayout = column(gap=Space.SMALL)
        self._fold = button("", self._on_fold, kind=Kind.QUIET, name=f"indicators-fold-{result.set}")
        head = column(
            text(result.title(language), "label"),
            text(count_words(result), name=f"indicators-count-{result.set}"),
            text(source_words(result), "caption"),
            gap=0,
        )
        self.setLayout(column(head, self._lines, row(self._fold, None), gap=Space.TIGHT))
        self._show()

    def _show(self) -> None:
        clear(self._lines)
        is_open = self._result.set in self._unfolded
        for one in self._result.indicators if is_open else ():
            self._lines.addWidget(_line(one, self._language))
        words = tr("Sembunyikan rincian") if is_open else tr("Tampilkan %n indikator", len(self._result.indicators))
        self._fold.setText(words)
        self._fold.setAccessibleName(f"{words}: {self._result.title(self._language)}")

    def _on_fold(self) -> None:
        self._unfolded ^= {self._result.set}
        self._show()


def _line(indicator: Indicator, language: str) -> QWidget:
    meaning, colour = _LOOKS[indicator.judgement]
    words = column(
        text(indicator.title(language)),
        text(f"{judgement_words(indicator.judgement)} · {basis_words(indicator.basis)}", "caption"),
        gap=0,
    )
    line = row(column(IconLabel(meaning, colour), None, gap=0), words, gap=Space.SMALL)
    line.setStretch(1, 1)
    made = box(line)
    made.setObjectName(f"indicator-{indicator.code}")
    return made


def judgement_words(judgement: Judgement) -> str:
    """Whether the indicator holds."""
    match judgement:
        case Judgement.MET:
            return tr("Terpenuhi")
        case Judgement.NOT_MET:
            return tr("Tidak terpenuhi")
        case Judgement.CANNOT_BE_JUDGED:
            return tr("Tidak dapat dinilai")


def basis_words(basis: tuple[Basis, ...]) -> str:
    """The answers that it rests on, the missing ones by name."""
    return "; ".join(_one_basis(one) for one in basis)


def _one_basis(one: Basis) -> str:
    if one.residents is not None:
        return tr("%n anggota tinggal bersama", one.residents)
    separator = "" if one.label.endswith("?") else ":"
    return f"{one.label}{separator} {one.words or tr('belum dijawab')}"


def count_words(result: CriteriaResult) -> str:
    """How many hold, do not, and stay open; where the source asks for a number, what that says."""
    counts = tr("{0} terpenuhi · {1} tidak · {2} tidak dapat dinilai").format(
        *(result.count(one) for one in (Judgement.MET, Judgement.NOT_MET, Judgement.CANNOT_BE_JUDGED))
    )
    match result.reaches:
        case None:
            return counts
        case Judgement.MET:
            reached = tr("Mencapai batas sumber (%n terpenuhi)", result.poor_from or 0)
        case Judgement.NOT_MET:
            reached = tr("Tidak mencapai batas sumber (%n terpenuhi)", result.poor_from or 0)
        case Judgement.CANNOT_BE_JUDGED:
            reached = tr("Batas sumber (%n terpenuhi) belum dapat dinilai", result.poor_from or 0)
    return f"{counts}. {reached}."


def source_words(result: CriteriaResult) -> str:
    """Where the criteria come from, and that nobody has compared them with the regulation yet."""
    if result.verified:
        return tr("Sumber: {0}").format(result.source)
    return tr("Sumber: {0}; belum dicocokkan dengan naskah aslinya").format(result.source)


def desil_words(points: tuple[DesilPoint, ...]) -> str:
    """The desil of each list in the order of time."""
    given = (point for point in points if point.desil is not None)
    return " → ".join(f"{point.desil} ({' '.join(filter(None, (point.source, point.period)))})" for point in given)
