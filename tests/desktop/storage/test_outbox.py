"""Own changes: written with the record, joined only where that hides nothing."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.storage import SendState, Store
from kemiskinan_domain.records import RecordKind, new_record_id
from tests.desktop.storage.saving import HOUSEHOLD, NOW, freeze, get, new, outgoing, put


def test_a_save_writes_the_record_and_its_change(store: Store) -> None:
    family = new_record_id()

    new(store, family, head_name="Siti")

    stored = get(store, family)
    assert stored is not None
    assert (stored.rev, stored.document) == (0, {"head_name": "Siti"})
    assert [change.f for change in outgoing(store)] == [{"head_name": [None, "Siti"]}]


def test_leaving_without_a_commit_writes_neither(store: Store) -> None:
    family = new_record_id()

    with store.unit() as unit:
        unit.changes.put(HOUSEHOLD, family, {"head_name": (None, "Siti")}, by="u1", at=NOW)

    assert get(store, family) is None
    assert outgoing(store) == []


def test_the_value_on_screen_travels_even_when_the_record_moved_meanwhile(store: Store) -> None:
    family = new_record_id()
    new(store, family, rt="001")
    freeze(store)

    put(store, family, {"rt": ("999", "002")})

    assert outgoing(store)[-1].f == {"rt": ["999", "002"]}


def test_an_edit_joins_the_waiting_change_that_ended_where_it_began(store: Store) -> None:
    family = new_record_id()
    first = new(store, family, rt="001")

    second = put(store, family, {"rt": ("001", "002"), "rw": (None, "005")})

    assert first == second
    assert [change.f for change in outgoing(store)] == [{"rt": [None, "002"], "rw": [None, "005"]}]


def test_an_edit_that_saw_another_value_stays_a_change_of_its_own(store: Store) -> None:
    family = new_record_id()
    new(store, family, rt="001")

    put(store, family, {"rt": ("007", "002")})

    assert [change.f for change in outgoing(store)] == [{"rt": [None, "001"]}, {"rt": ["007", "002"]}]


def test_true_and_one_are_not_the_same_value(store: Store) -> None:
    family = new_record_id()
    put(store, family, {"answers.q1": (None, 1)})

    put(store, family, {"answers.q1": (True, 2)})

    assert len(outgoing(store)) == 2


def test_an_edit_never_joins_a_frozen_change(store: Store) -> None:
    family = new_record_id()
    new(store, family, rt="001")
    before = outgoing(store)

    put(store, family, {"rt": ("001", "002")})

    assert outgoing(store)[: len(before)] == before
    assert len(outgoing(store)) == 2


def test_an_edit_never_slips_in_front_of_a_step_of_the_review(store: Store) -> None:
    family, person = new_record_id(), new_record_id()
    new(store, family, head_name="Siti")
    new(store, person, RecordKind.MEMBER, parent=family, name="Ujang")
    with store.unit() as unit:
        unit.changes.act(HOUSEHOLD, family, "submit", ("draft", "submitted"), by="u1", at=NOW)
        unit.commit()

    mid = put(store, person, {"name": ("Ujang", "Ujang S.")}, RecordKind.MEMBER)

    assert mid == 4


def test_two_peoples_edits_stay_apart(store: Store) -> None:
    family = new_record_id()
    new(store, family, rt="001")

    with store.unit() as unit:
        mid = unit.changes.put(HOUSEHOLD, family, {"rt": ("001", "002")}, by="u2", at=NOW)
        unit.commit()

    assert mid == 2


def test_a_deleted_record_is_gone_here_and_lives_again_by_an_edit(store: Store) -> None:
    family = new_record_id()
    new(store, family, head_name="Siti")
    with store.unit() as unit:
        unit.changes.delete(HOUSEHOLD, family, by="u1", at=NOW, why="moved")
        unit.commit()
    gone = get(store, family)

    put(store, family, {"head_name": ("Siti", "Siti A.")})

    stored = get(store, family)
    assert gone is None
    assert stored is not None
    assert stored.document == {"head_name": "Siti A."}


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with store.unit() as unit, pytest.raises(ValueError, match="aware"):
        unit.changes.put(HOUSEHOLD, new_record_id(), {}, by="u1", at=NOW.replace(tzinfo=None))


def test_a_members_change_shows_on_its_family(store: Store) -> None:
    family, person = new_record_id(), new_record_id()
    new(store, family, head_name="Siti")
    freeze(store)

    new(store, person, RecordKind.MEMBER, parent=family, name="Ujang")

    with store.view() as unit:
        row = unit.queries.household(family)
    assert row is not None
    assert (row.members, row.send_state) == (1, SendState.UNSENT)
