"""Commands for keeping: copies of the keys, and what a backup of the database means for the laptops."""

from __future__ import annotations

import argparse
import json
import os
from pathlib import Path

from kemiskinan_domain.clock import system_clock, village_day
from kemiskinan_domain.records import VillageCode
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, leave, say
from kemiskinan_server.services import villages
from kemiskinan_server.services.blobs import collect
from kemiskinan_server.services.bundles import sweep
from kemiskinan_server.services.crossings import compare_new, tell_next
from kemiskinan_server.services.scopes import forget_withdrawn
from kemiskinan_server.services.worker_counts import district_cover
from kemiskinan_server.storage.blobs import BlobFiles


def add_upkeep_commands(commands: Commands) -> None:
    """`backup-keys`, `backup-point`, `backup-done`, `collect-blobs`, `tidy`, `count-workers`, `compare-villages`."""
    keys = commands.add_parser("backup-keys", help="salin kunci server ke tempat aman")
    keys.add_argument("target", type=Path)
    keys.set_defaults(run=_backup_keys)
    point = commands.add_parser("backup-point", help="catat keadaan desa sebelum basis data dicadangkan")
    point.add_argument("file", type=Path)
    point.set_defaults(run=_backup_point)
    done = commands.add_parser("backup-done", help="setelah cadangan diperiksa: tandai yang sudah aman")
    done.add_argument("file", type=Path, help="berkas dari backup-point")
    done.set_defaults(run=_backup_done)
    tidy = commands.add_parser("tidy", help="lupakan catatan hapus yang sudah dibaca semua laptop dan dicadangkan")
    tidy.set_defaults(run=_tidy)
    counts = commands.add_parser("count-workers", help="hitung pekerja semua desa untuk hari ini (jalankan tiap malam)")
    counts.set_defaults(run=_count_workers)
    compare = commands.add_parser("compare-villages", help="cari orang di dua desa (jalankan tiap malam)")
    compare.set_defaults(run=_compare_villages)
    blobs = commands.add_parser("collect-blobs", help="hapus isi lampiran yang 90 hari tidak disebut catatan mana pun")
    blobs.set_defaults(run=_collect_blobs)


def _backup_keys(parts: Parts, chosen: argparse.Namespace) -> int:
    content = parts.context.settings.keys_file.read_bytes()
    try:
        target = os.open(chosen.target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        say(f"Salinan tidak dapat ditulis: {error.strerror}.")
        return 1
    try:
        with os.fdopen(target, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        # Half of it would keep the next try from its name, and pass for a copy.
        chosen.target.unlink(missing_ok=True)
        say(f"Salinan tidak dapat ditulis: {error.strerror}.")
        return 1
    say(f"Kunci disalin ke {chosen.target}. Simpan terpisah dari server.")
    return 0


def _backup_point(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        heads = villages.heads(unit)
    leave(chosen.file, json.dumps(heads).encode())
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


def collect_blobs(parts: Parts) -> int:
    """Forget bytes of attachments that no record has named for 90 days, in every village; answers how many blobs.

    What was decided on among the files kept aside goes too, if a power cut had left it.
    """
    context, total = parts.context, 0
    files = BlobFiles(context.settings.blobs_folder)
    with context.database.unit_of_work() as unit:
        codes = [village.code for village in unit.villages.all()]
    for code in codes:
        with context.database.unit_of_work() as unit:
            count = collect(unit, files, code, context.clock())
            if count:
                unit.directory.note(context.clock(), BY, "blobs-collected", code, str(count))
            unit.commit()
        total += count
        sweep(context, code)
    return total


def _collect_blobs(parts: Parts, _: argparse.Namespace) -> int:
    say(f"{collect_blobs(parts)} lampiran tanpa catatan dihapus.")
    return 0


def _tidy(parts: Parts, _: argparse.Namespace) -> int:
    context, forgotten = parts.context, 0
    with context.database.unit_of_work() as unit:
        codes = [village.code for village in unit.villages.all()]
    for code in codes:
        with context.database.unit_of_work() as unit:
            forgotten += villages.forget_tombstones(unit, code, BY, context.clock())
            unit.commit()
    with context.database.unit_of_work() as unit:
        forgotten += sum(forget_withdrawn(unit, scope.name, BY, context.clock()) for scope in unit.scopes.all())
        unit.commit()
    say(f"{forgotten} catatan hapus dilupakan.")
    return 0


def _count_workers(parts: Parts, _: argparse.Namespace) -> int:
    context = parts.context
    day = village_day(context.clock())
    with context.database.unit_of_work() as unit:
        everywhere = unit.villages.all()
    for village in everywhere:
        with context.database.unit_of_work() as unit:
            district_cover(unit, [village], day, can_read=None)
            unit.commit()
    say(f"Pekerja {len(everywhere)} desa dihitung untuk {day.isoformat()}.")
    return 0


def _compare_villages(parts: Parts, _: argparse.Namespace) -> int:
    context, waiting, rounds, untold = parts.context, 1, 0, True
    while untold:
        with context.database.unit_of_work() as unit:
            untold = tell_next(unit, context.clock())
            unit.commit()
    while waiting:
        with context.database.unit_of_work() as unit:
            waiting = compare_new(unit)
            unit.commit()
        rounds += 1
    say(f"Semua desa dibandingkan, {rounds} putaran.")
    return 0
