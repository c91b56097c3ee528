"""Routes without a secret: questionnaires, receipts by code, health."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from kemiskinan_domain.wire import PROTOCOL, Paths, Problem, ProblemType
from kemiskinan_server.api import replies
from kemiskinan_server.api.context import context_of
from kemiskinan_server.api.describing import answers
from kemiskinan_server.services import forms, receipts

router = APIRouter(tags=["public"])

_FOR_EVER = "public, max-age=31536000, immutable"


@router.get(Paths.FORMS, responses=answers(None, "The questionnaires that villages are to use"))
def form_list(request: Request, village: Annotated[str, Query(max_length=13)] = "") -> Response:
    """Id, version and SHA-256 of the version of each questionnaire that a village is to use, or that all are."""
    with context_of(request).database.unit_of_work() as unit:
        return replies.message(forms.newest_forms(unit, village))


@router.get(Paths.FORM, responses=answers(None, "The compiled text, for ever the same", 404))
def form_text(request: Request, form: str, version: str) -> Response:
    """One version; the header `Form-Signature` is the server key's Ed25519 over the bytes, base64."""
    with context_of(request).database.unit_of_work() as unit:
        stored = unit.publications.get(form, version)
    if stored is None:
        return replies.problem(Problem.of(ProblemType.NOT_FOUND, "No such questionnaire"))
    tag = f'"{stored.digest}"'
    headers = {"ETag": tag, "Cache-Control": _FOR_EVER, "Form-Signature": stored.signature}
    if request.headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=headers)
    return Response(stored.compiled.encode(), 200, headers, "application/xml")


@router.get("/v1/receipts/{code}", responses=answers(None, "Counts and times of a receipt", 404))
def receipt(request: Request, code: str) -> Response:
    """Confirm a code from a printed receipt; names and records are not told."""
    with context_of(request).database.unit_of_work() as unit:
        stored = receipts.confirm(unit, code)
    if stored is None:
        return replies.problem(Problem.of(ProblemType.NOT_FOUND, "No receipt has that code"))
    return replies.message(
        {
            "code": stored.code,
            "village": stored.village,
            "changes": stored.last_mid - stored.first_mid + 1,
            "records": stored.records,
            "rev": stored.rev,
            "time": stored.issued_at.isoformat(),
        }
    )


@router.get("/v1/alive", responses=answers(None, "The process answers, whatever its database does"))
def alive() -> Response:
    """For whoever would start the process anew: it asks nobody, so that a database that rests kills no server."""
    return replies.message({"server": "pendataan-kemiskinan", "protocol": PROTOCOL})


@router.get(Paths.HEALTH, responses=answers(None, "The server and its database answer: requests may come", 503))
def health(request: Request) -> Response:
    """Says that it is this server, and what time it is."""
    context = context_of(request)
    with context.database.unit_of_work() as unit:
        unit.reading.alive()
    return replies.message(
        {"server": "pendataan-kemiskinan", "protocol": PROTOCOL, "server_time": context.clock().isoformat()}
    )
