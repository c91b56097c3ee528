"""Any order of edits, exchanges, bad lines and restarts: nothing lost, nothing doubled, all equal when quiet.

The product's laptop (SQLCipher, its engine, real HTTP) against the product's server (FastAPI, PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.contract.machine.desk import blank_store
from tests.contract.machine.district import LiveDistrict, live_district
from tests.contract.machine.model import profile, run_machine


@pytest.fixture(scope="module")
def district(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDistrict]:
    with live_district(postgres, tmp_path_factory.mktemp("district")) as opened:
        yield opened


@pytest.mark.timeout(600)
def test_no_order_of_events_loses_or_doubles_anything(district: LiveDistrict, tmp_path: Path) -> None:
    run_machine(district, tmp_path, blank_store(tmp_path), profile(16, 18))


@pytest.mark.slow
@pytest.mark.timeout(3600)
def test_no_long_order_of_events_loses_or_doubles_anything(district: LiveDistrict, tmp_path: Path) -> None:
    run_machine(district, tmp_path, blank_store(tmp_path), profile(300, 40))
