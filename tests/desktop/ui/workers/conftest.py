"""An open village with workers for each test, closed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.services.village import Village
from tests.desktop.services.working import Workplace


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    village = Village(tmp_path)
    yield Workplace(village)
    village.store.close()
