"""Alembic calls this; the connection is handed over by `schema.upgrade`, never read from a file."""

from __future__ import annotations

from alembic import context

from kemiskinan_server.storage import projections, tables  # noqa: F401 - fills the registry
from kemiskinan_server.storage.base import server_registry

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=server_registry.metadata,
    transaction_per_migration=True,
)
with context.begin_transaction():
    context.run_migrations()
