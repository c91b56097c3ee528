"""What a village and its district hold after an exchange, with and without trouble on the line."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.storage import SendState
from kemiskinan_desktop.sync import SyncProblem
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.desktop.sync.fake_district import FakeDistrict
from tests.desktop.sync.laptops import Laptop


def test_a_saved_family_reaches_the_district_and_is_receipted(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti Aminah", rt="003")

    report = first.sync()

    assert report.problem is None
    assert district.document(family) == {"head_name": "Siti Aminah", "rt": "003"}
    assert first.send_state(family) is SendState.RECEIPTED
    assert first.unsent() == 0


def test_a_family_of_the_prelist_arrives(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    district.store(RecordKind.HOUSEHOLD, family, {"head_name": "Ujang", "origin": "prelist"})

    report = first.sync()

    assert report.pulled == 1
    assert first.document(family) == {"head_name": "Ujang", "origin": "prelist"}
    assert first.send_state(family) is SendState.NOTHING


def test_what_one_laptop_saves_the_other_shows(first: Laptop, second: Laptop) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti")

    first.sync()
    second.sync()

    assert second.document(family) == {"head_name": "Siti"}


def test_a_value_that_lost_stays_visible_in_a_conflict(first: Laptop, second: Laptop) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti")
    first.sync()
    second.sync()
    first.save(family, head_name="Siti Aminah")
    second.save(family, head_name="Siti Maryam")

    first.sync()
    report = second.sync()

    assert report.refused == 1
    assert second.document(family) == {"head_name": "Siti Aminah"}
    with second.store.view() as unit:
        (conflict,) = unit.queries.conflicts()
        (refused,) = unit.queries.refused()
        stored = unit.records.get(RecordKind.CONFLICT, conflict.id)
    assert conflict.parent == family
    assert stored is not None
    assert "Siti Maryam" in str(stored.document["log"])
    assert refused.change.id == family


@pytest.mark.parametrize("lines", range(6))
def test_a_reply_cut_after_any_line_costs_nothing_but_time(district: FakeDistrict, first: Laptop, lines: int) -> None:
    for number in range(4):
        district.store(RecordKind.HOUSEHOLD, new_record_id(), {"head_name": f"Keluarga {number}"})
    own = new_record_id()
    first.save(own, head_name="Milik sendiri")
    district.cut_after = lines

    cut = first.sync()
    again = first.sync()

    assert cut.problem is SyncProblem.OFFLINE
    assert again.problem is None
    assert len(district.clients["laptop-a"].chains) == 1
    with first.store.view() as unit:
        assert len(unit.queries.households()) == 5
    assert first.send_state(own) is SendState.RECEIPTED


def test_lines_of_a_cut_reply_are_not_asked_for_again(district: FakeDistrict, first: Laptop) -> None:
    for number in range(4):
        district.store(RecordKind.HOUSEHOLD, new_record_id(), {"head_name": f"Keluarga {number}"})
    district.cut_after = 3

    first.sync()
    first.sync()

    assert [request.cursor for request in district.requests] == [0, 2]


def test_a_lost_reply_is_not_a_second_change(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti")
    district.lose_replies = 1

    lost = first.sync()
    first.save(family, head_name="Siti Aminah")
    again = first.sync()

    assert lost.problem is SyncProblem.OFFLINE
    assert again.problem is None
    assert len(district.clients["laptop-a"].chains) == 2
    assert district.document(family) == {"head_name": "Siti Aminah"}


def test_an_own_saved_value_stays_on_screen_while_the_line_is_down(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    district.store(RecordKind.HOUSEHOLD, family, {"head_name": "Lama"})
    first.sync()
    first.save(family, head_name="Baru")
    district.store(RecordKind.HOUSEHOLD, new_record_id(), {"head_name": "Lain"})
    district.lose_requests = 5

    report = first.sync()

    assert report.problem is SyncProblem.OFFLINE
    assert first.document(family) == {"head_name": "Baru"}
    assert first.unsent() == 1


def test_a_deleted_record_leaves_the_laptop(district: FakeDistrict, first: Laptop) -> None:
    family, other = new_record_id(), new_record_id()
    district.store(RecordKind.HOUSEHOLD, family, {"head_name": "Pergi"})
    district.store(RecordKind.HOUSEHOLD, other, {"head_name": "Tinggal"})
    first.sync()

    district.store(RecordKind.HOUSEHOLD, family, {}, deleted=True)
    first.sync()

    assert first.document(family) is None
    with first.store.view() as unit:
        assert [row.head_name for row in unit.queries.households()] == ["Tinggal"]


def test_many_changes_go_in_several_requests(district: FakeDistrict, first: Laptop) -> None:
    for number in range(1200):
        first.save(new_record_id(), head_name=f"Keluarga {number}", address="Jalan Raya " + str(number) * 20)

    report = first.sync()

    assert report.pushed == 1200
    assert report.requests > 1
    assert first.unsent() == 0
    assert len(district.records) == 1200
