"""The district of the benchmarks: the product's server as its own process over an embedded PostgreSQL."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import URL

from kemiskinan_desktop.storage import Enrolment, Store, new_database_key
from kemiskinan_desktop.sync import District, enrol, new_device_key
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.wire import EnrolmentReply
from kemiskinan_server.app import Parts, open_parts
from kemiskinan_server.services.enrolment import NewCode, hand_out_code
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres

VILLAGE = VillageCode("32.03.01.2001")


@dataclass(frozen=True, slots=True)
class RunningDistrict:
    """Where the server listens, the database under it, and the parts by which codes are handed out."""

    address: str
    database: URL
    parts: Parts

    def code(self, village: VillageCode = VILLAGE) -> str:
        """A fresh enrolment code."""
        context = self.parts.context
        with context.database.unit_of_work() as unit:
            code = hand_out_code(unit, context.keys, NewCode(village), "benchmark", context.clock())
            unit.commit()
        return str(code)


@contextmanager
def running_district(folder: Path, villages: int = 1) -> Iterator[RunningDistrict]:
    """One server worker, stopped at the end; villages are numbered from `VILLAGE` on."""
    folder.chmod(0o755)
    with EmbeddedPostgres(folder / "pg") as postgres:
        database = Database(engine_for(postgres.url))
        database.migrate()
        parts = open_parts(Settings(data_dir=folder / "server", port=0), system_clock, database)
        with database.unit_of_work() as unit:
            for number in range(villages):
                place = Place(village_code(number), "Babakankaret", "Cianjur", "Cianjur")
                add_village(unit, place, "benchmark", system_clock())
            unit.commit()
        url = postgres.url.render_as_string(hide_password=False)
        arguments = ["--data-dir", str(folder / "server"), "--database-url", url, "serve", "--port", "0"]
        with process_that_listens("kemiskinan_server", *arguments) as address:
            yield RunningDistrict(address, postgres.url, parts)
        database.close()


def village_code(number: int) -> VillageCode:
    """The code of the benchmark's village with that number, from 0."""
    return VillageCode(f"{VILLAGE[:-4]}{int(VILLAGE[-4:]) + number}")


@contextmanager
def process_that_listens(module: str, *arguments: str) -> Iterator[str]:
    """Run a module that says `LISTENING <address>` on its first line; terminated at the end."""
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        word, _, address = process.stdout.readline().strip().partition(" ")
        if word != "LISTENING":
            process.kill()
            raise SystemExit(f"{module} did not start")
        try:
            yield address
        finally:
            process.terminate()


@contextmanager
def enrolled_laptop(folder: Path, district: District, code: str) -> Iterator[Store]:
    """A new file of a laptop that the district took in with that code."""
    folder.mkdir(parents=True)
    key = new_device_key()
    reply = enrol(district, code, key, device_name="benchmark", app_version="benchmark")
    assert isinstance(reply, EnrolmentReply)
    store = Store.create(folder / "desa.db", new_database_key())
    known = Enrolment(
        client=reply.client,
        device=reply.client,
        village=reply.village,
        server_key=reply.server_key,
        private_key=key.private,
    )
    with store.unit() as unit:
        unit.meta.write(known)
        unit.commit()
    yield store
    store.close()
