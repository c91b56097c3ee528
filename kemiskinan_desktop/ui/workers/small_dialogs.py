"""Short forms about one worker: the end of an enrolment, another status than the rules say, a remark."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kemiskinan_desktop.services.remarks import LONGEST, RemarkRefusal
from kemiskinan_desktop.services.workers import EnrolmentView, Saved, WorkerDetail, WorkerRefusal
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.kit.worker_badges import worker_badge
from kemiskinan_desktop.ui.workers.days import DayField
from kemiskinan_desktop.ui.workers.form_dialog import FormDialog, choice_box
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.words import end_reason_words, refusal_words
from kemiskinan_domain.records import RecordKind
from kemiskinan_domain.social_security import EndReason, WorkerStatus


class EndDialog(FormDialog):
    """Death, move, age: the record stays and says what heirs can claim."""

    def __init__(self, parent: QWidget, ports: WorkerPorts, ended: EnrolmentView, today: date) -> None:
        super().__init__(parent, ports.lane, "end-dialog", tr("Akhiri kepesertaan"))
        self._ports = ports
        self._ended = ended
        self.reason = choice_box("end-reason", [(reason.value, end_reason_words(reason)) for reason in EndReason])
        self.reason_row = FieldRow(tr("Sebab"), self.reason)
        self.on = DayField(tr("Tanggal"), "end-day", today)
        self.note = QLineEdit()
        self.note.setObjectName("end-note")
        self.note.setMaxLength(300)
        self.fill(
            tr("Catatannya tidak dihapus. Bila meninggal, yang dapat diajukan ahli waris muncul di riwayat."),
            self.reason_row,
            self.on,
            FieldRow(tr("Keterangan"), self.note, optional=True),
        )

    def show_refusal(self, answer: object) -> None:
        """Above the fields."""
        if isinstance(answer, WorkerRefusal):
            self.refuse(refusal_words(answer))

    def _on_save(self) -> None:
        code, on = str(self.reason.currentData()), self.on.day()
        self.reason_row.show_error("" if code else tr("Pilih sebabnya."))
        if self.on.is_wrong() or not code:
            return
        if on is None:
            self.on.show_error(refusal_words(WorkerRefusal.DATE_MISSING))
            return
        one = self._ended.enrolment.id
        self.submit(partial(self._ports.enrolments.end, one, on, EndReason(code), self.note.text()))


class OverruleDialog(FormDialog):
    """A person says otherwise than the rules, with the reason."""

    def __init__(self, parent: QWidget, ports: WorkerPorts, detail: WorkerDetail) -> None:
        super().__init__(parent, ports.lane, "overrule-dialog", tr("Ubah status"))
        self._ports = ports
        self._detail = detail
        standing = detail.row.standing
        now = "" if standing.overruled is None else standing.overruled.status.value
        self.status = choice_box(
            "overrule-status", [(status.value, worker_badge(status).words) for status in WorkerStatus], now
        )
        self.status.setItemText(0, tr("Menurut aturan"))
        self.reason = QLineEdit("" if standing.overruled is None else standing.overruled.reason)
        self.reason.setObjectName("overrule-reason")
        self.reason.setMaxLength(300)
        self.reason_row = FieldRow(tr("Alasan"), self.reason)
        rule = ports.spoken(standing.rule.words, standing.rule.words_en)
        self.fill(tr("Menurut aturan: {0}").format(rule), FieldRow(tr("Status"), self.status), self.reason_row)

    def show_refusal(self, answer: object) -> None:
        """At the reason where it is missing."""
        if isinstance(answer, WorkerRefusal):
            self.refuse(refusal_words(answer))
            if answer is WorkerRefusal.REASON_MISSING:
                self.reason_row.show_error(refusal_words(answer))
                self.reason.setFocus()

    def _on_save(self) -> None:
        code = str(self.status.currentData())
        status = WorkerStatus(code) if code else None
        self.submit(partial(self._ports.enrolments.overrule, self._detail.row.id, status, self.reason.text()))


class RemarkDialog(FormDialog):
    """A remark about the worker; the district reads it after the next exchange."""

    def __init__(self, parent: QWidget, ports: WorkerPorts, detail: WorkerDetail) -> None:
        super().__init__(parent, ports.lane, "remark-dialog", tr("Tulis catatan"))
        self._ports = ports
        self._detail = detail
        self.words = QPlainTextEdit()
        self.words.setObjectName("remark-text")
        self.words.setTabChangesFocus(True)
        self.words_row = FieldRow(tr("Catatan"), self.words)
        intro = tr("Tentang {0}. Petugas kabupaten membacanya setelah data dikirim.").format(detail.row.person.name)
        self.fill(intro, self.words_row)
        self.words.setFocus()

    def show_refusal(self, answer: object) -> None:
        """At the text."""
        if isinstance(answer, RemarkRefusal):
            told = {
                RemarkRefusal.EMPTY: tr("Tulis catatannya."),
                RemarkRefusal.TOO_LONG: tr("Catatan paling panjang %n huruf.", LONGEST),
            }
            self.words_row.show_error(told[answer])
            self.words.setFocus()

    def _on_save(self) -> None:
        self.submit(partial(self._write, self.words.toPlainText()))

    def _write(self, words: str) -> Saved | RemarkRefusal:
        made = self._ports.remarks.add(RecordKind.MEMBER, self._detail.row.id, "worker", words)
        return made if isinstance(made, RemarkRefusal) else Saved(made.id)
