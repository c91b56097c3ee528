"""A family's indicators from its file, in the words of its form."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.scoring import ScoringService
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.scoring import Basis, Indicator, Judgement, ParametersError
from tests.desktop.services.village import Village


@pytest.fixture
def service(village: Village) -> ScoringService:
    return ScoringService(village.desk, village.shelf, resources_folder() / "scoring")


def _indicator(
    service: ScoringService, household: RecordId, set_name: str, code: str, language: str = "id"
) -> Indicator:
    result = service.of(household, language).result(set_name)
    assert result is not None
    return next(one for one in result.indicators if one.code == code)


def test_an_indicator_shows_the_answer_in_the_words_of_the_form(service: ScoringService, village: Village) -> None:
    household = village.put(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "answers.r303": "8"})

    found = _indicator(service, household, "fakir-miskin", "e")

    assert found.judgement is Judgement.MET
    assert found.basis == (Basis("r303", "Jenis lantai terluas", "8", "Tanah"),)
    english = _indicator(service, household, "fakir-miskin", "e", "en")
    assert (english.title("en"), english.basis[0].words) == ("Floor of earth or plain cement", "Earth")


def test_an_answer_of_the_head_is_asked_by_name(service: ScoringService, village: Village) -> None:
    household = village.put(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh"})
    village.member(household, "Asep Contoh", position=1, relation="1", presence="1", **{"answers.r416a": "2"})

    found = _indicator(service, household, "fakir-miskin", "a")

    assert found.judgement is Judgement.MET
    assert found.basis[0].label == "Apakah Asep Contoh bekerja atau membantu bekerja selama seminggu terakhir?"
    assert (found.basis[0].words, found.basis[0].member_name) == ("Tidak", "Asep Contoh")


def test_a_missing_answer_names_its_question_and_judges_nothing(service: ScoringService, village: Village) -> None:
    household = village.family()

    found = _indicator(service, household, "bps-14", "14")

    assert found.judgement is Judgement.CANNOT_BE_JUDGED
    assert found.basis[0].missing
    assert found.basis[0].label.startswith("Apakah keluarga punya tabungan")


def test_desils_of_all_lists_stand_in_order(service: ScoringService, village: Village) -> None:
    household = village.family()
    for period, desil in (("TW3 2025", 2), ("2022", 1)):
        village.put(
            RecordKind.PRELIST_ENTRY, {"parent": household, "source": "DTSEN", "period": period, "desil": desil}
        )

    assert [(one.period, one.desil) for one in service.of(household).desils] == [("2022", 1), ("TW3 2025", 2)]


def test_a_family_that_is_gone_is_judged_in_nothing(service: ScoringService) -> None:
    assessment = service.of(RecordId("018f0000-0000-7000-8000-00000000ffff"))

    judged = {one.judgement for result in assessment.results for one in result.indicators}
    assert judged == {Judgement.CANNOT_BE_JUDGED}


def test_an_unknown_form_is_read_with_the_words_of_the_current_one(service: ScoringService, village: Village) -> None:
    household = village.put(RecordKind.HOUSEHOLD, {"form": "keluarga@2099010101", "answers.r309a": "6"})

    assert _indicator(service, household, "fakir-miskin", "g").basis[0].words == "Tidak ada fasilitas"


def test_a_code_that_the_form_does_not_have_is_shown_as_it_is(service: ScoringService, village: Village) -> None:
    household = village.put(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "answers.r303": "77"})

    found = _indicator(service, household, "fakir-miskin", "e")

    assert (found.judgement, found.basis[0].words) == (Judgement.CANNOT_BE_JUDGED, "77")


def test_assessing_writes_nothing(service: ScoringService, village: Village) -> None:
    household = village.family()
    before = village.unsent()

    service.of(household)

    assert village.unsent() == before
    assert "score" not in village.document(RecordKind.HOUSEHOLD, household)


def test_a_broken_criteria_file_is_named_and_not_passed_over(village: Village, tmp_path: Path) -> None:
    (tmp_path / "rusak.toml").write_text('set = "x"', encoding="utf-8")
    service = ScoringService(village.desk, village.shelf, tmp_path)

    with pytest.raises(ParametersError):
        service.of(village.family())
