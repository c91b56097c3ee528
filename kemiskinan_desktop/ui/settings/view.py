"""Pengaturan on screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QProgressBar

from kemiskinan_desktop.services.access import PassphraseWeakness, PersonName
from kemiskinan_desktop.services.backups import Backup, DrillProblem, DrillResult
from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.people import RecoverySheet
from kemiskinan_desktop.services.preferences import Preferences
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_desktop.ui.kit.buttons import Kind
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.dialogs import Choice, Dialogs, FileKind, Question
from kemiskinan_desktop.ui.kit.faults import fault_words
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.passphrases import wrong_passphrase_words
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.settings.cards import BackupCard, LookCard, PeopleCard, SafetyCard
from kemiskinan_desktop.ui.settings.forms import PassphraseForm, PersonForm
from kemiskinan_desktop.ui.settings.presenter import SettingsDoors, SettingsPresenter

Facts = Sequence[tuple[str, str]]
"""What stands under "Tentang": a word and its value, line by line."""


class SettingsPage(Page):
    """One card for each thing that can be set."""

    def __init__(self, navigator: Navigator, dialogs: Dialogs, lane: Work, doors: SettingsDoors, facts: Facts) -> None:
        super().__init__(tr("Pengaturan"))
        self._navigator = navigator
        self._dialogs = dialogs
        self._look, self._safety = LookCard(), SafetyCard()
        self._people, self._backups = PeopleCard(), BackupCard()
        self._passphrase_form, self._person_form = PassphraseForm(), PersonForm()
        self._busy = QProgressBar()
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Sedang bekerja"))
        self._busy.hide()
        about = Card(self.tr("Tentang"), *[text(f"{word}: {value}", "muted") for word, value in facts])
        self.add(self._busy)
        for part in (self._look, self._safety, self._people, self._passphrase_form, self._person_form):
            self.add(part)
        self.add(self._backups)
        self.add(about)
        self.add(None)
        self.presenter = SettingsPresenter(self, lane, doors)
        self._connect()

    def shown(self, argument: object = None) -> None:
        """The shell brought this page to the front; `backups` brings that card into sight."""
        self.presenter.start()
        if argument == "backups":
            self._backups.setFocus()

    # SettingsView

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what was chosen."""
        self._look.show_preferences(preferences)
        self._safety.show_preferences(preferences)
        self._backups.show_folder(preferences.backup_folder)

    def show_persons(self, persons: Sequence[PersonName]) -> None:
        """Show who works here."""
        self._people.show_persons(persons)

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show the copies."""
        self._backups.show_backups(backups)

    def show_working(self, working: bool) -> None:
        """Say that something is under way."""
        self._busy.setVisible(working)

    def show_weak(self, weakness: PassphraseWeakness) -> None:
        """The new passphrase was refused."""
        form = self._person_form if self._person_form.isVisible() else self._passphrase_form
        form.passphrases.show_trouble(weakness)

    def show_wrong(self, wait_seconds: int) -> None:
        """The old passphrase was wrong."""
        self._passphrase_form.old_row.show_error(wrong_passphrase_words(wait_seconds))

    def show_changed(self) -> None:
        """The passphrase was replaced."""
        self._passphrase_form.hide()
        self._navigator.notify(self.tr("Kata sandi sudah diganti."))

    def show_added(self, person: PersonName) -> None:
        """One more person may unlock."""
        self._person_form.hide()
        self._navigator.notify(self.tr("{0} sekarang dapat membuka data desa.").format(person.name))

    def show_recovery(self, sheet: RecoverySheet) -> None:
        """The former sheet is void: save the new one now."""

        def write(path: Path | None) -> None:
            self._write_sheet(sheet, path)

        kinds = [FileKind(self.tr("Dokumen PDF"), ("pdf",))]
        self._dialogs.save_file(self.tr("Simpan lembar pemulihan"), "lembar-pemulihan.pdf", kinds, write)

    def show_backup_made(self, backup: Backup) -> None:
        """A copy was made and opened for trial."""
        self.banner.say(Tone.SUCCESS, self.tr("Cadangan sudah dibuat dan diuji"), str(backup.path))

    def show_drill(self, result: DrillResult) -> None:
        """What a copy holds."""
        if result.problem is None:
            self.banner.say(
                Tone.SUCCESS,
                self.tr("Cadangan ini dapat dipulihkan"),
                self.tr("Berisi {0} keluarga dan {1} orang.").format(number(result.households), number(result.members)),
            )
            return
        why = {
            DrillProblem.MISSING: self.tr("Berkasnya tidak ada lagi di folder itu."),
            DrillProblem.WRONG_KEY: self.tr("Kuncinya tidak cocok. Mungkin ini cadangan dari laptop lain."),
            DrillProblem.DAMAGED: self.tr("Berkasnya rusak atau terpotong."),
        }
        self.banner.say(Tone.DANGER, self.tr("Cadangan ini tidak dapat dipulihkan"), why[result.problem])

    def show_fault(self, fault: Exception) -> None:
        """The world stood in the way."""
        trouble = fault_words(fault)
        if trouble is None:
            raise fault
        self._dialogs.trouble(trouble)

    # inside

    def _connect(self) -> None:
        self._look.changed.connect(self._on_changed)
        self._safety.changed.connect(self._on_changed)
        self._people.add_pressed.connect(self._person_form.open)
        self._people.passphrase_pressed.connect(self._passphrase_form.open)
        self._people.sheet_pressed.connect(self._on_new_sheet)
        self._passphrase_form.sent.connect(self.presenter.change_passphrase)
        self._person_form.sent.connect(self.presenter.add_person)
        self._backups.make_pressed.connect(self.presenter.make_backup)
        self._backups.drill_pressed.connect(self.presenter.drill)
        self._backups.folder_pressed.connect(self._on_folder)

    def _on_changed(self, changes: dict[str, object]) -> None:
        self.presenter.change(**changes)

    def _on_folder(self) -> None:
        def chosen(folder: Path | None) -> None:
            if folder is not None:
                self.presenter.change(backup_folder=str(folder))
                self._backups.show_folder(str(folder))

        self._dialogs.choose_folder(self.tr("Folder untuk cadangan"), chosen)

    def _on_new_sheet(self) -> None:
        question = Question(
            self.tr("Buat lembar pemulihan baru?"),
            self.tr("Lembar yang lama tidak akan dapat dipakai lagi. Siapkan printer atau tempat menyimpan PDF."),
            [Choice("make", self.tr("Buat lembar baru"), Kind.PRIMARY), Choice("cancel", self.tr("Batal"))],
        )

        def answered(answer: str | None) -> None:
            if answer == "make":
                self.presenter.new_recovery_sheet()

        self._dialogs.ask(question, answered)

    def _write_sheet(self, sheet: RecoverySheet, path: Path | None) -> None:
        if path is not None:
            try:
                write_whole(path, sheet.pdf)
            except OSError:
                words = self.tr("Tulis kode ini pada kertas: {0}").format(sheet.code)
                self._dialogs.tell(self.tr("Lembar pemulihan belum tersimpan"), words)
            else:
                self._navigator.notify(self.tr("Lembar pemulihan tersimpan."))
            return
        self._dialogs.tell(self.tr("Tulis kode ini pada kertas"), sheet.code)


def settings_screen(dialogs: Callable[[], Dialogs], lane: Work, doors: SettingsDoors, facts: Facts) -> Screen:
    """What app.py registers."""
    return Screen(
        key="pengaturan",
        title=tr("Pengaturan"),
        icon=Icon.SETTINGS,
        factory=lambda navigator: SettingsPage(navigator, dialogs(), lane, doors, facts),
        help_text=tr(
            "Di sini Anda mengatur tampilan, kata sandi, orang yang boleh membuka data, dan cadangan. "
            "Hanya cadangan yang sudah diuji yang dapat dipercaya."
        ),
    )
