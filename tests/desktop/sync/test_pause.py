"""A district that asks for fewer requests gets none at all until its time has passed."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.sync import District, SyncEngine, SyncProblem
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import new_record_id
from kemiskinan_domain.wire import Problem, ProblemType
from tests.desktop.sync.fake_district import FakeDistrict
from tests.desktop.sync.laptops import Laptop


def test_after_too_many_requests_the_laptop_is_silent_and_then_goes_on(
    district: FakeDistrict, address: str, first: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [100.0]
    line = District(address, "test", monotonic=lambda: moment[0])
    engine = SyncEngine(first.store, line, system_clock)
    first.save(new_record_id(), head_name="Siti")
    asked = district.sync
    monkeypatch.setattr(district, "sync", lambda _: Problem.of(ProblemType.RATE_LIMITED))

    told = engine.run()
    monkeypatch.setattr(district, "sync", asked)
    silent = engine.run()
    requests = len(district.requests)
    moment[0] += 61
    after = engine.run()
    line.close()

    assert (told.problem, silent.problem, requests) == (SyncProblem.BUSY, SyncProblem.BUSY, 0)
    assert silent.retry_after == 60
    assert (after.problem, after.pushed) == (None, 1)
