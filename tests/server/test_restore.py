"""The restore of docs/administration, rehearsed with the commands that stand there: the laptop goes on by itself."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import URL, create_engine, text

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_server.app import Parts, open_parts
from kemiskinan_server.cli import main
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres
from tests.server.conftest import VILLAGE, LiveServer, enrolment_code, running
from tests.server.devices import Laptop, household, put
from tests.server.test_blobs import patch

PHOTO = b"foto contoh " * 3000


@dataclass(frozen=True, slots=True)
class Office:
    """Where the administrator types: one data folder, one database, and the backup's folder."""

    data: Path
    database: URL
    backup: Path

    def type(self, *words: str) -> int:
        """One of our own commands."""
        return main(["--data-dir", str(self.data), "--database-url", plain(self.database), *words])


def plain(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


def programs(url: URL) -> Path:
    """Where the database's own programs lie, so that they are as new as it is."""
    engine = create_engine(url.set(drivername="postgresql+psycopg"))
    with engine.connect() as connection:
        found = connection.execute(text("SELECT setting FROM pg_config WHERE name = 'BINDIR'")).scalar_one()
    engine.dispose()
    return Path(str(found))


def do(program: Path, *words: str) -> None:
    subprocess.run([str(program), *words], check=True, stdout=subprocess.DEVNULL)


def statement(url: URL, words: str) -> object:
    engine = create_engine(url.set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        result = connection.execute(text(words))
        answer = result.scalar() if result.returns_rows else None
    engine.dispose()
    return answer


def back_up(office: Office) -> None:
    """The commands of "Every day"."""
    office.backup.mkdir()
    assert office.type("backup-point", str(office.backup / "point.json")) == 0
    bin_ = programs(office.database)
    do(bin_ / "pg_dump", "--format=custom", f"--file={office.backup / 'pendataan.dump'}", plain(office.database))
    shutil.copytree(office.data / "blobs", office.backup / "blobs")
    assert office.type("backup-keys", str(office.backup / "keys.json")) == 0
    do(bin_ / "pg_restore", "--list", str(office.backup / "pendataan.dump"))
    assert office.type("backup-done", str(office.backup / "point.json")) == 0


@contextmanager
def served(office: Office) -> Iterator[LiveServer]:
    """The server, started on what the commands left."""
    database = Database(engine_for(office.database))
    parts = open_parts(Settings(data_dir=office.data, port=0), system_clock, database)
    try:
        with running(parts) as server:
            yield server
    finally:
        database.close()


def moved_to(laptop: Laptop, server: LiveServer) -> None:
    """The server answers at another port; everything else of the laptop stays."""
    laptop.http.close()
    laptop.http = httpx.Client(base_url=server.url, timeout=30, trust_env=False)
    assert laptop.ask_token().status_code == 200


def goes_on(laptop: Laptop) -> int:
    """What a laptop does when the epoch is another: it asks what was processed and sends the rest again.

    Answers how many of its changes the district had lost.
    """
    told = laptop.post(laptop.message())
    assert told.kind == "epoch-changed"
    headers = {"Authorization": f"Bearer {laptop.token}"}
    known = laptop.http.get(f"/v1/clients/{laptop.client}/ledger", headers=headers).json()
    lost = laptop.acked - known["last_mid"]
    assert known["entries"] == [[mid, laptop.chain(mid)] for mid in range(1, known["last_mid"] + 1)]
    laptop.acked, laptop.epoch, laptop.cursor = known["last_mid"], "", 0
    laptop.base.clear()
    laptop.sync()
    return lost


def names(server: LiveServer) -> set[object]:
    return {row["head_name"] for row in server.rows("SELECT head_name FROM household")}


def test_a_dump_is_restored_into_a_new_database_and_the_laptop_brings_what_it_lacks(
    parts: Parts, postgres: URL, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office = Office(parts.context.settings.data_dir, parts.context.database.engine.url, tmp_path / "cadangan")
    with running(parts) as server:
        laptop = Laptop(server.url, VILLAGE)
        laptop.enrol(enrolment_code(parts))
        laptop.ask_token()
        family, photo = household(head_name="Sebelum cadangan"), new_record_id()
        shown = put(RecordKind.ATTACHMENT, photo, parent=family.id, sha256=digest(), size=len(PHOTO))
        laptop.sync(family, shown)
        patch(laptop, PHOTO, 0, last=True, name=digest())
        back_up(office)
        safe = laptop.sync(household(head_name="Sesudah cadangan")).tail

    name = f"r{uuid4().hex}"
    statement(postgres, f'CREATE DATABASE "{name}"')
    fresh = replace(office, data=tmp_path / "mesin-baru", database=postgres.set(database=name))
    fresh.data.mkdir()
    shutil.copyfile(office.backup / "keys.json", fresh.data / "server-keys.json")
    shutil.copytree(office.backup / "blobs", fresh.data / "blobs")
    restore = programs(postgres) / "pg_restore"
    do(restore, "--exit-on-error", "--no-owner", f"--dbname={plain(fresh.database)}", f"{office.backup}/pendataan.dump")
    assert fresh.type("new-epoch", "--all") == 0
    with served(fresh) as server:
        before = names(server)
        moved_to(laptop, server)
        lost = goes_on(laptop)
        after = names(server)
        reply = laptop.sync(household(head_name="Setelah pemulihan"))
        picture = ask_for(laptop, digest())

    assert safe is not None
    assert (before, lost) == ({"Sebelum cadangan"}, 1)
    assert after == {"Sebelum cadangan", "Sesudah cadangan"}
    assert reply.status == 200
    assert picture.content == PHOTO
    assert len(laptop.base) == 4
    laptop.http.close()
    statement(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


def wait_until_it_writes(url: URL) -> None:
    """A server on its way back to a moment answers readers before it has arrived there."""
    end = time.monotonic() + 60
    while statement(url, "SELECT pg_is_in_recovery()"):
        assert time.monotonic() < end, "the database never came back to the moment"
        time.sleep(0.05)


def test_the_database_goes_back_to_a_moment_and_the_laptop_goes_on(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    archive = opened(tmp_path / "wal")
    with EmbeddedPostgres(tmp_path / "asli" / "postgres") as first:
        statement(first.url, "ALTER SYSTEM SET archive_mode = 'on'")
        copying = f"test ! -f {archive}/%f && cp %p {archive}/%f"
        statement(first.url, f"ALTER SYSTEM SET archive_command = '{copying}'")
    base = tmp_path / "baru" / "postgres"
    with EmbeddedPostgres(tmp_path / "asli" / "postgres") as first:
        office = Office(tmp_path / "asli", first.url, tmp_path / "cadangan")
        office.type("add-village", VILLAGE)
        base.parent.mkdir()
        copy = programs(first.url) / "pg_basebackup"
        do(copy, "--pgdata", str(base), "--checkpoint=fast", f"--dbname={plain(first.url)}")
        with served(office) as server:
            laptop = Laptop(server.url, VILLAGE)
            laptop.enrol(enrolment_code(server.parts))
            laptop.ask_token()
            laptop.sync(household(head_name="Sebelum salah tekan"))
            moment = statement(first.url, "SELECT clock_timestamp()")
            laptop.sync(household(head_name="Sesudah saat itu"))
            statement(first.url, "DELETE FROM household")
            statement(first.url, "SELECT pg_switch_wal()")

    assert isinstance(moment, datetime)
    with (base / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\n")
        settings.write(f"recovery_target_time = '{moment.isoformat()}'\nrecovery_target_action = 'promote'\n")
        settings.write("archive_mode = 'off'\n")
    (base / "recovery.signal").touch()
    for left in (".handle_pids.json", ".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (base / left).unlink(missing_ok=True)
    given_away(base)
    shutil.copyfile(office.data / "server-keys.json", tmp_path / "baru" / "server-keys.json")
    with EmbeddedPostgres(base) as second:
        wait_until_it_writes(second.url)
        fresh = Office(tmp_path / "baru", second.url, tmp_path / "cadangan")
        assert fresh.type("new-epoch", "--all") == 0
        with served(fresh) as server:
            before = names(server)
            moved_to(laptop, server)
            lost = goes_on(laptop)
            after = names(server)

    assert (before, lost) == ({"Sebelum salah tekan"}, 1)
    assert after == {"Sebelum salah tekan", "Sesudah saat itu"}
    laptop.http.close()


def test_every_command_of_the_rehearsal_stands_in_the_handbook() -> None:
    handbook = (Path(__file__).resolve().parents[2] / "docs" / "administration" / "README.md").read_text("utf-8")
    typed = {word for block in handbook.split("```")[1::2] for word in block.split()}

    wanted = {"backup-point", "pg_dump", "backup-keys", "backup-done", "pg_restore", "new-epoch", "--all"}
    wanted |= {"restore_command", "recovery_target_time", "recovery_target_action"}
    assert wanted <= typed
    for words in ("archive_command", "pg_basebackup", "recovery.signal"):
        assert words in handbook, words


def digest() -> str:
    return hashlib.sha256(PHOTO).hexdigest()


def ask_for(laptop: Laptop, name: str) -> httpx.Response:
    return laptop.http.get(f"/v1/villages/{VILLAGE}/blobs/{name}", headers={"Authorization": f"Bearer {laptop.token}"})


def opened(folder: Path) -> Path:
    """A folder that the embedded database may write to, whose account is another where the tests run as root."""
    folder.mkdir()
    folder.chmod(0o777)
    return folder


def given_away(folder: Path) -> None:
    """To the account of the embedded database."""
    if os.geteuid() == 0:
        for path in (folder, *folder.rglob("*")):
            shutil.chown(path, "pgserver", "pgserver")
    folder.chmod(0o700)
