"""Texts that are HTML, SQL and formulas at once, in every field of every record and every form of every page: data
stays data, nothing fails, nothing else moves.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from kemiskinan_domain.people import Area, Role
from kemiskinan_domain.records import PARENT_KIND, TYPED_FIELDS, RecordKind, new_record_id
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, act, put
from tests.server.test_pages import PASSWORD, enter, token_of
from tests.server.test_routes import NOW, PAGES, filled

HOSTILE: Final = "=1+1\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}%s'); DROP TABLE village; --\\"
_NUMBERS: Final = frozenset(
    {"desil", "position", "invited", "quorum_percent", "vote_yes", "vote_no", "household_rev", "size"}
)
_POINTERS: Final = frozenset({"parent", "household"})
_RAW: Final = re.compile(r"<script|onerror=alert\(1\)>|<img src=x", re.I)


def record_of(kind: RecordKind, identity: str, above: Mapping[RecordKind, str], text: str) -> Any:
    """A record of the kind with that text in each of its fields, and in an answer."""
    fields: dict[str, Any] = dict.fromkeys(TYPED_FIELDS[kind], text) | {"answers.catatan": text, "lainnya": text}
    fields |= {name: 1 for name in fields if name in _NUMBERS}
    fields |= {"parent": above.get(PARENT_KIND.get(kind, kind)), "household": above.get(RecordKind.HOUSEHOLD)}
    fields |= {"reasons": [text], "review": None, "parent_kind": "household", "sha256": "0" * 64}
    return put(
        kind, identity, **{name.replace(".", "__"): value for name, value in fields.items() if value is not None}
    )


@pytest.fixture(params=["", "\x00"], ids=["plain", "with-nul"])
def ids(request: pytest.FixtureRequest, laptop: Laptop) -> dict[str, str]:
    """One record of every kind that a laptop may write, and differences of each."""
    text, above = HOSTILE + request.param, {RecordKind.HOUSEHOLD: new_record_id()}
    kinds = [one for one in RecordKind if one not in {RecordKind.CONFLICT, RecordKind.PRELIST_ENTRY}]
    kinds.sort(key=lambda one: one is not RecordKind.HOUSEHOLD)
    for kind in kinds:
        identity = above.setdefault(kind, new_record_id())
        laptop.sync(record_of(kind, identity, above, text))
        laptop.sync(put(kind, identity, place=("other", text), name=("other", text + "2"), address=("other", text)))
    laptop.sync(put(RecordKind.PRELIST_ENTRY, new_record_id(), source=text))
    laptop.sync(act(above[RecordKind.HOUSEHOLD], "submit", ("returned", "submitted"), note=text))
    names = {RecordKind.DELIBERATION: "session"}
    return {names.get(kind, kind.value): identity for kind, identity in above.items()} | {"client": laptop.client}


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name=HOSTILE, now=NOW, area=Area())
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=60) as client:
        enter(client)
        yield client


def test_what_a_village_wrote_is_shown_as_text_on_every_page_and_breaks_none(
    browser: httpx.Client, ids: dict[str, str], live_server: LiveServer
) -> None:
    shown = 0
    for _, path in sorted(one for one in PAGES if one[0] == "GET"):
        answer = browser.get(filled(path, VILLAGE, ids | {"subdistrict": VILLAGE[:8]}))
        absent = any(part in path for part in ("{digest}", "lampiran/", "jawaban.zip", "{scope}", "{notice}"))
        assert answer.status_code < 400 or absent, (path, answer.status_code)
        assert not _RAW.search(answer.text), path
        shown += "alert(1)" in answer.text
    token = token_of(browser.get("/ekspor"))
    for kind in ("keluarga-layak", "usulan", "pekerja"):
        for form in ("csv", "xlsx"):
            sent = browser.post("/ekspor", data={"form_token": token, "kind": kind, "form": form})
            assert sent.status_code == 200, (kind, form)
            assert not re.search(rb"(?:^|[;\n])\"?=1", sent.content), (kind, form)

    assert shown >= 8
    assert live_server.rows("SELECT count(*) AS n FROM village") == [{"n": 2}]


@dataclass
class Sendable:
    """A form of a page: where it goes, what it carries, and which of that people type."""

    action: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    typed: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)


class Forms(HTMLParser):
    """Every form and link of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Sendable] = []
        self.links: list[str] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """What a browser would gather."""
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and "download" not in told:
            self.links.append(told.get("href", ""))
        if tag == "form":
            self.found.append(Sendable(told.get("action", "")))
        if not self.found or not (name := told.get("name", self._select if tag == "option" else "")):
            return
        form = self.found[-1]
        if tag == "select":
            self._select = name
        elif tag == "option" and told.get("value"):
            form.fields = [*(one for one in form.fields if one[0] != name), (name, told["value"])]
        elif tag == "button" or told.get("type") in {"hidden", "checkbox", "radio"}:
            form.fields.append((name, told.get("value", "on")))
        elif told.get("type") == "file":
            form.files.append(name)
        elif tag in {"input", "textarea"}:
            form.typed.append(name)


def forms_of(page: httpx.Response) -> Forms:
    """What the page holds."""
    read = Forms()
    read.feed(page.text)
    return read


def test_what_is_typed_into_any_form_of_any_page_is_data_and_fails_nowhere(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    home, session = new_record_id(), new_record_id()
    laptop.sync(put(RecordKind.HOUSEHOLD, home, head_name="Siti Contoh", review="draft"))
    laptop.sync(put(RecordKind.MEMBER, new_record_id(), parent=home, name="Siti Contoh", position=1))
    laptop.sync(put(RecordKind.DELIBERATION, session, title="Musdes", date="2026-11-20", state="open"))
    laptop.sync(put(RecordKind.HOUSEHOLD, home, head_name=("Lain", "Beda")))
    waiting, seen, sent = ["/"], {"/"}, {}
    while waiting:
        page = browser.get(path := waiting.pop(0))
        assert page.status_code < 500, path
        if "text/html" not in page.headers["content-type"]:
            continue
        read = forms_of(page)
        for form in read.found:
            address = urlsplit(urljoin(path, form.action)).path
            # Signing out and taking away what later pages need is tried elsewhere.
            if address not in sent and not address.endswith(("/keluar", "/cabut", "/pindah", "/petugas/admin")):
                sent[address] = send(browser, address, form)
        for link in (urlsplit(urljoin(path, one)).path for one in read.links):
            if link not in seen:
                seen.add(link)
                waiting.append(link)

    assert {one: status for one, status in sent.items() if status >= 500} == {}
    assert len(sent) >= 15, sent
    assert live_server.rows("SELECT count(*) AS n FROM village") == [{"n": 2}]
    assert browser.get("/petugas").status_code == 200


def send(browser: httpx.Client, address: str, form: Sendable) -> int:
    """The form with the hostile text wherever somebody types; the answer's status."""
    data: dict[str, list[str]] = {}
    for name, value in [*form.fields, *((name, HOSTILE) for name in form.typed)]:
        data.setdefault(name, []).append(value)
    files = [(name, (f"{HOSTILE}.xlsx", HOSTILE.encode(), "text/plain")) for name in form.files]
    answer = browser.post(address, data=data, files=files or None)
    assert not _RAW.search(answer.text), address
    with_nul = {
        name: [f"{value}\x00" if name in form.typed else value for value in values] for name, values in data.items()
    }
    again = browser.post(address, data=with_nul, files=files or None)
    return max(answer.status_code, again.status_code)
