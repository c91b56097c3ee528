"""The district's commands: `python -m kemiskinan_server --help`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from http import HTTPStatus
from http.client import HTTPConnection
from pathlib import Path

from kemiskinan_domain.wire import Paths
from kemiskinan_server.app import Parts, open_parts, serve
from kemiskinan_server.cli.bundles import add_bundle_commands
from kemiskinan_server.cli.content import add_content_commands
from kemiskinan_server.cli.national import add_national_commands
from kemiskinan_server.cli.people import add_people_commands, add_village_commands
from kemiskinan_server.cli.publishing import add_publishing_commands
from kemiskinan_server.cli.rules import add_rules_commands
from kemiskinan_server.cli.saying import say
from kemiskinan_server.cli.upkeep import add_upkeep_commands
from kemiskinan_server.settings import DEFAULT_PORT, BadSettingError, Settings, settings_from
from kemiskinan_server.storage.room import DiskFullError, has_no_room


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code is 0 where it was done, 1 where it was refused."""
    chosen = _parser().parse_args(arguments)
    try:
        settings = _settings(chosen)
    except BadSettingError as error:
        say(f"Pengaturan {error.name} tidak dapat dipakai.")
        return 1
    if chosen.command == "serve":
        serve(settings, lambda address: say(f"LISTENING {address}"))
        return 0
    if chosen.command == "health":
        return _health(settings)
    parts = open_parts(settings)
    try:
        return int(chosen.run(parts, chosen))
    except (DiskFullError, OSError) as error:
        if not isinstance(error, DiskFullError) and not has_no_room(error):
            raise
        say("Ruang simpan penuh. Yang sudah selesai tetap ada; kosongkan, lalu ulangi perintah ini.")
        return 1
    finally:
        parts.close()


def _settings(chosen: argparse.Namespace) -> Settings:
    return settings_from(
        os.environ,
        data_dir=chosen.data_dir,
        database_url=chosen.database_url,
        host=getattr(chosen, "host", None),
        port=getattr(chosen, "port", None),
        public_url=getattr(chosen, "public_url", None),
        regions_file=chosen.regions,
    )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m kemiskinan_server", description="Server kabupaten")
    parser.add_argument("--data-dir", type=Path, help="tempat kunci server dan basis data bawaan")
    parser.add_argument("--database-url", help="alamat PostgreSQL; tanpa ini dipakai basis data bawaan")
    parser.add_argument("--regions", type=Path, help="daftar wilayah (CSV: code,parent,level,name)")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("serve", help="jalankan server")
    run.add_argument("--host")
    run.add_argument("--port", type=int, help=f"bawaan {DEFAULT_PORT}; 0 = dipilihkan")
    run.add_argument("--public-url", help="alamat yang dipakai orang dan laptop")
    commands.add_parser("migrate", help="siapkan tabel basis data").set_defaults(run=_migrate)
    healthy = commands.add_parser("health", help="tanya server yang berjalan di mesin ini: 0 = siap")
    healthy.add_argument("--port", type=int, help=f"bawaan {DEFAULT_PORT}")
    add_village_commands(commands)
    add_people_commands(commands)
    add_content_commands(commands)
    add_publishing_commands(commands)
    add_national_commands(commands)
    add_rules_commands(commands)
    add_upkeep_commands(commands)
    add_bundle_commands(commands)
    return parser


def _health(settings: Settings) -> int:
    """For the watcher of a container: without a database of its own, so that asking costs nothing."""
    connection = HTTPConnection("127.0.0.1", settings.port, timeout=5)
    try:
        connection.request("GET", Paths.HEALTH)
        status = connection.getresponse().status
    except OSError:
        say("Server tidak menjawab.")
        return 1
    finally:
        connection.close()
    say(f"Server menjawab {status}.")
    return 0 if status == HTTPStatus.OK else 1


def _migrate(_: Parts, __: argparse.Namespace) -> int:
    say("Tabel basis data siap.")
    return 0
