"""A family that lives in another village now is handed over: out of one and into the other in one transaction.

Nothing else writes the records of a family in two villages. In the old village the family becomes a tombstone that
says where it went; in the new one it begins as a draft that says where it came from. What a laptop of the old village
still holds about the family comes back there as an open difference (an edit of a deleted record), so nothing is lost,
and the two villages then stand on the page of people in two villages. Decisions stay with the sessions that made them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import Final, cast

from kemiskinan_domain.changes import Delete, Put, VerdictStatus
from kemiskinan_domain.people import Permission
from kemiskinan_domain.records import (
    LOCKED_REVIEW_STATES,
    Document,
    FieldValue,
    RecordId,
    RecordKind,
    SurveyState,
    VillageCode,
    fields_of,
    new_record_id,
)
from kemiskinan_domain.wire.blobs import is_blob_name
from kemiskinan_server.services.blobs import hand_on
from kemiskinan_server.services.district import Reviewer, edit, lock_hand, remark, require, write_as_district
from kemiskinan_server.services.writer import Written
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.values import VillageHead


class MoveRefusal(Enum):
    """Why nobody was moved."""

    GONE = auto()
    REASON_MISSING = auto()
    NO_SUCH_VILLAGE = auto()
    """None of that code, the same one, or one is for training and the other is not."""
    IN_REVIEW = auto()
    """The district holds the family: it is returned or reopened first."""
    NOT_TAKEN = auto()
    """The other village cannot store it: a photo that the disk has no room for, or a record past a limit."""


@dataclass(frozen=True, slots=True)
class Move:
    """Which family goes from where to where, and why."""

    source: VillageCode
    household: RecordId
    target: VillageCode
    reason: str


_Record = tuple[RecordKind, RecordId, Document]
_PLACE: Final = ("dusun", "rt", "rw", "address")
"""True of the old village; the new one fills them in anew."""
_STAYS: Final = frozenset({*_PLACE, "form", "review", "review_note", "moved_to", "moved_from"})
_NOT_STORED: Final = frozenset({VerdictStatus.INVALID, VerdictStatus.FORBIDDEN, VerdictStatus.HELD})


def hand_over(unit: UnitOfWork, files: BlobFiles, who: Reviewer, move: Move, now: datetime) -> RecordId | MoveRefusal:
    """The family's id in its new village. Commit where it is one, and nothing where it is a refusal.

    Raises `NotPermittedError`, `VillageBusyError`.
    """
    require(who, Permission.REVIEW)
    if not move.reason.strip():
        return MoveRefusal.REASON_MISSING
    # By code, so that two hand-overs at once take their locks in one order.
    locked = {code: lock_hand(unit, code) for code in sorted({move.source, move.target})}
    here, there = locked[move.source], locked[move.target]
    if here is None or there is None or move.source == move.target or here[1].training != there[1].training:
        return MoveRefusal.NO_SUCH_VILLAGE
    family = _family(unit, move)
    if not family:
        return MoveRefusal.GONE
    if family[0][2].get("review") in LOCKED_REVIEW_STATES:
        return MoveRefusal.IN_REVIEW
    names = {record: new_record_id() for _, record, _ in family}
    arrivals = [_arrival(one, names, who, now) for one in family]
    arrivals[0].f["moved_from"] = [None, _origin(here[1], family[0], move, now)]
    came = write_as_district(unit, there, arrivals, now)
    departures = _departures(family, there[1], move, head=here[1].head, who=who, now=now)
    left = write_as_district(unit, here, departures, now)
    if _refused(came) or left.verdicts or not _bytes_taken(unit, files, move, family, now):
        return MoveRefusal.NOT_TAKEN
    arrived = names[move.household]
    _tell(unit, who, move, (here[1], there[1]), arrived=arrived, now=now)
    return arrived


def _family(unit: UnitOfWork, move: Move) -> list[_Record]:
    """The household first, then what belongs to it and to its members; remarks stay where they were made."""
    document = unit.sessions.document(move.source, RecordKind.HOUSEHOLD, move.household)
    if document is None:
        return []

    def below(kind: RecordKind, parents: list[RecordId]) -> list[_Record]:
        found = [(parent, unit.sessions.children(move.source, kind, parent)) for parent in parents]
        return [(kind, record, held) for _, children in found for record, held in children]

    members = below(RecordKind.MEMBER, [move.household])
    people = [record for _, record, _ in members]
    return [
        (RecordKind.HOUSEHOLD, move.household, document),
        *members,
        *below(RecordKind.PRELIST_ENTRY, [move.household]),
        *below(RecordKind.ENROLMENT, people),
        *below(RecordKind.ATTACHMENT, [move.household, *people]),
    ]


def _arrival(one: _Record, names: Mapping[RecordId, RecordId], who: Reviewer, now: datetime) -> Put:
    kind, record, document = one
    of_family = kind is RecordKind.HOUSEHOLD
    fields = {name: value for name, value in fields_of(document).items() if not of_family or name not in _STAYS}
    if of_family and fields.get("survey_state") == SurveyState.COMPLETE:
        fields["survey_state"] = SurveyState.DRAFT.value
    form = document.get("form")
    return Put(
        k=kind,
        id=names[record],
        base=0,
        at=now.isoformat(),
        by=who.name,
        f={name: [None, _renamed(value, names)] for name, value in fields.items()},
        form=form if isinstance(form, str) else None,
    )


def _renamed(value: FieldValue, names: Mapping[RecordId, RecordId]) -> FieldValue:
    """Ids of the family's records wherever they stand: a parent, a head, who keyed a section twice."""
    if isinstance(value, str):
        return names.get(RecordId(value), value)
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    if isinstance(value, dict):
        return {name: _renamed(inner, names) for name, inner in value.items()}
    return value


