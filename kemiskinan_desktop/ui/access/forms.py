"""The forms of the access window: one small widget for each thing that is asked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from kemiskinan_desktop.services.access import PersonName
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.passphrases import TwoPassphrases, secret_line
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_domain.people import Role


class CodeForm(QWidget):
    """The district's address and the one-time code."""

    sent = Signal(str, str)

    def __init__(self, server_url: str) -> None:
        super().__init__()
        self.address, self.code = QLineEdit(server_url), QLineEdit()
        self.address.setObjectName("server-address")
        self.address.setPlaceholderText("https://")
        self.code.setObjectName("enrolment-code")
        self.code.setPlaceholderText("XXXX-XXXX-XXXX")
        self.code_row = FieldRow(
            self.tr("Kode pendaftaran"),
            self.code,
            help_text=self.tr("Kode sekali pakai dari DPMD. Huruf besar atau kecil sama saja."),
        )
        self.address_row = FieldRow(
            self.tr("Alamat server kabupaten"),
            self.address,
            help_text=self.tr("Tertulis pada surat yang memuat kode."),
        )
        send = button(self.tr("Hubungkan"), self._send, kind=Kind.PRIMARY, meaning=Icon.FORWARD, name="send-code")
        self.setLayout(column(self.code_row, self.address_row, row(None, send), gap=Space.LARGE))
        self.code.returnPressed.connect(self._send)
        self.address.returnPressed.connect(self._send)

    def _send(self) -> None:
        self.sent.emit(self.address.text(), self.code.text())


class PersonForm(QWidget):
    """Who works on this laptop."""

    named = Signal(str, object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.name, self.role = QLineEdit(), QComboBox()
        self.name.setObjectName("person-name")
        self.role.setObjectName("person-role")
        self.role.addItem(self.tr("Sekretaris desa"), Role.SECRETARY)
        self.role.addItem(self.tr("Operator desa"), Role.OPERATOR)
        self.name_row = FieldRow(
            self.tr("Nama lengkap"),
            self.name,
            help_text=self.tr("Nama ini tercatat pada setiap perubahan yang Anda buat."),
        )
        role_row = FieldRow(self.tr("Jabatan"), self.role)
        forward = button(self.tr("Lanjut"), self._send, kind=Kind.PRIMARY, meaning=Icon.FORWARD, name="send-person")
        back = button(self.tr("Kembali"), self.back.emit, kind=Kind.QUIET, name="back-from-person")
        self.setLayout(column(self.name_row, role_row, row(back, None, forward), gap=Space.LARGE))
        self.name.returnPressed.connect(self._send)

    def _send(self) -> None:
        # Qt hands an enum that is a text back as plain text.
        self.named.emit(self.name.text(), Role(self.role.currentData()))


class PassphraseForm(QWidget):
    """The passphrase that opens this laptop's file."""

    chosen = Signal(str, str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.passphrases = TwoPassphrases()
        make = button(
            self.tr("Buat berkas desa"), self._send, kind=Kind.PRIMARY, meaning=Icon.LOCK, name="send-passphrase"
        )
        back = button(self.tr("Kembali"), self.back.emit, kind=Kind.QUIET, name="back-from-passphrase")
        self.setLayout(column(self.passphrases, row(back, None, make), gap=Space.LARGE))
        self.passphrases.entered.connect(self._send)

    def _send(self) -> None:
        self.chosen.emit(self.passphrases.first.text(), self.passphrases.again.text())


class RecoveryForm(QWidget):
    """The recovery code, shown once: the person goes on only after keeping it."""

    save_pressed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.code = text("", "display", name="recovery-code")
        self.save = button(
            self.tr("Simpan lembar pemulihan (PDF)"),
            self.save_pressed.emit,
            kind=Kind.PRIMARY,
            meaning=Icon.EXPORT,
            name="save-sheet",
        )
        self.kept = QCheckBox(self.tr("Kode ini sudah saya simpan di tempat aman"))
        self.kept.setObjectName("sheet-kept")
        self.enter = button(
            self.tr("Mulai bekerja"), self.entered.emit, kind=Kind.PRIMARY, meaning=Icon.FORWARD, name="enter"
        )
        self.enter.setEnabled(False)
        self.kept.toggled.connect(self.enter.setEnabled)
        self.setLayout(column(self.code, row(self.save, None), self.kept, row(None, self.enter), gap=Space.LARGE))


class UnlockForm(QWidget):
    """Who it is, and the passphrase."""

    sent = Signal(str, str)
    forgot = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.person, self.passphrase = QComboBox(), secret_line("unlock-passphrase")
        self.person.setObjectName("unlock-person")
        self.person_row = FieldRow(self.tr("Nama"), self.person)
        self.passphrase_row = FieldRow(self.tr("Kata sandi"), self.passphrase)
        send = button(self.tr("Buka"), self._send, kind=Kind.PRIMARY, meaning=Icon.LOCK, name="send-unlock")
        lost = button(self.tr("Lupa kata sandi?"), self.forgot.emit, kind=Kind.QUIET, name="forgot")
        self.setLayout(column(self.person_row, self.passphrase_row, row(lost, None, send), gap=Space.LARGE))
        self.passphrase.returnPressed.connect(self._send)

    def show_persons(self, persons: Sequence[PersonName]) -> None:
        """Whose passphrases open this file."""
        fill_persons(self.person, persons)
        self.passphrase.clear()

    def _send(self) -> None:
        self.sent.emit(str(self.person.currentData()), self.passphrase.text())


class RecoverForm(QWidget):
    """The printed recovery code and a new passphrase."""

    sent = Signal(str, str, str, str)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.person, self.code, self.passphrases = QComboBox(), QLineEdit(), TwoPassphrases()
        self.person.setObjectName("recover-person")
        self.code.setObjectName("recover-code")
        self.code_row = FieldRow(
            self.tr("Kode pemulihan"),
            self.code,
            help_text=self.tr("Tertulis pada lembar pemulihan. Spasi dan tanda hubung boleh dilewati."),
        )
        send = button(
            self.tr("Ganti kata sandi dan buka"),
            self._send,
            kind=Kind.PRIMARY,
            meaning=Icon.LOCK,
            name="send-recover",
        )
        back = button(self.tr("Kembali"), self.back.emit, kind=Kind.QUIET, name="back-from-recover")
        person_row = FieldRow(self.tr("Nama"), self.person)
        self.setLayout(column(person_row, self.code_row, self.passphrases, row(back, None, send), gap=Space.LARGE))
        self.passphrases.entered.connect(self._send)

    def show_persons(self, persons: Sequence[PersonName]) -> None:
        """Who may get a new passphrase."""
        fill_persons(self.person, persons)

    def _send(self) -> None:
        self.sent.emit(
            self.code.text(),
            str(self.person.currentData()),
            self.passphrases.first.text(),
            self.passphrases.again.text(),
        )


def fill_persons(choice: QComboBox, persons: Sequence[PersonName]) -> None:
    """Names to choose from; the id goes with each."""
    choice.clear()
    for person in persons:
        choice.addItem(person.name, person.id)
