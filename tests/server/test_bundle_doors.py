"""The two doors by which files come in at the district: the page Berkas and the command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from kemiskinan_domain.people import Role
from kemiskinan_domain.people.areas import Area
from kemiskinan_domain.wire.bundle import bundle_path
from kemiskinan_domain.wire.bundle_sealing import Envelope, read_envelope
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.bundles import add_bundle_commands
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.bundles import take_bundle
from tests.server.bundling import answer_for, bundle_of
from tests.server.conftest import OTHER_VILLAGE, Enrol, LiveServer
from tests.server.devices import Laptop, household

PASSWORD = "sandi kabupaten"


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        for name, role in (("admin", Role.ADMINISTRATOR), ("camat", Role.SUBDISTRICT_READER)):
            save_account(unit, name, PASSWORD, role, full_name="", now=datetime.now(UTC))
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def token_of(page: httpx.Response) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', page.text)
    assert found is not None
    return found[1]


def enter(browser: httpx.Client, name: str = "admin") -> str:
    token = token_of(browser.get("/masuk"))
    return token_of(browser.post("/masuk", data={"name": name, "password": PASSWORD, "form_token": token}))


def send(browser: httpx.Client, token: str, *files: tuple[str, bytes]) -> httpx.Response:
    return browser.post("/berkas", data={"form_token": token}, files=[("files", one) for one in files])


def test_the_page_takes_files_of_several_villages_and_gives_each_its_answer(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    laptops = [enrol(), enrol(OTHER_VILLAGE)]
    for laptop in laptops:
        laptop.save(household(head_name="Siti Rahasia"))
    token = enter(browser)

    page = send(browser, token, *((f"{at}.dsb", bundle_of(one, live_server.parts)) for at, one in enumerate(laptops)))

    links = re.findall(r'href="(/berkas/[^"]+/jawaban)"', page.text)
    answers = [browser.get(link) for link in links]
    assert page.text.count("1 perubahan baru; diterima.") == 2
    assert "Siti Rahasia" not in page.text
    assert len(answers) == 2
    assert all("attachment" in one.headers["content-disposition"] for one in answers)
    by_client = {_addressee(one.content): one.content for one in answers}
    for laptop in laptops:
        assert answer_for(laptop, by_client[laptop.client], live_server.parts).head is not None


def _addressee(content: bytes) -> str:
    envelope = read_envelope(content)
    assert isinstance(envelope, Envelope)
    return envelope.header.client


def test_a_file_that_is_refused_says_why_and_the_others_go_on(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.save(household(head_name="Siti"))
    whole = bundle_of(laptop, live_server.parts)

    page = send(browser, enter(browser), ("potong.dsb", whole[:-9]), ("foto.jpg", b"\xff\xd8\xff"), ("utuh.dsb", whole))

    assert "Berkas terpotong." in page.text
    assert "Ini bukan berkas kiriman desa." in page.text
    assert "1 perubahan baru; diterima." in page.text


def test_a_form_of_another_site_brings_nothing_in(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.save(household(head_name="Siti"))
    enter(browser)

    answer = send(browser, "0" * 64, ("utuh.dsb", bundle_of(laptop, live_server.parts)))

    assert answer.status_code == 403
    assert live_server.rows("SELECT id FROM record") == []


def test_more_than_fits_is_refused_before_it_is_read(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.save(household(head_name="Siti"))
    token = enter(browser)
    monkeypatch.setattr("kemiskinan_server.web.bundles._MOST_BYTES", 1000)

    answer = send(browser, token, ("utuh.dsb", bundle_of(laptop, live_server.parts)))

    assert answer.status_code == 413
    assert "Terlalu besar sekaligus." in answer.text
    assert live_server.rows("SELECT id FROM record") == []


def test_nobody_who_is_not_signed_in_sends_a_file(
    browser: httpx.Client, live_server: LiveServer, laptop: Laptop
) -> None:
    laptop.save(household(head_name="Siti"))
    token = token_of(browser.get("/masuk"))

    answer = send(browser, token, ("utuh.dsb", bundle_of(laptop, live_server.parts)))

    assert answer.url.path == "/masuk"
    assert live_server.rows("SELECT id FROM record") == []


@pytest.mark.parametrize("path", ["/berkas", "/berkas/32.03.01.2001/abc/jawaban"])
def test_only_who_reviews_reaches_the_files(browser: httpx.Client, path: str) -> None:
    stranger = browser.get(path)
    enter(browser, "camat")
    reader = browser.get(path)

    assert stranger.url.path == "/masuk"
    assert reader.status_code == 404


def test_a_reviewer_of_one_area_neither_takes_nor_sees_another_s(
    browser: httpx.Client, live_server: LiveServer, enrol: Enrol
) -> None:
    inside, outside = enrol(), enrol(OTHER_VILLAGE)
    for laptop in (inside, outside):
        laptop.save(household(head_name="Siti"))
    seen = take_bundle(live_server.parts.context, bundle_of(outside, live_server.parts), "uji")
    area = Area((inside.village,))
    with live_server.parts.context.database.unit_of_work() as unit:
        now = datetime.now(UTC)
        save_account(unit, "desa", PASSWORD, Role.REVIEWER, full_name="", now=now, area=area)
        unit.commit()
    token = enter(browser, "desa")
    outside.save(household(head_name="Ujang"))

    page = send(
        browser,
        token,
        ("dalam.dsb", bundle_of(inside, live_server.parts)),
        ("luar.dsb", bundle_of(outside, live_server.parts)),
    )
    answer = browser.get(f"/berkas/{outside.village}/{seen.digest}/jawaban")

    assert "1 perubahan baru; diterima." in page.text
    assert "di luar wilayah Anda" in page.text
    assert outside.village not in page.text
    assert answer.status_code == 404
    assert live_server.rows("SELECT count(*) AS n FROM record") == [{"n": 2}]


def test_an_answer_that_is_not_there_is_told_so(browser: httpx.Client) -> None:
    enter(browser)

    assert browser.get("/berkas/32.03.01.2001/abc/jawaban").status_code == 404


class Command:
    """Runs `import-bundle` against a server's parts."""

    def __init__(self, parts: Parts, capture: pytest.CaptureFixture[str]) -> None:
        self._parts = parts
        self._capture = capture

    def __call__(self, *words: str) -> tuple[int, str]:
        import argparse

        parser = argparse.ArgumentParser()
        add_bundle_commands(parser.add_subparsers())
        chosen = parser.parse_args(["import-bundle", *words])
        code = int(chosen.run(self._parts, chosen))
        return code, self._capture.readouterr().out


