"""The dialog *Musyawarah baru*: the little that is needed to begin; all of it can be changed later."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from kemiskinan_desktop.services.deliberations import NewSession
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.entries import EntryFault, read_day
from kemiskinan_desktop.ui.deliberations.sessions import Beginning, selection_up_to
from kemiskinan_desktop.ui.deliberations.words import entry_fault_words, kind_choices, purpose_choices
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


def desil_choices() -> list[tuple[str, str]]:
    """How far up the pre-list the meeting goes."""
    return [
        ("", tr("Pilih nanti")),
        ("1", tr("Desil 1")),
        *((str(desil), tr("Desil 1 sampai {0}").format(desil)) for desil in range(2, 11)),
    ]


class NewSessionDialog(QDialog):
    """Answers by calling `begun`."""

    def __init__(self, parent: QWidget | None, begun: Callable[[Beginning], object]) -> None:
        super().__init__(parent)
        self.setObjectName("new-session")
        self.setWindowTitle(tr("Musyawarah baru"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._begun = begun
        self._kind = ChoiceBox(kind_choices(), "new-kind")
        self._purpose = ChoiceBox(purpose_choices(), "new-purpose")
        self._day = _line("new-day", tr("misalnya 23-11-2026"))
        self._place = _line("new-place", tr("misalnya Balai Desa"))
        self._desil = ChoiceBox(desil_choices(), "new-desil")
        self._proposed = QCheckBox(tr("Usulan baru dari desa"))
        self._proposed.setObjectName("new-proposed")
        self._proposed.setChecked(True)
        self._day_row = FieldRow(tr("Tanggal"), self._day, optional=True)
        self._build()

    def _build(self) -> None:
        two = row(self._day_row, FieldRow(tr("Tempat"), self._place, optional=True), gap=Space.LARGE)
        two.setStretch(0, 1)
        two.setStretch(1, 2)
        go = button(tr("Mulai persiapan"), self._on_begin, kind=Kind.PRIMARY, meaning=Icon.FORWARD, name="new-begin")
        go.setDefault(True)
        cancel = button(tr("Batal"), self.reject, name="new-cancel")
        cancel.setAutoDefault(False)
        desil_help = tr("Bisa ditambah atau dikurangi sampai hasil dikunci.")
        self.setLayout(
            column(
                text(tr("Musyawarah baru"), "title"),
                text(tr("Cukup jenisnya dahulu. Yang lain dapat dilengkapi di Persiapan."), "muted"),
                FieldRow(tr("Jenis"), self._kind),
                FieldRow(tr("Daftar yang diputuskan"), self._purpose),
                two,
                FieldRow(tr("Keluarga dari daftar awal"), self._desil, help_text=desil_help),
                self._proposed,
                row(None, cancel, go),
                gap=Space.MEDIUM,
                margin=Space.WIDE,
            )
        )
        self.setMinimumWidth(min(theme().characters(70), 860))

    def _on_begin(self) -> None:
        held_on = read_day(self._day.text())
        if isinstance(held_on, EntryFault):
            self._day_row.show_error(entry_fault_words(held_on))
            self._day.setFocus()
            return
        desil = int(self._desil.code()) if self._desil.code() else None
        fields = NewSession(
            type=self._kind.code(), purpose=self._purpose.code(), date=held_on, place=self._place.text().strip()
        )
        self._begun(Beginning(fields, selection_up_to(desil, proposed=self._proposed.isChecked())))
        self.accept()


def _line(name: str, hint: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    line.setPlaceholderText(hint)
    return line
