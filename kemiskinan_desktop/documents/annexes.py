"""The lists of families behind the minutes, by ruling, dusun and neighbourhood."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from kemiskinan_desktop.documents.labels import RULING_LABELS
from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_domain.deliberation import Candidate, DecisionRow, ReasonCode, Ruling
from kemiskinan_domain.identity import mask_family_card
from kemiskinan_domain.records import Origin, RecordId

_Pair = tuple[Candidate, DecisionRow | None]
NO_DUSUN = "Tanpa dusun"


def annexes_content(
    candidates: Sequence[Candidate],
    decisions: Sequence[DecisionRow],
    reason_labels: Mapping[str, str],
    full_numbers: bool,
) -> list[Content]:
    """Each list with its title; the list of undecided families is there only while there are any."""
    rows: dict[RecordId, DecisionRow] = {row.household: row for row in decisions if row.final}
    pairs: list[_Pair] = [(candidate, rows.get(candidate.household)) for candidate in sorted(candidates, key=_order)]
    lists = [
        ("Daftar keluarga layak", _ruled(pairs, Ruling.ELIGIBLE)),
        ("Daftar keluarga tidak layak dan ditunda", _ruled(pairs, Ruling.NOT_ELIGIBLE, Ruling.POSTPONED)),
        ("Daftar keluarga usulan baru", [pair for pair in pairs if pair[0].origin is Origin.PROPOSED]),
    ]
    undecided = [pair for pair in pairs if pair[1] is None]
    if undecided:
        lists.append(("Daftar keluarga belum diputuskan", undecided))
    return [
        {"title": title, "count": len(chosen), "groups": _groups(chosen, reason_labels, full_numbers)}
        for title, chosen in lists
    ]


def by_dusun(
    candidates: Sequence[Candidate], decisions: Sequence[DecisionRow]
) -> list[tuple[str, list[tuple[Candidate, DecisionRow | None]]]]:
    """Every family with its final decision, under its dusun, in the order in which papers list them."""
    rows = {row.household: row for row in decisions if row.final}
    pairs = [(candidate, rows.get(candidate.household)) for candidate in sorted(candidates, key=_order)]
    return [(dusun or NO_DUSUN, list(group)) for dusun, group in groupby(pairs, key=lambda pair: pair[0].dusun.strip())]


def neighbourhood(candidate: Candidate) -> str:
    """RT and RW as papers write them: 001/002."""
    return "/".join(part or "–" for part in (candidate.rt, candidate.rw))


def spoken_reasons(row: DecisionRow, reason_labels: Mapping[str, str]) -> str:
    """Reasons, considerations, votes and a recorded exception in words."""
    other = row.reason_other.strip()
    spoken = [
        other if code == ReasonCode.OTHER and other else reason_labels.get(code, f"Alasan {code}")
        for code in row.reasons
    ]
    if row.considerations:
        spoken.append("Pertimbangan: " + ", ".join(reason_labels.get(code, code) for code in row.considerations))
    if row.votes is not None:
        spoken.append(f"Suara setuju {row.votes.yes}, tidak setuju {row.votes.no}, abstain {row.votes.abstained}")
    if row.exception_note.strip():
        spoken.append(f"Pengecualian: {row.exception_note.strip()}")
    return "; ".join(spoken)


def _ruled(pairs: Sequence[_Pair], *rulings: Ruling) -> list[_Pair]:
    return [(candidate, row) for candidate, row in pairs if row is not None and row.ruling in rulings]


def _order(candidate: Candidate) -> tuple[bool, str, str, str, str, str]:
    dusun = candidate.dusun.strip().casefold()
    return (not dusun, dusun, candidate.rw, candidate.rt, candidate.head_name.casefold(), candidate.household)


def _groups(pairs: Sequence[_Pair], reason_labels: Mapping[str, str], full_numbers: bool) -> list[Content]:
    grouped = groupby(pairs, key=lambda pair: pair[0].dusun.strip())
    return [
        {
            "dusun": dusun or NO_DUSUN,
            "rows": [_row(candidate, row, reason_labels, full_numbers) for candidate, row in group],
        }
        for dusun, group in grouped
    ]


def _row(
    candidate: Candidate, row: DecisionRow | None, reason_labels: Mapping[str, str], full_numbers: bool
) -> dict[str, Content]:
    number = candidate.family_card
    return {
        "name": candidate.head_name,
        "family_card": number if full_numbers else mask_family_card(number),
        "address": candidate.address,
        "neighbourhood": neighbourhood(candidate),
        "desil": str(candidate.desil) if candidate.desil is not None else "–",
        "ruling": RULING_LABELS[row.ruling] if row is not None and row.ruling else "–",
        "reasons": spoken_reasons(row, reason_labels) if row is not None else "",
    }
