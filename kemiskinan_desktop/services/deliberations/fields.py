"""A session's values as record fields, and the edits between two of them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from kemiskinan_desktop.services.deliberations.values import AttendeeFields, DecisionInput, SessionFields
from kemiskinan_domain.changes import FieldEdit
from kemiskinan_domain.records import Document, FieldValue, read_field

_ASIDE: Final = {
    "chair_element": "answers.chair_element",
    "secretary_position": "answers.secretary_position",
    "rt_count": "answers.rt_count",
    "rw_count": "answers.rw_count",
    "amends": "answers.amends",
}
"""Fields of a session that have no typed column."""

ARRIVED_FIELD: Final = "answers.arrived"
ABSTAINED_FIELD: Final = "answers.vote_abstained"
CONSIDERATIONS_FIELD: Final = "answers.considerations"
PRE_RULING_FIELD: Final = "answers.pre_ruling"
PRE_NOTE_FIELD: Final = "answers.pre_note"

_SESSION: Final = {name: _ASIDE.get(name, name) for name in SessionFields.__dataclass_fields__}
_NUMBERS: Final = frozenset({"invited", "quorum_percent", "rt_count", "rw_count"})
_ATTENDEE: Final = ("name", "element", "sex", "mark", "signed_by")


def session_fields(document: Document) -> SessionFields:
    """What the Persiapan page shows."""
    text = {name: _text(read_field(document, field)) for name, field in _SESSION.items()}
    number = {name: _number(read_field(document, _SESSION[name])) for name in _NUMBERS}
    return SessionFields(
        type=text["type"] or "first",
        purpose=text["purpose"],
        number=text["number"],
        title=text["title"],
        date=_day(text["date"]),
        start_time=_clock(text["start_time"]),
        end_time=_clock(text["end_time"]),
        place=text["place"],
        chair_name=text["chair_name"],
        chair_position=text["chair_position"],
        chair_element=text["chair_element"],
        secretary_name=text["secretary_name"],
        secretary_position=text["secretary_position"],
        village_head_name=text["village_head_name"],
        agenda=text["agenda"],
        legal_basis=text["legal_basis"],
        method=text["method"],
        invited=number["invited"],
        quorum_percent=number["quorum_percent"],
        rt_count=number["rt_count"],
        rw_count=number["rw_count"],
        amends=text["amends"],
    )


def session_values(fields: SessionFields) -> dict[str, FieldValue]:
    """By record field; empty is None."""
    return {field: _plain(getattr(fields, name)) for name, field in _SESSION.items()}


def attendee_fields(document: Document) -> AttendeeFields:
    """What the Kehadiran page shows."""
    arrived = _clock(_text(read_field(document, ARRIVED_FIELD)))
    name, element, sex, mark, signed_by = (_text(document.get(field)) for field in _ATTENDEE)
    return AttendeeFields(name, element, sex, mark, signed_by, arrived)


def attendee_values(fields: AttendeeFields) -> dict[str, FieldValue]:
    """By record field; empty is None."""
    return {name: _plain(getattr(fields, name)) for name in _ATTENDEE} | {ARRIVED_FIELD: _plain(fields.arrived)}


def decision_input(document: Document) -> DecisionInput:
    """What the Pembahasan page shows."""
    return DecisionInput(
        presence=_text(document.get("presence")) or None,
        decision=_text(document.get("decision")) or None,
        reasons=_codes(document.get("reasons")),
        reason_other=_text(document.get("reason_other")),
        dissent=_text(document.get("dissent")),
        vote_yes=_number(document.get("vote_yes")),
        vote_no=_number(document.get("vote_no")),
        vote_abstained=_number(read_field(document, ABSTAINED_FIELD)),
        exception=_text(document.get("exception")),
        considerations=_codes(read_field(document, CONSIDERATIONS_FIELD)),
    )


def decision_values(wanted: DecisionInput) -> dict[str, FieldValue]:
    """By record field; reasons and considerations are sets, so they are written in order."""
    reasons: list[FieldValue] = [*sorted(set(wanted.reasons))]
    considerations: list[FieldValue] = [*sorted(set(wanted.considerations))]
    return {
        "presence": wanted.presence,
        "decision": wanted.decision,
        "reasons": reasons or None,
        "reason_other": _plain(wanted.reason_other),
        "dissent": _plain(wanted.dissent),
        "vote_yes": wanted.vote_yes,
        "vote_no": wanted.vote_no,
        ABSTAINED_FIELD: wanted.vote_abstained,
        "exception": _plain(wanted.exception),
        CONSIDERATIONS_FIELD: considerations or None,
    }


def edits_between(seen: Mapping[str, FieldValue], wanted: Mapping[str, FieldValue]) -> dict[str, FieldEdit]:
    """The fields that differ, with both values."""
    return {name: (seen.get(name), value) for name, value in wanted.items() if seen.get(name) != value}


def _plain(value: object) -> FieldValue:
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        return value.isoformat("minutes")
    if isinstance(value, int):
        return value
    return str(value).strip() or None if value is not None else None


def _text(value: FieldValue) -> str:
    return value if isinstance(value, str) else ""


def _number(value: FieldValue) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _codes(value: FieldValue) -> tuple[str, ...]:
    return tuple(str(code) for code in value) if isinstance(value, list) else ()


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _clock(text: str) -> dt.time | None:
    try:
        return dt.time.fromisoformat(text) if text else None
    except ValueError:
        return None
