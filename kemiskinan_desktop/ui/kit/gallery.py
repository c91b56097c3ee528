"""Draws every part of the kit and an example window into pictures, for looking at.

`python -m kemiskinan_desktop.ui.kit.gallery OUTDIR` needs no display; `ui.shell.gallery` adds the
window. The data is made up.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QRadioButton, QSpinBox, QWidget

from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.cards import Card, EmptyState, StatCard, section_header
from kemiskinan_desktop.ui.kit.dialogs import Choice, Question
from kemiskinan_desktop.ui.kit.fields import Chip, ChipFilter, FieldRow, SearchBox, key_hint
from kemiskinan_desktop.ui.kit.formats import number
from kemiskinan_desktop.ui.kit.icons import Icon
from kemiskinan_desktop.ui.kit.layout import column, flow_box, row, shelf
from kemiskinan_desktop.ui.kit.messages import Banner
from kemiskinan_desktop.ui.kit.page import Page
from kemiskinan_desktop.ui.kit.panels import SidePanel
from kemiskinan_desktop.ui.kit.progress import ProgressCard, ShareBar, StepItem, Stepper, StepState
from kemiskinan_desktop.ui.kit.qt_dialogs import ChoiceDialog
from kemiskinan_desktop.ui.kit.table import Align, Badge, Column, TableModel
from kemiskinan_desktop.ui.kit.table_view import TableView
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.kit.tokens import Space, Tone

WINDOW = (1366, 768)


@dataclass(frozen=True, slots=True)
class Family:
    """A made-up family."""

    key: str
    head: str
    dusun: str
    members: int
    badge: Badge


BADGES = (
    Badge("Belum didata", Tone.NEUTRAL, Icon.NOT_STARTED),
    Badge("Draf", Tone.INFO, Icon.DRAFT),
    Badge("Lengkap", Tone.SUCCESS, Icon.SUCCESS),
    Badge("Ada peringatan", Tone.WARNING, Icon.WARNING),
    Badge("Dikembalikan", Tone.DANGER, Icon.UNDO),
)


def nothing() -> None:
    """Buttons of the gallery do nothing."""


def families(count: int) -> list[Family]:
    """So many made-up families."""
    heads = ("Asep Contoh", "Euis Contoh", "Dadang Contoh", "Neneng Contoh", "Ujang Contoh")
    dusun = ("Cibodas", "Pasir Kuda", "Babakan")
    return [
        Family(str(at), f"{heads[at % 5]} {at + 1}", dusun[at % 3], at % 6 + 1, BADGES[at % 5]) for at in range(count)
    ]


def family_table(count: int) -> TableView[Family]:
    """A table with badges."""
    model: TableModel[Family] = TableModel(
        [
            Column("Kepala keluarga", lambda family: family.head, stretches=True),
            Column("Dusun", lambda family: family.dusun, width=14),
            Column("Anggota", lambda family: number(family.members), width=9, align=Align.RIGHT),
            Column("Keadaan", lambda family: family.badge.words, width=22, badge=lambda family: family.badge),
        ],
        key=lambda family: family.key,
    )
    add = button("Tambah keluarga", nothing, kind=Kind.PRIMARY, meaning=Icon.ADD)
    empty = EmptyState(
        "Belum ada keluarga", "Terima daftar awal dari kabupaten, atau tambah sendiri.", Icon.HOUSEHOLD, add
    )
    model.replace(families(count))
    table = TableView(model, empty, label="Daftar keluarga")
    table.select_key("2")
    return table


def home_page() -> Page:
    """A page that is read."""
    page = Page("Beranda", "Tahun pendataan 2026 · 412 keluarga")
    page.action_row.addWidget(button("Lanjutkan pendataan", nothing, kind=Kind.PRIMARY, meaning=Icon.FORWARD))
    steps = Stepper()
    names = ("Daftar awal", "Pendataan", "Musyawarah", "Penetapan", "Dikirim", "Disetujui")
    states = (StepState.DONE, StepState.CURRENT, *[StepState.AHEAD] * 4)
    notes = ("412 keluarga", "268 lengkap", "", "", "", "")
    steps.show_steps([StepItem(*step) for step in zip(names, states, notes, strict=True)])
    page.banner.say(Tone.WARNING, "3 keluarga dikembalikan kabupaten", "Baca catatannya, perbaiki, lalu kirim lagi.")
    page.add(Card("", steps))
    page.add(
        shelf(
            StatCard("belum didata", "144", meaning=Icon.NOT_STARTED, opened=nothing),
            StatCard("lengkap", "268", meaning=Icon.SUCCESS, tone=Tone.SUCCESS, opened=nothing),
            StatCard("ada peringatan", "12", meaning=Icon.WARNING, tone=Tone.WARNING, opened=nothing),
        )
    )
    bars = (
        ShareBar("Dusun Cibodas", 120, 150),
        ShareBar("Dusun Pasir Kuda", 98, 160),
        ShareBar("Dusun Babakan", 50, 102),
    )
    page.add(Card("Kemajuan tiap dusun", *bars))
    page.add(None)
    return page


def table_page(count: int = 40) -> Page:
    """A page that is worked in."""
    page = Page("Keluarga", "412 keluarga di 3 dusun", scrolls=False)
    page.action_row.addWidget(button("Cetak", nothing, meaning=Icon.PRINT))
    page.action_row.addWidget(button("Tambah keluarga", nothing, kind=Kind.PRIMARY, meaning=Icon.ADD, key="Ctrl+N"))
    chips = ChipFilter()
    words = ("Semua", "Belum didata", "Draf", "Lengkap", "Ada peringatan", "Dikembalikan", "Belum terkirim")
    chips.show_chips([Chip(name, name, 412 - 60 * at) for at, name in enumerate(words)], frozenset({"Semua"}))
    page.add(SearchBox("Cari nama, NIK, No. KK, RT/RW"))
    page.add(chips)
    side = SidePanel("Asep Contoh 3")
    facts = (("No. KK", "3203 0000 0000 0000"), ("Alamat", "Dusun Babakan RT 02 RW 05"), ("Anggota", "3 orang"))
    for label, value in facts:
        side.body.addLayout(column(text(label, "caption"), text(value), gap=0))
    side.body.addWidget(BadgeLabel(BADGES[2]))
    side.body.addWidget(button("Buka kuesioner", nothing, kind=Kind.PRIMARY))
    side.body.addStretch(1)
    line = row(family_table(count), side, gap=Space.LARGE)
    line.setStretch(0, 1)
    page.add(line, stretch=1)
    return page


def parts_page() -> Page:
    """Everything else."""
    page = Page("Bagian-bagian", "Untuk dilihat, bukan untuk dipakai.")
    page.add(_buttons())
    page.add(shelf(_form(), _controls()))
    for tone in Tone:
        banner = Banner()
        banner.say(tone, "Jawaban tersimpan di laptop ini", "Belum terkirim; akan dikirim saat ada jaringan.")
        page.add(banner)
    card = ProgressCard("Mengirim ke kabupaten")
    card.show_progress(1280, 2412, 95)
    page.add(card)
    page.add(
        flow_box(key_hint("F2", "Catatan"), key_hint("F7", "Kesalahan berikut"), key_hint("Ctrl+Enter", "Selesai"))
    )
    page.add(None)
    return page


def _buttons() -> QWidget:
    kinds = [button(kind.value.title(), nothing, kind=kind, meaning=Icon.EXCHANGE) for kind in Kind]
    off = button("Tidak dapat", nothing)
    off.setEnabled(False)
    return section_header("Tombol", "Satu yang utama di tiap halaman", *kinds, off)


def _form() -> QWidget:
    card = Card("Isian")
    name, nik, dusun = QLineEdit("Asep Contoh"), QLineEdit("320300000"), QComboBox()
    dusun.addItems(["Cibodas", "Pasir Kuda"])
    wrong = FieldRow("NIK", nik, help_text="16 angka, seperti pada KTP.")
    wrong.show_error("NIK harus 16 angka; ini baru 9.")
    for part in (FieldRow("Nama kepala keluarga", name), wrong, FieldRow("Dusun", dusun, optional=True)):
        card.add(part)
    return card


def _controls() -> QWidget:
    card = Card("Pilihan")
    radio, check = QRadioButton("Hadir"), QCheckBox("Belum punya NIK")
    radio.setChecked(True)
    check.setChecked(True)
    card.add(radio)
    card.add(QRadioButton("Tidak hadir"))
    card.add(check)
    card.add(QCheckBox("Sudah diperiksa"))
    card.add(QSpinBox())
    card.add(flow_box(*(BadgeLabel(badge) for badge in BADGES)))
    card.add(None)
    return card


def dialog() -> QWidget:
    """A question."""
    choices = [Choice("yes", "Hapus", Kind.DANGER), Choice("no", "Batal")]
    words = "Keluarga Asep Contoh belum pernah dikirim. Setelah dihapus tidak dapat dikembalikan."
    return ChoiceDialog(None, Question("Hapus keluarga ini?", words, choices), Icon.HELP)


SCENES: dict[str, Callable[[], QWidget]] = {
    "home": home_page,
    "table": table_page,
    "empty": lambda: table_page(0),
    "parts": parts_page,
    "dialog": dialog,
}


def draw(folder: Path) -> list[Path]:
    """Draw each scene light, dark and at 200 %; answers the files."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    look = Theme(app, Appearance.LIGHT, bundled_font=True)
    folder.mkdir(parents=True, exist_ok=True)
    drawn = []
    for appearance, size in ((Appearance.LIGHT, 100), (Appearance.DARK, 100), (Appearance.LIGHT, 200)):
        look.apply(appearance, size)
        for name, make in SCENES.items():
            widget = make()
            if isinstance(widget, Page):
                widget.resize(*WINDOW)
            widget.show()
            app.sendPostedEvents()
            file = folder / f"{name}-{appearance.value}-{size}.png"
            widget.grab().save(str(file))
            widget.close()
            drawn.append(file)
    return drawn


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    for picture in draw(Path(sys.argv[1])):
        sys.stdout.write(f"{picture}\n")
