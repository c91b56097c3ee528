"""The dialog *Tambah usulan*: a family that the district's list does not know."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from kemiskinan_desktop.services.households import DuplicateHit, NewHousehold, ProposalFault, SearchHit
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.ui.households.proposal import ProposalPresenter, Proposals
from kemiskinan_desktop.ui.households.wording import duplicate_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_domain.identity import FamilyCardRefusal
from kemiskinan_domain.records import RecordId

_NAMED = 3
"""So many people of the same name are listed; more would only fill the window."""
_LONGEST_NAME = 100
_LONGEST_NUMBER = 24
_LONGEST_AREA = 3


class ProposalDialog(QDialog):
    """Enter goes on, Ctrl+Enter adds, Esc closes without adding."""

    proposed = Signal(str)

    def __init__(self, parent: QWidget, lane: Work, proposals: Proposals) -> None:
        super().__init__(parent)
        self.setObjectName("proposal")
        self.setWindowTitle(self.tr("Tambah usulan keluarga"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.name = self._field(self.tr("Nama kepala keluarga"), "proposal-name", _LONGEST_NAME)
        self.number = self._field(self.tr("No. KK (16 angka)"), "proposal-number", _LONGEST_NUMBER)
        self.without_card = QCheckBox(self.tr("Keluarga ini belum punya KK"))
        self.without_card.setObjectName("proposal-without-card")
        self.dusun = self._field(self.tr("Dusun"), "proposal-dusun", _LONGEST_NAME)
        self.rt = self._field(self.tr("RT"), "proposal-rt", _LONGEST_AREA)
        self.rw = self._field(self.tr("RW"), "proposal-rw", _LONGEST_AREA)
        self.address = self._field(self.tr("Alamat"), "proposal-address", _LONGEST_NAME, optional=True)
        self.banner = Banner(name="proposal-banner")
        self._add = button(
            self.tr("Tambah usulan"),
            self._on_add,
            kind=Kind.PRIMARY,
            meaning=Icon.ADD,
            key="Ctrl+Return",
            name="proposal-add",
        )
        self.presenter = ProposalPresenter(self, lane, proposals)
        self._build()
        self._line(self.name).editingFinished.connect(self._on_name_left)
        self._line(self.number).editingFinished.connect(self._on_number_left)
        self.without_card.toggled.connect(self._on_without_card)
        self._line(self.name).setFocus()

    def show_number_fault(self, fault: FamilyCardRefusal | None) -> None:
        """Say at the field why the number cannot be a No. KK."""
        self.number.show_error("" if fault is None else self._number_words(fault))

    def show_number_hits(self, hits: Sequence[DuplicateHit]) -> None:
        """Say which family has that number already."""
        if hits:
            self.number.show_error("\n".join(duplicate_words(hit) for hit in hits))

    def show_name_hits(self, hits: Sequence[SearchHit]) -> None:
        """Say who bears the same name."""
        if not hits:
            self.name.show_message("", Tone.WARNING)
            return
        people = "; ".join(f"{hit.title} ({hit.place})" if hit.place else hit.title for hit in hits[:_NAMED])
        words = self.tr("Nama ini sudah ada: {0}. Pastikan bukan keluarga yang sama.").format(people)
        self.name.show_message(words, Tone.WARNING)

    def show_faults(self, faults: Sequence[ProposalFault]) -> None:
        """Say at each field what is missing, and go to the first."""
        fields: list[FieldRow] = []
        for fault in faults:
            match fault:
                case ProposalFault.NAME_MISSING:
                    self.name.show_error(self.tr("Tulis nama kepala keluarga."))
                    fields.append(self.name)
                case ProposalFault.PLACE_MISSING:
                    self.dusun.show_error(self.tr("Tulis dusun, RT, dan RW, supaya keluarga ini dapat ditemukan."))
                    fields.append(self.dusun)
                case ProposalFault.NO_KK_UNREADABLE:
                    words = self.tr("Tulis 16 angka seperti pada Kartu Keluarga, atau tandai belum punya KK.")
                    self.number.show_error(words)
                    fields.append(self.number)
                case ProposalFault.NO_KK_KNOWN:
                    fields.append(self.number)
        if fields:
            fields[0].editor.setFocus()

    def show_busy(self, busy: bool) -> None:
        """While it is being saved, a second press does nothing."""
        self._add.setEnabled(not busy)

    def show_not_saved(self) -> None:
        """Say that nothing was written, and that what was typed still stands here."""
        self.banner.say(
            Tone.DANGER,
            self.tr("Usulan belum tersimpan"),
            self.tr("Isian Anda masih ada di sini. Kosongkan ruang di laptop, lalu tekan Tambah usulan lagi."),
        )

    def added(self, household: RecordId) -> None:
        """It stands in the list now."""
        self.proposed.emit(household)
        self.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next field, so that nothing is added by mistake."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _build(self) -> None:
        intro = text(
            self.tr(
                "Untuk keluarga miskin yang tidak ada dalam daftar kabupaten. Datanya tetap diisi lewat kuesioner."
            ),
            "muted",
        )
        place = row(self.dusun, self.rt, self.rw, gap=Space.MEDIUM)
        place.setStretch(0, 3)
        place.setStretch(1, 1)
        place.setStretch(2, 1)
        fields = column(
            text(self.windowTitle(), "lead"),
            intro,
            self.banner,
            self.name,
            self.number,
            self.without_card,
            place,
            self.address,
            gap=Space.MEDIUM,
        )
        buttons = row(None, button(self.tr("Batal"), self.reject, name="proposal-cancel"), self._add)
        content = box(fields)
        area = scrolled(content)
        lay = column(area, buttons, gap=Space.LARGE, margin=Space.WIDE)
        self.setLayout(lay)
        width = min(theme().characters(80), 960)
        wanted = box_height(content, width) + theme().line * 12
        self.resize(width, min(wanted, round(self.screen().availableGeometry().height() * 0.9)))

    def _field(self, label: str, name: str, longest: int, *, optional: bool = False) -> FieldRow:
        line = QLineEdit()
        line.setObjectName(name)
        line.setMaxLength(longest)
        return FieldRow(label, line, optional=optional)

    def _line(self, field: FieldRow) -> QLineEdit:
        assert isinstance(field.editor, QLineEdit)
        return field.editor

    def _on_name_left(self) -> None:
        self.presenter.name_left(self._line(self.name).text())

    def _on_number_left(self) -> None:
        self.presenter.number_left(self._line(self.number).text())

    def _on_without_card(self, without: bool) -> None:
        self._line(self.number).setEnabled(not without)
        if without:
            self._line(self.number).clear()
            self.presenter.number_left("")

    def _on_add(self) -> None:
        for field in (self.name, self.number, self.dusun):
            field.show_error("")
        if not self.without_card.isChecked() and not self._line(self.number).text().strip():
            self.show_faults([ProposalFault.NO_KK_UNREADABLE])
            return
        fields = (self.name, self.number, self.dusun, self.rt, self.rw, self.address)
        self.presenter.submit(NewHousehold(*(self._line(field).text().strip() for field in fields)))

    def _number_words(self, fault: FamilyCardRefusal) -> str:
        match fault:
            case FamilyCardRefusal.ABSENT | FamilyCardRefusal.ALL_ZEROS:
                return self.tr("Ini bukan No. KK. Bila belum ada, tandai belum punya KK.")
            case FamilyCardRefusal.LOST_DIGITS:
                return self.tr("Angka ini terpotong oleh Excel. Salin dari Kartu Keluarga yang asli.")
            case FamilyCardRefusal.NOT_DIGITS:
                return self.tr("No. KK hanya berisi angka.")
            case FamilyCardRefusal.WRONG_LENGTH:
                count = sum(sign.isdigit() for sign in self._line(self.number).text())
                return self.tr("No. KK terdiri dari 16 angka; yang ditulis %n angka.", "", count)


def box_height(content: QWidget, width: int) -> int:
    """How high the content is at that width, words wrapped."""
    layout = content.layout()
    assert layout is not None
    return layout.totalHeightForWidth(width) if layout.hasHeightForWidth() else layout.totalSizeHint().height()
