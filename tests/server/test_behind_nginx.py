"""A real nginx with the configuration of deploy/ before two server processes: laptop, photo and page go through it."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import httpx
import psutil
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_domain.wire import Paths
from kemiskinan_domain.wire.blobs import blob_path
from kemiskinan_server.app import Parts
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import VILLAGE, enrolment_code
from tests.server.devices import Laptop, household, put
from tests.server.test_blobs import CONTENT, NAME, patch
from tests.server.test_pages import PASSWORD, enter
from tests.server.test_several_servers import ROOT, servers

__all__ = ["servers"]

_SITE: Final = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
_AROUND: Final = """\
daemon off;
master_process off;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
events {{ worker_connections 256; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
{site}
}}
"""
"""What the image of nginx brings around the site; the names in Docker's network become addresses of this machine."""


@pytest.fixture
def proxy(servers: tuple[str, str], tmp_path: Path) -> Iterator[str]:
    """Its address; both servers are behind it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    behind = "\n".join(f"    server {httpx.URL(one).netloc.decode()} max_fails=2 fail_timeout=5s;" for one in servers)
    site = re.sub(r"^    server server:\d+ resolve .*$", lambda _: behind, _SITE, flags=re.M)
    site = re.sub(r"^resolver .*\n", "", site, flags=re.M).replace("listen 80;", f"listen 127.0.0.1:{port};")
    assert behind in site
    conf = tmp_path / "nginx.conf"
    conf.write_text(_AROUND.format(folder=tmp_path, site=site), encoding="utf-8")
    command = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/sbin:/usr/local/bin")
    assert command is not None, "nginx is missing; dev.py installs it"
    process = subprocess.Popen([command, "-p", str(tmp_path), "-c", str(conf)], stderr=subprocess.DEVNULL)
    try:
        address = f"http://127.0.0.1:{port}"
        with httpx.Client(transport=httpx.HTTPTransport(retries=8), trust_env=False, timeout=60) as first:
            assert first.get(f"{address}{Paths.HEALTH}").status_code == 200
        yield address
    finally:
        process.terminate()
        process.wait()


def test_laptop_and_reviewer_work_through_it(parts: Parts, servers: tuple[str, str], proxy: str) -> None:
    laptop = Laptop(proxy, VILLAGE)
    assert laptop.enrol(enrolment_code(parts)).status_code == 200
    assert laptop.ask_token().status_code == 200
    families = [household(head_name=f"Keluarga {number}", address="Kampung Sukamaju " * 40) for number in range(300)]
    sent = laptop.sync(*families)
    laptop.sync(put(RecordKind.ATTACHMENT, new_record_id(), parent=families[0].id, sha256=NAME))
    half = len(CONTENT) // 2
    pieces = [patch(laptop, CONTENT[:half], 0), patch(laptop, CONTENT[half:], half, last=True)]
    headers = {"Authorization": f"Bearer {laptop.token}", "Range": f"bytes={half}-"}
    rest = laptop.http.get(blob_path(VILLAGE, NAME), headers=headers)
    context = parts.context
    with context.database.unit_of_work() as unit:
        save_account(unit, "dewi", PASSWORD, Role.REVIEWER, full_name="", now=context.clock(), area=Area())
        unit.commit()
    with httpx.Client(base_url=proxy, trust_env=False, timeout=60, follow_redirects=True) as browser:
        enter(browser, "dewi")
        page = browser.get(f"/desa/{VILLAGE}")
    too_large = _first_line(
        proxy, f"POST /v1/bundles HTTP/1.1\r\nHost: x\r\nContent-Length: {141 * 1024 * 1024}\r\n\r\n"
    )
    _end_of(servers[1])
    # What only asks goes to the other server at once; by then nginx knows that this one is gone.
    asked = [laptop.http.get(Paths.HEALTH).status_code for _ in range(8)]
    after = [laptop.sync(household(head_name=f"Sesudah {number}")).status for number in range(4)]
    laptop.http.close()

    assert sent.status == 200
    assert len(laptop.base) >= 300
    assert [one.status for one in pieces] == [200, 200]
    assert (rest.status_code, rest.content) == (206, CONTENT[half:])
    assert "Keluarga 0" in page.text
    assert too_large == "HTTP/1.1 413 Request Entity Too Large"
    assert asked == [200] * 8
    assert after == [200] * 4


def _first_line(address: str, request: str) -> str:
    there = httpx.URL(address)
    with socket.create_connection((there.host, there.port or 80), timeout=30) as line:
        line.sendall(request.encode())
        return line.recv(4096).decode().partition("\r\n")[0]


def _end_of(address: str) -> None:
    """The server at that address ends without warning."""
    port = httpx.URL(address).port
    for process in psutil.Process().children():
        if any(one.laddr.port == port and one.status == "LISTEN" for one in process.net_connections("tcp4")):
            process.kill()
            return
    raise AssertionError(f"nobody listens at {address}")
