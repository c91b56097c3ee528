"""The laptop's own SQLModel base: its registry and the names of its constraints, apart from the server's."""

from __future__ import annotations

from typing import Final

from sqlalchemy import MetaData
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

metadata: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class DesktopTable(SQLModel, registry=registry(metadata=metadata)):
    """Parent of all rows on the laptop. Rows are dumb: rules stay in the domain, and no row leaves storage."""


CLUSTERED: Final = {"sqlite_with_rowid": False}
"""Rows stored in the order of their key: one B-tree instead of two."""
