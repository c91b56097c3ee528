"""Values of a synthetic village for the papers under test."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime, time

from pypdf import PdfReader

from kemiskinan_desktop.documents import Letterhead, MinutesValues, ReceiptValues, RecoveryValues, WorkerEntry
from kemiskinan_domain.deliberation import (
    AttendanceMark,
    Attendee,
    Candidate,
    DecisionRow,
    DeliberationState,
    Element,
    Lock,
    Method,
    Officer,
    Presence,
    Ruling,
    Session,
    Sex,
    lock_hash,
)
from kemiskinan_domain.records import Origin, RecordId, RecordKind, VillageCode
from kemiskinan_domain.social_security import WorkerStatus

MOMENT = datetime(2026, 11, 23, 15, 40, tzinfo=UTC)

LETTERHEAD = Letterhead(
    village="Babakankaret",
    subdistrict="Cianjur",
    regency="Cianjur",
    province="Jawa Barat",
    code=VillageCode("32.03.01.2001"),
    office_address="Jalan Raya Babakankaret No. 12",
)

SESSION = Session(
    id=RecordId("s1"),
    number="141/07/BA/2026",
    held_on=date(2026, 11, 23),
    start=time(19, 30),
    end=time(22, 15),
    place="Aula Kantor Desa",
    chair=Officer("Dadang Hidayat", "Ketua BPD", Element.VILLAGE_COUNCIL),
    secretary=Officer("Euis Komariah", "Sekretaris Desa"),
    village_head="Asep Sunandar",
    agenda=("Pembukaan", "Pengambilan keputusan"),
    legal_basis=("Undang-Undang Nomor 6 Tahun 2014 tentang Desa",),
    method=Method.CONSENSUS,
    invited=4,
    state=DeliberationState.OPEN,
)

ATTENDANCE = (
    Attendee(
        id=RecordId("a1"),
        name="Dadang Hidayat",
        element=Element.VILLAGE_COUNCIL,
        sex=Sex.MALE,
        mark=AttendanceMark.SIGNED,
    ),
    Attendee(
        id=RecordId("a2"),
        name="Neneng Hasanah",
        element=Element.FAMILY_WELFARE,
        sex=Sex.FEMALE,
        mark=AttendanceMark.REFUSED,
        signed_by="Tatang Sutarman",
        position=1,
    ),
    Attendee(id=RecordId("a3"), name="Ujang Suherman", element=Element.RT, sex=Sex.MALE, position=2),
)


def candidate(place: int, name: str) -> Candidate:
    return Candidate(
        household=RecordId(f"h{place}"),
        head_name=name,
        family_card=f"32030112345{place:05d}",
        dusun="Cikaret" if place % 2 else "Babakan",
        rt="001",
        rw="002",
        address=f"Kp. Sindanglaka {place}",
        desil=1,
        survey_complete=True,
    )


def ruled(place: int, ruling: Ruling, *reasons: str) -> DecisionRow:
    return DecisionRow(
        id=RecordId(f"d{place}"),
        household=RecordId(f"h{place}"),
        presence=Presence.FOUND,
        ruling=ruling,
        reasons=reasons,
    )


CANDIDATES = (
    candidate(1, "Wawan Nurjanah"),
    candidate(2, "Entin Supriatin"),
    replace(candidate(3, "Mamat Rahmat"), origin=Origin.PROPOSED, desil=None),
)
DECISIONS = (
    ruled(1, Ruling.ELIGIBLE),
    replace(ruled(2, Ruling.NOT_ELIGIBLE, "05", "99"), reason_other="Memiliki toko", dissent="Ujang tidak sepakat"),
    replace(ruled(3, Ruling.ELIGIBLE), presence=Presence.PROPOSED),
)

MINUTES = MinutesValues(
    letterhead=LETTERHEAD,
    session=SESSION,
    attendance=ATTENDANCE,
    candidates=CANDIDATES,
    decisions=DECISIONS,
    reason_labels={"05": "Sudah mampu", "99": "Lainnya", "A4": "Aset cukup banyak"},
    element_labels={"SEKDES": "Sekretaris desa", "BPD": "BPD", "RT": "Ketua RT", "PKK": "TP-PKK"},
    printed_at=MOMENT,
)

WORKERS = (
    WorkerEntry(
        CANDIDATES[0],
        "Ujang Pekerja",
        "3203011503850001",
        WorkerStatus.COVERED,
        "12345678901",
        "JKK, JKM",
        "APBD Kabupaten",
        date(2026, 11, 1),
    ),
    WorkerEntry(CANDIDATES[2], "Énéng Pekerja", "", WorkerStatus.ELIGIBLE),
)

RECOVERY = RecoveryValues(
    letterhead=LETTERHEAD,
    person="Euis Komariah",
    device="Laptop kantor desa",
    code="7KQ2-M9XD-04TB-HW6S-P3ZR-8CVN-YE15-G2JA",
    made_at=MOMENT,
)

RECEIPT = ReceiptValues(
    letterhead=LETTERHEAD,
    district_office="DPMD Kabupaten Cianjur",
    device="Laptop kantor desa",
    person="Euis Komariah",
    records=((RecordKind.HOUSEHOLD, 212), (RecordKind.MEMBER, 844)),
    sent_at=MOMENT,
    received_at=MOMENT,
    revision=1310,
    code="7KQ2-M9XD-04TB",
    printed_at=MOMENT,
)


def locked(values: MinutesValues) -> MinutesValues:
    seal = lock_hash(values.session, values.attendance, values.decisions)
    session = replace(values.session, state=DeliberationState.LOCKED, lock=Lock(seal, MOMENT))
    return replace(values, session=session)


def pages(pdf: bytes) -> list[str]:
    """The text of each page, with breaks of lines and of long words taken out."""
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().replace("\u200b", "").split()) for page in reader.pages]


def text_of(pdf: bytes) -> str:
    return " ".join(pages(pdf))
