"""The bar at the top: whose data this is, search, the state of sending, the person, help and lock."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QPushButton

from kemiskinan_desktop.ui.kit.buttons import Kind, button, icon_button
from kemiskinan_desktop.ui.kit.fields import SearchBox
from kemiskinan_desktop.ui.kit.formats import ago, clock_time, number
from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.layout import column, row
from kemiskinan_desktop.ui.kit.texts import IconLabel, text
from kemiskinan_desktop.ui.kit.theme import set_role, theme
from kemiskinan_desktop.ui.kit.tokens import Space
from kemiskinan_desktop.ui.shell.presenter import Place, Sending, SendingPhase

_LOOKS = {
    SendingPhase.RESTING: (Icon.SUCCESS, Colour.SUCCESS),
    SendingPhase.SENDING: (Icon.SYNC, Colour.ACCENT),
    SendingPhase.QUEUED: (Icon.TIME, Colour.ACCENT),
    SendingPhase.OFFLINE: (Icon.OFFLINE, Colour.MUTED),
    SendingPhase.ATTENTION: (Icon.WARNING, Colour.WARNING),
}


class TopBar(QFrame):
    """Shows and reports; the shell's presenter decides."""

    sending_pressed = Signal()
    help_pressed = Signal()
    lock_pressed = Signal()

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.setObjectName("top-bar")
        set_role(self, role="topbar")
        self._village = text(place.village, "label", wrap=False, name="village")
        self._district = text(place.district, "caption", wrap=False, name="district")
        self.search = SearchBox(self.tr("Cari nama, NIK, No. KK, RT/RW…  (Ctrl+K)"), name="search-everything")
        self.sending: QPushButton = button("", self.sending_pressed.emit, kind=Kind.QUIET, name="sending")
        self._person_icon = IconLabel(Icon.PERSON, Colour.MUTED, 1.3)
        self._person = text(place.person, wrap=False, name="person")
        ask = icon_button(self.tr("Bantuan layar ini"), self.help_pressed.emit, Icon.HELP, key="F1", name="help")
        lock = icon_button(self.tr("Kunci"), self.lock_pressed.emit, Icon.LOCK, key="Ctrl+L", name="lock")
        lay = row(
            column(self._village, self._district, gap=0),
            self.search,
            None,
            self.sending,
            row(self._person_icon, self._person, gap=Space.TIGHT),
            row(ask, lock, gap=0),
            gap=Space.LARGE,
        )
        lay.setContentsMargins(Space.WIDE, Space.SMALL, Space.MEDIUM, Space.SMALL)
        lay.setStretch(1, 3)
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self._narrow = False
        self._state = Sending()
        self._now: datetime | None = None
        self._measure()
        theme().changed.connect(self._measure)

    def show_place(self, place: Place) -> None:
        """Another person, or another village."""
        self._village.setText(place.village)
        self._district.setText(place.district)
        self._person.setText(place.person)

    def show_sending(self, state: Sending, now: datetime) -> None:
        """Say where sending stands, in words."""
        self._state, self._now = state, now
        long = self._sending_words(state, now)
        unsent = self.tr("%n belum terkirim", "", state.unsent).replace(str(state.unsent), number(state.unsent))
        short = unsent if state.unsent and state.phase is not SendingPhase.QUEUED else long.split(" · ")[0]
        self.sending.setText(short if self._narrow else long)
        self.sending.setToolTip(long)
        self.sending.setAccessibleName(long)
        meaning, colour = _LOOKS[state.phase]
        if state.phase is SendingPhase.RESTING and state.unsent:
            meaning, colour = Icon.UNSENT, Colour.ACCENT
        self.sending.setIcon(icon(meaning, colour))

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what the tooltips also tell."""
        self._narrow = narrow
        for part in (self._district, self._person, self._person_icon):
            part.setVisible(not narrow)
        if self._now is not None:
            self.show_sending(self._state, self._now)

    def focus_search(self) -> None:
        """Ctrl+K."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _sending_words(self, state: Sending, now: datetime) -> str:
        last = self.tr("terakhir {0}").format(ago(state.last, now)) if state.last else self.tr("belum pernah mengirim")
        unsent = self.tr("%n belum terkirim", "", state.unsent).replace(str(state.unsent), number(state.unsent))
        match state.phase:
            case SendingPhase.SENDING:
                return self.tr("Sedang mengirim…")
            case SendingPhase.QUEUED:
                turn = clock_time(state.slot) if state.slot is not None else ""
                return self.tr("Giliran kirim pukul {0} · kabupaten sedang ramai").format(turn)
            case SendingPhase.OFFLINE:
                first = self.tr("Tidak tersambung")
                return f"{first} · {unsent}" if state.unsent else f"{first} · {last}"
            case SendingPhase.ATTENTION:
                first = self.tr("Perlu dilihat")
                return f"{first} · {unsent}" if state.unsent else f"{first} · {last}"
            case SendingPhase.RESTING:
                return f"{unsent if state.unsent else self.tr('Semua terkirim')} · {last}"

    def _measure(self) -> None:
        self.search.setMaximumWidth(theme().characters(60))
        self.search.setMinimumWidth(theme().characters(18))
