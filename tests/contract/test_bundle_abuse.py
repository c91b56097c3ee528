"""Hostile and broken files at every door: refused for the right reason, nothing taken, nobody's program fails."""

from __future__ import annotations

import argparse
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_desktop.services.bundles import BundleRead
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_domain.wire.bundle_reading import written_blobs
from kemiskinan_server.cli.bundles import add_bundle_commands
from kemiskinan_server.services.bundles import take_bundle
from tests.contract.blob_desks import synthetic
from tests.contract.desks import desk
from tests.contract.sticks import service_of
from tests.server.bundling import bundle_of
from tests.server.conftest import OTHER_VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household
from tests.server.test_bundle_doors import browser, enter, send

__all__ = ["browser"]

PHOTO = synthetic(700)
NAME = hashlib.sha256(PHOTO).hexdigest()
STRANGER = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)


@dataclass(frozen=True)
class Hostile:
    """A file, and why it has to be refused at the district."""

    content: bytes
    refusal: BundleRefusal


def framed(name: str, size: int, content: bytes) -> bytes:
    return b'\n{"t":"blob","sha256":"%s","size":%d}\n' % (name.encode(), size) + content


def photos(*contents: bytes) -> bytes:
    return b"".join(written_blobs((hashlib.sha256(one).hexdigest(), one) for one in contents))


def with_header_of(whole: bytes, other: bytes) -> bytes:
    """The content of the one under the header of the other, with a footer that fits."""

    def parts(content: bytes) -> tuple[bytes, bytes]:
        end = 12 + int.from_bytes(content[8:12], "big")
        return content[:end], content[end:-44]

    body = parts(other)[0] + parts(whole)[1]
    return body + len(body).to_bytes(8, "big") + hashlib.sha256(body).digest() + whole[-4:]


@pytest.fixture
def hostile(live_server: LiveServer, enrol: Enrol) -> dict[str, Hostile]:
    """One of each kind."""
    laptop, other, elsewhere = enrol(), enrol(), enrol(OTHER_VILLAGE)
    for one in (laptop, other, elsewhere):
        one.save(household(head_name="Siti"))
    parts = live_server.parts

    def made(owner: Laptop = laptop, behind: bytes = b"", **header: object) -> bytes:
        return bundle_of(owner, parts, behind=behind, **header)

    whole = made(behind=photos(PHOTO), protocol=2, photos=1)
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 1

    def photo_file(behind: bytes) -> bytes:
        return made(behind=behind, protocol=2, photos=1)

    malformed = BundleRefusal.MALFORMED
    return {
        "cut": Hostile(whole[:-7], BundleRefusal.TRUNCATED),
        "damaged": Hostile(bytes(damaged), BundleRefusal.DAMAGED),
        "no bundle": Hostile(b"\xff\xd8\xff\xe0" + PHOTO, BundleRefusal.NOT_A_BUNDLE),
        "empty": Hostile(b"", BundleRefusal.TRUNCATED),
        "another device's, under the own name": Hostile(
            bundle_of(other, parts, client=laptop.client), BundleRefusal.FORGED
        ),
        "another village's changes": Hostile(made(village=OTHER_VILLAGE), BundleRefusal.OTHER_VILLAGE),
        "signed by a stranger": Hostile(bundle_of(laptop, parts, key=STRANGER), BundleRefusal.FORGED),
        "another header": Hostile(with_header_of(whole, bundle_of(other, parts)), BundleRefusal.FORGED),
        "sealed to somebody else": Hostile(made(to=STRANGER.public_key()), BundleRefusal.NOT_FOR_US),
        "a bomb of lines": Hostile(made(behind=b"0" * 3_000_000), BundleRefusal.TOO_LARGE),
        "other bytes than the name says": Hostile(photo_file(framed("0" * 64, 700, PHOTO)), malformed),
        "a path as a photo's name": Hostile(photo_file(framed("../" * 20 + "etcd", 700, PHOTO)), malformed),
        "a photo beyond every limit": Hostile(photo_file(framed(NAME, 2**62, PHOTO)), malformed),
        "a photo that ends early": Hostile(photo_file(framed(NAME, 701, PHOTO)), malformed),
        "lines behind the photos": Hostile(photo_file(photos(PHOTO) + b"\n{}"), malformed),
        "a path as a laptop's name": Hostile(made(client=f"{laptop.client}~../../../x"), malformed),
        "a sign that no column takes": Hostile(made(village="32.03\x00"), malformed),
        "a number that no column takes": Hostile(made(seq=2**70), malformed),
        "a newer program's": Hostile(made(protocol=9), BundleRefusal.NEWER),
    }


