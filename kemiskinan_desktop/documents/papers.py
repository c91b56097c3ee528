"""The papers of a meeting, and what each prints beyond the minutes."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from kemiskinan_desktop.documents.annexes import by_dusun, neighbourhood, spoken_reasons
from kemiskinan_desktop.documents.decree import decree_content
from kemiskinan_desktop.documents.labels import PRESENCE_LABELS, PURPOSE_SENTENCES, RULING_LABELS
from kemiskinan_desktop.documents.minutes import GAP, MinutesValues, minutes_content
from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_desktop.documents.words import clock_words, counted, day_name, long_date
from kemiskinan_desktop.documents.workers_annex import workers_content
from kemiskinan_domain.deliberation import Attendee, Candidate, DecisionRow, Ruling, Session
from kemiskinan_domain.identity import mask_family_card, mask_nik

_FEWEST_BLANKS = 3


class Paper(StrEnum):
    """What a meeting prints; the value is the name of its templates."""

    INVITATION = "undangan"
    ATTENDANCE = "daftar-hadir"
    PROPOSALS = "usulan"
    MINUTES = "berita-acara"
    ANNEXES = "lampiran"
    WORKERS = "pekerja"
    NOTES = "notulen"
    DECREE = "keputusan"
    ANNOUNCEMENT = "pengumuman"


BEFORE_THE_MEETING = frozenset({Paper.INVITATION, Paper.ATTENDANCE, Paper.PROPOSALS})
"""Printed for the meeting itself: no draft mark, though nothing is locked yet."""


def paper_content(paper: Paper, values: MinutesValues) -> dict[str, Content]:
    """All that the template of that paper is given."""
    content = minutes_content(values)
    content["open-paper"] = paper in BEFORE_THE_MEETING
    content["occasion"] = _occasion(values)
    content["letter_date"] = long_date(values.printed_at.astimezone(values.zone.zone).date())
    match paper:
        case Paper.INVITATION:
            content |= _invitation(values)
        case Paper.PROPOSALS:
            content["sheets"] = _sheets(values)
        case Paper.NOTES:
            content |= {"discussion": _discussion(values), "late": _late(values.attendance)}
        case Paper.WORKERS:
            content["workers"] = workers_content(values.workers, values.printed_at, values.zone)
        case Paper.DECREE:
            content |= decree_content(values) | {"decided": _decided(values)}
        case Paper.ANNOUNCEMENT:
            content |= _announcement(values) | {"decided": _decided(values)}
        case _:
            pass
    return content


def _occasion(values: MinutesValues) -> list[Content]:
    session = values.session
    day = f"{day_name(session.held_on)}, {long_date(session.held_on)}" if session.held_on else GAP
    return [
        {"label": "Hari, tanggal", "value": day},
        {"label": "Waktu", "value": _hours(session, values.zone.short)},
        {"label": "Tempat", "value": session.place or GAP},
    ]


def _hours(session: Session, zone: str) -> str:
    if session.start is None:
        return GAP
    until = clock_words(session.end, zone) if session.end else "selesai"
    return (
        f"{session.start:%H.%M} sampai {until}" if session.end else f"{clock_words(session.start, zone)} sampai {until}"
    )


def _invitation(values: MinutesValues) -> dict[str, Content]:
    head, session = values.letterhead, values.session
    invited = sorted(values.attendance, key=lambda one: (one.position, one.name.casefold()))
    subject = PURPOSE_SENTENCES[session.purpose]
    return {
        "invitation": (
            f"Dalam rangka pembahasan dan penetapan {subject} di {head.village_word} {head.village}, kami mengundang "
            f"Bapak/Ibu/Saudara untuk menghadiri Musyawarah {head.village_word} yang diselenggarakan pada:"
        ),
        "invited": [
            {"name": one.name, "element": values.element_labels.get(one.element, one.element)} for one in invited
        ],
    }


def _sheets(values: MinutesValues) -> list[Content]:
    """One sheet for each RT, each with a tenth more rows for proposals (as the Kemensos form has it, DOMAIN 1.3)."""
    rows = {row.household: row for row in values.decisions}

    def place(one: Candidate) -> tuple[str, str, str]:
        return one.dusun.strip(), one.rw, one.rt

    ordered = sorted(values.candidates, key=lambda one: (*place(one), one.head_name.casefold()))
    sheets: list[Content] = []
    for (dusun, rw, rt), group in groupby(ordered, key=place):
        families = [_sheet_row(one, rows.get(one.household), values.full_numbers) for one in group]
        blank = max(_FEWEST_BLANKS, -(-len(families) // 10))
        sheets.append({"place": _place(dusun, rt, rw), "rows": families, "blank": blank})
    return sheets or [{"place": GAP, "rows": [], "blank": 20}]


def _place(dusun: str, rt: str, rw: str) -> str:
    named = (("Dusun", dusun), ("RT", rt), ("RW", rw))
    return " ".join(f"{word} {name}" for word, name in named if name) or "RT dan RW belum diisi"


def _sheet_row(candidate: Candidate, row: DecisionRow | None, full_numbers: bool) -> Content:
    card = candidate.family_card
    return {
        "name": candidate.head_name,
        "family_card": card if full_numbers else mask_family_card(card),
        "address": candidate.address,
        "neighbourhood": neighbourhood(candidate),
        "desil": str(candidate.desil) if candidate.desil is not None else "–",
        "pre": row.pre_ruling.value if row is not None and row.pre_ruling else "",
    }


def _discussion(values: MinutesValues) -> list[Content]:
    place = {row.household: row.position for row in values.decisions}
    return [
        {"dusun": dusun, "rows": [_said(one, row, place.get(one.household, 0), values) for one, row in group]}
        for dusun, group in by_dusun(values.candidates, values.decisions)
    ]


def _said(candidate: Candidate, row: DecisionRow | None, position: int, values: MinutesValues) -> Content:
    said = [spoken_reasons(row, values.reason_labels)] if row is not None else []
    if row is not None and row.pre_ruling is not None:
        note = f" ({row.pre_note.strip()})" if row.pre_note.strip() else ""
        said.insert(0, f"Pra-musyawarah: {RULING_LABELS[row.pre_ruling].lower()}{note}")
    if row is not None and row.dissent.strip():
        said.append(f"Keberatan: {row.dissent.strip()}")
    return {
        "position": str(position),
        "name": candidate.head_name,
        "neighbourhood": neighbourhood(candidate),
        "presence": PRESENCE_LABELS[row.presence] if row is not None and row.presence else "–",
        "ruling": RULING_LABELS[row.ruling] if row is not None and row.ruling else "Belum diputuskan",
        "said": "; ".join(part for part in said if part),
    }


def _late(attendance: Sequence[Attendee]) -> list[Content]:
    late = sorted((one.arrived, one.name) for one in attendance if one.present and one.arrived is not None)
    return [f"{name} (pukul {arrived:%H.%M})" for arrived, name in late]


def _decided(values: MinutesValues) -> dict[str, Content]:
    """The families that are *layak*, in the order of the lists."""
    rows: list[Content] = [
        {
            "name": one.head_name,
            "nik": mask_nik(values.head_niks.get(one.household, "")) or "–",
            "family_card": mask_family_card(one.family_card) or "–",
            "address": one.address,
            "neighbourhood": neighbourhood(one),
            "place": ", ".join(part for part in (one.dusun.strip(), neighbourhood(one)) if part),
            "occupation": one.occupation or "–",
        }
        for _, group in by_dusun(values.candidates, values.decisions)
        for one, row in group
        if row is not None and row.ruling is Ruling.ELIGIBLE
    ]
    return {"rows": rows, "count": len(rows)}


def _announcement(values: MinutesValues) -> dict[str, Content]:
    head, session, period = values.letterhead, values.session, values.period
    eligible = sum(1 for row in values.decisions if row.final and row.ruling is Ruling.ELIGIBLE)
    day = long_date(session.held_on) if session.held_on else GAP
    until = f"sejak tanggal {long_date(period.begins)} sampai dengan {long_date(period.ends)}" if period else GAP
    return {
        "announcement": (
            f"Berdasarkan Musyawarah {head.village_word} {head.village} tanggal {day} (Berita Acara Nomor "
            f"{session.number or GAP}), {counted(eligible, 'keluarga')} berikut dinyatakan layak sebagai "
            f"{PURPOSE_SENTENCES[session.purpose]}."
        ),
        "objection_notice": (
            f"Warga dapat menyampaikan sanggahan {until} di kantor {head.village_word.lower()}, secara lisan atau "
            "tertulis, dengan menyebut nama, alamat, dan alasannya. Setiap sanggahan dicatat dan dijawab."
        ),
    }
