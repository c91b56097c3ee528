"""What other systems of the district read, with a token that a person of the district made for them."""

from __future__ import annotations

import json
from typing import Annotated, Final

import msgspec
from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.security import HTTPBearer
from msgspec import UNSET, UnsetType

from kemiskinan_domain.records import Document, VillageCode
from kemiskinan_domain.wire import Problem, ProblemType
from kemiskinan_server.api import replies
from kemiskinan_server.api.context import ProblemError, context_of, pace_of
from kemiskinan_server.api.describing import answers
from kemiskinan_server.services.handing_on import Grant, ReadField, check_token
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.sharing import SharedFamily

router = APIRouter(
    tags=["read API"],
    dependencies=[Depends(HTTPBearer(scheme_name="readToken", description="A token of a system", auto_error=False))],
)

_MOST: Final = 500


class VillageSummary(msgspec.Struct, frozen=True):
    """A village and how far it is; training villages are left out."""

    code: str
    name: str
    subdistrict: str
    district: str
    families: int
    surveyed: int
    decided: int
    people: int


class VillageList(msgspec.Struct, frozen=True):
    """Every village that the token may read, by code."""

    villages: list[VillageSummary]


class Person(msgspec.Struct, frozen=True):
    """A member; what was not granted is absent."""

    relation: str | None
    sex: str | None
    birth_date: str | None
    name: str | UnsetType | None = UNSET
    nik: str | UnsetType | None = UNSET


class Family(msgspec.Struct, frozen=True):
    """A family; what was not granted is absent. `decision` is L, T or D of the latest locked Musyawarah Desa."""

    id: str
    desil: int | None
    origin: str | None
    survey_state: str | None
    people: int
    decision: str | UnsetType | None = UNSET
    reasons: list[str] | UnsetType = UNSET
    decided_on: str | UnsetType | None = UNSET
    minutes_code: str | UnsetType | None = UNSET
    head_name: str | UnsetType | None = UNSET
    no_kk: str | UnsetType | None = UNSET
    address: str | UnsetType | None = UNSET
    dusun: str | UnsetType | None = UNSET
    rt: str | UnsetType | None = UNSET
    rw: str | UnsetType | None = UNSET
    members: list[Person] | UnsetType = UNSET


class FamilyPage(msgspec.Struct, frozen=True):
    """Families by id; `next` goes into `after` for the following page, null at the end."""

    village: str
    families: list[Family]
    next: str | None


@router.get("/v1/read/villages", responses=answers(VillageList, "The villages of the token's area", 401, 429))
def villages(request: Request) -> Response:
    """The villages that the token may read, with counts."""
    context = context_of(request)
    with context.database.unit_of_work() as unit:
        grant = _grant(request, unit)
        found = [
            VillageSummary(
                one.code,
                one.name,
                one.subdistrict,
                one.district,
                one.families,
                one.surveyed,
                one.decided,
                one.people,
            )
            for one in unit.reading.progress()
            if grant.area.covers(one.code) and not one.training
        ]
        unit.directory.note(context.clock(), _actor(grant), "api-villages-read")
        unit.commit()
    return replies.message(VillageList(found))


@router.get(
    "/v1/read/villages/{village}/families",
    responses=answers(FamilyPage, "A page of families with the granted fields", 401, 404, 429),
)
def families(
    request: Request,
    village: str,
    after: Annotated[str, Query(max_length=64, description="`next` of the page before")] = "",
    limit: Annotated[int, Query(ge=1, le=_MOST, description="Families on a page")] = _MOST,
) -> Response:
    """A village's families by id, page after page; every page is written into the audit."""
    context, code = context_of(request), VillageCode(village)
    with context.database.unit_of_work() as unit:
        grant = _grant(request, unit)
        head = unit.villages.get(code) if grant.area.covers(village) else None
        if head is None or head.training:
            unit.commit()
            raise ProblemError(Problem.of(ProblemType.NOT_FOUND, "No such village"))
        found = unit.sharing.page(code, after, limit)
        people = unit.sharing.people(code, [one.id for one in found]) if grant.may(ReadField.MEMBERS) else {}
        unit.directory.note(context.clock(), _actor(grant), "api-families-read", code, f"{after or '-'} {len(found)}")
        unit.commit()
    told = [_family(grant, one, people.get(one.id, [])) for one in found]
    return replies.message(FamilyPage(village, told, found[-1].id if len(found) == limit else None))


def _grant(request: Request, unit: UnitOfWork) -> Grant:
    """Who asks. Raises `ProblemError` where the token is missing, wrong, too old or revoked, or asks too often."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    now = context_of(request).clock()
    grant = check_token(unit, token.strip(), now) if scheme.lower() == "bearer" else None
    if grant is None:
        raise ProblemError(Problem.of(ProblemType.TOKEN_EXPIRED, "The token is not valid", server_time=now.isoformat()))
    pace_of(request).check(_actor(grant))
    return grant


def _actor(grant: Grant) -> str:
    return f"api:{grant.id}:{grant.system}"


def _family(grant: Grant, one: SharedFamily, people: list[Document]) -> Family:
    decisions, address = grant.may(ReadField.DECISIONS), grant.may(ReadField.ADDRESS)
    return Family(
        id=one.id,
        desil=one.desil,
        origin=one.origin,
        survey_state=one.survey_state,
        people=one.members,
        decision=one.decision if decisions else UNSET,
        reasons=[str(code) for code in json.loads(one.reasons or "[]")] if decisions else UNSET,
        decided_on=one.minutes_date if decisions else UNSET,
        minutes_code=one.lock_code if decisions else UNSET,
        head_name=one.head_name if grant.may(ReadField.NAMES) else UNSET,
        no_kk=one.no_kk if grant.may(ReadField.NUMBERS) else UNSET,
        address=one.address if address else UNSET,
        dusun=one.dusun if address else UNSET,
        rt=one.rt if address else UNSET,
        rw=one.rw if address else UNSET,
        members=[_person(grant, person) for person in people] if grant.may(ReadField.MEMBERS) else UNSET,
    )


def _person(grant: Grant, document: Document) -> Person:
    return Person(
        relation=_text(document, "relation"),
        sex=_text(document, "sex"),
        birth_date=_text(document, "birth_date"),
        name=_text(document, "name") if grant.may(ReadField.NAMES) else UNSET,
        nik=_text(document, "nik") if grant.may(ReadField.NUMBERS) else UNSET,
    )


def _text(document: Document, name: str) -> str | None:
    value = document.get(name)
    return value if isinstance(value, str) else None
