"""The tour from first start to the signed receipt; see `play`."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.app import Desktop, Options
from kemiskinan_desktop.places import places_for
from kemiskinan_desktop.services.exchange import ReceiptRow
from kemiskinan_desktop.services.households import HouseholdFilter
from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage
from kemiskinan_desktop.ui.kit.dialogs import FileKind
from kemiskinan_desktop.ui.kit.qt_dialogs import QtDialogs
from kemiskinan_desktop.ui.kit.theme import theme
from kemiskinan_desktop.ui.kit.words import Language
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage
from kemiskinan_desktop.ui.shell.window import MainWindow
from kemiskinan_desktop.ui.workers.view import WorkersPage
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import SurveyState
from trial.district import VILLAGE, District
from trial.tour.comparing import compare
from trial.tour.hands import Hands, TourStoppedError
from trial.tour.meeting import Meeting
from trial.tour.survey import Surveyor
from trial.tour.workers import ANSWER, WorkersTour

PERSON, PASSPHRASE = "Siti Aminah", "sawah hijau di kaki gunung"
SURVEYED = 8
WIDTH, HEIGHT = 1366, 768


class TourDialogs(QtDialogs):
    """The application's dialogs, but a file is saved where the tour keeps its papers: nobody sits at the chooser."""

    folder = Path()

    def save_file(
        self, title: str, suggested: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]
    ) -> None:
        """Save under the suggested name."""
        chosen(self.folder / suggested)

    def choose_file(self, title: str, kinds: Sequence[FileKind], chosen: Callable[[Path | None], None]) -> None:
        """Open the answer of BPJS, the only file that the tour is given."""
        chosen(self.folder / ANSWER)


@dataclass(slots=True)
class Summary:
    """What the tour did, in figures."""

    families_wanted: int
    families_pulled: int = 0
    people_pulled: int = 0
    surveyed: int = 0
    decided: int = 0
    workers_listed: int = 0
    cards_handed_over: int = 0
    pushed: int = 0
    receipts_verified: int = 0
    laptop_records: int = 0
    district_records: int = 0
    equal: bool = False
    papers: list[str] = field(default_factory=list)

    def problems(self) -> list[str]:
        """What should have been otherwise."""
        wrong = [
            name
            for name in (
                "families_pulled",
                "surveyed",
                "decided",
                "workers_listed",
                "cards_handed_over",
                "pushed",
                "receipts_verified",
            )
            if not getattr(self, name)
        ]
        if not self.equal:
            wrong.append("laptop and district differ")
        if not self.surveyed == self.decided == self.families_wanted:
            wrong.append(f"surveyed {self.surveyed}, decided {self.decided} of {self.families_wanted}")
        return wrong


def play(out: Path, families: int = SURVEYED) -> int:
    """Play the tour into that folder, surveying so many families; 0 when everything came out as it should."""
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    _choose_platform()
    app = cast("QApplication", QApplication.instance() or QApplication(sys.argv[:1]))
    district, village, summary = District(out / "data" / "district"), out / "data" / "village", Summary(families)
    _say("Menyiapkan kabupaten …")
    # While it serves its database runs, which each command would otherwise start and stop for itself.
    with district.serving() as address:
        (out / "daftar-awal.txt").write_text("\n".join(district.prepare()), encoding="utf-8")
        _Tour(app, out, village, summary).play(district, address)
    found = compare(village, PASSPHRASE, district.data, VILLAGE)
    summary.laptop_records, summary.district_records = found.laptop, found.district
    summary.equal, summary.receipts_verified = found.equal, found.receipts_on_laptop
    summary.papers = sorted(path.name for path in out.glob("*.pdf"))
    return _conclude(out, summary)


