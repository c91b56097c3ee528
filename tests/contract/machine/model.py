"""The state machine: what people and lines do, in any order; the world's own checks are the oracle."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.contract.machine import carrying, office
from tests.contract.machine.district import LiveDistrict
from tests.contract.machine.line import Fault, FaultKind
from tests.contract.machine.oracle import check_quiet
from tests.contract.machine.world import FIELDS, World, new_world

DESKS = st.sampled_from((0, 1, 0, 1, 2))
OWN = st.integers(0, 1)
PLACES = st.integers(-2, 1)
"""Which file of a stick: one of the first two, or of the last two."""
FAMILIES = st.integers(0, 1)
FAULTS = st.builds(Fault, st.sampled_from(FaultKind), st.integers(0, 4))


def profile(examples: int, steps: int, *, found: bool = False) -> settings:
    """Settings of a run: the same examples each time; `found` runs stop at the first failure."""
    phases = (Phase.generate,) if found else (Phase.generate, Phase.shrink)
    return settings(
        max_examples=examples,
        stateful_step_count=steps,
        derandomize=True,
        database=None,
        deadline=None,
        phases=phases,
        report_multiple_bugs=False,
        print_blob=False,
        suppress_health_check=list(HealthCheck),
    )


class Village(RuleBasedStateMachine):
    """Two laptops of one village and one of another."""

    def __init__(self, district: LiveDistrict, folder: Path, blank: Path) -> None:
        super().__init__()
        self._open = ExitStack()
        self._world: World = self._open.enter_context(new_world(district, folder, blank))
        self._backed_up = False
        self._sticks = [carrying.Stick(), carrying.Stick()]

    @rule(desk=DESKS, family=FAMILIES, field=st.sampled_from(FIELDS))
    def save(self, desk: int, family: int, field: str) -> None:
        self._world.save(desk, self._world.records[family], field)
        self._world.check_screen(desk)

    @rule(family=FAMILIES, field=st.sampled_from(FIELDS), first=st.integers(0, 1))
    def both_edit(self, family: int, field: str, first: int) -> None:
        record = self._world.records[family]
        self._world.save(first, record, field)
        self._world.save(1 - first, record, field)

    @rule(desk=DESKS, family=FAMILIES)
    def leave_and_open(self, desk: int, family: int) -> None:
        record = self._world.records[family]
        self._world.desks[desk].close_form(record)
        self._world.desks[desk].open_form(record)

    @rule(desk=DESKS, family=FAMILIES)
    def add_code(self, desk: int, family: int) -> None:
        self._world.add_code(desk, self._world.records[family])

    @rule(desk=DESKS, family=FAMILIES)
    def remove_code(self, desk: int, family: int) -> None:
        self._world.remove_code(desk, self._world.records[family])

    @rule(desk=DESKS, family=FAMILIES)
    def delete(self, desk: int, family: int) -> None:
        self._world.delete(desk, self._world.records[family])

    @rule(desk=DESKS)
    def resolve(self, desk: int) -> None:
        self._world.resolve(desk)

    @rule(desk=DESKS)
    def sync(self, desk: int) -> None:
        self._world.sync(desk)

    @rule(desk=DESKS, fault=FAULTS)
    def sync_badly(self, desk: int, fault: Fault) -> None:
        self._world.sync(desk, fault)

    @rule(desk=DESKS)
    def restart_laptop(self, desk: int) -> None:
        self._world.desks[desk].restart()
        self._world.check_screen(desk)

    @rule()
    def restart_server(self) -> None:
        self._world.district.restart()

    @rule(desk=DESKS)
    def back_up(self, desk: int) -> None:
        self._world.desks[desk].keep_copy()

    @rule(desk=DESKS)
    def restore(self, desk: int) -> None:
        self._world.desks[desk].restore_copy()
        self._world.check_screen(desk)

    @rule(desk=OWN, moment=st.integers(1, 5))
    def lose_power(self, desk: int, moment: int) -> None:
        self._world.sync_and_die(desk, moment)

    @rule(desk=OWN, family=FAMILIES, field=st.sampled_from(FIELDS))
    def save_while_a_page_comes(self, desk: int, family: int, field: str) -> None:
        record = self._world.records[family]
        self._world.sync(desk, meanwhile=lambda: self._world.save(desk, record, field))

    @rule(desk=OWN, family=FAMILIES)
    def submit(self, desk: int, family: int) -> None:
        office.submit(self._world, desk, self._world.records[family])

    @rule(family=FAMILIES, act=st.sampled_from(sorted(office.STEPS)))
    def review(self, family: int, act: str) -> None:
        office.step(self._world, self._world.records[family], act)

    @rule(family=FAMILIES, field=st.sampled_from(FIELDS))
    def district_edits(self, family: int, field: str) -> None:
        office.district_edit(self._world, self._world.records[family], field)

    @rule()
    def tidy(self) -> None:
        """What is marked as backed up is in the backup."""
        office.back_up(self._world)
        self._backed_up = True
        office.tidy(self._world)

    @rule()
    def restore_district(self) -> None:
        if self._backed_up:
            office.restore(self._world)

    @rule(desk=OWN, whole=st.booleans())
    def replace_laptop(self, desk: int, whole: bool) -> None:
        """The new one begins with a file of the whole village where there is one, else with pages.

        A backup from before knows nothing of it: the district would have to enrol it again after a restore.
        """
        if self._world.replace_laptop(desk):
            self._backed_up = False
            self._sticks[desk] = carrying.Stick()
            if whole:
                self._world.make_snapshot()
            self._world.sync(desk)

    @rule(desk=OWN)
    def write_file(self, desk: int) -> None:
        carrying.write_file(self._world, self._sticks[desk], desk)

    @rule(desk=OWN, place=PLACES)
    def district_reads_a_file(self, desk: int, place: int) -> None:
        carrying.district_reads(self._world, self._sticks[desk], place)

    @rule(desk=OWN, place=PLACES)
    def read_an_answer(self, desk: int, place: int) -> None:
        carrying.laptop_reads(self._world, self._sticks[desk], desk, place)

    def teardown(self) -> None:
        with self._open:
            self._world.settle()
            check_quiet(self._world)


def run_machine(district: LiveDistrict, folder: Path, blank: Path, chosen: settings) -> None:
    """Play examples, each in a fresh world of that district. Raises AssertionError for one that breaks a promise."""

    class OneVillage(Village):
        def __init__(self) -> None:
            super().__init__(district, folder, blank)

    run_state_machine_as_test(OneVillage, settings=chosen)
