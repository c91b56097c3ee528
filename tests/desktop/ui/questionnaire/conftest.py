"""One family on a real file with the real form."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.ui.questionnaire.family import FamilyDesk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[FamilyDesk]:
    with FamilyDesk(tmp_path) as opened:
        yield opened
