"""Commands that publish for all villages at once: notices and lists of codes, of the district or of the nation."""

from __future__ import annotations

import argparse
from datetime import date, datetime
from pathlib import Path

from kemiskinan_domain.clock import system_clock, village_day
from kemiskinan_domain.people import WHOLE_DISTRICT, read_area
from kemiskinan_domain.publishing import CodeList, Notice, NoticeProblem, Urgency, read_code_list
from kemiskinan_domain.records import RecordId, new_record_id
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeName, read_scope_name
from kemiskinan_server.app import Parts
from kemiskinan_server.cli.saying import BY, Commands, say
from kemiskinan_server.services.code_lists import CodeListRefusal, publish_code_list
from kemiskinan_server.services.notices import NoticeRefusal, Publisher, districts, publish_notice, withdraw_notice
from kemiskinan_server.storage.database import UnitOfWork

_WHO = Publisher(BY, WHOLE_DISTRICT)
_REFUSALS = {
    NoticeRefusal.OUTSIDE: "wilayah yang dituju di luar kabupaten itu.",
    NoticeRefusal.NOBODY: "tidak ada desa terdaftar di wilayah yang dituju.",
    NoticeRefusal.GONE: "tidak ada pengumuman dengan nomor itu, atau sudah ditarik.",
    NoticeRefusal.CHANGED: "pengumuman itu sudah diperbaiki orang lain.",
}
_PROBLEMS = {
    NoticeProblem.NO_TITLE: "judulnya kosong.",
    NoticeProblem.TITLE_TOO_LONG: "judulnya terlalu panjang.",
    NoticeProblem.NO_TEXT: "isinya kosong.",
    NoticeProblem.TEXT_TOO_LONG: "isinya terlalu panjang.",
    NoticeProblem.ENDS_BEFORE_IT_BEGINS: "tanggal akhir lebih dahulu daripada tanggal mulai.",
    NoticeProblem.TOO_MANY_ADDRESSES: "kode wilayah terlalu banyak.",
}
_LIST_REFUSALS = {
    CodeListRefusal.NAME: "nama hanya huruf kecil, angka, dan garis bawah.",
    CodeListRefusal.VERSION: "versi ditulis dengan angka.",
    CodeListRefusal.TITLE: "judulnya kosong atau terlalu panjang.",
    CodeListRefusal.NO_CHOICES: "tidak ada pilihan di dalamnya.",
    CodeListRefusal.ENDS_BEFORE_IT_BEGINS: "tanggal akhir lebih dahulu daripada tanggal mulai.",
    CodeListRefusal.VERSION_TAKEN: "versi itu sudah terbit dengan isi lain.",
    CodeListRefusal.VERSION_NOT_HIGHER: "versi yang berlaku sudah lebih tinggi.",
}


def add_publishing_commands(commands: Commands) -> None:
    """`publish-notice`, `withdraw-notice`, `publish-code-list`."""
    notice = commands.add_parser("publish-notice", help="terbitkan pengumuman untuk desa")
    notice.add_argument("title")
    notice.add_argument("file", type=Path, help="berkas teks (UTF-8) dengan isinya")
    notice.add_argument("--area", default="", help="kode kecamatan atau desa, dengan koma; kosong = semua desa")
    notice.add_argument("--urgency", choices=[one.value for one in Urgency], default=Urgency.ORDINARY.value)
    notice.add_argument("--confirm", action="store_true", help="minta tanda sudah dibaca")
    _when_and_where(notice)
    notice.set_defaults(run=_publish_notice)
    withdraw = commands.add_parser("withdraw-notice", help="tarik pengumuman")
    withdraw.add_argument("notice", help="nomor yang dicetak publish-notice")
    withdraw.set_defaults(run=_withdraw_notice)
    codes = commands.add_parser("publish-code-list", help="terbitkan daftar kode (XLSX atau CSV)")
    codes.add_argument("file", type=Path)
    codes.add_argument("--name", required=True, help="seperti nama berkas di kuesioner")
    codes.add_argument("--version", required=True, help="angka, misalnya tanggalnya")
    codes.add_argument("--title", required=True)
    _when_and_where(codes)
    codes.set_defaults(run=_publish_code_list)


