"""Files of a laptop that was shut out: kept as they came, and taken in or thrown away by an administrator."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.wire import ProblemType, SyncRequest
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_server.cli.upkeep import collect_blobs
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.bundles import (
    ASIDE_FULL,
    AsideRefusal,
    BundleResult,
    accept,
    aside,
    discard,
    take_bundle,
)
from kemiskinan_server.services.enrolment import revoke
from kemiskinan_server.storage import blobs
from kemiskinan_server.storage.bundles import ACCEPTED, DISCARDED, TakenBundle
from kemiskinan_server.storage.room import DiskFullError
from tests.server.bundling import bundle_of
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, household
from tests.server.test_bundle_doors import PASSWORD, browser, enter, token_of
from tests.server.test_bundle_photos import NAME, PHOTO, asking, named

__all__ = ["browser"]


def shut_out(server: LiveServer, laptop: Laptop) -> None:
    context = server.parts.context
    with context.database.unit_of_work() as unit:
        assert revoke(unit, laptop.client, "admin", context.clock())
        unit.commit()


def brought(server: LiveServer, content: bytes) -> BundleResult:
    return take_bundle(server.parts.context, content, "uji")


def taken_in(server: LiveServer, digest: str, reason: str = "kerja desa sebelum hilang") -> TakenBundle | AsideRefusal:
    return accept(server.parts.context, VILLAGE, digest, "admin", reason)


def files_aside(server: LiveServer) -> list[Path]:
    folder = server.parts.context.settings.blobs_folder / "aside"
    return sorted(path for path in folder.rglob("*") if path.is_file())


def families(server: LiveServer) -> list[object]:
    return [row["head_name"] for row in server.rows("SELECT head_name FROM household ORDER BY head_name")]


def held(server: LiveServer) -> list[object]:
    return [row["sha256"] for row in server.rows("SELECT sha256 FROM blob WHERE complete")]


def audited(server: LiveServer, deed: str) -> list[str]:
    return [str(row["detail"]) for row in server.rows("SELECT detail FROM audit WHERE deed = :d ORDER BY id", d=deed)]


def test_its_photos_are_kept_as_they_came_and_nothing_of_them_is_readable(
    live_server: LiveServer, laptop: Laptop
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)

    first, again = brought(live_server, content), brought(live_server, content)

    assert (first.refusal, first.answer, held(live_server)) == (BundleRefusal.REVOKED, None, [])
    assert again.outcome == first.outcome
    [path] = files_aside(live_server)
    assert path.read_bytes() == content
    assert PHOTO not in content
    rows = live_server.rows("SELECT size, inside, content FROM bundle")
    assert rows == [{"size": len(content), "inside": 1, "content": None}]


def test_photos_that_are_taken_in_are_held_and_their_file_is_gone(live_server: LiveServer, laptop: Laptop) -> None:
    named(laptop)
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest

    decided = taken_in(live_server, digest)
    again = brought(live_server, content)

    assert isinstance(decided, TakenBundle)
    assert (decided.outcome, decided.photos, decided.reason) == (ACCEPTED, 1, "kerja desa sebelum hilang")
    assert held(live_server) == [NAME]
    assert files_aside(live_server) == []
    assert audited(live_server, "bundle-accepted") == [f"{laptop.client} 1 {digest} kerja desa sebelum hilang"]
    assert (again.outcome, again.answer, files_aside(live_server)) == (ACCEPTED, None, [])


def test_records_that_are_taken_in_count_as_if_their_laptop_were_still_let_in(
    live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.sync(household(head_name="Asep"))
    laptop.save(household(head_name="Siti"))
    content = bundle_of(laptop, live_server.parts)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest

    decided = taken_in(live_server, digest)

    assert isinstance(decided, TakenBundle)
    assert (decided.changes, decided.answered) == (1, False)
    assert families(live_server) == ["Asep", "Siti"]
    assert taken_in(live_server, digest) is AsideRefusal.NOT_THERE
    assert live_server.rows("SELECT mid FROM history WHERE client = :c ORDER BY mid", c=laptop.client)[-1] == {"mid": 2}
    assert laptop.ask_token().status_code == 403, "the laptop itself stays outside"


def test_what_was_written_before_a_restore_of_the_district_is_taken_in_too(
    live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.epoch = "00000000-0000-4000-8000-000000000000"
    laptop.save(household(head_name="Siti"))
    content = bundle_of(laptop, live_server.parts)
    shut_out(live_server, laptop)

    decided = taken_in(live_server, brought(live_server, content).digest)

    assert isinstance(decided, TakenBundle)
    assert families(live_server) == ["Siti"]


def test_a_file_that_goes_on_behind_another_waits_until_that_one_is_taken_in(
    live_server: LiveServer, laptop: Laptop
) -> None:
    for name in ("Asep", "Siti"):
        laptop.save(household(head_name=name))
    whole = msgspec.json.decode(laptop.message(), type=SyncRequest)
    second = msgspec.structs.replace(whole, first=2, prev=laptop.chain(1), muts=whole.muts[1:])
    first = msgspec.structs.replace(whole, chain=laptop.chain(1), muts=whole.muts[:1])
    parts = [
        bundle_of(laptop, live_server.parts, msgspec.json.encode(one), seq=place)
        for place, one in enumerate((first, second), 1)
    ]
    shut_out(live_server, laptop)
    one, two = (brought(live_server, part).digest for part in parts)

    early, earlier, late = taken_in(live_server, two), taken_in(live_server, one), taken_in(live_server, two)

    assert early is AsideRefusal.EARLIER_FIRST
    assert isinstance(earlier, TakenBundle)
    assert isinstance(late, TakenBundle)
    assert families(live_server) == ["Asep", "Siti"]


def test_what_is_thrown_away_is_gone_with_a_reason_and_can_be_brought_again(
    live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.save(household(head_name="Siti"))
    records, photos = bundle_of(laptop, live_server.parts), asking(laptop, live_server.parts, photo=PHOTO, seq=2)
    shut_out(live_server, laptop)
    context = live_server.parts.context
    digests = [brought(live_server, content).digest for content in (records, photos)]

    decided = [discard(context, VILLAGE, digest, "admin", " laptop dicuri ") for digest in digests]

    assert [one.outcome for one in decided if isinstance(one, TakenBundle)] == [DISCARDED, DISCARDED]
    assert live_server.rows("SELECT content FROM bundle WHERE content IS NOT NULL") == []
    assert (files_aside(live_server), held(live_server), families(live_server)) == ([], [], [])
    assert [text.endswith(" laptop dicuri") for text in audited(live_server, "bundle-discarded")] == [True, True]
    assert brought(live_server, photos).refusal is BundleRefusal.REVOKED
    assert len(files_aside(live_server)) == 1


@pytest.mark.parametrize("decide", [accept, discard])
def test_nothing_is_decided_without_a_reason(live_server: LiveServer, laptop: Laptop, decide: object) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest

    assert callable(decide)
    assert decide(live_server.parts.context, VILLAGE, digest, "admin", "  ") is AsideRefusal.NO_REASON
    assert (len(files_aside(live_server)), held(live_server)) == (1, [])


def test_a_full_disk_keeps_nothing_and_says_so(
    live_server: LiveServer, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)

    def full(_: int) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as patch:
        patch.setattr("kemiskinan_server.storage.aside.os.fsync", full)
        refused = brought(live_server, content)
        left = files_aside(live_server)
        noted = live_server.rows("SELECT digest FROM bundle")
    later = brought(live_server, content)

    assert (refused.problem, refused.refusal, left, noted) == (ProblemType.STORAGE_FULL, None, [], [])
    assert later.refusal is BundleRefusal.REVOKED


def test_a_full_disk_while_photos_are_taken_in_leaves_the_file_to_try_again(
    live_server: LiveServer, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest

    def full(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(blobs.BlobFiles, "append", full)
        refused = taken_in(live_server, digest)
    later = taken_in(live_server, digest)

    assert refused is AsideRefusal.NO_ROOM
    assert isinstance(later, TakenBundle)
    assert held(live_server) == [NAME]


def test_only_so_much_waits_for_one_village(
    live_server: LiveServer, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.save(household(head_name="Siti"))
    photos, records = asking(laptop, live_server.parts, photo=PHOTO), bundle_of(laptop, live_server.parts, seq=2)
    shut_out(live_server, laptop)
    monkeypatch.setattr(aside, "MOST_ASIDE", len(photos) + 10)

    first, second, again = (brought(live_server, content) for content in (photos, records, photos))

    assert (first.outcome, again.outcome) == ("revoked", "revoked")
    assert (second.outcome, second.problem, second.refusal) == (ASIDE_FULL, ProblemType.STORAGE_FULL, None)
    assert live_server.rows("SELECT count(*) AS n FROM bundle") == [{"n": 1}]


def test_a_file_that_the_data_folder_lost_is_said_and_can_be_thrown_away(
    live_server: LiveServer, laptop: Laptop
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest
    for path in files_aside(live_server):
        path.unlink()

    lost = taken_in(live_server, digest)
    gone = discard(live_server.parts.context, VILLAGE, digest, "admin", "berkasnya hilang")

    assert lost is AsideRefusal.LOST
    assert isinstance(gone, TakenBundle)


def test_upkeep_takes_away_what_a_power_cut_left_and_nothing_that_waits(
    live_server: LiveServer, laptop: Laptop
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    brought(live_server, content)
    [waits] = files_aside(live_server)
    left = waits.with_name("f" * 64)
    left.write_bytes(b"x")
    for path in (waits, left):
        os.utime(path, (1_000_000_000, 1_000_000_000))

    collect_blobs(live_server.parts)

    assert (waits.exists(), left.exists()) == (True, False)


def account(server: LiveServer, name: str, role: Role, *area: str) -> None:
    with server.parts.context.database.unit_of_work() as unit:
        save_account(unit, name, PASSWORD, role, full_name="", now=datetime.now(UTC), area=Area(area))
        unit.commit()


def test_the_page_shows_what_waits_and_an_administrator_decides(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    named(laptop)
    laptop.save(household(head_name="Siti"))
    records, photos = bundle_of(laptop, live_server.parts), asking(laptop, live_server.parts, photo=PHOTO, seq=2)
    shut_out(live_server, laptop)
    token = enter(browser)
    for content in (records, photos):
        browser.post("/berkas", data={"form_token": token}, files=[("files", ("x.dsb", content))])

    page = browser.get("/berkas")
    take, drop = (re.findall(rf'action="(/berkas/[^"]+/{word})"', page.text) for word in ("terima", "buang"))
    without = browser.post(take[0], data={"form_token": token, "reason": " "})
    accepted = browser.post(take[0], data={"form_token": token, "reason": "kerja desa"})
    dropped = browser.post(drop[1], data={"form_token": token, "reason": "kabur"})

    assert "Menunggu keputusan" in page.text
    assert ("1 perubahan" in page.text, "1 foto" in page.text) == (True, True)
    assert (without.status_code, "Isi alasannya." in without.text) == (422, True)
    assert "Menunggu keputusan" in accepted.text, "the photos still wait"
    assert "admin: kerja desa" in accepted.text
    assert "Menunggu keputusan" not in dropped.text
    assert (families(live_server), held(live_server)) == (["Siti"], [])
    assert browser.post(drop[1], data={"form_token": token, "reason": "lagi"}).status_code == 409


def test_a_reviewer_sees_what_waits_and_an_administrator_of_elsewhere_neither_sees_nor_decides(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest
    account(live_server, "jauh", Role.ADMINISTRATOR, OTHER_VILLAGE)
    account(live_server, "dewi", Role.REVIEWER)
    enter(browser, "dewi")
    seen = browser.get("/berkas")
    path = f"/berkas/{VILLAGE}/{digest}/terima"
    refused = browser.post(path, data={"form_token": token_of(seen), "reason": "x"})
    token = enter(browser, "jauh")

    elsewhere = browser.post(path, data={"form_token": token, "reason": "x"})

    assert ("menunggu admin" in seen.text, "/terima" in seen.text) == (True, False)
    assert (refused.status_code, elsewhere.status_code) == (404, 404)
    assert "Menunggu keputusan" not in browser.get("/berkas").text
    assert held(live_server) == []


def test_of_two_who_decide_at_once_only_the_first_does(live_server: LiveServer, laptop: Laptop) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    shut_out(live_server, laptop)
    digest = brought(live_server, content).digest
    with live_server.parts.context.database.unit_of_work() as unit:
        kept = unit.bundles.kept_aside(VILLAGE, digest)
        assert kept is not None
        decided = replace(kept[0], outcome=DISCARDED, decided_at=datetime.now(UTC), decided_by="a", reason="x")

        answers = [unit.bundles.decide(decided), unit.bundles.decide(replace(decided, outcome=ACCEPTED))]
        unit.commit()

    assert answers == [True, False]
    assert live_server.rows("SELECT outcome FROM bundle") == [{"outcome": DISCARDED}]
