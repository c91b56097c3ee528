"""The window of first start, unlock and recovery: a calm card beside the name of the application."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QSizePolicy, QWidget

from kemiskinan_desktop.services.access import EnrolmentRefusal, PassphraseWeakness, PersonName, VillageNames
from kemiskinan_desktop.storage.whole_files import write_whole
from kemiskinan_desktop.ui.access import words
from kemiskinan_desktop.ui.access.forms import (
    CodeForm,
    PassphraseForm,
    PersonForm,
    RecoverForm,
    RecoveryForm,
    UnlockForm,
)
from kemiskinan_desktop.ui.access.presenter import AccessPresenter, CodeTrouble, Step
from kemiskinan_desktop.ui.kit.dialogs import Dialogs, FileKind, Trouble
from kemiskinan_desktop.ui.kit.icons import Colour, Icon
from kemiskinan_desktop.ui.kit.layout import box, column, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.passphrases import PassphraseTrouble, wrong_passphrase_words
from kemiskinan_desktop.ui.kit.progress import StepItem, Stepper, StepState
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone

CARD_CHARACTERS = 62
NARROW_CHARACTERS = 120
FaultWords = Callable[[Exception], Trouble | None]
"""What a fault of the world means for a person; None for a fault of ours."""


class AccessWindow(QWidget):
    """Shows one form at a time; the presenter decides which."""

    _presenter: AccessPresenter

    def __init__(self, server_url: str, dialogs: Callable[[QWidget], Dialogs], fault_words: FaultWords) -> None:
        super().__init__()
        self.setObjectName("access-window")
        self.setWindowTitle(self.tr("Pendataan Kemiskinan Desa"))
        self._dialogs = dialogs(self)
        self._fault_words = fault_words
        self.code_form, self.person_form = CodeForm(server_url), PersonForm()
        self.passphrase_form, self.recovery_form = PassphraseForm(), RecoveryForm()
        self.unlock_form, self.recover_form = UnlockForm(), RecoverForm()
        self._title, self._advice = text("", "title", name="access-title"), text("", "muted", name="access-advice")
        self._stepper = Stepper(name="first-start-steps")
        self._banner = Banner(name="access-banner")
        self._busy = QProgressBar()
        self._forms = QWidget()
        self._brand = _brand(self)
        self._build()

    def serve(self, presenter: AccessPresenter) -> None:
        """Connect the forms with whoever decides, and begin."""
        self._presenter = presenter
        self.code_form.sent.connect(presenter.look_up)
        self.person_form.named.connect(presenter.name_person)
        self.person_form.back.connect(self._on_back_to_code)
        self.passphrase_form.chosen.connect(presenter.choose_passphrase)
        self.passphrase_form.back.connect(self._on_back_to_person)
        self.recovery_form.save_pressed.connect(self._on_save_sheet)
        self.recovery_form.entered.connect(presenter.enter)
        self.unlock_form.sent.connect(presenter.unlock)
        self.unlock_form.forgot.connect(presenter.forgot)
        self.recover_form.sent.connect(presenter.recover)
        self.recover_form.back.connect(presenter.remember)
        presenter.start()

    # AccessView

    def show_step(self, step: Step, village: VillageNames | None) -> None:
        """Bring a step of the first start to the front."""
        titles = {
            Step.CODE: (
                self.tr("Hubungkan laptop dengan kabupaten"),
                self.tr("Cukup sekali. Setelah itu Anda dapat bekerja tanpa internet."),
            ),
            Step.PERSON: (self._greeting(village), self.tr("Siapa yang bekerja di laptop ini?")),
            Step.PASSPHRASE: (
                self.tr("Buat kata sandi"),
                self.tr("Semua data warga dikunci dengan kata sandi ini. Tanpa kata sandi, data tidak dapat dibaca."),
            ),
            Step.RECOVERY: (
                self.tr("Simpan lembar pemulihan"),
                self.tr(
                    "Bila Anda lupa kata sandi, hanya kode ini yang dapat membuka data. Kode ini hanya tampil sekali."
                ),
            ),
        }
        forms: dict[Step, QWidget] = {
            Step.CODE: self.code_form,
            Step.PERSON: self.person_form,
            Step.PASSPHRASE: self.passphrase_form,
            Step.RECOVERY: self.recovery_form,
        }
        self._show_steps(step)
        self._bring(forms[step], *titles[step])

    def show_unlock(self, persons: Sequence[PersonName]) -> None:
        """Ask who it is and for the passphrase."""
        self._stepper.hide()
        self.unlock_form.show_persons(persons)
        self._bring(
            self.unlock_form,
            self.tr("Buka data desa"),
            self.tr("Data terkunci. Masukkan kata sandi untuk melanjutkan."),
        )
        self.unlock_form.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_recover(self, persons: Sequence[PersonName]) -> None:
        """Ask for the recovery code and a new passphrase."""
        self.recover_form.show_persons(persons)
        self._bring(
            self.recover_form,
            self.tr("Pakai lembar pemulihan"),
            self.tr("Masukkan kode dari lembar pemulihan, lalu buat kata sandi baru."),
        )

    def show_busy(self, busy: bool) -> None:
        """Say that something is under way, and hold the forms."""
        policy = self._busy.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._busy.setSizePolicy(policy)
        self._busy.setVisible(busy)
        self._forms.setEnabled(not busy)
        if busy:
            self._clear_errors()

    def show_code_trouble(self, trouble: CodeTrouble | EnrolmentRefusal) -> None:
        """Say why the code was not taken, under the field that it is about."""
        self._clear_errors()
        form = self.code_form
        wrong = form.address_row if words.address_is_wrong(trouble) else form.code_row
        wrong.show_error(words.code_words(trouble))
        wrong.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_no_name(self) -> None:
        """Say that a name is needed."""
        self.person_form.name_row.show_error(self.tr("Isi nama lengkap."))
        self.person_form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_passphrase_trouble(self, trouble: PassphraseTrouble | PassphraseWeakness) -> None:
        """Say why the passphrase was not taken."""
        form = self.passphrase_form if self.passphrase_form.isVisible() else self.recover_form
        self._clear_errors()
        form.passphrases.show_trouble(trouble)

    def show_recovery(self, code: str) -> None:
        """Show the recovery code, once; the passphrase is forgotten here."""
        self.passphrase_form.passphrases.clear()
        self.recovery_form.code.setText(code)
        self.recovery_form.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_sheet_kept(self) -> None:
        """The sheet was saved, so the person may go on."""
        self.recovery_form.kept.setChecked(True)

    def show_wrong_passphrase(self, wait_seconds: int) -> None:
        """Nothing was opened."""
        self.unlock_form.passphrase_row.show_error(wrong_passphrase_words(wait_seconds))
        self.unlock_form.passphrase.selectAll()
        self.unlock_form.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_wrong_code(self, wait_seconds: int, *, mistyped: bool) -> None:
        """The recovery code opens nothing."""
        self.recover_form.code_row.show_error(words.wrong_code_words(wait_seconds, mistyped=mistyped))
        self.recover_form.code.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_fault(self, fault: Exception) -> None:
        """The world stood in the way: say it; a fault of ours rises to the crash handler."""
        trouble = self._fault_words(fault)
        if trouble is None:
            raise fault
        self._dialogs.trouble(trouble)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the forms come first."""
        super().resizeEvent(event)
        self._brand.setVisible(self.width() > theme().characters(NARROW_CHARACTERS))

    # inside

    def _build(self) -> None:
        self._forms.setLayout(column(*self._all_forms(), gap=0))
        self._busy.setRange(0, 0)
        self._busy.setTextVisible(False)
        self._busy.setAccessibleName(self.tr("Sedang bekerja"))
        self._busy.hide()
        card = QFrame()
        set_role(card, role="card")
        body = column(self._stepper, self._title, self._advice, self._banner, self._busy, self._forms, gap=Space.MEDIUM)
        body.setContentsMargins(Space.HUGE, Space.WIDE, Space.HUGE, Space.WIDE)
        card.setLayout(body)
        card.setMaximumWidth(theme().characters(CARD_CHARACTERS) + 2 * Space.HUGE)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        centred = QHBoxLayout()
        centred.addStretch(1)
        centred.addWidget(card, 8)
        centred.addStretch(1)
        right = scrolled(box(column(None, centred, None, margin=Space.LARGE)))
        lay = row(self._brand, right, gap=0)
        lay.setStretch(1, 1)
        self.setLayout(lay)

    def _all_forms(self) -> tuple[QWidget, ...]:
        return (
            self.code_form,
            self.person_form,
            self.passphrase_form,
            self.recovery_form,
            self.unlock_form,
            self.recover_form,
        )

    def _on_back_to_code(self) -> None:
        self._presenter.back(Step.CODE)

    def _on_back_to_person(self) -> None:
        self._presenter.back(Step.PERSON)

    def _on_save_sheet(self) -> None:
        kinds = [FileKind(self.tr("Dokumen PDF"), ("pdf",))]
        self._dialogs.save_file(self.tr("Simpan lembar pemulihan"), "lembar-pemulihan.pdf", kinds, self._write_sheet)

    def _write_sheet(self, path: Path | None) -> None:
        if path is None:
            return
        try:
            write_whole(path, self._presenter.recovery_sheet)
        except OSError:
            self._banner.say(
                Tone.DANGER,
                self.tr("Lembar pemulihan belum tersimpan"),
                self.tr("Pilih tempat lain, atau tulis kodenya pada kertas."),
            )
        else:
            self._banner.say(Tone.SUCCESS, self.tr("Lembar pemulihan tersimpan. Cetak dan simpan di tempat aman."))
            self._presenter.sheet_kept()

    def _bring(self, form: QWidget, title: str, advice: str) -> None:
        self._clear_errors()
        self._banner.hide()
        self._title.setText(title)
        self._advice.setText(advice)
        for other in self._all_forms():
            other.setVisible(other is form)
        form.setFocus(Qt.FocusReason.OtherFocusReason)
        form.focusNextChild()

    def _show_steps(self, current: Step) -> None:
        names = {
            Step.CODE: self.tr("Kode"),
            Step.PERSON: self.tr("Nama"),
            Step.PASSPHRASE: self.tr("Kata sandi"),
            Step.RECOVERY: self.tr("Pemulihan"),
        }
        self._stepper.show()
        self._stepper.show_steps([StepItem(name, _state_of(step, current)) for step, name in names.items()])

    def _greeting(self, village: VillageNames | None) -> str:
        if village is None:
            return ""
        return self.tr("Terhubung: {0}, Kecamatan {1}").format(village.village, village.subdistrict)

    def _clear_errors(self) -> None:
        rows = (
            self.code_form.code_row,
            self.code_form.address_row,
            self.person_form.name_row,
            self.passphrase_form.passphrases.row,
            self.passphrase_form.passphrases.row_again,
            self.unlock_form.passphrase_row,
            self.recover_form.code_row,
            self.recover_form.passphrases.row,
            self.recover_form.passphrases.row_again,
        )
        for field in rows:
            field.show_error("")


def _state_of(step: Step, current: Step) -> StepState:
    if step.value < current.value:
        return StepState.DONE
    return StepState.CURRENT if step is current else StepState.AHEAD


def _brand(window: QWidget) -> QFrame:
    """The left side: what this is, in three short promises."""
    panel = QFrame()
    set_role(panel, role="rail")
    promises = (
        (Icon.SAFE, window.tr("Setiap jawaban langsung tersimpan")),
        (Icon.OFFLINE, window.tr("Bekerja tanpa internet")),
        (Icon.LOCK, window.tr("Data warga selalu terkunci")),
    )
    lines = []
    for meaning, promise in promises:
        line = row(IconLabel(meaning, Colour.RAIL, 1.2), text(promise), gap=Space.MEDIUM)
        line.setStretch(1, 1)
        lines.append(line)
    name = text(window.tr("Pendataan Kemiskinan Desa"), "title")
    lay = column(None, name, *lines, None, gap=Space.LARGE)
    lay.setContentsMargins(Space.HUGE, Space.HUGE, Space.HUGE, Space.HUGE)
    panel.setLayout(lay)
    panel.setFixedWidth(theme().characters(38))
    return panel
