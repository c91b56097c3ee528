"""The step Persiapan on screen: the form and the families beside it, one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QWidget

from kemiskinan_desktop.documents import Paper
from kemiskinan_desktop.services.deliberations import CandidateRow, LegalBasis, SessionFields, SessionView
from kemiskinan_desktop.services.households import SearchHit
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.deliberations.basis_dialog import BasisDialog
from kemiskinan_desktop.ui.deliberations.candidates_panel import CandidatesPanel
from kemiskinan_desktop.ui.deliberations.papers_panel import PapersPanel
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.preparation_form import PreparationForm
from kemiskinan_desktop.ui.deliberations.preparing import PreparationPresenter
from kemiskinan_desktop.ui.kit.buttons import Kind
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.dialogs import Choice, Question
from kemiskinan_desktop.ui.kit.layout import box, column, row, scrolled
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr

WIDE_CHARACTERS = 110


class PreparationView(QWidget):
    """Shows and reports."""

    def __init__(self, ports: Ports, write: Callable[[Callable[[], object]], None]) -> None:
        super().__init__()
        self._dialogs = ports.dialogs
        self.form = PreparationForm()
        self.candidates = CandidatesPanel()
        self.papers = PapersPanel(ports, (Paper.INVITATION, Paper.ATTENDANCE, Paper.PROPOSALS), "letters")
        self._ports = ports
        self._purpose = ""
        self._editable = True
        right = column(Card(tr("Surat dan lembar"), self.papers), self.candidates, None, gap=Space.LARGE)
        self._sides = row(self.form, box(right), gap=Space.LARGE)
        self._sides.setContentsMargins(0, Space.MEDIUM, Space.SMALL, 0)
        self.setLayout(column(scrolled(box(self._sides))))
        search = ports.families.search
        self.presenter = PreparationPresenter(self, ports.meetings, write, ports.lane, search)
        self.form.left.connect(self.presenter.save)
        self.candidates.rule.connect(self._on_rule)
        self.candidates.searched.connect(self.presenter.find)
        self.candidates.added.connect(self.presenter.add)
        self.candidates.removed.connect(self.presenter.remove)
        self.candidates.pre_said.connect(self.presenter.pre_result)
        self.form.bases_wanted.connect(self._on_bases_wanted)

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._editable = not session.locked
        self._purpose = session.fields.purpose
        self.papers.show_session(session)
        self.presenter.show_session(session)

    def show_fields(self, fields: SessionFields, editable: bool) -> None:
        """Fill the form."""
        self.form.show_fields(fields, editable=editable)

    def show_candidates(self, rows: Sequence[CandidateRow]) -> None:
        """Show the families."""
        self.candidates.show_rows(rows, editable=self._editable)

    def show_hits(self, hits: Sequence[SearchHit]) -> None:
        """Show what the search found."""
        self.candidates.show_hits(hits)

    def ask_remove(self, row: CandidateRow, confirmed: Callable[[], None]) -> None:
        """A decision would go too: ask."""

        def answered(key: str | None) -> None:
            if key == "remove":
                confirmed()

        self._dialogs.ask(
            Question(
                tr("Keluarkan {0} dari daftar?").format(row.head_name),
                tr("Keluarga ini sudah diputuskan. Keputusannya ikut dikeluarkan; data keluarganya sendiri tetap."),
                [Choice("stay", tr("Biarkan"), Kind.PRIMARY), Choice("remove", tr("Keluarkan"), Kind.DANGER)],
            ),
            answered,
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other only where both have room."""
        super().resizeEvent(event)
        wide = self.width() >= theme().characters(WIDE_CHARACTERS)
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._sides.setDirection(direction)
        self._sides.setStretch(0, 5 if wide else 0)
        self._sides.setStretch(1, 6 if wide else 0)

    def _on_bases_wanted(self) -> None:
        choices = self._ports.bases.choices
        self._ports.lane.submit(lambda: choices(self._purpose), self._show_bases, self._on_no_bases)

    def _show_bases(self, choices: Sequence[LegalBasis]) -> None:
        BasisDialog(self, choices, self.form.legal_basis(), self.form.put_legal_basis).open()

    def _on_no_bases(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        words = tr("Daftar peraturan tidak dapat dibaca.")
        self._dialogs.tell(words, tr("Tulis dasar hukumnya sendiri; data musyawarah aman."))

    def _on_rule(self, desil: int | None, proposed: bool, complete: bool) -> None:
        self.presenter.add_up_to(desil, proposed=proposed, complete=complete)
