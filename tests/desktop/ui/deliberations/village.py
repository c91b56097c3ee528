"""A synthetic village in a meeting, and services that behave like the real ones without a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time

from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    AttendeeRow,
    CandidateRow,
    Choice,
    DecisionChoices,
    DecisionInput,
    SessionFields,
    SessionView,
)
from kemiskinan_desktop.services.events import Events
from kemiskinan_domain.deliberation import (
    AttendanceMark,
    Attendee,
    Candidate,
    DecisionRow,
    Finding,
    Method,
    Officer,
    Presence,
    Ruling,
    Session,
    Sex,
    Votes,
    check_decision,
    quorum,
    recap,
    what_blocks_lock,
)
from kemiskinan_domain.records import Origin, RecordId

HEADS = (
    "Asep Supriatna",
    "Euis Komariah",
    "Dadang Hidayat bin H. Mochamad Sulaeman Kartawidjaja",
    "Neneng Nurjanah",
    "Ujang Ma'mun",
    "Iis Rohaeti",
    "Cecep Gunawan",
    "Yayah Rokayah",
)
DUSUN = ("Cikadu", "Pasirmuncang", "Babakan Sawahlega")
PEOPLE = (
    ("H. Endang Suherman", "BPD", "L", "signed", ""),
    ("Siti Nurhayati", "SEKDES", "P", "signed", ""),
    ("Dedi Mulyana", "KADES", "L", "signed", ""),
    ("Ai Sumiati", "PKK", "P", "signed", ""),
    ("Kokom Komala", "WARGA_MISKIN", "P", "represented", "Rina Marlina"),
    ("Ustaz Abdul Fatah", "TOKOH_AGAMA", "L", "signed", ""),
    ("Jajang Nurjaman", "RT", "L", "refused", "Ketua RW 003"),
    ("Wawan Setiawan", "RT", "L", "not_yet", ""),
    ("Titin Suhartini", "KPMD", "P", "signed", ""),
)
CHOICES = DecisionChoices(
    presence=(
        Choice("1", "Ditemukan"),
        Choice("2", "Tidak ditemukan"),
        Choice("3", "Data ganda"),
        Choice("4", "Usulan baru"),
    ),
    decision=(Choice("L", "Layak (miskin ekstrem)"), Choice("T", "Tidak layak"), Choice("P", "Ditunda")),
    reason=(
        Choice("01", "Meninggal (semua atau tunggal)"),
        Choice("02", "Pindah domisili"),
        Choice("03", "Alamat tidak ada di desa"),
        Choice("04", "Data ganda atau bagian keluarga lain"),
        Choice("05", "Sudah mampu"),
        Choice("06", "ASN/TNI/Polri/pensiunan"),
        Choice("07", "Satu KK dengan ASN/TNI/Polri/pensiunan"),
        Choice("08", "Menolak"),
        Choice("09", "Menjadi pekerja migran (PMI/TKI)"),
        Choice("10", "NIK tidak padan"),
        Choice("99", "Lainnya"),
    ),
    consideration=(
        Choice("A1", "Tidak memiliki rumah", "L"),
        Choice("A5", "Aset banyak", "T"),
        Choice("P2", "Pekerjaan serabutan", "L"),
    ),
    element=(
        Choice("KADES", "Kepala desa"),
        Choice("BPD", "BPD"),
        Choice("RT", "Ketua RT"),
        Choice("PKK", "TP-PKK"),
        Choice("KPMD", "Kader desa (KPMD)"),
        Choice("TOKOH_AGAMA", "Tokoh agama"),
        Choice("WARGA_MISKIN", "Warga miskin"),
    ),
)


def family(at: int, decision: DecisionInput | None = None, *, complete: bool = True) -> CandidateRow:
    """The family at that place of the list, from 1."""
    return CandidateRow(
        id=RecordId(f"decision-{at}"),
        household=RecordId(f"household-{at}"),
        position=at,
        head_name=HEADS[(at - 1) % len(HEADS)],
        no_kk=f"3203011203{at:06d}",
        dusun=DUSUN[(at - 1) % 3],
        rt=f"{(at - 1) % 4 + 1:03d}",
        rw=f"{(at - 1) % 3 + 1:03d}",
        address=f"Kp. {DUSUN[(at - 1) % 3]} No. {at}",
        desil=(at - 1) % 3 + 1,
        member_count=4,
        survey_complete=complete,
        decision=decision or DecisionInput(),
        earlier=("1", "L") if at % 5 == 0 else None,
        changed_since=False,
        findings=(),
    )


def meeting(families: int = 3, decided: int = 0, *, people: bool = True) -> SessionView:
    """A meeting that is nearly ready: the first families are decided."""
    rulings = (DecisionInput("1", "L"), DecisionInput("1", "T", ("05",)), DecisionInput("2", "T", ("02",)))
    rows = tuple(family(at, rulings[at % 3] if at <= decided else None) for at in range(1, families + 1))
    attendance = tuple(
        AttendeeRow(RecordId(f"attendee-{at}"), at, AttendeeFields(*person))
        for at, person in enumerate(PEOPLE if people else (), start=1)
    )
    fields = SessionFields(
        type="first",
        purpose="p3ke",
        number="141/07/BPD/2026",
        title="Musyawarah Desa Penetapan Keluarga Miskin Ekstrem 2026",
        date=date(2026, 11, 23),
        start_time=time(19, 30),
        end_time=time(22, 15),
        place="Balai Desa Sukamaju",
        chair_name="H. Endang Suherman",
        chair_position="Ketua BPD",
        secretary_name="Siti Nurhayati",
        village_head_name="Dedi Mulyana",
        agenda="Pembukaan\nPembahasan daftar keluarga\nPenetapan hasil",
        legal_basis="Permendesa PDTT Nomor 16 Tahun 2019 tentang Musyawarah Desa",
        method="mufakat",
        invited=12,
        quorum_percent=50,
    )
    return ruled(
        SessionView(
            RecordId("session-1"),
            fields,
            False,
            None,
            None,
            None,
            attendance,
            rows,
            recap((), ()),
            quorum((), 0, 0),
            (),
            False,
        )
    )


def ruled(view: SessionView) -> SessionView:
    """The same meeting with recap, quorum and findings by the domain's own rules."""
    attendees = [_attendee(row) for row in view.attendance]
    candidates = [_candidate(row) for row in view.candidates]
    decisions = [_decision(row) for row in view.candidates]
    fields = view.fields
    session = Session(
        id=view.id,
        number=fields.number,
        held_on=fields.date,
        start=fields.start_time,
        end=fields.end_time,
        place=fields.place,
        chair=Officer(fields.chair_name),
        secretary=Officer(fields.secretary_name),
        method=Method(fields.method) if fields.method else None,
        invited=fields.invited or 0,
        quorum_percent=fields.quorum_percent or 0,
    )
    rows = tuple(
        replace(row, findings=check_decision(candidate, decision))
        for row, candidate, decision in zip(view.candidates, candidates, decisions, strict=True)
    )
    return replace(
        view,
        candidates=rows,
        recap=recap(candidates, decisions),
        quorum=quorum(attendees, session.invited, session.quorum_percent),
        blocks_lock=what_blocks_lock(session, attendees, candidates, decisions),
    )


