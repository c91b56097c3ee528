"""The tour's meeting: prepares it, records who is there, decides on each family by keys, prints and locks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QDialog, QPlainTextEdit, QTabWidget

from kemiskinan_desktop.services.deliberations import SessionView
from kemiskinan_desktop.services.village import AppServices
from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage
from kemiskinan_domain.clock import system_clock, village_day
from kemiskinan_domain.deliberation import AttendanceMark, Method, Purpose
from kemiskinan_domain.records import RecordId
from trial.tour.hands import Hands, TourStoppedError

CHAIR, SECRETARY, HEAD = "H. Asep Rachmat", "Siti Aminah", "Dedi Supriatna"
ATTENDEES = (
    (CHAIR, "BPD", "L"),
    (SECRETARY, "SEKDES", "P"),
    (HEAD, "KADES", "L"),
    ("Ujang Kosasih", "RW", "L"),
    ("Yati Nurhayati", "PKK", "P"),
    ("Cecep Hidayat", "RT", "L"),
    ("Neneng Sumiati", "WARGA_MISKIN", "P"),
    ("Ust. Abdul Rohman", "TOKOH_AGAMA", "L"),
    ("Euis Kartika", "PEREMPUAN", "P"),
    ("Rahmat Hidayatullah", "TOKOH_MASYARAKAT", "L"),
)
STEPS = ("persiapan", "kehadiran", "pembahasan", "hasil", "pengumuman")


@dataclass(frozen=True, slots=True)
class Meeting:
    """Works the Musyawarah screen."""

    hands: Hands
    page: DeliberationsPage
    services: AppServices

    def hold(self) -> RecordId:
        """The whole evening; answers the locked session."""
        session = self._begin()
        self._prepare()
        self._attend()
        self._discuss(session)
        self._conclude(session)
        return session

    def _begin(self) -> RecordId:
        hands = self.hands
        self.page.begin()
        hands.breathe()
        dialog = hands.find(QDialog, "new-session", self.page)
        hands.choose("new-purpose", Purpose.DTSEN.value, dialog)
        hands.write("new-day", village_day(system_clock()).strftime("%d-%m-%Y"), dialog)
        hands.write("new-place", "Balai Desa Babakankaret", dialog)
        hands.find(QCheckBox, "new-proposed", dialog).setChecked(False)
        hands.picture("musyawarah-baru", dialog)
        hands.click("new-begin", dialog)
        hands.until(lambda: self.page.presenter.id is not None, "the meeting opens")
        session = self.page.presenter.id
        if session is None:
            raise TourStoppedError("no meeting")
        return session

    def _prepare(self) -> None:
        hands, page = self.hands, self.page
        self._go("persiapan")
        for name, words in (
            ("title", "Musyawarah Desa Penetapan Keluarga Miskin Ekstrem 2026"),
            ("number", "141/07/BPD/2026"),
            ("start_time", "19.30"),
            ("end_time", "22.00"),
            ("chair_name", CHAIR),
            ("chair_position", "Ketua BPD"),
            ("secretary_name", SECRETARY),
            ("village_head_name", HEAD),
            ("invited", str(len(ATTENDEES) + 4)),
            ("quorum_percent", "50"),
        ):
            hands.write(f"field-{name}", words, page)
        hands.write("field-agenda", "Penjelasan daftar awal", page)
        hands.find(QPlainTextEdit, "field-agenda", page).clearFocus()
        hands.choose("field-method", Method.CONSENSUS.value, page)
        hands.rest()
        hands.find(QCheckBox, "rule-complete", page).setChecked(True)
        hands.click("rule-add", page)
        hands.rest(0.8)
        hands.picture("musyawarah-persiapan")

    def _attend(self) -> None:
        hands, page = self.hands, self.page
        self._go("kehadiran")
        for count, (name, element, sex) in enumerate(ATTENDEES, start=1):
            hands.choose("attendee-element", element, page)
            hands.choose("attendee-sex", sex, page)
            hands.choose("attendee-mark", AttendanceMark.SIGNED.value, page)
            hands.write("attendee-name", name, page)
            hands.click("attendee-add", page)
            hands.until(partial(self._attend_count_is, count), f"{name} is recorded")
        hands.rest()
        hands.picture("musyawarah-kehadiran")

    def _discuss(self, session: RecordId) -> None:
        hands, discussion = self.hands, self.page.discussion
        self._go("pembahasan")
        hands.rest()
        total = len(self._view(session).candidates)
        for turn in range(total):
            if turn == 1:
                hands.rest()
                hands.picture("musyawarah-pembahasan")
                hands.click("project", self.page)
                hands.rest()
                for window in QApplication.topLevelWidgets():
                    if window.objectName() == "projector":
                        hands.picture("musyawarah-proyektor", window)
                        window.close()
                self.page.discussion.focus_keys()
            hands.keys(discussion, "1")
            if turn % 4 == 3:
                hands.keys(discussion, "T")
                hands.keys(discussion, "05")
            else:
                hands.keys(discussion, "L")
            hands.until(partial(self._decided_is, session, turn + 1), f"family {turn + 1} is decided")
            hands.press(discussion, Qt.Key.Key_Return)
            hands.rest(0.15)
        hands.picture("musyawarah-selesai")

    def _conclude(self, session: RecordId) -> None:
        hands = self.hands
        self._go("hasil")
        hands.rest(2.5)
        hands.picture("musyawarah-hasil")
        hands.click("lock", self.page)
        hands.rest(0.3)
        hands.click("choice-lock")
        hands.until(lambda: self._view(session).locked, "the result is locked")
        hands.rest(2.5)
        hands.picture("musyawarah-terkunci")
        hands.click("minutes-save", self.page)
        hands.rest(1.5)
        self._go("pengumuman")
        hands.click("board-announce", self.page)
        hands.until(lambda: self._view(session).period is not None, "the list is announced")
        hands.picture("musyawarah-pengumuman")

    def _go(self, step: str) -> None:
        self.hands.find(QTabWidget, "session-steps", self.page).setCurrentIndex(STEPS.index(step))
        self.hands.rest(0.3)

    def _view(self, session: RecordId | None) -> SessionView:
        view = None if session is None else self.services.deliberations.open(session)
        if view is None:
            raise TourStoppedError("the meeting is gone")
        return view

    def _attend_count_is(self, count: int) -> bool:
        return len(self._view(self.page.presenter.id).attendance) == count

    def _decided_is(self, session: RecordId, count: int) -> bool:
        rows = self._view(session).candidates
        return sum(bool(row.decision.presence and row.decision.decision) for row in rows) >= count
