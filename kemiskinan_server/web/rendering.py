"""Fills templates and sends them with headers that forbid scripts, frames and other sites."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kemiskinan_domain.clock import MONTH_NAMES
from kemiskinan_server.web import wording
from kemiskinan_server.web.sessions import context_of, form_token, keep_visit, language_of, somebody
from kemiskinan_server.web.words import TEMPLATES, EnglishLoader, Language, Words, in_english

STYLE = Path(__file__).parent / "static" / "style.css"
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


def _environment(language: Language) -> Environment:
    """Templates in one language; each is compiled once."""
    loader = FileSystemLoader(TEMPLATES)
    in_indonesian = language is Language.INDONESIAN
    made = Environment(
        loader=loader if in_indonesian else EnglishLoader(loader),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        finalize=None if in_indonesian else in_english,
    )
    months = MONTH_NAMES if in_indonesian else wording.ENGLISH_MONTHS
    made.filters |= {
        "day": partial(wording.day_words, months=months),
        "moment": partial(wording.moment_words, months=months),
        "written": partial(wording.written_words, months=months),
        "size": partial(wording.size_words, point="," if in_indonesian else "."),
        "survey": wording.survey_words,
        "thousands": lambda number: f"{number:,}".replace(",", ".") if in_indonesian else f"{number:,}",
    }
    return made


_environments = {language: _environment(language) for language in Language}


def page(request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A finished page, in the reader's language."""
    visit, token = form_token(request)
    who = somebody(request)
    language = language_of(request)
    html = (
        _environments[language]
        .get_template(template)
        .render(
            who=who,
            role=wording.ROLES.get(who.role, Words("Petugas")) if who is not None else "",
            district=context_of(request).settings.district_name,
            form_token=token,
            language=language.value,
            **values,
        )
    )
    response = HTMLResponse(html, status, _HEADERS)
    keep_visit(request, response, visit)
    return response


def say(request: Request, words: Words) -> str:
    """Words that go into a drawing instead of a template."""
    return str(in_english(words)) if language_of(request) is Language.ENGLISH else words
