"""Columns of the report's tables, their words, and the same tables for paper."""

from __future__ import annotations

from collections.abc import Sequence

from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.table import Align, Column
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.reports.bars import Part
from kemiskinan_desktop.ui.reports.presenter import DesilRow, PlaceRow
from kemiskinan_desktop.ui.reports.printing import Table

OUTSIDE = 99


def survey_parts() -> list[Part]:
    """How far the questionnaire is."""
    return [
        Part(tr("Lengkap"), "success"),
        Part(tr("Draf"), "accent"),
        Part(tr("Belum didata"), "line_strong"),
    ]


def decision_parts() -> list[Part]:
    """What was decided."""
    return [
        Part(tr("Layak"), "success"),
        Part(tr("Tidak layak"), "danger"),
        Part(tr("Ditunda"), "warning"),
        Part(tr("Belum diputuskan"), "line_strong"),
    ]


def place_name(row: PlaceRow) -> str:
    """A dusun, an RT within it, or all of them."""
    if row.rt or row.rw:
        return tr("RT {0} / RW {1} {2}").format(row.rt or "–", row.rw or "–", row.dusun).strip()
    return row.dusun or tr("Jumlah")


def desil_name(row: DesilRow) -> str:
    """The decile in words."""
    return tr("Di luar daftar awal") if row.desil is None else tr("Desil {0}").format(row.desil)


def place_columns() -> list[Column[PlaceRow]]:
    """Survey and decisions of a place."""
    name = Column(tr("Tempat"), place_name, stretches=True)
    return [
        name,
        _of(tr("Keluarga"), "families"),
        _of(tr("Jiwa"), "people"),
        _of(tr("Belum didata"), "not_started"),
        _of(tr("Draf"), "draft"),
        _of(tr("Lengkap"), "complete"),
        _of(tr("Layak"), "eligible"),
        _of(tr("Tidak layak"), "not_eligible"),
        _of(tr("Ditunda"), "postponed"),
        _of(tr("Belum diputuskan"), "undecided"),
    ]


def desil_columns() -> list[Column[DesilRow]]:
    """Decile by decision."""
    return [
        Column(tr("Desil"), desil_name, stretches=True, sort=lambda row: OUTSIDE if row.desil is None else row.desil),
        _of_desil(tr("Keluarga"), "total"),
        _of_desil(tr("Layak"), "eligible"),
        _of_desil(tr("Tidak layak"), "not_eligible"),
        _of_desil(tr("Ditunda"), "postponed"),
        _of_desil(tr("Belum diputuskan"), "undecided"),
    ]


def printed_tables(rows: Sequence[PlaceRow], total: PlaceRow, deciles: Sequence[DesilRow]) -> list[Table]:
    """What stands on screen, for paper."""
    places, desil = place_columns(), desil_columns()
    return [
        (
            tr("Menurut tempat"),
            [one.title for one in places],
            [[column.text(row) for column in places] for row in (*rows, total)],
        ),
        (
            tr("Menurut desil"),
            [one.title for one in desil],
            [[column.text(row) for column in desil] for row in deciles],
        ),
    ]


def _of(title: str, name: str) -> Column[PlaceRow]:
    width = max(len(title) + 2, 8)
    return Column(
        title, lambda row: number(getattr(row, name)), width, Align.RIGHT, sort=lambda row: getattr(row, name)
    )


def _of_desil(title: str, name: str) -> Column[DesilRow]:
    width = max(len(title) + 2, 8)
    return Column(
        title, lambda row: number(getattr(row, name)), width, Align.RIGHT, sort=lambda row: getattr(row, name)
    )
