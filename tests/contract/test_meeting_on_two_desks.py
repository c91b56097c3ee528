"""One meeting on two laptops: attendance on one and decisions on the other merge; two decisions wait for a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.deliberations import (
    AttendeeFields,
    Blocked,
    CodeVerdict,
    DecisionInput,
    DecisionSaved,
    DeliberationService,
    NewSession,
    Sealed,
    SessionView,
)
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange.conflicts import conflict_views, write_choice
from kemiskinan_desktop.services.exchange.values import Mine
from kemiskinan_desktop.services.forms import FormShelf
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.deliberation import Finding, Problem
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from tests.contract.desks import desk
from tests.desktop.services.village import SECRETARY, VILLAGE, DirectDispatcher
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer

NEW = NewSession(
    purpose="p3ke",
    number="141/01/BA/2026",
    date=dt.date(2026, 11, 24),
    start_time=dt.time(19, 30),
    end_time=dt.time(22, 0),
    place="Aula Desa Contoh",
    chair_name="Ketua Contoh",
    secretary_name="Notulis Contoh",
    method="mufakat",
    invited=2,
)
ELIGIBLE = DecisionInput("1", "L")
REFUSED = DecisionInput("1", "T", ("05",))


@dataclass
class Table:
    """A laptop on the meeting's table."""

    laptop: Laptop
    desk: Desk
    meetings: DeliberationService

    def view(self, session: RecordId) -> SessionView:
        found = self.meetings.open(session)
        assert found is not None
        return found

    def settle_with_mine(self) -> int:
        """Choose the other value wherever two met; answers how many differences there were."""
        shelf = FormShelf(self.laptop.store, resources_folder() / "questionnaires")
        with self.laptop.store.view() as view:
            seen = conflict_views(view, [one.id for one in view.queries.conflicts()], shelf)
        for one in seen:
            with self.laptop.store.unit() as unit:
                write_choice(unit, self.desk, one, Mine())
                unit.commit()
        return len(seen)


@contextmanager
def tables(live_server: LiveServer, folder: Path) -> Iterator[tuple[Table, Table]]:
    with (
        desk(folder / "a", live_server.url, live_server.code()) as first,
        desk(folder / "b", live_server.url, live_server.code()) as second,
    ):
        yield _table(first), _table(second)


def _table(laptop: Laptop) -> Table:
    shelf = FormShelf(laptop.store, resources_folder() / "questionnaires")
    made = Desk(laptop.store, SECRETARY, VILLAGE, system_clock, Events(DirectDispatcher()), "Laptop contoh")
    return Table(laptop, made, DeliberationService(made, shelf))


def families(table: Table, count: int) -> list[RecordId]:
    made = [new_record_id() for _ in range(count)]
    for place, one in enumerate(made):
        table.laptop.save(
            one, head_name=f"Kepala Contoh {place}", rt="001", rw="002", origin="prelist", survey_state="complete"
        )
        table.laptop.save(new_record_id(), RecordKind.MEMBER, parent=one, name=f"Kepala Contoh {place}", relation="1")
    return made


def exchange(*order: Table) -> None:
    for table in order:
        assert table.laptop.sync().problem is None


def begun(first: Table, second: Table, count: int) -> tuple[RecordId, list[RecordId]]:
    listed = families(first, count)
    session = first.meetings.create(NEW)
    first.meetings.add_candidates(session, listed)
    exchange(first, second)
    return session, listed


def attended(table: Table, session: RecordId) -> None:
    for name in ("Ketua Contoh", "Notulis Contoh"):
        table.meetings.add_attendee(session, AttendeeFields(name, "BPD", "L", "signed"))


def test_attendance_on_one_laptop_and_decisions_on_the_other_become_one_meeting(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with tables(live_server, tmp_path) as (first, second):
        session, listed = begun(first, second, 3)
        attended(first, session)
        for family, decision in zip(listed, (ELIGIBLE, REFUSED, ELIGIBLE), strict=True):
            assert isinstance(second.meetings.decide(session, family, decision, None), DecisionSaved)

        exchange(first, second, first)

        here, there = first.view(session), second.view(session)
        assert [row.fields.name for row in here.attendance] == ["Ketua Contoh", "Notulis Contoh"]
        assert [row.decision for row in here.candidates] == [ELIGIBLE, REFUSED, ELIGIBLE]
        assert (here.attendance, here.candidates) == (there.attendance, there.candidates)
        assert here.blocks_lock == ()
        sealed = first.meetings.lock(session)
        assert isinstance(sealed, Sealed)
        exchange(first, second)
        assert second.meetings.check_code(sealed.lock_code).verdict is CodeVerdict.MATCHES


def test_one_family_decided_differently_on_both_blocks_the_lock_until_somebody_chose(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with tables(live_server, tmp_path) as (first, second):
        session, (agreed, disputed) = begun(first, second, 2)
        attended(first, session)
        first.meetings.decide(session, agreed, ELIGIBLE, None)
        first.meetings.decide(session, disputed, ELIGIBLE, None)
        second.meetings.decide(session, disputed, REFUSED, None)
        exchange(first, second, first)

        for table in (first, second):
            blocked = table.meetings.lock(session)
            assert isinstance(blocked, Blocked)
            assert set(blocked.findings) == {Finding(Problem.DIFFERENCE_OPEN, disputed)}
            marked = [row.household for row in table.view(session).candidates if row.contested]
            assert marked == [disputed]

        assert first.settle_with_mine() == 1
        exchange(first, second)

        for table in (first, second):
            view = table.view(session)
            assert view.blocks_lock == ()
            assert view.candidates[1].decision == REFUSED
        assert isinstance(second.meetings.lock(session), Sealed)
