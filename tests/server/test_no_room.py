"""The district's disk is full, at each write in its turn: told by name, nothing half kept, and gone on with later.

PostgreSQL itself says so here (SQLSTATE 53100, by a trigger that counts writes); files meet the system's own word.
"""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import Engine, text

from kemiskinan_domain.wire import ProblemType
from kemiskinan_server.app import Parts
from kemiskinan_server.cli import bundles as bundle_command
from kemiskinan_server.cli import main, saying, upkeep
from kemiskinan_server.services import snapshots
from kemiskinan_server.services.bundles import take_bundle
from kemiskinan_server.services.snapshots import SnapshotShelf
from kemiskinan_server.storage.base import ServerTable
from kemiskinan_server.storage.room import DiskFullError
from tests.server.bundling import answer_for, bundle_of
from tests.server.conftest import VILLAGE, LiveServer
from tests.server.devices import Laptop, household
from tests.server.test_bundle_doors import browser, enter, send
from tests.server.test_commands import Commands, run
from tests.server.test_national import list_line, made, notice_line, standing

__all__ = ["browser", "run"]

TABLES = sorted(table.name for table in ServerTable.metadata.tables.values())
NO_ROOM = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
_FULL = """
CREATE SEQUENCE writes;
CREATE TABLE room (at bigint);
CREATE FUNCTION full_disk() RETURNS trigger AS $$ BEGIN
    IF nextval('writes') = (SELECT at FROM room) THEN
        RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
"""


