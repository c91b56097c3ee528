#!/usr/bin/env python3
"""The developer's one door: set up, run, test. Needs nothing but Python 3.11+; makes everything else itself.

python3 dev.py setup          the virtual environment, pinned packages, system libraries
python3 dev.py run [--tour]   a district with a synthetic village, and the application enrolled in it
python3 dev.py test [...]     format, lint, types, import contracts and all tests; more words go to pytest
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PINS = ROOT / "requirements" / "dev.txt"
STAMP = VENV / "pins.sha256"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

QT_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
}
"""What the Qt wheels expect of a Linux, and the Debian packages that bring it."""


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
"""Programs with which the district's pages are tested; the first is what Debian installs."""


COMPILERS = ("cc", "gcc", "clang")
"""Any of these builds what the tests put between the program and the disk."""


PROXY_PATH = "/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin"
"""Where nginx lies; only root has the first two in its own path."""


ROOM = 3 * 2**30
"""Bytes of memory that the files of a whole run may need at once, many times over."""


def main() -> int:
    """Reads the command and carries it out; the exit code is that of what ran."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        say(f"Python 3.11 to 3.13 is needed; this is {sys.version.split()[0]}.")
        return 2
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=("setup", "run", "test"))
    arguments, rest = parser.parse_known_args()
    for name in ("PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE"):
        # Set for another program on this machine: the project's own Python would look for its parts there, or compile
        # hundreds of modules again in each of the programs that the tests start.
        os.environ.pop(name, None)
    setup()
    match arguments.command:
        case "run":
            return call("-m", "trial", *rest)
        case "test":
            return test(rest)
    return 0


def say(text: str) -> None:
    """Tells the person at the terminal, at once."""
    print(text, flush=True)


def setup() -> None:
    """Brings the machine to what the pins say; does nothing when it is there already."""
    wanted = hashlib.sha256(PINS.read_bytes() + sys.version.encode()).hexdigest()
    if not PYTHON.exists():
        say("Making .venv …")
        make_venv()
    if not STAMP.exists() or STAMP.read_text() != wanted:
        say("Installing the pinned packages …")
        pip = [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        subprocess.run([*pip, "--requirement", str(PINS)], check=True)
        STAMP.write_text(wanted)
    if sys.platform == "linux":
        install_qt_libraries()


def make_venv() -> None:
    """A virtual environment with pip; Debian splits `ensurepip` off, so it is fetched where that is allowed."""
    command = [sys.executable, "-m", "venv", str(VENV)]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode == 0:
        return
    shutil.rmtree(VENV, ignore_errors=True)
    apt_install(["python3-venv"])
    subprocess.run(command, check=True)


def install_qt_libraries() -> None:
    """Installs the system libraries that Qt misses, or says which command would."""
    missing = sorted({package for library, package in QT_LIBRARIES.items() if not loads(library)})
    if missing:
        apt_install(missing)


def install_compiler() -> None:
    """Installs a C compiler for the proofs about power cuts, which run on Linux alone."""
    if sys.platform == "linux" and not any(map(shutil.which, COMPILERS)):
        apt_install(["gcc", "libc6-dev"])


def install_browser() -> None:
    """Installs Chromium for the tests of the pages where there is none; Windows brings its own."""
    if sys.platform == "linux" and not any(map(shutil.which, BROWSERS)):
        apt_install([BROWSERS[0]])


def install_proxy() -> None:
    """Installs nginx, before which the tests put two servers; on Linux alone, where districts run."""
    if sys.platform == "linux" and shutil.which("nginx", path=PROXY_PATH) is None:
        apt_install(["nginx-light"])


def loads(library: str) -> bool:
    """Whether the loader finds a shared library."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def apt_install(packages: list[str]) -> None:
    """Installs Debian packages as root; anybody else is told what to type, and the work stops."""
    words = "apt-get install -y --no-install-recommends " + " ".join(packages)
    if shutil.which("apt-get") is None or os.geteuid() != 0:
        say(f"This system lacks packages. Install them, then run this again:\n  sudo {words}")
        raise SystemExit(2)
    say("Installing system packages: " + " ".join(packages))
    # At that runlevel no package starts a service: what is installed here is for the tests.
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    subprocess.run(["apt-get", "update", "-qq"], check=False, env=environment)
    subprocess.run(words.split(), check=True, env=environment, stdout=subprocess.DEVNULL)


def call(*words: str, environment: dict[str, str] | None = None) -> int:
    """Runs the project's own Python; Ctrl+C reaches the child, which stops cleanly by itself."""
    child = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env=os.environ | (environment or {}))
    while True:
        try:
            return child.wait()
        except KeyboardInterrupt:
            continue


FAST = ("-n", "2", "--dist", "worksteal", "-m", "not slow")
"""Each worker begins with one half of the tests in their order, so that what a file prepares is prepared once; who is
done first takes from the other."""


CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("format", ("-m", "ruff", "format", "--check", "--quiet", ".")),
    ("lint", ("-m", "ruff", "check", "--quiet", ".")),
    (
        "types",
        ("-m", "mypy", "-p", "kemiskinan_domain", "-p", "kemiskinan_desktop", "-p", "kemiskinan_server", "-p", "trial"),
    ),
    ("import contracts", ("-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache")),
)


@contextmanager
def scratch() -> Iterator[str]:
    """Where the tests keep their files: in memory where it has the room, because most of what they wait for is a disk.

    Nothing is proved less by that: what a power cut leaves is told from the recorded writes, and not from the disk.
    """
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > ROOM
    with tempfile.TemporaryDirectory(prefix="kemiskinan-", dir=memory if roomy else None) as folder:
        # PostgreSQL refuses to run as root: then another user has to come through.
        Path(folder).chmod(0o755)
        yield folder


def test(rest: list[str]) -> int:
    """All checks, then all tests; every check runs even when an earlier one failed."""
    install_browser()
    install_compiler()
    install_proxy()
    failed = []
    for name, words in CHECKS:
        say(f"== {name}")
        if call(*words) != 0:
            failed.append(name)
    say("== tests")
    pytest = ["-m", "pytest", "-q", *(rest or FAST)]
    with scratch() as folder:
        if call(*pytest, environment={"QT_QPA_PLATFORM": "offscreen", "TMPDIR": folder}) != 0:
            failed.append("tests")
    say("All checks passed." if not failed else "Failed: " + ", ".join(failed))
    return 1 if failed else 0


if __name__ == "__main__":
    raise SystemExit(main())
