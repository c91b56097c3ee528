"""A district of real processes that may be struck at any moment: the server's and PostgreSQL's."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psutil
from sqlalchemy import URL

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.app import Parts, open_parts
from kemiskinan_server.services.villages import Place, add_village
from kemiskinan_server.settings import Settings
from kemiskinan_server.storage.database import Database, engine_for
from kemiskinan_server.storage.embedded import EmbeddedPostgres
from tests.server.conftest import enrolment_code

ROOT = Path(__file__).parents[3]
VILLAGE = VillageCode("32.03.01.2001")
_LISTENING = "LISTENING "
_TRIES = 6


@dataclass
class StruckDistrict:
    """One data folder, one database cluster, and the server's process at the moment."""

    postgres: EmbeddedPostgres
    data: Path
    process: subprocess.Popen[str]
    address: str

    @property
    def url(self) -> URL:
        """Where its database answers."""
        return self.postgres.url

    def strike_server(self) -> None:
        """The server's process ends without warning, and is started again at the same address."""
        self.process.kill()
        _end(self.process)
        port = self.address.rpartition(":")[2]
        self.process, self.address = _serve(self.url, self.data, port)

    def strike_postgres(self, *, at_once: bool) -> None:
        """PostgreSQL ends without warning: by its immediate stop, or `at_once`, by the postmaster's death.

        It is started again, and finds what was committed in its log. The server's process goes on throughout.
        """
        inner: Any = self.postgres._server
        postmaster = psutil.Process(inner.get_pid())
        family = [postmaster, *postmaster.children(recursive=True)]
        if at_once:
            postmaster.kill()
        else:
            postmaster.send_signal(3)
        _, left = psutil.wait_procs(family, timeout=30)
        assert left == []
        for left_tries in range(_TRIES, 0, -1):
            try:
                inner.ensure_postgres_running()
                return
            except subprocess.SubprocessError:
                # Recovery under load takes longer than a start may; the next look finds it running.
                if left_tries == 1:
                    raise

    @contextmanager
    def parts(self) -> Iterator[Parts]:
        """The district's parts in this process, beside the server's."""
        with _parts(self.url, self.data) as opened:
            yield opened


@contextmanager
def struck_district(folder: Path) -> Iterator[tuple[StruckDistrict, str]]:
    """A fresh district with one village that serves on loopback, and a code for a laptop."""
    with ExitStack() as opened:
        # Not below pytest's folder: the database may run as an account of its own, which has to reach its files.
        place = Path(opened.enter_context(TemporaryDirectory(prefix="kemiskinan-pg-")))
        place.chmod(0o755)
        postgres = opened.enter_context(EmbeddedPostgres(place / "data"))
        with _parts(postgres.url, folder) as parts:
            with parts.context.database.unit_of_work() as unit:
                add_village(unit, Place(VILLAGE, "Babakankaret", "Cianjur", "Cianjur"), "uji", system_clock())
                unit.commit()
            code = enrolment_code(parts, VILLAGE)
        district = StruckDistrict(postgres, folder, *_serve(postgres.url, folder, "0"))
        try:
            yield district, code
        finally:
            district.process.kill()
            _end(district.process)


@contextmanager
def _parts(url: URL, data: Path) -> Iterator[Parts]:
    parts = open_parts(Settings(data_dir=data, port=0), system_clock, Database(engine_for(url)))
    try:
        yield parts
    finally:
        parts.close()


def _serve(url: URL, data: Path, port: str) -> tuple[subprocess.Popen[str], str]:
    place = url.set(drivername="postgresql").render_as_string(hide_password=False)
    words = ["--data-dir", str(data), "--database-url", place, "serve", "--port", port]
    process = subprocess.Popen(
        [sys.executable, "-m", "kemiskinan_server", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith(_LISTENING):
            return process, line.removeprefix(_LISTENING).strip()
    raise AssertionError(f"the server ended with {process.wait()}")


def _end(process: subprocess.Popen[str]) -> None:
    process.wait()
    if process.stdout is not None:
        process.stdout.close()
