"""A district and laptops that talk to it over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.sync.fake_district import FakeDistrict, serving
from tests.desktop.sync.laptops import Laptop, laptop


@pytest.fixture
def district() -> FakeDistrict:
    return FakeDistrict()


@pytest.fixture
def address(district: FakeDistrict) -> Iterator[str]:
    with serving(district) as url:
        yield url


@pytest.fixture
def first(tmp_path: Path, district: FakeDistrict, address: str) -> Iterator[Laptop]:
    with laptop(tmp_path / "a", district, address, "laptop-a") as made:
        yield made


@pytest.fixture
def second(tmp_path: Path, district: FakeDistrict, address: str) -> Iterator[Laptop]:
    with laptop(tmp_path / "b", district, address, "laptop-b") as made:
        yield made
