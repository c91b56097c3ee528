"""The chain values that no row keeps: made of the bodies, from the nearest value that a receipt left."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.storage import Batch, DatabaseKey, Enrolment, Store, schema
from kemiskinan_desktop.storage.cipher import make_engine
from kemiskinan_domain.changes import GENESIS, ChainValue, Receipt, chain_over
from kemiskinan_domain.records import RecordId, VillageCode, new_record_id
from tests.desktop.storage.saving import NOW, freeze, new, put

VILLAGE = VillageCode("32.03.01.2001")


@pytest.fixture
def laptop(store: Store) -> Store:
    """Twelve families were written and frozen."""
    with store.unit() as unit:
        unit.meta.write(Enrolment(client="laptop", device="laptop", village=VILLAGE))
        unit.commit()
    for number in range(12):
        new(store, new_record_id(), head_name=f"Keluarga {number}")
    freeze(store)
    return store


def bodies(store: Store) -> list[bytes]:
    with store.view() as unit:
        rows = unit.records._connection.exec_driver_sql("SELECT body FROM change_body ORDER BY seq")
        return [row[0] for row in rows]


def of_nobody(store: Store) -> list[int]:
    """Bodies that belong to no change, or to two, and changes without one."""
    with store.view() as unit:
        connection = unit.records._connection
        rows = "SELECT body_seq FROM outbox UNION ALL SELECT body_seq FROM archive"
        used = [row[0] for row in connection.exec_driver_sql(rows)]
        held = [row[0] for row in connection.exec_driver_sql("SELECT seq FROM change_body")]
    return sorted(set(used) ^ set(held)) + [seq for seq in set(used) if used.count(seq) > 1]


def batch(store: Store, changes: int = 500, behind: Batch | None = None) -> Batch | None:
    with store.view() as unit:
        return unit.exchange.sending.batch(changes, 10_000_000, behind)


def after(store: Store, mid: int) -> ChainValue | None:
    with store.view() as unit:
        return unit.exchange.sending.chaining.after(mid)


def acknowledge(store: Store, first: int, last: int, chain: ChainValue, rev: int) -> int:
    receipt = Receipt(VILLAGE, "laptop", first, last, chain, rev, [], "kini")
    with store.unit() as unit:
        settled = unit.exchange.sending.acknowledge(receipt, {}, NOW)
        unit.commit()
    return settled


def shown_up_to(store: Store, rev: int) -> None:
    """The base shows the village's state of that revision."""
    with store.unit() as unit:
        unit.meta.change_exchange(unit.meta.exchange(), cursor=rev, applied=rev)
        unit.exchange.sending.retire()
        unit.commit()


def forget(store: Store, durable_rev: int) -> None:
    with store.unit() as unit:
        unit.exchange.sending.forget_durable(durable_rev)
        unit.commit()


def test_every_value_is_that_over_the_bodies_before_it(laptop: Store) -> None:
    said = bodies(laptop)
    expected = [chain_over(GENESIS, said[:mid]) for mid in range(13)]

    assert [after(laptop, mid) for mid in range(13)] == expected
    assert after(laptop, 13) is None
    assert after(laptop, -1) is None


def test_what_is_not_frozen_has_no_value_yet(laptop: Store) -> None:
    mid = new(laptop, new_record_id(), head_name="Baru")

    before = after(laptop, mid)
    freeze(laptop)

    assert before is None
    assert after(laptop, mid) == chain_over(GENESIS, bodies(laptop))


def test_batches_follow_each_other(laptop: Store) -> None:
    first = batch(laptop, 5)
    assert first is not None
    second = batch(laptop, 5, first)
    assert second is not None

    assert (first.first, first.last, second.first, second.last) == (1, 5, 6, 10)
    assert second.prev == first.chain
    assert second.chain == chain_over(GENESIS, bodies(laptop)[:10])


def test_a_receipt_that_came_early_leaves_a_hole_that_no_batch_spans(laptop: Store) -> None:
    said = bodies(laptop)
    chain = [chain_over(GENESIS, said[:mid]) for mid in range(13)]
    settled = acknowledge(laptop, 4, 6, chain[6], 3)

    first = batch(laptop)
    assert first is not None
    second = batch(laptop, behind=first)
    assert second is not None

    assert settled == 3
    assert (first.first, first.last, first.prev, first.chain) == (1, 3, GENESIS, chain[3])
    assert (second.first, second.last, second.prev, second.chain) == (7, 12, chain[6], chain[12])


