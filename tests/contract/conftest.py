"""The district for tests of both sides: a real server over a real PostgreSQL."""

from collections.abc import Iterator

import httpx
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import LiveServer, clock, database, enrol, live_server, parts, postgres
from tests.server.test_family_page import NOW
from tests.server.test_pages import PASSWORD, enter

__all__ = ["clock", "database", "enrol", "live_server", "parts", "postgres"]


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    """A reviewer of the district, signed in."""
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "dewi", PASSWORD, Role.REVIEWER, full_name="", now=NOW)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        enter(client, "dewi")
        yield client
