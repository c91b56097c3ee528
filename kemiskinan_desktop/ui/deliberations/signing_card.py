"""What makes a locked meeting *sah*: the scan of the signed minutes; and the check of a code from paper."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from kemiskinan_desktop.services.attachments import AttachmentRefusal, AttachmentView
from kemiskinan_desktop.services.deliberations import CodeCheck, CodeVerdict, Reference, SessionView
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.ui.deliberations.attach_words import attach_words
from kemiskinan_desktop.ui.deliberations.attaching import SIGNED_MINUTES, AttachPresenter
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.kit.buttons import button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.dialogs import FileKind
from kemiskinan_desktop.ui.kit.fields import FieldMessage
from kemiskinan_desktop.ui.kit.formats import day
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import set_role
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.records import RecordKind


class SigningCard(QWidget):
    """`changed` asks to read the meeting again."""

    changed = Signal()

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self._ports = ports
        self._session: SessionView | None = None
        self.presenter = AttachPresenter(self, ports.lane, ports.attachments)
        self._state = text("", "label", name="signed-state")
        self._advice = text("", "muted", name="signed-advice")
        self._attach = button(tr("Lampirkan pindaian"), self._on_attach, meaning=Icon.IMPORT, name="signed-attach")
        self._message = FieldMessage()
        signed = column(self._state, self._advice, self._message, row(self._attach, None), gap=Space.SMALL)
        self.setLayout(column(Card(tr("Berita Acara bertanda tangan"), signed)))

    def show_session(self, session: SessionView) -> None:
        """The meeting was read."""
        if self._session is None or self._session.id != session.id:
            self._message.say("")
        self._session = session
        self.setVisible(session.locked)
        words, advice, tone = _state(session)
        self._state.setText(words)
        set_role(self._state, tone=tone.value)
        self._advice.setText(advice)

    def show_attached(self, taken: AttachmentView) -> None:
        """The scan is there."""
        self._message.say(tr("{0} dilampirkan").format(taken.file_name), Tone.SUCCESS)
        self.changed.emit()

    def show_not_taken(self, refusal: AttachmentRefusal) -> None:
        """The file was not taken."""
        self._message.say(attach_words(refusal))

    def show_unreadable_file(self) -> None:
        """The file could not be read or kept."""
        self._message.say(tr("Berkas tidak dapat dibaca atau disimpan. Periksa ruang penyimpanan, lalu coba lagi."))

    def _on_attach(self) -> None:
        kinds = [FileKind(tr("Pindaian atau foto"), ("pdf", "jpg", "jpeg", "png"))]
        self._ports.dialogs.choose_file(tr("Pilih Berita Acara bertanda tangan"), kinds, self._on_file)

    def _on_file(self, path: Path | None) -> None:
        if path is not None and self._session is not None:
            self.presenter.attach(RecordKind.DELIBERATION, self._session.id, SIGNED_MINUTES, path)


class CodeCard(QWidget):
    """*Periksa kode*: any meeting's code, typed from paper or read by a scanner."""

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self._ports = ports
        self._line = QLineEdit()
        self._line.setObjectName("code-line")
        self._line.setAccessibleName(tr("Kode dari Berita Acara"))
        self._line.setPlaceholderText("7Q2M-K8XD-03PA-9VRT")
        self._line.returnPressed.connect(self._on_check)
        check = button(tr("Periksa kode"), self._on_check, meaning=Icon.SAFE, name="code-check")
        self._message = FieldMessage()
        self._message.label.setObjectName("code-verdict")
        line = row(self._line, check, gap=Space.SMALL)
        line.setStretch(0, 1)
        note = text(tr("Ketik kode dari kertas untuk memeriksa apakah datanya masih sama."), "muted")
        self.setLayout(column(Card(tr("Periksa kode"), note, line, self._message)))

    def _on_check(self) -> None:
        job: Callable[[], CodeCheck] = partial(self._ports.meetings.check_code, self._line.text())
        self._ports.lane.submit(job, self._checked, self._on_failed)

    def _checked(self, outcome: CodeCheck) -> None:
        tone = Tone.SUCCESS if outcome.verdict is CodeVerdict.MATCHES else Tone.DANGER
        self._message.say(verdict_words(outcome), tone)

    def _on_failed(self, fault: Exception) -> None:
        if not isinstance(fault, OSError | StorageError):
            raise fault
        self._message.say(tr("Data tidak dapat dibaca. Coba lagi."))


def verdict_words(check: CodeCheck) -> str:
    """What a code turned out to be."""
    whose = reference_words(check.meeting) if check.meeting is not None else ""
    return {
        CodeVerdict.MATCHES: tr("Cocok: {0}. Datanya sama dengan yang dikunci.").format(whose),
        CodeVerdict.DATA_CHANGED: tr(
            "Kode ini milik {0}, tetapi datanya berubah setelah dikunci. Hubungi kabupaten."
        ).format(whose),
        CodeVerdict.UNKNOWN: tr("Kode ini bukan milik musyawarah mana pun di desa ini."),
        CodeVerdict.MISTYPED: tr("Kode salah ketik: periksa lagi huruf dan angkanya."),
    }[check.verdict]


def reference_words(meeting: Reference) -> str:
    """`Berita Acara 141/07/BPD/2026, 23 November 2026`."""
    when = day(meeting.date) if meeting.date else ""
    named = tr("Berita Acara {0}").format(meeting.number or "–")
    return ", ".join(part for part in (named, when) if part)


def _state(session: SessionView) -> tuple[str, str, Tone]:
    if session.broken:
        return (
            tr("Data berubah setelah dikunci"),
            tr("Kode pada Berita Acara tidak lagi cocok dengan data. Hubungi kabupaten."),
            Tone.DANGER,
        )
    if session.valid:
        return tr("Musyawarah ini sah"), tr("%n pindaian terlampir", session.signed), Tone.SUCCESS
    return (
        tr("Belum sah: pindaian belum dilampirkan"),
        tr("Cetak Berita Acara, tandatangani, lalu lampirkan pindaian atau fotonya (PDF, JPEG, PNG)."),
        Tone.WARNING,
    )
