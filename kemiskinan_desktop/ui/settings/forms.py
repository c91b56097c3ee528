"""Forms that open inside Pengaturan: another passphrase, another person."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLineEdit

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.layout import row
from kemiskinan_desktop.ui.kit.passphrases import TwoPassphrases, secret_line, trouble_of
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.settings.cards import role_name
from kemiskinan_domain.people import Role

FORM_CHARACTERS = 62


class PassphraseForm(Card):
    """The own passphrase: old, and the new one twice."""

    sent = Signal(str, str)

    def __init__(self) -> None:
        super().__init__(tr("Ganti kata sandi saya"), name="passphrase-form")
        self._old = secret_line("old-passphrase")
        self.old_row = FieldRow(self.tr("Kata sandi sekarang"), self._old)
        self.passphrases = TwoPassphrases()
        self.add(self.old_row)
        self.add(self.passphrases)
        self.add(
            row(
                button(self.tr("Batal"), self.hide, kind=Kind.QUIET, name="cancel-passphrase"),
                None,
                button(self.tr("Ganti kata sandi"), self._send, kind=Kind.PRIMARY, name="send-new-passphrase"),
            )
        )
        self.setMaximumWidth(theme().characters(FORM_CHARACTERS))
        self.passphrases.entered.connect(self._send)
        self.hide()

    def open(self) -> None:
        """Empty, and ready to type."""
        self._old.clear()
        self.passphrases.clear()
        self.passphrases.show_trouble(None)
        self.old_row.show_error("")
        self.show()
        self._old.setFocus()

    def _send(self) -> None:
        trouble = trouble_of(self.passphrases.first.text(), self.passphrases.again.text())
        self.passphrases.show_trouble(trouble)
        self.old_row.show_error("" if self._old.text() else self.tr("Isi kata sandi sekarang."))
        if trouble is None and self._old.text():
            self.sent.emit(self._old.text(), self.passphrases.first.text())


class PersonForm(Card):
    """Another person with a passphrase of their own."""

    sent = Signal(str, object, str)

    def __init__(self) -> None:
        super().__init__(tr("Tambah orang"), name="person-form")
        self._name, self._role = QLineEdit(), QComboBox()
        self._name.setObjectName("new-person-name")
        self._role.setObjectName("new-person-role")
        for role in (Role.OPERATOR, Role.SECRETARY):
            self._role.addItem(role_name(role), role)
        self._name_row = FieldRow(self.tr("Nama lengkap"), self._name)
        self.passphrases = TwoPassphrases()
        self.add(self._name_row)
        self.add(FieldRow(self.tr("Jabatan"), self._role))
        self.add(self.passphrases)
        self.add(
            row(
                button(self.tr("Batal"), self.hide, kind=Kind.QUIET, name="cancel-person"),
                None,
                button(self.tr("Tambahkan"), self._send, kind=Kind.PRIMARY, name="send-new-person"),
            )
        )
        self.setMaximumWidth(theme().characters(FORM_CHARACTERS))
        self.passphrases.entered.connect(self._send)
        self.hide()

    def open(self) -> None:
        """Empty, and ready to type."""
        self._name.clear()
        self.passphrases.clear()
        self.passphrases.show_trouble(None)
        self._name_row.show_error("")
        self.show()
        self._name.setFocus()

    def _send(self) -> None:
        trouble = trouble_of(self.passphrases.first.text(), self.passphrases.again.text())
        self.passphrases.show_trouble(trouble)
        named = bool(self._name.text().strip())
        self._name_row.show_error("" if named else self.tr("Isi nama lengkap."))
        if trouble is None and named:
            self.sent.emit(self._name.text(), Role(self._role.currentData()), self.passphrases.first.text())
