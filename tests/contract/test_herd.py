"""A full line: whoever is told to come back comes back, everyone gets through, and nothing is lost or doubled."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from benchmarks.light_laptop import LightLaptop, Sent
from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync import District, enrol, new_device_key
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from kemiskinan_domain.wire import EnrolmentReply
from kemiskinan_server.api import traffic
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer

LAPTOPS = 12
EDITS = 50


@dataclass
class Herd:
    """Laptops of two villages, none of which waits in real time."""

    laptops: list[LightLaptop]
    waited: list[float] = field(default_factory=list)
    sent: list[Sent] = field(default_factory=list)
    refused: threading.Event = field(default_factory=threading.Event)

    def wait(self, seconds: float) -> None:
        """What a laptop does when it is told to come back."""
        self.waited.append(seconds)
        self.refused.set()
        threading.Event().wait(min(seconds, 0.05))

    def send_all(self, live_server: LiveServer) -> None:
        """All of them at once, each from a thread of its own; the villages are held until the first was refused."""
        threads = [threading.Thread(target=self._send, args=(laptop,)) for laptop in self.laptops]
        with live_server.parts.context.database.unit_of_work() as unit:
            for village in (VILLAGE, OTHER_VILLAGE):
                unit.villages.lock(village, writing=True)
            for thread in threads:
                thread.start()
            assert self.refused.wait(60)
        for thread in threads:
            thread.join()

    def _send(self, laptop: LightLaptop) -> None:
        self.sent.append(laptop.send())


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """A district that works on one exchange at a time and lets one wait."""
    made = traffic.Turns.__init__
    monkeypatch.setattr(traffic.Turns, "__init__", lambda self, clock: made(self, clock, at_once=1, in_line=1))


@pytest.fixture
def herd(narrow: None, live_server: LiveServer) -> Iterator[Herd]:
    """The laptops, with families of their own to send."""
    with ExitStack() as stack:
        made = Herd([])
        for number in range(LAPTOPS):
            district, key = District(live_server.url, "test"), new_device_key()
            stack.callback(district.close)
            code = live_server.code(VILLAGE if number % 2 else OTHER_VILLAGE)
            reply = enrol(district, code, key, device_name="Laptop Desa", app_version="test")
            assert isinstance(reply, EnrolmentReply)
            known = Enrolment(
                reply.client, reply.client, reply.village, server_key=reply.server_key, private_key=key.private
            )
            laptop = LightLaptop(district, known, sleep=made.wait)
            for _ in range(EDITS):
                laptop.edit(RecordKind.HOUSEHOLD, RecordId(new_record_id()), {"head_name": [None, f"Warga {number}"]})
            made.laptops.append(laptop)
        yield made


def test_a_full_line_lets_everyone_through_and_loses_nothing(herd: Herd, live_server: LiveServer) -> None:
    herd.send_all(live_server)

    assert [one.acknowledged for one in herd.sent] == [True] * LAPTOPS
    assert sum(one.busy for one in herd.sent) == len(herd.waited)
    assert all(seconds >= 1 for seconds in herd.waited)
    sent = Counter(body for laptop in herd.laptops for body in laptop.bodies)
    assert Counter(bytes(row["body"]) for row in live_server.rows("SELECT body FROM history")) == sent  # type: ignore[call-overload]  # octets
    assert live_server.rows("SELECT count(*) AS n FROM record") == [{"n": LAPTOPS * EDITS}]
