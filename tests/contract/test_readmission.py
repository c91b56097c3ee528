"""A laptop that was enrolled after the backup that its district was restored from: known again by a code, with all."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import URL, text

from kemiskinan_desktop.services.admission import EnrolmentRefusal, PersonName, VillageNames
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.exchange import ReadmissionService, Readmitted
from kemiskinan_desktop.sync import OfflineError, SyncEngine, SyncProblem, readmission
from kemiskinan_desktop.sync.blob_line import BlobLine
from kemiskinan_desktop.sync.blobs import BlobExchange, BlobReport
from kemiskinan_desktop.sync.report import SyncReport
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import new_record_id
from kemiskinan_server.app import Parts
from kemiskinan_server.services.enrolment import revoke
from tests.contract.blob_desks import BlobDesk, synthetic
from tests.contract.desks import desk
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer, enrolment_code, running
from tests.server.test_restore import Office, back_up, do, plain, programs, served, statement

ALL = {"Asep": "002", "Euis": None, "Dadang": None, "Iis": "007"}
"""What the village wrote: families and their RT."""
PHOTO = synthetic(40_000)


class AtOnce:
    """Delivers events in the caller's thread."""

    def deliver(self, call: Callable[[], None]) -> None:
        call()


@dataclass
class Program:
    """The program on a laptop from its start to its end: one engine, one line, whatever happens meanwhile."""

    laptop: Laptop
    engine: SyncEngine
    photos: BlobExchange
    readmission: ReadmissionService

    def sync(self) -> tuple[SyncReport, BlobReport]:
        report = self.engine.run()
        return report, self.photos.run(lambda _: None, lambda: False, report)

    def attach(self, content: bytes) -> str:
        return BlobDesk(self.laptop, self.photos, BlobLine("http://127.0.0.1:1", "test")).attach(content)[1]

    def families(self) -> dict[str, str | None]:
        with self.laptop.store.view() as unit:
            rows = unit.records._connection.exec_driver_sql("SELECT head_name, rt FROM household").all()
        assert len(rows) == len({row[0] for row in rows}), "a family stands twice"
        return {row[0]: row[1] for row in rows}


@contextmanager
def program(laptop: Laptop, address: str) -> Iterator[Program]:
    line = BlobLine(address, "test")
    names = VillageNames(VILLAGE, "Babakankaret", "Cianjur", "Cianjur")
    table = Desk(laptop.store, PersonName("p1", "Siti"), names, system_clock, Events(AtOnce()), "Laptop Dua")
    try:
        yield Program(
            laptop,
            SyncEngine(laptop.store, line, system_clock),
            BlobExchange(laptop.store, line, system_clock),
            ReadmissionService(table, line, "test"),
        )
    finally:
        line.close()


@contextmanager
def restored(office: Office, postgres: URL, folder: Path) -> Iterator[LiveServer]:
    """The district as its handbook brings it back: another machine, the dump, a new epoch."""
    name = f"r{uuid4().hex}"
    statement(postgres, f'CREATE DATABASE "{name}"')
    fresh = replace(office, data=folder, database=postgres.set(database=name))
    folder.mkdir()
    shutil.copyfile(office.backup / "keys.json", fresh.data / "server-keys.json")
    shutil.copytree(office.backup / "blobs", fresh.data / "blobs")
    restore, dump = programs(postgres) / "pg_restore", office.backup / "pendataan.dump"
    do(restore, "--exit-on-error", "--no-owner", f"--dbname={plain(fresh.database)}", str(dump))
    assert fresh.type("new-epoch", "--all") == 0
    try:
        with served(fresh) as server:
            yield server
    finally:
        statement(postgres, f'DROP DATABASE "{name}" WITH (FORCE)')


def held(server: LiveServer) -> dict[object, object]:
    rows = server.rows("SELECT head_name, rt FROM household")
    assert len(rows) == len({row["head_name"] for row in rows}), "a family stands twice"
    return {row["head_name"]: row["rt"] for row in rows}


def processed(server: LiveServer) -> list[bytes]:
    """All changes that the district has ever processed in the village."""
    return [bytes(row["body"]) for row in server.rows("SELECT body FROM history")]  # type: ignore[call-overload]


