"""A family from the lock to the district and back: returned with findings, mended, handed over again, approved."""

from __future__ import annotations

from pathlib import Path

import httpx

from kemiskinan_desktop.services.submitting import submit
from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from tests.contract.desks import desk
from tests.contract.sticks import service_of
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.test_family_page import NOW
from tests.server.test_pages import token_of


def hand_over(laptop: Laptop, family: RecordId) -> None:
    with laptop.store.unit() as unit:
        record = unit.records.get(RecordKind.HOUSEHOLD, family)
        assert record is not None
        submit(service_of(laptop)._desk, unit, record)
        unit.commit()


def choose_own(laptop: Laptop, family: RecordId) -> None:
    """What was held while the district had the family is a difference now, and the village settles it."""
    with laptop.store.unit() as unit:
        (held,) = unit.records.all(RecordKind.CONFLICT)
        edits = {"rt": ("001", "002")}
        unit.changes.put(RecordKind.HOUSEHOLD, family, edits, by="u1", at=NOW, closes=[held.id])
        unit.commit()


def step(browser: httpx.Client, family: RecordId, act: str, state: str) -> int:
    page = f"/desa/{VILLAGE}/keluarga/{family}"
    token = token_of(browser.get(page))
    return browser.post(f"{page}/tinjau", data={"form_token": token, "act": act, "state": state}).status_code


def test_a_family_is_returned_mended_and_approved_and_what_is_held_meanwhile_is_not_lost(
    live_server: LiveServer, browser: httpx.Client, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        family, member = new_record_id(), new_record_id()
        laptop.save(family, head_name="Siti Contoh", rt="001")
        laptop.save(member, RecordKind.MEMBER, parent=family, name="Siti Contoh")
        hand_over(laptop, family)
        laptop.sync()
        laptop.save_seen(family, "rt", "001", "002")
        laptop.save(member, RecordKind.MEMBER, **{"worker.status": "memenuhi", "worker.reason": "Buruh tani"})
        held = laptop.sync()

        returned = step(browser, family, "return", "submitted")
        laptop.sync()
        back = laptop.document(family)
        choose_own(laptop, family)
        laptop.save_seen(family, "address", None, "Kp. Cikadu")
        hand_over(laptop, family)
        laptop.sync()
        approved = step(browser, family, "approve", "submitted")
        laptop.sync()

        assert (returned, approved) == (200, 200)
        assert held.problem is None
        assert back is not None
        assert back["review"] == "returned"
        end, worker = laptop.document(family), laptop.document(member, RecordKind.MEMBER)
        assert end is not None
        assert worker is not None
        assert (end["review"], end["address"], end["rt"]) == ("approved", "Kp. Cikadu", "002")
        assert worker["worker"] == {"status": "memenuhi", "reason": "Buruh tani"}
        assert [row["state"] for row in live_server.rows("SELECT state FROM conflict")] == ["settled"]
        assert laptop_lines(laptop) == server_lines(live_server)
