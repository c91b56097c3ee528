"""A small meeting that may be locked; each test changes the one thing that it is about."""

from __future__ import annotations

from datetime import date, time

from kemiskinan_domain.deliberation import (
    AttendanceMark,
    Attendee,
    Candidate,
    DecisionRow,
    Element,
    Method,
    Officer,
    Presence,
    Ruling,
    Session,
    Sex,
)
from kemiskinan_domain.records import Origin, RecordId

SESSION = Session(
    id=RecordId("s1"),
    number="141/07/BA/2026",
    held_on=date(2026, 11, 23),
    start=time(19, 30),
    end=time(22, 15),
    place="Aula Desa",
    chair=Officer("Dadang Hidayat", "Ketua BPD", Element.VILLAGE_COUNCIL),
    secretary=Officer("Euis Komariah", "Sekretaris Desa"),
    agenda=("Pembukaan", "Keputusan"),
    legal_basis=("UU 6/2014",),
    method=Method.CONSENSUS,
    invited=4,
)

ATTENDANCE = tuple(
    Attendee(id=RecordId(f"a{place}"), name=name, element=element, sex=sex, mark=AttendanceMark.SIGNED, position=place)
    for place, (name, element, sex) in enumerate(
        [
            ("Dadang Hidayat", Element.VILLAGE_COUNCIL, Sex.MALE),
            ("Euis Komariah", Element.VILLAGE_SECRETARY, Sex.FEMALE),
            ("Neneng Hasanah", Element.FAMILY_WELFARE, Sex.FEMALE),
        ]
    )
)


def candidate(name: str = "h1", **changes: object) -> Candidate:
    values: dict[str, object] = {
        "household": RecordId(name),
        "head_name": f"Kepala {name}",
        "family_card": f"32030112345600{name[1:]:0>2}",
        "dusun": "Babakan",
        "rt": "001",
        "rw": "002",
        "survey_complete": True,
        "revision": 7,
    }
    return Candidate(**(values | changes))  # type: ignore[arg-type]


def decision(name: str = "h1", **changes: object) -> DecisionRow:
    values: dict[str, object] = {
        "id": RecordId(f"d-{name}"),
        "household": RecordId(name),
        "presence": Presence.FOUND,
        "ruling": Ruling.ELIGIBLE,
        "household_revision": 7,
    }
    return DecisionRow(**(values | changes))  # type: ignore[arg-type]


CANDIDATES = (candidate("h1"), candidate("h2"), candidate("h3", origin=Origin.PROPOSED, dusun="Cikaret"))
DECISIONS = (
    decision("h1"),
    decision("h2", ruling=Ruling.NOT_ELIGIBLE, reasons=("05",)),
    decision("h3", presence=Presence.PROPOSED),
)
