"""Who may have been entered twice. Nobody is merged here: a person looks and decides."""

from __future__ import annotations

import unicodedata
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import TypeVar

from kemiskinan_domain.identity.family_card import FamilyCardNumber
from kemiskinan_domain.identity.nik import Nik

_Value = TypeVar("_Value", bound=Hashable)


class Likeness(Enum):
    """What the entries of a group share. The first two are faults, the third is a hint."""

    SAME_NIK = auto()
    SAME_FAMILY_CARD = auto()
    SAME_NAME_AND_BIRTH_DATE = auto()


@dataclass(frozen=True, slots=True)
class Person:
    """What is compared of one person; `key` and `household` are the caller's ids."""

    key: str
    household: str
    name: str
    nik: Nik | None = None
    family_card: FamilyCardNumber | None = None
    birth_date: date | None = None


@dataclass(frozen=True, slots=True)
class DuplicateGroup:
    """Entries that share something: keys of people, or of households for a family card."""

    likeness: Likeness
    value: str
    keys: tuple[str, ...]


def duplicates(people: Iterable[Person]) -> tuple[DuplicateGroup, ...]:
    """People with the same NIK and households with the same No. KK.

    Having no NIK or no card is nothing shared: ten people without a NIK are ten people.
    """
    by_nik: dict[Nik, dict[str, None]] = {}
    by_card: dict[FamilyCardNumber, dict[str, None]] = {}
    for person in people:
        if person.nik:
            by_nik.setdefault(person.nik, {})[person.key] = None
        if person.family_card:
            by_card.setdefault(person.family_card, {})[person.household] = None
    return (*_groups(Likeness.SAME_NIK, by_nik), *_groups(Likeness.SAME_FAMILY_CARD, by_card))


def look_alikes(people: Iterable[Person]) -> tuple[DuplicateGroup, ...]:
    """People of the same name and birth date whose NIK does not already show them as duplicates.

    This finds somebody entered once without and once with a NIK. A hint only: names repeat.
    """
    alike: dict[tuple[str, date], list[Person]] = {}
    for person in people:
        name = folded_name(person.name)
        if name and person.birth_date:
            alike.setdefault((name, person.birth_date), []).append(person)
    shown: dict[str, dict[str, None]] = {}
    for (name, _), group in alike.items():
        niks = {person.nik for person in group}
        if len(niks) > 1 or None in niks:
            shown.setdefault(f"{name} {group[0].birth_date}", {}).update(dict.fromkeys(p.key for p in group))
    return _groups(Likeness.SAME_NAME_AND_BIRTH_DATE, shown)


def folded_name(name: str) -> str:
    """A person's name for comparing: case, marks, dots and extra spaces do not count."""
    letters = unicodedata.normalize("NFKD", name).casefold()
    kept = "".join(sign if sign.isalpha() else " " for sign in letters if not unicodedata.combining(sign))
    return " ".join(kept.split())


def _groups(likeness: Likeness, found: Mapping[_Value, dict[str, None]]) -> tuple[DuplicateGroup, ...]:
    return tuple(DuplicateGroup(likeness, str(value), tuple(keys)) for value, keys in found.items() if len(keys) > 1)
