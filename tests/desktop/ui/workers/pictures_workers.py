"""Pictures of Pekerja, for looking at: `pictures(out)` draws them without a display."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from kemiskinan_desktop.ui.kit.theme import Appearance, theme
from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.social_security import EndReason
from tests.desktop.services.village import Village
from tests.desktop.services.working import Workplace, draft
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator
from tests.desktop.ui.workers.screen import worker_page

PAGE = (1366 - 190, 768 - 56)
LONG = "Raden Ajeng Siti Nurhasanah Kusumawardhani Suryaningrat binti Wiranatakusumah"


def _draw(widget: QWidget, file: Path) -> None:
    widget.show()
    for _ in range(4):
        QApplication.sendPostedEvents()
        QApplication.processEvents()
    widget.grab().save(str(file))


def pictures(out: Path) -> None:
    """Draw the screen and its dialogs into the folder."""
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        village = Village(Path(folder))
        place = Workplace(village)
        empty = worker_page(village, place, FakeNavigator(), FakeDialogs())
        empty.resize(*PAGE)
        empty.shown()
        _draw(empty, out / "pekerja-kosong.png")
        asep, siti, _ = place.family("Asep Contoh", LONG, "Ujang Contoh")
        place.family("Dede Contoh", "Euis Contoh", ruling=None, dusun="Babakan Pasir Angin Girang")
        place.enrolments.save(asep, draft(start=date(2026, 11, 1)))
        saved = place.enrolments.save(siti, draft("12345678902", end=date(2026, 12, 10)))
        place.remarks.add(RecordKind.MEMBER, siti, "worker", "Nama di kartu tidak sama dengan KTP. Cocokkan lagi.")
        for name, appearance, percent in (
            ("light", Appearance.LIGHT, 100),
            ("dark", Appearance.DARK, 100),
            ("200", Appearance.LIGHT, 200),
        ):
            theme().apply(appearance, percent)
            _screens(out, name, place, siti)
        place.enrolments.end(saved.record, date(2026, 11, 20), EndReason.DEATH)  # type: ignore[union-attr]
        page = worker_page(village, place, FakeNavigator(), FakeDialogs())
        theme().apply(Appearance.LIGHT, 100)
        page.resize(*PAGE)
        page.shown()
        page.table.select_key(siti)
        _draw(page, out / "pekerja-meninggal.png")
        village.store.close()


def _screens(out: Path, name: str, place: Workplace, chosen: RecordId) -> None:
    page = worker_page(place.village, place, FakeNavigator(), FakeDialogs())
    page.resize(*PAGE)
    page.shown()
    page.table.select_key(chosen)
    _draw(page, out / f"pekerja-{name}.png")
    page.forms.enrol()
    page.forms.overrule()
    page.forms.remark()
    assert page.forms.detail is not None
    page.forms.hand_over(page.forms.detail.enrolments[0])
    page.forms.budget(page.presenter.wanted)
    head = ("No", "KPJ", "Nama", "NIK", "Alamat", "RT", "RW")
    rows = [head, ("1", "12345678909", LONG, "3203011503800002", "", "", ""), ("2", "1", "X", "Y", "", "", "")]
    page.show_answer(place.workers.read_answer(workbook_bytes(rows), "jawaban.xlsx"))
    for dialog in (
        "enrolment-dialog",
        "overrule-dialog",
        "remark-dialog",
        "hand-over-dialog",
        "budget-dialog",
        "answer-dialog",
    ):
        found = page.findChild(QWidget, dialog)
        assert found is not None
        _draw(found, out / f"{dialog}-{name}.png")
        found.close()
    page.tabs.setCurrentIndex(1)
    _draw(page, out / f"cakupan-{name}.png")
    page.close()
