"""Photos in files at the district's doors: taken with a whole folder, given back for one laptop, and read back."""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.people.areas import Area
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_domain.wire import ProblemType, SyncRequest
from kemiskinan_domain.wire.bundle import BundleHeader, BundleKind, key_id
from kemiskinan_domain.wire.bundle_letters import LaptopLetter, write_requests
from kemiskinan_domain.wire.bundle_reading import written_blobs
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope, seal_bundle
from kemiskinan_server.app import Parts
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.bundles import photos, take_bundle
from kemiskinan_server.storage.blobs import BlobFiles
from kemiskinan_server.storage.room import DiskFullError
from tests.server.bundling import answer_for, bundle_of, district_key
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household, put
from tests.server.test_bundle_doors import PASSWORD, Command, browser, enter, run, token_of

__all__ = ["browser", "run"]

PHOTO = b"\xff\xd8\xff foto contoh"
NAME = hashlib.sha256(PHOTO).hexdigest()


def asking(laptop: Laptop, parts: Parts, *, photo: bytes = b"", wants: tuple[str, ...] = (), seq: int = 1) -> bytes:
    """A file that brings a photo, or asks for some."""
    request = msgspec.json.decode(laptop.message(), type=SyncRequest)
    header = BundleHeader(
        protocol=2 if photo else 1,
        kind=BundleKind.REQUEST,
        village=laptop.village,
        client=laptop.client,
        seq=seq,
        first=request.first,
        last=max(0, request.first + len(request.muts) - 1),
        photos=1 if photo else 0,
        recipient=key_id(district_key(parts)),
    )
    letter = LaptopLetter(offers=[NAME] if photo else [], wants=list(wants))
    blobs = [(hashlib.sha256(photo).hexdigest(), photo)] if photo else []
    content = write_requests(letter, [laptop.message()]) + b"".join(written_blobs(blobs))
    return seal_bundle(header, content, laptop.key, [district_key(parts)])


def named(laptop: Laptop) -> None:
    """The village's records name the photo."""
    laptop.sync(put(RecordKind.ATTACHMENT, new_record_id(), parent="p", sha256=NAME, size=len(PHOTO)))


def photos_in(laptop: Laptop, content: bytes, parts: Parts) -> list[bytes]:
    """What its laptop finds in a file of photos."""
    envelope = read_envelope(content)
    assert isinstance(envelope, Envelope)
    assert envelope.is_from(district_key(parts))
    found: list[bytes] = []
    assert isinstance(envelope.opened(laptop.key, lambda _name, photo: found.append(photo)), bytes)
    return found


