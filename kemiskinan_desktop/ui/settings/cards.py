"""The cards of Pengaturan: one for each thing that can be set."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox

from kemiskinan_desktop.services.access import PersonName
from kemiskinan_desktop.services.backups import Backup
from kemiskinan_desktop.services.preferences import Language, Preferences, Theme
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.formats import day_and_time, size
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import clear, column, row
from kemiskinan_desktop.ui.kit.table import Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.people import Role

TEXT_SIZES = (100, 115, 130, 150, 175, 200)
LOCK_MINUTES = (5, 10, 20, 60, 0)


def role_name(role: Role) -> str:
    """What a person is in the village."""
    return tr("Sekretaris desa") if role is Role.SECRETARY else tr("Operator desa")


class LookCard(Card):
    """Text size, light or dark, language."""

    changed = Signal(dict)

    def __init__(self) -> None:
        super().__init__(tr("Tampilan"), name="look-card")
        self._size, self._theme, self._language = QComboBox(), QComboBox(), QComboBox()
        for percent in TEXT_SIZES:
            self._size.addItem(f"{percent} %", percent)
        for theme_choice, name in (
            (Theme.SYSTEM, self.tr("Mengikuti Windows")),
            (Theme.LIGHT, self.tr("Terang")),
            (Theme.DARK, self.tr("Gelap")),
        ):
            self._theme.addItem(name, theme_choice)
        self._language.addItem("Bahasa Indonesia", Language.INDONESIAN)
        self._language.addItem("English", Language.ENGLISH)
        for name, choice in (("text-size", self._size), ("theme", self._theme), ("language", self._language)):
            choice.setObjectName(name)
            choice.activated.connect(self._on_chosen)
        self.add(
            row(
                FieldRow(self.tr("Ukuran huruf"), self._size),
                FieldRow(self.tr("Warna"), self._theme),
                FieldRow(self.tr("Bahasa"), self._language, help_text=self.tr("Berlaku setelah aplikasi dibuka lagi.")),
                gap=Space.LARGE,
            )
        )

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what was chosen."""
        self._size.setCurrentIndex(self._size.findData(preferences.text_scale))
        self._theme.setCurrentIndex(self._theme.findData(preferences.theme))
        self._language.setCurrentIndex(self._language.findData(preferences.language))

    def _on_chosen(self, _index: int) -> None:
        self.changed.emit(
            {
                "text_scale": self._size.currentData() or TEXT_SIZES[0],
                "theme": Theme(self._theme.currentData()),
                "language": Language(self._language.currentData()),
            }
        )


