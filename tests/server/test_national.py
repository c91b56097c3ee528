"""What the nation publishes, as a file: looked over on a page or by a command, taken in once, refused whole."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import httpx
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_domain.people import Role
from kemiskinan_domain.publishing import CodeChoice, CodeList, code_list_id
from kemiskinan_domain.records import RecordId, new_record_id
from kemiskinan_domain.wire.national import NationalFile, NationalHead, NationalRefusal, read_national, write_national
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind, encode_scope_line
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.code_lists import publish_code_list
from kemiskinan_server.services.national import Effect, Preview, bring, forget_publisher, take
from kemiskinan_server.storage.database import Database
from tests.server.conftest import LiveServer
from tests.server.publishing import a_notice
from tests.server.test_commands import Commands, run
from tests.server.test_pages import PASSWORD, enter, token_of

__all__ = ["run"]

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
LIST = CodeList(
    "pekerjaan", "20261101", "Pekerjaan", (CodeChoice("1", "Petani"),), datetime(2026, 11, 1, tzinfo=UTC).date()
)


def notice_line(rev: int, record: RecordId, title: str = "Verifikasi serentak") -> bytes:
    return encode_scope_line(rev, ScopeKind.NOTICE, record, replace(a_notice(title), edition=1).to_document())


def list_line(rev: int, codes: CodeList = LIST) -> bytes:
    return encode_scope_line(rev, ScopeKind.CODE_LIST, code_list_id(codes.name, codes.version), codes.to_document())


def made(*lines: bytes, head: int = 2, key: Ed25519PrivateKey = KEY, **more: object) -> bytes:
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    told = NationalHead(1, "Kementerian Contoh", "2026-11-20T08:00:00+07:00", "e1", head, len(lines), public)
    return write_national(msgspec.structs.replace(told, **more), list(lines), key)


def brought(database: Database, content: bytes) -> Preview | NationalRefusal:
    with database.unit_of_work() as unit:
        found = bring(unit, content, "admin", NOW)
        unit.commit()
    return found


def taken(database: Database, content: bytes) -> Preview | NationalRefusal:
    found = brought(database, content)
    if isinstance(found, NationalRefusal):
        return found
    with database.unit_of_work() as unit:
        done = take(unit, found.file.digest, "admin", NOW)
        unit.commit()
    return done


def standing(database: Database) -> dict[str, bool]:
    """Title of each national record, and whether it is live."""
    with database.unit_of_work() as unit:
        kinds = (ScopeKind.NOTICE, ScopeKind.CODE_LIST)
        rows = [one for kind in kinds for _, one in unit.scopes.records([NATIONAL], kind)]
    documents = [(one, msgspec.json.decode(one.document or one.line)) for one in rows]
    return {(text if isinstance(text, dict) else text[4])["title"]: not one.deleted for one, text in documents}


def test_a_file_is_looked_over_and_published_only_when_somebody_says_so(database: Database) -> None:
    content = made(notice_line(1, new_record_id()), list_line(2))

    found = brought(database, content)
    before = standing(database)
    done = taken(database, content)

    assert isinstance(found, Preview)
    assert (found.notices, found.lists, found.first) == (1, 1, True)
    assert [(step.title, step.effect) for step in found.steps] == [
        ("Verifikasi serentak", Effect.NEW),
        ("Pekerjaan", Effect.NEW),
    ]
    assert before == {}
    assert isinstance(done, Preview)
    assert standing(database) == {"Verifikasi serentak": True, "Pekerjaan": True}


def test_a_later_file_corrects_withdraws_and_leaves_the_rest_alone(database: Database) -> None:
    stays, changes, goes, forgotten = (new_record_id() for _ in range(4))
    first = [notice_line(1, stays, "Tetap"), notice_line(2, changes, "Lama"), notice_line(3, goes, "Ditarik")]
    taken(database, made(*first, notice_line(4, forgotten, "Dilupakan"), head=4))
    tombstone = encode_scope_line(6, ScopeKind.NOTICE, goes, None)

    done = taken(database, made(notice_line(1, stays, "Tetap"), notice_line(5, changes, "Baru"), tombstone, head=6))

    assert isinstance(done, Preview)
    assert {(step.title, step.effect) for step in done.steps} == {
        ("Baru", Effect.CHANGED),
        ("Ditarik", Effect.WITHDRAWN),
        ("Dilupakan", Effect.WITHDRAWN),
    }
    assert (done.first, standing(database)["Baru"], standing(database)["Tetap"]) == (False, True, True)
    assert {title for title, live in standing(database).items() if not live} == {"Ditarik", "Dilupakan"}


def test_a_list_that_was_withdrawn_stays_readable_and_marked(database: Database) -> None:
    taken(database, made(list_line(1), head=1))

    done = taken(database, made(list_line(2, replace(LIST, withdrawn=True)), head=2))

    assert isinstance(done, Preview)
    assert [step.effect for step in done.steps] == [Effect.WITHDRAWN]
    assert standing(database) == {"Pekerjaan": True}


def test_what_is_stale_or_was_taken_in_before_is_refused(database: Database) -> None:
    old, new = made(head=2), made(notice_line(1, new_record_id()), head=5)
    taken(database, new)

    answers = [taken(database, content) for content in (old, new)]
    restored = taken(database, made(head=1, epoch="e2", made_at="2026-11-19T08:00:00+07:00"))

    assert [*answers, restored] == [NationalRefusal.STALE] * 3
    assert standing(database) == {"Verifikasi serentak": True}


def test_a_publisher_that_was_restored_goes_on_with_a_later_file(database: Database) -> None:
    taken(database, made(head=9))

    later = taken(database, made(head=1, epoch="e2", made_at="2026-11-21T08:00:00+07:00"))

    assert isinstance(later, Preview)


def test_another_key_is_refused_until_the_administrator_lets_it_in(database: Database) -> None:
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    taken(database, made(head=1))

    refused = taken(database, made(head=2, key=other))
    with database.unit_of_work() as unit:
        assert forget_publisher(unit, "admin", NOW)
        unit.commit()
    let_in = taken(database, made(head=2, key=other))

    assert refused is NationalRefusal.OTHER_PUBLISHER
    assert isinstance(let_in, Preview)
    assert let_in.first


@pytest.mark.parametrize("spoil", ["cut", "flip", "dropped"])
def test_a_damaged_file_is_refused(spoil: str) -> None:
    content = made(notice_line(1, new_record_id()), list_line(2))
    spoilt = {
        "cut": content[:-40],
        "flip": content.replace(b"serentak", b"serentaj"),
        "dropped": b"\n".join(content.split(b"\n")[:1] + content.split(b"\n")[2:]),
    }[spoil]

    assert read_national(spoilt) is NationalRefusal.DAMAGED


def test_every_byte_counts() -> None:
    content = made(notice_line(1, new_record_id()))

    for at in range(0, len(content) - 1, 7):
        spoilt = content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]
        assert isinstance(read_national(spoilt), NationalRefusal), at


def test_what_is_signed_by_nobody_or_no_such_file_is_refused() -> None:
    content = made(notice_line(1, new_record_id()))
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = re.search(rb'"signature":"([^"]+)"', made(notice_line(1, new_record_id()), key=other))
    assert signed is not None
    forged = re.sub(rb'"signature":"[^"]+"', b'"signature":"' + signed[1] + b'"', content)

    assert isinstance(read_national(content), NationalFile)
    assert read_national(forged) is NationalRefusal.FORGED
    assert read_national(b"") is NationalRefusal.NOT_ONE
    assert read_national(b"kode;uraian\n1;Petani\n") is NationalRefusal.NOT_ONE
    assert read_national(made(format=2)) is NationalRefusal.NEWER


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (encode_scope_line(1, ScopeKind.NOTICE, new_record_id(), {"title": "x"}), NationalRefusal.UNUSABLE),
        (encode_scope_line(1, ScopeKind.NOTICE, RecordId("../x"), a_notice().to_document()), NationalRefusal.UNUSABLE),
        (encode_scope_line(1, ScopeKind.CODE_LIST, new_record_id(), LIST.to_document()), NationalRefusal.UNUSABLE),
        (list_line(1, replace(LIST, choices=())), NationalRefusal.UNUSABLE),
        (b'[1,"musik","x",0,{}]', NationalRefusal.NEWER),
    ],
    ids=["no-notice", "no-id", "not-its-id", "no-choices", "newer"],
)
def test_content_that_may_not_be_published_refuses_the_whole_file(
    database: Database, line: bytes, why: NationalRefusal
) -> None:
    assert taken(database, made(notice_line(2, new_record_id()), line)) is why
    assert standing(database) == {}


def test_a_version_that_is_published_here_never_changes(database: Database) -> None:
    with database.unit_of_work() as unit:
        assert publish_code_list(unit, NATIONAL, LIST, by="cli", now=NOW) is None
        unit.commit()

    same = brought(database, made(list_line(1)))
    other = taken(database, made(list_line(1, replace(LIST, choices=(CodeChoice("1", "Nelayan"),)))))

    assert isinstance(same, Preview)
    assert same.steps == ()
    assert other is NationalRefusal.VERSION_CHANGED


def test_what_one_server_writes_another_takes_in_by_the_command(
    run: Commands, tmp_path: Path, database: Database
) -> None:
    text, file = tmp_path / "isi.txt", tmp_path / "nasional.dat"
    text.write_text("Verifikasi dimulai Senin.", encoding="utf-8")
    nothing = run("export-national", str(file), "--publisher", "Kementerian Contoh")
    run("add-village", "32.03.01.2001")
    assert run("publish-notice", "Verifikasi", str(text), "--scope", "national")[0] == 0

    wrote = run("export-national", str(file), "--publisher", "Kementerian Contoh")
    took = run("take-national", str(file))
    again = run("take-national", str(file))
    forgot = run("forget-national-publisher")

    assert (nothing[0], wrote[0]) == (1, 0)
    assert took[0] == 0
    assert "Kementerian Contoh" in took[1]
    assert "1 pengumuman, 0 daftar kode" in took[1]
    assert "0 perubahan terbit." in took[1], "the same server has it already"
    assert (again[0], "sudah pernah diterima" in again[1]) == (1, True)
    assert forgot[0] == 0


@pytest.fixture
def browser(live_server: LiveServer) -> Iterator[httpx.Client]:
    with live_server.parts.context.database.unit_of_work() as unit:
        save_account(unit, "admin", PASSWORD, Role.ADMINISTRATOR, full_name="", now=NOW)
        unit.commit()
    with httpx.Client(base_url=live_server.url, follow_redirects=True, trust_env=False, timeout=30) as client:
        yield client


def choose(browser: httpx.Client, content: bytes) -> httpx.Response:
    token = token_of(browser.get("/nasional"))
    return browser.post("/nasional", data={"form_token": token}, files={"file": ("nasional.dat", content)})


def test_the_page_shows_what_a_file_is_and_what_it_changes_before_anything_is_published(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    enter(browser, "admin")
    record = new_record_id()
    content = made(notice_line(1, record, "<b>Verifikasi</b>"), list_line(2))

    look = choose(browser, content)
    [path] = re.findall(r'action="(/nasional/[0-9a-f]+/terima)"', look.text)
    before = live_server.rows("SELECT count(*) AS n FROM scope_record")
    done = browser.post(path, data={"form_token": token_of(look)})
    again = browser.post(path, data={"form_token": token_of(done)})

    for words in ("Kementerian Contoh", "1 pengumuman, 1 daftar kode", "20 November 2026", "Berkas pertama", "baru"):
        assert words in look.text, words
    assert "<b>Verifikasi</b>" not in look.text
    assert before == [{"n": 0}]
    assert (done.url.path, "Pekerjaan" in done.text, f"/pengumuman/{record}" in done.text) == ("/nasional", True, True)
    assert live_server.rows("SELECT deed, actor FROM audit WHERE deed LIKE 'national%'") == [
        {"deed": "national-taken", "actor": "admin"}
    ]
    assert again.status_code == 409


@pytest.mark.parametrize(
    ("content", "words", "status"),
    [
        (b"bukan", "Ini bukan berkas isi nasional.", 422),
        (made(notice_line(1, new_record_id()))[:-30], "Berkas rusak atau terpotong.", 422),
        (b"", "Pilih berkasnya.", 422),
        (b"x" * 9_000_000, "Berkas terlalu besar", 413),
    ],
    ids=["not-one", "cut", "nothing", "too-large"],
)
def test_a_file_that_is_not_taken_is_explained_and_nothing_changes(
    browser: httpx.Client, live_server: LiveServer, content: bytes, words: str, status: int
) -> None:
    enter(browser, "admin")

    answer = choose(browser, content)

    assert (answer.status_code, words in answer.text) == (status, True)
    assert live_server.rows("SELECT count(*) AS n FROM national_file") == [{"n": 0}]
    assert live_server.rows("SELECT count(*) AS n FROM scope_record") == [{"n": 0}]


def test_a_file_that_became_stale_while_somebody_looked_at_it_changes_nothing(
    browser: httpx.Client, live_server: LiveServer
) -> None:
    enter(browser, "admin")
    look = choose(browser, made(notice_line(1, new_record_id(), "Lama"), head=1))
    [path] = re.findall(r'action="(/nasional/[0-9a-f]+/terima)"', look.text)
    database = live_server.parts.context.database
    with database.unit_of_work() as unit:
        newer = bring(unit, made(notice_line(2, new_record_id(), "Baru"), head=2), "lain", NOW)
        assert isinstance(newer, Preview)
        take(unit, newer.file.digest, "lain", NOW)
        unit.commit()

    late = browser.post(path, data={"form_token": token_of(look)})

    assert (late.status_code, "lebih lama" in late.text) == (422, True)
    assert standing(database) == {"Baru": True}
