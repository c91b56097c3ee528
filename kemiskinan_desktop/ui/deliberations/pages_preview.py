"""The minutes as pictures, one page after another."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from kemiskinan_desktop.documents import Paper
from kemiskinan_desktop.ui.deliberations.paper_words import paper_words
from kemiskinan_desktop.ui.kit.buttons import icon_button
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row, scrolled
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.kit.words import tr


class PagesPreview(QWidget):
    """Fits the page to its width; keys and buttons turn pages."""

    def __init__(self) -> None:
        super().__init__()
        self._pages: list[QPixmap] = []
        self._at = 0
        self._picture = QLabel()
        self._picture.setObjectName("minutes-page")
        self._picture.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._words = text("", "muted", wrap=False, name="minutes-counter")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._previous = icon_button(
            tr("Halaman sebelumnya"), self._on_previous, Icon.PREVIOUS, name="minutes-previous"
        )
        self._next = icon_button(tr("Halaman berikutnya"), self._on_next, Icon.NEXT, name="minutes-next")
        self._area = scrolled(self._picture)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._title = text(tr("Pratinjau Berita Acara"), "lead", name="minutes-title")
        heading = row(self._title, self._previous, self._words, self._next)
        heading.setStretch(0, 1)
        self.setLayout(column(heading, self._area, gap=Space.SMALL))
        self.show_waiting()

    def show_pages(self, pages: Sequence[bytes]) -> None:
        """Show these PNG pages."""
        self._pages = []
        for page in pages:
            picture = QPixmap()
            picture.loadFromData(page)
            self._pages.append(picture)
        self._at = min(self._at, max(len(self._pages) - 1, 0))
        self._show()

    def show_paper(self, paper: Paper) -> None:
        """Another paper will be shown, from its first page."""
        self._title.setText(tr("Pratinjau {0}").format(paper_words(paper)))
        self._pages, self._at = [], 0

    def show_waiting(self) -> None:
        """Pages are being made; those of before stay until then."""
        if not self._pages:
            self._picture.setText(tr("Menyusun dokumen…"))
            self._words.setText("")

    def show_failed(self) -> None:
        """There is nothing to show."""
        self._pages = []
        self._picture.clear()
        self._picture.setWordWrap(True)
        self._picture.setText(tr("Pratinjau tidak dapat disusun. Data musyawarah aman; coba buka lagi langkah ini."))
        self._words.setText("")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the page again."""
        super().resizeEvent(event)
        self._show()

    def _show(self) -> None:
        self._previous.setEnabled(self._at > 0)
        self._next.setEnabled(self._at + 1 < len(self._pages))
        if not self._pages:
            return
        page = self._pages[self._at]
        width = max(self._area.viewport().width() - 2 * Space.TIGHT, 120)
        size = QSize(width, round(page.height() * width / max(page.width(), 1)))
        smooth = Qt.TransformationMode.SmoothTransformation
        self._picture.setPixmap(page.scaled(size, Qt.AspectRatioMode.KeepAspectRatio, smooth))
        words = tr("Halaman {0} dari {1}").format(self._at + 1, len(self._pages))
        self._words.setText(words)
        self._picture.setAccessibleName(f"{self._title.text()}. {words}")

    def _on_previous(self) -> None:
        self._turn(-1)

    def _on_next(self) -> None:
        self._turn(1)

    def _turn(self, by: int) -> None:
        self._at = min(max(self._at + by, 0), max(len(self._pages) - 1, 0))
        self._show()
