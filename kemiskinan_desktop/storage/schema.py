"""Brings the tables of a file to the shape that this version needs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import Connection, Engine, inspect, text

if TYPE_CHECKING:
    from alembic.config import Config

HEAD: Final = "0005"
"""The newest revision; known here so that an ordinary start does not load Alembic. A test compares it."""

_SCRIPTS = Path(__file__).with_name("migrations")


def current_revision(engine: Engine) -> str | None:
    """The revision of the file; None where it has no tables yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def is_known(revision: str) -> bool:
    """Whether this version of the program has that revision."""
    return (_SCRIPTS / "versions" / f"r{revision}.py").is_file()


def upgrade(engine: Engine, revision: str = HEAD) -> None:
    """Run the steps that are missing, in one transaction."""
    from alembic import command

    with engine.begin() as connection:
        command.upgrade(config_for(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Go back to a revision; `base` takes all tables out."""
    from alembic import command

    with engine.begin() as connection:
        command.downgrade(config_for(connection), revision)


def config_for(connection: Connection) -> Config:
    """Alembic's configuration, without a file."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
