"""The projector window: the family in front in large type, as thirty people may see it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kemiskinan_desktop.ui.deliberations.projection import Slide
from kemiskinan_desktop.ui.deliberations.words import place_words, presence_words, ruling_words
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.deliberation import Ruling

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAP = Qt.TextFlag.TextWordWrap
_TONES = {
    Ruling.ELIGIBLE.value: Tone.SUCCESS,
    Ruling.NOT_ELIGIBLE.value: Tone.DANGER,
    Ruling.POSTPONED.value: Tone.INFO,
}


class ProjectorWindow(QWidget):
    """Sizes follow the window's height, so that the last row in the hall reads it. F11 fills the wall, Esc closes."""

    closed = Signal()

    def __init__(self, village: str) -> None:
        super().__init__()
        self.setObjectName("projector")
        self.setWindowTitle(tr("Layar proyektor"))
        self._village = village
        self._slide: Slide | None = None
        self.resize(1280, 720)
        theme().changed.connect(self.update)

    def show_slide(self, slide: Slide | None) -> None:
        """Follow the operator."""
        self._slide = slide
        self.setAccessibleName(
            tr("Layar proyektor") if slide is None else f"{slide.name}, {ruling_words(slide.ruling)}"
        )
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F11 and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        elif event.key() == Qt.Key.Key_F11:
            self.showNormal() if self.isFullScreen() else self.showFullScreen()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell the operator's window."""
        super().closeEvent(event)
        self.closed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the slide."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme().ink.surface))
        unit = min(self.height() / 100, self.width() / 150)
        area = QRectF(self.rect()).adjusted(7 * unit, 5 * unit, -7 * unit, -5 * unit)
        self._words(painter, QRectF(area.x(), area.y(), area.width() * 0.6, 6 * unit), self._village, 3.6 * unit)
        if self._slide is None:
            middle = QRectF(area.x(), area.y() + 20 * unit, area.width(), 40 * unit)
            self._words(painter, middle, tr("Musyawarah Desa"), 11 * unit, bold=True)
        else:
            self._family(painter, area, unit, self._slide)
        painter.end()

    def _family(self, painter: QPainter, area: QRectF, unit: float, slide: Slide) -> None:
        muted = theme().ink.muted
        counter = tr("Keluarga {0} dari {1}").format(number(slide.place), number(slide.total))
        top = QRectF(area.right() - area.width() * 0.4, area.y(), area.width() * 0.4, 6 * unit)
        self._words(painter, top, counter, 3.6 * unit, align=_RIGHT)
        name = QRectF(area.x(), area.y() + 11 * unit, area.width(), 27 * unit)
        self._words(painter, name, slide.name, 12 * unit, bold=True)
        where = QRectF(area.x(), area.y() + 40 * unit, area.width(), 7 * unit)
        self._words(painter, where, place_words(slide.dusun, slide.rt, slide.rw), 5.4 * unit)
        card = tr("No. KK {0}").format(slide.family_card) if slide.family_card else ""
        people = tr("%n anggota keluarga", slide.members)
        about = QRectF(area.x(), area.y() + 48 * unit, area.width(), 6 * unit)
        self._words(painter, about, " · ".join(part for part in (people, card) if part), 4.4 * unit, colour=muted)
        self._decision(painter, QRectF(area.x(), area.y() + 58 * unit, area.width(), 21 * unit), unit, slide)
        self._progress(painter, QRectF(area.x(), area.bottom() - 6 * unit, area.width(), 6 * unit), unit, slide)

    def _decision(self, painter: QPainter, area: QRectF, unit: float, slide: Slide) -> None:
        front, back = theme().ink.tone(_TONES.get(slide.ruling or "", Tone.NEUTRAL))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(back))
        painter.drawRoundedRect(area, 2 * unit, 2 * unit)
        inner = area.adjusted(4 * unit, 2 * unit, -4 * unit, -2 * unit)
        words = ruling_words(slide.ruling) if slide.ruling else tr("Sedang dibahas")
        upper = QRectF(inner.x(), inner.y(), inner.width(), inner.height() * 0.62)
        lower = QRectF(inner.x(), upper.bottom(), inner.width(), inner.height() * 0.38)
        self._words(painter, upper, words, 9 * unit, bold=True, colour=front)
        self._words(painter, lower, presence_words(slide.presence), 4.4 * unit, colour=front)

    def _progress(self, painter: QPainter, area: QRectF, unit: float, slide: Slide) -> None:
        ink = theme().ink
        bar = QRectF(area.x(), area.center().y() - 0.8 * unit, area.width() * 0.62, 1.6 * unit)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ink.sunken))
        painter.drawRoundedRect(bar, 0.8 * unit, 0.8 * unit)
        share = slide.decided / slide.total if slide.total else 0
        if share:
            painter.setBrush(QColor(ink.accent))
            done = QRectF(bar.x(), bar.y(), max(bar.width() * share, bar.height()), bar.height())
            painter.drawRoundedRect(done, 0.8 * unit, 0.8 * unit)
        said = tr("{0} dari {1} diputuskan").format(number(slide.decided), number(slide.total))
        words = QRectF(bar.right(), area.y(), area.right() - bar.right(), area.height())
        self._words(painter, words, said, 3.6 * unit, align=_RIGHT, colour=ink.muted)

    def _words(
        self,
        painter: QPainter,
        area: QRectF,
        words: str,
        size: float,
        *,
        bold: bool = False,
        colour: str = "",
        align: Qt.AlignmentFlag = _LEFT,
    ) -> None:
        """Draw words at that size in pixels, smaller where they would not fit."""
        font = QFont(theme().font(bold=bold))
        font.setPixelSize(max(round(size), 1))
        while font.pixelSize() > size * 0.4:
            needed = QFontMetricsF(font).boundingRect(area, int(align) | int(_WRAP), words)
            if needed.height() <= area.height() and needed.width() <= area.width():
                break
            font.setPixelSize(max(round(font.pixelSize() * 0.92) - 1, 1))
        painter.setFont(font)
        painter.setPen(QColor(colour or theme().ink.text))
        painter.drawText(area, int(align) | int(_WRAP), words)
