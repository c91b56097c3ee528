"""Pictures of Keluarga and Kuesioner, for looking at: `pictures(out)` draws them without a display."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QWidget

from kemiskinan_desktop.services.events import Events
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_desktop.ui.households.view import Advice, HouseholdsPage
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme, theme
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage
from kemiskinan_domain.records import RecordKind
from tests.desktop.ui.fakes import FakeNavigator, NowLane
from tests.desktop.ui.households.village import FakeFamilies, judged, village
from tests.desktop.ui.questionnaire.family import FamilyDesk

PAGE = QSize(1366 - 190, 768 - 56)


class _Now:
    def deliver(self, call):
        call()


def households_page(families: FakeFamilies) -> HouseholdsPage:
    return HouseholdsPage(FakeNavigator(), NowLane(), families, Events(_Now()), Advice(judged))


def _draw(widget: QWidget, file: Path, size: QSize = PAGE) -> None:
    widget.resize(size)
    widget.show()
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    widget.grab().save(str(file))


def pictures(out: Path) -> None:
    """Draw every state of both screens into the folder."""
    out.mkdir(parents=True, exist_ok=True)
    for name, appearance, percent in (
        ("light", Appearance.LIGHT, 100),
        ("dark", Appearance.DARK, 100),
        ("200", Appearance.LIGHT, 200),
    ):
        theme().apply(appearance, percent)
        _households(out, name)
        _questionnaires(out, name)


def _households(out: Path, name: str) -> None:
    page = households_page(FakeFamilies(village(2000)))
    page.resize(PAGE)
    page.shown()
    page.table.selectRow(7)
    _draw(page, out / f"keluarga-{name}.png")
    page.presenter.press_chip(HouseholdChip.RETURNED)
    _draw(page, out / f"keluarga-returned-{name}.png")
    page.presenter.find("zzz")
    _draw(page, out / f"keluarga-nothing-{name}.png")
    nobody = households_page(FakeFamilies())
    nobody.shown()
    _draw(nobody, out / f"keluarga-empty-{name}.png")
    dialog = page.propose()
    dialog.presenter.name_left("Asep Suherman")
    _draw(dialog, out / f"usulan-{name}.png", dialog.size())
    dialog.close()


def _questionnaires(out: Path, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder, FamilyDesk(Path(folder)) as desk:
        page = desk.page()
        page.resize(PAGE)
        page.show()
        page.shown(desk.household)
        _draw(page, out / f"kuesioner-{name}.png")
        _answer(page, "/data/identitas/r205", "1")
        for path, raw in _ANSWERS.items():
            _answer(page, path, raw)
        page.presenter.go_to("/data/perumahan/r306a")
        _draw(page, out / f"kuesioner-rumah-{name}.png")
        page.presenter.go_to("/data/anggota[2]/nik")
        _draw(page, out / f"kuesioner-anggota-{name}.png")
        page.presenter.go_to("/data/anggota[1]/kerja/r417")
        _draw(page, out / f"kuesioner-kerja-{name}.png")
        page.presenter.go(page.presenter.pages()[1])
        _draw(page, out / f"kuesioner-daftar-{name}.png")
        page.presenter.finish()
        _draw(page, out / f"kuesioner-akhir-{name}.png")
        page.presenter.go_to("/data/perumahan/r302")
        desk.lane.fault = DiskFullError()
        _answer(page, "/data/perumahan/r302", "36")
        _draw(page, out / f"kuesioner-penuh-{name}.png")
        desk.lane.fault = None
        page.trouble.hide()
        changes = {"review": "under_review", "head_name": "Raden Ajeng Siti Nurhasanah Kusumawardhani Suryaningrat"}
        desk.village.put(RecordKind.HOUSEHOLD, changes, desk.household)
        page.shown(desk.household)
        _draw(page, out / f"kuesioner-ditahan-{name}.png")


_ANSWERS = {
    "/data/perumahan/r301a": "1",
    "/data/anggota[1]/r404": "1",
    "/data/anggota[1]/status_nik": "ada",
    "/data/anggota[1]/nik": "3203012304780002",
    "/data/anggota[1]/r405": "L",
    "/data/anggota[1]/r406": "1978-04-23",
    "/data/anggota[1]/kerja/r416a": "1",
    "/data/anggota[2]/r404": "1",
    "/data/anggota[2]/status_nik": "ada",
    "/data/anggota[2]/nik": "3203012304780002",
    "/data/anggota[2]/r405": "P",
    "/data/anggota[2]/r406": "1981-06-15",
}


def _answer(page: QuestionnairePage, path: str, raw: str) -> None:
    page.presenter.go_to(path)
    page.presenter.commit(path, raw)


if __name__ == "__main__":
    app = QApplication([])
    Theme(app, Appearance.LIGHT, bundled_font=True)
    pictures(Path(sys.argv[1]))
