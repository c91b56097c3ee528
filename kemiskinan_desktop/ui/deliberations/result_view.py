"""The step Hasil on screen: whether it can be locked and what is missing, the recap, the minutes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.documents import Paper
from kemiskinan_desktop.services.deliberations import EditRefusal, SessionView
from kemiskinan_desktop.ui.deliberations.concluding import Obstacle, ResultPresenter
from kemiskinan_desktop.ui.deliberations.obstacle_button import ObstacleButton
from kemiskinan_desktop.ui.deliberations.pages_preview import PagesPreview
from kemiskinan_desktop.ui.deliberations.papers_panel import PapersPanel
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.problem_words import obstacle_words
from kemiskinan_desktop.ui.deliberations.recap_card import RecapCard
from kemiskinan_desktop.ui.deliberations.signing_card import CodeCard, SigningCard, reference_words
from kemiskinan_desktop.ui.deliberations.words import refusal_words
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card
from kemiskinan_desktop.ui.kit.dialogs import Choice, Question, Trouble
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import box, clear, column, row, scrolled
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space, Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Recap
from kemiskinan_domain.records import ReviewState

PAPERS = (Paper.MINUTES, Paper.ATTENDANCE, Paper.ANNEXES, Paper.WORKERS, Paper.NOTES, Paper.DECREE)


class ResultView(QWidget):
    """Shows and reports. `obstacle_chosen` carries the obstacle, `changed` asks to read the meeting again."""

    obstacle_chosen = Signal(object)
    changed = Signal()

    def __init__(self, ports: Ports) -> None:
        super().__init__()
        self._ports = ports
        self._session: SessionView | None = None
        self._title = text("", "lead", name="result-title")
        self._advice = text("", "muted", name="result-advice")
        self._code = text("", "display", name="lock-code")
        self._code_words = text(tr("Kode ini tercetak pada Berita Acara dan mengikat kertas pada data ini."), "muted")
        self._tied = text("", "muted", name="tied-words")
        self._obstacles = column(gap=Space.HAIR)
        self.message = Banner(name="result-banner")
        self.recap = RecapCard()
        self.pages = PagesPreview()
        self._lock = button(tr("Kunci hasil"), self._on_lock, kind=Kind.PRIMARY, meaning=Icon.LOCK, name="lock")
        self.papers = PapersPanel(ports, PAPERS, "minutes")
        self.signing = SigningCard(ports)
        self._build()
        self.presenter = ResultPresenter(self, ports.lane, ports.meetings, ports.papers)
        self.papers.chosen.connect(self.presenter.choose)
        self.papers.chosen.connect(self.pages.show_paper)
        self.signing.changed.connect(self.changed)

    def show_result(self, session: SessionView, recap: Recap, obstacles: Sequence[Obstacle]) -> None:
        """Show counts, obstacles and code."""
        self._session = session
        self.recap.show_recap(recap)
        self._code.setVisible(session.locked)
        self._code_words.setVisible(session.locked)
        self._code.setText(session.lock_code or "")
        self._lock.setVisible(not session.locked)
        self._lock.setEnabled(not obstacles)
        self.papers.show_session(session)
        self.signing.show_session(session)
        self._tied.setText(" ".join(filter(None, (review_words(session), _tied_words(session)))))
        self._tied.setVisible(bool(self._tied.text()))
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

    def reload(self) -> None:
        """The meeting changed."""
        self.changed.emit()

    def _build(self) -> None:
        verdict = column(
            self._title, self._advice, self._code, self._code_words, self._tied, self._obstacles, gap=Space.SMALL
        )
        left = column(
            self.message,
            Card("", verdict, row(self._lock, None)),
            Card("", self.papers),
            self.signing,
            self.recap,
            CodeCard(self._ports),
            None,
            gap=Space.LARGE,
        )
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


def review_words(session: SessionView) -> str:
    """Where a locked meeting stands with the district; what came back is answered by another meeting."""
    if not session.locked:
        return ""
    if session.review is ReviewState.RETURNED and session.review_note:
        return tr("Dikembalikan kabupaten dengan catatan “{0}”. Jawab dengan musyawarah perubahan.").format(
            session.review_note
        )
    return {
        ReviewState.SUBMITTED: tr("Hasil ini menunggu pemeriksaan kabupaten."),
        ReviewState.UNDER_REVIEW: tr("Hasil ini sedang diperiksa kabupaten."),
        ReviewState.APPROVED: tr("Hasil ini sudah disetujui kabupaten."),
        ReviewState.RETURNED: tr("Dikembalikan kabupaten. Jawab dengan musyawarah perubahan."),
    }.get(session.review, "")


def _tied_words(session: SessionView) -> str:
    """The meeting that this one changes, and those that change it: each keeps what it decided."""
    words = [tr("Mengubah {0}.").format(reference_words(session.amends))] if session.amends is not None else []
    words += [tr("Diubah oleh {0}.").format(reference_words(one)) for one in session.addenda]
    return " ".join(words)