def _origin(village: VillageHead, family: _Record, move: Move, now: datetime) -> Document:
    _, household, document = family
    place = {name: document[name] for name in _PLACE if document.get(name)}
    return {
        "village": village.code,
        "name": village.name,
        "subdistrict": village.subdistrict,
        "household": household,
        "place": cast("FieldValue", place),
        "at": now.isoformat(),
        "reason": move.reason.strip(),
    }


def _departures(
    family: list[_Record], target: VillageHead, move: Move, *, head: int, who: Reviewer, now: datetime
) -> list[Put | Delete]:
    """A mark on the household, which an edit after the delete would bring to light, then everything goes.

    `head` is what the district has seen of the village, whose lock it holds: all of it.
    """
    destination: Document = {"village": target.code, "name": target.name, "subdistrict": target.subdistrict}
    destination |= {"at": now.isoformat(), "reason": move.reason.strip()}
    marked = {"moved_to": (family[0][2].get("moved_to"), cast("FieldValue", destination))}
    mark = edit(RecordKind.HOUSEHOLD, move.household, marked, by=who.name, now=now)
    why = f"moved: {target.code}"
    return [
        mark,
        *(
            Delete(k=kind, id=record, base=head, at=now.isoformat(), by=who.name, why=why)
            for kind, record, _ in reversed(family)
        ),
    ]


def _refused(written: Written) -> bool:
    """A shared number is no refusal: the family may be known in its new village."""
    return any(verdict.s in _NOT_STORED for verdict in written.verdicts.values())


def _bytes_taken(unit: UnitOfWork, files: BlobFiles, move: Move, family: list[_Record], now: datetime) -> bool:
    """Photos lie in each village's own folder; what the old one has not got yet goes on when it comes."""
    names = {str(found.get("sha256")) for kind, _, found in family if kind is RecordKind.ATTACHMENT}
    for sha256 in sorted(name for name in names if is_blob_name(name)):
        unit.blobs.await_for(move.source, sha256, move.target)
        if not hand_on(unit, files, move.source, sha256, now):
            return False
    return True


def _tell(
    unit: UnitOfWork,
    who: Reviewer,
    move: Move,
    villages: tuple[VillageHead, VillageHead],
    *,
    arrived: RecordId,
    now: datetime,
) -> None:
    source, target = villages
    came = (
        f"Keluarga ini dipindahkan kabupaten dari Desa {source.name}, Kecamatan {source.subdistrict}. "
        f"Isi alamatnya dan periksa jawabannya. Alasan: {move.reason.strip()}"
    )
    remark(unit, who, move.target, (RecordKind.HOUSEHOLD, arrived, ""), text=came, now=now)
    gone = (
        f"Keluarga ini dipindahkan kabupaten ke Desa {target.name}, Kecamatan {target.subdistrict}. "
        f"Alasan: {move.reason.strip()}"
    )
    remark(unit, who, move.source, (RecordKind.HOUSEHOLD, move.household, ""), text=gone, now=now)
    why = move.reason.strip()
    unit.directory.note(now, who.name, "family-moved-out", move.source, f"{move.household} {move.target}: {why}")
    unit.directory.note(now, who.name, "family-moved-in", move.target, f"{arrived} {move.source}: {why}")
