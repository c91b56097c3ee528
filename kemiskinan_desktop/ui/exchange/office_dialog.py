"""*Tukar di kantor*: two laptops in one network, without internet; one waits and shows a code, the other types it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtNetwork import QAbstractSocket, QHostAddress, QNetworkInterface
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from kemiskinan_desktop.services.bundles import BundleProgress, Invitation, OfficeSwap
from kemiskinan_desktop.ui.exchange.bundle_words import Said, progress_words
from kemiskinan_desktop.ui.exchange.office_presenter import Office, OfficePresenter
from kemiskinan_desktop.ui.exchange.office_words import swap_words
from kemiskinan_desktop.ui.exchange.presenter import ExchangeLanes
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row, scrolled, shelf
from kemiskinan_desktop.ui.kit.progress import ProgressCard
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, TONE_ICON, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr

Addresses = Callable[[], Sequence[str]]


class OfficeDialog(QDialog):
    """Esc or *Tutup* stops at a safe place; what came whole stays."""

    def __init__(self, parent: QWidget, lanes: ExchangeLanes, office: Office, addresses: Addresses) -> None:
        super().__init__(parent)
        self.setObjectName("office-dialog")
        self.setWindowTitle(tr("Tukar lewat jaringan kantor"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._addresses = addresses
        self.presenter = OfficePresenter(self, lanes.network, lanes.dispatcher, office)
        self.address = QLineEdit()
        self.address.setObjectName("office-address")
        self.address.setPlaceholderText("192.168.1.5")
        self.code = QLineEdit()
        self.code.setObjectName("office-code")
        self.code.setMaxLength(6)
        self.code_row = FieldRow(tr("Kode"), self.code)
        self._choices = self._both_ways()
        self._invitation = column(gap=Space.SMALL)
        self._result = column(gap=Space.SMALL)
        self._progress = ProgressCard(tr("Menyambung"), name="office-progress")
        self._progress.cancel_button.setObjectName("office-cancel")
        self._progress.cancelled.connect(self.presenter.cancel)
        self._progress.hide()
        self._build()

    def show_running(self) -> None:
        """It begins."""
        clear(self._result)
        clear(self._invitation)
        self._choices.hide()
        self._progress.cancel_button.setEnabled(True)
        self._progress.cancel_button.setText(tr("Batal"))
        self._progress.show()
        self._progress.show_progress(0, 0)

    def show_progress(self, progress: BundleProgress) -> None:
        """How far it is."""
        self._progress.show_progress(progress.done, progress.total, words=progress_words(progress))

    def show_invitation(self, invitation: Invitation) -> None:
        """What the person at the other laptop has to type."""
        found = [f"{one}:{invitation.port}" if invitation.port else one for one in self._addresses()]
        if not found:
            self._invitation.addWidget(text(tr("Laptop ini tidak tersambung ke jaringan mana pun."), "error"))
        self._invitation.addWidget(text(tr("Ketik ini di laptop lain:"), "muted"))
        for one in found:
            self._invitation.addWidget(text(tr("Alamat {0}").format(one), "lead", name="office-shown-address"))
        code = text(invitation.code, "display", name="office-shown-code")
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._invitation.addWidget(text(tr("Kode"), "muted"))
        self._invitation.addWidget(code)
        words = tr("Bila Windows bertanya, izinkan program ini di jaringan pribadi. Kode hanya berlaku sekali ini.")
        self._invitation.addWidget(text(words, "caption"))

    def show_ended(self, swap: OfficeSwap) -> None:
        """How it went."""
        self._rest(swap_words(swap))

    def show_fault(self) -> None:
        """The laptop's own file could not be read or written."""
        happened = tr("Berkas desa di laptop ini tidak dapat dibaca atau ditulis.")
        self._rest([(Tone.DANGER, happened, tr("Tutup program, buka lagi, lalu coba sekali lagi."))])

    def done(self, result: int) -> None:
        """Stop before closing."""
        self.presenter.cancel()
        super().done(result)

    def _build(self) -> None:
        intro = tr(
            "Untuk dua laptop desa ini di satu jaringan, tanpa internet. Yang belum sampai ke kabupaten saling "
            "dititipkan; kabupaten yang menyusunnya, dan baru sesudah itu disebut terkirim."
        )
        lines = column(
            text(self.windowTitle(), "lead"),
            text(intro, "muted"),
            box(self._result),
            self._choices,
            box(self._invitation),
            self._progress,
            None,
            gap=Space.LARGE,
        )
        close = button(tr("Tutup"), self.reject, name="office-close")
        self.setLayout(column(scrolled(box(lines)), row(None, close), gap=Space.LARGE, margin=Space.WIDE))
        room = self.screen().availableGeometry()
        self.resize(
            min(theme().characters(100), room.width() - Space.HUGE), min(theme().line * 30, round(room.height() * 0.9))
        )

    def _both_ways(self) -> QWidget:
        wait = Card(
            tr("Laptop ini menunggu"),
            text(tr("Alamat dan kode akan ditampilkan di sini."), "muted"),
            button(tr("Tunggu laptop lain"), self.presenter.wait, meaning=Icon.TIME, name="office-wait"),
        )
        come = Card(
            tr("Laptop lain sudah menunggu"),
            FieldRow(tr("Alamat"), self.address),
            self.code_row,
            button(tr("Sambung"), self._on_join, kind=Kind.PRIMARY, meaning=Icon.SYNC, name="office-join"),
        )
        self.code.returnPressed.connect(self._on_join)
        return box(shelf(wait, come, gap=Space.LARGE))

    def _on_join(self) -> None:
        code = "".join(self.code.text().split())
        self.code_row.show_error("" if code.isdecimal() and len(code) == 6 else tr("Kode terdiri dari 6 angka."))
        if code.isdecimal() and len(code) == 6:
            self.presenter.join(self.address.text(), code)

    def _rest(self, lines: list[Said]) -> None:
        self._progress.hide()
        clear(self._invitation)
        clear(self._result)
        self._choices.show()
        for tone, happened, todo in lines:
            words = column(text(happened, "label" if tone is Tone.SUCCESS else "body", name="office-result"), gap=0)
            if todo:
                words.addWidget(text(todo, "muted"))
            line = row(IconLabel(TONE_ICON[tone], TONE_COLOUR[tone]), words, gap=Space.SMALL)
            line.setStretch(1, 1)
            self._result.addLayout(line)


def own_addresses() -> list[str]:
    """This laptop's IPv4 addresses in its networks, as the other laptop may reach them."""
    loopback = QNetworkInterface.InterfaceFlag.IsLoopBack
    up = QNetworkInterface.InterfaceFlag.IsRunning
    found = []
    for interface in QNetworkInterface.allInterfaces():
        if interface.flags() & loopback or not interface.flags() & up:
            continue
        addresses: list[QHostAddress] = [entry.ip() for entry in interface.addressEntries()]
        found += [
            one.toString()
            for one in addresses
            if one.protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol and not one.isLinkLocal()
        ]
    return found
