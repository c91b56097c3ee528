"""Too much at once: huge bodies, files that swell, and a form that somebody sends again."""

from __future__ import annotations

import io
import socket
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import urlsplit

import httpx
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.prelist import FileRefusal, files, read_cells, workbook_bytes
from kemiskinan_server.services.accounts import close_account, save_account
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, act, household
from tests.server.test_pages import PASSWORD, enter, token_of

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HUGE = 200_000_000
NEW_ACCOUNT = {"name": "penyusup", "role": "reviewer", "password": "x" * 12}


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=False, trust_env=False, timeout=30) as client:
        yield client


def bomb(unpacked: int, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """A workbook one part of which swells to so many bytes."""
    source, target = zipfile.ZipFile(io.BytesIO(workbook_bytes([("A", "B")]))), io.BytesIO()
    with source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for name in source.namelist():
            if name != part:
                packed.writestr(name, source.read(name))
        with packed.open(part, "w") as swelling:
            for _ in range(unpacked // 1_000_000):
                swelling.write(b" " * 1_000_000)
    return target.getvalue()


def endless() -> Iterator[bytes]:
    """A body that nobody announced."""
    for _ in range(HUGE // 100_000):
        yield b"x" * 100_000


@pytest.mark.parametrize("path", ["/masuk", "/keluar", "/petugas", f"/desa/{VILLAGE}/laptop/kode", "/nirwana"])
def test_two_hundred_megabytes_are_refused_when_they_are_announced(live_server: LiveServer, path: str) -> None:
    address = urlsplit(live_server.url)
    head = f"POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {HUGE}\r\n\r\nname="
    with socket.create_connection((address.hostname or "", address.port or 0), timeout=20) as line:
        line.sendall(head.encode())
        answer = line.recv(4096)

    assert answer.startswith(b"HTTP/1.1 413 ")


@pytest.mark.parametrize("path", ["/masuk", "/daftar-awal", "/kuesioner", "/berkas"])
def test_what_is_not_announced_is_counted_and_never_kept(browser: httpx.Client, path: str) -> None:
    enter(browser)
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    tracemalloc.start()

    status = browser.post(path, headers=headers, content=endless()).status_code
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert status == 413
    assert most < 30_000_000


def test_a_workbook_that_swells_is_refused_by_what_it_says_it_holds() -> None:
    packed = bomb(700_000_000)

    assert len(packed) < 5_000_000
    assert read_cells(packed) is FileRefusal.TOO_LARGE


def test_a_workbook_that_lies_about_its_size_is_broken() -> None:
    packed = bytearray(bomb(40_000_000))
    size = (40_000_000).to_bytes(4, "little")
    while (at := packed.find(size)) >= 0:
        packed[at : at + 4] = (1000).to_bytes(4, "little")

    assert read_cells(bytes(packed)) is FileRefusal.BROKEN_EXCEL


def test_a_workbook_of_endless_cells_is_left_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_MOST_CELLS", 100)

    assert read_cells(workbook_bytes([("x",) * 10 for _ in range(50)])) is FileRefusal.TOO_LARGE


def test_a_questionnaire_that_swells_is_refused(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    data = {"form_token": token_of(browser.get("/kuesioner")), "act": "terbitkan"}

    refused = browser.post("/kuesioner", data=data, files={"file": ("a.xlsx", bomb(110_000_000))})

    assert refused.status_code == 422
    assert "Berkas terlalu besar." in refused.text
    assert live_server.rows("SELECT id FROM form") == []


def test_a_step_of_the_review_that_is_sent_again_is_taken_once(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    family = household(head_name="Siti")
    laptop.sync(family)
    laptop.sync(act(family.id, "submit", ("draft", "submitted"), base=laptop.cursor))
    enter(browser)
    page = browser.get(f"/desa/{VILLAGE}")
    step = {"act": "return", "state": "submitted", "note": "Lengkapi", "form_token": token_of(page)}

    path = f"/desa/{VILLAGE}/keluarga/{family.id}/tinjau"
    first = browser.post(path, data=step)
    once = live_server.rows("SELECT head, csum FROM village WHERE code = :v", v=VILLAGE)
    again = browser.post(path, data=step)
    other = browser.post(path, data=step | {"act": "approve"})

    assert [one.status_code for one in (first, again, other)] == [303, 303, 409]
    assert live_server.rows("SELECT head, csum FROM village WHERE code = :v", v=VILLAGE) == once


def test_a_form_that_was_recorded_does_nothing_once_its_sender_may_no_more(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    enter(browser)
    form = NEW_ACCOUNT | {"form_token": token_of(browser.get("/petugas"))}
    with live_server.parts.context.database.unit_of_work() as unit:
        close_account(unit, "admin", "test", NOW)
        unit.commit()

    replayed = browser.post("/petugas", data=form)

    assert replayed.headers["location"] == "/masuk"
    assert live_server.rows("SELECT name FROM account") == [{"name": "admin"}]


def test_a_form_of_one_visitor_is_nothing_from_another(browser: httpx.Client, live_server: LiveServer) -> None:
    enter(browser)
    form = NEW_ACCOUNT | {"form_token": token_of(browser.get("/petugas"))}
    with httpx.Client(base_url=live_server.url, trust_env=False, timeout=30) as other:
        enter(other)

        assert other.post("/petugas", data=form).status_code == 403
    assert live_server.rows("SELECT name FROM account") == [{"name": "admin"}]
