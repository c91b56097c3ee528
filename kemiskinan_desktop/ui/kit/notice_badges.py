"""How soon a notice should be read, as a mark: by words, icon and colour, alike on every screen."""

from __future__ import annotations

from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Badge
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.publishing import Urgency


def urgency_badge(urgency: Urgency) -> Badge:
    """The mark of one urgency."""
    return {
        Urgency.URGENT: Badge(tr("Mendesak"), Tone.DANGER, Icon.ERROR),
        Urgency.IMPORTANT: Badge(tr("Penting"), Tone.WARNING, Icon.WARNING),
        Urgency.ORDINARY: Badge(tr("Biasa"), Tone.NEUTRAL, Icon.ANNOUNCE),
    }[urgency]


def read_badge(*, read: bool) -> Badge:
    """Whether the person has read it."""
    return Badge(tr("Dibaca"), Tone.SUCCESS, Icon.DONE) if read else Badge(tr("Baru"), Tone.INFO, Icon.OPEN)
