"""The Berita Acara of a Musyawarah Desa with its annexes: attendance and the lists of families."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from kemiskinan_desktop.documents.annexes import NO_DUSUN, annexes_content
from kemiskinan_desktop.documents.labels import (
    KIND_TITLES,
    METHOD_SENTENCES,
    OUTCOME_LABELS,
    PURPOSE_SENTENCES,
    PURPOSE_TITLES,
)
from kemiskinan_desktop.documents.participants import participants_content
from kemiskinan_desktop.documents.qr import qr_svg
from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_desktop.documents.village import Letterhead, letterhead_content
from kemiskinan_desktop.documents.words import (
    WIB,
    VillageZone,
    clock_words,
    counted,
    long_date,
    moment_words,
    spelled_date,
)
from kemiskinan_desktop.documents.workers_annex import WorkerEntry
from kemiskinan_domain.deliberation import (
    Attendee,
    Candidate,
    DecisionRow,
    LockSeal,
    ObjectionPeriod,
    Outcome,
    Recap,
    RulingCounts,
    Session,
    recap,
)
from kemiskinan_domain.records import RecordId

GAP = "........................"


@dataclass(frozen=True, slots=True)
class AmendedMinutes:
    """The locked minutes that an addendum refers to; `code` is printed on them."""

    number: str
    held_on: date | None
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesValues:
    """All that the minutes print; without a lock, or when `draft` is asked for, every page says DRAF.

    `reason_labels` and `element_labels` are the words of the forms by code; `full_numbers` prints No. KK unmasked;
    `witnesses` are participants who sign beside the officers; `head_niks` are printed masked, on the board's list only.
    """

    letterhead: Letterhead
    session: Session
    attendance: tuple[Attendee, ...]
    candidates: tuple[Candidate, ...]
    decisions: tuple[DecisionRow, ...]
    reason_labels: Mapping[str, str]
    element_labels: Mapping[str, str]
    printed_at: datetime
    full_numbers: bool = False
    witnesses: tuple[str, ...] = field(default=())
    draft: bool = False
    zone: VillageZone = WIB
    head_niks: Mapping[RecordId, str] = field(default_factory=dict)
    amended: AmendedMinutes | None = None
    period: ObjectionPeriod | None = None
    workers: tuple[WorkerEntry, ...] = ()

    @property
    def seal(self) -> LockSeal | None:
        """The seal to print; a draft carries none."""
        lock = self.session.lock
        return lock.seal if lock is not None and not self.draft else None


def minutes_content(values: MinutesValues) -> dict[str, Content]:
    """What the template is given."""
    session = values.session
    counts = recap(values.candidates, values.decisions)
    return {
        "open-paper": False,
        "gap": GAP,
        "letterhead": letterhead_content(values.letterhead),
        "village": f"{values.letterhead.village_word} {values.letterhead.village}",
        "village_word": values.letterhead.village_word,
        "place": values.letterhead.village,
        "title": title_of(session),
        "number": session.number or GAP,
        "opening": _opening(values),
        "officers": _officers(session),
        "chair": {"name": session.chair.name, "position": session.chair.position or "Pimpinan Musyawarah"},
        "secretary": {"name": session.secretary.name, "position": session.secretary.position or "Notulis"},
        "village_head": session.village_head,
        "witnesses": list(values.witnesses),
        "date": long_date(session.held_on) if session.held_on else GAP,
        "legal_basis": list(session.legal_basis),
        "agenda": list(session.agenda),
        "participants": participants_content(session, values.attendance, values.element_labels),
        "recap": _recap_rows(counts),
        "total": counts.total,
        "rulings": _rulings_content(counts),
        "rulings_sentence": _rulings_sentence(counts.rulings),
        "method": METHOD_SENTENCES[session.method] if session.method else GAP,
        "dissents": _dissents(values),
        "amends": _amended(values.amended),
        "annexes": annexes_content(values.candidates, values.decisions, values.reason_labels, values.full_numbers),
        "masked": not values.full_numbers,
        "seal": _seal_content(values),
        "printed": moment_words(values.printed_at, values.zone),
    }


def title_of(session: Session) -> str:
    """The meeting's own title, or what it decides on, in capitals."""
    if session.title.strip():
        return session.title.strip().upper()
    year = f" Tahun {session.held_on.year}" if session.held_on else ""
    return f"{KIND_TITLES[session.kind]} {PURPOSE_TITLES[session.purpose]}{year}".upper()


