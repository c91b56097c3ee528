"""What keeps a questionnaire a draft, and what makes it complete."""

from __future__ import annotations

from datetime import timedelta

from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM
from kemiskinan_desktop.services.survey import (
    Finished,
    FinishProblem,
    NotYet,
    Recorded,
)
from kemiskinan_desktop.storage import StoredForm
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


def _form_that_repeats_the_hamlet(village: Village) -> None:
    """The shipped form, whose hamlet begins as the one of the family that was completed last."""
    shipped = village.shelf.current(HOUSEHOLD_FORM)
    text = shipped.xml.replace(shipped.version, "2026010101").replace(
        "<bind ",
        '<instance id="__last-saved" src="jr://instance/last-saved"/>'
        '<setvalue event="odk-instance-first-load" ref="/data/identitas/dusun"'
        """ value="instance('__last-saved')/data/identitas/dusun"/><bind """,
        1,
    )
    with village.store.unit() as unit:
        unit.forms.add(StoredForm(HOUSEHOLD_FORM, "2026010101", text, "0" * 64), village.clock() - timedelta(days=200))
        unit.commit()


def test_a_form_may_begin_with_an_answer_of_the_family_completed_last(village: Village) -> None:
    _form_that_repeats_the_hamlet(village)
    first, second, third = village.family(), village.family(), village.family()
    before = opened(village, first)
    assert before.entry.get(DUSUN) == ""
    answered(before, DUSUN, "Babakan Sirna")
    complete(before)
    answered(opened(village, second), DUSUN, "Belum selesai")

    assert isinstance(before.finish(), Finished)

    assert opened(village, third).entry.get(DUSUN) == "Babakan Sirna"
    assert opened(village, second).entry.get(DUSUN) == "Belum selesai"
