"""Directed orders of events, each the shortest that shows what one rule of SYNC 2.2 and 2.4 is for."""

from __future__ import annotations

from dataclasses import replace

from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from tests.contract.machine import carrying, office
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
    assert report.problem is SyncProblem.REVOKED, "a stranger was let in (I10)"
    with stranger.store.unit() as unit:
        unit.meta.write(replace(unit.meta.enrolment(), village=stranger.village))
        unit.commit()


def deleted_while_a_laptop_was_away(world: World) -> None:
    """A family goes, everything is backed up and tidied, and one laptop has not read of it."""
    for record in world.records:
        world.save(0, record, NAME)
    for number in (0, 1):
        world.sync(number)
    world.delete(0, world.records[0])
    for _ in range(2):
        world.sync(0)
    office.tidy(world)
    world.save(1, world.records[1], "answers.pekerjaan")


def restored_to_before_a_forgotten_delete(world: World) -> None:
    """A laptop read of a delete, went back to an older copy of its file, and has work that waits.

    The district has forgotten the tombstone meanwhile: the laptop takes the whole village, and keeps what waits.
    """
    gone, stays = world.records
    for record in world.records:
        world.save(0, record, NAME)
    for number in (0, 1):
        world.sync(number)
    world.desks[1].keep_copy()
    world.delete(0, gone)
    for number in (0, 1, 1, 0):
        world.sync(number)
    assert office.tidy(world) == 1
    assert world.desks[1].restore_copy()
    world.save(1, stays, "answers.pekerjaan")
    world.sync(1, LOST_REQUEST)


def edited_while_the_district_holds(world: World) -> None:
    """Families under review are edited and deleted by somebody who had not heard of it."""
    for record in world.records:
        world.save(0, record, NAME)
    world.sync(0)
    world.sync(1)
    for record in world.records:
        assert office.submit(world, 0, record)
    world.sync(0)
    assert office.step(world, world.records[1], "take")
    assert office.step(world, world.records[1], "approve")
    world.save(1, world.records[0], NAME)
    world.delete(1, world.records[1])


def dies_before_each_commit(world: World) -> None:
    """A laptop whose values are refused loses power before the first, the second, … commit of its exchange."""
    record, moment, died = world.records[0], 1, True
    while died:
        world.desks[1].open_form(record)
        world.save(0, record, NAME)
        world.sync(0)
        world.save(1, record, NAME)
        died = world.sync_and_die(1, moment)
        moment += 1
    assert moment > 3, "the exchange had no transactions to die between"


def saved_while_a_page_comes(world: World) -> None:
    """A value is saved while the reply with another one is under way."""
    world.save(0, world.records[0], NAME)
    world.sync(0)
    world.sync(1, meanwhile=lambda: world.save(1, world.records[0], NAME))


def saved_over_what_the_district_wrote(world: World) -> None:
    """The district wrote another value; one is saved over it while a reply comes, and clashes in the same exchange."""
    record = world.records[0]
    world.save(0, record, NAME)
    world.sync(0, meanwhile=lambda: world.save(0, record, NAME))
    office.district_edit(world, record, NAME)
    world.sync(0, meanwhile=lambda: world.save(0, world.records[1], NAME))
    world.sync(0, meanwhile=lambda: world.save(0, record, NAME))


def restored_after_the_district_wrote(world: World) -> None:
    """The district goes back behind a value of its own, which is gone; the laptops' values before and after are not."""
    record = world.records[0]
    world.save(0, record, NAME)
    world.sync(0)
    office.back_up(world)
    office.district_edit(world, record, NAME)
    world.sync(1)
    office.restore(world)
    world.save(1, record, "answers.pekerjaan")


def restored_copy_sends_more(world: World) -> None:
    """A copy goes on with two other changes, the first of them under a number that the district knows."""
    record, desk = world.records[0], world.desks[0]
    world.save(0, record, NAME)
    world.sync(0)
    desk.keep_copy()
    world.save(0, record, NAME)
    world.sync(0)
    assert desk.restore_copy()
    world.save(0, record, NAME)
    world.save(0, world.records[1], NAME)


def stale_answer_after_a_restore(world: World) -> None:
    """The answer to a file comes after the laptop went back to a copy and gave the same number to another change."""
    record, desk, stick = world.records[0], world.desks[0], carrying.Stick()
    world.save(0, record, NAME)
    world.sync(0)
    desk.keep_copy()
    world.save(0, record, NAME)
    carrying.write_file(world, stick, 0)
    assert carrying.district_reads(world, stick)
    desk.unseen_loss.clear()
    desk.since_copy = False
    assert desk.restore_copy()
    world.save(0, record, "answers.pekerjaan")
    world.sync(0, LOST_REQUEST)
    assert carrying.laptop_reads(world, stick, 0) in (AnswerOutcome.SEND_AGAIN, AnswerOutcome.TAKEN)


def district_restored(world: World) -> None:
    """The district goes back to a backup: what came since comes again from the laptops' archives."""
    record = world.records[0]
    world.save(0, record, NAME)
    world.add_code(0, record)
    world.sync(0)
    world.sync(1)
    office.back_up(world)
    world.save(0, record, NAME)
    world.save(1, record, NAME)
    world.add_code(1, record)
    for number in (0, 1, 0):
        world.sync(number)
    world.save(0, world.records[1], NAME)
    office.restore(world)
