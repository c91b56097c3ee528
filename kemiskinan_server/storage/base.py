"""The server's own table registry: constraint names are stable, so that migrations can name them."""

from __future__ import annotations

from sqlalchemy import MetaData, Table
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

server_registry = registry(metadata=MetaData(naming_convention=NAMING))


class ServerTable(SQLModel, registry=server_registry):
    """Base of every table of the district's database."""


def table_of(model: type[ServerTable]) -> Table:
    """The core table behind a model, for statements over many rows."""
    return server_registry.metadata.tables[str(model.__tablename__)]
