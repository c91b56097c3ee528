"""Commands for what is published for the whole nation: written into a file, and taken in as on the page."""

from __future__ import annotations

import argparse
from pathlib import Path

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.wire.national import NationalRefusal
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, leave, say
from kemiskinan_server.services import national
from kemiskinan_server.services.national_words import NATIONAL_WORDS


def add_national_commands(commands: Commands) -> None:
    """`export-national`, `take-national`, `forget-national-publisher`."""
    export = commands.add_parser("export-national", help="tulis isi nasional ke berkas untuk kabupaten")
    export.add_argument("file", type=Path)
    export.add_argument("--publisher", required=True, help="nama penerbit, misalnya kementeriannya")
    export.set_defaults(run=_export)
    take = commands.add_parser("take-national", help="terima berkas isi nasional")
    take.add_argument("file", type=Path)
    take.set_defaults(run=_take)
    forget = commands.add_parser("forget-national-publisher", help="berkas berikutnya boleh dari penerbit lain")
    forget.set_defaults(run=_forget)


def _export(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        made = national.export_national(unit, parts.context.keys, chosen.publisher, system_clock())
    if made is None:
        say("Belum ada isi nasional yang terbit di sini (publish-notice atau publish-code-list, --scope national).")
        return 1
    try:
        leave(chosen.file, made)
    except OSError as error:
        say(f"Berkas tidak dapat ditulis: {error.strerror}.")
        return 1
    say(f"{chosen.file} ditulis.")
    return 0


def _take(parts: Parts, chosen: argparse.Namespace) -> int:
    try:
        content = chosen.file.read_bytes()
    except OSError:
        say(f"Berkas {chosen.file} tidak dapat dibaca.")
        return 1
    now = system_clock()
    with parts.context.database.unit_of_work() as unit:
        done = national.bring(unit, content, BY, now)
        if not isinstance(done, NationalRefusal):
            done = national.take(unit, done.file.digest, BY, now)
        if isinstance(done, NationalRefusal):
            say(NATIONAL_WORDS[done])
            return 1
        unit.commit()
    head = done.file.head
    say(f"{head.publisher}, {head.made_at}: {done.notices} pengumuman, {done.lists} daftar kode; kunci penerbit")
    say(f"{done.file.fingerprint}. {len(done.steps)} perubahan terbit.")
    return 0


def _forget(parts: Parts, _: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        known = national.forget_publisher(unit, BY, system_clock())
        unit.commit()
    say("Berkas berikutnya boleh dari penerbit lain." if known else "Belum ada penerbit yang dikenal.")
    return 0
