"""Everybody of the village with the few answers that a question about workers needs, quick for 40,000 people.

Only the asked answers are decoded: a member's document has some forty, and decoding all of them costs seconds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, select

from kemiskinan_desktop.storage.tables import base, decision, deliberation, household, member, working
from kemiskinan_domain.records import FieldValue, RecordId


@dataclass(frozen=True, slots=True)
class PersonAnswers:
    """A member with the asked answers; `worker` is the document's group of that name. `birth_date` is an ISO day."""

    id: RecordId
    household: RecordId
    position: int | None
    name: str
    nik: str | None
    sex: str | None
    birth_date: str | None
    presence: str | None
    worker: FieldValue
    answers: dict[str, FieldValue]


@dataclass(frozen=True, slots=True)
class FamilyPlace:
    """A family's place and the latest decision on it; None is not decided yet."""

    id: RecordId
    head_name: str
    no_kk: str | None
    dusun: str
    rw: str
    rt: str
    address: str
    ruling: str | None


_M: Final = member.c
_H: Final = household.c


def people(
    connection: Connection, questions: tuple[str, ...], family: RecordId | None = None
) -> tuple[PersonAnswers, ...]:
    """See `Queries.people_with_answers`."""
    query = select(
        _M.id,
        _M.parent,
        _M.position,
        _M.name,
        _M.nik,
        _M.sex,
        _M.birth_date,
        _M.presence,
        base.c.line,
        working.c.id,
        working.c.document,
    ).select_from(member.outerjoin(base, base.c.id == _M.id).outerjoin(working, working.c.id == _M.id))
    query = query.order_by(_M.id)  # the order in which members and lines lie in the file: no page is read twice
    if family is not None:
        query = query.where(_M.parent == family)
    of_line, of_document = _decoders(questions)
    found = []
    for record, parent, position, name, nik, sex, born, presence, line, overlaid, document in connection.execute(
        query
    ).all():
        if overlaid is not None:
            read = None if document is None else of_document.decode(document)
        else:
            read = None if line is None else of_line.decode(line).document
        worker, answers = (None, None) if read is None else (read.worker, read.answers)
        found.append(
            PersonAnswers(
                record,
                RecordId(parent or ""),
                position,
                name or "",
                nik,
                sex,
                born,
                presence,
                worker,
                {} if answers is None else msgspec.structs.asdict(answers),
            )
        )
    return tuple(found)


def families(connection: Connection, family: RecordId | None = None) -> tuple[FamilyPlace, ...]:
    """See `Queries.family_places`."""
    rulings = dict(
        tuple(row)
        for row in connection.execute(
            select(decision.c.household, decision.c.decision)
            .select_from(decision.outerjoin(deliberation, deliberation.c.id == decision.c.parent))
            .where(decision.c.decision.is_not(None))
            .order_by(deliberation.c.date, decision.c.id)
        )
    )
    query = select(_H.id, _H.head_name, _H.no_kk, _H.dusun, _H.rw, _H.rt, _H.address).order_by(
        _H.dusun, _H.rw, _H.rt, _H.head_name, _H.id
    )
    if family is not None:
        query = query.where(_H.id == family)
    return tuple(
        FamilyPlace(
            RecordId(row[0]),
            row[1] or "",
            row[2],
            row[3] or "",
            row[4] or "",
            row[5] or "",
            row[6] or "",
            rulings.get(row[0]),
        )
        for row in connection.execute(query)
    )


@cache
def _decoders(questions: tuple[str, ...]) -> tuple[msgspec.json.Decoder[Any], msgspec.json.Decoder[Any]]:
    answers = msgspec.defstruct("NarrowAnswers", [(question, Any, None) for question in questions])
    document = msgspec.defstruct("NarrowDocument", [("worker", Any, None), ("answers", answers | None, None)])
    line = msgspec.defstruct(
        "NarrowLine",
        [("rev", int), ("kind", str), ("id", str), ("deleted", int), ("document", document)],
        array_like=True,
    )
    return msgspec.json.Decoder(line), msgspec.json.Decoder(document)
