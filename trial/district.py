"""The trial's district: a real server process with an embedded PostgreSQL, and a synthetic village in it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "resources" / "sample"
FORMS = ROOT / "resources" / "questionnaires"
VILLAGE = "32.03.01.2001"
NEIGHBOUR = "32.03.01.2002"
ADMINISTRATOR, ADMINISTRATOR_PASSWORD = "admin", "latihan kabupaten"
_LISTENING = "LISTENING "


class DistrictFailedError(Exception):
    """A command of the district did not do what it was asked; carries its words."""


@dataclass(frozen=True, slots=True)
class District:
    """Where the trial's server keeps its data, and how it is asked to do things."""

    data: Path

    def command(self, *words: str, typed: str = "") -> str:
        """Run one command of the district, as an administrator would; answers what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "kemiskinan_server", "--data-dir", str(self.data), *words],
            cwd=ROOT,
            input=typed,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode != 0:
            raise DistrictFailedError(f"{' '.join(words)}\n{done.stdout}\n{done.stderr}")
        return done.stdout

    @property
    def is_prepared(self) -> bool:
        """Whether the village was put in already."""
        return self._mark.exists()

    def prepare(self) -> list[str]:
        """Put the villages, the forms, both sample lists and an administrator in; answers what was reported."""
        self.data.mkdir(parents=True, exist_ok=True)
        report = [
            self.command("add-village", "--training", VILLAGE, NEIGHBOUR),
            self.command("publish-form", str(FORMS / "keluarga.md")),
            self.command("publish-form", str(FORMS / "keputusan.md")),
            self.command("publish-notice", "Selamat datang di latihan", str(SAMPLES / "pengumuman.txt"), "--confirm"),
            self._import("prelist-p3ke.xlsx", "P3KE", "2024"),
            self._import("prelist-dtsen.csv", "DTSEN", "TW3 2026"),
            self.command("create-admin", ADMINISTRATOR, "--password-stdin", typed=ADMINISTRATOR_PASSWORD + "\n"),
        ]
        self._mark.write_text("prepared\n", encoding="utf-8")
        return report

    def enrolment_code(self) -> str:
        """A fresh one-time code for a laptop of the village."""
        return self.command("enrolment-code", "--village", VILLAGE).strip().splitlines()[-1]

    @contextmanager
    def serving(self) -> Iterator[str]:
        """The server on loopback while the block runs; gives its address."""
        server = subprocess.Popen(
            [sys.executable, "-m", "kemiskinan_server", "--data-dir", str(self.data), "serve", "--port", "0"],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=os.name != "nt",  # Ctrl+C in the terminal reaches the application first, then us
        )
        try:
            yield _address(server)
        finally:
            _stop(server)

    def _import(self, file: str, source: str, period: str) -> str:
        words = ("import-prelist", str(SAMPLES / file), "--source", source, "--period", period)
        return self.command(*words, "--out", str(self.data))

    @property
    def _mark(self) -> Path:
        return self.data / "prepared"


def _address(server: subprocess.Popen[str]) -> str:
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith(_LISTENING):
            return line.removeprefix(_LISTENING).strip()
    raise DistrictFailedError(f"the server ended with {server.wait()}")


def _stop(server: subprocess.Popen[str]) -> None:
    if server.poll() is None:
        server.send_signal(signal.SIGTERM if os.name == "nt" else signal.SIGINT)
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    if server.stdout is not None:
        server.stdout.close()
