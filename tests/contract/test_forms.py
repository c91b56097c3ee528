"""Questionnaires from the real server to the laptop: whole and signed, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from sqlalchemy import text

from kemiskinan_desktop.sync import District, Hindrance, NotTheDistrictError, Published, SyncEngine, SyncProblem
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import new_record_id
from kemiskinan_domain.survey import Form, compile_form
from kemiskinan_domain.wire import FormNotice
from kemiskinan_server.services.forms import publish_form
from tests.contract.desks import desk
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import LiveServer

FORM, VERSION = "rumah", "7"
TEXT = "<form><q name='atap'>Jenis atap</q></form>"
PORTAL = "<html><body>Masuk ke Wi-Fi</body></html>"


def publish(server: LiveServer, compiled: str = TEXT, form: str = FORM, version: str = VERSION) -> FormNotice:
    context = server.parts.context
    with context.database.unit_of_work() as unit:
        notice = publish_form(
            unit, context.keys, form=form, version=version, compiled=compiled, by="test", now=context.clock()
        )
        unit.commit()
    assert isinstance(notice, FormNotice)
    return notice


def change_published(server: LiveServer, **values: str) -> None:
    names = ", ".join(f"{name} = :{name}" for name in values)
    with server.parts.context.database.engine.begin() as connection:
        connection.execute(text(f"UPDATE form SET {names}"), values)


@contextmanager
def portal(content_type: str) -> Iterator[str]:
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            page = PORTAL.encode()
            self.send_response(200)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(page)))
            self.end_headers()
            self.wfile.write(page)

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def stored_text(laptop: Laptop, form: str = FORM, version: str = VERSION) -> str | None:
    with laptop.store.view() as unit:
        stored = unit.forms.get(form, version)
    return None if stored is None else stored.text


def test_a_published_questionnaire_reaches_the_laptop_once_and_unchanged(
    live_server: LiveServer, tmp_path: Path
) -> None:
    publish(live_server)
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        first, second = laptop.sync(), laptop.sync()

        assert (first.problem, first.forms, second.problem, second.forms) == (None, 1, None, 0)
        assert stored_text(laptop) == TEXT


def test_every_shipped_questionnaire_arrives_ready_to_use(live_server: LiveServer, tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "resources" / "questionnaires"
    compiled = [compile_form(path) for path in sorted(folder.glob("*.md"))]
    published = [(text, Form.from_xml(text)) for text in compiled]
    for source, form in published:
        publish(live_server, source, form.id, form.version)
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        report = laptop.sync()

        assert (report.problem, report.forms) == (None, len(published))
        assert published
        for source, form in published:
            assert stored_text(laptop, form.id, form.version) == source


@pytest.mark.parametrize("digest_too", [False, True], ids=["text alone", "text and digest"])
def test_a_tampered_text_is_refused(live_server: LiveServer, tmp_path: Path, digest_too: bool) -> None:
    publish(live_server)
    tampered = TEXT.replace("atap", "lantai")
    changed = {"compiled": tampered}
    if digest_too:
        changed["digest"] = hashlib.sha256(tampered.encode()).hexdigest()
    change_published(live_server, **changed)
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        report = laptop.sync()

        assert (report.problem, report.missing) == (None, {Published.FORMS: Hindrance.UNPROVEN})
        assert stored_text(laptop) is None


@pytest.mark.parametrize("signature", ["bukan tanda tangan", "AAAA", ""], ids=["no base64", "too short", "none"])
def test_a_wrong_signature_is_refused(live_server: LiveServer, tmp_path: Path, signature: str) -> None:
    publish(live_server)
    change_published(live_server, signature=signature)
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        report = laptop.sync()

        assert (report.problem, report.missing) == (None, {Published.FORMS: Hindrance.UNPROVEN})
        assert stored_text(laptop) is None


def test_a_questionnaire_of_another_name_under_a_right_signature_is_refused(
    live_server: LiveServer, tmp_path: Path
) -> None:
    publish(live_server, TEXT.replace("atap", "lantai"), version="6")
    publish(live_server)
    old = live_server.rows("SELECT compiled, signature FROM form WHERE version = '6'")[0]
    change_published(live_server, compiled=str(old["compiled"]), signature=str(old["signature"]))
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        report = laptop.sync()

        assert (report.problem, report.missing) == (None, {Published.FORMS: Hindrance.UNPROVEN})
        assert stored_text(laptop) is None


def test_a_refused_questionnaire_does_not_hold_up_the_records(live_server: LiveServer, tmp_path: Path) -> None:
    publish(live_server)
    change_published(live_server, signature="AAAA")
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        family = new_record_id()
        laptop.save(family, head_name="Siti")

        laptop.sync()

        assert laptop.unsent() == 0
        assert len(live_server.rows("SELECT id FROM record")) == 1


@pytest.mark.parametrize("content_type", ["text/html", "application/xml", "application/json"])
def test_a_captive_portal_is_named_whatever_it_calls_its_page(
    live_server: LiveServer, tmp_path: Path, content_type: str
) -> None:
    publish(live_server)
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as laptop,
        portal(content_type) as address,
    ):
        behind = District(address, "test")

        report = SyncEngine(laptop.store, behind, system_clock).run()
        with pytest.raises(NotTheDistrictError):
            behind.get_signed("/v1/forms/rumah/7")
        behind.close()

        assert report.problem is SyncProblem.NOT_THE_DISTRICT
        assert stored_text(laptop) is None
