"""Two server processes over one database and one folder: a laptop and a reviewer never notice which one answers, and
what both write into their logs names nobody.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_domain.wire import Paths
from kemiskinan_domain.wire.blobs import blob_path
from kemiskinan_server.app import Parts
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import VILLAGE, enrolment_code
from tests.server.devices import Laptop, household, member, put
from tests.server.test_abuse import assertion
from tests.server.test_blobs import CONTENT, NAME, patch
from tests.server.test_pages import PASSWORD, token_of

ROOT: Final = Path(__file__).resolve().parents[2]
SECRETS: Final = ("Sitirahasia", "3203014309749002", "3203011234567890", "Kampungrahasia", "salahsandi", VILLAGE)


@pytest.fixture
def servers(parts: Parts, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Addresses of two processes; their standard error lies in `tmp_path`."""
    engine, data = parts.context.database.engine, parts.context.settings.data_dir
    url = engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
    command = [sys.executable, "-m", "kemiskinan_server", "--data-dir", str(data), "--database-url", url, "serve"]
    with ExitStack() as stack:
        logs = [stack.enter_context((tmp_path / f"log-{number}").open("w")) for number in range(2)]
        processes = [
            stack.enter_context(
                subprocess.Popen([*command, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, stderr=log, text=True)
            )
            for log in logs
        ]
        for process in processes:
            stack.callback(process.terminate)
        first, second = (_address(process) for process in processes)
        yield first, second


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip().removeprefix("LISTENING ")


class Turns:
    """Sends each request to the server whose turn it is, as a proxy does."""

    def __init__(self, servers: tuple[str, str]) -> None:
        self.asked: list[str] = []
        self._servers = servers

    def __call__(self, request: httpx.Request) -> None:
        there = httpx.URL(self._servers[len(self.asked) % 2])
        request.url = request.url.copy_with(host=there.host, port=there.port)
        self.asked.append(str(there))


def alternating(servers: tuple[str, str]) -> httpx.Client:
    """One client before both."""
    hooks: dict[str, list[Callable[..., object]]] = {"request": [Turns(servers)]}
    return httpx.Client(base_url=servers[0], trust_env=False, timeout=60, event_hooks=hooks, follow_redirects=True)


def test_every_other_request_may_go_to_the_other_server_and_no_log_names_anybody(
    parts: Parts, servers: tuple[str, str], tmp_path: Path
) -> None:
    laptop = Laptop(servers[0], VILLAGE)
    laptop.http.close()
    laptop.http = alternating(servers)
    assert laptop.enrol(enrolment_code(parts)).status_code == 200
    assert laptop.ask_token().status_code == 200
    heard = assertion(laptop, datetime.now(UTC).isoformat())
    spent = [httpx.post(f"{one}{Paths.TOKEN}", json=heard, trust_env=False).status_code for one in servers]
    assert spent == [200, 401], "what one server took is worth nothing at the other"
    home = household(head_name="Sitirahasia", no_kk="3203011234567890", dusun="Kampungrahasia")
    siti = member(home.id, name="Sitirahasia", nik="3203014309749002", position=1)
    for change in (home, siti, put(RecordKind.ATTACHMENT, new_record_id(), parent=home.id, sha256=NAME)):
        assert laptop.sync(change).status == 200
    half = len(CONTENT) // 2
    pieces = [patch(laptop, CONTENT[:half], 0), patch(laptop, CONTENT[half:], half, last=True)]
    headers = {"Authorization": f"Bearer {laptop.token}"}
    fetched = [laptop.http.get(blob_path(VILLAGE, NAME), headers=headers).content for _ in range(2)]

    assert [one.status for one in pieces] == [200, 200]
    assert fetched == [CONTENT, CONTENT]
    assert laptop.sync().tail is not None
    _review(parts, servers, home.id)
    laptop.sync()
    assert "Lengkapi" in [laptop.document(one).get("text") for one in laptop.base]
    laptop.http.close()
    _judge_logs([(tmp_path / f"log-{number}").read_text(encoding="utf-8") for number in range(2)])


def _review(parts: Parts, servers: tuple[str, str], household: str) -> None:
    """Sign in at one, read at the other, send the one's form to the other; wrong passwords count at both."""
    context = parts.context
    with context.database.unit_of_work() as unit:
        for name in ("dewi", "rudi"):
            save_account(unit, name, PASSWORD, Role.REVIEWER, full_name="", now=context.clock(), area=Area())
        unit.commit()
    with alternating(servers) as browser:
        _enter(browser, "dewi", PASSWORD)
        path = f"/desa/{VILLAGE}/keluarga/{household}"
        form = {"form_token": token_of(browser.get(path)), "text": "Lengkapi"}
        shown = browser.post(f"{path}/catatan", data=form)
        browser.get("/3203014309749002/Sitirahasia", params={"nama": "Sitirahasia"})
    with alternating(servers) as guesser:
        for _ in range(8):
            _enter(guesser, "rudi", "salahsandi")
        locked = _enter(guesser, "rudi", PASSWORD)

    assert "Lengkapi" in shown.text
    assert "Keluar" not in locked.text


def _enter(browser: httpx.Client, name: str, password: str) -> httpx.Response:
    fields = {"form_token": token_of(browser.get("/masuk")), "name": name, "password": password}
    return browser.post("/masuk", data=fields)


def _judge_logs(logs: list[str]) -> None:
    for log in logs:
        lines = [json.loads(line) for line in log.splitlines()]
        requests = [line for line in lines if line["from"] == "kemiskinan_server.requests"]
        assert len(requests) >= 10
        assert all({"at", "level", "method", "route", "status", "ms"} <= line.keys() for line in requests)
        assert [secret for secret in SECRETS if secret.lower() in log.lower()] == []
        assert re.findall(r"\d{16}", log) == []


def test_a_laptop_s_next_exchange_finds_the_other_server_when_one_is_gone(
    parts: Parts, servers: tuple[str, str]
) -> None:
    laptop = Laptop(servers[0], VILLAGE)
    laptop.enrol(enrolment_code(parts))
    laptop.ask_token()
    laptop.sync(household(head_name="Siti Contoh"))
    laptop.http.close()

    laptop.http = httpx.Client(base_url=servers[1], trust_env=False, timeout=60)
    reply = laptop.sync(household(head_name="Ujang Contoh"))
    laptop.http.close()

    assert reply.tail is not None
    assert reply.tail.count == 2
    assert len(laptop.base) == 2
