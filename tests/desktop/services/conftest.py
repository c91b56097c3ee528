"""An open village for each test, closed afterwards."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.services.village import Village


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    opened = Village(tmp_path)
    yield opened
    opened.store.close()


@pytest.fixture
def unused_tcp_port_url() -> str:
    """An address on this computer where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"
