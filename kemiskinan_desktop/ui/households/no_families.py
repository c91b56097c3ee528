"""What stands where no family is listed: why, and what to do next."""

from __future__ import annotations

from collections.abc import Callable

from kemiskinan_desktop.ui.households.presenter import Emptiness
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import EmptyState
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.words import tr


class NoFamilies(EmptyState):
    """Leads to the exchange where nothing ever came, and to all families where a filter left none."""

    def __init__(self, to_exchange: Callable[[], object], show_all: Callable[[], object]) -> None:
        self._to_exchange = button(
            tr("Buka Kirim & Terima"), to_exchange, kind=Kind.PRIMARY, meaning=Icon.EXCHANGE, name="empty-exchange"
        )
        self._show_all = button(tr("Tampilkan semua keluarga"), show_all, name="empty-show-all")
        super().__init__(tr("Sedang membaca daftar keluarga…"), "", Icon.HOUSEHOLD, self._to_exchange, self._show_all)

    def explain(self, why: Emptiness) -> None:
        """Say what the empty table means."""
        nothing_yet = why is Emptiness.NO_LIST
        if nothing_yet:
            self.say(
                tr("Belum ada daftar dari kabupaten"),
                tr("Buka Kirim & Terima untuk mengambil daftar awal. Keluarga baru dapat diusulkan kapan saja."),
            )
        else:
            self.say(
                tr("Tidak ada keluarga yang cocok"),
                tr("Periksa ejaan, kurangi saringan, atau tampilkan semua keluarga."),
            )
        self._to_exchange.setVisible(nothing_yet)
        self._show_all.setVisible(not nothing_yet)
