"""A line that stays open and brings nothing more: the laptop gives up, keeps what came, and goes on later."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.storage import SendState
from kemiskinan_desktop.sync import SyncProblem, transport
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.desktop.sync.fake_district import FakeDistrict
from tests.desktop.sync.laptops import Laptop


@pytest.mark.parametrize("lines", [0, 1, 2])
def test_an_exchange_ends_when_nothing_comes_any_more_and_the_next_one_goes_on(
    district: FakeDistrict, first: Laptop, monkeypatch: pytest.MonkeyPatch, lines: int
) -> None:
    monkeypatch.setattr(transport, "_SILENCE", 0.3)
    own, others = new_record_id(), [new_record_id() for _ in range(3)]
    for record in others:
        district.store(RecordKind.HOUSEHOLD, record, {"head_name": "Siti"})
    first.save(own, head_name="Asep")
    district.silent_after = lines

    silent = first.sync()
    shown, state = first.document(own), first.send_state(own)
    after = first.sync()

    assert silent.problem is SyncProblem.OFFLINE
    assert (shown, state is SendState.RECEIPTED) == ({"head_name": "Asep"}, False)
    assert after.problem is None
    assert all(first.document(record) == {"head_name": "Siti"} for record in others)
    assert len(district.clients["laptop-a"].chains) == 1, "what was sent before the silence counts once"


def test_a_district_may_be_silent_for_a_minute_and_a_reply_may_take_as_long_as_it_likes(
    first: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    ordinary = first.district._session.request

    def noted(*words: object, **more: object) -> object:
        asked.append(more["timeout"])
        return ordinary(*words, **more)  # type: ignore[arg-type]  # passed on as it came

    monkeypatch.setattr(first.district._session, "request", noted)

    assert first.sync().problem is None
    # Two numbers: until the line stands, and between two bytes; `requests` knows no limit for the whole.
    assert set(asked) == {(15.0, 60.0)}