def _when_and_where(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--starts", type=date.fromisoformat, help="hari pertama, misalnya 2026-11-30; bawaan hari ini")
    parser.add_argument("--until", type=date.fromisoformat, help="hari terakhir")
    parser.add_argument("--scope", default="", help="national, atau district:32.03; bawaan kabupaten desa-desa di sini")


def _scope(unit: UnitOfWork, wanted: str) -> ScopeName | None:
    """The scope that is named or, where all villages lie in one district, that district's."""
    here = districts(unit, WHOLE_DISTRICT)
    if not wanted:
        return here[0] if len(here) == 1 else None
    named = read_scope_name(wanted)
    return named if named == NATIONAL or named in here else None


def _publish_notice(parts: Parts, chosen: argparse.Namespace) -> int:
    try:
        text = chosen.file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return _refuse(f"Berkas {chosen.file} tidak dapat dibaca.")
    area = read_area(chosen.area.split(","))
    if isinstance(area, str):
        return _refuse(f"{area}: bukan kode wilayah.")
    now = system_clock()
    notice = Notice(
        title=chosen.title,
        text=text.strip(),
        starts=chosen.starts or village_day(now),
        until=chosen.until,
        urgency=Urgency(chosen.urgency),
        confirm=chosen.confirm,
        area=area,
    )
    with parts.context.database.unit_of_work() as unit:
        scope = _scope(unit, chosen.scope)
        if scope is None:
            return _refuse("Sebutkan --scope: national, atau district: dengan kode kabupaten.")
        done = publish_notice(unit, scope, new_record_id(), notice, who=_WHO, now=now)
        unit.commit()
    if isinstance(done, NoticeRefusal):
        return _refuse(f"Tidak terbit: {_REFUSALS[done]}")
    if isinstance(done, tuple):
        return _refuse(f"Tidak terbit: {_PROBLEMS[done[0]]}")
    say(done)
    return 0


def _withdraw_notice(parts: Parts, chosen: argparse.Namespace) -> int:
    with parts.context.database.unit_of_work() as unit:
        refusal = withdraw_notice(unit, RecordId(chosen.notice), who=_WHO, now=system_clock())
        unit.commit()
    if refusal is not None:
        return _refuse(f"Tidak ditarik: {_REFUSALS[refusal]}")
    say("Ditarik.")
    return 0


def _publish_code_list(parts: Parts, chosen: argparse.Namespace) -> int:
    try:
        read = read_code_list(chosen.file.read_bytes())
    except OSError:
        return _refuse(f"Berkas {chosen.file} tidak dapat dibaca.")
    for finding in read.findings:
        say(f"baris {finding.row or '-'}: {finding.kind.name} {finding.text}".strip())
    if not read.publishable:
        return _refuse("Tidak terbit: betulkan yang tertulis di atas.")
    now: datetime = system_clock()
    starts = chosen.starts or village_day(now)
    codes = CodeList(chosen.name, chosen.version, chosen.title, read.choices, starts, chosen.until)
    with parts.context.database.unit_of_work() as unit:
        scope = _scope(unit, chosen.scope)
        if scope is None:
            return _refuse("Sebutkan --scope: national, atau district: dengan kode kabupaten.")
        refusal = publish_code_list(unit, scope, codes, by=BY, now=now)
        unit.commit()
    if refusal is not None:
        return _refuse(f"Tidak terbit: {_LIST_REFUSALS[refusal]}")
    say(f"{codes.name}@{codes.version} terbit, {len(codes.choices)} pilihan.")
    return 0


def _refuse(words: str) -> int:
    say(words)
    return 1
