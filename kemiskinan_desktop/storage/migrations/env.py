"""Alembic calls this; `schema` hands the open connection over, so no address and no key is ever read from a file."""

from __future__ import annotations

from alembic import context

from kemiskinan_desktop.storage import tables  # noqa: F401 - defines every table
from kemiskinan_desktop.storage.base import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
