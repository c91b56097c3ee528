"""The shipped rule book, and people for the tests of its rules. All people are synthetic."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kemiskinan_domain.records import RecordId
from kemiskinan_domain.social_security import Eligibility, Enrolment, Programme, WorkerFacts, read_book

SHIPPED = Path(__file__).parents[3] / "resources" / "social_security" / "pekerja.json"
BOOK = read_book(SHIPPED.read_bytes())
DAY = date(2026, 11, 24)
RULES = Eligibility(BOOK, DAY)

WORKER = WorkerFacts(presence="1", ruling="L", age=40, works="1", position="1", sector="1", insurance=frozenset({"0"}))
"""Eligible by every rule."""


def standing(**changes: object) -> tuple[str, str]:
    """The status and the rule's code for the worker with these facts otherwise."""
    found = RULES.standing(replace(WORKER, **changes))  # type: ignore[arg-type]
    return found.status.value, found.rule.code


def enrolment(number: int = 1, **changes: object) -> Enrolment:
    """In force since 1 January 2026, without an end."""
    one = Enrolment(
        id=RecordId(f"e{number}"),
        member=RecordId("m1"),
        programmes=frozenset({Programme.JKK.value, Programme.JKM.value}),
        segment="BPU",
        kpj="12345678901",
        payer="APBD_KAB",
        start=date(2026, 1, 1),
        end=None,
        proof="",
        ended_on=None,
        end_reason=None,
        end_note="",
        handed_on=None,
        handed_to="",
        handed_by="",
    )
    return replace(one, **changes)  # type: ignore[arg-type]
