"""A village's Musyawarah as the district sees it: the data, its recap, and whether the paper's code still fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum, auto

from kemiskinan_domain.deliberation import (
    Attendee,
    Candidate,
    DecisionRow,
    DeliberationState,
    QuorumResult,
    Recap,
    Ruling,
    Session,
    quorum,
    read_attendee,
    read_code,
    read_decision,
    read_session,
    recap,
    verify,
)
from kemiskinan_domain.identity import RegionCode, parent_of
from kemiskinan_domain.people import Area
from kemiskinan_domain.records import Document, Origin, RecordId, RecordKind, SurveyState, VillageCode
from kemiskinan_server.storage.database import UnitOfWork
from kemiskinan_server.storage.sessions import DecisionCount


class SealState(Enum):
    """Whether the records are still what was sealed."""

    NOT_LOCKED = auto()
    FITS = auto()
    BROKEN = auto()


@dataclass(frozen=True, slots=True)
class DecidedFamily:
    """One decision with the family as its record stands now."""

    row: DecisionRow
    family: Candidate


@dataclass(frozen=True, slots=True)
class SessionReport:
    """All of one session."""

    session: Session
    attendance: tuple[Attendee, ...]
    quorum: QuorumResult
    decisions: tuple[DecidedFamily, ...]
    recap: Recap
    seal: SealState
    scans: tuple[Document, ...]
    """Attachments that are the signed minutes."""
    remarks: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """Families of a place by their latest locked decision; `open` have none."""

    name: str
    families: int
    eligible: int
    not_eligible: int
    postponed: int
    code: str = ""
    """Of the place; empty for a decile."""

    @property
    def open(self) -> int:
        """Without a decision."""
        return self.families - self.eligible - self.not_eligible - self.postponed


@dataclass(frozen=True, slots=True)
class DistrictRecap:
    """Decisions by place and by decile, and how often each reason was given against a family of the pre-list."""

    subdistrict: str
    """The one kecamatan that it is about, whose villages are the places; empty where kecamatan are the places."""
    places: tuple[Outcome, ...]
    deciles: tuple[Outcome, ...]
    reasons: tuple[tuple[str, int], ...]


def report(unit: UnitOfWork, village: VillageCode, session: RecordId) -> SessionReport | None:
    """The session; None where the village has none of that id."""
    document = unit.sessions.document(village, RecordKind.DELIBERATION, session)
    if document is None:
        return None
    held = read_session(session, document)
    attendance = tuple(
        read_attendee(record, found)
        for record, found in unit.sessions.children(village, RecordKind.ATTENDANCE, session)
    )
    decided = unit.sessions.children(village, RecordKind.DECISION, session)
    rows = [read_decision(record, found) for record, found in decided]
    known = unit.sessions.documents(village, RecordKind.HOUSEHOLD, [row.household for row in rows])
    families = {row.household: _candidate(row.household, known.get(row.household, {})) for row in rows}
    scans = unit.sessions.children(village, RecordKind.ATTACHMENT, session)
    return SessionReport(
        session=held,
        attendance=tuple(sorted(attendance, key=lambda one: (one.position, one.id))),
        quorum=quorum(attendance, held.invited, held.quorum_percent),
        decisions=tuple(DecidedFamily(row, families[row.household]) for row in sorted(rows, key=_place)),
        recap=recap(list(families.values()), rows),
        seal=_seal(held, attendance, rows),
        scans=tuple(found for _, found in scans if found.get("purpose") == "signed_minutes"),
        remarks=tuple(found for _, found in unit.sessions.children(village, RecordKind.REMARK, session)),
    )


def find_by_code(unit: UnitOfWork, text: str) -> tuple[VillageCode, SessionReport] | None:
    """The session whose printed code somebody typed; None where the code is mistyped or unknown."""
    code = read_code(text)
    found = None if code is None else unit.sessions.by_code(code)
    if found is None:
        return None
    shown = report(unit, *found)
    return None if shown is None else (found[0], shown)


def district_recap(unit: UnitOfWork, area: Area, within: str = "") -> DistrictRecap:
    """The recap over the villages of an area, and of one kecamatan where `within` is its code."""
    seen = [one for one in unit.sessions.counts(within) if area.covers(one.village)]
    given: Counter[str] = Counter()
    for one in unit.sessions.reasons(within):
        if area.covers(one.village):
            given[one.reason] += one.families
    subdistricts = {_subdistrict_code(one): one.subdistrict for one in seen}
    if len(subdistricts) == 1:
        name, places = next(iter(subdistricts.values())), _outcomes(seen, lambda one: (one.village, one.village_name))
    else:
        name = ""
        places = _outcomes(seen, lambda one: (_subdistrict_code(one), one.subdistrict))
    by_desil = _outcomes(seen, lambda one: ("", "" if one.desil is None else f"{one.desil:02d}"))
    return DistrictRecap(name, places, by_desil, tuple(given.most_common()))


def _subdistrict_code(one: DecisionCount) -> str:
    return parent_of(RegionCode(one.village)) or ""


def _outcomes(
    counts: Iterable[DecisionCount], place_of: Callable[[DecisionCount], tuple[str, str]]
) -> tuple[Outcome, ...]:
    groups: dict[tuple[str, str], Counter[str | None]] = {}
    for one in counts:
        groups.setdefault(place_of(one), Counter())[one.decision] += one.families
    return tuple(
        Outcome(
            name,
            group.total(),
            group[Ruling.ELIGIBLE.value],
            group[Ruling.NOT_ELIGIBLE.value],
            group[Ruling.POSTPONED.value],
            code,
        )
        for (code, name), group in sorted(groups.items())
    )


def _seal(held: Session, attendance: Iterable[Attendee], rows: Iterable[DecisionRow]) -> SealState:
    if held.state is not DeliberationState.LOCKED or held.lock is None:
        return SealState.NOT_LOCKED
    return SealState.FITS if verify(held.lock.seal, held, attendance, rows) else SealState.BROKEN


def _candidate(household: RecordId, found: Document) -> Candidate:
    desil = found.get("desil")

    def text(name: str) -> str:
        value = found.get(name)
        return value if isinstance(value, str) else ""

    return Candidate(
        household=household,
        head_name=text("head_name"),
        family_card=text("no_kk"),
        dusun=text("dusun"),
        rt=text("rt"),
        rw=text("rw"),
        address=text("address"),
        desil=desil if isinstance(desil, int) else None,
        origin=Origin.PROPOSED if text("origin") == Origin.PROPOSED else Origin.PRELIST,
        survey_complete=text("survey_state") == SurveyState.COMPLETE,
    )


def _place(row: DecisionRow) -> tuple[int, str]:
    return row.position, row.id
