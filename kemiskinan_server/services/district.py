"""The district's own hand in a village: imports, reviews and remarks take the same way as a laptop's changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto

from kemiskinan_domain.changes import GENESIS, REVIEW_TRANSITIONS, Act, Change, Put, Verdict, encode_change
from kemiskinan_domain.people import Permission, Role, Side, permissions_of
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind, VillageCode, new_record_id
from kemiskinan_server.services.writer import Written, write
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import Client, VillageHead


class NotPermittedError(Exception):
    """Somebody reached a door that the pages do not show to that role."""


class UnknownVillageError(Exception):
    """The district does not serve that village; callers look first."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who acts for the district."""

    name: str
    role: Role


def hand_of(village: VillageCode) -> str:
    """The id under which the district writes in a village."""
    return f"district:{village}"


def add_hand(unit: UnitOfWork, village: VillageCode, now: datetime) -> None:
    """Make the district's hand together with the village."""
    unit.ledger.add_client(
        Client(
            id=hand_of(village),
            village=village,
            side=Side.DISTRICT,
            role=Role.ADMINISTRATOR,
            person="",
            public_key="",
            last_mid=0,
            chain=GENESIS,
            revoked=False,
        ),
        now,
    )


def lock_hand(unit: UnitOfWork, village: VillageCode) -> tuple[Client, VillageHead] | None:
    """Take the two locks in their order; None where the district does not serve the village."""
    client = unit.ledger.lock_client(hand_of(village))
    head = unit.villages.lock(village, writing=True)
    return None if client is None or head is None else (client, head)


def write_as_district(
    unit: UnitOfWork, locked: tuple[Client, VillageHead], changes: Sequence[Change], now: datetime
) -> Written:
    """Through the one writer, and the hand's own ledger."""
    client, head = locked
    written = write(unit, head, client, [encode_change(change) for change in changes], now)
    unit.ledger.save_progress(replace(client, last_mid=written.last_mid, chain=written.chain), now)
    return written


def edit(
    kind: RecordKind, record: RecordId, fields: dict[str, tuple[FieldValue, FieldValue]], *, by: str, now: datetime
) -> Put:
    """A put of the district; fields whose value is already the wanted one are left out."""
    moved = {name: list(pair) for name, pair in fields.items() if pair[0] != pair[1]}
    return Put(k=kind, id=record, base=0, at=now.isoformat(), by=by, f=moved)


@dataclass(frozen=True, slots=True)
class ReviewStep:
    """A step as a page sent it: on which record, which act, from the state that the page showed."""

    kind: RecordKind
    record: RecordId
    act: str
    state: str
    note: str


class StepRefusal(Enum):
    """Why a step was not taken."""

    NOTHING_THERE = auto()
    """No such act, or no such record."""
    MOVED = auto()
    """The record is not in that state any more."""


def take_step(
    unit: UnitOfWork, who: Reviewer, village: VillageCode, step: ReviewStep, now: datetime
) -> StepRefusal | None:
    """Take a step of the review on a record of the village and commit it; None where it was taken."""
    if step.act not in REVIEW_TRANSITIONS or unit.sessions.document(village, step.kind, step.record) is None:
        return StepRefusal.NOTHING_THERE
    act = Act(
        k=step.kind,
        id=step.record,
        base=0,
        at=now.isoformat(),
        by=who.name,
        act=step.act,
        state=(step.state, REVIEW_TRANSITIONS[step.act][1]),
        note=step.note.strip(),
    )
    if review(unit, who, village, act, now) is not None:
        return StepRefusal.MOVED
    unit.commit()
    return None


def review(unit: UnitOfWork, who: Reviewer, village: VillageCode, act: Act, now: datetime) -> Verdict | None:
    """Take a step of the review; the verdict where it could not be taken, else None."""
    require(who, Permission.REVIEW)
    locked = lock_hand(unit, village)
    if locked is None:
        raise UnknownVillageError
    written = write_as_district(unit, locked, [act], now)
    unit.directory.note(now, who.name, f"review-{act.act}", village, act.id)
    return written.verdicts.get(written.last_mid)


def remark(
    unit: UnitOfWork,
    who: Reviewer,
    village: VillageCode,
    about: tuple[RecordKind, RecordId, str],
    *,
    text: str,
    now: datetime,
) -> RecordId:
    """Leave a comment on a field of a record (its kind and id, and the field or the empty text)."""
    if not permissions_of(who.role) & {Permission.REVIEW, Permission.ANSWER_WORKERS}:
        raise NotPermittedError
    locked = lock_hand(unit, village)
    if locked is None:
        raise UnknownVillageError
    put = remark_put(who, about, text=text, now=now)
    write_as_district(unit, locked, [put], now)
    return put.id


def remark_put(
    who: Reviewer, about: tuple[RecordKind, RecordId, str], *, text: str, now: datetime, state: str = "open"
) -> Put:
    """The change that leaves a comment."""
    values: dict[str, FieldValue] = {
        "parent_kind": about[0],
        "parent": about[1],
        "field": about[2] or None,
        "side": Side.DISTRICT,
        "text": text,
        "by": who.name,
        "at": now.isoformat(),
        "state": state,
    }
    fields: dict[str, tuple[FieldValue, FieldValue]] = {name: (None, value) for name, value in values.items()}
    return edit(RecordKind.REMARK, new_record_id(), fields, by=who.name, now=now)


def require(who: Reviewer, permission: Permission) -> None:
    """Raises `NotPermittedError` where the role does not allow it."""
    if permission not in permissions_of(who.role):
        raise NotPermittedError
