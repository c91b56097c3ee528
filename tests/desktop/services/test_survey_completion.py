"""What keeps a questionnaire a draft, and what makes it complete."""

from __future__ import annotations

from kemiskinan_desktop.services.survey import (
    Finished,
    FinishProblem,
    NotYet,
    Recorded,
)
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.survey import Refusal
from tests.desktop.services.surveying import (
    DUSUN,
    answered,
    complete,
    opened,
    problems_at,
    problems_of,
)
from tests.desktop.services.village import Village


def test_defaults_on_screen_are_written_with_the_first_answer(village: Village) -> None:
    household = village.family()

    answered(opened(village, household), DUSUN, "Cikole")

    assert village.document(RecordKind.HOUSEHOLD, household)["answers"] == {"r201": "2026-11-23"}


def test_a_questionnaire_without_problems_becomes_complete(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    complete(session)

    finished = session.finish()

    assert isinstance(finished, Finished), finished
    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "complete"
    assert opened(village, household).resume_path is None


def test_a_missing_answer_keeps_the_draft_and_names_its_field(village: Village) -> None:
    session = opened(village, village.family())
    answered(session, "/data/identitas/status_kk", "belum_ada")

    told = session.finish()

    assert isinstance(told, NotYet)
    assert ("/data/identitas/r205", FinishProblem.REQUIRED) in {(one.path, one.problem) for one in told.problems}


def test_a_warning_needs_a_reason_before_the_end(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    answered(session, "/data/identitas/r205", "1")
    answered(session, "/data/anggota[1]/r404", "1")
    answered(session, "/data/anggota[1]/r407", "99")
    path = "/data/anggota[1]/r407"
    assert problems_at(session, path) == [FinishProblem.WARNING_WITHOUT_REASON]

    reasoned = session.give_reason(path, "Memang sudah tua, ada akta.")

    assert isinstance(reasoned, Recorded)
    session.commit(reasoned.save)
    assert problems_at(session, path) == []
    assert problems_at(opened(village, household), path) == []


def test_an_edit_of_a_complete_questionnaire_makes_it_a_draft_again(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    complete(session)
    session.finish()

    answered(session, DUSUN, "Cikole")

    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "draft"


def test_a_family_that_the_district_holds_is_read_only(village: Village) -> None:
    household = village.family(review="submitted")
    session = opened(village, household)
    before = village.unsent()

    refused = session.answer(DUSUN, "Cikole")

    assert session.read_only
    assert isinstance(refused, Refusal)
    assert problems_of(session) == [FinishProblem.UNDER_REVIEW]
    assert village.unsent() == before


def test_a_family_begun_with_an_unknown_form_is_read_only(village: Village) -> None:
    household = village.family(form="keluarga@2099010101")

    assert opened(village, household).read_only


def test_lists_show_the_faults_of_the_questionnaire(village: Village) -> None:
    household = village.family()
    session = opened(village, household)

    answered(session, "/data/identitas/rw", "2")

    with village.store.view() as view:
        row = view.queries.household(household)
    assert row is not None
    assert row.errors == 1
