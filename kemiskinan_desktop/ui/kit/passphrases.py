"""A new passphrase: typed twice, checked, and told what is weak about it."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from kemiskinan_desktop.services.access import PassphraseWeakness
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.layout import column
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


class PassphraseTrouble(Enum):
    """Why two typed passphrases are not taken."""

    EMPTY = auto()
    DIFFERENT = auto()


def trouble_of(passphrase: str, again: str) -> PassphraseTrouble | None:
    """Whether the two may go on to be judged."""
    if not passphrase:
        return PassphraseTrouble.EMPTY
    return PassphraseTrouble.DIFFERENT if passphrase != again else None


def secret_line(name: str) -> QLineEdit:
    """A field whose letters are hidden."""
    line = QLineEdit()
    line.setObjectName(name)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


class TwoPassphrases(QWidget):
    """A new passphrase, typed twice, which can be shown while nobody looks over the shoulder."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first, self.again = secret_line("passphrase"), secret_line("passphrase-again")
        self.row = FieldRow(
            self.tr("Kata sandi"),
            self.first,
            help_text=self.tr("Paling sedikit 8 huruf. Beberapa kata biasa mudah diingat dan sulit ditebak."),
        )
        self.row_again = FieldRow(self.tr("Kata sandi sekali lagi"), self.again)
        show = QCheckBox(self.tr("Tampilkan kata sandi"))
        show.setObjectName("show-passphrase")
        show.toggled.connect(self._on_show)
        self.setLayout(column(self.row, self.row_again, show, gap=Space.MEDIUM))
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.entered)

    def show_trouble(self, trouble: PassphraseTrouble | PassphraseWeakness | None) -> None:
        """Say under the right field why it was not taken; None takes the words away."""
        self.row.show_error("")
        self.row_again.show_error("")
        if trouble is not None:
            wrong = self.row_again if trouble is PassphraseTrouble.DIFFERENT else self.row
            wrong.show_error(passphrase_words(trouble))
            wrong.editor.setFocus()

    def clear(self) -> None:
        """Forget what was typed."""
        self.first.clear()
        self.again.clear()

    def _on_show(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.first.setEchoMode(mode)
        self.again.setEchoMode(mode)


def passphrase_words(trouble: PassphraseTrouble | PassphraseWeakness) -> str:
    """Why the passphrase was not taken, and what to do."""
    match trouble:
        case PassphraseTrouble.EMPTY:
            return tr("Isi kata sandi.")
        case PassphraseTrouble.DIFFERENT:
            return tr("Kedua kata sandi tidak sama. Ketik sekali lagi.")
        case PassphraseWeakness.TOO_SHORT:
            return tr("Kata sandi terlalu pendek. Pakai paling sedikit 8 huruf.")
        case PassphraseWeakness.ONE_CHARACTER:
            return tr("Kata sandi ini hanya mengulang huruf yang sama. Pilih beberapa kata.")
        case PassphraseWeakness.CONTAINS_NAME:
            return tr("Kata sandi ini hampir sama dengan nama. Pilih kata lain.")
        case PassphraseWeakness.COMMON:
            return tr("Kata sandi ini terlalu umum dan mudah ditebak. Pilih beberapa kata.")


def wrong_passphrase_words(wait_seconds: int) -> str:
    """Nothing was opened; how long the next attempt has to wait."""
    if wait_seconds > 0:
        return tr("Kata sandi salah. Coba lagi setelah {0} detik.").format(number(wait_seconds))
    return tr("Kata sandi salah. Periksa huruf besar dan kecil, lalu coba lagi.")
