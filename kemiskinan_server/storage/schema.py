"""Brings the database to the shape that this version needs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, text

_SCRIPTS = Path(__file__).with_name("migrations")
_UPGRADE_LOCK = 7_204_203_011


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run what is missing; two servers that start together take turns."""
    with engine.connect() as connection, _turn(connection):
        command.upgrade(config_for(connection), revision)
        connection.commit()


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to a revision; `base` empties the database."""
    with engine.connect() as connection, _turn(connection):
        command.downgrade(config_for(connection), revision)
        connection.commit()


def config_for(connection: Connection) -> Config:
    """Alembic's configuration, without a file."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


@contextmanager
def _turn(connection: Connection) -> Iterator[None]:
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _UPGRADE_LOCK})
    connection.commit()
    try:
        yield
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _UPGRADE_LOCK})
        connection.commit()
