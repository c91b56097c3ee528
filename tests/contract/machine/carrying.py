"""An exchange by files in the model: written, carried late, twice or out of order, and read at either end."""

from __future__ import annotations

from dataclasses import dataclass, field

from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_desktop.sync.bundle_writing import Going, seal_waiting
from kemiskinan_domain.clock import system_clock
from kemiskinan_server.services.bundles import take_bundle
from tests.contract.machine.world import World


@dataclass
class Stick:
    """The files of one laptop; nothing is ever taken off it, so that any may be read again."""

    requests: list[bytes] = field(default_factory=list)
    answers: list[bytes] = field(default_factory=list)


def write_file(world: World, stick: Stick, number: int) -> None:
    """All that the district has not acknowledged goes onto the stick."""
    desk = world.desks[number]
    sealed = seal_waiting(desk.store, system_clock, "test", Going(after=len(stick.requests)))
    stick.requests += [part.content for part in sealed.records]


def district_reads(world: World, stick: Stick, place: int = -1) -> bool:
    """The district takes a file in and puts its answer beside it; False where there is none."""
    if not stick.requests:
        return False
    result = take_bundle(world.district.parts.context, stick.requests[place % len(stick.requests)], "uji")
    if result.answer is not None:
        stick.answers.append(result.answer)
    return True


def laptop_reads(world: World, stick: Stick, number: int, place: int = -1) -> AnswerOutcome | None:
    """The laptop reads an answer; None where there is none."""
    if not stick.answers:
        return None
    outcome = world.desks[number].read_answer(stick.answers[place % len(stick.answers)])
    world.check_screen(number)
    return outcome
