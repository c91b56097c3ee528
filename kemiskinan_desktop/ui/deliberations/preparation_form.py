"""The form of Persiapan: every field of the meeting, told when it is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QWidget

from kemiskinan_desktop.services.deliberations import SessionFields
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.entries import (
    EntryFault,
    clock_text,
    count_text,
    day_text,
    read_clock,
    read_count,
    read_day,
    read_percentage,
)
from kemiskinan_desktop.ui.deliberations.words import (
    entry_fault_words,
    kind_choices,
    method_choices,
    purpose_choices,
)
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr

_READERS: dict[str, Callable[[str], Any]] = {
    "date": read_day,
    "start_time": read_clock,
    "end_time": read_clock,
    "invited": read_count,
    "quorum_percent": read_percentage,
}
_WRITERS: dict[str, Callable[[Any], str]] = {
    "date": day_text,
    "start_time": clock_text,
    "end_time": clock_text,
    "invited": count_text,
    "quorum_percent": count_text,
}
Editor = QLineEdit | QPlainTextEdit | ChoiceBox


class PreparationForm(QWidget):
    """`left` carries the fields as they stand now; a field that cannot be read keeps its old value and says why."""

    left = Signal(object)
    bases_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._editors: dict[str, Editor] = {}
        self._rows: dict[str, FieldRow] = {}
        self._fields = SessionFields()
        self.setLayout(
            column(self._meeting(), self._officers(), self._subject(), self._quorum(), None, gap=Space.LARGE)
        )

    def show_fields(self, fields: SessionFields, *, editable: bool) -> None:
        """Fill the form; a field that the person stands in and that did not change stays as it is."""
        before, self._fields = self._fields, fields
        for name, editor in self._editors.items():
            value = getattr(fields, name)
            if not (editor.hasFocus() and value == getattr(before, name)):
                _fill(editor, _WRITERS.get(name, str)(value))
                self._rows[name].show_error("")
            editor.setEnabled(editable) if isinstance(editor, ChoiceBox) else editor.setReadOnly(not editable)
        self._bases.setVisible(editable)

    def legal_basis(self) -> list[str]:
        """The lines that stand there."""
        return _typed(self._editors["legal_basis"]).splitlines()

    def put_legal_basis(self, lines: list[str]) -> None:
        """The lines that were chosen."""
        _fill(self._editors["legal_basis"], "\n".join(lines))
        self._tell()

    def focus_field(self, name: str) -> None:
        """Put the cursor into that field."""
        self._editors[name].setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Text of several lines tells when it is left."""
        if event.type() == QEvent.Type.FocusOut:
            self._tell()
        return super().eventFilter(watched, event)

    def _meeting(self) -> Card:
        grid = _grid(
            [
                [
                    self._choice("type", tr("Jenis"), kind_choices()),
                    self._choice("purpose", tr("Daftar yang diputuskan"), purpose_choices()),
                ],
                [
                    self._line(
                        "title", tr("Judul"), tr("misalnya Musyawarah Desa Penetapan Keluarga Miskin Ekstrem 2026")
                    )
                ],
                [
                    self._line("number", tr("Nomor Berita Acara"), tr("misalnya 141/07/BPD/2026")),
                    self._line("date", tr("Tanggal"), "23-11-2026"),
                ],
                [
                    self._line("start_time", tr("Jam mulai"), "19.30"),
                    self._line("end_time", tr("Jam selesai"), "22.00"),
                ],
                [self._line("place", tr("Tempat"), tr("misalnya Balai Desa Sukamaju"))],
            ]
        )
        return Card(tr("Rapat"), grid)

    def _officers(self) -> Card:
        grid = _grid(
            [
                [
                    self._line("chair_name", tr("Pimpinan musyawarah")),
                    self._line("chair_position", tr("Jabatan pimpinan"), tr("misalnya Ketua BPD")),
                ],
                [self._line("secretary_name", tr("Notulis")), self._line("village_head_name", tr("Kepala desa"))],
            ]
        )
        return Card(tr("Yang memimpin dan menandatangani"), grid)

    def _subject(self) -> Card:
        agenda = self._lines("agenda", tr("Agenda"), tr("Satu baris untuk satu mata acara."))
        basis = self._lines(
            "legal_basis", tr("Dasar hukum"), tr("Satu baris untuk satu peraturan. Tercetak pada Berita Acara.")
        )
        self._bases = button(tr("Pilih dari daftar"), self.bases_wanted.emit, meaning=Icon.LIST, name="bases")
        return Card(tr("Agenda dan dasar hukum"), agenda, basis, row(self._bases, None))

    def _quorum(self) -> Card:
        grid = _grid(
            [
                [
                    self._line("invited", tr("Jumlah yang diundang"), "60"),
                    self._line("quorum_percent", tr("Kuorum (persen)"), "50"),
                ],
                [self._choice("method", tr("Cara pengambilan keputusan"), method_choices())],
            ]
        )
        return Card(tr("Kuorum dan cara memutuskan"), grid)

    def _line(self, name: str, label: str, hint: str = "") -> FieldRow:
        line = QLineEdit()
        line.setPlaceholderText(hint)
        line.editingFinished.connect(self._tell)
        return self._keep(name, label, line)

    def _lines(self, name: str, label: str, help_text: str) -> FieldRow:
        editor = QPlainTextEdit()
        editor.setTabChangesFocus(True)
        editor.setFixedHeight(theme().line * 5)
        editor.installEventFilter(self)
        return self._keep(name, label, editor, help_text)

    def _choice(self, name: str, label: str, choices: list[tuple[str, str]]) -> FieldRow:
        chooser = ChoiceBox(choices, name)
        chooser.chosen.connect(self._on_chosen)
        return self._keep(name, label, chooser)

    def _keep(self, name: str, label: str, editor: Editor, help_text: str = "") -> FieldRow:
        editor.setObjectName(f"field-{name}")
        self._editors[name] = editor
        self._rows[name] = FieldRow(label, editor, help_text=help_text)
        return self._rows[name]

    def _on_chosen(self, _code: str) -> None:
        self._tell()

    def _tell(self) -> None:
        wanted: dict[str, Any] = {}
        for name, editor in self._editors.items():
            typed = _typed(editor)
            value = _READERS[name](typed) if name in _READERS else typed
            fault = isinstance(value, EntryFault)
            self._rows[name].show_error(entry_fault_words(value) if isinstance(value, EntryFault) else "")
            if not fault:
                wanted[name] = value
        changed = replace(self._fields, **wanted)
        if changed != self._fields:
            self.left.emit(changed)


def _typed(editor: Editor) -> str:
    if isinstance(editor, ChoiceBox):
        return editor.code()
    if isinstance(editor, QPlainTextEdit):
        return "\n".join(line.strip() for line in editor.toPlainText().splitlines() if line.strip())
    return editor.text().strip()


def _fill(editor: Editor, words: str) -> None:
    if isinstance(editor, ChoiceBox):
        editor.select(words)
    elif isinstance(editor, QPlainTextEdit):
        if editor.toPlainText() != words:
            editor.setPlainText(words)
    elif editor.text() != words:
        editor.setText(words)
        editor.setCursorPosition(0)


def _grid(lines: list[list[FieldRow]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.LARGE)
    grid.setVerticalSpacing(Space.MEDIUM)
    for at, line in enumerate(lines):
        for place, field in enumerate(line):
            grid.addWidget(field, at, place, 1, 2 if len(line) == 1 else 1)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 1)
    return grid
