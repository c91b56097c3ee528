"""The step Pengumuman & Sanggahan on screen: the list for the board, its period, objections, the way to a change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from kemiskinan_desktop.documents import Paper
from kemiskinan_desktop.services.attachments import AttachmentRefusal, AttachmentView
from kemiskinan_desktop.services.deliberations import EditRefusal, ObjectionRow, SessionView
from kemiskinan_desktop.ui.deliberations.attach_words import attach_words
from kemiskinan_desktop.ui.deliberations.attaching import OBJECTION_FILE, AttachPresenter
from kemiskinan_desktop.ui.deliberations.contesting import ContestPresenter
from kemiskinan_desktop.ui.deliberations.entries import EntryFault, count_text, day_text, read_count, read_day
from kemiskinan_desktop.ui.deliberations.objection_dialog import ObjectionDialog
from kemiskinan_desktop.ui.deliberations.objection_words import objection_columns, period_words
from kemiskinan_desktop.ui.deliberations.papers_panel import PapersPanel
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.words import entry_fault_words, refusal_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState
from kemiskinan_desktop.ui.kit.dialogs import FileKind
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, column, flow_box, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.table import TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import DEFAULT_OBJECTION_DAYS, Objection, ObjectionProblem
from kemiskinan_domain.records import RecordId, RecordKind


class ContestStep(QWidget):
    """Shows and reports. `changed` asks to read the meeting again, `meeting_wanted` carries the addendum's id."""

    changed = Signal()
    meeting_wanted = Signal(object)

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self._ports = ports
        self._session: SessionView | None = None
        self._today: dt.date | None = None
        self._dialog: ObjectionDialog | None = None
        self.presenter = ContestPresenter(self, ports.lane, ports.objections)
        self.files = AttachPresenter(self, ports.lane, ports.attachments)
        self.papers = PapersPanel(ports, (Paper.ANNOUNCEMENT,), "board")
        self._state = text("", "lead", name="board-state")
        self._begins, self._days = _line("board-begins"), _line("board-days")
        self._begins_row = FieldRow(tr("Ditempel sejak"), self._begins)
        self._days_row = FieldRow(tr("Lama (hari kalender)"), self._days)
        self.message = Banner(name="board-banner")
        self._model: TableModel[ObjectionRow] = TableModel(objection_columns(), key=lambda one: one.objection.id)
        self.table = self._make_table()
        self._amend_words = text("", "muted", name="amend-words")
        self._make_buttons()
        self._locked = box(self._make_parts())
        self._open = EmptyState(
            tr("Kunci hasil dahulu"),
            tr("Setelah hasil dikunci, daftar dapat ditempel di papan pengumuman dan sanggahan warga dicatat di sini."),
            Icon.ANNOUNCE,
        )
        self.setLayout(column(self._locked, self._open))

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        self._session = session
        self._locked.setVisible(session.locked)
        self._open.setVisible(not session.locked)
        self.papers.show_session(session)
        self.presenter.show_session(session)

    def show_board(self, session: SessionView, today: dt.date) -> None:
        """Show the period."""
        self._today = today
        words, tone = period_words(session.period, today)
        self._state.setText(words)
        set_role(self._state, tone=tone.value)
        period = session.period
        for line, value in (
            (self._begins, day_text(period.begins if period else today)),
            (self._days, count_text(period.days if period else DEFAULT_OBJECTION_DAYS)),
        ):
            if not line.hasFocus():
                line.setText(value)

    def show_objections(self, rows: Sequence[ObjectionRow], accepted: int) -> None:
        """Show the objections."""
        self._model.replace(rows)
        known = self._session.addenda if self._session is not None else ()
        self._amend.setText(tr("Buka musyawarah perubahan") if known else tr("Buat musyawarah perubahan"))
        if accepted:
            self._amend_words.setText(
                tr("%n sanggahan diterima: keluarganya dibahas dalam musyawarah perubahan.", accepted)
            )
        else:
            self._amend_words.setText(tr("Hasil yang dikunci hanya dapat diubah melalui musyawarah perubahan."))

    def show_missing(self, problems: Sequence[ObjectionProblem]) -> None:
        """Say at the fields what is missing."""
        if self._dialog is not None:
            self._dialog.show_missing(problems)

    def show_recorded(self) -> None:
        """The objection is written."""
        if self._dialog is not None:
            self._dialog.accept()

    def show_refused(self, refusal: EditRefusal) -> None:
        """Nothing was written."""
        self.message.say(Tone.WARNING, tr("Perubahan tidak disimpan"), refusal_words(refusal))

    def show_unsaved(self) -> None:
        """The disk did not take it."""
        self.message.say(
            Tone.DANGER,
            tr("Perubahan terakhir belum tersimpan"),
            tr("Yang sudah tersimpan tetap aman. Periksa ruang penyimpanan laptop, lalu ulangi perubahan terakhir."),
        )

    def open_meeting(self, session: RecordId) -> None:
        """Go into the addendum."""
        self.meeting_wanted.emit(session)

    def reload(self) -> None:
        """The meeting changed."""
        self.changed.emit()

    def show_attached(self, taken: AttachmentView) -> None:
        """The file is there."""
        self.message.say(Tone.SUCCESS, tr("{0} dilampirkan").format(taken.file_name))
        self.changed.emit()

    def show_not_taken(self, refusal: AttachmentRefusal) -> None:
        """The file was not taken."""
        self.message.say(Tone.WARNING, attach_words(refusal))

    def show_unreadable_file(self) -> None:
        """The file could not be read or kept."""
        words = tr("Berkas tidak dapat dibaca atau disimpan. Periksa ruang penyimpanan, lalu coba lagi.")
        self.message.say(Tone.DANGER, words)

    def _make_buttons(self) -> None:
        self._save = button(tr("Simpan masa sanggah"), self._on_announce, meaning=Icon.CALENDAR, name="board-announce")
        self._new = button(
            tr("Catat sanggahan"), self._on_new, kind=Kind.PRIMARY, meaning=Icon.ADD, name="objection-new"
        )
        self._file = button(tr("Lampirkan berkas"), self._on_attach, meaning=Icon.IMPORT, name="objection-attach")
        self._amend = button(tr("Buat musyawarah perubahan"), self._on_amend, meaning=Icon.DELIBERATION, name="amend")

    def _make_parts(self) -> QHBoxLayout:
        period = row(self._begins_row, self._days_row, gap=Space.MEDIUM)
        warning = tr("Lama masa sanggah mengikuti tata tertib desa; belum ada aturan nasional yang dapat dirujuk.")
        board = Card(
            tr("Papan pengumuman"), self._state, period, text(warning, "caption"), row(self._save, None), self.papers
        )
        change = Card(tr("Musyawarah perubahan"), self._amend_words, row(self._amend, None))
        left = column(board, change, None, gap=Space.LARGE)
        left.setContentsMargins(0, 0, Space.SMALL, 0)
        right = column(self.message, flow_box(self._new, self._file), self.table, gap=Space.SMALL)
        right.setStretch(2, 1)
        lay = row(scrolled(box(left)), right, gap=Space.LARGE)
        lay.setStretch(0, 2)
        lay.setStretch(1, 3)
        lay.setContentsMargins(0, Space.MEDIUM, 0, 0)
        return lay

    def _make_table(self) -> TableView[ObjectionRow]:
        empty = EmptyState(tr("Belum ada sanggahan"), tr("Catat setiap sanggahan warga, juga yang lisan."), Icon.REMARK)
        table = TableView(self._model, empty, name="objections", label=tr("Daftar sanggahan"))
        table.opened.connect(self._on_opened)
        return table

    def _on_announce(self) -> None:
        begins, days = read_day(self._begins.text()), read_count(self._days.text())
        wrong_day = begins if isinstance(begins, EntryFault) else EntryFault.NOT_A_DAY if begins is None else None
        wrong_days = EntryFault.NOT_A_COUNT if isinstance(days, EntryFault) or not days else None
        self._begins_row.show_error(entry_fault_words(wrong_day) if wrong_day else "")
        self._days_row.show_error(entry_fault_words(wrong_days) if wrong_days else "")
        if isinstance(begins, dt.date) and isinstance(days, int) and days:
            self.presenter.announce(begins, days)

    def _on_new(self) -> None:
        self._show_dialog(Objection(id=RecordId(""), made_on=self._today), None)

    def _on_opened(self, chosen: ObjectionRow) -> None:
        self._show_dialog(chosen.objection, chosen.objection)

    def _show_dialog(self, objection: Objection, seen: Objection | None) -> None:
        candidates = self._session.candidates if self._session is not None else ()
        made = ObjectionDialog(self, objection, candidates, lambda wanted: self.presenter.record(wanted, seen))
        made.finished.connect(self._on_dialog_closed)
        self._dialog = made
        made.open()

    def _on_dialog_closed(self, _code: int) -> None:
        self._dialog = None

    def _on_attach(self) -> None:
        chosen = self.table.selected_row()
        if chosen is None:
            self.message.say(Tone.INFO, tr("Pilih dahulu sanggahan yang berkasnya akan dilampirkan."))
            return
        kinds = [FileKind(tr("Pindaian atau foto"), ("pdf", "jpg", "jpeg", "png"))]

        def taken(path: Path | None) -> None:
            if path is not None:
                self.files.attach(RecordKind.OBJECTION, chosen.objection.id, OBJECTION_FILE, path)

        self._ports.dialogs.choose_file(tr("Pilih berkas pendukung"), kinds, taken)

    def _on_amend(self) -> None:
        self.presenter.amend()


def _line(name: str) -> QLineEdit:
    line = QLineEdit()
    line.setObjectName(name)
    return line
