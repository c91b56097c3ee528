"""Where a worker stands before BPJS Ketenagakerjaan, alike on every screen."""

from __future__ import annotations

from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.table import Badge
from kemiskinan_desktop.ui.kit.tokens import Tone
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.social_security import WorkerStatus


def worker_badge(status: WorkerStatus) -> Badge:
    """The status in words, with its mark."""
    return {
        WorkerStatus.TO_CHECK: Badge(tr("Wajib dicek"), Tone.WARNING, Icon.FLAG),
        WorkerStatus.ELIGIBLE: Badge(tr("Belum terlindungi"), Tone.DANGER, Icon.WARNING),
        WorkerStatus.COVERED: Badge(tr("Sudah terlindungi"), Tone.SUCCESS, Icon.SAFE),
        WorkerStatus.NOT_ELIGIBLE: Badge(tr("Tidak memenuhi"), Tone.NEUTRAL, Icon.STOP),
    }[status]