@pytest.fixture(autouse=True)
def small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that a bomb of the tests is a small one."""
    monkeypatch.setattr("kemiskinan_domain.wire.bundle_reading.MAX_CONTENT", 2_000_000)


def untouched(server: LiveServer) -> bool:
    """No record, no change, and no photo but the whole one that stood before lines where none belong."""
    tables = [server.rows(f"SELECT * FROM {name}") for name in ("record", "history", "receipt")]
    blobs = {str(row["sha256"]) for row in server.rows("SELECT sha256 FROM blob")}
    return tables == [[], [], []] and blobs <= {NAME}


def test_the_district_refuses_each_for_its_own_reason(live_server: LiveServer, hostile: dict[str, Hostile]) -> None:
    found = {name: take_bundle(live_server.parts.context, one.content, "uji").refusal for name, one in hostile.items()}

    assert found == {name: one.refusal for name, one in hostile.items()}
    assert untouched(live_server)


def test_over_http_each_is_a_problem_that_the_client_caused(
    live_server: LiveServer, hostile: dict[str, Hostile], enrol: Enrol
) -> None:
    carrier = enrol()
    headers = {"Authorization": f"Bearer {carrier.token}", "Content-Type": "application/octet-stream"}
    with httpx.Client(base_url=live_server.url, headers=headers, trust_env=False, timeout=30) as line:
        answers = {name: line.post("/v1/bundles", content=one.content) for name, one in hostile.items()}

    assert {name: one.json()["extra"]["refusal"] for name, one in answers.items()} == {
        name: str(one.refusal) for name, one in hostile.items()
    }
    assert all(400 <= one.status_code < 500 for one in answers.values())
    assert untouched(live_server)


def test_the_page_says_why_of_each_and_goes_on(
    browser: httpx.Client, live_server: LiveServer, hostile: dict[str, Hostile]
) -> None:
    files = [(f"{at}.dsb", one.content) for at, one in enumerate(hostile.values())]

    page = send(browser, enter(browser), *files)

    assert page.status_code == 200
    assert page.text.count('class="message"') == len(files)
    assert untouched(live_server)


def outside(folder: Path) -> list[Path]:
    """All files but the server's own."""
    return sorted(path for path in (folder / "a").rglob("*") if path.is_file())


def test_the_command_says_why_of_each_and_leaves_no_answer_anywhere(
    live_server: LiveServer, hostile: dict[str, Hostile], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    stick = tmp_path / "a" / "b" / "c" / "usb"
    stick.mkdir(parents=True)
    for at, one in enumerate(hostile.values()):
        (stick / f"{at:02}.dsb").write_bytes(one.content)
    before = outside(tmp_path)
    parser = argparse.ArgumentParser()
    add_bundle_commands(parser.add_subparsers())
    chosen = parser.parse_args(["import-bundle", str(stick), "--answers", str(stick)])

    code = chosen.run(live_server.parts, chosen)

    said = capsys.readouterr().out
    assert code == 1
    assert "Aman dilepas" not in said
    assert sum(f"{at:02}.dsb: " in said for at in range(len(hostile))) == len(hostile)
    assert outside(tmp_path) == before
    assert untouched(live_server)


def test_a_laptop_takes_none_of_them(live_server: LiveServer, hostile: dict[str, Hostile], tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    for at, one in enumerate(hostile.values()):
        (stick / f"{at:02}.dsb").write_bytes(one.content)
    with desk(tmp_path / "a", live_server.url, live_server.code()) as mine:
        read = service_of(mine).read(stick, lambda _: None, lambda: False)

        assert isinstance(read, BundleRead)
        assert len(read.files) == len(hostile)
        assert all(isinstance(one.outcome, BundleRefusal) for one in read.files)
        assert (read.carried, read.photos) == (0, 0)
        assert mine.store.blobs.complete() == frozenset()


def test_a_photo_twice_in_a_file_and_a_file_of_photos_without_the_records_is_no_abuse(
    live_server: LiveServer, enrol: Enrol
) -> None:
    laptop = enrol()
    twice = bundle_of(laptop, live_server.parts, behind=photos(PHOTO, PHOTO), protocol=2, photos=2, part=2)

    first, again = (take_bundle(live_server.parts.context, twice, "uji") for _ in range(2))

    assert (first.refusal, first.photos, again.photos) == (None, 1, 0)
    assert live_server.rows("SELECT sha256, complete FROM blob") == [{"sha256": NAME, "complete": True}]


def every_byte(whole: bytes) -> Iterator[bytes]:
    """Cut before it, and one bit of it changed."""
    for at in range(len(whole)):
        yield whole[:at]
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        yield bytes(changed)


def test_with_any_byte_cut_or_changed_a_file_with_photos_is_never_taken(live_server: LiveServer, enrol: Enrol) -> None:
    laptop = enrol()
    laptop.save(household(head_name="Siti"))
    whole = bundle_of(laptop, live_server.parts, behind=photos(b"foto"), protocol=2, photos=1)

    found = {take_bundle(live_server.parts.context, one, "uji").refusal for one in every_byte(whole)}

    assert found == {BundleRefusal.TRUNCATED, BundleRefusal.DAMAGED, BundleRefusal.NOT_A_BUNDLE}
    assert live_server.rows("SELECT sha256 FROM blob") == []
    assert untouched(live_server)


def test_a_request_with_a_number_that_no_column_takes_is_no_fault_of_the_server(
    live_server: LiveServer, enrol: Enrol
) -> None:
    laptop = enrol()
    laptop.save(household(head_name="Siti"))
    plain = msgspec.json.decode(laptop.message())
    files = [
        bundle_of(laptop, live_server.parts, msgspec.json.encode(plain | {field: number}), first=1)
        for field in ("cursor", "top_mid", "acked_mid", "from")
        for number in (-1, 2**63, 2**70)
    ]

    results = [take_bundle(live_server.parts.context, one, "uji") for one in files]

    assert all(one.refusal or one.answer for one in results)
