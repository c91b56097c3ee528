"""A meeting that was locked goes to the district's review by itself."""

from __future__ import annotations

from kemiskinan_desktop.services.deliberations import DeliberationService, Sealed
from kemiskinan_domain.records import ReviewState
from tests.desktop.services.test_deliberations import ELIGIBLE, prepared
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
