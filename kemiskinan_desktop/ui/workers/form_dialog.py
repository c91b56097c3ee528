"""The frame of the forms about one worker: fields, a banner for what was refused, save and cancel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QWidget

from kemiskinan_desktop.services.lanes import Work
from kemiskinan_desktop.services.workers import Saved
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.layout import Part, box, column, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr


class FormDialog(QDialog):
    """Ctrl+Enter saves, Esc closes without saving. Subclasses fill `parts`, answer `_job` and show refusals."""

    saved = Signal(object)

    def __init__(self, parent: QWidget, lane: Work, name: str, title: str) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._lane = lane
        self.banner = Banner(name="form-banner")
        self.save_button = button(tr("Simpan"), self._on_save, kind=Kind.PRIMARY, key="Ctrl+Return", name="form-save")

    def fill(self, intro: str, *parts: Part) -> None:
        """Lay the form out."""
        fields = column(text(self.windowTitle(), "lead"), text(intro, "muted"), self.banner, *parts, gap=Space.MEDIUM)
        fields.addStretch(1)
        content = box(fields)
        buttons = row(None, button(tr("Batal"), self.reject, name="form-cancel"), self.save_button)
        self.setLayout(column(scrolled(content), buttons, gap=Space.LARGE, margin=Space.WIDE))
        room = self.screen().availableGeometry()
        width = min(theme().characters(78), 940, room.width() - Space.HUGE)
        wanted = fields.totalHeightForWidth(width) + theme().line * 8
        self.resize(width, min(wanted, round(room.height() * 0.9)))

    def submit(self, job: Callable[[], object]) -> None:
        """Do it on the lane; a second press does nothing meanwhile."""
        self.save_button.setEnabled(False)
        self._lane.submit(job, self._on_answered, self._on_failed)

    def show_refusal(self, answer: object) -> None:
        """Say why nothing was written."""
        self.refuse(str(answer))

    def refuse(self, words: str) -> None:
        """Say it in the banner."""
        self.banner.say(Tone.DANGER, tr("Belum tersimpan"), words)

    def _on_save(self) -> None:
        raise AssertionError("a form says what saving does")

    def _on_answered(self, answer: object) -> None:
        self.save_button.setEnabled(True)
        if isinstance(answer, Saved):
            self.saved.emit(answer)
            self.accept()
        else:
            self.show_refusal(answer)

    def _on_failed(self, fault: Exception) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(fault, StorageError | OSError):
            raise fault
        self.refuse(tr("Isian Anda masih ada di sini. Kosongkan ruang di laptop, lalu simpan lagi."))


def choice_box(name: str, choices: Sequence[tuple[str, str]], chosen: str = "") -> QComboBox:
    """A list to choose one code from; the first entry is for none chosen yet."""
    made = QComboBox()
    made.setObjectName(name)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    made.addItem(tr("Pilih…"), "")
    for code, words in choices:
        made.addItem(words, code)
    made.setCurrentIndex(max(made.findData(chosen), 0))
    return made
