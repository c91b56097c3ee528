"""A TCP proxy that ends the next answers after a number of bytes: the line of a village on a rainy day."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass
class Cut:
    """After how many bytes of the answers the line breaks; None lets everything through."""

    after: int | None = None


@contextlib.contextmanager
def cutting_proxy(address: str) -> Iterator[tuple[str, Cut]]:
    """The proxy's address, and what decides on the next connections."""
    target = urlsplit(address)
    cut = Cut()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0.05)
        stop = threading.Event()
        workers: list[threading.Thread] = []

        def accept() -> None:
            while not stop.is_set():
                with contextlib.suppress(TimeoutError):
                    client, _ = listener.accept()
                    worker = threading.Thread(target=_serve, args=(client, target.hostname, target.port, cut, stop))
                    workers.append(worker)
                    worker.start()

        acceptor = threading.Thread(target=accept)
        acceptor.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", cut
        stop.set()
        acceptor.join()
        for worker in workers:
            worker.join()


def _serve(client: socket.socket, host: str | None, port: int | None, cut: Cut, stop: threading.Event) -> None:
    with client, socket.create_connection((host, port)) as server, contextlib.suppress(OSError):
        client.settimeout(0.02)
        server.settimeout(0.02)
        left = cut.after
        while not stop.is_set():
            with contextlib.suppress(TimeoutError):
                asked = client.recv(65536)
                if not asked:
                    return
                server.sendall(asked)
            with contextlib.suppress(TimeoutError):
                answer = server.recv(65536)
                if not answer:
                    return
                client.sendall(answer if left is None else answer[:left])
                left = None if left is None else left - len(answer)
                if left is not None and left <= 0:
                    return
