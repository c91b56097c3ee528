"""Commands that bring content in: pre-lists and questionnaires."""

from __future__ import annotations

import argparse
from pathlib import Path

from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.identity import Regions
from kemiskinan_domain.prelist import FileRefusal, Source
from kemiskinan_domain.survey import Form, FormError, compile_form
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, leave, say
from kemiskinan_server.services import villages
from kemiskinan_server.services.forms import FormRefusal, publish_form
from kemiskinan_server.services.prelist_import import FILE_WORDS, ImportReport, import_prelist


def add_content_commands(commands: Commands) -> None:
    """`import-prelist`, `publish-form`."""
    take = commands.add_parser("import-prelist", help="masukkan daftar awal (XLSX atau CSV)")
    take.add_argument("file", type=Path)
    take.add_argument("--source", required=True, choices=list(Source), type=Source)
    take.add_argument("--period", required=True, help='misalnya "TW3 2025"')
    take.add_argument("--out", type=Path, help="folder laporan; bawaan: folder berkas itu")
    take.set_defaults(run=_import_prelist)
    form = commands.add_parser("publish-form", help="terbitkan kuesioner (XLSForm)")
    form.add_argument("file", type=Path, nargs="+")
    form.set_defaults(run=_publish_form)


def _import_prelist(parts: Parts, chosen: argparse.Namespace) -> int:
    try:
        data = chosen.file.read_bytes()
    except OSError:
        say(f"Berkas {chosen.file} tidak dapat dibaca.")
        return 1
    settings = parts.context.settings
    regions = Regions.from_file(settings.regions_file or villages.shipped_regions())
    with parts.context.database.unit_of_work() as unit:
        report = import_prelist(
            unit, data, regions, source=chosen.source, period=chosen.period, by=BY, now=system_clock()
        )
        unit.commit()
    if isinstance(report, FileRefusal):
        say(FILE_WORDS[report])
        return 1
    _tell(report)
    _leave(report, chosen.out or chosen.file.parent, chosen.file.stem)
    return 0 if all(found.registered for found in report.villages) and not report.unread_sheets else 1


def _tell(report: ImportReport) -> None:
    for found in report.villages:
        if found.registered:
            say(
                f"{found.village}: {found.families} keluarga, {found.people} orang; "
                f"baru {found.new}, sudah ada {found.linked}, tidak berubah {found.unchanged}"
            )
        else:
            say(f"{found.village}: belum terdaftar di server; {found.families} keluarga dikembalikan")
    for name, why in report.unread_sheets:
        say(f"Lembar {name or '1'} tidak terbaca sebagai daftar awal ({why.name}).")
    say(
        f"Baris: {report.rows} dibaca, {report.rows_taken} masuk, {report.rows_refused} ditolak, "
        f"{report.rows_skipped} bukan data orang"
    )


def _leave(report: ImportReport, folder: Path, stem: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{stem}-laporan.csv"
    leave(target, report.report)
    say(f"Laporan: {target}")
    if report.returned is not None:
        back = folder / f"{stem}-dikembalikan.xlsx"
        leave(back, report.returned)
        say(f"Baris untuk diperbaiki: {back}")


def _publish_form(parts: Parts, chosen: argparse.Namespace) -> int:
    failed = 0
    for file in chosen.file:
        try:
            compiled = compile_form(file)
            form = Form.from_xml(compiled)
        except FormError as error:
            say(f"{file}: {error}")
            failed += 1
            continue
        with parts.context.database.unit_of_work() as unit:
            published = publish_form(
                unit,
                parts.context.keys,
                form=form.id,
                version=form.version,
                compiled=compiled,
                by=BY,
                now=system_clock(),
            )
            unit.commit()
        if published is FormRefusal.VERSION_TAKEN:
            say(f"{form.id}@{form.version} sudah terbit dengan isi lain. Naikkan nomor versinya.")
            failed += 1
        else:
            say(f"{form.id}@{form.version} terbit.")
    return 1 if failed else 0
