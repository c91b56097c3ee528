"""A real encrypted file in the test's own folder."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kemiskinan_desktop.storage import DatabaseKey, Store, new_database_key
from tests.desktop.storage.disk.recording import recorder

collect_ignore = (
    [] if sys.platform == "linux" else ["test_power_cuts.py", "test_power_cuts_of_keys.py", "test_no_room.py"]
)
"""Only on Linux can a library stand between the program and the system; the rules it proves are the same everywhere."""


@pytest.fixture
def key() -> DatabaseKey:
    return new_database_key()


@pytest.fixture
def store(tmp_path: Path, key: DatabaseKey) -> Iterator[Store]:
    made = Store.create(tmp_path / "desa.db", key)
    yield made
    made.close()


@pytest.fixture(scope="session")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What stands between the program and the disk, compiled once."""
    return recorder(tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def images(tmp_path: Path) -> Iterator[Path]:
    """Where states of a disk are laid out to be opened; in memory where that is possible, since nobody keeps them."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else tmp_path) as folder:
        yield Path(folder)
