"""Messages that do not interrupt: a banner that stays on the page, a toast that goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from kemiskinan_desktop.ui.kit.buttons import icon_button
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import TONE_COLOUR, TONE_ICON, IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone

TOAST_MILLISECONDS = 3500


class Banner(QFrame):
    """A message at the top of a page or section; hidden until `say` is called."""

    def __init__(self, *actions: QWidget, closable: bool = True, name: str = "banner") -> None:
        super().__init__()
        self.setObjectName(name)
        self._icon = IconLabel(Icon.INFO)
        self._title = text("", "label", name="banner-title")
        self._detail = text("", name="banner-detail")
        line = row(self._icon, column(self._title, self._detail, gap=Space.HAIR), *actions, gap=Space.MEDIUM)
        line.setContentsMargins(Space.LARGE, Space.MEDIUM, Space.SMALL, Space.MEDIUM)
        line.setAlignment(self._icon, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        if closable:
            close = icon_button(self.tr("Tutup pesan"), self.hide, Icon.CLOSE, name="banner-close")
            line.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(line)
        self.hide()

    def say(self, tone: Tone, title: str, detail: str = "") -> None:
        """Show a message of that tone."""
        set_role(self, banner=tone.value)
        self._icon.show_icon(TONE_ICON[tone], TONE_COLOUR[tone])
        self._title.setText(title)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{title}. {detail}" if detail else title)
        self.show()


class Toast(QFrame):
    """A short note at the bottom of its parent that goes after some seconds."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("toast")
        set_role(self, role="toast")
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)  # what lies under it can still be pressed
        self._label = text("", wrap=True, name="toast-text")
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        line = row(self._label)
        line.setContentsMargins(Space.WIDE, Space.MEDIUM, Space.WIDE, Space.MEDIUM)
        self._line = line
        self.setLayout(line)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        parent.installEventFilter(self)
        self.hide()

    def say(self, words: str) -> None:
        """Show the note; a new one takes the place of the old."""
        self._label.setText(words)
        self.setAccessibleName(words)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(TOAST_MILLISECONDS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the parent when its size changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        parent = self._over
        natural = theme().metrics().horizontalAdvance(self._label.text()) + 2 * Space.WIDE + Space.SMALL
        width = min(natural, round(parent.width() * 0.7))
        height = self._line.totalHeightForWidth(width)
        self.setGeometry((parent.width() - width) // 2, parent.height() - height - Space.WIDE, width, height)
