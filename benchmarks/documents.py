"""All papers of a meeting about 500 families, as PDF and as Word: the issue asks for at most five seconds."""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, date, datetime
from datetime import time as clock

from kemiskinan_desktop.documents import Letterhead, MinutesValues, Paper, meeting_docx, meeting_pdf
from kemiskinan_domain.deliberation import (
    AttendanceMark,
    Attendee,
    Candidate,
    DecisionRow,
    DeliberationState,
    Element,
    Lock,
    Method,
    ObjectionPeriod,
    Officer,
    Presence,
    Ruling,
    Session,
    Sex,
    lock_hash,
)
from kemiskinan_domain.records import RecordId, VillageCode

FAMILIES = 500
ATTENDEES = 60
BUDGET_SECONDS = 5.0
_WORK = ("Perdagangan", "Konstruksi", "Pertanian tanaman padi & palawija", "Tidak bekerja", "")


def main(families: int = FAMILIES) -> None:
    """Measure and print; ends with 1 when the budget of 500 families is passed."""
    values = synthetic_meeting(families)
    total = 0.0
    for paper in Paper:
        for name, made in (("pdf", meeting_pdf), ("word", meeting_docx)):
            begun = time.perf_counter()
            outcome = made(paper, values)
            spent = time.perf_counter() - begun
            assert isinstance(outcome, bytes), outcome
            total += spent
            print(
                json.dumps(
                    {
                        "benchmark": f"documents.{paper}.{name}",
                        "families": families,
                        "seconds": round(spent, 3),
                        "bytes": len(outcome),
                    }
                )
            )
    budget = BUDGET_SECONDS if families == FAMILIES else None
    line = {"benchmark": "documents.all", "families": families, "seconds": round(total, 2), "budget": budget}
    print(json.dumps(line))
    sys.exit(1 if budget is not None and total > budget else 0)


def synthetic_meeting(families: int) -> MinutesValues:
    """A locked meeting of a village that does not exist."""
    candidates = tuple(_candidate(place) for place in range(families))
    decisions = tuple(_decision(place) for place in range(families))
    attendance = tuple(
        Attendee(
            id=RecordId(f"a{place}"),
            name=f"Peserta Contoh {place}",
            element=list(Element)[place % len(Element)],
            sex=Sex.FEMALE if place % 2 else Sex.MALE,
            mark=AttendanceMark.SIGNED,
            position=place,
        )
        for place in range(ATTENDEES)
    )
    session = Session(
        id=RecordId("s1"),
        number="141/07/BA/2026",
        held_on=date(2026, 11, 23),
        start=clock(19, 30),
        end=clock(22, 15),
        place="Aula Desa Contoh",
        chair=Officer("Ketua Contoh", "Ketua BPD"),
        secretary=Officer("Notulis Contoh", "Sekretaris Desa"),
        village_head="Kepala Desa Contoh",
        agenda=("Pembukaan", "Pembahasan", "Penetapan"),
        legal_basis=("Peraturan Desa Contoh",),
        method=Method.CONSENSUS,
        invited=ATTENDEES,
        state=DeliberationState.LOCKED,
    )
    lock = Lock(lock_hash(session, attendance, decisions), datetime(2026, 11, 23, 15, 40, tzinfo=UTC))
    return MinutesValues(
        letterhead=Letterhead("Contoh", "Contoh", "Contoh", VillageCode("32.03.01.2001")),
        session=Session(**{name: getattr(session, name) for name in Session.__dataclass_fields__} | {"lock": lock}),
        attendance=attendance,
        candidates=candidates,
        decisions=decisions,
        reason_labels={"05": "Sudah mampu", "02": "Pindah domisili"},
        element_labels={element.value: element.name.title() for element in Element},
        printed_at=datetime(2026, 11, 23, 15, 41, tzinfo=UTC),
        head_niks={one.household: "3203011505800001" for one in candidates},
        period=ObjectionPeriod(date(2026, 11, 24)),
    )


def _candidate(place: int) -> Candidate:
    return Candidate(
        household=RecordId(f"h{place}"),
        head_name=f"Kepala Keluarga Contoh {place}",
        family_card=f"3203011234{place:06d}",
        dusun=f"Dusun {place % 7}",
        rt=f"{place % 11:03d}",
        rw=f"{place % 5:03d}",
        address=f"Kp. Contoh No. {place}",
        desil=place % 4 + 1,
        survey_complete=True,
        occupation=_WORK[place % len(_WORK)],
    )


def _decision(place: int) -> DecisionRow:
    refused = place % 3 == 0
    return DecisionRow(
        id=RecordId(f"d{place}"),
        household=RecordId(f"h{place}"),
        presence=Presence.FOUND,
        ruling=Ruling.NOT_ELIGIBLE if refused else Ruling.ELIGIBLE,
        reasons=("05",) if refused else (),
        dissent="Ketua RT tidak sepakat" if place % 40 == 0 else "",
        position=place + 1,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else FAMILIES)
