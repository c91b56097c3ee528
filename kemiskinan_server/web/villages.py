"""How far kabupaten, kecamatan and villages are, how their exchange is, and one village with its families."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Form, Query, Request, Response

from kemiskinan_domain.people import Area, Permission
from kemiskinan_domain.records import RecordId, RecordKind, ReviewState, VillageCode
from kemiskinan_server.services import overview
from kemiskinan_server.services.district import ReviewStep
from kemiskinan_server.storage.reading import FamilyLine, VillageProgress
from kemiskinan_server.storage.worker_counts import CountedWorkers
from kemiskinan_server.web import sessions, wording
from kemiskinan_server.web.rendering import page
from kemiskinan_server.web.reviewing import answer_step
from kemiskinan_server.web.words import Words

router = APIRouter()

PAGE = 100
_RECEIPTS = 20
_SESSIONS = 500
_QUEUED: Final = (ReviewState.SUBMITTED, ReviewState.UNDER_REVIEW, ReviewState.RETURNED, ReviewState.APPROVED)
"""Steps of the review by which families are listed."""


_PHASES: Final = {
    "surveyed": Words("Lengkap didata"),
    "decided": Words("Diputuskan musyawarah"),
    "ruled": Words("Diputuskan, musyawarahnya dikunci"),
    "submitted": Words("Diajukan ke kabupaten"),
    "approved": Words("Disetujui kabupaten"),
}
_AGES: Final = {
    overview.Age.DAY: Words("sehari terakhir"),
    overview.Age.WEEK: Words("seminggu terakhir"),
    overview.Age.MONTH: Words("sebulan terakhir"),
    overview.Age.LONGER: Words("lebih dari sebulan"),
    overview.Age.NEVER: Words("belum pernah"),
}


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
    """How far the area is: by kecamatan, or by village where it is one kecamatan."""
    who = sessions.reader(request)
    with sessions.context_of(request).database.unit_of_work() as unit:
        villages = [one for one in unit.reading.progress() if who.area.covers(one.code)]
        covers = unit.worker_counts.all()
    groups = overview.by_subdistrict(villages)
    places = groups if len(groups) > 1 else [overview.place_of(one) for one in villages]
    return _overview(request, villages, places, covers, "")


@router.get("/kecamatan/{subdistrict}")
def one_subdistrict(request: Request, subdistrict: str) -> Response:
    """The villages of one kecamatan."""
    who = sessions.reader(request)
    with sessions.context_of(request).database.unit_of_work() as unit:
        inside = Area((subdistrict,))
        villages = [one for one in unit.reading.progress() if who.area.covers(one.code) and inside.covers(one.code)]
        covers = unit.worker_counts.all()
    if not villages:
        return page(request, "missing.html", 404)
    return _overview(request, villages, [overview.place_of(one) for one in villages], covers, villages[0].subdistrict)


def _overview(
    request: Request,
    villages: list[VillageProgress],
    places: list[overview.Place],
    covers: dict[VillageCode, CountedWorkers],
    subdistrict: str,
) -> Response:
    total = overview.total_of(villages)
    workers = overview.workers_of(villages, covers)
    return page(
        request,
        "villages.html",
        subdistrict=subdistrict,
        places=places,
        by_subdistrict=bool(places) and places[0].href.startswith("/kecamatan/"),
        total=total,
        phases=[(words, getattr(total, name), total.families) for name, words in _PHASES.items()],
        workers=workers,
    )


@router.get("/sambungan")
def connection_health(request: Request) -> Response:
    """Which villages have not been heard of, what is old, and what could not be taken."""
    who = sessions.reader(request)
    context = sessions.context_of(request)
    now = context.clock()
    with context.database.unit_of_work() as unit:
        villages = [one for one in unit.reading.health() if who.area.covers(one.code)]
    ages = Counter(overview.age_of(one.last_seen, now) for one in villages)
    return page(
        request,
        "health.html",
        villages=[(one, overview.age_of(one.last_seen, now)) for one in villages],
        ages=[(_AGES[age], age.name.lower(), ages[age]) for age in overview.Age],
        words=_AGES,
    )


@router.get("/antrean")
def review_queue(request: Request) -> Response:
    """What waits for the district: families by village, and the sessions that brought them."""
    who = sessions.reader(request, Permission.REVIEW)
    with sessions.context_of(request).database.unit_of_work() as unit:
        waiting = [one for one in unit.reading.queue() if who.area.covers(one.code)]
        meetings = unit.sessions.waiting(who.area, _SESSIONS + 1)
    return page(
        request,
        "queue.html",
        waiting=waiting,
        meetings=[(one, wording.REVIEW[wording.review_state(one.review)]) for one in meetings[:_SESSIONS]],
        more=len(meetings) > _SESSIONS,
        submitted=sum(one.submitted for one in waiting),
        under_review=sum(one.under_review for one in waiting),
    )


@router.get("/desa/{code}")
def village(
    request: Request,
    code: str,
    hal: Annotated[int, Query(ge=1, le=10_000)] = 1,
    pemeriksaan: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    """One village, with all its families or those at one step of the review."""
    who = sessions.reader_of(request, code)
    may_review = who.may(Permission.REVIEW)
    context = sessions.context_of(request)
    with context.database.unit_of_work() as unit:
        found = unit.reading.progress(VillageCode(code))
        if not found:
            return page(request, "missing.html", 404)
        step = ReviewState(pemeriksaan) if pemeriksaan in _QUEUED else None
        families = unit.reading.families(VillageCode(code), PAGE, (hal - 1) * PAGE, step)
        reviews = unit.reading.reviews(VillageCode(code))
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
        pages=max(1, -(-(found[0].families if step is None else reviews.get(step, 0)) // PAGE)),
        total=found[0].families if step is None else reviews.get(step, 0),
        step="" if step is None else step.value,
        queued=[(one.value, wording.REVIEW[one], reviews.get(one, 0)) for one in _QUEUED],
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
