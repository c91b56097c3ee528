"""A laptop that is enrolled again: what the district does not hold waits once, in its order, and is listed once."""

from __future__ import annotations

from kemiskinan_desktop.storage import Enrolment, Store
from kemiskinan_desktop.storage.tables import refused
from kemiskinan_domain.changes import GENESIS, Put, Receipt, Verdict, VerdictStatus, decode_change
from kemiskinan_domain.records import RecordId, VillageCode, new_record_id
from tests.desktop.storage.saving import HOUSEHOLD, NOW

OLD, NEW = Enrolment(client="lama", device="lama", village="32.03.01.2001"), Enrolment(client="baru", device="baru")


def save(store: Store, family: RecordId, seen: str | None, wanted: str) -> int:
    with store.unit() as unit:
        mid = unit.changes.put(HOUSEHOLD, family, {"rt": (seen, wanted)}, by="u1", at=NOW)
        unit.exchange.sending.freeze()
        unit.commit()
    return mid


def acknowledge(store: Store, mid: int, rev: int, verdict: Verdict | None = None) -> None:
    with store.unit() as unit:
        batch = unit.exchange.sending.batch(1, 1_000_000)
        assert batch is not None
        receipt = Receipt(VillageCode("32.03.01.2001"), "lama", mid, mid, batch.chain, rev, [], "kini")
        unit.exchange.sending.acknowledge(receipt, {} if verdict is None else {mid: verdict}, NOW)
        unit.commit()


def enrolled(store: Store) -> None:
    with store.unit() as unit:
        unit.meta.write(OLD)
        unit.commit()


def waiting(store: Store) -> list[object]:
    with store.view() as unit:
        query = "SELECT body FROM outbox JOIN change_body ON seq = body_seq ORDER BY mid"
        rows = unit.records._connection.exec_driver_sql(query).scalars()
        changes = [decode_change(body) for body in rows]
    return [change.f["rt"] for change in changes if isinstance(change, Put)]


def listed(store: Store) -> int:
    with store.view() as unit:
        found = unit.records._connection.exec_driver_sql(f"SELECT count(*) FROM {refused.name}").scalar()
    assert isinstance(found, int)
    return found


def test_all_that_is_here_waits_in_the_order_in_which_it_was_made(store: Store) -> None:
    enrolled(store)
    family = new_record_id()
    acknowledge(store, save(store, family, None, "001"), rev=0)
    acknowledge(store, save(store, family, "001", "002"), rev=9)
    save(store, family, "002", "003")

    with store.unit() as unit:
        count = unit.exchange.recovering.enrol_again(NEW, None)
        state, known = unit.meta.exchange(), unit.meta.enrolment()
        unit.commit()

    assert count == 3
    assert waiting(store) == [[None, "001"], ["001", "002"], ["002", "003"]]
    assert (known.client, state.epoch, state.frozen_mid, state.acked_chain) == ("baru", "", 0, GENESIS)
    with store.view() as unit:
        shown = unit.records.get(HOUSEHOLD, family)
        bodies = unit.records._connection.exec_driver_sql("SELECT count(*) FROM change_body").scalar()
    assert bodies == 3
    assert shown is not None
    assert shown.document["rt"] == "003"


def test_what_is_judged_once_more_is_not_listed_twice(store: Store) -> None:
    enrolled(store)
    for rev in (0, 9):
        family = new_record_id()
        acknowledge(store, save(store, family, None, "001"), rev, Verdict(VerdictStatus.HELD, why="locked"))
    assert listed(store) == 2

    with store.unit() as unit:
        unit.exchange.recovering.enrol_again(NEW, None)
        unit.commit()

    assert listed(store) == 0
