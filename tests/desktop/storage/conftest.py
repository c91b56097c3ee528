"""A real encrypted file in the test's own folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DatabaseKey, Store, new_database_key


@pytest.fixture
def key() -> DatabaseKey:
    return new_database_key()


@pytest.fixture
def store(tmp_path: Path, key: DatabaseKey) -> Iterator[Store]:
    made = Store.create(tmp_path / "desa.db", key)
    yield made
    made.close()
