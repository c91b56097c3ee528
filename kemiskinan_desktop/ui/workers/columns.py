"""The columns of the table of workers."""

from __future__ import annotations

from collections.abc import Callable

from kemiskinan_desktop.services.workers import WorkerRow
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.kit.worker_badges import worker_badge
from kemiskinan_desktop.ui.workers.words import cover_badge, missing_words, until_words
from kemiskinan_domain.identity import folded_name, mask_nik
from kemiskinan_domain.social_security import WorkerStatus

_ORDER = (WorkerStatus.TO_CHECK, WorkerStatus.ELIGIBLE, WorkerStatus.COVERED, WorkerStatus.NOT_ELIGIBLE)
_NO_AGE = -1
MISSING_COLUMN = 4
"""Where what is missing stands; it gives way where the window is narrow, because the panel shows it."""


def columns(masked: Callable[[], bool]) -> list[Column[WorkerRow]]:
    """`masked` tells at the moment of painting whether numbers are hidden."""

    def nik(row: WorkerRow) -> str:
        number = row.person.nik or ""
        return mask_nik(number) if masked() else number

    return [
        Column(tr("Nama"), lambda row: row.person.name, width=20, sort=_name, stretches=True, tooltip=_tip),
        Column(tr("Umur"), _age, width=6, align=Align.CENTRE, sort=_age_order),
        Column(tr("Status"), _status_words, width=23, sort=_status_order, badge=_status),
        Column(tr("Kepesertaan"), _cover_words, width=23, badge=_cover, tooltip=lambda row: until_words(row.cover)),
        Column(tr("Masih kurang"), _missing, width=22, sort=lambda row: len(row.missing), tooltip=_missing),
        Column(tr("Dusun, RT/RW"), _where, width=16, sort=_place),
        Column(tr("NIK"), nik, width=17, sort=lambda row: row.person.nik or ""),
    ]


def _name(row: WorkerRow) -> str:
    return folded_name(row.person.name)


def _tip(row: WorkerRow) -> str:
    return f"{row.person.name}\n{row.family.head_name}\n{row.family.address}".strip()


def _age(row: WorkerRow) -> str:
    return "" if row.facts.age is None else str(row.facts.age)


def _age_order(row: WorkerRow) -> int:
    return _NO_AGE if row.facts.age is None else row.facts.age


def _status(row: WorkerRow) -> Badge:
    return worker_badge(row.status)


def _status_words(row: WorkerRow) -> str:
    return _status(row).words


def _status_order(row: WorkerRow) -> int:
    return _ORDER.index(row.status)


def _cover(row: WorkerRow) -> Badge | None:
    return cover_badge(row.cover)


def _cover_words(row: WorkerRow) -> str:
    badge = _cover(row)
    return "" if badge is None else badge.words


def _missing(row: WorkerRow) -> str:
    return ", ".join(missing_words(one) for one in row.missing)


def _where(row: WorkerRow) -> str:
    area = "/".join(part.lstrip("0") for part in (row.family.rt, row.family.rw) if part)
    return f"{row.family.dusun} {area}".strip()


def _place(row: WorkerRow) -> tuple[str, str, str]:
    return (row.family.dusun, row.family.rw.zfill(3), row.family.rt.zfill(3))
