"""Two laptops of one village in one network without internet, over real sockets, with the real district afterwards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from kemiskinan_desktop.services.bundles import Invitation, OfficeExchange, OfficeSwap
from kemiskinan_desktop.sync.office import (
    LIST_PATH,
    PROOF_HEADER,
    Inbox,
    OfficeError,
    OfficeProblem,
    digest_in,
    file_path,
    proof,
    read_list,
)
from kemiskinan_desktop.sync.office_door import OfficeDoor
from kemiskinan_desktop.sync.office_guest import OfficeGuest, address_of
from kemiskinan_domain.wire.bundle import MAX_FILE
from tests.contract.cutting_proxy import cutting_proxy
from tests.contract.desks import desk
from tests.contract.sticks import service_of
from tests.contract.test_bundles import families
from tests.contract.test_carried import carried, exchange
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer

HERE = "127.0.0.1"


def swap(waiting: Laptop, coming: Laptop, *, code: str = "") -> tuple[OfficeSwap, OfficeSwap]:
    """One waits, the other comes, with the code that the first shows unless another is given."""
    shown, known, result = threading.Event(), [], []

    def invited(invitation: Invitation) -> None:
        known.append(invitation)
        shown.set()

    ended = threading.Event()
    host = OfficeExchange(service_of(waiting), HERE)
    thread = threading.Thread(
        target=lambda: result.append(host.wait(invited, lambda _: None, ended.is_set)), daemon=True
    )
    thread.start()
    assert shown.wait(30)
    invitation = known[0]
    address = f"{HERE}:{invitation.port}" if invitation.port else HERE
    guest = OfficeExchange(service_of(coming)).join(address, code or invitation.code, lambda _: None, lambda: False)
    if guest.problem is not None:
        ended.set()
    thread.join(30)
    return result[0], guest


def test_each_takes_the_others_changes_along_and_the_district_orders_them(
    live_server: LiveServer, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        for laptop in (far, near, far):
            exchange(laptop, live_server)
        families(far, 2)
        families(near, 1)

        host, guest = swap(far, near)
        shown = len(carried(near)), len(carried(far))
        unsent = near.unsent(), far.unsent()
        exchange(near, live_server)
        swap(far, near)

        assert (host.problem, guest.problem) == (None, None)
        assert (host.given, guest.given) == (2, 1)
        assert shown == (2, 1)
        assert unsent == (1, 2)
        assert (near.unsent(), far.unsent()) == (0, 0)
        for laptop in (far, near):
            exchange(laptop, live_server)
        assert laptop_lines(near) == laptop_lines(far) == server_lines(live_server)
        assert len(live_server.rows("SELECT mid FROM history")) == 3


def test_a_wrong_code_gets_nothing_and_the_sentence_is_the_code(live_server: LiveServer, tmp_path: Path) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        families(far, 1)

        host, guest = swap(far, near, code="not it")

        assert guest == OfficeSwap(0, None, OfficeProblem.WRONG_CODE)
        assert host == OfficeSwap(0, None, OfficeProblem.CANCELLED)
        assert (near.unsent(), far.unsent()) == (0, 1)


@contextmanager
def door(tmp_path: Path, *contents: bytes) -> Iterator[OfficeDoor]:
    given, inbox = tmp_path / "given", tmp_path / "inbox"
    given.mkdir()
    inbox.mkdir()
    for at, content in enumerate(contents):
        (given / f"{at}.dsb").write_bytes(content)
    opened = OfficeDoor("123456", given, inbox, HERE)
    try:
        yield opened
    finally:
        opened.close()


def test_after_a_few_guesses_the_door_is_shut_even_for_the_right_code(tmp_path: Path) -> None:
    with door(tmp_path, b"a bundle") as opened:
        url = f"http://{HERE}:{opened.port}{LIST_PATH}"
        for guess in range(5):
            requests.get(url, headers={PROOF_HEADER: proof(f"{guess:06d}", "GET", LIST_PATH)}, timeout=10)

        right = requests.get(url, headers={PROOF_HEADER: proof("123456", "GET", LIST_PATH)}, timeout=10)

        assert opened.wait(0)
        assert opened.problem is OfficeProblem.CLOSED_BY_GUESSING
        assert right.status_code == 403


@pytest.mark.parametrize("cut", range(0, 1400, 35))
def test_a_line_that_breaks_anywhere_goes_on_where_it_was(tmp_path: Path, cut: int) -> None:
    content = bytes(range(256)) * 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x.dsb").write_bytes(b"of the guest")
    (tmp_path / "came").mkdir()
    with door(tmp_path, content) as opened, cutting_proxy(f"http://{HERE}:{opened.port}") as (address, line):
        line.after = cut
        guest = OfficeGuest(address, "123456", lambda: False)
        try:
            guest.swap(tmp_path / "mine", tmp_path / "came", lambda _done, _total: None)
        except OfficeError as error:
            assert error.problem in {OfficeProblem.UNREACHABLE, OfficeProblem.LINE_BROKE}
            line.after = None
            guest.swap(tmp_path / "mine", tmp_path / "came", lambda _done, _total: None)
        guest.close()

        assert opened.wait(5)

    assert [path.read_bytes() for path in (tmp_path / "came").glob("*.dsb")] == [content]
    assert [path.read_bytes() for path in (tmp_path / "inbox").glob("*.dsb")] == [b"of the guest"]


def test_a_file_that_is_not_what_its_name_says_is_not_kept(tmp_path: Path) -> None:
    path = file_path("0" * 64)
    with door(tmp_path) as opened:
        url = f"http://{HERE}:{opened.port}{path}"
        answer = requests.put(url, b"something", headers={PROOF_HEADER: proof("123456", "PUT", path)}, timeout=10)

    assert answer.status_code == 400
    assert list((tmp_path / "inbox").iterdir()) == []


@pytest.mark.parametrize("path", ["/", "/berkas/../../etc/passwd", "/berkas/" + "g" * 64, "/berkas/" + "0" * 64])
def test_nothing_but_the_files_can_be_fetched(tmp_path: Path, path: str) -> None:
    with door(tmp_path, b"a bundle") as opened:
        request = requests.Request("GET", f"http://{HERE}:{opened.port}/").prepare()
        request.url = f"http://{HERE}:{opened.port}{path}"
        request.headers[PROOF_HEADER] = proof("123456", "GET", path)
        with requests.Session() as session:
            answer = session.send(request, timeout=10)

    assert answer.status_code == 404


def test_a_body_beyond_a_bundle_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = file_path("0" * 64)
    headers = {PROOF_HEADER: proof("123456", "PUT", path), "Content-Length": str(MAX_FILE + 1)}
    with door(tmp_path) as opened, requests.Session() as session:
        request = requests.Request("PUT", f"http://{HERE}:{opened.port}{path}", headers=headers).prepare()
        request.headers["Content-Length"] = str(MAX_FILE + 1)
        answer = session.send(request, timeout=10)

    assert answer.status_code == 413


@pytest.mark.parametrize("text", ["", "a b", "1.2.3.4:x", "1.2.3.4:0", "1.2.3.4:70000", "http://", "é.id", "a/b"])
def test_what_is_no_address_is_said_before_anything_is_tried(text: str) -> None:
    with pytest.raises(OfficeError) as told:
        address_of(text)

    assert told.value.problem is OfficeProblem.BAD_ADDRESS


def test_an_address_may_name_the_port_and_needs_not(tmp_path: Path) -> None:
    assert address_of(" 192.168.1.5 ") == "http://192.168.1.5:47650"
    assert address_of("laptop-2:47651") == "http://laptop-2:47651"


def test_nobody_there_is_said(tmp_path: Path) -> None:
    with door(tmp_path) as opened:
        port = opened.port
    guest = OfficeGuest(f"{HERE}:{port}", "123456", lambda: False)

    with pytest.raises(OfficeError) as told:
        guest.swap(tmp_path / "given", tmp_path / "inbox", lambda _done, _total: None)

    guest.close()
    assert told.value.problem is OfficeProblem.UNREACHABLE


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"{", b'{"files":[{"sha256":"x","size":1}]}', b'{"files":[{"sha256":"' + b"0" * 64 + b'","size":0}]}'],
)
def test_what_is_no_list_is_none(content: bytes) -> None:
    assert read_list(content) is None


def test_only_a_digest_names_a_file(tmp_path: Path) -> None:
    assert digest_in(file_path("a" * 64)) == "a" * 64
    assert digest_in("/berkas/" + "A" * 64) is None
    assert not Inbox(tmp_path).has("a" * 64)
