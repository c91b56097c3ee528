"""What waits, what was not taken, receipts and log as tables."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from kemiskinan_desktop.services.bundles import BY_FILE, CarriedItem, WrittenFile
from kemiskinan_desktop.services.exchange import ExchangeReport, LogLine, ReceiptRow, RefusedItem, WaitingItem
from kemiskinan_desktop.services.waiting import Reason, WaitReason
from kemiskinan_desktop.ui.exchange.words import kind_words, problem_words, report_lines, verdict_words, waiting_words
from kemiskinan_desktop.ui.kit.formats import ago, day_and_time, number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr

WRITTEN = "written"
"""Marks a line of the log that is about a file that was written."""
Now = Callable[[], datetime]


def waiting_columns(now: Now, why: Callable[[WaitingItem], Reason]) -> list[Column[WaitingItem]]:
    """Each record with the reason why it still waits."""
    return [
        Column(tr("Data"), lambda one: one.title, stretches=True, tooltip=lambda one: one.title),
        Column(tr("Jenis"), lambda one: kind_words(one.kind), width=18),
        Column(
            tr("Perubahan"), lambda one: number(one.changes), width=12, align=Align.RIGHT, sort=lambda one: one.changes
        ),
        Column(
            tr("Sejak"),
            lambda one: ago(one.since, now()) if one.since else "–",
            width=20,
            sort=lambda one: one.since.isoformat() if one.since else "",
        ),
        Column(
            tr("Mengapa menunggu"),
            lambda one: waiting_words(why(one)).happened,
            width=26,
            badge=lambda one: _waits(why(one)),
            tooltip=lambda one: waiting_words(why(one)).todo,
        ),
    ]


def refused_columns() -> list[Column[RefusedItem]]:
    """Each change with the district's reason in words."""
    return [
        Column(tr("Data"), lambda one: one.title, width=28, tooltip=lambda one: one.title),
        Column(tr("Jenis"), lambda one: kind_words(one.kind), width=18),
        Column(tr("Alasan"), lambda one: verdict_words(one.status, one.why), stretches=True),
    ]


def receipt_columns() -> list[Column[ReceiptRow]]:
    """Date, number of records, code, and that its signature was verified."""
    return [
        Column(tr("Tanggal"), lambda one: _moment(one.at), width=26, sort=lambda one: one.at),
        Column(
            tr("Catatan"), lambda one: number(one.records), width=9, align=Align.RIGHT, sort=lambda one: one.records
        ),
        Column(tr("Kode"), lambda one: one.code, stretches=True),
        Column(tr("Tanda tangan kabupaten"), lambda _one: tr("Sah"), width=22, badge=_verified),
    ]


def log_columns() -> list[Column[LogLine]]:
    """When, and what came of it."""
    return [
        Column(tr("Waktu"), lambda one: day_and_time(one.at), width=26, sort=lambda one: one.at.isoformat()),
        Column(tr("Hasil"), lambda one: log_badge(one).words, width=18, badge=log_badge),
        Column(tr("Keterangan"), log_words, stretches=True, tooltip=lambda one: one.detail or log_words(one)),
    ]


def log_badge(line: LogLine) -> Badge:
    """How an exchange ended."""
    if line.detail == WRITTEN:
        return Badge(tr("Disimpan"), Tone.INFO, Icon.STICK)
    if line.report.problem is None:
        return Badge(tr("Selesai"), Tone.SUCCESS, Icon.SUCCESS)
    tone = problem_words(line.report.problem).tone
    return Badge(tr("Belum selesai"), tone, Icon.OFFLINE if tone is Tone.INFO else Icon.WARNING)


def log_words(line: LogLine) -> str:
    """What happened, in one line."""
    problem = line.report.problem
    if line.detail == WRITTEN:
        return tr("Berkas disimpan ke USB/folder dan dibaca ulang.")
    lines = [words for _tone, words in report_lines(line.report)]
    if line.detail == BY_FILE:
        lines.insert(0, tr("Lewat berkas:"))
    return " ".join([*lines, problem_words(problem).happened] if problem else lines)


def written_line(written: WrittenFile) -> LogLine:
    """A file that was written, as a line of the log."""
    return LogLine(written.at, ExchangeReport(), WRITTEN)


def carried_columns() -> list[Column[CarriedItem]]:
    """What other laptops changed and the district has not seen yet."""
    return [
        Column(tr("Data"), lambda one: one.title, stretches=True, tooltip=lambda one: one.title),
        Column(tr("Jenis"), lambda one: kind_words(one.kind), width=18),
        Column(
            tr("Perubahan"), lambda one: number(one.changes), width=12, align=Align.RIGHT, sort=lambda one: one.changes
        ),
        Column(tr("Dari laptop"), lambda one: one.laptop, width=24, tooltip=lambda one: one.laptop),
        Column(tr("Keadaan"), lambda _one: tr("Belum lewat kabupaten"), width=26, badge=_carried),
    ]


def _carried(_one: CarriedItem) -> Badge:
    return Badge(tr("Belum lewat kabupaten"), Tone.INFO, Icon.STICK)


def _waits(reason: Reason) -> Badge:
    words = waiting_words(reason)
    return Badge(words.happened, words.tone, Icon.STICK if reason is WaitReason.IN_A_FILE else Icon.UNSENT)


def _verified(_one: ReceiptRow) -> Badge:
    return Badge(tr("Sah"), Tone.SUCCESS, Icon.SAFE)


def _moment(text: str) -> str:
    """A moment of the wire as a person reads it; an unreadable one as it is."""
    try:
        return day_and_time(datetime.fromisoformat(text))
    except ValueError:
        return text
