"""Mutu isian: how families were keyed, by person and by section, and what double entry found. Numbers only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import median

from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf
from kemiskinan_desktop.services.survey.double_entry import DOUBLE_ENTRY
from kemiskinan_desktop.storage import ParadataLine
from kemiskinan_domain.records import FieldValue, RecordKind


@dataclass(frozen=True, slots=True)
class PersonKeying:
    """How one person keyed: `seconds` is the median of a family, `checked` the families that were keyed again."""

    name: str
    """Empty for somebody whom this laptop does not know."""
    families: int
    seconds: float
    answers: int
    keys: int
    corrections: int
    checked: int = 0
    compared: int = 0
    differed: int = 0


@dataclass(frozen=True, slots=True)
class SectionKeying:
    """How one section was keyed, by its words in the newest form; `seconds` is the median of a family."""

    title: str
    families: int
    seconds: float
    answers: int
    corrections: int


@dataclass(frozen=True, slots=True)
class KeyingReport:
    """The tables; empty while nobody keyed on this laptop."""

    people: tuple[PersonKeying, ...]
    sections: tuple[SectionKeying, ...]


@dataclass(frozen=True, slots=True)
class Checked:
    """What double entry found in one family; `first_by` gave most of the first answers, empty where nobody knows."""

    first_by: str
    compared: int
    differed: int


class KeyingReports:
    """Run on the storage lane."""

    def __init__(self, desk: Desk, shelf: FormShelf) -> None:
        self._desk = desk
        self._shelf = shelf

    def report(self, language: str = "") -> KeyingReport:
        """Counted now."""
        with self._desk.store.view() as view:
            lines = view.paradata.all()
            names = {self._desk.person.id: self._desk.person.name}
            names |= {person.id: person.name for person in view.people.all()}
            families = view.records.all(RecordKind.HOUSEHOLD)
        found = (checked_of(family.document.get(DOUBLE_ENTRY)) for family in families)
        form = self._shelf.current(HOUSEHOLD_FORM)
        titles = {section.path: section.label(language or form.languages[0]) for section in form.sections}
        return report_of(lines, [one for one in found if one is not None], names, titles)


def checked_of(value: FieldValue) -> Checked | None:
    """A family's double entry as its record tells it; None where it was not keyed again."""
    if not isinstance(value, dict):
        return None
    compared, differed, first_by = value.get("compared"), value.get("differed"), value.get("first_by")
    if not isinstance(compared, int) or not isinstance(differed, int):
        return None
    return Checked(first_by if isinstance(first_by, str) else "", compared, differed)


def report_of(
    lines: Iterable[ParadataLine], checked: Iterable[Checked], names: Mapping[str, str], titles: Mapping[str, str]
) -> KeyingReport:
    """The tables over these lines. Pure. People in the order of their names, sections in that of the form."""
    by_person: dict[str, list[ParadataLine]] = defaultdict(list)
    by_section: dict[str, list[ParadataLine]] = defaultdict(list)
    for line in lines:
        by_person[line.person].append(line)
        by_section[line.section].append(line)
    of_person: dict[str, list[Checked]] = defaultdict(list)
    for one in checked:
        of_person[one.first_by].append(one)
    people = [
        _person(names.get(person, ""), by_person.get(person, []), of_person.get(person, []))
        for person in {*by_person, *of_person}
    ]
    return KeyingReport(
        tuple(sorted(people, key=lambda one: (not one.name, one.name))),
        tuple(_section(title, by_section[path]) for path, title in titles.items() if path in by_section),
    )


def _person(name: str, lines: list[ParadataLine], checked: list[Checked]) -> PersonKeying:
    return PersonKeying(
        name,
        families=len({line.household for line in lines if line.answers}),
        seconds=_median_of_a_family(lines),
        answers=sum(line.answers for line in lines),
        keys=sum(line.keys for line in lines),
        corrections=sum(line.corrections for line in lines),
        checked=len(checked),
        compared=sum(one.compared for one in checked),
        differed=sum(one.differed for one in checked),
    )


def _section(title: str, lines: list[ParadataLine]) -> SectionKeying:
    return SectionKeying(
        title,
        families=len({line.household for line in lines if line.answers}),
        seconds=_median_of_a_family(lines),
        answers=sum(line.answers for line in lines),
        corrections=sum(line.corrections for line in lines),
    )


def _median_of_a_family(lines: list[ParadataLine]) -> float:
    """Of families that were only looked at, nothing counts."""
    seconds: dict[str, int] = defaultdict(int)
    answered = {line.household for line in lines if line.answers}
    for line in lines:
        seconds[line.household] += line.seconds
    found = [total for household, total in seconds.items() if household in answered]
    return float(median(found)) if found else 0.0
