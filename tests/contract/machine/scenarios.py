"""Directed orders of events, each the shortest that shows what one rule of SYNC 2.2 and 2.4 is for."""

from __future__ import annotations

from dataclasses import replace

from kemiskinan_desktop.sync import SyncProblem
from tests.contract.machine.line import Fault, FaultKind
from tests.contract.machine.world import World

LOST_REQUEST = Fault(FaultKind.REQUEST_LOST)
LOST_REPLY = Fault(FaultKind.REPLY_LOST)
NAME = "head_name"


def request_lost(world: World) -> None:
    """What was sent into the void is sent again."""
    world.save(0, world.records[0], NAME)
    world.sync(0, LOST_REQUEST)


def reply_lost(world: World) -> None:
    """What the district took in without our hearing of it is not taken in twice."""
    world.save(0, world.records[0], NAME)
    world.sync(0, LOST_REPLY)


def edited_after_a_lost_reply(world: World) -> None:
    """A second value of a field whose first is under way."""
    world.save(0, world.records[0], NAME)
    world.sync(0, LOST_REPLY)
    world.save(0, world.records[0], NAME)


def page_cut(world: World) -> None:
    """Half a page arrived."""
    for record in world.records:
        world.save(0, record, NAME)
    world.sync(0)
    world.sync(1, Fault(FaultKind.REPLY_CUT, 2))


def both_edit(world: World) -> None:
    """Two people write one field without having seen each other."""
    for number in (0, 1):
        world.save(number, world.records[0], NAME)
    for number in (0, 1):
        world.sync(number)


def form_open_during_a_pull(world: World) -> None:
    """A value arrives behind an open form."""
    world.desks[1].open_form(world.records[0])
    world.save(0, world.records[0], NAME)
    world.sync(0)
    world.sync(1)
    world.save(1, world.records[0], NAME)


def two_values_rejected(world: World) -> None:
    """The same desk loses twice on one field."""
    record = world.records[0]
    world.save(0, record, NAME)
    world.sync(0)
    for _ in range(2):
        world.save(1, record, NAME)
        world.sync(1)


def mark_taken_out_before_it_is_sent_again(world: World) -> None:
    """The district took a mark in, its reply was lost, and somebody else took the mark out meanwhile."""
    record = world.records[0]
    world.add_code(0, record)
    world.sync(0, LOST_REPLY)
    world.sync(1)
    world.remove_code(1, record)
    world.sync(1)


def delete_of_what_another_edited(world: World) -> None:
    """A delete by somebody who had not seen the newest value."""
    record = world.records[0]
    world.save(0, record, NAME)
    world.sync(0)
    world.sync(1)
    world.save(1, record, NAME)
    world.sync(1)
    world.delete(0, record)


def restored_after_newer_work(world: World) -> None:
    """A backup comes back after the laptop had sent more, and goes on with other work."""
    record = world.records[0]
    world.save(0, record, NAME)
    world.sync(0)
    world.desks[0].keep_copy()
    world.save(0, record, NAME)
    world.sync(0)
    assert world.desks[0].restore_copy()
    world.save(0, record, "answers.pekerjaan")


def stranger_asks(world: World) -> None:
    """A laptop of another village asks for this one's records."""
    world.save(0, world.records[0], NAME)
    world.sync(0)
    stranger = world.desks[2]
    with stranger.store.unit() as unit:
        unit.meta.write(replace(unit.meta.enrolment(), village=world.desks[0].village))
        unit.commit()
    report = stranger.sync()
    assert report.problem is SyncProblem.REVOKED
    with stranger.store.unit() as unit:
        unit.meta.write(replace(unit.meta.enrolment(), village=stranger.village))
        unit.commit()
