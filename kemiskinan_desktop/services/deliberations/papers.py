"""The minutes of a session as the documents package wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.documents import MinutesValues
from kemiskinan_desktop.services.deliberations.meeting import Meeting, candidates_of
from kemiskinan_desktop.services.deliberations.values import Choice, DecisionChoices
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.letterhead import letterhead
from kemiskinan_domain.survey import Form

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit


def minutes_values(view: Unit, meeting: Meeting, desk: Desk, choices: DecisionChoices, draft: bool) -> MinutesValues:
    """All that the Berita Acara prints."""
    return MinutesValues(
        letterhead=letterhead(desk.village),
        session=meeting.session,
        attendance=meeting.attendees,
        candidates=tuple(candidate for candidate, _ in candidates_of(view, meeting.rows).values()),
        decisions=meeting.rows,
        reason_labels={choice.code: choice.label for choice in choices.reason},
        printed_at=desk.clock(),
        draft=draft or not meeting.locked,
    )


def choices_of(form: Form, language: str) -> DecisionChoices:
    """The lists behind presence, decision and reasons in the decision form."""

    def listed(field: str) -> tuple[Choice, ...]:
        question = next((one for one in form.questions.values() if one.field == field), None)
        if question is None or question.choice_list is None:
            return ()
        return tuple(Choice(one.code, one.label(language)) for one in question.choice_list.choices)

    return DecisionChoices(listed("presence"), listed("decision"), listed("reasons"))
