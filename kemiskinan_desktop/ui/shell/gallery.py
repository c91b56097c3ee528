"""Draws the kit's gallery and an example window around it: `python -m kemiskinan_desktop.ui.shell.gallery OUTDIR`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.ui.kit import gallery
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.page import Navigator, Page, Screen
from kemiskinan_desktop.ui.kit.theme import Appearance, theme
from kemiskinan_desktop.ui.shell.presenter import Doors, Hit, Place, Sending, SendingPhase
from kemiskinan_desktop.ui.shell.window import MainWindow

_HELP = (
    "Layar ini menunjukkan sampai di mana desa Anda.\n\nTekan Ctrl+2 untuk daftar keluarga, Ctrl+K untuk mencari. "
    "Semua jawaban tersimpan sendiri."
)


def example_window(*, training: bool = False) -> MainWindow:
    """A window with all seven screens, on made-up data."""
    scenes = {
        "beranda": ("Beranda", Icon.HOME, gallery.home_page),
        "keluarga": ("Keluarga", Icon.HOUSEHOLD, gallery.table_page),
        "musyawarah": ("Musyawarah", Icon.DELIBERATION, gallery.home_page),
        "pekerja": ("Pekerja", Icon.WORKER, gallery.home_page),
        "kirim": ("Kirim & Terima", Icon.EXCHANGE, gallery.home_page),
        "laporan": ("Laporan", Icon.REPORT, gallery.home_page),
        "pengaturan": ("Pengaturan", Icon.SETTINGS, gallery.parts_page),
    }
    screens = [Screen(key, title, icon, partial(_page, make), _HELP) for key, (title, icon, make) in scenes.items()]
    place = Place("Desa Contoh", "Kecamatan Contoh", "Siti Contoh", training)
    window = MainWindow(screens, place, Doors(search=_search, lock=gallery.nothing))
    now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    window.show_sending(Sending(SendingPhase.RESTING, 12, now - timedelta(hours=26, minutes=40)), now)
    return window


def _page(make: Callable[[], Page], _navigator: Navigator) -> Page:
    return make()


def _search(_query: str, found: Callable[[Sequence[Hit]], None]) -> None:
    found([Hit(f"Asep Contoh {at}", "Dusun Cibodas RT 01 RW 02 · 4 anggota", "keluarga", str(at)) for at in range(11)])


def draw(folder: Path) -> None:
    """Draw the window light, dark and at 200 %, with results, help and the training ribbon."""
    gallery.draw(folder)
    for appearance, size in (
        (Appearance.LIGHT, 100),
        (Appearance.DARK, 100),
        (Appearance.LIGHT, 150),
        (Appearance.LIGHT, 200),
    ):
        theme().apply(appearance, size)
        for name, show in _SCENES.items():
            window = example_window(training=name == "training")
            window.resize(*gallery.WINDOW)
            window.show()
            show(window)
            QApplication.sendPostedEvents()
            window.grab().save(str(folder / f"shell-{name}-{appearance.value}-{size}.png"))
            window.hide()


def _show_search(window: MainWindow) -> None:
    window.open("keluarga")
    window.top_bar.search.setText("asep")
    window.presenter.find("asep")


def _show_training(window: MainWindow) -> None:
    window.open("beranda")
    window.toggle_help()
    window.notify("Tersimpan di laptop ini.")


_SCENES: dict[str, Callable[[MainWindow], None]] = {
    "home": lambda window: window.open("beranda"),
    "table": lambda window: window.open("keluarga"),
    "search": _show_search,
    "training": _show_training,
}


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    draw(Path(sys.argv[1]))
