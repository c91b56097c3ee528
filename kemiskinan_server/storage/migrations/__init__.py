"""Alembic's scripts; they run at every start, each in its own transaction."""
