"""A village's line as a TCP proxy: so many bits a second, so long a way, lost packets, connections that break."""

from __future__ import annotations

import asyncio
import contextlib
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

_PACKET: Final = 1400
_UP, _DOWN = 0, 1


@dataclass
class SlowLine:
    """How bad the line is, and what went over it."""

    bytes_a_second: float
    round_trip: float
    loss: float = 0.0
    """The share of packets that have to be sent once more, one round trip later."""
    breaks_after: int | None = None
    """Bytes after which every connection is reset; None for never."""
    carried: list[int] = field(default_factory=lambda: [0, 0])
    """Bytes up and down."""
    connections: int = 0
    _free_at: list[float] = field(default_factory=lambda: [0.0, 0.0])
    _left: int = 0
    _chance: random.Random = field(default_factory=lambda: random.Random(5))

    def __post_init__(self) -> None:
        self._left = self.breaks_after or 0

    @property
    def total(self) -> int:
        """Bytes in both directions."""
        return sum(self.carried)

    def arrival(self, direction: int, size: int, now: float) -> float:
        """When a packet that is sent now comes out at the other end."""
        self.carried[direction] += size
        lost = self.round_trip if self._chance.random() < self.loss else 0.0
        self._free_at[direction] = max(now, self._free_at[direction]) + size / self.bytes_a_second
        return self._free_at[direction] + lost + self.round_trip / 2

    def breaks(self, size: int) -> bool:
        """Whether the line breaks with this packet."""
        if self.breaks_after is None:
            return False
        self._left -= size
        if self._left > 0:
            return False
        self._left = self.breaks_after
        return True


@contextlib.contextmanager
def slow_proxy(address: str, line: SlowLine) -> Iterator[str]:
    """The address by which the server is reached over the line; stops with the block."""
    target, loop = urlsplit(address), asyncio.new_event_loop()
    assert target.hostname is not None
    where = (target.hostname, target.port or 80)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line.connections += 1
        await asyncio.sleep(line.round_trip)  # the handshake
        there, back = await asyncio.open_connection(*where)
        try:
            await asyncio.gather(_pump(line, _UP, reader, back), _pump(line, _DOWN, there, writer))
        except (OSError, asyncio.CancelledError):
            for end in (writer, back):
                end.transport.abort()

    server = loop.run_until_complete(asyncio.start_server(serve, "127.0.0.1", 0))
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        asyncio.run_coroutine_threadsafe(_stop(server), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _stop(server: asyncio.Server) -> None:
    server.close()
    others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _pump(line: SlowLine, direction: int, source: asyncio.StreamReader, to: asyncio.StreamWriter) -> None:
    """Carry one direction: packets leave one after another, and many are on their way at once."""
    loop = asyncio.get_running_loop()
    road: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue(64)

    async def deliver() -> None:
        while True:
            at, packet = await road.get()
            await asyncio.sleep(at - loop.time())
            if not packet:
                to.write_eof()
                return
            to.write(packet)
            await to.drain()

    delivering = asyncio.create_task(deliver())
    try:
        while packet := await source.read(_PACKET):
            arrival = line.arrival(direction, len(packet), loop.time())
            if line.breaks(len(packet)):
                raise ConnectionResetError
            await road.put((arrival, packet))
            if delivering.done():
                break
        await road.put((loop.time(), b""))
        await delivering
    finally:
        delivering.cancel()
