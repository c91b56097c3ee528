"""The columns of the table of families."""

from __future__ import annotations

from collections.abc import Callable

from kemiskinan_desktop.services.households import HouseholdRow
from kemiskinan_desktop.ui.households.wording import (
    area_words,
    decision_badge,
    family_card_words,
    send_badge,
    survey_badge,
)
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.identity import folded_name
from kemiskinan_domain.records import SurveyState

_ORDER = {SurveyState.NOT_STARTED: 0, SurveyState.DRAFT: 1, SurveyState.COMPLETE: 2}
_NO_DESIL = 99
NAME_COLUMN = 0
NUMBER_COLUMN = 1
"""Where the No. KK stands; it gives way where the window is narrow, because the preview shows it."""


def columns(masked: Callable[[], bool]) -> list[Column[HouseholdRow]]:
    """`masked` tells at the moment of painting whether numbers are hidden."""
    return [
        Column(
            tr("Kepala keluarga"), lambda row: row.head_name, width=22, sort=_name, stretches=True, tooltip=_name_tip
        ),
        Column(tr("No. KK"), lambda row: family_card_words(row, masked=masked()), width=17, sort=_number),
        Column(tr("Dusun, RT/RW"), _where, width=19, sort=_place, tooltip=_place_tip),
        Column(tr("Desil"), _desil, width=5, align=Align.CENTRE, sort=_desil_order),
        Column(tr("Jiwa"), lambda row: number(row.member_count), width=5, align=Align.CENTRE, sort=_members),
        Column(tr("Pendataan"), _words_of(survey_badge), width=18, sort=_progress, badge=survey_badge),
        Column(tr("Keputusan"), _words_of(_decision), width=17, sort=_decision_order, badge=_decision),
        Column(tr("Pengiriman"), _words_of(_send), width=19, sort=_send_order, badge=_send),
    ]


def _words_of(badge: Callable[[HouseholdRow], Badge | None]) -> Callable[[HouseholdRow], str]:
    def words(row: HouseholdRow) -> str:
        made = badge(row)
        return "" if made is None else made.words

    return words


def _decision(row: HouseholdRow) -> Badge | None:
    return decision_badge(row.decision)


def _send(row: HouseholdRow) -> Badge | None:
    return send_badge(row.send)


def _name(row: HouseholdRow) -> str:
    return folded_name(row.head_name)


def _name_tip(row: HouseholdRow) -> str:
    return f"{row.head_name}\n{row.address}" if row.address else row.head_name


def _number(row: HouseholdRow) -> str:
    return row.no_kk or ""


def _where(row: HouseholdRow) -> str:
    area = "/".join(part.lstrip("0") for part in (row.rt, row.rw) if part)
    return f"{row.dusun} {area}".strip()


def _place(row: HouseholdRow) -> tuple[str, str, str]:
    return (row.dusun, row.rw.zfill(3), row.rt.zfill(3))


def _place_tip(row: HouseholdRow) -> str:
    return ", ".join(part for part in (row.dusun, area_words(row.rt, row.rw)) if part)


def _desil(row: HouseholdRow) -> str:
    return "" if row.desil is None else str(row.desil)


def _desil_order(row: HouseholdRow) -> int:
    return _NO_DESIL if row.desil is None else row.desil


def _members(row: HouseholdRow) -> int:
    return row.member_count


def _progress(row: HouseholdRow) -> tuple[int, int]:
    return (_ORDER[row.survey_state], row.warnings)


def _decision_order(row: HouseholdRow) -> str:
    return row.decision or ""


def _send_order(row: HouseholdRow) -> int:
    return row.send.value