def test_after_a_backup_of_the_district_the_rest_goes_on_from_the_mark(laptop: Store) -> None:
    said = bodies(laptop)
    chain = [chain_over(GENESIS, said[:mid]) for mid in range(13)]
    for first, last, rev in ((1, 4, 4), (5, 8, 8), (9, 12, 12)):
        acknowledge(laptop, first, last, chain[last], rev)
        shown_up_to(laptop, rev)
    forget(laptop, 4)
    forgotten = [after(laptop, mid) for mid in (2, 4, 6, 12)]

    with laptop.unit() as unit:
        again = unit.exchange.recovering.resend_archive("epoch-2")
        unit.commit()
    waiting = batch(laptop)
    assert waiting is not None

    assert forgotten == [None, chain[4], chain[6], chain[12]]
    assert again == 8
    assert len(bodies(laptop)) == 8
    assert (waiting.first, waiting.last, waiting.prev, waiting.chain) == (5, 12, chain[4], chain[12])
    assert of_nobody(laptop) == []


def test_acknowledged_and_not_yet_shown_is_marked_too(laptop: Store) -> None:
    chain = [chain_over(GENESIS, bodies(laptop)[:mid]) for mid in range(13)]
    acknowledge(laptop, 1, 4, chain[4], 4)
    shown_up_to(laptop, 4)
    forget(laptop, 4)
    acknowledge(laptop, 5, 8, chain[8], 8)

    with laptop.unit() as unit:
        unit.exchange.recovering.resend_archive("epoch-2")
        state = unit.meta.exchange()
        unit.commit()

    assert (state.acked_mid, state.acked_chain) == (4, chain[4])
    waiting = batch(laptop)
    assert waiting is not None
    assert (waiting.first, waiting.prev, waiting.chain) == (5, chain[4], chain[12])


def test_a_copy_takes_its_own_out_of_the_archive_with_their_bodies(laptop: Store) -> None:
    said = bodies(laptop)
    chain = [chain_over(GENESIS, said[:mid]) for mid in range(13)]
    acknowledge(laptop, 1, 4, chain[4], 4)
    shown_up_to(laptop, 4)
    ledger = {mid: chain[mid] if mid != 3 else ChainValue("f" * 64) for mid in range(1, 5)}

    with laptop.unit() as unit:
        unit.exchange.recovering.reincarnate("laptop~1", ledger)
        unit.commit()
    forget(laptop, 99)
    freeze(laptop)
    waiting = batch(laptop)

    assert waiting is not None
    assert waiting.bodies == (said[2], *said[4:])
    assert waiting.prev == GENESIS
    assert of_nobody(laptop) == []


def test_a_later_edit_changes_no_frozen_body(laptop: Store) -> None:
    family = new_record_id()
    new(laptop, family, rt="001")
    put(laptop, family, {"rt": ("001", "002")})
    together = bodies(laptop)
    freeze(laptop)
    put(laptop, family, {"rt": ("002", "003")})

    assert len(together) == 13
    assert bodies(laptop)[:13] == together
    assert len(bodies(laptop)) == 14


def test_a_file_of_before_keeps_its_chain_and_gives_it_back(laptop: Store, key: DatabaseKey) -> None:
    chain = [chain_over(GENESIS, bodies(laptop)[:mid]) for mid in range(13)]
    acknowledge(laptop, 1, 4, chain[4], 4)
    shown_up_to(laptop, 4)
    new(laptop, RecordId(new_record_id()), head_name="Belum beku")
    laptop.close()

    engine = make_engine(laptop.path, key)
    schema.downgrade(engine, "0004")
    with engine.begin() as connection:
        kept = connection.exec_driver_sql(
            "SELECT mid, prev, chain FROM archive UNION ALL SELECT mid, prev, chain FROM outbox ORDER BY mid"
        ).all()
        last = connection.exec_driver_sql("SELECT value FROM meta WHERE name = 'frozen_chain'").scalar()
    engine.dispose()

    assert [tuple(row) for row in kept[:12]] == [(mid, chain[mid - 1], chain[mid]) for mid in range(1, 13)]
    assert tuple(kept[12]) == (13, None, None)
    assert last == f'"{chain[12]}"'
    again = Store.open(laptop.path, key)
    assert [after(again, mid) for mid in range(14)] == [*chain, None]
    assert len(bodies(again)) == 13
    assert of_nobody(again) == []
    again.close()
