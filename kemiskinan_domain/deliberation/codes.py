"""Codes of a Musyawarah Desa; the values are stored, travel and never change (DOMAIN 1.4 to 1.6)."""

from __future__ import annotations

from enum import StrEnum


class DeliberationKind(StrEnum):
    """Whether the meeting settles the list for the first time or amends a settled one."""

    FIRST = "first"
    CHANGE = "change"


class Purpose(StrEnum):
    """Which list the meeting decides on."""

    P3KE = "p3ke"
    BLT_DD = "blt_dd"
    DTSEN = "dtsen"


class DeliberationState(StrEnum):
    """How far the meeting is; after LOCKED only a meeting of kind CHANGE may say otherwise."""

    PREPARED = "prepared"
    OPEN = "open"
    LOCKED = "locked"


class Method(StrEnum):
    """How the meeting came to its decisions."""

    CONSENSUS = "mufakat"
    ACCLAMATION = "aklamasi"
    VOTE = "suara"


class Element(StrEnum):
    """Elements of the community (*unsur*) that code names; the whole list, with its words, is the meeting form's."""

    VILLAGE_SECRETARY = "SEKDES"
    VILLAGE_COUNCIL = "BPD"
    RT = "RT"
    FAMILY_WELFARE = "PKK"


class Sex(StrEnum):
    """Laki-laki or perempuan, as attendance lists and monitoring forms count them."""

    MALE = "L"
    FEMALE = "P"


class AttendanceMark(StrEnum):
    """What stands in the signature column beside a participant."""

    SIGNED = "signed"
    REPRESENTED = "represented"
    REFUSED = "refused"
    NOT_YET = "not_yet"


PRESENT_MARKS = frozenset({AttendanceMark.SIGNED, AttendanceMark.REPRESENTED, AttendanceMark.REFUSED})
"""Who refuses to sign was in the room and counts; who is only awaited does not."""


class Presence(StrEnum):
    """What became of the family at its address."""

    FOUND = "1"
    NOT_FOUND = "2"
    DUPLICATE = "3"
    PROPOSED = "4"


class Ruling(StrEnum):
    """What the meeting decided: layak, tidak layak, ditunda."""

    ELIGIBLE = "L"
    NOT_ELIGIBLE = "T"
    POSTPONED = "P"


class ReasonCode(StrEnum):
    """The reasons on which a rule depends; the whole list belongs to the decision questionnaire."""

    MOVED = "02"
    NO_SUCH_ADDRESS = "03"
    DUPLICATE = "04"
    REFUSED = "08"
    OTHER = "99"