class _Tour:
    """One run of the application, from the first window to the last."""

    def __init__(self, app: QApplication, out: Path, village: Path, summary: Summary) -> None:
        self._app = app
        self._out = out
        self._village = village
        self._summary = summary
        self._hands = Hands(app, out, places_for(village).logs / "kesalahan.log")
        TourDialogs.folder = out

    def play(self, district: District, address: str) -> None:
        """Everything, in order; the application is closed at the end."""
        desktop = Desktop(
            self._app, Options(self._village, address, Language.INDONESIAN), system_clock, dialogs_over=TourDialogs
        )
        desktop.start()
        try:
            self._first_start(desktop, district)
            window, services = self._main_window(desktop)
            self._receive(window, services)
            self._survey(window, services)
            self._meet(window, services)
            self._cover(window, services)
            self._send(window, services)
            self._look_around(window)
        finally:
            desktop.stop()
            self._hands.breathe()

    def _first_start(self, desktop: Desktop, district: District) -> None:
        _say("Mulai pertama: kode, nama, kata sandi, lembar pemulihan …")
        hands, access = self._hands, desktop.access_window
        if access is None:
            raise TourStoppedError("no first window")
        hands.root = access
        access.resize(WIDTH, HEIGHT)
        hands.until(access.code_form.isVisible, "the first step is there")
        hands.write("enrolment-code", "AAAA-BBBB-CCCC", access)
        hands.click("send-code", access)
        hands.until(access.code_form.code_row.message.isVisible, "a wrong code is refused")
        hands.picture("kode-salah")
        hands.write("enrolment-code", district.enrolment_code(), access)
        hands.click("send-code", access)
        hands.until(access.person_form.isVisible, "the code is taken")
        hands.write("person-name", PERSON, access)
        hands.picture("nama")
        hands.click("send-person", access)
        for name in ("passphrase", "passphrase-again"):
            hands.write(name, PASSPHRASE, access.passphrase_form)
        hands.picture("kata-sandi")
        hands.click("send-passphrase", access)
        hands.until(access.recovery_form.isVisible, "the file is made")
        hands.click("save-sheet", access)
        hands.picture("lembar-pemulihan")
        hands.click("enter", access)

    def _main_window(self, desktop: Desktop) -> tuple[MainWindow, AppServices]:
        self._hands.until(lambda: desktop.village is not None, "the village opens")
        if desktop.village is None:
            raise TourStoppedError("no village")
        window = desktop.village.window
        window.showNormal()
        window.resize(WIDTH, HEIGHT)
        window.activateWindow()
        self._hands.until(window.isActiveWindow, "the window takes the keyboard")
        self._hands.root = window
        return window, desktop.village.services

    def _receive(self, window: MainWindow, services: AppServices) -> None:
        _say("Menerima daftar awal …")
        hands = self._hands
        hands.until(lambda: services.households.rows(HouseholdFilter()), "the pre-list arrives")
        hands.until(lambda: not services.exchange.status().running, "the exchange ends")
        rows = services.households.rows(HouseholdFilter())
        self._summary.families_pulled = len(rows)
        self._summary.people_pulled = sum(row.member_count for row in rows)
        hands.rest(1.0)
        hands.picture("beranda")
        window.open("keluarga")
        hands.rest(1.0)
        hands.picture("keluarga")

    def _survey(self, window: MainWindow, services: AppServices) -> None:
        _say(f"Mendata {self._summary.families_wanted} keluarga …")
        rows = services.households.rows(HouseholdFilter())
        chosen = [row for row in rows if not row.errors and not row.has_conflict and row.member_count > 1]
        window.open("kuesioner", chosen[0].id)
        surveyor = Surveyor(self._hands, cast("QuestionnairePage", window.page("kuesioner")), services)
        for index, row in enumerate(chosen):
            if self._summary.surveyed == self._summary.families_wanted:
                break
            self._summary.surveyed += surveyor.survey(row.id, pictures=index == 0)
        window.open("keluarga")
        self._hands.rest(1.0)
        self._hands.picture("keluarga-didata")

    def _meet(self, window: MainWindow, services: AppServices) -> None:
        _say("Musyawarah Desa …")
        window.open("musyawarah")
        self._hands.rest(0.6)
        self._hands.picture("musyawarah-kosong")
        Meeting(self._hands, cast("DeliberationsPage", window.page("musyawarah")), services).hold()
        complete = services.households.rows(HouseholdFilter())
        self._summary.decided = sum(
            row.decision is not None for row in complete if row.survey_state is SurveyState.COMPLETE
        )

    def _cover(self, window: MainWindow, services: AppServices) -> None:
        _say("Pekerja: daftar keluar, jawaban masuk, kartu diserahkan …")
        window.open("pekerja")
        tour = WorkersTour(self._hands, cast("WorkersPage", window.page("pekerja")), services, self._out)
        self._summary.workers_listed, self._summary.cards_handed_over = tour.play()

    def _send(self, window: MainWindow, services: AppServices) -> None:
        _say("Mengirim ke kabupaten …")
        hands = self._hands
        window.open("kirim")
        hands.rest(0.6)
        hands.picture("kirim-sebelum")
        self._summary.pushed = len(services.exchange.waiting())
        hands.click("exchange-run", window.page("kirim"))
        hands.until(lambda: services.exchange.status().unsent == 0, "everything is sent")
        hands.until(lambda: not services.exchange.status().running, "the exchange ends")
        hands.rest(1.0)
        hands.picture("kirim-sesudah")
        receipts: Sequence[ReceiptRow] = services.exchange.receipts()
        if receipts:
            paper = services.exchange.receipt_pdf(receipts[0].code)
            (self._out / "tanda-terima.pdf").write_bytes(paper)

    def _look_around(self, window: MainWindow) -> None:
        for key in ("beranda", "perbedaan", "laporan", "pengaturan"):
            window.open(key)
            self._hands.rest(0.8)
            self._hands.picture(f"akhir-{key}")
        window.open("beranda")
        dress = theme()
        before = dress.appearance, dress.text_percent
        dress.apply(type(dress.appearance).DARK, 150)
        self._hands.rest(0.8)
        self._hands.picture("gelap-150-persen")
        dress.apply(*before)


def _choose_platform() -> None:
    """Without a display the tour is played offscreen, and says so."""
    shown = os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if sys.platform == "linux" and not shown and not os.environ.get("QT_QPA_PLATFORM"):
        _say("Tidak ada layar: tur dimainkan tanpa tampilan (offscreen).")
        os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _conclude(out: Path, summary: Summary) -> int:
    figures = {name: getattr(summary, name) for name in Summary.__slots__}
    (out / "summary.json").write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, value in figures.items():
        _say(f"  {name}: {value}")
    problems = summary.problems()
    _say(f"Tur selesai; hasilnya di {out}." if not problems else "Tur tidak sesuai: " + "; ".join(problems))
    return 1 if problems else 0


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
