"""`python -m trial`: starts the trial's district and opens the application enrolled in it; `--tour` plays the job."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

from trial.district import ADMINISTRATOR, ADMINISTRATOR_PASSWORD, ROOT, District
from trial.enrolling import PASSPHRASE, PERSON, enrol

RUN = ROOT / ".run"


def main() -> int:
    """Run the trial, or the tour."""
    parser = argparse.ArgumentParser(prog="python3 dev.py run", description=__doc__)
    parser.add_argument("--tour", action="store_true", help="play the whole job and leave pictures in out/tour/")
    parser.add_argument("--out", type=Path, default=ROOT / "out" / "tour", help="where the tour leaves what it made")
    parser.add_argument("--families", type=int, default=8, help="how many families the tour surveys")
    parser.add_argument("--fresh", action="store_true", help="forget the trial's data first")
    parser.add_argument("--lang", choices=("id", "en"), default=None)
    chosen = parser.parse_args()
    families: int = chosen.families
    if chosen.tour:
        from trial.tour import play

        return play(Path(chosen.out), families)
    if chosen.fresh:
        shutil.rmtree(RUN, ignore_errors=True)
    return run(RUN, chosen.lang)


def run(folder: Path, language: str | None) -> int:
    """District and application until the window is closed or Ctrl+C."""
    district = District(folder / "district")
    # While it serves its database runs, which each command would otherwise start and stop for itself.
    with district.serving() as address:
        if not district.is_prepared:
            say("Menyiapkan kabupaten latihan …")
            for report in district.prepare():
                say(report.rstrip())
        data = folder / "village"
        enrol(data, address, district.enrolment_code)
        say(f"Server kabupaten: {address}  (masuk: {ADMINISTRATOR} / {ADMINISTRATOR_PASSWORD})")
        say(f"Aplikasi desa: {PERSON}, kata sandi: {PASSPHRASE}")
        words = [sys.executable, str(ROOT / "main.py"), "--data-dir", str(data), "--server", address]
        if language:
            words += ["--lang", language]
        return _wait(subprocess.Popen(words, cwd=ROOT, env=os.environ | _display()))


def say(words: str) -> None:
    """Tell the person at the terminal, at once."""
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


def _display() -> dict[str, str]:
    """Without a screen Qt would abort; the offscreen platform at least shows that all starts."""
    if sys.platform != "linux" or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        return {}
    if os.environ.get("QT_QPA_PLATFORM"):
        return {}
    say("Tidak ada layar; aplikasi berjalan tanpa tampilan (QT_QPA_PLATFORM=offscreen). Ctrl+C menghentikannya.")
    return {"QT_QPA_PLATFORM": "offscreen"}


def _wait(child: subprocess.Popen[bytes]) -> int:
    """Ctrl+C reaches the application too, which closes by itself."""
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


if __name__ == "__main__":
    sys.exit(main())
