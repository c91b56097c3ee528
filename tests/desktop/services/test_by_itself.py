"""Nothing goes by itself while the person asked that it should not, and the district's turn outlives the program."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange import (
    ByItself,
    ExchangeProblem,
    ExchangeReport,
    ExchangeService,
    Hold,
    HoldReason,
)
from kemiskinan_desktop.services.exchange.journal import log_line
from kemiskinan_desktop.services.exchange.schedule import LONGEST_RETRY
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.sync import SyncProblem, SyncReport
from kemiskinan_domain.records import RecordKind
from tests.desktop.services.test_exchange import FakeEngine, ran, service_of
from tests.desktop.services.village import DirectDispatcher, FakeClock, Village

EVENING = datetime(2026, 11, 23, 13, 0, tzinfo=UTC)
"""20.00 in the village."""
BUSY = SyncReport(problem=SyncProblem.BUSY, retry_after=840.0)


@pytest.fixture
def preferences(tmp_path: Path) -> PreferencesService:
    return PreferencesService(tmp_path / "preferensi.json", Events(DirectDispatcher()))


def test_by_default_everything_goes_by_itself_also_over_a_metered_line(preferences: PreferencesService) -> None:
    by_itself = ByItself(preferences, FakeClock(EVENING))
    by_itself.line_is_metered(True)

    assert by_itself.hold() is None


def test_who_switched_it_off_sends_by_the_button(preferences: PreferencesService) -> None:
    preferences.save(replace(preferences.load(), exchange_automatically=False))

    assert ByItself(preferences, FakeClock(EVENING)).hold() == Hold(HoldReason.SWITCHED_OFF)


def test_a_metered_line_is_left_alone_where_the_person_wants_it_so_and_a_free_one_is_not(
    preferences: PreferencesService,
) -> None:
    preferences.save(replace(preferences.load(), exchange_on_metered=False))
    by_itself = ByItself(preferences, FakeClock(EVENING))
    before = by_itself.hold()

    by_itself.line_is_metered(True)
    metered = by_itself.hold()
    by_itself.line_is_metered(False)

    assert (before, metered, by_itself.hold()) == (None, Hold(HoldReason.METERED), None)


def test_a_pause_ends_by_itself_in_the_morning_and_outlives_the_program(preferences: PreferencesService) -> None:
    clock = FakeClock(EVENING)

    until = ByItself(preferences, clock).pause_until_tomorrow()

    assert until == datetime(2026, 11, 23, 23, 0, tzinfo=UTC), "six in the morning of the village"
    assert ByItself(preferences, clock).hold() == Hold(HoldReason.PAUSED, until)
    clock.now = until
    assert ByItself(preferences, clock).allowed()


def test_whoever_resumes_ends_the_pause_and_the_switch(preferences: PreferencesService) -> None:
    by_itself = ByItself(preferences, FakeClock(EVENING))
    by_itself.pause_until_tomorrow()
    preferences.save(replace(preferences.load(), exchange_automatically=False))

    by_itself.resume()

    assert by_itself.allowed()


@pytest.mark.parametrize("written", ["besok", "2026-11-24T06:00:00", ""])
def test_a_pause_that_cannot_be_read_holds_nobody(preferences: PreferencesService, written: str) -> None:
    preferences.save(replace(preferences.load(), exchange_paused_until=written))

    assert ByItself(preferences, FakeClock(EVENING)).allowed()


def test_while_the_person_wants_quiet_nothing_is_due(village: Village, preferences: PreferencesService) -> None:
    by_itself = ByItself(preferences, village.clock)
    service = ExchangeService(village.desk, FakeEngine(), village.shelf, by_itself.allowed)
    due = service.status().next_attempt

    by_itself.pause_until_tomorrow()

    assert due == village.clock()
    assert service.status().next_attempt is None


def test_a_crowded_district_s_turn_is_told_and_kept(village: Village) -> None:
    service, turn = service_of(village, FakeEngine(BUSY)), village.clock() + timedelta(seconds=840)

    report = ran(service)

    assert (report.problem, report.slot) == (ExchangeProblem.BUSY, turn)
    assert (service.status().slot, service.status().next_attempt) == (turn, turn)
    village.clock.forward(seconds=840)
    assert service.status().slot is None
    assert service.status().next_attempt == turn


def test_closing_and_opening_the_program_is_no_way_around_the_turn(village: Village) -> None:
    ran(service_of(village, FakeEngine(BUSY)))
    turn = village.clock() + timedelta(seconds=840)
    village.clock.forward(minutes=2)

    opened_again = service_of(village, FakeEngine())

    assert (opened_again.status().slot, opened_again.status().next_attempt) == (turn, turn)
    village.clock.forward(minutes=13)
    assert service_of(village, FakeEngine()).status().next_attempt == village.clock()


def test_no_district_can_silence_a_laptop_for_long(village: Village) -> None:
    service = service_of(village, FakeEngine(replace(BUSY, retry_after=10.0**9)))

    ran(service)

    assert service.status().next_attempt == village.clock() + LONGEST_RETRY


def test_what_came_is_counted_by_kind_and_stands_in_the_log(village: Village) -> None:
    records = {(RecordKind.HOUSEHOLD, "a"), (RecordKind.HOUSEHOLD, "b"), (RecordKind.REMARK, "c")}
    service = service_of(village, FakeEngine(SyncReport(pulled=3, records=records, arrived=records)))

    report = ran(service)

    assert report == ExchangeReport(pulled=3, received=((RecordKind.HOUSEHOLD, 2), (RecordKind.REMARK, 1)))
    assert service.log()[0].report == report


def test_a_log_that_a_newer_program_wrote_is_read_as_far_as_it_is_known() -> None:
    line = log_line("2026-11-23T09:00:00+00:00", '{"pulled": 3, "received": {"household": 2, "planet": 1}}')

    assert line.report == ExchangeReport(pulled=3, received=((RecordKind.HOUSEHOLD, 2),))
