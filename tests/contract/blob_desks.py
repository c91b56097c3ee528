"""A village's desk that carries attachments, and a line that breaks after so many bytes in either direction."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from urllib.parse import urlsplit

from kemiskinan_desktop.storage import Store
from kemiskinan_desktop.sync import SyncProgress, SyncReport
from kemiskinan_desktop.sync.blob_line import BlobLine, Coming, There
from kemiskinan_desktop.sync.blobs import BlobExchange, BlobReport
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from tests.contract.desks import desk
from tests.desktop.sync.laptops import NOW, Laptop

_PIECE = 64 * 1024


def synthetic(size: int, seed: int = 1) -> bytes:
    """Bytes that no packing makes smaller; no real person's photo."""
    return Random(seed).randbytes(size)


class Ticking:
    """Seconds that pass only as fast as a line of so many bits a second would need; each look costs 10 ms."""

    def __init__(self, bits: float) -> None:
        self.bits, self.now = bits, 0.0

    def __call__(self) -> float:
        self.now += 0.01
        return self.now

    def carry(self, size: int) -> None:
        self.now += size * 8 / self.bits


class SlowLine(BlobLine):
    """A real line whose pieces take as long as `clock` says."""

    clock: Ticking

    def send_piece(self, path: str, token: str, offset: int, piece: bytes, *, last: bool) -> There:
        self.clock.carry(len(piece))
        return super().send_piece(path, token, offset, piece, last=last)

    def fetch_piece(self, path: str, token: str, tag: str, offset: int, length: int) -> Coming:
        self.clock.carry(length)
        return super().fetch_piece(path, token, tag, offset, length)


@dataclass
class BlobDesk:
    """A laptop with a line for its attachments."""

    laptop: Laptop
    exchange: BlobExchange
    line: BlobLine

    @property
    def store(self) -> Store:
        return self.laptop.store

    def attach(self, content: bytes) -> tuple[RecordId, str]:
        """An attachment as the service writes it: the bytes, then the record."""
        sha256 = self.store.blobs.put(content, NOW)
        record = new_record_id()
        self.laptop.save(
            record, RecordKind.ATTACHMENT, parent="p", purpose="other", sha256=sha256, size=len(content), mime="x/y"
        )
        return record, sha256

    def carry(
        self,
        *,
        forced: bool = False,
        cancelled: Callable[[], bool] = lambda: False,
        progress: Callable[[SyncProgress], None] = lambda _: None,
    ) -> tuple[SyncReport, BlobReport]:
        """The bytes alone."""
        report = SyncReport()
        return report, self.exchange.run(progress, cancelled, report, forced=forced)

    def sync(self) -> tuple[SyncReport, BlobReport]:
        """Records, then bytes, as the exchange service does."""
        report = self.laptop.sync()
        return report, self.exchange.run(lambda _: None, lambda: False, report)

    def held(self) -> frozenset[str]:
        with self.store.view() as unit:
            return self.store.blobs.held(unit.meta.exchange().epoch)


@contextmanager
def blob_desk(
    folder: Path, address: str, code: str, through: str = "", bits: float | None = None
) -> Iterator[BlobDesk]:
    """A desk whose bytes go to `through`, or to the district itself; `bits` makes the line seem that slow."""
    with desk(folder, address, code) as laptop:
        line = BlobLine(through or address, "test")
        exchange = BlobExchange(laptop.store, line, system_clock)
        if bits is not None:
            line = SlowLine(through or address, "test")
            line.clock = Ticking(bits)
            exchange = BlobExchange(laptop.store, line, system_clock, line.clock)
        try:
            yield BlobDesk(laptop, exchange, line)
        finally:
            line.close()


@dataclass
class Break:
    """After how many bytes of a connection the line breaks; None lets everything through."""

    asked: int | None = None
    answered: int | None = None
    seen_asked: int = 0
    """Bytes that went through since somebody set it to 0."""
    seen_answered: int = 0

    def count(self, name: str, size: int) -> None:
        """Called by the pumps, one for each direction."""
        setattr(self, name, getattr(self, name) + size)


@contextmanager
def breaking_line(address: str) -> Iterator[tuple[str, Break]]:
    """A proxy's address, and what decides on the next connections."""
    target, limits, stop = urlsplit(address), Break(), threading.Event()
    workers: list[threading.Thread] = []
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        listener.settimeout(0.05)

        def accept() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    client, _ = listener.accept()
                    server = socket.create_connection((target.hostname, target.port))
                    for one in (client, server):
                        one.settimeout(None)
                        one.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                    pair = (client, server)
                    asked, answered = partial(limits.count, "seen_asked"), partial(limits.count, "seen_answered")
                    for way in ((*pair, limits.asked, asked), (server, client, limits.answered, answered)):
                        workers.append(threading.Thread(target=_pump, args=way))
                        workers[-1].start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}", limits
        finally:
            stop.set()
            acceptor.join()
            for worker in workers:
                worker.join(10)
                assert not worker.is_alive()


def _pump(source: socket.socket, sink: socket.socket, limit: int | None, count: Callable[[int], None]) -> None:
    left = limit
    try:
        while left is None or left > 0:
            data = source.recv(_PIECE if left is None else min(_PIECE, left))
            if not data:
                break
            count(len(data))
            sink.sendall(data)
            left = None if left is None else left - len(data)
    except OSError:
        return
    finally:
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        # Each pump closes what it reads from; the other one reads from the rest.
        source.close()
