"""Two villages' laptops and a family that moved: one loses it, the other gets it, and nothing unsent is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kemiskinan_domain.records import RecordId, RecordKind, new_record_id
from tests.contract.desks import desk
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.test_pages import token_of


@pytest.fixture
def desks(live_server: LiveServer, tmp_path: Path) -> Iterator[tuple[Laptop, Laptop]]:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code(VILLAGE)) as here,
        desk(tmp_path / "b", live_server.url, live_server.code(OTHER_VILLAGE)) as there,
    ):
        yield here, there


@pytest.fixture
def family(desks: tuple[Laptop, Laptop]) -> RecordId:
    """Siti with her daughter in the first village, and a neighbour who stays."""
    family = new_record_id()
    desks[0].save(family, head_name="Siti Contoh", rt="001", survey_state="complete")
    desks[0].save(new_record_id(), RecordKind.MEMBER, parent=family, name="Siti Contoh", nik="3203014309749002")
    desks[0].save(new_record_id(), head_name="Tetangga")
    assert desks[0].sync().problem is None
    return family


def move(browser: httpx.Client, family: RecordId, source: str = VILLAGE, target: str = OTHER_VILLAGE) -> RecordId:
    path = f"/desa/{source}/keluarga/{family}"
    fields = {"form_token": token_of(browser.get(path)), "target": target, "reason": "Pindah rumah"}
    answer = browser.post(f"{path}/pindah", data=fields)
    assert answer.status_code == 200
    return RecordId(answer.url.path.rpartition("/")[2])


def families(laptop: Laptop) -> list[object]:
    with laptop.store.view() as unit:
        return sorted(str(one.document.get("head_name")) for one in unit.records.all(RecordKind.HOUSEHOLD))


def members(laptop: Laptop) -> list[object]:
    with laptop.store.view() as unit:
        return [one.document.get("parent") for one in unit.records.all(RecordKind.MEMBER)]


def test_both_laptops_learn_it_with_their_next_exchange(
    browser: httpx.Client, desks: tuple[Laptop, Laptop], family: RecordId
) -> None:
    here, there = desks

    arrived = move(browser, family)
    problems = [here.sync().problem, there.sync().problem]

    assert problems == [None, None]
    assert (families(here), families(there)) == (["Tetangga"], ["Siti Contoh"])
    assert (members(here), members(there)) == ([], [arrived])
    document = there.document(arrived)
    assert document is not None
    assert document["survey_state"] == "draft"
    assert isinstance(document["moved_from"], dict)
    assert document["moved_from"]["household"] == family


def test_what_the_old_village_had_not_sent_is_a_difference_and_not_lost(
    browser: httpx.Client, desks: tuple[Laptop, Laptop], family: RecordId, live_server: LiveServer
) -> None:
    here, there = desks
    here.save(family, address="Kp. Cikadu")

    move(browser, family)
    report = here.sync()
    there.sync()

    assert report.problem is None
    back = here.document(family)
    assert back is not None
    assert (back["address"], back["head_name"]) == ("Kp. Cikadu", "Siti Contoh")
    assert isinstance(back["moved_to"], dict)
    assert back["moved_to"]["village"] == OTHER_VILLAGE
    assert [row["why"] for row in live_server.rows("SELECT why FROM conflict WHERE state = 'open'")] == [
        "edit-vs-delete"
    ]
    assert families(there) == ["Siti Contoh"]


def test_a_family_that_comes_back_is_a_new_record_and_knows_where_it_was(
    browser: httpx.Client, desks: tuple[Laptop, Laptop], family: RecordId
) -> None:
    here, there = desks

    arrived = move(browser, family)
    again = move(browser, arrived, OTHER_VILLAGE, VILLAGE)
    problems = [here.sync().problem, there.sync(may_empty=True).problem]

    assert problems == [None, None]
    assert (families(here), families(there)) == (["Siti Contoh", "Tetangga"], [])
    document = here.document(again)
    assert document is not None
    assert isinstance(document["moved_from"], dict)
    assert document["moved_from"]["village"] == OTHER_VILLAGE


def test_a_member_who_was_written_into_the_family_meanwhile_brings_it_back_as_a_difference(
    browser: httpx.Client, desks: tuple[Laptop, Laptop], family: RecordId, live_server: LiveServer
) -> None:
    here, _ = desks
    here.save(new_record_id(), RecordKind.MEMBER, parent=family, name="Bayi Contoh")

    move(browser, family)
    report = here.sync()

    assert report.problem is None
    assert families(here) == ["Siti Contoh", "Tetangga"]
    assert members(here) == [family]
    assert live_server.rows("SELECT parent, why, state FROM conflict") == [
        {"parent": family, "why": "edit-vs-delete", "state": "open"}
    ]
