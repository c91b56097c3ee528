"""How the keying is timed and counted, and what the report makes of it."""

from __future__ import annotations

from dataclasses import replace

from kemiskinan_desktop.services.keying_report import (
    Checked,
    KeyingReports,
    PersonKeying,
    SectionKeying,
    checked_of,
    report_of,
)
from kemiskinan_desktop.services.survey.paradata import IDLE, Effort, ParadataService, SectionEffort
from kemiskinan_desktop.storage import ParadataLine
from kemiskinan_domain.records import RecordId
from tests.desktop.services.village import SECRETARY, Village


class Ticks:
    """A clock that is wound by hand."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def _line(person: str, household: str, section: str = "/data/a", *, seconds: int, answers: int = 1) -> ParadataLine:
    return ParadataLine(RecordId(household), section, person, "2026-11-24", seconds, answers * 4, answers, 0)


def test_time_goes_to_the_section_that_the_person_is_in() -> None:
    ticks = Ticks()
    effort = Effort(ticks)

    effort.enter("a")
    ticks.now += 10
    effort.press(3)
    effort.answer(corrected=False)
    ticks.now += 5
    effort.enter("b")
    ticks.now += 7
    effort.answer(corrected=True)

    assert effort.taken() == {"a": SectionEffort(15, 3, 1, 0), "b": SectionEffort(7, 0, 1, 1)}


def test_a_long_pause_is_not_work() -> None:
    ticks = Ticks()
    effort = Effort(ticks)
    effort.enter("a")
    ticks.now += IDLE + 1
    effort.press(1)
    ticks.now += IDLE
    effort.press(1)

    assert effort.taken() == {"a": SectionEffort(IDLE, 2, 0, 0)}


def test_time_away_from_the_questionnaire_is_not_work() -> None:
    ticks = Ticks()
    effort = Effort(ticks)
    effort.enter("a")
    ticks.now += 4
    effort.leave()
    ticks.now += 60
    effort.enter("a")

    assert effort.taken() == {"a": SectionEffort(4, 0, 0, 0)}


def test_parts_of_a_second_are_not_lost_between_two_writes() -> None:
    ticks = Ticks()
    effort = Effort(ticks)
    effort.enter("a")
    total = 0.0
    for _ in range(10):
        ticks.now += 1.25
        effort.press(1)
        total += sum(part.seconds for part in effort.taken().values())

    assert total == 12


def test_nothing_done_gives_no_line() -> None:
    effort = Effort(Ticks())
    effort.enter("a")

    assert effort.taken() == {}


def test_a_person_is_shown_with_the_median_family_and_what_double_entry_found() -> None:
    lines = [
        _line("p1", "h1", seconds=600, answers=10),
        _line("p1", "h1", "/data/b", seconds=60),
        _line("p1", "h2", seconds=300),
        _line("p1", "h3", seconds=900),
        _line("p2", "h1", seconds=5, answers=0),
    ]
    checked = [Checked("p1", 20, 1), Checked("p1", 22, 0), Checked("", 10, 3)]

    report = report_of(lines, checked, {"p1": "Ani", "p2": "Budi"}, {"/data/a": "Identitas", "/data/b": "Rumah"})

    assert report.people == (
        PersonKeying("Ani", 3, 660.0, 13, 52, 0, checked=2, compared=42, differed=1),
        PersonKeying("Budi", 0, 0.0, 0, 0, 0),
        PersonKeying("", 0, 0.0, 0, 0, 0, checked=1, compared=10, differed=3),
    )
    assert report.sections == (
        SectionKeying("Identitas", 3, 605.0, 12, 0),
        SectionKeying("Rumah", 1, 60.0, 1, 0),
    )


def test_the_report_names_people_and_sections(village: Village) -> None:
    household = village.family(double_entry={"by": "x", "compared": 4, "differed": 1, "first_by": SECRETARY.id})
    service = ParadataService(village.desk)
    service.add(household, {"/data/identitas": SectionEffort(90, 12, 4, 1)})
    ParadataService(replace(village.desk)).add(household, {"/data/identitas": SectionEffort(30, 3, 1, 0)})

    report = KeyingReports(village.desk, village.shelf).report()

    assert report.people == (PersonKeying(SECRETARY.name, 1, 120.0, 5, 15, 1, checked=1, compared=4, differed=1),)
    assert report.sections == (SectionKeying("Identitas keluarga dan alamat", 1, 120.0, 5, 1),)


def test_an_outcome_that_cannot_be_read_counts_as_none() -> None:
    assert checked_of("yes") is None
    assert checked_of({"compared": "4", "differed": 1}) is None
    assert checked_of(None) is None
