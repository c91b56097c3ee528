"""Which families the meeting decides on: added by rule, found by name, taken off again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from kemiskinan_desktop.services.deliberations import CandidateRow
from kemiskinan_desktop.services.households import SearchHit
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.new_session import desil_choices
from kemiskinan_desktop.ui.deliberations.words import place_words
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState
from kemiskinan_desktop.ui.kit.fields import FieldRow, SearchBox, key_hint
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, flow_box, row
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr

HITS_SHOWN = 5


class CandidatesPanel(QWidget):
    """Tells what the person wants: `rule(desil or None, proposed, complete)`, `found`, `added`, `removed`."""

    rule = Signal(object, bool, bool)
    searched = Signal(str)
    added = Signal(object)
    removed = Signal(object)
    pre_said = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self._editable = True
        self._model: TableModel[CandidateRow] = TableModel(_columns(), key=lambda one: one.household)
        empty = EmptyState(
            tr("Belum ada keluarga"),
            tr("Tambahkan menurut desil, dari usulan baru, atau cari namanya."),
            Icon.HOUSEHOLD,
        )
        self.table = TableView(self._model, empty, name="candidates", label=tr("Keluarga yang dibahas"))
        self.table.setMinimumHeight(theme().line * 16)
        self._count = text("", "lead", name="candidate-count")
        self._place = ChoiceBox([("", tr("Semua RT/RW"))], "candidate-place")
        self._place.chosen.connect(self._on_place)
        self._hints = flow_box(
            text(tr("Hasil pra-musyawarah:"), "muted", wrap=False),
            *(key_hint(key, words) for key, words in _pre_keys().items()),
            gap=Space.MEDIUM,
        )
        self._desil = ChoiceBox([("", tr("Tanpa aturan desil")), *desil_choices()[1:]], "rule-desil")
        self._proposed = QCheckBox(tr("Usulan baru"))
        self._proposed.setObjectName("rule-proposed")
        self._complete = QCheckBox(tr("Semua yang pendataannya lengkap"))
        self._complete.setObjectName("rule-complete")
        self.search = SearchBox(tr("Cari nama, NIK, atau No. KK untuk ditambahkan"), "candidate-search")
        self.search.searched.connect(self.searched)
        self._hits = column(gap=Space.HAIR)
        self._editing = box(self._adders())
        self._remove = button(tr("Keluarkan"), self._on_remove, meaning=Icon.REMOVE, name="candidate-remove")
        heading = row(self._count, self._place, self._remove)
        heading.setStretch(0, 1)
        self.setLayout(column(Card("", heading, self._editing, self.table, self._hints)))
        for key in _pre_keys():
            self._on_key(key)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(self._on_remove)

    def show_rows(self, rows: Sequence[CandidateRow], *, editable: bool) -> None:
        """Show the families before the meeting."""
        self._show_places(rows)
        self._model.replace(rows)
        self._editable = editable
        self._hints.setVisible(editable)
        self._count.setText(tr("%n keluarga dibahas", len(rows)))
        self._editing.setVisible(editable)
        self._remove.setVisible(editable)

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Show what was found; a press adds it."""
        clear(self._hits)
        for hit in hits[:HITS_SHOWN]:
            self._hits.addWidget(self._hit(hit))
        if self.search.text().strip() and not hits:
            self._hits.addWidget(text(tr("Tidak ditemukan, atau sudah ada dalam daftar."), "muted"))

    def _show_places(self, rows: Sequence[CandidateRow]) -> None:
        places = sorted({_neighbourhood(one) for one in rows} - {""})
        if [self._place.itemData(at) for at in range(1, self._place.count())] == places:
            return
        kept = self._place.code()
        self._place.clear()
        self._place.addItem(tr("Semua RT/RW"), "")
        for place in places:
            self._place.addItem(place, place)
        self._place.select(kept if kept in places else "")

    def _on_place(self, place: str) -> None:
        self._model.filter((lambda one: _neighbourhood(one) == place) if place else None)

    def _on_key(self, key: str) -> None:
        def pressed() -> None:
            chosen = self.table.selected_row()
            if chosen is not None and self._editable:
                at = self.table.currentIndex().row()
                self.table.selectRow(min(at + 1, self._model.rowCount() - 1))
                self.pre_said.emit(chosen, "" if key == "0" else key)

        shortcut = QShortcut(QKeySequence(key), self.table)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(pressed)

    def _adders(self) -> QVBoxLayout:
        add = button(tr("Tambahkan"), self._on_rule, meaning=Icon.ADD, name="rule-add")
        rule = row(FieldRow(tr("Dari daftar awal"), self._desil), box(column(text(" ", "label"), add, gap=Space.TIGHT)))
        rule.setStretch(0, 1)
        lay = column(rule, flow_box(self._proposed, self._complete))
        lay.addWidget(self.search)
        lay.addLayout(self._hits)
        return lay

    def _hit(self, hit: SearchHit) -> QWidget:
        def add() -> None:
            self.search.clear()
            self.show_hits(())
            self.added.emit(hit)

        made = button(f"{hit.title} · {hit.place}", add, meaning=Icon.ADD)
        set_role(made, kind="row")
        return made

    def _on_rule(self) -> None:
        desil = int(self._desil.code()) if self._desil.code() else None
        self.rule.emit(desil, self._proposed.isChecked(), self._complete.isChecked())

    def _on_remove(self) -> None:
        chosen = self.table.selected_row()
        if chosen is not None and self._remove.isVisible():
            self.removed.emit(chosen)


def _columns() -> list[Column[CandidateRow]]:
    return [
        Column(tr("No."), lambda one: number(one.position), width=5, align=Align.RIGHT, sort=lambda one: one.position),
        Column(tr("Kepala keluarga"), lambda one: one.head_name, stretches=True, tooltip=lambda one: one.head_name),
        Column(
            tr("Dusun RT/RW"),
            _short_place,
            width=16,
            tooltip=lambda one: place_words(one.dusun, one.rt, one.rw),
        ),
        Column(
            tr("Desil"),
            lambda one: "–" if one.desil is None else str(one.desil),
            width=6,
            align=Align.CENTRE,
            sort=lambda one: one.desil or 99,
        ),
        Column(tr("Pra"), lambda one: one.pre_ruling, width=6, align=Align.CENTRE, tooltip=lambda one: one.pre_note),
        Column(tr("Pendataan"), lambda one: _survey(one).words, width=13, badge=_survey),
    ]


def _pre_keys() -> dict[str, str]:
    return {"L": tr("Layak"), "T": tr("Tidak layak"), "P": tr("Ditunda"), "0": tr("Hapus hasil")}


def _neighbourhood(one: CandidateRow) -> str:
    place = f"RT {one.rt} / RW {one.rw}" if one.rt or one.rw else ""
    return " · ".join(part for part in (one.dusun, place) if part)


def _short_place(one: CandidateRow) -> str:
    return " ".join(part for part in (one.dusun, f"{one.rt}/{one.rw}" if one.rt or one.rw else "") if part)


def _survey(one: CandidateRow) -> Badge:
    if one.survey_complete:
        return Badge(tr("Lengkap"), Tone.SUCCESS, Icon.SUCCESS)
    return Badge(tr("Belum"), Tone.WARNING, Icon.WARNING)
