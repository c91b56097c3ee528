"""A meeting that was locked goes to the district's review by itself."""

from __future__ import annotations

from kemiskinan_desktop.services.deliberations import DeliberationService, Sealed
from kemiskinan_desktop.services.survey.saving import write_completion
from kemiskinan_domain.records import RecordId, RecordKind, ReviewState
from tests.desktop.services.test_deliberations import ELIGIBLE, REFUSED, prepared
from tests.desktop.services.village import Village


def test_locking_hands_the_result_to_the_district(village: Village) -> None:
    service = DeliberationService(village.desk, village.shelf)
    family = village.family(survey_state="complete")
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)

    assert isinstance(service.lock(session), Sealed)

    view = service.open(session)
    assert view is not None
    assert view.review is ReviewState.SUBMITTED


def test_locking_hands_over_the_families_found_layak_and_no_others(village: Village) -> None:
    service = DeliberationService(village.desk, village.shelf)
    layak, refused = (village.family(name, survey_state="complete") for name in ("Asep Contoh", "Ujang Contoh"))
    session = prepared(service, layak, refused)
    for family, decision in ((layak, ELIGIBLE), (refused, REFUSED)):
        service.decide(session, family, decision, None)

    assert isinstance(service.lock(session), Sealed)

    assert _review(village, layak) == "submitted"
    assert _review(village, refused) is None


def test_a_family_that_the_district_has_is_not_handed_over_again(village: Village) -> None:
    service = DeliberationService(village.desk, village.shelf)
    family = village.family(survey_state="complete")
    village.put(RecordKind.HOUSEHOLD, {"review": "approved"}, family)
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)

    assert isinstance(service.lock(session), Sealed)

    assert _review(village, family) == "approved"


def test_a_returned_family_goes_back_when_its_questionnaire_is_finished_again(village: Village) -> None:
    returned, open_one = (village.family(name) for name in ("Asep Contoh", "Ujang Contoh"))
    village.put(RecordKind.HOUSEHOLD, {"review": "returned"}, returned)

    for family in (returned, open_one):
        write_completion(village.desk, family, "keluarga@1", None)

    assert _review(village, returned) == "submitted"
    assert _review(village, open_one) is None


def _review(village: Village, family: RecordId) -> object:
    return village.document(RecordKind.HOUSEHOLD, family).get("review")
