"""The list of villages with their progress, and one village: families, decisions, review, receipts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode
from kemiskinan_server.services.district import ReviewStep
from kemiskinan_server.storage.reading import FamilyLine
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.reviewing import answer_step

router = APIRouter()

PAGE = 100
_RECEIPTS = 20


@dataclass(frozen=True, slots=True)
class FamilyView:
    """A family as the page shows it."""

    line: FamilyLine
    review: str
    presence: str
    decision: str
    reasons: str
    steps: tuple[tuple[str, str], ...]


@router.get("/")
def village_list(request: Request) -> Response:
    """Every village with its progress."""
    who = sessions.reader(request)
    with sessions.context_of(request).database.unit_of_work() as unit:
        villages = [one for one in unit.reading.progress() if who.area.covers(one.code)]
    return page(request, "villages.html", villages=villages)


@router.get("/desa/{code}")
def village(request: Request, code: str, hal: Annotated[int, Query(ge=1, le=10_000)] = 1) -> Response:
    """One village."""
    who = sessions.reader_of(request, code)
    may_review = who.may(Permission.REVIEW)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        found = unit.reading.progress(VillageCode(code))
        if not found:
            return page(request, "missing.html", 404)
        families = unit.reading.families(VillageCode(code), PAGE, (hal - 1) * PAGE)
        receipts = unit.ledger.receipts(VillageCode(code), _RECEIPTS)
        words = wording.published_decision_words(unit)
        unit.directory.note(context.clock(), who.name, "families-read", code, f"halaman {hal}")
        unit.commit()
    return page(
        request,
        "village.html",
        village=found[0],
        families=[_view(family, words, may_review=may_review) for family in families],
        receipts=receipts,
        number=hal,
        pages=max(1, -(-found[0].families // PAGE)),
        first=(hal - 1) * PAGE,
    )


@router.post("/desa/{code}/keluarga/{household}/tinjau")
def take_step(
    request: Request,
    code: str,
    household: str,
    *,
    act: Annotated[str, Form()] = "",
    state: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    form_token: Annotated[str, Form()] = "",
) -> Response:
    """Take a step of the review: from the state that the page showed."""
    step = ReviewStep(RecordKind.HOUSEHOLD, RecordId(household), act, state, note)
    return answer_step(request, code, step, form_token, f"/desa/{code}")


def _view(family: FamilyLine, words: wording.DecisionWords, *, may_review: bool) -> FamilyView:
    state = wording.review_state(family.review)
    return FamilyView(
        line=family,
        review=wording.REVIEW[state],
        presence=words.word("presence", family.presence),
        decision=words.word("decision", family.decision),
        reasons=words.reasons(family),
        steps=wording.STEPS.get(state, ()) if may_review else (),
    )
