"""Opens questionnaires with the form version that they began with."""

from __future__ import annotations

from kemiskinan_desktop.services.survey.session import SurveySession
from kemiskinan_domain.records import RecordId


class SurveyService:
    """Run on the storage lane."""

    def open(self, household: RecordId) -> SurveySession | None:
        """The family's questionnaire at the place where it was left; None when the family is gone."""
