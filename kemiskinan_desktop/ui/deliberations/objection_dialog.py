"""One objection: who, about whom, what, and what became of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QPlainTextEdit, QWidget

from kemiskinan_desktop.services.deliberations import CandidateRow
from kemiskinan_desktop.ui.deliberations.choice_box import ChoiceBox
from kemiskinan_desktop.ui.deliberations.entries import EntryFault, day_text, read_day
from kemiskinan_desktop.ui.deliberations.words import entry_fault_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.layout import box, column, row, scrolled
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Objection, ObjectionOutcome, ObjectionProblem
from kemiskinan_domain.records import RecordId


def outcome_choices() -> list[tuple[str, str]]:
    """What may become of an objection; empty is not decided yet."""
    return [
        ("", tr("Belum dijawab")),
        (ObjectionOutcome.ACCEPTED.value, tr("Diterima")),
        (ObjectionOutcome.REJECTED.value, tr("Ditolak")),
        (ObjectionOutcome.WITHDRAWN.value, tr("Dicabut penyanggah")),
    ]


class ObjectionDialog(QDialog):
    """Calls `taken` with the objection as it was filled in; it stays open until the objection was written."""

    def __init__(
        self,
        parent: QWidget | None,
        objection: Objection,
        candidates: Sequence[CandidateRow],
        taken: Callable[[Objection], object],
    ) -> None:
        super().__init__(parent)
        self.setObjectName("objection")
        self.setWindowTitle(tr("Sanggahan"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._objection = objection
        self._taken = taken
        self._objector = _line("objection-objector", objection.objector)
        self._place = _line("objection-place", objection.objector_place)
        families = [("", tr("Keluarga di luar daftar")), *((one.household, _named(one)) for one in candidates)]
        self._family = ChoiceBox(families, "objection-family")
        self._family.select(objection.household or "")
        self._about = _line("objection-about", objection.about)
        self._text = _words("objection-text", objection.text)
        self._day = _line("objection-day", day_text(objection.made_on))
        self._outcome = ChoiceBox(outcome_choices(), "objection-outcome")
        self._outcome.select(objection.outcome.value if objection.outcome else "")
        self._answer = _words("objection-answer", objection.answer)
        self._rows = {
            ObjectionProblem.OBJECTOR_MISSING: FieldRow(tr("Penyanggah"), self._objector),
            ObjectionProblem.ABOUT_MISSING: FieldRow(tr("Nama keluarga di luar daftar"), self._about),
            ObjectionProblem.TEXT_MISSING: FieldRow(tr("Isi sanggahan"), self._text),
            ObjectionProblem.DATE_MISSING: FieldRow(tr("Tanggal sanggahan"), self._day),
            ObjectionProblem.ANSWER_MISSING: FieldRow(tr("Jawaban dan alasannya"), self._answer),
        }
        self._family.currentIndexChanged.connect(self._on_changed)
        self._outcome.currentIndexChanged.connect(self._on_changed)
        self._build()
        self._on_changed()

    def show_missing(self, problems: Sequence[ObjectionProblem]) -> None:
        """Say at the fields what is missing."""
        words = {
            ObjectionProblem.OBJECTOR_MISSING: tr("Tulis nama penyanggah."),
            ObjectionProblem.ABOUT_MISSING: tr("Tulis nama keluarganya."),
            ObjectionProblem.TEXT_MISSING: tr("Tulis isi sanggahannya."),
            ObjectionProblem.DATE_MISSING: tr("Isi tanggalnya."),
            ObjectionProblem.ANSWER_MISSING: tr("Tulis jawaban musyawarah dan alasannya."),
        }
        for problem, field in self._rows.items():
            field.show_error(words[problem] if problem in problems else "")

    def _build(self) -> None:
        who = row(
            self._rows[ObjectionProblem.OBJECTOR_MISSING],
            FieldRow(tr("Alamat penyanggah"), self._place, optional=True),
            self._rows[ObjectionProblem.DATE_MISSING],
            gap=Space.MEDIUM,
        )
        for at, share in enumerate((3, 3, 2)):
            who.setStretch(at, share)
        fields = column(
            who,
            FieldRow(tr("Tentang keluarga"), self._family),
            self._rows[ObjectionProblem.ABOUT_MISSING],
            self._rows[ObjectionProblem.TEXT_MISSING],
            FieldRow(tr("Hasil"), self._outcome),
            self._rows[ObjectionProblem.ANSWER_MISSING],
            None,
            gap=Space.MEDIUM,
        )
        save = button(tr("Simpan sanggahan"), self._on_save, kind=Kind.PRIMARY, name="objection-save")
        cancel = button(tr("Batal"), self.reject, name="objection-cancel")
        self.setLayout(
            column(
                text(tr("Sanggahan"), "title"),
                scrolled(box(fields)),
                row(None, cancel, save),
                gap=Space.MEDIUM,
                margin=Space.WIDE,
            )
        )
        self.resize(min(theme().characters(84), 960), min(theme().line * 32, 700))

    def _on_changed(self, _at: int = 0) -> None:
        self._rows[ObjectionProblem.ABOUT_MISSING].setVisible(not self._family.code())
        self._rows[ObjectionProblem.ANSWER_MISSING].setVisible(bool(self._outcome.code()))

    def _on_save(self) -> None:
        made_on: date | EntryFault | None = read_day(self._day.text())
        if isinstance(made_on, EntryFault):
            self._rows[ObjectionProblem.DATE_MISSING].show_error(entry_fault_words(made_on))
            return
        household, outcome = self._family.code(), self._outcome.code()
        same = outcome == (self._objection.outcome or "")
        self._taken(
            replace(
                self._objection,
                household=RecordId(household) if household else None,
                about="" if household else self._about.text().strip(),
                objector=self._objector.text().strip(),
                objector_place=self._place.text().strip(),
                text=self._text.toPlainText().strip(),
                made_on=made_on,
                outcome=ObjectionOutcome(outcome) if outcome else None,
                answer=self._answer.toPlainText().strip() if outcome else "",
                decided_on=self._objection.decided_on if same else None,
            )
        )


def _named(candidate: CandidateRow) -> str:
    place = f"{candidate.rt}/{candidate.rw}" if candidate.rt or candidate.rw else ""
    return " · ".join(part for part in (candidate.head_name, candidate.dusun, place) if part)


def _line(name: str, words: str) -> QLineEdit:
    line = QLineEdit(words)
    line.setObjectName(name)
    return line


def _words(name: str, words: str) -> QPlainTextEdit:
    editor = QPlainTextEdit(words)
    editor.setObjectName(name)
    editor.setTabChangesFocus(True)
    editor.setFixedHeight(theme().line * 4)
    return editor