class Disk:
    """Lets PostgreSQL find no room at one of its writes."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        triggers = [
            f'CREATE TRIGGER full_disk AFTER INSERT OR UPDATE OR DELETE ON "{table}" EXECUTE FUNCTION full_disk()'
            for table in TABLES
        ]
        with engine.begin() as connection:
            for statement in (_FULL, *triggers):
                connection.exec_driver_sql(statement)

    @contextmanager
    def full_at(self, write: int) -> Iterator[None]:
        """At that write, counted from now on."""
        self._set(f"INSERT INTO room VALUES ({write})", "SELECT setval('writes', 1, false)")
        yield
        self._set()

    def _set(self, *statements: str) -> None:
        with self._engine.begin() as connection:
            for statement in ("DELETE FROM room", *statements):
                connection.execute(text(statement))

    def content(self) -> dict[str, list[str]]:
        """All that the district holds."""
        with self._engine.connect() as connection:
            return {
                table: sorted(str(row) for row in connection.execute(text(f'SELECT * FROM "{table}"')))
                for table in TABLES
            }

    def try_all(self, work: Callable[[], bool], *, whole: bool = True) -> int:
        """Try a work with no room at its first write, then its second, until it gets through; answers how often not.

        `whole`: it is one transaction, so that nothing at all may be left of a try that failed.
        """
        for write in range(1, 200):
            before = self.content()
            with self.full_at(write):
                if work():
                    return write - 1
            assert not whole or self.content() == before, f"something is left of the try that ended at write {write}"
        raise AssertionError("it never got through")


@pytest.fixture
def disk(parts: Parts) -> Disk:
    return Disk(parts.context.database.engine)


def through(answer: httpx.Response) -> bool:
    """Whether a request got through; what did not must say why."""
    if answer.status_code == 200:
        return True
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (507, ProblemType.STORAGE_FULL)
    return False


def test_a_push_finds_no_room_at_any_write_and_comes_through_once_there_is_some(
    live_server: LiveServer, laptop: Laptop, disk: Disk
) -> None:
    family = household(head_name="Asep")
    laptop.save(family, household(family.id, head_name="Asep Sunandar"), household(head_name="Siti", no_kk="1" * 16))
    message = laptop.message()

    def push() -> bool:
        reply = laptop.post(message, keep=False)
        assert reply.status == 200 or (reply.status, reply.kind) == (507, ProblemType.STORAGE_FULL)
        return bool(reply.status == 200)

    assert disk.try_all(push) > 5
    assert len(live_server.rows("SELECT mid FROM history")) == 3
    assert laptop.sync().status == 200


def test_an_enrolment_that_finds_no_room_leaves_the_code_as_it_was(live_server: LiveServer, disk: Disk) -> None:
    laptop, code = Laptop(live_server.url, VILLAGE), live_server.code()

    assert disk.try_all(lambda: through(laptop.enrol(code))) >= 2
    assert [row["id"] for row in live_server.rows("SELECT id FROM client WHERE public_key <> ''")] == [laptop.client]
    laptop.http.close()


def test_a_file_of_a_village_may_meet_a_full_disk_at_any_write_and_is_brought_again(
    live_server: LiveServer, laptop: Laptop, disk: Disk
) -> None:
    laptop.save(household(head_name="Asep"), household(head_name="Siti"))
    content = bundle_of(laptop, live_server.parts)
    headers = {"Authorization": f"Bearer {laptop.token}", "Content-Type": "application/octet-stream"}
    given: list[bytes] = []

    def bring() -> bool:
        answer = httpx.post(f"{live_server.url}/v1/bundles", content=content, headers=headers, timeout=30)
        given.append(answer.content)
        return through(answer)

    # The changes, what became of the file, and its answer are transactions of their own, as when a line breaks.
    assert disk.try_all(bring, whole=False) > 5
    assert len(live_server.rows("SELECT mid FROM history")) == 2
    head = answer_for(laptop, given[-1], live_server.parts).head
    assert head is not None
    assert head.receipt is not None


def test_the_page_says_which_file_found_no_room_and_takes_it_the_next_time(
    live_server: LiveServer, laptop: Laptop, browser: httpx.Client, disk: Disk
) -> None:
    laptop.save(household(head_name="Asep"))
    content, token = bundle_of(laptop, live_server.parts), enter(browser)

    with disk.full_at(1):
        full = send(browser, token, ("kiriman.dsb", content))
    after = send(browser, token, ("kiriman.dsb", content))

    assert "ruang simpan server penuh" in full.text
    assert "1 perubahan baru; diterima." in after.text


def test_the_command_says_so_too_and_leaves_no_answer(
    live_server: LiveServer, laptop: Laptop, disk: Disk, run: Commands, tmp_path: Path
) -> None:
    laptop.save(household(head_name="Asep"))
    file = tmp_path / "kiriman.dsb"
    file.write_bytes(bundle_of(laptop, live_server.parts))
    base = ["--data-dir", str(live_server.parts.context.settings.data_dir), *run.base[2:]]
    run.base = base

    with disk.full_at(1):
        full = run("import-bundle", str(file))
    left = sorted(path.name for path in tmp_path.rglob("*-jawaban.dsb"))
    after = run("import-bundle", str(file))

    assert (full[0], left) == (1, [])
    assert "ruang simpan server penuh" in full[1]
    assert (after[0], "Aman dilepas" in after[1]) == (0, True)


def test_the_nation_s_file_is_taken_whole_or_not_at_all(
    run: Commands, parts: Parts, disk: Disk, tmp_path: Path
) -> None:
    file = tmp_path / "nasional.dsn"
    file.write_bytes(made(notice_line(1, "019aa000-0000-7000-8000-000000000001"), list_line(2)))  # type: ignore[arg-type]

    def take() -> bool:
        code, said = run("take-national", str(file))
        assert code == 0 or "Ruang simpan penuh" in said
        return code == 0

    assert disk.try_all(take) > 3
    assert standing(parts.context.database) == {"Verifikasi serentak": True, "Pekerjaan": True}


def test_a_page_that_finds_no_room_says_so(live_server: LiveServer, browser: httpx.Client, disk: Disk) -> None:
    data = {"form_token": enter(browser), "person": "Siti", "role": "secretary"}

    with disk.full_at(1):
        full = browser.post(f"/desa/{VILLAGE}/laptop/kode", data=data)

    assert (full.status_code, "Ruang simpan server penuh" in full.text) == (507, True)


@pytest.mark.parametrize("place", ["fsync", "replace", "mkdir"])
def test_a_village_s_file_that_finds_no_room_leaves_nothing_and_is_made_later(
    live_server: LiveServer, laptop: Laptop, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    laptop.sync(household(head_name="Asep"))
    context = live_server.parts.context
    shelf = SnapshotShelf(context.settings.snapshots_folder)

    with monkeypatch.context() as patch:
        patch.setattr(*((snapshots.os, "fsync") if place == "fsync" else (Path, place)), fails)
        full = shelf.make(context.database, laptop_village(laptop))
    left = [path for path in context.settings.snapshots_folder.rglob("*") if path.is_file()]
    after = shelf.make(context.database, laptop_village(laptop))

    assert (full, left) == (None, [])
    assert after is not None
    assert after.path.is_file()


def laptop_village(laptop: Laptop) -> Any:
    return laptop.village


def fails(*_: object, **__: object) -> None:
    """What the system says where no room is left."""
    raise NO_ROOM


class FullSpool(tempfile.SpooledTemporaryFile[bytes]):
    """A folder for what comes in, on a disk without room."""

    def write(self, content: Any) -> int:
        raise NO_ROOM


def test_an_upload_that_finds_no_room_to_wait_in_is_told(
    live_server: LiveServer, laptop: Laptop, browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.save(household(head_name="Asep"))
    content, token = bundle_of(laptop, live_server.parts), enter(browser)
    headers = {"Authorization": f"Bearer {laptop.token}", "Content-Type": "application/octet-stream"}

    with monkeypatch.context() as patch:
        patch.setattr(tempfile, "SpooledTemporaryFile", FullSpool)
        patch.setattr("starlette.formparsers.SpooledTemporaryFile", FullSpool)
        posted = httpx.post(f"{live_server.url}/v1/bundles", content=content, headers=headers, timeout=30)
        sent = send(browser, token, ("kiriman.dsb", content))
    after = send(browser, token, ("kiriman.dsb", content))

    assert (posted.status_code, posted.json()["type"].rpartition(":")[2]) == (507, ProblemType.STORAGE_FULL)
    assert (sent.status_code, "Ruang simpan server penuh" in sent.text) == (507, True)
    assert "1 perubahan baru; diterima." in after.text


def test_answers_that_find_no_room_to_be_packed_in_are_told_before_a_byte_of_them_leaves(
    live_server: LiveServer, laptop: Laptop, browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.save(household(head_name="Asep"))
    take_bundle(live_server.parts.context, bundle_of(laptop, live_server.parts), "uji")
    enter(browser)

    with monkeypatch.context() as patch:
        patch.setattr("zipfile.ZipFile.writestr", fails)
        full = browser.get("/berkas/jawaban.zip")
    after = browser.get("/berkas/jawaban.zip")

    assert (full.status_code, "Ruang simpan server penuh" in full.text) == (507, True)
    assert after.content.startswith(b"PK")


def test_an_answer_that_finds_no_room_on_the_stick_is_not_left_half(
    live_server: LiveServer, laptop: Laptop, run: Commands, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laptop.save(household(head_name="Asep"))
    file = tmp_path / "kiriman.dsb"
    file.write_bytes(bundle_of(laptop, live_server.parts))
    run.base = ["--data-dir", str(live_server.parts.context.settings.data_dir), *run.base[2:]]

    with monkeypatch.context() as patch:
        patch.setattr(bundle_command.os, "fsync", fails)
        full = run("import-bundle", str(file))
    left = sorted(path.name for path in (tmp_path / "dsync").rglob("*") if path.is_file())
    after = run("import-bundle", str(file))

    assert (full[0], left) == (1, [])
    assert "jawaban tidak dapat ditulis" in full[1]
    assert (after[0], "Aman dilepas" in after[1]) == (0, True)


@pytest.mark.parametrize(
    ("words", "module"),
    [
        (("export-national", "{file}", "--publisher", "Kementerian Contoh"), saying),
        (("backup-point", "{file}"), saying),
        (("backup-keys", "{file}"), upkeep),
    ],
)
def test_a_file_that_a_command_leaves_is_whole_or_not_there(
    run: Commands, parts: Parts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], module: Any
) -> None:
    national = tmp_path / "masuk.dsn"
    national.write_bytes(made(notice_line(1, "019aa000-0000-7000-8000-000000000001"), head=1))  # type: ignore[arg-type]
    assert run("take-national", str(national))[0] == 0
    target = tmp_path / "keluar" / "berkas"
    target.parent.mkdir()
    asked = [word.format(file=target) for word in words]

    with monkeypatch.context() as patch:
        patch.setattr(module.os, "fsync", fails)
        full = run(*asked)
    left = list(target.parent.iterdir())
    after = run(*asked)

    assert (full[0], left) == (1, [])
    assert after[0] == 0
    assert target.stat().st_size > 0


def test_another_fault_of_the_system_is_not_called_a_full_disk(
    monkeypatch: pytest.MonkeyPatch, run: Commands, tmp_path: Path
) -> None:
    def broken(*_: object) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    with monkeypatch.context() as patch:
        patch.setattr(saying.os, "fsync", broken)
        with pytest.raises(OSError, match=os.strerror(errno.EIO)):
            main([*run.base, "backup-point", str(tmp_path / "titik.json")])

    assert not issubclass(DiskFullError, OSError)
