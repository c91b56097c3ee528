"""The command that publishes the rules about workers; they travel signed, as questionnaires do."""

from __future__ import annotations

import argparse
from pathlib import Path

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.social_security import BadBookError, read_book
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, say
from kemiskinan_server.services.forms import FormRefusal, publish_form


def add_rules_commands(commands: Commands) -> None:
    """`publish-worker-rules`."""
    rules = commands.add_parser("publish-worker-rules", help="terbitkan aturan pekerja (JSON)")
    rules.add_argument("file", type=Path)
    rules.set_defaults(run=_publish)


def _publish(parts: Parts, chosen: argparse.Namespace) -> int:
    try:
        text = chosen.file.read_text(encoding="utf-8")
        book = read_book(text)
    except (OSError, UnicodeDecodeError):
        say(f"Berkas {chosen.file} tidak dapat dibaca.")
        return 1
    except BadBookError as error:
        say(f"{chosen.file}: aturan ini tidak dapat dipakai ({error}).")
        return 1
    with parts.context.database.unit_of_work() as unit:
        published = publish_form(
            unit,
            parts.context.keys,
            form=book.id,
            version=book.version,
            compiled=text,
            by=BY,
            now=system_clock(),
        )
        unit.commit()
    if published is FormRefusal.VERSION_TAKEN:
        say(f"{book.id}@{book.version} sudah terbit dengan isi lain. Naikkan nomor versinya.")
        return 1
    say(f"{book.id}@{book.version} terbit.")
    return 0
