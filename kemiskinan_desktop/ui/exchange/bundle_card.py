"""The card for exchanging without internet: what would go, two ways, and the sentence when it is safe to pull out."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QComboBox, QWidget

from kemiskinan_desktop.services.bundles import BundleOffer, BundleProgress, BundleRead, BundleWritten, PhotoChoice
from kemiskinan_desktop.services.bundles import ReadRefusal as NotRead
from kemiskinan_desktop.services.bundles import WriteRefusal as NotWritten
from kemiskinan_desktop.ui.exchange.bundle_presenter import BundlePresenter
from kemiskinan_desktop.ui.exchange.bundle_words import (
    Said,
    offer_words,
    photo_choices,
    progress_words,
    read_words,
    written_words,
)
from kemiskinan_desktop.ui.exchange.office_dialog import OfficeDialog, own_addresses
from kemiskinan_desktop.ui.exchange.presenter import ExchangePorts
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.dialogs import Dialogs, FileKind
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import clear, column, flow_box, row
from kemiskinan_desktop.ui.kit.progress import ProgressCard
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, TONE_ICON, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr


class BundleCard(QWidget):
    """Asks for the place, and shows what the presenter tells."""

    def __init__(self, ports: ExchangePorts, dialogs: Dialogs) -> None:
        super().__init__()
        self._ports = ports
        self._clock = ports.clock
        self._dialogs = dialogs
        lanes = ports.lanes
        self.presenter = BundlePresenter(self, lanes.storage, lanes.network, lanes.dispatcher, ports.bundles)
        self._offer = text("", "muted", name="bundle-offer")
        self._result = column(gap=Space.SMALL)
        self._buttons = flow_box(
            button(tr("Simpan ke USB/folder"), self._on_write, meaning=Icon.STICK, name="bundle-write"),
            button(tr("Terima dari USB/folder"), self._on_read, meaning=Icon.FOLDER, name="bundle-read"),
            button(tr("Terima satu berkas"), self._on_read_file, meaning=Icon.IMPORT, name="bundle-read-file"),
            button(tr("Tukar di jaringan kantor"), self._on_office, meaning=Icon.NETWORK, name="bundle-office"),
        )
        self._choice = QComboBox()
        self._choice.setObjectName("bundle-photos")
        self._choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        label = text(tr("Foto yang ikut"), "label")
        label.setBuddy(self._choice)
        self._choice.setAccessibleName(label.text())
        self._photos = QWidget()
        self._photos.setLayout(row(label, self._choice, None, gap=Space.SMALL))
        self._photos.hide()
        self._rest = Card(
            tr("Tanpa internet"), self._offer, self._photos, self._buttons, self._result, name="bundle-card"
        )
        self._holder = column(gap=0)
        self._progress: ProgressCard | None = None
        self.setLayout(column(self._rest, self._holder, gap=0))

    def show_offer(self, offer: BundleOffer) -> None:
        """What a file would carry now."""
        self._offer.setText(offer_words(offer, self._clock()))
        self._offer.setMinimumHeight(theme().line)
        chosen, choices = self._choice.currentData(), photo_choices(offer)
        self._choice.clear()
        for choice, words in choices:
            self._choice.addItem(words, choice)
        self._choice.setCurrentIndex(max(0, self._choice.findData(chosen)))
        self._photos.setVisible(bool(choices))

    def show_progress(self, progress: BundleProgress | None) -> None:
        """It is under way."""
        if self._progress is None:
            self._progress = ProgressCard(tr("Bertukar lewat berkas"), name="bundle-progress")
            self._progress.cancel_button.setObjectName("bundle-cancel")
            self._progress.cancelled.connect(self.presenter.cancel)
            self._holder.addWidget(self._progress)
        self._rest.hide()
        if progress is not None:
            self._progress.show_progress(progress.done, progress.total, words=progress_words(progress))

    def show_stopping(self) -> None:
        """It ends at the next safe place."""
        if self._progress is not None:
            self._progress.show_progress(0, 0, words=tr("Membatalkan dengan aman…"))

    def show_written(self, written: BundleWritten | NotWritten) -> None:
        """How writing went."""
        self._say(written_words(written))

    def show_read(self, read: BundleRead | NotRead) -> None:
        """How reading went."""
        self._say(read_words(read))

    def show_fault(self) -> None:
        """The laptop's own file failed."""
        happened = tr("Berkas desa di laptop ini tidak dapat dibaca atau ditulis.")
        self._say([(Tone.DANGER, happened, tr("Tutup program, buka lagi, lalu coba sekali lagi."))])

    def _on_write(self) -> None:
        self._dialogs.choose_folder(tr("Pilih USB atau folder tujuan"), self._on_write_place)

    def _on_read(self) -> None:
        self._dialogs.choose_folder(tr("Pilih USB atau folder asal"), self._on_read_place)

    def _on_read_file(self) -> None:
        kinds = [FileKind(tr("Berkas kiriman"), ("dsb",))]
        self._dialogs.choose_file(tr("Pilih berkas yang diterima"), kinds, self._on_read_place)

    def _on_office(self) -> None:
        OfficeDialog(self, self._ports.lanes, self._ports.office, own_addresses).open()

    def _on_write_place(self, place: Path | None) -> None:
        if place is not None:
            self.presenter.write(place, self._choice.currentData() or PhotoChoice.ALL)

    def _on_read_place(self, place: Path | None) -> None:
        if place is not None:
            self.presenter.read(place)

    def _say(self, lines: list[Said]) -> None:
        if self._progress is not None:
            self._progress.hide()
            self._progress.deleteLater()
            self._progress = None
        self._rest.show()
        clear(self._result)
        for tone, happened, todo in lines:
            said = text(happened, "label" if tone is Tone.SUCCESS else "body", name="bundle-result")
            said.setMinimumHeight(theme().line)
            words = column(said, gap=0)
            if todo:
                words.addWidget(text(todo, "muted", name="bundle-todo"))
            line = row(IconLabel(TONE_ICON[tone], TONE_COLOUR[tone]), words, gap=Space.SMALL)
            line.setStretch(1, 1)
            self._result.addLayout(line)