def _opening(values: MinutesValues) -> str:
    session, head = values.session, values.letterhead
    day = f"{spelled_date(session.held_on)} ({session.held_on:%d-%m-%Y})" if session.held_on else GAP
    start = clock_words(session.start, values.zone.short) if session.start else GAP
    end = clock_words(session.end, values.zone.short) if session.end else GAP
    word = head.village_word
    return (
        f"Pada hari ini {day}, bertempat di {session.place or GAP}, {word} {head.village}, "
        f"Kecamatan {head.subdistrict}, {head.regency_word} {head.regency}"
        f"{f', Provinsi {head.province}' if head.province else ''}, mulai pukul {start} sampai dengan pukul {end}, "
        f"telah diselenggarakan Musyawarah {word} dalam rangka {_subject(session)}, yang dihadiri oleh wakil-wakil "
        "unsur masyarakat sebagaimana tercantum dalam daftar hadir (Lampiran 1)."
    )


def _subject(session: Session) -> str:
    return f"{KIND_TITLES[session.kind].lower()} {PURPOSE_SENTENCES[session.purpose]}"


def _officers(session: Session) -> list[Content]:
    named = (
        ("Pimpinan musyawarah", session.chair.name, session.chair.position),
        ("Notulis", session.secretary.name, session.secretary.position),
    )
    rows: list[Content] = [
        {"label": label, "value": ", ".join(part for part in (name, position) if part) or GAP}
        for label, name, position in named
    ]
    if session.rt_count is not None or session.rw_count is not None:
        rows.append({"label": "Jumlah RT / RW", "value": f"{session.rt_count or 0} RT / {session.rw_count or 0} RW"})
    return rows


def _recap_rows(counts: Recap) -> list[Content]:
    by_outcome = {
        Outcome.FOUND: counts.found,
        Outcome.NOT_FOUND: counts.not_found,
        Outcome.MOVED: counts.moved,
        Outcome.DUPLICATE: counts.duplicate,
        Outcome.REFUSED: counts.refused,
        Outcome.PROPOSED: counts.proposed,
    }
    return [
        {"letter": outcome.value, "label": OUTCOME_LABELS[outcome], "count": number}
        for outcome, number in by_outcome.items()
    ]


def _rulings_content(counts: Recap) -> dict[str, Content]:
    return {
        "dusun": [_counts(one.dusun or NO_DUSUN, one.rulings) for one in counts.by_dusun],
        "occupation": _occupations(counts),
        "sum": _counts("Jumlah", counts.rulings),
    }


def _occupations(counts: Recap) -> list[Content]:
    """Nothing while no family's occupation is known: a table of one line says nothing."""
    if not any(one.occupation for one in counts.by_occupation):
        return []
    return [_counts(one.occupation or "Belum diketahui", one.rulings) for one in counts.by_occupation]


def _amended(amended: AmendedMinutes | None) -> dict[str, Content] | None:
    if amended is None:
        return None
    day = long_date(amended.held_on) if amended.held_on else GAP
    return {"number": amended.number or GAP, "date": day, "code": amended.code}


def _counts(label: str, rulings: RulingCounts) -> dict[str, Content]:
    return {
        "label": label,
        "eligible": rulings.eligible,
        "not_eligible": rulings.not_eligible,
        "postponed": rulings.postponed,
        "open": rulings.open,
        "total": rulings.total,
    }


def _rulings_sentence(rulings: RulingCounts) -> str:
    parts = [
        f"{counted(rulings.eligible, 'keluarga')} dinyatakan layak",
        f"{counted(rulings.not_eligible, 'keluarga')} dinyatakan tidak layak",
        f"{counted(rulings.postponed, 'keluarga')} ditunda keputusannya",
    ]
    undecided = f"; {counted(rulings.open, 'keluarga')} belum diputuskan" if rulings.open else ""
    return f"Dari {counted(rulings.total, 'keluarga')} yang dibahas, {parts[0]}, {parts[1]}, dan {parts[2]}{undecided}."


def _dissents(values: MinutesValues) -> list[Content]:
    names = {candidate.household: candidate.head_name for candidate in values.candidates}
    return [
        {"name": names[row.household], "text": row.dissent.strip()}
        for row in values.decisions
        if row.dissent.strip() and row.household in names
    ]


def qr_words(head: Letterhead, seal: LockSeal) -> str:
    """What the QR code on a locked meeting's papers says: village, code and whole digest."""
    return f"BA/1/{head.code}/{seal.code}/{seal.digest.upper()}"


def _seal_content(values: MinutesValues) -> dict[str, Content] | None:
    seal, lock = values.seal, values.session.lock
    if seal is None or lock is None:
        return None
    digest = seal.digest.upper()
    return {
        "code": seal.code,
        "digest": " ".join(digest[start : start + 8] for start in range(0, len(digest), 8)),
        "locked": moment_words(lock.locked_at, values.zone),
        "qr": qr_svg(qr_words(values.letterhead, seal)),
    }