@dataclass
class NowDispatcher:
    """Delivers at once."""

    def deliver(self, call: Callable[[], None]) -> None:
        call()


class QuietEvents(Events):
    """Events in the caller's thread."""

    def __init__(self) -> None:
        self.dispatcher = NowDispatcher()
        super().__init__(self.dispatcher)


def quiet_events() -> QuietEvents:
    return QuietEvents()


def _attendee(row: AttendeeRow) -> Attendee:
    fields = row.fields
    return Attendee(
        id=row.id,
        name=fields.name,
        element=fields.element,
        sex=Sex(fields.sex) if fields.sex else None,
        mark=AttendanceMark(fields.mark or "not_yet"),
        signed_by=fields.signed_by,
        position=row.position,
    )


def _candidate(row: CandidateRow) -> Candidate:
    return Candidate(
        household=row.household,
        head_name=row.head_name,
        family_card=row.no_kk or "",
        dusun=row.dusun,
        origin=Origin.PRELIST,
        survey_complete=row.survey_complete,
    )


def _decision(row: CandidateRow) -> DecisionRow:
    said = row.decision
    return DecisionRow(
        id=row.id,
        household=row.household,
        presence=Presence(said.presence) if said.presence else None,
        ruling=Ruling(said.decision) if said.decision else None,
        reasons=said.reasons,
        reason_other=said.reason_other,
        dissent=said.dissent,
        votes=Votes(said.vote_yes or 0, said.vote_no or 0, said.vote_abstained or 0)
        if said.vote_yes is not None or said.vote_no is not None
        else None,
        exception_note=said.exception,
    )


def problems(findings: Sequence[Finding]) -> set[str]:
    return {finding.problem.name for finding in findings}
