"""An open village for each test, closed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.services.village import Village


@pytest.fixture
def village(tmp_path: Path) -> Iterator[Village]:
    opened = Village(tmp_path)
    yield opened
    opened.store.close()