class SafetyCard(Card):
    """Locking by itself, masking, sending by itself."""

    changed = Signal(dict)

    def __init__(self) -> None:
        super().__init__(tr("Keamanan"), name="safety-card")
        self._lock = QComboBox()
        self._lock.setObjectName("auto-lock")
        for minutes in LOCK_MINUTES:
            words = self.tr("setelah %n menit", "", minutes) if minutes else self.tr("tidak pernah")
            self._lock.addItem(words, minutes)
        self._lock.activated.connect(self._on_changed)
        self._mask = QCheckBox(self.tr("Samarkan NIK dan No. KK pada daftar"))
        self._mask.setObjectName("mask")
        self._send = QCheckBox(self.tr("Kirim dan terima otomatis bila ada internet"))
        self._send.setObjectName("send-automatically")
        self._metered = QCheckBox(self.tr("Kirim otomatis juga lewat jaringan berkuota (paket data)"))
        self._metered.setObjectName("send-on-metered")
        for check in (self._mask, self._send, self._metered):
            check.toggled.connect(self._on_changed)
        lock = FieldRow(self.tr("Kunci otomatis bila tidak dipakai"), self._lock)
        lock.setMaximumWidth(theme().characters(40))
        self.add(lock)
        self.add(self._mask)
        self.add(self._send)
        self.add(self._metered)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what was chosen."""
        for check, value in (
            (self._mask, preferences.mask_on_screen),
            (self._send, preferences.exchange_automatically),
            (self._metered, preferences.exchange_on_metered),
        ):
            check.blockSignals(True)
            check.setChecked(value)
            check.blockSignals(False)
        self._lock.setCurrentIndex(max(self._lock.findData(preferences.auto_lock_minutes), 0))

    def _on_changed(self, _value: object) -> None:
        self.changed.emit(
            {
                "auto_lock_minutes": int(self._lock.currentData() or 0),
                "mask_on_screen": self._mask.isChecked(),
                "exchange_automatically": self._send.isChecked(),
                "exchange_on_metered": self._metered.isChecked(),
            }
        )


class PeopleCard(Card):
    """Who works here, one more person, the recovery sheet."""

    add_pressed = Signal()
    sheet_pressed = Signal()
    passphrase_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Orang dan kata sandi"), name="people-card")
        self._persons = column(gap=Space.SMALL)
        self.add(self._persons)
        self.add(
            row(
                button(self.tr("Tambah orang"), self.add_pressed.emit, meaning=Icon.ADD, name="add-person"),
                button(self.tr("Ganti kata sandi saya"), self.passphrase_pressed.emit, name="change-passphrase"),
                button(self.tr("Lembar pemulihan baru"), self.sheet_pressed.emit, name="new-sheet"),
                None,
            )
        )

    def show_persons(self, persons: Sequence[PersonName]) -> None:
        """Show who may unlock."""
        clear(self._persons)
        for person in persons:
            words = column(text(person.name, "label"), text(role_name(person.role), "muted"), gap=0)
            line = row(IconLabel(Icon.PERSON, Colour.MUTED, 1.6), words, gap=Space.MEDIUM)
            line.setStretch(1, 1)
            self._persons.addLayout(line)


class BackupCard(Card):
    """Copies of the village's file."""

    make_pressed = Signal()
    drill_pressed = Signal(object)
    folder_pressed = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Cadangan"), name="backup-card")
        self._folder = text("", "muted", name="backup-folder")
        self._model: TableModel[Backup] = TableModel(
            [
                Column(self.tr("Dibuat"), lambda row: day_and_time(row.made_at), stretches=True),
                Column(self.tr("Ukuran"), lambda row: size(row.size)),
                Column(self.tr("Folder"), lambda row: str(row.path.parent), stretches=True),
            ],
            key=lambda row: str(row.path),
        )
        empty = EmptyState(
            self.tr("Belum ada cadangan"), self.tr("Buat cadangan sekarang. Berkasnya tetap terkunci."), Icon.STICK
        )
        self._table = TableView(self._model, empty, name="backups", label=self.tr("Daftar cadangan"))
        self._table.setMinimumHeight(theme().line * 8)
        self.add(
            text(self.tr("Cadangan terkunci dengan kata sandi yang sama dan langsung diuji setelah dibuat."), "muted")
        )
        self.add(self._table)
        self.add(self._folder)
        self.add(
            row(
                button(
                    self.tr("Buat cadangan sekarang"),
                    self.make_pressed.emit,
                    kind=Kind.PRIMARY,
                    meaning=Icon.STICK,
                    name="make-backup",
                ),
                button(self.tr("Uji cadangan yang dipilih"), self._on_drill, name="drill-backup"),
                button(self.tr("Pilih folder atau flashdisk…"), self.folder_pressed.emit, name="backup-second"),
                None,
            )
        )

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show the copies; the latest is chosen."""
        self._model.replace(backups)
        if backups:
            self._table.select_key(str(backups[0].path))

    def show_folder(self, folder: str) -> None:
        """Where copies go; empty is the application's own folder."""
        own = self.tr("Cadangan disimpan di laptop ini. Flashdisk lebih aman bila laptop rusak atau hilang.")
        self._folder.setText(self.tr("Cadangan disimpan di {0}").format(folder) if folder else own)

    def _on_drill(self) -> None:
        chosen = self._table.selected_row()
        if chosen is not None:
            self.drill_pressed.emit(chosen)
