"""The members of the family as a table, with adding and taking out."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.questionnaire.states import MemberState


class MembersPage(QWidget):
    """Enter opens a member, Ctrl+N adds one, Delete takes one out."""

    def __init__(
        self,
        opened: Callable[[MemberState], object],
        added: Callable[[], object],
        removed: Callable[[MemberState], object],
    ) -> None:
        super().__init__()
        self._removed = removed
        empty = EmptyState(
            self.tr("Belum ada anggota keluarga"),
            self.tr("Tambahkan kepala keluarga lebih dahulu, lalu anggota yang lain."),
            Icon.HOUSEHOLD,
        )
        self.model: TableModel[MemberState] = TableModel(_columns(), key=lambda member: str(member.index))
        self.table: TableView[MemberState] = TableView(
            self.model, empty, name="members-table", label=self.tr("Anggota keluarga")
        )
        self.table.opened.connect(opened)
        self.table.selected.connect(self._on_selected)
        self.add_button: QPushButton = button(
            self.tr("Tambah anggota"), added, kind=Kind.PRIMARY, meaning=Icon.ADD, key="Ctrl+N", name="members-add"
        )
        self.remove_button: QPushButton = button(
            self.tr("Keluarkan anggota"),
            self._on_remove,
            kind=Kind.DANGER,
            meaning=Icon.REMOVE,
            key="Ctrl+Delete",
            name="members-remove",
        )
        lay = column(self.table, row(self.add_button, self.remove_button, None), gap=Space.MEDIUM)
        lay.setStretch(0, 1)
        self.setLayout(lay)

    def show_members(self, members: Sequence[MemberState], *, locked: bool) -> None:
        """Show these members; on a family that the district holds nothing can be added."""
        self.model.replace(members)
        self.add_button.setVisible(not locked)
        self.remove_button.setVisible(not locked)
        if members and self.table.selected_row() is None:
            self.table.selectRow(0)
        self._on_selected(self.table.selected_row())

    def take_focus(self) -> None:
        """The table, or adding where there is nobody yet."""
        if self.model.total:
            self.table.setFocus()
        elif self.add_button.isVisibleTo(self):
            self.add_button.setFocus()

    def _on_selected(self, member: MemberState | None) -> None:
        self.remove_button.setEnabled(member is not None)

    def _on_remove(self) -> None:
        member = self.table.selected_row()
        if member is not None:
            self._removed(member)


def _columns() -> list[Column[MemberState]]:
    return [
        Column(tr("No."), lambda member: str(member.index + 1), width=4, align=Align.RIGHT, sort=lambda one: one.index),
        Column(tr("Nama"), lambda member: member.name or tr("Belum ada nama"), stretches=True),
        Column(tr("Hubungan"), lambda member: member.relation, width=17),
        Column(tr("L/P"), lambda member: member.sex, width=11),
        Column(tr("Isian"), _words, width=18, badge=_badge),
    ]


def _badge(member: MemberState) -> Badge:
    if member.errors:
        return Badge(tr("%n kesalahan", member.errors), Tone.DANGER, Icon.ERROR)
    if member.warnings:
        return Badge(tr("%n peringatan", member.warnings), Tone.WARNING, Icon.WARNING)
    if member.asked and member.answered == member.asked:
        return Badge(tr("Lengkap"), Tone.SUCCESS, Icon.SUCCESS)
    return Badge(tr("{0} dari {1}").format(member.answered, member.asked), Tone.INFO, Icon.DRAFT)


def _words(member: MemberState) -> str:
    return _badge(member).words
