"""A family's attachments on the district's pages: for readers alone, and nothing that was sent is ever run."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from datetime import UTC, datetime

import httpx
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer
from tests.server.devices import Laptop, household, member, put
from tests.server.test_blobs import CONTENT, NAME, patch
from tests.server.test_pages import PASSWORD, enter

SMALL = b"\xff\xd8\xff kecil"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name="", now=datetime.now(UTC))
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def attached(laptop: Laptop, parent: str, **fields: object) -> str:
    record = new_record_id()
    laptop.sync(put(RecordKind.ATTACHMENT, record, parent=parent, sha256=NAME, size=len(CONTENT), **fields))
    return record


def family_of(laptop: Laptop) -> tuple[str, str]:
    family, person = new_record_id(), new_record_id()
    laptop.sync(household(family, head_name="Siti Contoh"), member(family, person, name="Siti Contoh"))
    return family, person


def test_a_familys_page_shows_its_pictures_and_those_of_its_members(browser: httpx.Client, laptop: Laptop) -> None:
    family, person = family_of(laptop)
    thumb = base64.b64encode(SMALL).decode()
    house = attached(laptop, family, purpose="house_front", thumb=thumb, file_name="<b>rumah</b>.jpg")
    card = attached(laptop, person, purpose="id_card")
    attached(laptop, new_record_id(), purpose="house_inside")
    enter(browser)
    before = browser.get(f"/desa/{VILLAGE}/keluarga/{family}/lampiran").text
    patch(laptop, CONTENT, 0, last=True)

    text = browser.get(f"/desa/{VILLAGE}/keluarga/{family}/lampiran").text

    assert "belum sampai di kabupaten" in before
    assert "belum sampai di kabupaten" not in text
    assert [words in text for words in ("Rumah, tampak depan", "KTP", "Rumah, bagian dalam")] == [True, True, False]
    assert f"/desa/{VILLAGE}/lampiran/{card}" in text
    assert "<b>rumah</b>" not in text
    assert browser.get(f"/desa/{VILLAGE}/lampiran/{house}/kecil").content == SMALL
    assert browser.get(f"/desa/{VILLAGE}/lampiran/{card}/kecil").status_code == 404


def test_bytes_that_are_no_picture_are_saved_and_never_shown(browser: httpx.Client, laptop: Laptop) -> None:
    family, _ = family_of(laptop)
    record = attached(laptop, family, purpose="other", mime="text/html")
    patch(laptop, CONTENT, 0, last=True)
    enter(browser)

    answer = browser.get(f"/desa/{VILLAGE}/lampiran/{record}")

    assert answer.content == CONTENT
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert (answer.headers["content-type"], answer.headers["x-content-type-options"]) == (
        "application/octet-stream",
        "nosniff",
    )


def test_a_picture_is_shown(browser: httpx.Client, laptop: Laptop) -> None:
    family, _ = family_of(laptop)
    picture = b"\xff\xd8\xff" + b"0" * 500
    name = hashlib.sha256(picture).hexdigest()
    record = new_record_id()
    laptop.sync(put(RecordKind.ATTACHMENT, record, parent=family, sha256=name, size=len(picture)))
    patch(laptop, picture, 0, last=True, name=name)
    enter(browser)

    answer = browser.get(f"/desa/{VILLAGE}/lampiran/{record}")

    assert (answer.content, answer.headers["content-type"]) == (picture, "image/jpeg")


@pytest.mark.parametrize("path", ["lampiran/{0}", "lampiran/{0}/kecil", "keluarga/{1}/lampiran"])
def test_nobody_sees_them_without_signing_in_or_under_another_village(
    browser: httpx.Client, laptop: Laptop, path: str
) -> None:
    family, _ = family_of(laptop)
    record = attached(laptop, family, thumb=base64.b64encode(SMALL).decode())
    patch(laptop, CONTENT, 0, last=True)
    asked = path.format(record, family)
    stranger = browser.get(f"/desa/{VILLAGE}/{asked}")
    enter(browser)

    assert stranger.url.path == "/masuk"
    assert browser.get(f"/desa/{OTHER_VILLAGE}/{asked}").status_code == 404
    assert browser.get(f"/desa/{VILLAGE}/{asked.replace(family, 'x').replace(record, 'x')}").status_code == 404
