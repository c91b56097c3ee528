"""A real Chromium before a real server: every request it makes and every complaint it has is kept and judged."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordKind, decision_id, new_record_id
from kemiskinan_server.services.accounts import save_account
from tests.server.conftest import LiveServer, clock, cluster, database, enrol, laptop, live_server, parts, postgres
from tests.server.devices import Laptop, act, household, member, put

__all__ = ["clock", "cluster", "database", "enrol", "laptop", "live_server", "parts", "postgres"]

PASSWORD = "sandi kabupaten"
LONG_NAME = "Raden Nganten Siti Nurhasanah Kusumawardhani binti Abdurrahman Wiriadinata"
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file's tests: Debian's Chromium, or what a Windows machine has.

    Not one for the run: Playwright holds an event loop in this thread while it is open, and no other test of the same
    process could then run its own.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None and sys.platform != "win32":
        pytest.fail("Chromium is missing: `python3 dev.py test` installs it")
    # Chromium refuses its own sandbox to root; the pages are ours.
    arguments = ["--no-sandbox"] if sys.platform != "win32" and os.geteuid() == 0 else []
    with sync_playwright() as started:
        channel = "msedge" if program is None else None
        browser = started.chromium.launch(executable_path=program, channel=channel, args=arguments)
        yield browser
        browser.close()


@dataclass
class Watched:
    """What a browser did beside showing the page."""

    address: str
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    def hear(self, message: ConsoleMessage) -> None:
        """Complaints; that a page answered with an error status is what some tests are about."""
        if message.type in {"error", "warning"} and "Failed to load resource" not in message.text:
            self.said.append(message.text)

    def judge(self) -> None:
        """Nothing was asked of anybody else, and no rule of the page was broken."""
        foreign = [one for one in self.asked if not one.startswith((self.address, "data:", "blob:"))]
        assert foreign == []
        assert self.said == []


Open = Callable[..., Page]
"""Answers a page of a fresh visitor; words go to Playwright's `new_context`."""


@pytest.fixture
def watched(live_server: LiveServer) -> Iterator[Watched]:
    """What every visitor of this test did, judged at its end."""
    made = Watched(live_server.url)
    yield made
    made.judge()


@pytest.fixture
def visit(chromium: Browser, live_server: LiveServer, watched: Watched) -> Iterator[Open]:
    """Fresh visitors, without scripts unless that is asked for."""
    contexts: list[BrowserContext] = []

    def opened(**options: object) -> Page:
        wanted = {"java_script_enabled": False, "locale": "id-ID"} | options
        context = chromium.new_context(base_url=live_server.url, **wanted)  # type: ignore[arg-type]
        context.set_default_timeout(10_000)
        context.on("request", lambda request: watched.asked.append(request.url))
        context.on("console", watched.hear)
        contexts.append(context)
        return context.new_page()

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def village(live_server: LiveServer, laptop: Laptop) -> Laptop:
    """A village's laptop that has sent two families, one of them handed to review, and a meeting; two may sign in."""
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role in (("admin", Role.ADMINISTRATOR), ("dpmd", Role.REVIEWER)):
            save_account(unit, name, PASSWORD, role, full_name="", now=system_clock())
        unit.commit()
    first = household(head_name=LONG_NAME, dusun="Kampung Babakan Sirna", rt="001", rw="002", desil=2)
    second, session = household(head_name="Ujang Contoh", desil=3, no_kk="3203011234567890"), new_record_id()
    laptop.sync(
        first,
        second,
        member(first.id, name=LONG_NAME, position=1, relation="1"),
        put(RecordKind.DELIBERATION, session, title="Musdes 2026", date="2026-11-20", state="open"),
        put(RecordKind.DECISION, decision_id(session, first.id), parent=session, household=first.id, decision="L"),
    )
    laptop.sync(act(first.id, "submit", ("draft", "submitted"), base=laptop.cursor))
    return laptop


def sign_in(page: Page, name: str = "admin") -> None:
    """As a person does."""
    page.goto("/masuk")
    page.locator("#name").fill(name)
    page.locator("#password").fill(PASSWORD)
    page.locator("main button").click()
    page.wait_for_url("**/")
