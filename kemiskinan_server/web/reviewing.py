"""A step of the review as a page's form sends it, for families and sessions alike."""

from __future__ import annotations

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from kemiskinan_domain.changes import REVIEW_TRANSITIONS
from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordKind, ReviewState, VillageCode
from kemiskinan_server.services.district import Reviewer, ReviewStep, StepRefusal, take_step
from kemiskinan_server.services.families import remark_findings
from kemiskinan_server.web import sessions
from kemiskinan_server.web.rendering import page

_RETURNING = frozenset(act for act, (_, state, _) in REVIEW_TRANSITIONS.items() if state is ReviewState.RETURNED)


def answer_step(request: Request, code: str, step: ReviewStep, form_token: str, back: str) -> Response:
    """Take the step and go back to the page that it came from, or say why it was not taken.

    A family that goes back to the village takes along what the questionnaire's rules object to.
    """
    who = sessions.reader_of(request, code, Permission.REVIEW)
    sessions.check_form(request, form_token)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        reviewer = Reviewer(who.name, who.role)
        if step.kind is RecordKind.HOUSEHOLD and step.act in _RETURNING:
            remark_findings(unit, reviewer, VillageCode(code), step.record, context.clock())
        refused = take_step(unit, reviewer, VillageCode(code), step, context.clock())
    match refused:
        case StepRefusal.NOTHING_THERE:
            return page(request, "missing.html", 404)
        case StepRefusal.MOVED:
            return page(request, "moved.html", 409, code=code)
        case None:
            return RedirectResponse(back, 303)
