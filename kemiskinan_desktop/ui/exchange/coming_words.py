"""What comes next, in plain sentences: what will go, when it goes by itself, whose turn it is, and why it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from kemiskinan_desktop.services.exchange import ExchangeStatus, Hold, HoldReason, WaitingItem
from kemiskinan_desktop.ui.exchange.words import kinds_words
from kemiskinan_desktop.ui.kit.formats import clock_time, day_and_time, duration
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import VILLAGE_TIME_ZONE


def load_words(waiting: Sequence[WaitingItem], attachments: int = 0) -> str:
    """What will go, counted by kind; empty where nothing waits."""
    counts = Counter(one.kind for one in waiting)
    parts = [kinds_words(sorted(counts.items(), key=lambda one: -one[1]))] if counts else []
    if attachments:
        parts.append(tr("%n foto atau berkas", attachments))
    return tr("Akan dikirim: {0}").format(" · ".join(parts)) if parts else ""


def turn_words(slot: datetime, now: datetime, hold: Hold | None) -> tuple[str, str]:
    """The turn that a crowded district gave, and what the person may do meanwhile."""
    left = duration(max(0.0, (slot - now).total_seconds()))
    happened = tr("Kabupaten sedang ramai. Giliran Anda pukul {0}, {1} lagi.").format(clock_time(slot), left)
    if hold is not None:
        return happened, tr("Anda bisa terus bekerja. Pada jam itu tekan Coba sekarang.")
    return happened, tr("Anda bisa terus bekerja; pengiriman jalan sendiri.")


def next_words(status: ExchangeStatus, now: datetime, hold: Hold | None) -> str:
    """When the next exchange begins by itself, or why none does; empty while one runs or a turn is waited for."""
    if hold is not None:
        return hold_words(hold, now)
    if status.running or status.slot is not None:
        return ""
    if status.next_attempt is None:
        return tr("Kiriman otomatis berhenti sampai masalah di atas diselesaikan.")
    if status.next_attempt <= now:
        return tr("Otomatis: sebentar lagi.")
    return tr("Otomatis berikutnya pukul {0}.").format(clock_time(status.next_attempt))


def hold_words(hold: Hold, now: datetime) -> str:
    """Who said that nothing goes by itself."""
    if hold.why is HoldReason.PAUSED and hold.until is not None:
        return tr("Kiriman otomatis dijeda sampai {0}.").format(_until(hold.until, now))
    if hold.why is HoldReason.METERED:
        return tr("Jaringan ini memakai kuota, jadi tidak ada yang dikirim sendiri. Tombol di atas tetap bisa dipakai.")
    return tr("Kiriman otomatis dimatikan. Kirim dengan tombol di atas, atau nyalakan lagi.")


def can_resume(hold: Hold | None) -> bool:
    """Whether the button takes a wish back instead of asking for a pause; a line's cost is not for it to change."""
    return hold is not None and hold.why is not HoldReason.METERED


def _until(moment: datetime, now: datetime) -> str:
    days = (moment.astimezone(VILLAGE_TIME_ZONE).date() - now.astimezone(VILLAGE_TIME_ZONE).date()).days
    if days == 0:
        return tr("pukul {0}").format(clock_time(moment))
    return tr("besok pukul {0}").format(clock_time(moment)) if days == 1 else day_and_time(moment)
