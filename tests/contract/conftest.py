"""The district for tests of both sides: a real server over a real PostgreSQL."""

from tests.server.conftest import clock, database, enrol, live_server, parts, postgres

__all__ = ["clock", "database", "enrol", "live_server", "parts", "postgres"]
