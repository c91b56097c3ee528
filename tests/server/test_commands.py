"""The district's commands as a script would run them: they print what the next step needs, and refuse in words."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from kemiskinan_server.cli import main
from kemiskinan_server.services.codes import read_code
from kemiskinan_server.settings import BadSettingError, settings_from
from kemiskinan_server.storage.database import Database

ROOT = Path(__file__).resolve().parents[2]
VILLAGE = "32.03.01.2001"


class Commands:
    """Runs commands against one database and keeps what they printed."""

    def __init__(self, database: Database, folder: Path, capture: pytest.CaptureFixture[str]) -> None:
        url = database.engine.url.set(drivername="postgresql").render_as_string(hide_password=False)
        self.base = ["--data-dir", str(folder / "server"), "--database-url", url]
        self._capture = capture

    def __call__(self, *words: str) -> tuple[int, str]:
        code = main([*self.base, *words])
        return code, self._capture.readouterr().out


@pytest.fixture
def run(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Iterator[Commands]:
    yield Commands(database, tmp_path, capsys)


def test_a_village_takes_its_names_from_the_region_list(run: Commands) -> None:
    assert run("add-village", "3203012001") == (0, f"{VILLAGE} Babakankaret, Kecamatan Cianjur: terdaftar.\n")
    assert run("add-village", VILLAGE) == (0, f"{VILLAGE}: sudah terdaftar.\n")


@pytest.mark.parametrize(("code", "words"), [("32.03.01", "bukan kode desa"), ("99.99.99.2999", "tidak ada di daftar")])
def test_what_is_no_village_is_refused(run: Commands, code: str, words: str) -> None:
    exit_code, said = run("add-village", code)

    assert exit_code == 1
    assert words in said


def test_an_enrolment_code_stands_alone_on_its_line(run: Commands) -> None:
    run("add-village", VILLAGE)

    exit_code, said = run("enrolment-code", "--village", VILLAGE)

    assert exit_code == 0
    assert read_code(said.strip()) == said.strip()


def test_no_code_for_a_village_that_is_not_served(run: Commands) -> None:
    exit_code, said = run("enrolment-code", "--village", VILLAGE)

    assert exit_code == 1
    assert "belum terdaftar" in said


def test_a_prelist_leaves_its_report_and_the_rows_to_repair(run: Commands, tmp_path: Path) -> None:
    run("add-village", VILLAGE)
    sample = ROOT / "resources" / "sample" / "prelist-p3ke.xlsx"

    exit_code, said = run(
        "import-prelist", str(sample), "--source", "P3KE", "--period", "2024", "--out", str(tmp_path / "out")
    )

    assert exit_code == 0
    assert "180 keluarga" in said
    assert (tmp_path / "out" / "prelist-p3ke-laporan.csv").read_bytes().startswith(b"\xef\xbb\xbflembar;baris;")
    assert (tmp_path / "out" / "prelist-p3ke-dikembalikan.xlsx").stat().st_size > 0


def test_a_file_that_cannot_be_read_is_told(run: Commands, tmp_path: Path) -> None:
    broken = tmp_path / "rusak.xlsx"
    broken.write_bytes(b"PK\x03\x04 rusak")

    assert run("import-prelist", str(broken), "--source", "P3KE", "--period", "2024")[0] == 1
    assert run("import-prelist", str(tmp_path / "tiada"), "--source", "P3KE", "--period", "2024")[0] == 1


def test_a_form_is_published_once(run: Commands, tmp_path: Path) -> None:
    form = ROOT / "resources" / "questionnaires" / "keputusan.md"
    other = tmp_path / "keputusan.md"
    other.write_text(form.read_text(encoding="utf-8").replace("Meninggal", "Wafat"), encoding="utf-8")

    first, again, changed = (run("publish-form", str(path)) for path in (form, form, other))

    assert (first[0], again[0], changed[0]) == (0, 0, 1)
    assert "sudah terbit dengan isi lain" in changed[1]


def test_a_short_password_is_refused(run: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("getpass.getpass", lambda _: "pendek")

    exit_code, said = run("create-admin", "admin")

    assert exit_code == 1
    assert "paling sedikit 10" in said


def test_a_backup_tells_laptops_what_is_safe(run: Commands, tmp_path: Path, database: Database) -> None:
    run("add-village", VILLAGE)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE village SET head = 7")
    noted = tmp_path / "titik.json"
    run("backup-point", str(noted))

    exit_code, _ = run("backup-done", str(noted))

    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT durable_rev FROM village").scalar() == 7
    assert exit_code == 0
    assert json.loads(noted.read_text()) == {VILLAGE: 7}
    assert run("backup-done", str(tmp_path / "tiada"))[0] == 1


def test_a_copy_of_the_keys_is_private_and_never_overwrites(run: Commands, tmp_path: Path) -> None:
    target = tmp_path / "salinan.json"

    first, second = run("backup-keys", str(target)), run("backup-keys", str(target))

    assert (first[0], second[0]) == (0, 1)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600


def test_after_a_restore_a_village_starts_a_new_epoch(run: Commands, database: Database) -> None:
    run("add-village", VILLAGE)
    with database.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT epoch FROM village").scalar()

    assert run("new-epoch", VILLAGE)[0] == 0
    assert run("new-epoch", "32.03.01.2002")[0] == 1

    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT epoch FROM village").scalar() != before


def test_an_unknown_device_cannot_be_revoked(run: Commands) -> None:
    assert run("revoke-device", "nobody") == (1, "Laptop tidak dikenal.\n")


def test_settings_come_from_arguments_before_the_environment() -> None:
    environment = {"KEMISKINAN_PORT": "9000", "KEMISKINAN_HOST": "0.0.0.0", "KEMISKINAN_DATA_DIR": "x"}

    settings = settings_from(environment, port=1)

    assert (settings.port, settings.host, settings.data_dir) == (1, "0.0.0.0", Path("x"))
    with pytest.raises(BadSettingError):
        settings_from({"KEMISKINAN_PORT": "many"})


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_serving_tells_its_address_and_stops_cleanly(tmp_path: Path, sign: signal.Signals) -> None:
    tmp_path.chmod(0o755)
    command = [sys.executable, "-m", "kemiskinan_server", "--data-dir", str(tmp_path / "data"), "serve", "--port", "0"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stdout is not None
        address = process.stdout.readline().strip().removeprefix("LISTENING ")
        health = httpx.get(f"{address}/v1/health", trust_env=False).json()
        process.send_signal(sign)
        code = process.wait(30)

    assert health["server"] == "pendataan-kemiskinan"
    assert code == 0
    assert not (tmp_path / "data" / "postgres" / "postmaster.pid").exists()


def test_a_notice_is_published_and_withdrawn_by_command(run: Commands, database: Database, tmp_path: Path) -> None:
    (tmp_path / "isi.txt").write_text("Hari Senin di aula.", encoding="utf-8")
    words = ["publish-notice", "Rapat", str(tmp_path / "isi.txt"), "--confirm", "--urgency", "urgent"]
    nowhere = run(*words)
    run("add-village", VILLAGE)

    exit_code, said = run(*words)
    outside = run(*words, "--area", "32.04.01")
    nation = run(*words, "--scope", "national")
    gone = [run("withdraw-notice", said.strip()) for _ in range(2)]

    assert (nowhere[0], exit_code, outside[0], nation[0]) == (1, 0, 1, 0)
    assert "di luar kabupaten" in outside[1]
    assert [code for code, _ in gone] == [0, 1]
    with database.unit_of_work() as unit:
        kept = {
            scope: record.deleted for scope, record in unit.scopes.records(["district:32.03", "national"], "notice")
        }
    assert kept == {"district:32.03": True, "national": False}


def test_a_list_of_codes_is_published_by_command_once(run: Commands, tmp_path: Path) -> None:
    run("add-village", VILLAGE)
    file = tmp_path / "pekerjaan.csv"
    words = ["publish-code-list", str(file), "--name", "pekerjaan", "--title", "Pekerjaan", "--version", "20261101"]
    missing = run(*words)
    file.write_text("kode;uraian\n1;Petani\n1;Buruh\n", encoding="utf-8")
    faulty = run(*words)
    file.write_text("kode;uraian\n1;Petani\n2;Buruh\n", encoding="utf-8")

    done = run(*words)
    file.write_text("kode;uraian\n1;Nelayan\n", encoding="utf-8")
    other = run(*words)

    assert (missing[0], faulty[0], other[0]) == (1, 1, 1)
    assert "baris 3: CODE_TWICE 1" in faulty[1]
    assert done == (0, "pekerjaan@20261101 terbit, 2 pilihan.\n")
    assert "versi itu sudah terbit dengan isi lain" in other[1]
