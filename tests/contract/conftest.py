"""The district for tests of both sides: a real server over a real PostgreSQL."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import URL

from kemiskinan_domain.people import Role
from kemiskinan_server.api import sync
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.bundles import answering
from tests.contract.history.watching import Watch
from tests.server.conftest import LiveServer, clock, cluster, database, enrol, live_server, parts, postgres
from tests.server.test_family_page import NOW
from tests.server.test_pages import PASSWORD, enter

__all__ = ["clock", "cluster", "database", "enrol", "live_server", "parts", "postgres"]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line(
        "markers", "history_broken(reason): the test breaks the district's history on purpose; says why nobody looks"
    )


@pytest.fixture(scope="session")
def history_watch(postgres: URL) -> Watch:
    """What is known of the villages of all districts of this run."""
    return Watch(postgres)


@pytest.fixture(autouse=True)
def history_holds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After each test, every village that it changed is replayed from its history (SYNC 3.1, point 7)."""
    if "postgres" not in request.fixturenames:
        yield
        return
    if "database" in request.fixturenames:
        # Asked for here, so that it is still there when this fixture ends.
        request.getfixturevalue("database")
    watch: Watch = request.getfixturevalue("history_watch")
    for module in (sync, answering):
        monkeypatch.setattr(module, "exchange", watch.book.recording(module.exchange))
    yield
    broken = request.node.get_closest_marker("history_broken")
    if broken is not None:
        assert broken.args and broken.args[0], "say why the history is broken"
        watch.pass_over()
        return
    found = watch.findings()
    assert found == [], "\n".join(found)


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    """A reviewer of the district, signed in."""
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "dewi", PASSWORD, Role.REVIEWER, full_name="", now=NOW)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        enter(client, "dewi")
        yield client
