"""What a district lost is given back in the order in which it was done, whatever the laptop's clock said then."""

from __future__ import annotations

from datetime import datetime, timedelta

from kemiskinan_desktop.storage import Enrolment, Store
from kemiskinan_domain.changes import Put, Receipt, decode_change
from kemiskinan_domain.records import RecordId, VillageCode, new_record_id
from tests.desktop.storage.saving import HOUSEHOLD, NOW


def acknowledged(store: Store, family: RecordId, seen: str | None, wanted: str, at: datetime) -> None:
    """One change, sent by itself and shown by the base."""
    with store.unit() as unit:
        mid = unit.changes.put(HOUSEHOLD, family, {"rt": (seen, wanted)}, by="u1", at=at)
        unit.exchange.sending.freeze()
        batch = unit.exchange.sending.batch(1, 1_000_000)
        assert batch is not None
        receipt = Receipt(VillageCode("32.03.01.2001"), "lama", mid, mid, batch.chain, 0, [], "kini")
        unit.exchange.sending.acknowledge(receipt, {}, NOW)
        unit.commit()


def test_a_clock_that_was_set_back_does_not_turn_the_archive_round(store: Store) -> None:
    family = new_record_id()
    with store.unit() as unit:
        unit.meta.write(Enrolment(client="lama", device="lama", village="32.03.01.2001"))
        unit.commit()
    acknowledged(store, family, None, "001", NOW + timedelta(days=3650))
    acknowledged(store, family, "001", "002", NOW)

    with store.unit() as unit:
        unit.exchange.recovering.reincarnate("baru", {})
        unit.exchange.recovering.resend_archive("epoch-2")
        bodies = unit.records._connection.exec_driver_sql(
            "SELECT body FROM outbox JOIN change_body ON seq = body_seq ORDER BY mid"
        ).scalars()
        changes = [decode_change(body) for body in bodies]
        unit.commit()

    assert [change.f["rt"] for change in changes if isinstance(change, Put)] == [[None, "001"], ["001", "002"]]
