"""Changes that the district could not take are closed by a reviewer with a reason; their bytes stay for ever."""

from __future__ import annotations

import re
from typing import Any

import httpx
import msgspec
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, household, put
from tests.server.test_differences import LIST
from tests.server.test_family_page import NOW, browser, compiled
from tests.server.test_pages import PASSWORD, enter, token_of

__all__ = ["browser", "compiled"]

UNREADABLE = b'{"op":"put","k":"planet","id":"x","f":{"nama":[null,"Siti \xff"]}}'


def unreadable(laptop: Laptop, body: bytes = UNREADABLE) -> str:
    """The conflict that keeps a change which is no change."""
    laptop.bodies.append(body)
    reply = laptop.sync()
    assert reply.head is not None
    return str(reply.head.results[len(laptop.bodies)].c[0])


def about_a_family(laptop: Laptop) -> tuple[str, str]:
    """A family, and the conflict of a change of it that cannot be stored."""
    family = household(head_name="Siti Contoh", no_kk="3203011234567890")
    laptop.sync(family)
    body = f'{{"op":"put","k":"household","id":"{family.id}","base":0,"at":"","by":"","f":{{"desil":[null,"dua"]}}}}'
    return family.id, unreadable(laptop, body.encode())


def form_on(page: httpx.Response, conflict: str) -> dict[str, str]:
    action = f"/desa/{VILLAGE}/perbedaan/{conflict}/tutup"
    found = re.search(rf'<form method="post" action="{action}">(.*?)</form>', page.text, re.S)
    assert found is not None
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', found[1]))
    return {"action": action, **fields}


def close(browser: httpx.Client, form: dict[str, str], reason: str) -> httpx.Response:
    sent = {name: value for name, value in form.items() if name != "action"}
    return browser.post(form["action"], data=sent | {"reason": reason})


def document(server: LiveServer, record: str) -> dict[str, Any]:
    [row] = server.rows("SELECT line FROM record WHERE id = :r", r=record)
    found: dict[str, Any] = msgspec.json.decode(str(row["line"]))[4]
    return found


def remarks(laptop: Laptop) -> list[dict[str, Any]]:
    laptop.sync()
    lines = [msgspec.json.decode(line) for line in laptop.base.values()]
    return [line[4] for line in lines if line[1] == "remark"]


def test_a_change_that_is_about_no_record_is_closed_with_its_bytes_and_the_reason(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    conflict = unreadable(laptop)
    before = document(live_server, conflict)
    enter(browser)
    page = browser.get(LIST)

    done = close(browser, form_on(page, conflict), "  Salinan program lama, sudah diketik ulang. ")
    settled = browser.get(f"{LIST}?keadaan=selesai")

    after = document(live_server, conflict)
    assert "Tidak ada perbedaan yang menunggu pilihan." in done.text
    assert (after["state"], after["settled_why"]) == ("settled", "Salinan program lama, sudah diketik ulang.")
    assert after["log"] == before["log"]
    assert "Alasan: Salinan program lama, sudah diketik ulang." in settled.text
    assert "planet" in settled.text
    rows = live_server.rows("SELECT body FROM history WHERE client = :c", c=laptop.client)
    assert [bytes(row["body"]) for row in rows] == [UNREADABLE]  # type: ignore[call-overload]
    assert live_server.rows("SELECT village, detail FROM audit WHERE deed = 'change-closed'") == [
        {"village": VILLAGE, "detail": f"{conflict} Salinan program lama, sudah diketik ulang."}
    ]
    assert [one["state"] for one in remarks(laptop)] == ["settled"]
    assert msgspec.json.decode(laptop.base[conflict])[4]["state"] == "settled"


def test_where_the_record_is_known_the_village_reads_the_reason_beside_it(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    family, conflict = about_a_family(laptop)
    enter(browser)

    close(browser, form_on(browser.get(LIST), conflict), "Desil tidak diubah dari desa.")

    [told] = remarks(laptop)
    assert (told["parent"], told["parent_kind"], told["text"]) == (family, "household", "Desil tidak diubah dari desa.")
    assert (told["state"], told["side"]) == ("open", "district")
    assert "desil" not in document(live_server, family)


def test_it_is_closed_on_the_family_s_page_too_and_stays_there_to_read(browser: httpx.Client, laptop: Laptop) -> None:
    family, conflict = about_a_family(laptop)
    enter(browser)
    page = browser.get(f"/desa/{VILLAGE}/keluarga/{family}")

    done = close(browser, form_on(page, conflict), "Sudah dibetulkan.")

    assert done.url.path == f"/desa/{VILLAGE}/keluarga/{family}"
    assert "Alasan: Sudah dibetulkan." in done.text


@pytest.mark.parametrize(("reason", "status"), [("  ", 422), ("x" * 1001, 422)])
def test_without_a_reason_of_a_fitting_length_it_stays_open(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop, reason: str, status: int
) -> None:
    conflict = unreadable(laptop)
    enter(browser)

    answer = close(browser, form_on(browser.get(LIST), conflict), reason)

    assert answer.status_code == status
    assert document(live_server, conflict)["state"] == "open"


def test_what_moved_since_the_page_was_read_is_closed_by_nobody(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    _, conflict = about_a_family(laptop)
    enter(browser)
    form = form_on(browser.get(LIST), conflict)
    closed = close(browser, form, "Sekali.")
    again = close(browser, form, "Dua kali.")
    stale = close(browser, {**form, "seen": "0" * 32}, "Lain.")

    assert closed.status_code == 200
    assert (again.status_code, stale.status_code) == (409, 409)
    assert document(live_server, conflict)["settled_why"] == "Sekali."


def test_two_values_that_met_are_not_closed_by_a_reason(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    family = household(head_name="Siti", rt="001")
    laptop.sync(family, put(RecordKind.HOUSEHOLD, family.id, rt=("009", "002")))
    [row] = live_server.rows("SELECT id FROM conflict WHERE why = 'field'")
    enter(browser)
    page = browser.get(LIST)
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen is not None

    form = {"action": f"{LIST}/{row['id']}/tutup", "form_token": token_of(page), "seen": seen[1]}
    answer = close(browser, form, "Malas memilih.")

    assert answer.status_code == 409
    assert document(live_server, str(row["id"]))["state"] == "open"


def test_no_laptop_closes_it_by_a_remark_of_its_own(live_server: LiveServer, laptop: Laptop) -> None:
    conflict = unreadable(laptop)
    own = put(RecordKind.REMARK, new_record_id(), parent=conflict, text="Sudah", state="settled")

    laptop.sync(msgspec.structs.replace(own, closes=[conflict]))

    assert document(live_server, conflict)["state"] == "open"


def test_who_may_not_review_or_reviews_elsewhere_does_not_find_it(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    conflict = unreadable(laptop)
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "jauh", PASSWORD, Role.REVIEWER, full_name="", now=NOW, area=Area((OTHER_VILLAGE,)))
        save_account(unit, "pembaca", PASSWORD, Role.SUBDISTRICT_READER, full_name="", now=NOW)
        unit.commit()
    answers = []
    for name in ("jauh", "pembaca"):
        browser.cookies.clear()
        enter(browser, name)
        form = {"action": f"{LIST}/{conflict}/tutup", "form_token": token_of(browser.get("/akun")), "seen": ""}
        answers.append(close(browser, form, "Coba-coba.").status_code)

    assert answers == [404, 404]
    assert document(live_server, conflict)["state"] == "open"
