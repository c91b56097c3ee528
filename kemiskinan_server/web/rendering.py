"""Fills templates and sends them with headers that forbid scripts, frames and other sites."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kemiskinan_server.web import wording
from kemiskinan_server.web.sessions import context_of, form_token, keep_visit, somebody

_FOLDER = Path(__file__).parent
STYLE = _FOLDER / "static" / "style.css"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}

_environment = Environment(
    loader=FileSystemLoader(_FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
)
_environment.filters |= {
    "day": wording.day_words,
    "moment": wording.moment_words,
    "survey": wording.survey_words,
    "thousands": lambda number: f"{number:,}".replace(",", "."),
}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A finished page."""
    visit, token = form_token(request)
    who = somebody(request)
    html = _environment.get_template(template).render(
        who=who,
        role=wording.ROLES.get(who.role, "Petugas") if who is not None else "",
        district=context_of(request).settings.district_name,
        form_token=token,
        **values,
    )
    response = HTMLResponse(html, status, _HEADERS)
    keep_visit(request, response, visit)
    return response
