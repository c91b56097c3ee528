"""The district of the benchmarks: the product's server as its own process over an embedded PostgreSQL.

python -m benchmarks.district [--families 4000] seeds a district, reads each kind of page and has the lists: JSON lines.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from sqlalchemy import URL, text

from benchmarks.district_seed import seed
from benchmarks.district_seed import village_code as seeded_code
from kemiskinan_desktop.storage import Enrolment, Store, new_database_key
from kemiskinan_desktop.sync import District, enrol, new_device_key
from kemiskinan_domain.clock import system_clock, village_day
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import VillageCode
from kemiskinan_domain.survey import compile_form
from kemiskinan_domain.wire import EnrolmentReply
from kemiskinan_server.app import Parts, open_parts
from kemiskinan_server.services.accounts import save_account
from kemiskinan_server.services.crossings import compare_new
from kemiskinan_server.services.enrolment import NewCode, hand_out_code
from kemiskinan_server.services.forms import publish_form
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres

VILLAGE = VillageCode("32.03.01.2001")
PAGE_BUDGET = 300
"""Milliseconds of any page."""
_PASSWORD = "sandi percobaan"
_FORMS = Path(__file__).resolve().parents[1] / "resources" / "questionnaires"


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


def main() -> None:
    """Seed, read, export."""
    options = argparse.ArgumentParser(prog="benchmarks.district")
    options.add_argument("--families", type=int, default=4_000)
    families = options.parse_args().families
    with tempfile.TemporaryDirectory(prefix="kemiskinan-bench-") as name, running_district(Path(name), 0) as running:
        database, now = running.parts.context.database, system_clock()
        begun = time.perf_counter()
        records = seed(database, families, village_day(now), now)
        seconds = time.perf_counter() - begun
        _say("seed", families=families, records=records, seconds=seconds, per_second=records / seconds)
        _compare(database)
        _admit(running.parts)
        with httpx.Client(base_url=running.address, follow_redirects=True, trust_env=False, timeout=600) as browser:
            _sign_in(browser)
            for page in _pages(database):
                _read(browser, page)
            for kind in ("keluarga-layak", "usulan", "pekerja"):
                for form in ("csv", "xlsx"):
                    _export(browser, kind, form)


def _compare(database: Database) -> None:
    """Nobody was compared yet: the night after an upgrade. Any later night or page has a day's changes."""
    begun = time.perf_counter()
    with database.unit_of_work() as unit:
        compare_new(unit, can_read=None)
        unit.commit()
    with database.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE crossing_candidate"))
        found = connection.execute(text("SELECT count(*) FROM crossing_candidate")).scalar_one()
        size = connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
    _say("compare_all", seconds=time.perf_counter() - begun, candidates=found, database_bytes=size)


def _admit(parts: Parts) -> None:
    context = parts.context
    with context.database.unit_of_work() as unit:
        save_account(unit, "admin", _PASSWORD, Role.ADMINISTRATOR, full_name="", now=context.clock())
        for form in ("keluarga", "keputusan"):
            compiled = compile_form(_FORMS / f"{form}.md")
            publish_form(unit, context.keys, form=form, version="1", compiled=compiled, by="bench", now=context.clock())
        unit.commit()


def _pages(database: Database) -> list[str]:
    code = seeded_code(0)
    with database.engine.connect() as connection:

        def first(kind: str) -> str:
            statement = text("SELECT id FROM record WHERE village = :code AND kind = :kind ORDER BY id LIMIT 1")
            return str(connection.execute(statement, {"code": code, "kind": kind}).scalar_one())

        family, session = first("household"), first("deliberation")
    village = f"/desa/{code}"
    return [
        "/",
        f"/kecamatan/{code[:8]}",
        village,
        f"{village}?hal=20",
        f"{village}/keluarga/{family}",
        f"{village}/laptop",
        f"{village}/pekerja",
        "/antrean",
        f"{village}?pemeriksaan=submitted",
        f"{village}/perbedaan",
        "/musyawarah",
        f"{village}/musyawarah/{session}",
        "/rekap",
        f"/rekap?kecamatan={code[:8]}",
        "/sambungan",
        "/pekerja",
        "/pekerja/anggaran",
        "/ganda",
        "/ekspor",
        "/daftar-awal",
        "/kuesioner",
        "/petugas",
        "/akses",
        "/berkas",
    ]


def _sign_in(browser: httpx.Client) -> None:
    fields = {"name": "admin", "password": _PASSWORD, "form_token": _token(browser, "/masuk")}
    browser.post("/masuk", data=fields).raise_for_status()


def _token(browser: httpx.Client, path: str) -> str:
    found = re.search(r'name="form_token" value="([0-9a-f]+)"', browser.get(path).text)
    assert found is not None
    return found[1]


def _read(browser: httpx.Client, path: str) -> None:
    times, size = [], 0
    for _ in range(5):
        begun = time.perf_counter()
        answer = browser.get(path)
        times.append((time.perf_counter() - begun) * 1000)
        answer.raise_for_status()
        size = len(answer.content)
    ordered = sorted(times)
    middle = ordered[2]
    _say(
        "page", path=path, first_ms=times[0], ms=middle, bytes=size, budget_ms=PAGE_BUDGET, within=middle <= PAGE_BUDGET
    )


def _export(browser: httpx.Client, kind: str, form: str) -> None:
    fields = {"kind": kind, "form": form, "form_token": _token(browser, "/ekspor")}
    begun, size, rows = time.perf_counter(), 0, 0
    with browser.stream("POST", "/ekspor", data=fields) as answer:
        answer.raise_for_status()
        for chunk in answer.iter_bytes():
            size += len(chunk)
            rows += chunk.count(b"\n")
    seconds = time.perf_counter() - begun
    counted = {"rows": rows - 1, "rows_per_second": (rows - 1) / seconds} if form == "csv" else {}
    _say("export", kind=kind, form=form, seconds=seconds, bytes=size, bytes_per_second=size / seconds, **counted)


def _say(name: str, **figures: float | str) -> None:
    rounded = {key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}
    print(json.dumps({"benchmark": f"district.{name}", **rounded}), flush=True)


if __name__ == "__main__":
    main()
