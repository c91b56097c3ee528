"""Usulan baru from the floor: the little that makes a family to survey."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kemiskinan_desktop.services.households import NewHousehold, ProposalFault
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


class ProposalDialog(QDialog):
    """Calls `proposed`; it closes when the family was taken (`accept`) and shows what is missing otherwise."""

    def __init__(self, parent: QWidget | None, proposed: Callable[[NewHousehold], object]) -> None:
        super().__init__(parent)
        self.setObjectName("proposal")
        self.setWindowTitle(tr("Usulan baru dari peserta"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._proposed = proposed
        self._lines = {name: QLineEdit() for name in ("head_name", "no_kk", "dusun", "rt", "rw", "address")}
        for name, line in self._lines.items():
            line.setObjectName(f"proposal-{name}")
        words = {
            "head_name": tr("Kepala keluarga"),
            "no_kk": tr("No. KK"),
            "dusun": tr("Dusun"),
            "rt": tr("RT"),
            "rw": tr("RW"),
            "address": tr("Alamat"),
        }
        self._rows = {
            name: FieldRow(words[name], line, optional=name in {"no_kk", "address"})
            for name, line in self._lines.items()
        }
        place = row(self._rows["dusun"], self._rows["rt"], self._rows["rw"], gap=Space.MEDIUM)
        place.setStretch(0, 3)
        take = button(tr("Tambahkan usulan"), self._on_take, kind=Kind.PRIMARY, meaning=Icon.ADD, name="proposal-take")
        take.setDefault(True)
        cancel = button(tr("Batal"), self.reject, name="proposal-cancel")
        cancel.setAutoDefault(False)
        note = tr("Keluarga ini masuk daftar untuk didata. Keputusan layak memerlukan pendataan, atau alasan tertulis.")
        self.setLayout(
            column(
                text(tr("Usulan baru dari peserta"), "title"),
                text(note, "muted"),
                self._rows["head_name"],
                self._rows["no_kk"],
                place,
                self._rows["address"],
                row(None, cancel, take),
                gap=Space.MEDIUM,
                margin=Space.WIDE,
            )
        )
        self.setMinimumWidth(min(theme().characters(64), 820))

    def show_faults(self, faults: tuple[ProposalFault, ...]) -> None:
        """Say at the fields what is missing."""
        at = {
            ProposalFault.NAME_MISSING: ("head_name", tr("Tulis nama kepala keluarga.")),
            ProposalFault.PLACE_MISSING: ("rt", tr("Isi RT dan RW.")),
            ProposalFault.NO_KK_UNREADABLE: ("no_kk", tr("No. KK terdiri atas 16 angka.")),
            ProposalFault.NO_KK_KNOWN: ("no_kk", tr("No. KK ini sudah ada. Cari keluarganya di Persiapan.")),
        }
        for field in self._rows.values():
            field.show_error("")
        for fault in faults:
            name, words = at[fault]
            self._rows[name].show_error(words)
        if faults:
            self._lines[at[faults[0]][0]].setFocus()

    def _on_take(self) -> None:
        self._proposed(NewHousehold(**{name: line.text().strip() for name, line in self._lines.items()}))
