"""A field to sign in with mouse, pen or finger; its drawing becomes a PNG."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame

from kemiskinan_desktop.ui.kit.theme import set_role, theme

_INK = "#101820"
_PAPER = "#ffffff"
"""Paper and ink are the document's, not the theme's: a signature is white paper in a dark room too."""
_WIDTH = 3.0


class SignaturePad(QFrame):
    """Empty until somebody draws."""

    def __init__(self, label: str, name: str = "signature") -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        set_role(self, role="card")
        self._path = QPainterPath()
        self.setMinimumHeight(theme().line * 6)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_empty(self) -> bool:
        """Nobody has drawn."""
        return self._path.isEmpty()

    def clear(self) -> None:
        """Begin again."""
        self._path = QPainterPath()
        self.update()

    def draw_line(self, *points: tuple[float, float]) -> None:
        """A stroke through these points."""
        for at, (x, y) in enumerate(points):
            if at == 0:
                self._path.moveTo(x, y)
            else:
                self._path.lineTo(x, y)
        self.update()

    def png(self) -> bytes:
        """The drawing on white."""
        image = QImage(self.size(), QImage.Format.Format_RGB32)
        image.fill(QColor(_PAPER))
        painter = QPainter(image)
        self._draw(painter)
        painter.end()
        content = QByteArray()
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")  # type: ignore[call-overload]
        return bytes(content.data())

    def sizeHint(self) -> QSize:
        """Wide enough for a name."""
        return QSize(theme().characters(50), theme().line * 6)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        self._path.moveTo(event.position())
        self._path.lineTo(event.position() + QPointF(0.5, 0.5))
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The stroke goes on."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._path.lineTo(event.position())
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, then ink."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(2, 2, -2, -2), QColor(_PAPER))
        self._draw(painter)
        painter.end()

    def _draw(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(_INK), _WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPath(self._path)