def test_a_whole_folder_is_taken_whatever_else_lies_in_it(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    first, second, parts = enrol(), enrol(OTHER_VILLAGE), live_server.parts
    for one in (first, second):
        one.save(household(head_name="Siti"))
    own_answer = take_bundle(parts.context, bundle_of(first, parts), "uji").answer
    token = enter(browser)
    files = [
        ("dsync/a/000002-foto.dsb", asking(first, parts, photo=PHOTO, seq=2)),
        ("dsync/a/000001-jawaban.dsb", own_answer or b""),
        ("dsync/b/000001.dsb", bundle_of(second, parts)),
        ("liburan.jpg", PHOTO),
        ("System Volume Information/x.dat", b"x"),
    ]

    page = browser.post("/berkas", data={"form_token": token}, files=[("folder", one) for one in files])

    assert page.text.count('class="message good"') == 2
    assert 'class="message"' not in page.text
    assert "1 foto baru; 0 perubahan baru; diterima." in page.text
    assert "000002-foto.dsb" in page.text
    assert "liburan" not in page.text
    assert live_server.rows("SELECT village, sha256 FROM blob") == [{"village": VILLAGE, "sha256": NAME}]


def test_a_folder_without_a_village_s_file_is_told(browser: httpx.Client, live_server: LiveServer) -> None:
    page = browser.post("/berkas", data={"form_token": enter(browser)}, files=[("folder", ("a.txt", b"x"))])

    assert "Tidak ada berkas kiriman desa di dalamnya." in page.text


def test_all_answers_come_as_one_archive_in_the_folders_of_a_stick(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    laptops = [enrol(), enrol(OTHER_VILLAGE)]
    for one in laptops:
        one.save(household(head_name="Siti"))
        take_bundle(live_server.parts.context, bundle_of(one, live_server.parts, seq=3), "uji")
    enter(browser)

    answer = browser.get("/berkas/jawaban.zip")

    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert set(found) == {f"dsync/{one.village}/{one.client}/000003-jawaban.dsb" for one in laptops}
    for one in laptops:
        content = found[f"dsync/{one.village}/{one.client}/000003-jawaban.dsb"]
        assert answer_for(one, content, live_server.parts).head is not None


def test_photos_that_a_laptop_asked_for_are_fetched_for_it_alone(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    first, second, parts = enrol(), enrol(), live_server.parts
    named(first)
    take_bundle(parts.context, asking(first, parts, photo=PHOTO), "uji")
    take_bundle(parts.context, asking(second, parts, wants=(NAME, "0" * 64)), "uji")
    enter(browser)

    page = browser.get("/berkas")
    [link] = re.findall(r'href="(/berkas/[^"]+/foto/1)"', page.text)
    fetched = browser.get(link)

    assert "Unduh foto yang diminta</a><small>1 foto, 15 B</small>" in page.text
    assert "Semua bagian diperlukan" not in page.text
    assert photos_in(second, fetched.content, parts) == [PHOTO]
    assert 'filename="32.03.01.2001-000001-jawaban-foto-1.dsb"' in fetched.headers["content-disposition"]
    assert PHOTO not in fetched.content
    assert browser.get(link[:-1] + "2").status_code == 404


def test_every_part_of_the_photos_is_linked_with_its_size_and_all_are_said_to_be_needed(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, parts = enrol(), enrol(), live_server.parts
    others = [PHOTO + bytes([number]) * 600 for number in range(3)]
    names = [hashlib.sha256(photo).hexdigest() for photo in others]
    for place, (name, photo) in enumerate(zip(names, others, strict=True), 1):
        first.sync(put(RecordKind.ATTACHMENT, new_record_id(), parent="p", sha256=name, size=len(photo)))
        take_bundle(parts.context, asking(first, parts, photo=photo, seq=place), "uji")
    take_bundle(parts.context, asking(second, parts, wants=tuple(names)), "uji")
    monkeypatch.setattr(photos, "PHOTO_BYTES", 1_300)
    enter(browser)

    page = browser.get("/berkas")
    links = re.findall(r'href="(/berkas/[^"]+/foto/\d+)"', page.text)
    fetched = [photo for link in links for photo in photos_in(second, browser.get(link).content, parts)]

    assert [link.rpartition("/")[2] for link in links] == ["1", "2"]
    assert fetched == others
    assert "Unduh foto bagian 1 dari 2</a><small>2 foto, 1,2 kB</small>" in page.text
    assert "Unduh foto bagian 2 dari 2</a><small>1 foto, 615 B</small>" in page.text
    assert "Semua bagian diperlukan: salin semuanya ke USB desa." in page.text


def test_who_reviews_elsewhere_gets_neither_photos_nor_answers(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    parts = live_server.parts
    named(laptop)
    take_bundle(parts.context, asking(laptop, parts, photo=PHOTO, wants=(NAME,)), "uji")
    digest = live_server.rows("SELECT digest FROM bundle")[0]["digest"]
    with parts.context.database.unit_of_work() as unit:
        now = datetime.now(UTC)
        save_account(unit, "jauh", PASSWORD, Role.REVIEWER, full_name="", now=now, area=Area((OTHER_VILLAGE,)))
        unit.commit()
    enter(browser, "jauh")

    answers = [browser.get(path) for path in (f"/berkas/{VILLAGE}/{digest}/foto/1", "/berkas/jawaban.zip")]

    assert [one.status_code for one in answers] == [404, 404]
    assert token_of(browser.get("/berkas"))


def test_the_command_leaves_the_photos_beside_the_answer_and_says_when_the_stick_is_safe(
    run: Command, live_server: LiveServer, enrol: Enrol, tmp_path: Path
) -> None:
    first, second, parts = enrol(), enrol(), live_server.parts
    named(first)
    stick = tmp_path / "usb"
    stick.mkdir()
    (stick / "000001-foto.dsb").write_bytes(asking(first, parts, photo=PHOTO))
    run(str(stick))
    (stick / "lain.dsb").write_bytes(asking(second, parts, wants=(NAME,)))

    code, said = run(str(stick))

    assert code == 0
    assert "Aman dilepas." in said
    own = stick / "dsync" / VILLAGE
    assert photos_in(second, (own / second.client / "000001-jawaban-foto-1.dsb").read_bytes(), parts) == [PHOTO]
    answer = (own / first.client / "000001-jawaban.dsb").read_bytes()
    assert answer_for(first, answer, parts).letter.held == [NAME]


def test_a_stick_that_gives_back_something_else_is_not_called_safe(
    run: Command, live_server: LiveServer, laptop: Laptop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.save(household(head_name="Siti"))
    (tmp_path / "a.dsb").write_bytes(bundle_of(laptop, live_server.parts))
    replace = Path.replace

    def lying(self: Path, target: Path) -> Path:
        os.truncate(self, 10)
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", lying)
    code, said = run(str(tmp_path))

    assert code == 1
    assert "Aman dilepas" not in said
    assert "yang terbaca ulang berbeda" in said


def test_a_full_disk_is_said_and_the_same_file_completes_it_later(
    live_server: LiveServer, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = asking(laptop, live_server.parts, photo=PHOTO)
    headers = {"Authorization": f"Bearer {laptop.token}", "Content-Type": "application/octet-stream"}

    def full(*_: object) -> None:
        raise DiskFullError

    with monkeypatch.context() as patch:
        patch.setattr(BlobFiles, "append", full)
        refused = httpx.post(f"{live_server.url}/v1/bundles", content=content, headers=headers, timeout=30)
        told = take_bundle(live_server.parts.context, content, "uji")
    later = take_bundle(live_server.parts.context, content, "uji")

    assert refused.status_code == 507
    assert (told.problem, told.answer) == (ProblemType.STORAGE_FULL, None)
    assert (later.problem, later.photos) == (None, 1)