@pytest.fixture
def run(parts: Parts, capsys: pytest.CaptureFixture[str]) -> Command:
    return Command(parts, capsys)


def on_stick(stick: Path, content: bytes) -> Path:
    envelope = read_envelope(content)
    assert isinstance(envelope, Envelope)
    place = stick / bundle_path(envelope.header)
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    return place


def test_a_whole_stick_is_taken_in_whatever_the_order_and_answered_beside_each_file(
    run: Command, live_server: LiveServer, enrol: Enrol, tmp_path: Path
) -> None:
    first, second = enrol(), enrol(OTHER_VILLAGE)
    first.save(*(household(head_name=f"Keluarga {at}") for at in range(4)))
    second.save(household(head_name="Siti"))
    stick = tmp_path / "usb"
    # The later part has the smaller number here: what counts is which changes it holds.
    on_stick(stick, bundle_of(first, live_server.parts, first.message(3, 4), seq=1))
    place = on_stick(stick, bundle_of(first, live_server.parts, first.message(1, 2), seq=2))
    on_stick(stick, bundle_of(second, live_server.parts))

    code, said = run(str(stick))
    again, said_again = run(str(stick))

    assert (code, again) == (0, 0)
    assert said.count("2 perubahan baru; diterima.") == 2
    assert said_again.count(": 0 perubahan baru; diterima.") == 3
    assert len(live_server.rows("SELECT id FROM record")) == 5
    answer = place.with_name("000002-jawaban.dsb").read_bytes()
    assert answer_for(first, answer, live_server.parts).head is not None


def test_answers_go_where_they_are_wanted(
    run: Command, live_server: LiveServer, laptop: Laptop, tmp_path: Path
) -> None:
    laptop.save(household(head_name="Siti"))
    file = tmp_path / "IMG-20261124-WA0001.dsb"
    file.write_bytes(bundle_of(laptop, live_server.parts, seq=7))

    code, _ = run(str(file), "--answers", str(tmp_path / "jawaban"))

    made = tmp_path / "jawaban" / "dsync" / laptop.village / laptop.client / "000007-jawaban.dsb"
    assert code == 0
    assert answer_for(laptop, made.read_bytes(), live_server.parts).head is not None
    assert list(made.parent.iterdir()) == [made]


def test_broken_and_missing_files_are_told_and_counted(
    run: Command, live_server: LiveServer, laptop: Laptop, tmp_path: Path
) -> None:
    laptop.save(household(head_name="Siti"))
    (tmp_path / "rusak.dsb").write_bytes(bundle_of(laptop, live_server.parts)[:-1])

    broken, missing, empty = run(str(tmp_path)), run(str(tmp_path / "tiada.dsb")), run(str(tmp_path / "x" / ".."))

    assert broken[0] == missing[0] == 1
    assert "Berkas terpotong." in broken[1]
    assert "tidak dapat dibaca" in missing[1]
    assert empty[0] == 1
    assert live_server.rows("SELECT id FROM record") == []
