"""The board and its objections in words."""

from __future__ import annotations

import datetime as dt

from kemiskinan_desktop.services.deliberations import ObjectionRow
from kemiskinan_desktop.ui.deliberations.entries import day_text
from kemiskinan_desktop.ui.kit.formats import day, number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import ObjectionOutcome, ObjectionPeriod, ObjectionProblem


def period_words(period: ObjectionPeriod | None, today: dt.date) -> tuple[str, Tone]:
    """Whether the list hangs, and how long still."""
    if period is None:
        return tr("Daftar belum diumumkan"), Tone.WARNING
    if period.over(today):
        return tr("Masa sanggah berakhir {0}").format(day(period.ends)), Tone.NEUTRAL
    if today < period.begins:
        return tr("Diumumkan mulai {0}").format(day(period.begins)), Tone.INFO
    return tr("Masa sanggah sampai {0}").format(day(period.ends)), Tone.SUCCESS


def outcome_badge(row: ObjectionRow) -> Badge:
    """What became of it."""
    outcome = row.objection.outcome
    if outcome is ObjectionOutcome.ACCEPTED:
        return Badge(tr("Diterima"), Tone.SUCCESS, Icon.DONE)
    if outcome is ObjectionOutcome.REJECTED:
        return Badge(tr("Ditolak"), Tone.DANGER, Icon.CLOSE)
    if outcome is ObjectionOutcome.WITHDRAWN:
        return Badge(tr("Dicabut"), Tone.NEUTRAL, Icon.UNDO)
    return Badge(tr("Belum dijawab"), Tone.WARNING, Icon.TIME)


def objection_columns() -> list[Column[ObjectionRow]]:
    """What the table shows."""
    return [
        Column(tr("Tanggal"), _when, width=12, tooltip=_strange, sort=lambda one: one.objection.made_on or dt.date.max),
        Column(
            tr("Penyanggah"), lambda one: one.objection.objector, width=15, tooltip=lambda one: one.objection.objector
        ),
        Column(tr("Tentang keluarga"), lambda one: one.family, width=16, tooltip=lambda one: one.family),
        Column(tr("Sanggahan"), lambda one: one.objection.text, stretches=True, tooltip=lambda one: one.objection.text),
        Column(tr("Berkas"), lambda one: number(one.files) if one.files else "", width=8, align=Align.CENTRE),
        Column(tr("Hasil"), lambda one: outcome_badge(one).words, width=17, badge=outcome_badge),
    ]


def _when(row: ObjectionRow) -> str:
    made_on = row.objection.made_on
    mark = " ⚠" if row.problems else ""
    return (day_text(made_on) or "–") + mark


def _strange(row: ObjectionRow) -> str:
    if ObjectionProblem.BEFORE_ANNOUNCEMENT in row.problems:
        return tr("Disampaikan sebelum daftar diumumkan")
    return tr("Disampaikan setelah masa sanggah") if ObjectionProblem.AFTER_PERIOD in row.problems else ""
