"""The dialog *Catat kepesertaan*: a new enrolment, or the correction of one."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from kemiskinan_desktop.services.workers import EnrolmentRefusal, EnrolmentView, WorkerDetail, WorkerRefusal
from kemiskinan_desktop.ui.kit.fields import FieldRow
from kemiskinan_desktop.ui.kit.layout import flow_box, shelf
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_desktop.ui.workers.days import DayField
from kemiskinan_desktop.ui.workers.form_dialog import FormDialog, choice_box
from kemiskinan_desktop.ui.workers.ports import WorkerPorts
from kemiskinan_desktop.ui.workers.words import fault_words, refusal_words, warning_words
from kemiskinan_domain.social_security import (
    EnrolmentDraft,
    EnrolmentFault,
    EnrolmentWarning,
    Payer,
    Programme,
    Segment,
    warnings_on,
)

_KPJ_FAULTS = frozenset({EnrolmentFault.KPJ_NOT_A_KPJ, EnrolmentFault.KPJ_LOST_DIGITS, EnrolmentFault.KPJ_OF_ANOTHER})


class EnrolmentDialog(FormDialog):
    """Warnings appear while typing and do not forbid saving."""

    def __init__(
        self, parent: QWidget, ports: WorkerPorts, detail: WorkerDetail, edited: EnrolmentView | None = None
    ) -> None:
        title = tr("Catat kepesertaan") if edited is None else tr("Perbaiki kepesertaan")
        super().__init__(parent, ports.lane, "enrolment-dialog", title)
        self._ports = ports
        self._detail = detail
        self._edited = edited
        one = None if edited is None else edited.enrolment
        chosen = one.programmes if one is not None else frozenset({Programme.JKK.value, Programme.JKM.value})
        self._programmes = {programme: self._check(programme, chosen) for programme in Programme}
        segments = [
            (Segment.BPU.value, tr("BPU (bukan penerima upah)")),
            (Segment.PU.value, tr("PU (penerima upah)")),
            (Segment.JAKON.value, tr("Jasa konstruksi")),
            (Segment.PMI.value, tr("Pekerja migran (PMI)")),
        ]
        payers = [(str(note.code), ports.spoken(note.words, note.words_en)) for note in detail.book.payers]
        segment = (one.segment or "") if one is not None else Segment.BPU.value
        self.segment = choice_box("enrolment-segment", segments, segment)
        self.payer = choice_box("enrolment-payer", payers, (one.payer or "") if one is not None else "")
        self.kpj = QLineEdit((one.kpj or "") if one is not None else "")
        self.proof = QLineEdit(one.proof if one is not None else "")
        self.kpj_row = FieldRow(
            tr("KPJ (nomor peserta)"),
            self.kpj,
            help_text=tr("Kosongkan bila baru diusulkan; nomornya menyusul dari BPJS."),
            optional=True,
        )
        self.payer_row = FieldRow(tr("Iuran dibayar oleh"), self.payer)
        self.start = DayField(tr("Tanggal efektif"), "enrolment-start", one.start if one else None, optional=True)
        self.end = DayField(tr("Berlaku sampai"), "enrolment-end", one.end if one else None, optional=True)
        self._build()

    def _build(self) -> None:
        self.kpj.setObjectName("enrolment-kpj")
        self.kpj.setMaxLength(24)
        self.proof.setObjectName("enrolment-proof")
        self.proof.setMaxLength(200)
        ticks = flow_box(*self._programmes.values(), gap=Space.LARGE)
        days = shelf(self.start, self.end)
        proof_help = tr("Misalnya: kartu dilihat, surat nomor, atau daftar dari BPJS.")
        self.fill(
            self._detail.row.person.name,
            ticks,
            FieldRow(tr("Segmen"), self.segment),
            self.kpj_row,
            self.payer_row,
            days,
            FieldRow(tr("Bukti"), self.proof, help_text=proof_help, optional=True),
        )
        self.kpj.editingFinished.connect(self._warn)
        self.payer.currentIndexChanged.connect(self._warn)
        for tick in self._programmes.values():
            tick.toggled.connect(self._warn)

    def draft(self) -> EnrolmentDraft:
        """What stands in the fields."""
        segment, payer = str(self.segment.currentData()), str(self.payer.currentData())
        return EnrolmentDraft(
            programmes=frozenset(one for one, tick in self._programmes.items() if tick.isChecked()),
            segment=Segment(segment) if segment in set(Segment) else None,
            kpj=self.kpj.text(),
            payer=Payer(payer) if payer in set(Payer) else None,
            start=self.start.day(),
            end=self.end.day(),
            proof=self.proof.text(),
        )

    def show_refusal(self, answer: object) -> None:
        """At the field where one is at fault, else above."""
        if isinstance(answer, WorkerRefusal):
            self.refuse(refusal_words(answer))
        elif isinstance(answer, EnrolmentRefusal):
            words = [fault_words(fault, answer.holder) for fault in answer.faults]
            self.refuse("\n".join(words))
            for fault in answer.faults:
                if fault in _KPJ_FAULTS:
                    self.kpj_row.show_error(fault_words(fault, answer.holder))
                    self.kpj.setFocus()

    def _on_save(self) -> None:
        if self.start.is_wrong() or self.end.is_wrong():
            return
        enrolments = self._ports.enrolments
        self.submit(partial(enrolments.save, self._detail.row.id, self.draft(), self._edited))

    def _warn(self, *_args: object) -> None:
        warnings = warnings_on(self.draft())
        odd = EnrolmentWarning.KPJ_UNUSUAL_LENGTH in warnings
        self.kpj_row.show_message(warning_words(EnrolmentWarning.KPJ_UNUSUAL_LENGTH) if odd else "", Tone.WARNING)
        note = self._detail.book.payer(str(self.payer.currentData()))
        said = "" if note is None or not note.warning else f"{note.warning} ({note.source})"
        self.payer_row.show_message(said, Tone.WARNING)
        if EnrolmentWarning.WITHOUT_MINIMUM in warnings:
            words = warning_words(EnrolmentWarning.WITHOUT_MINIMUM)
            self.banner.say(Tone.WARNING, tr("Periksa programnya"), words)
        else:
            self.banner.hide()

    def _check(self, programme: Programme, chosen: frozenset[str]) -> QCheckBox:
        words = {
            Programme.JKK: tr("JKK (kecelakaan kerja)"),
            Programme.JKM: tr("JKM (kematian)"),
            Programme.JHT: tr("JHT (hari tua)"),
        }[programme]
        tick = QCheckBox(words)
        tick.setObjectName(f"programme-{programme.value}")
        tick.setChecked(programme.value in chosen)
        return tick
