"""The watcher's page: counts without names, closed unless a token was set; one line a request without ids."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace

import httpx
import pytest

from kemiskinan_server.app import Parts, create_app
from kemiskinan_server.storage.base import server_registry
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, household


@pytest.fixture
def parts(parts: Parts) -> Parts:
    settings = replace(parts.context.settings, metrics_token="rahasia")
    return Parts(replace(parts.context, settings=settings))


def test_counts_are_told_to_whoever_has_the_token(live_server: LiveServer, laptop: Laptop) -> None:
    laptop.sync(household(head_name="Siti Contoh"))

    told = httpx.get(f"{live_server.url}/metrics", headers={"Authorization": "Bearer rahasia"}, trust_env=False)

    assert told.headers["content-type"].startswith("text/plain; version=0.0.4")
    assert "kemiskinan_villages 2" in told.text
    assert "kemiskinan_laptops 1" in told.text
    assert "kemiskinan_database_waits_for_disk " in told.text
    assert 'kemiskinan_requests_total{method="POST",route="/v1/villages/{village}/sync",status="200"} 1' in told.text
    assert VILLAGE not in told.text
    assert "Siti" not in told.text


@pytest.mark.parametrize("header", ["", "Bearer salah", "Basic rahasia"])
def test_without_the_token_there_is_no_such_address(live_server: LiveServer, header: str) -> None:
    told = httpx.get(f"{live_server.url}/metrics", headers={"Authorization": header}, trust_env=False)

    assert told.status_code == 404
    assert "kemiskinan_" not in told.text


def test_a_line_of_the_log_names_the_route_and_no_id(parts: Parts, caplog: pytest.LogCaptureFixture) -> None:
    app = create_app(parts.context.settings, parts.context.clock, parts)

    async def ask(*paths: str) -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://server") as browser:
            for path in paths:
                await browser.get(path)

    with caplog.at_level(logging.INFO, "kemiskinan_server.requests"):
        asyncio.run(ask(f"/desa/{VILLAGE}", "/siti-contoh-3203014309749002"))

    lines = [json.loads(record.message) for record in caplog.records if record.name == "kemiskinan_server.requests"]
    assert [(line["route"], line["status"]) for line in lines] == [("/desa/{code}", 303), ("other", 404)]
    assert "3203014309749002" not in "".join(json.dumps(line) for line in lines)


def test_what_belongs_to_a_village_carries_its_code_in_the_key() -> None:
    of_the_district = {
        "account",
        "audit",
        "crossing_candidate",
        "crossing_decision",
        "form",
        "national_file",
        "prelist_upload",
        "read_grant",
        "scope",
        "scope_history",
        "scope_record",
        "sign_in_attempt",
    }
    tables = server_registry.metadata.tables.values()
    without = {
        table.name
        for table in tables
        if not {"village", "code"} & {column.name for column in table.primary_key} and table.name not in of_the_district
    }

    # A laptop and a code are asked for before anybody knows the village; both name it.
    assert without == {"client", "enrolment_code"}
    assert all("village" in server_registry.metadata.tables[name].c for name in without)
