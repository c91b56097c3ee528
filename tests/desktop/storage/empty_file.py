"""The tables of a new village file, written down once: Alembic's steps take a tenth of a second for each test."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from sqlalchemy import Engine, text

from kemiskinan_desktop.storage import new_database_key, schema
from kemiskinan_desktop.storage.cipher import make_engine

_MADE = "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY rowid"
_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_STAMP = "INSERT INTO alembic_version VALUES (:revision)"


class EmptyFile:
    """What the real steps make of a file without tables, repeated on others."""

    def __init__(self, upgrade: Callable[[Engine], None]) -> None:
        self._upgrade = upgrade

    @cached_property
    def _statements(self) -> list[str]:
        with tempfile.TemporaryDirectory() as folder:
            engine = make_engine(Path(folder) / "desa.db", new_database_key())
            self._upgrade(engine)
            with engine.connect() as connection:
                made = list(connection.execute(text(_MADE)).scalars())
                for table in connection.execute(text(_TABLES)).scalars().all():
                    rows = connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar()
                    assert rows == (table == "alembic_version"), f"a step fills {table}: it has to be repeated too"
            engine.dispose()
        return made

    def fill(self, engine: Engine) -> bool:
        """Make all tables in one transaction; False where something is in the file already."""
        made = self._statements
        with engine.begin() as connection:
            if connection.execute(text("SELECT count(*) FROM sqlite_master")).scalar():
                return False
            for statement in made:
                connection.exec_driver_sql(statement)
            connection.execute(text(_STAMP), {"revision": schema.HEAD})
        return True
