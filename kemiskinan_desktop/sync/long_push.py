"""A push of many requests: while one is under way, what came back of the last is written and the next is made ready.

Laptop and district each have their share of the work; one after the other they would take twice the time. It goes like
this only while the district answers each request with a receipt alone (`ReplyHead.mirrored`): only then it is known
beforehand what the next request says. Sending says that the last answer is kept before it is; where the program ends in
between, the district gets those changes a second time, knows them, and sends receipt and lines.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass

from kemiskinan_desktop.sync.errors import SyncError
from kemiskinan_desktop.sync.preparing import Prepared
from kemiskinan_desktop.sync.rounds import Reception
from kemiskinan_desktop.sync.transport import Packed

Ready = tuple[Prepared, Packed]
"""A request and its bytes."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The lines of a reply that has begun, and the seconds until it did."""

    lines: Iterator[bytes]
    seconds: float


class LongPush:
    """Runs until everything is sent, or until a reply is not a receipt alone."""

    def __init__(
        self,
        send: Callable[[Ready], Sent],
        receive: Callable[[Prepared], Reception],
        behind: Callable[[Prepared], Ready | None],
        took: Callable[[float], None],
    ) -> None:
        self._send = send
        """Called in a thread of its own, one at a time."""
        self._receive = receive
        """What takes in the reply to a request and leaves it unsettled where it is a receipt alone."""
        self._behind = behind
        """The request that follows one, ready; None where none can follow like that."""
        self._took = took

    def run(self, first: Ready) -> Reception:
        """The last reply, taken in. Raises what sending, taking in and storage raise; no proven reply is lost by it."""
        ready: Ready | None = first
        last: Reception | None = None
        with ThreadPoolExecutor(1, "long-push") as line:
            while ready is not None:
                under_way = line.submit(self._send, ready)
                try:
                    if last is not None:
                        last.settle()
                    last = self._receive(ready[0])
                    last.foresee()
                    following = self._behind(ready[0])
                except BaseException:
                    _let_go(under_way)
                    raise
                sent = under_way.result()
                last.take(sent.lines)
                self._took(sent.seconds)
                ready = following if last.unsettled else None
        assert last is not None
        last.settle()
        return last


def _let_go(under_way: Future[Sent]) -> None:
    """Wait for a request that is under way and leave its reply unread: the district's ledger knows what it took."""
    with suppress(SyncError):
        lines = under_way.result().lines
        # A generator that was never asked closes nothing: its first line has to be taken.
        next(lines, None)
        if isinstance(lines, Generator):
            lines.close()
