"""The step Hasil on screen: whether it can be locked and what is missing, the recap, the minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.services.deliberations import EditRefusal, SessionView
from kemiskinan_desktop.ui.deliberations.concluding import Obstacle, ResultPresenter
from kemiskinan_desktop.ui.deliberations.obstacle_button import ObstacleButton
from kemiskinan_desktop.ui.deliberations.pages_preview import PagesPreview
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.problem_words import obstacle_words
from kemiskinan_desktop.ui.deliberations.recap_card import RecapCard
from kemiskinan_desktop.ui.deliberations.words import refusal_words, session_title
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.dialogs import Choice, FileKind, Question, Trouble
from kemiskinan_desktop.ui.kit.formats import day, number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, flow_box, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Recap


class ResultView(QWidget):
    """Shows and reports. `obstacle_chosen` carries the obstacle, `changed` asks to read the meeting again."""

    obstacle_chosen = Signal(object)
    changed = Signal()

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self._ports = ports
        self._session: SessionView | None = None
        self._written: Path | None = None
        self._title = text("", "lead", name="result-title")
        self._advice = text("", "muted", name="result-advice")
        self._code = text("", "display", name="lock-code")
        self._code_words = text(tr("Kode ini tercetak pada Berita Acara dan mengikat kertas pada data ini."), "muted")
        self._obstacles = column(gap=Space.HAIR)
        self.message = Banner(name="result-banner")
        self.recap = RecapCard()
        self.pages = PagesPreview()
        self._lock = button(tr("Kunci hasil"), self._on_lock, kind=Kind.PRIMARY, meaning=Icon.LOCK, name="lock")
        self._save = button(tr("Simpan PDF"), self._on_save, meaning=Icon.DOCUMENT, name="minutes-save")
        self._open = button(tr("Buka berkas"), self._on_open, meaning=Icon.FOLDER, name="minutes-open")
        self._open.hide()
        self._build()
        self.presenter = ResultPresenter(self, ports.lane, ports.meetings)

    def show_result(self, session: SessionView, recap: Recap, obstacles: Sequence[Obstacle]) -> None:
        """Show counts, obstacles and code."""
        self._session = session
        self.recap.show_recap(recap)
        self._code.setVisible(session.locked)
        self._code_words.setVisible(session.locked)
        self._code.setText(session.lock_code or "")
        self._lock.setVisible(not session.locked)
        self._lock.setEnabled(not obstacles)
        self._save.setText(tr("Simpan PDF") if session.locked else tr("Simpan PDF draf"))
        self._title.setText(_title(session, obstacles))
        self._advice.setText(_advice(session, obstacles))
        clear(self._obstacles)
        for obstacle in () if session.locked else obstacles:
            self._obstacles.addWidget(self._obstacle(obstacle))

    def show_pages(self, pages: Sequence[bytes] | None) -> None:
        """Show the minutes."""
        if pages is None:
            self.pages.show_waiting()
        else:
            self.pages.show_pages(pages)

    def show_no_pages(self) -> None:
        """The minutes could not be laid out."""
        self.pages.show_failed()

    def ask_lock(self, session: SessionView, confirmed: Callable[[], None]) -> None:
        """Say what the lock means, and ask."""

        def answered(key: str | None) -> None:
            if key == "lock":
                confirmed()

        rulings = session.recap.rulings
        words = tr(
            "{0} keluarga layak, {1} tidak layak, {2} ditunda.\n\nSetelah dikunci, data rapat, daftar hadir, dan "
            "keputusan tidak dapat diubah lagi. Perubahan sesudahnya hanya melalui musyawarah perubahan. Berita Acara "
            "mendapat kode, siap dicetak dan ditandatangani."
        ).format(number(rulings.eligible), number(rulings.not_eligible), number(rulings.postponed))
        choices = [Choice("back", tr("Periksa lagi"), Kind.PLAIN), Choice("lock", tr("Kunci hasil"), Kind.PRIMARY)]
        self._ports.dialogs.ask(Question(tr("Kunci hasil musyawarah ini?"), words, choices), answered)

    def show_locked(self, code: str) -> None:
        """It is locked."""
        self.message.say(
            Tone.SUCCESS,
            tr("Hasil musyawarah terkunci dengan kode {0}").format(code),
            tr("Simpan PDF, cetak, lalu tandatangani. Hasil ikut terkirim pada Kirim & Terima berikutnya."),
        )

    def show_refused(self, refusal: EditRefusal) -> None:
        """It was not locked."""
        self.message.say(Tone.WARNING, refusal_words(refusal))

    def show_not_locked(self) -> None:
        """The lock could not be written."""
        self._ports.dialogs.trouble(
            Trouble(
                tr("Hasil belum terkunci."),
                tr("Semua keputusan tetap tersimpan dan masih dapat diubah."),
                tr("Periksa ruang penyimpanan laptop, lalu kunci lagi."),
            )
        )

    def show_written(self, path: Path) -> None:
        """The PDF is there."""
        self._written = path
        self._open.show()
        self.message.say(Tone.SUCCESS, tr("Berita Acara disimpan"), str(path))

    def show_not_written(self) -> None:
        """The PDF could not be written."""
        self._ports.dialogs.trouble(
            Trouble(
                tr("PDF tidak dapat disimpan di tempat itu."),
                tr("Data musyawarah aman."),
                tr("Tutup berkas itu bila sedang terbuka, atau pilih folder lain."),
            )
        )

    def reload(self) -> None:
        """The meeting changed."""
        self.changed.emit()

    def _build(self) -> None:
        actions = flow_box(self._lock, self._save, self._open)
        verdict = column(self._title, self._advice, self._code, self._code_words, self._obstacles, gap=Space.SMALL)
        left = column(self.message, Card("", verdict, actions), self.recap, None, gap=Space.LARGE)
        left.setContentsMargins(0, 0, Space.SMALL, 0)
        lay = row(scrolled(box(left)), self.pages, gap=Space.LARGE)
        lay.setStretch(0, 3)
        lay.setStretch(1, 2)
        lay.setContentsMargins(0, Space.MEDIUM, 0, 0)
        self.setLayout(lay)

    def _obstacle(self, obstacle: Obstacle) -> QWidget:
        go = partial(self.obstacle_chosen.emit, obstacle)
        return ObstacleButton(obstacle_words(obstacle), go, f"obstacle-{obstacle.problem.name.lower()}")

    def _on_lock(self) -> None:
        self.presenter.lock()

    def _on_save(self) -> None:
        session = self._session
        if session is not None:
            name = _file_name(session)
            kinds = [FileKind(tr("Dokumen PDF"), ("pdf",))]
            self._ports.dialogs.save_file(tr("Simpan Berita Acara"), name, kinds, self._on_place)

    def _on_place(self, path: Path | None) -> None:
        if path is not None:
            self.presenter.save(path)

    def _on_open(self) -> None:
        if self._written is not None:
            self._ports.open_file(self._written)


def _title(session: SessionView, obstacles: Sequence[Obstacle]) -> str:
    if session.locked:
        return tr("Hasil sudah dikunci")
    return tr("%n hal lagi sebelum hasil dapat dikunci", len(obstacles)) if obstacles else tr("Siap dikunci")


def _advice(session: SessionView, obstacles: Sequence[Obstacle]) -> str:
    if session.locked:
        return tr("Data rapat, daftar hadir, dan keputusan tidak dapat diubah lagi.")
    if obstacles:
        return tr("Tekan salah satu untuk langsung menyelesaikannya.")
    return tr("Semua keluarga diputuskan dan data rapat lengkap.")


def _file_name(session: SessionView) -> str:
    held_on = day(session.fields.date) if session.fields.date else session_title("", session.fields.type)
    draft = "" if session.locked else tr(" (draf)")
    return tr("Berita Acara {0}{1}.pdf").format(held_on, draft)
