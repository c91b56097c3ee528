"""Who attended, for the minutes: counts by element and sex, the quorum in words, and the attendance list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from kemiskinan_desktop.documents.typesetting import Content
from kemiskinan_desktop.documents.words import counted
from kemiskinan_domain.deliberation import AttendanceMark, Attendee, Session, Sex, quorum

_BLANK_LINES_WHEN_EMPTY = 16
_BLANK_LINES_WHEN_OPEN = 5


def participants_content(
    session: Session, attendance: Sequence[Attendee], labels: Mapping[str, str]
) -> dict[str, Content]:
    """Table by unsur, sentence on the quorum, and the list for signatures (with room to write before the lock).

    `labels` are the elements in the order and the words of the meeting form.
    """
    present = [one for one in attendance if one.present]
    listed = sorted(attendance, key=lambda one: (one.position, one.name.casefold(), one.id))
    spare = 0 if session.lock else _BLANK_LINES_WHEN_OPEN
    return {
        "elements": [_element_row(element, present, labels) for element in _elements_of(present, labels)],
        "sum": _counts("Jumlah", present),
        "quorum": _quorum_sentence(session, attendance),
        "list": [_list_row(one, labels) for one in listed],
        "blank_lines": spare if listed else _BLANK_LINES_WHEN_EMPTY,
    }


def _elements_of(present: Sequence[Attendee], labels: Mapping[str, str]) -> list[str]:
    there = {one.element for one in present}
    known = [element for element in labels if element in there]
    return [*known, *sorted(there - {*known, ""}), *({""} & there)]


def _element_row(element: str, present: Sequence[Attendee], labels: Mapping[str, str]) -> dict[str, Content]:
    label = labels.get(element, element) if element else "Unsur tidak diisi"
    return _counts(label, [one for one in present if one.element == element])


def _counts(label: str, people: Sequence[Attendee]) -> dict[str, Content]:
    sexes = Counter(one.sex for one in people)
    return {"label": label, "male": sexes[Sex.MALE], "female": sexes[Sex.FEMALE], "total": len(people)}


def _quorum_sentence(session: Session, attendance: Sequence[Attendee]) -> str:
    result = quorum(attendance, session.invited, session.quorum_percent)
    if not result.invited:
        return f"Musyawarah dihadiri oleh {counted(result.present, 'orang')}."
    verdict = "memenuhi kuorum" if result.reached else "belum memenuhi kuorum"
    return (
        f"Dari {counted(result.invited, 'orang')} yang diundang, hadir {counted(result.present, 'orang')}. "
        f"Syarat kuorum {session.quorum_percent}% dari undangan, yaitu paling sedikit {result.needed} orang; "
        f"dengan demikian musyawarah dinyatakan {verdict}."
    )


def _list_row(attendee: Attendee, labels: Mapping[str, str]) -> dict[str, Content]:
    return {
        "name": attendee.name,
        "sex": attendee.sex.value if attendee.sex else "",
        "element": labels.get(attendee.element, attendee.element),
        "signs": attendee.mark is AttendanceMark.SIGNED,
        "note": _note(attendee),
    }


def _note(attendee: Attendee) -> str:
    notes = []
    if attendee.mark is AttendanceMark.REPRESENTED:
        notes.append(f"Diwakili {attendee.signed_by}".strip())
    elif attendee.mark is AttendanceMark.REFUSED:
        by = f"; diketahui {attendee.signed_by}" if attendee.signed_by else ""
        notes.append(f"Tidak bersedia menandatangani{by}")
    elif attendee.mark is AttendanceMark.NOT_YET:
        notes.append("Belum hadir")
    if attendee.present and attendee.arrived is not None:
        notes.append(f"hadir pukul {attendee.arrived:%H.%M}")
    return "; ".join(notes)
