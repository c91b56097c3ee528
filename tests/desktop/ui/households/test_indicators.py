"""The card of indicators says what holds, on which answer, and that it decides nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.households.indicators import (
    Indicators,
    basis_words,
    count_words,
    desil_words,
    source_words,
)
from kemiskinan_domain.records import RecordId
from kemiskinan_domain.scoring import Basis, CriteriaResult, DesilPoint, Judgement
from tests.desktop.ui.households.screen import HouseholdsDriver
from tests.desktop.ui.households.village import FakeFamilies, judged, row, unjudged

FAMILY = RecordId("0190-00000001")


def _card(qtbot: QtBot, unfolded: set[str]) -> Indicators:
    card = Indicators(judged(FAMILY), "id", unfolded)
    qtbot.addWidget(card)
    return card


def _words(card: Indicators, name: str) -> list[str]:
    part = card.findChild(QWidget, name)
    assert part is not None
    return [label.text() for label in part.findChildren(QLabel) if label.text()]


def _result(name: str) -> CriteriaResult:
    result = judged(FAMILY).result(name)
    assert result is not None
    return result


def test_an_indicator_stands_with_the_answer_behind_it(qtbot: QtBot) -> None:
    card = _card(qtbot, {"fakir-miskin"})

    assert _words(card, "indicator-e") == ["Lantai tanah atau plesteran", "Terpenuhi · Jenis lantai terluas: Tanah"]


def test_a_missing_answer_is_named(qtbot: QtBot) -> None:
    card = _card(qtbot, {"fakir-miskin"})

    assert _words(card, "indicator-c")[1] == (
        "Tidak dapat dinilai · Apakah pengeluaran untuk makan lebih dari setengah seluruh pengeluaran sebulan? "
        "belum dijawab"
    )


def test_a_set_unfolds_and_stays_so_for_the_next_family(qtbot: QtBot) -> None:
    unfolded: set[str] = set()
    card = _card(qtbot, unfolded)
    before = card.findChild(QWidget, "indicator-14")

    fold = card.findChild(QPushButton, "indicators-fold-bps-14")
    assert fold is not None
    fold.click()

    assert before is None
    assert _words(card, "indicator-14")
    assert unfolded == {"bps-14"}
    assert fold.text() == "Sembunyikan rincian"


def test_the_card_says_that_the_meeting_decides(qtbot: QtBot) -> None:
    card = _card(qtbot, set())

    shown = {label.text() for label in card.findChildren(QLabel)}
    assert "Tidak memutuskan: yang memutuskan adalah musyawarah." in shown


def test_people_are_counted_not_asked() -> None:
    basis = (Basis("r302", "Luas lantai (m²)", "21", "21"), Basis("r404", "Di mana?", residents=3))

    assert basis_words(basis) == "Luas lantai (m²): 21; 3 anggota tinggal bersama"


def test_the_number_that_the_source_asks_for_is_said_with_the_counts() -> None:
    bps = _result("bps-14")

    words = count_words(bps)

    assert words.startswith("8 terpenuhi · 1 tidak · 5 tidak dapat dinilai. ")
    assert words.endswith("Batas sumber (9 terpenuhi) belum dapat dinilai.")


@pytest.mark.parametrize(
    ("judgement", "said"),
    [(Judgement.MET, "Mencapai batas sumber"), (Judgement.NOT_MET, "Tidak mencapai batas sumber")],
)
def test_a_number_that_is_reached_or_missed_is_said(judgement: Judgement, said: str) -> None:
    bps = _result("bps-14")
    same = replace(bps, indicators=tuple(replace(one, judgement=judgement) for one in bps.indicators))

    assert said in count_words(same)


def test_a_source_without_a_number_gets_none() -> None:
    assert "batas" not in count_words(_result("fakir-miskin"))


def test_criteria_that_were_not_compared_with_the_regulation_say_so() -> None:
    result = _result("fakir-miskin")

    assert "belum dicocokkan" in source_words(result)
    assert source_words(replace(result, verified=True)) == "Sumber: Kepmensos 262/HUK/2022"


def test_desils_stand_in_a_row_without_those_that_no_list_gave() -> None:
    points = (DesilPoint("P3KE", "2024", 2), DesilPoint("DTKS", "", None), DesilPoint("DTSEN", "2026-1", 1))

    assert desil_words(points) == "2 (P3KE 2024) → 1 (DTSEN 2026-1)"


def test_the_preview_shows_the_indicators_of_the_chosen_family(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies((row(1), row(2))), judged)

    driver.open()

    driver.until(lambda: driver.shows("indicators"))
    assert driver.words("indicators-desil") == "Riwayat desil: 2 (P3KE 2024) → 1 (DTSEN 2026-1)"


def test_a_family_without_answers_shows_that_nothing_can_be_judged(qtbot: QtBot) -> None:
    driver = HouseholdsDriver(qtbot, FakeFamilies((row(1),)), unjudged)

    driver.open()

    driver.until(lambda: driver.shows("indicators"))
    assert driver.words("indicators-count-fakir-miskin") == "0 terpenuhi · 0 tidak · 9 tidak dapat dinilai"
