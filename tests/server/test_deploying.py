"""What stands in deploy/ fits the program: commands, settings, files and versions, tried without containers."""

from __future__ import annotations

import ast
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
import yaml  # type: ignore[import-untyped]  # comes with schemathesis, without types

from kemiskinan_domain.wire import LIMITS
from kemiskinan_domain.wire.blobs import BLOB_LIMITS
from kemiskinan_domain.wire.bundle import MAX_BUNDLE
from kemiskinan_server.cli import main
from kemiskinan_server.settings import DEFAULT_PORT, Settings, settings_from
from tests.server.conftest import LiveServer

ROOT: Final = Path(__file__).resolve().parents[2]
DEPLOY: Final = ROOT / "deploy"
COMPOSE: Final[dict[str, Any]] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
RECIPE: Final = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
UNIT: Final = DEPLOY / "pendataan@.service"


def lines_of(word: str) -> list[str]:
    """What follows an instruction of the image's recipe."""
    return re.findall(rf"^{word} (.+)$", RECIPE, re.M)


def commands_of_ours() -> list[list[str]]:
    """Every command line in the folder that calls the program, without the program."""
    written = [ast.literal_eval(one) for one in lines_of("CMD")]
    health = re.search(r"^HEALTHCHECK .*CMD (\[.+\])$", RECIPE, re.M)
    assert health is not None
    written.append(ast.literal_eval(health[1]))
    text = UNIT.read_text(encoding="utf-8").replace("%i", str(DEFAULT_PORT))
    written += [shlex.split(line) for line in re.findall(r"^ExecStart(?:Pre)?=(.+)$", text, re.M)]
    return [words[words.index("kemiskinan_server") + 1 :] for words in written]


def test_every_command_is_one_of_the_program_s(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    begun: list[str] = []
    monkeypatch.setenv("KEMISKINAN_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("kemiskinan_server.cli.serve", lambda settings, _: begun.append(f"serve {settings.port}"))
    monkeypatch.setattr("kemiskinan_server.cli.open_parts", lambda _: _Closed(begun))

    def healthy(settings: Settings) -> int:
        begun.append(f"health {settings.port}")
        return 0

    monkeypatch.setattr("kemiskinan_server.cli._health", healthy)

    answers = [main(words) for words in commands_of_ours()]

    assert answers == [0] * len(answers)
    assert sorted(begun) == ["health 8420", "migrate", "serve 8420", "serve 8420"]


class _Closed:
    """Parts that nobody needs."""

    def __init__(self, begun: list[str]) -> None:
        begun.append("migrate")

    def close(self) -> None:
        """Nothing was opened."""


def test_every_setting_is_one_that_the_program_reads() -> None:
    given = {**COMPOSE["services"]["server"]["environment"]}
    given |= dict(
        one.split("=") for one in re.findall(r"(KEMISKINAN_\w+=\S+)", RECIPE + UNIT.read_text(encoding="utf-8"))
    )
    named = set(given) | set(re.findall(r"\b(?:KEMISKINAN_\w+|DATABASE_URL)\b", UNIT.read_text(encoding="utf-8")))
    nothing = settings_from({})

    unread = [name for name in named if settings_from({name: "7"}) == nothing]

    assert len(named) >= 6
    assert unread == []
    assert settings_from({name: str(value) for name, value in given.items()}).trusted_proxies.startswith("10.")


def test_every_file_and_folder_of_the_recipe_is_there_and_reaches_the_builder() -> None:
    copied = [words.split()[0] for words in lines_of("COPY")]
    let_in = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").split()

    assert [one for one in copied if not (ROOT / one).exists()] == []
    assert {f"!{one}" for one in copied} <= set(let_in)
    mounted = [one.partition(":")[0] for service in COMPOSE["services"].values() for one in service.get("volumes", [])]
    assert [one for one in mounted if one.startswith(".") and not (DEPLOY / one).exists()] == []
    assert {one for one in mounted if not one.startswith(".")} == set(COMPOSE["volumes"])


def test_the_server_s_pins_are_the_program_s_and_enough_for_every_module() -> None:
    pins = {name: dict(_pins(name)) for name in ("app", "server")}
    needed = {one.replace("_", "-").lower() for one in _imported()}

    assert pins["server"].items() <= pins["app"].items()
    assert needed - pins["server"].keys() == set()
    assert not {"pyside6-essentials", "sqlcipher3", "requests"} & pins["server"].keys()


def _pins(name: str) -> list[tuple[str, str]]:
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    return [(found[0].lower(), found[1]) for found in re.findall(r"^([\w-]+)(?:\[\w+\])?==(\S+)", text, re.M)]


def _imported() -> set[str]:
    """Packages that modules of the server and the domain name, wherever in the module."""
    found: set[str] = set()
    for path in [*(ROOT / "kemiskinan_server").rglob("*.py"), *(ROOT / "kemiskinan_domain").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {one.name.partition(".")[0] for one in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    ours = {"kemiskinan_server", "kemiskinan_domain", *sys.stdlib_module_names}
    return {_DISTRIBUTION.get(one, one) for one in found - ours}


_DISTRIBUTION: Final = {"argon2": "argon2-cffi", "multipart": "python-multipart"}


def test_the_proxy_lets_through_what_the_server_takes_and_waits_as_long_as_a_village_s_line() -> None:
    words = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    most = int(re.findall(r"client_max_body_size (\d+)m;", words)[0]) * 1_000_000
    takes = [LIMITS.compressed, BLOB_LIMITS.largest_piece, 2 * MAX_BUNDLE]

    assert f"server:{DEFAULT_PORT}" in words
    assert most >= max(takes)
    assert "proxy_request_buffering off" in words
    assert words.count("{") == words.count("}")


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    program = shutil.which("systemd-analyze")
    if program is None:
        # Windows and small images have none; what the unit names is checked above on every machine.
        assert "ExecStart=" in UNIT.read_text(encoding="utf-8")
        return
    # The program of the unit does not lie in /opt here: any program that can be run stands for it.
    text = UNIT.read_text(encoding="utf-8").replace("/opt/pendataan/.venv/bin/python", sys.executable)
    unit = tmp_path / "pendataan@8420.service"
    unit.write_text(text.replace("/opt/pendataan", str(ROOT)), encoding="utf-8")

    told = subprocess.run([program, "verify", str(unit)], capture_output=True, text=True, check=False)

    assert [line for line in told.stderr.splitlines() if unit.name in line] == []


def test_the_watcher_s_command_asks_the_running_server(
    live_server: LiveServer, capsys: pytest.CaptureFixture[str]
) -> None:
    port = live_server.url.rpartition(":")[2]

    assert main(["health", "--port", port]) == 0
    assert "200" in capsys.readouterr().out
    assert main(["health", "--port", "1"]) == 1