def test_a_laptop_that_a_restored_district_does_not_know_brings_everything_under_a_new_code(
    parts: Parts, postgres: URL, tmp_path: Path
) -> None:
    office = Office(parts.context.settings.data_dir, parts.context.database.engine.url, tmp_path / "cadangan")
    office.data.joinpath("blobs").mkdir(parents=True, exist_ok=True)
    asep, iis = new_record_id(), new_record_id()
    with (
        running(parts) as server,
        desk(tmp_path / "satu", server.url, enrolment_code(parts)) as first,
    ):
        first.save(asep, head_name="Asep", rt="001")
        assert first.sync().problem is None
        back_up(office)
        with desk(tmp_path / "dua", server.url, enrolment_code(parts)) as second, program(second, server.url) as late:
            assert late.sync()[0].problem is None
            second.save(asep, rt="002")
            second.save(new_record_id(), head_name="Euis")
            second.save(iis, head_name="Iis", rt="006")
            photo = late.attach(PHOTO)
            assert late.sync()[1].sent == 1
            second.save(iis, rt="007")
            assert late.sync()[0].pushed == 1
            second.save(new_record_id(), head_name="Dadang")
            with restored(office, postgres, tmp_path / "baru") as fresh, program(second, fresh.url) as again:
                before, (met, _), kept = held(fresh), again.sync(), (again.families(), second.unsent())
                asked = again.readmission.ask_again(enrolment_code(fresh.parts))
                meanwhile = again.families()
                (told, bytes_told), last = again.sync(), again.sync()[0]
                with program(first, fresh.url) as other:
                    seen, others = other.sync()[0], other.families()
                after, changes = held(fresh), processed(fresh)
                mine, unsent = again.families(), second.unsent()

    assert before == {"Asep": "001"}
    assert (met.problem, kept) == (SyncProblem.UNKNOWN, (ALL, 1))
    assert asked == Readmitted(6)
    assert meanwhile == ALL
    assert (told.problem, told.pushed, told.new_conflicts, told.refused, bytes_told.sent) == (None, 6, 0, 0, 1)
    assert (last.problem, last.pushed) == (None, 0)
    assert after == mine == others == ALL
    assert (seen.problem, unsent) == (None, 0)
    assert len(changes) == len(set(changes)) == 7, "each change exactly once"
    stored = tmp_path / "baru" / "blobs" / VILLAGE / photo[:2] / photo
    assert stored.read_bytes() == PHOTO


@pytest.mark.history_broken("the laptop's row is taken out of the district by hand")
def test_a_laptop_that_runs_meanwhile_goes_on_with_the_same_program(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop, program(laptop, live_server.url) as one:
        laptop.save(new_record_id(), head_name="Asep")
        first = one.attach(PHOTO)
        assert one.sync()[1].sent == 1
        with live_server.parts.context.database.engine.begin() as connection:
            connection.execute(text("DELETE FROM history"))
            connection.execute(text("DELETE FROM client"))
        second = one.attach(synthetic(5_000, seed=2))
        met = one.sync()[0]
        asked = one.readmission.ask_again(live_server.code())
        told, bytes_told = one.sync()
        last, last_bytes = one.sync()
        sent = {row["sha256"] for row in live_server.rows("SELECT sha256 FROM blob WHERE complete")}

    assert met.problem is SyncProblem.UNKNOWN
    assert asked == Readmitted(3)
    assert (told.problem, told.pushed, bytes_told.failed) == (None, 3, 0)
    assert (last.problem, last.pushed, last_bytes.sent) == (None, 0, 0)
    assert sent == {first, second}


def test_a_laptop_that_was_shut_out_sends_under_a_new_code_only_what_the_district_lacks(
    live_server: LiveServer, tmp_path: Path
) -> None:
    context = live_server.parts.context
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop, program(laptop, live_server.url) as one:
        laptop.save(new_record_id(), head_name="Asep")
        assert one.sync()[0].pushed == 1
        with laptop.store.view() as unit:
            client = unit.meta.enrolment().client
        with context.database.unit_of_work() as work:
            assert revoke(work, client, "dewi", context.clock())
            work.commit()
        laptop.save(new_record_id(), head_name="Euis")
        met = one.sync()[0]
        asked = one.readmission.ask_again(live_server.code())
        told = one.sync()[0]
        kept, there, changes = one.families(), held(live_server), processed(live_server)

    assert met.problem is SyncProblem.REVOKED
    assert asked == Readmitted(1)
    assert (told.problem, told.pushed) == (None, 1)
    assert kept == there == {"Asep": None, "Euis": None}
    assert len(changes) == 2


def test_a_code_that_does_not_help_changes_nothing(
    live_server: LiveServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*_: object) -> None:
        raise OfflineError

    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop, program(laptop, live_server.url) as one:
        laptop.save(new_record_id(), head_name="Asep")
        with laptop.store.view() as unit:
            known = unit.meta.enrolment()
        answers = [one.readmission.ask_again(code) for code in ("", "ABCD", live_server.code(OTHER_VILLAGE))]
        code = live_server.code()
        with monkeypatch.context() as patch:
            patch.setattr(readmission, "fetch_token", cut)
            answers.append(one.readmission.ask_again(code))
        with laptop.store.view() as unit:
            still = unit.meta.enrolment()
        taken = one.readmission.ask_again(code)
        told = one.sync()[0]

    unknown = EnrolmentRefusal.CODE_UNKNOWN
    assert answers == [unknown, unknown, EnrolmentRefusal.OTHER_VILLAGE, EnrolmentRefusal.NO_SERVER]
    assert still == known
    assert taken == Readmitted(1), "the code whose answer was lost helps after all"
    assert (told.problem, told.pushed) == (None, 1)


def test_a_code_of_another_district_is_not_taken(live_server: LiveServer, tmp_path: Path) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop, program(laptop, live_server.url) as one:
        with laptop.store.unit() as unit:
            unit.meta.write(replace(unit.meta.enrolment(), server_key="A" * 43 + "="))
            unit.commit()

        answer = one.readmission.ask_again(live_server.code())

    assert answer is EnrolmentRefusal.NOT_THE_DISTRICT
