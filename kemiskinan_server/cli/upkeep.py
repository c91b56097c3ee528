"""Commands for keeping: copies of the keys, and what a backup of the database means for the laptops."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, say
from kemiskinan_server.services import villages


def add_upkeep_commands(commands: Commands) -> None:
    """`backup-keys`, `backup-point`, `backup-done`."""
    keys = commands.add_parser("backup-keys", help="salin kunci server ke tempat aman")
    keys.add_argument("target", type=Path)
    keys.set_defaults(run=_backup_keys)
    point = commands.add_parser("backup-point", help="catat keadaan desa sebelum basis data dicadangkan")
    point.add_argument("file", type=Path)
    point.set_defaults(run=_backup_point)
    done = commands.add_parser("backup-done", help="setelah cadangan diperiksa: tandai yang sudah aman")
    done.add_argument("file", type=Path, help="berkas dari backup-point")
    done.set_defaults(run=_backup_done)


def _backup_keys(parts: Parts, chosen: argparse.Namespace) -> int:
    content = parts.context.settings.keys_file.read_bytes()
    try:
        target = os.open(chosen.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        say(f"Salinan tidak dapat ditulis: {error.strerror}.")
        return 1
    with os.fdopen(target, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    say(f"Kunci disalin ke {chosen.target}. Simpan terpisah dari server.")
    return 0


def _backup_point(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        heads = villages.heads(unit)
    chosen.file.write_text(json.dumps(heads), encoding="utf-8")
    say(f"{len(heads)} desa dicatat. Sekarang cadangkan basis data, lalu jalankan backup-done.")
    return 0


def _backup_done(parts: Parts, chosen: argparse.Namespace) -> int:
    try:
        noted = json.loads(chosen.file.read_text(encoding="utf-8"))
        revisions = {VillageCode(str(code)): int(rev) for code, rev in noted.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        say("Berkas catatan tidak dapat dibaca.")
        return 1
    with parts.context.database.unit_of_work() as unit:
        villages.mark_durable(unit, revisions, BY, system_clock())
        unit.commit()
    say(f"{len(revisions)} desa ditandai aman.")
    return 0
