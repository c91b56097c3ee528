"""Questionnaires on paper: what is stored of a family, or blank sheets with what the pre-list told."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.documents import WIB
from kemiskinan_desktop.documents.questionnaire import PrintedFamily, QuestionnaireValues, questionnaires_content
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_desktop.services.remarks import RemarkService
from kemiskinan_desktop.services.survey import SurveyService
from kemiskinan_desktop.services.survey.printing import QuestionnairePrinter
from kemiskinan_domain.records import RecordId, RecordKind
from tests.desktop.documents.papers import pages, text_of
from tests.desktop.services.surveying import NIK, answered, opened
from tests.desktop.services.village import Village


@pytest.fixture
def printer(village: Village) -> QuestionnairePrinter:
    return QuestionnairePrinter(
        village.desk, village.shelf, SurveyService(village.desk, village.shelf), RemarkService(village.desk)
    )


def test_a_filled_questionnaire_shows_answers_codes_members_and_open_remarks(
    printer: QuestionnairePrinter, village: Village
) -> None:
    family = village.family("Siti Contoh", dusun="Cikaret")
    village.put(RecordKind.HOUSEHOLD, {"answers.r205": "1", "answers.r302": "36"}, family)
    village.member(family, name="Ujang Contoh", nik=NIK, nik_state="ada", presence="1", position=2)
    remarks = RemarkService(village.desk)
    remarks.add(RecordKind.HOUSEHOLD, family, "answers.r302", "Diukur ulang")

    made = printer.filled(family)

    assert made is not None
    text = text_of(made)
    for expected in (
        "Siti Contoh",
        "Cikaret",
        "Ujang Contoh",
        "3203 0115 0385 0001",
        "36",
        "Diukur ulang",
        "UU 27/2022",
    ):
        assert expected in text
    assert "Isian yang tersimpan" in text


def test_a_question_that_is_not_asked_of_the_family_is_struck_out_and_a_blank_sheet_asks_all(village: Village) -> None:
    session = opened(village, village.family("Siti Contoh"))
    answered(session, "/data/identitas/r205", "4")

    def struck(blank: bool) -> set[object]:
        family = PrintedFamily(session.entry, "Siti Contoh", "", blank=blank)
        values = QuestionnaireValues(letterhead(village.desk.village), (family,), village.desk.clock(), WIB)
        (made,) = questionnaires_content(values)["families"]  # type: ignore[misc,union-attr]
        rows = [row for block in made["blocks"] for row in block["rows"]]  # type: ignore[index,union-attr]
        return {row["number"] for row in rows if row["answers"] and row["answers"][0]["off"]}  # type: ignore[index]

    assert {"302", "303"} <= struck(blank=False)
    assert struck(blank=True) == set()


def test_a_blank_sheet_carries_what_the_pre_list_told_and_no_day(
    printer: QuestionnairePrinter, village: Village
) -> None:
    family = village.family("Siti Contoh", dusun="Cikaret", no_kk="3203011234567890")

    text = text_of(printer.blank([family]))

    assert "Siti Contoh" in text
    assert "3 2 0 3 0 1 1 2 3 4 5 6 7 8 9 0" in text
    assert "Lembar kosong untuk kunjungan" in text
    assert "Ke-5" in text
    assert "Petugas pendata" in text
    assert "2 3 1 1 2 0 2 6" not in text


def test_a_blank_questionnaire_of_nobody_and_one_for_each_of_several(
    printer: QuestionnairePrinter, village: Village
) -> None:
    families = [village.family(f"Keluarga {name}") for name in ("Satu", "Dua")]

    nobody, several = pages(printer.blank([])), pages(printer.blank(families))

    assert len(several) == 2 * len(nobody)
    assert [page for page in several if "Keluarga Dua" in page]


def test_members_beyond_a_sheet_get_another_table(printer: QuestionnairePrinter, village: Village) -> None:
    family = village.family("Siti Contoh")
    village.put(RecordKind.HOUSEHOLD, {"answers.r205": "1"}, family)
    for place in range(2, 13):
        village.member(family, name=f"Anggota Bernama {place}", presence="1", position=place)

    made = printer.filled(family)

    assert made is not None
    text = text_of(made)
    assert all(f"Bernama {place}" in text for place in range(2, 13))
    assert "Ke-12" in text


def test_a_family_that_is_gone_is_not_printed_and_prints_are_written_down(
    printer: QuestionnairePrinter, village: Village
) -> None:
    family = village.family("Siti Contoh")
    printer.filled(family)

    assert printer.filled(RecordId("018f0000-0000-7000-8000-000000000001")) is None
    with village.store.view() as view:
        assert "questionnaire-printed" in [line.action for line in view.audit.lines()]


def test_the_paper_speaks_the_other_language_of_the_form(printer: QuestionnairePrinter, village: Village) -> None:
    text = text_of(printer.blank([], "English (en)"))

    assert "Identity" in text or "identity" in text
    assert "bila 301a = 1" in text
