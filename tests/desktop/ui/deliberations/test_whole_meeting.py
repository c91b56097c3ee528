"""A whole meeting by keyboard over the real services and a real file: from Ctrl+N to a signed, announced result."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QListWidget,
    QTabWidget,
    QWidget,
)

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.attachments import AttachmentService
from kemiskinan_desktop.services.deliberations import (
    DecisionInput,
    DeliberationService,
    LegalBases,
    MeetingPapers,
    ObjectionService,
    SessionView,
)
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.ui.deliberations.ports import Ports
from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage
from kemiskinan_domain.deliberation import ObjectionOutcome
from tests.desktop.documents.papers import text_of
from tests.desktop.services.village import Village
from tests.desktop.services.working import Workplace
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane

HEADS = ('Ujang "Ucok" Ma\'mun', "Népi Énéng", "Panjang" * 28)


def typed(widget: QWidget, words: str) -> None:
    """Letters as a keyboard sends them; QTest itself knows no accents."""
    for letter in words:
        if letter.isascii():
            QTest.keyClicks(widget, letter)
        else:
            none = Qt.KeyboardModifier.NoModifier
            QApplication.sendEvent(widget, QKeyEvent(QEvent.Type.KeyPress, 0, none, letter))


class Keyboard:
    """Hands that know keys only; focus goes where Tab would bring it."""

    def __init__(self, qtbot, page: DeliberationsPage, village: Village, dialogs: FakeDialogs) -> None:
        self.bot = qtbot
        self.page = page
        self.village = village
        self.dialogs = dialogs

    def find(self, name: str, within: QWidget | None = None) -> QWidget:
        found = (within or self.page).findChild(QWidget, name)
        assert found is not None, name
        return found

    def write(self, name: str, words: str, within: QWidget | None = None) -> None:
        line = self.find(name, within)
        line.setFocus()
        if isinstance(line, QLineEdit):
            line.selectAll()
        typed(line, words)
        QTest.keyClick(line, Qt.Key.Key_Return if isinstance(line, QLineEdit) else Qt.Key.Key_Tab)

    def pick(self, name: str, letters: str, within: QWidget | None = None) -> None:
        box = self.find(name, within)
        assert isinstance(box, QComboBox)
        box.setFocus()
        at = next(place for place in range(box.count()) if box.itemText(place).startswith(letters))
        QTest.keyClick(box, Qt.Key.Key_Home)
        for _ in range(at):
            QTest.keyClick(box, Qt.Key.Key_Down)
        box.activated.emit(box.currentIndex())

    def space(self, name: str, within: QWidget | None = None) -> None:
        made = self.find(name, within)
        assert isinstance(made, QAbstractButton)
        assert made.isEnabled(), name
        made.setFocus()
        QTest.keyClick(made, Qt.Key.Key_Space)

    def step(self, place: int) -> None:
        tabs = self.find("session-steps")
        assert isinstance(tabs, QTabWidget)
        bar = tabs.tabBar()
        bar.setFocus()
        while tabs.currentIndex() != place:
            QTest.keyClick(bar, Qt.Key.Key_Right if tabs.currentIndex() < place else Qt.Key.Key_Left)

    def decide(self, keys: str) -> None:
        surface = self.find("discussion")
        surface.setFocus()
        for key in keys:
            QTest.keyClick(surface, Qt.Key.Key_Return) if key == "\n" else QTest.keyClicks(surface, key)

    def meeting(self) -> SessionView:
        session = self.page.presenter.id
        assert session is not None
        found = DeliberationService(self.village.desk, self.village.shelf).open(session)
        assert found is not None
        return found


@pytest.fixture
def keyboard(qtbot, tmp_path: Path) -> Iterator[Keyboard]:
    village, dialogs, lane = Village(tmp_path), FakeDialogs(answer="lock"), NowLane()
    for head in HEADS:
        village.family(head, survey_state="complete", desil=1, dusun="Cikadu")
    desk = village.desk
    ports = Ports(
        lane,
        DeliberationService(desk, village.shelf),
        HouseholdService(desk),
        MeetingPapers(desk, village.shelf, tmp_path / "templat", Workplace(village).workers.annex),
        ObjectionService(desk),
        LegalBases(desk, resources_folder() / "documents"),
        AttachmentService(desk),
        dialogs,
        village.events,
        lambda _path: True,
    )
    page = DeliberationsPage(FakeNavigator(), ports, "Desa Contoh")
    qtbot.addWidget(page)
    page.resize(1176, 712)
    page.shown()
    with qtbot.waitExposed(page):
        page.show()
    yield Keyboard(qtbot, page, village, dialogs)
    page.hide()
    village.store.close()


def test_a_secretary_holds_the_whole_evening_without_a_mouse(keyboard: Keyboard, tmp_path: Path) -> None:
    _prepare(keyboard)
    _attend(keyboard)
    _discuss(keyboard)
    _conclude(keyboard, tmp_path)
    _announce(keyboard)


def _prepare(hands: Keyboard) -> None:
    hands.space("session-new")
    dialog = hands.page.findChild(QDialog, "new-session")
    assert dialog is not None
    hands.pick("new-desil", "Desil 1", dialog)
    hands.write("new-place", "Aula Désa", dialog)
    for name, words in (
        ("number", "141/07/BPD/2026"),
        ("date", "23-11-2026"),
        ("start_time", "1930"),
        ("end_time", "22.15"),
        ("chair_name", 'H. Endang "Haji"'),
        ("chair_position", "Ketua BPD"),
        ("secretary_name", "Siti Nurhayati"),
        ("village_head_name", "Dedi Mulyana"),
        ("invited", "4"),
        ("quorum_percent", "50"),
        ("agenda", "Pembukaan"),
    ):
        hands.write(f"field-{name}", words)
    hands.pick("field-method", "Mufakat")
    hands.space("bases")
    bases = hands.page.findChild(QDialog, "basis-dialog")
    assert bases is not None
    hands.space("basis-0", bases)
    hands.space("basis-take", bases)
    table = hands.find("candidates")
    table.setFocus()
    QTest.keyClicks(table, "T")
    view = hands.meeting()
    assert len(view.candidates) == 3
    assert "Desa" in view.fields.legal_basis
    assert [row.pre_ruling for row in view.candidates] == ["T", "", ""]


def _attend(hands: Keyboard) -> None:
    hands.step(1)
    for element, sex, name in (
        ("BPD", "L", 'H. Endang "Haji"'),
        ("Sekretaris desa", "P", "Siti Nurhayati"),
        ("TP-PKK", "P", "Ai Sumiati"),
    ):
        hands.pick("attendee-element", element)
        hands.pick("attendee-sex", sex)
        hands.pick("attendee-mark", "Hadir" if name != "Ai Sumiati" else "Belum hadir")
        hands.write("attendee-name", name)
    table = hands.page.attendance.table
    table.selectRow(2)
    table.setFocus()
    QTest.keyClicks(table, "T")
    rows = hands.meeting().attendance
    assert [(row.fields.mark, row.fields.arrived is not None) for row in rows] == [
        ("signed", False),
        ("signed", False),
        ("signed", True),
    ]


def _discuss(hands: Keyboard) -> None:
    hands.step(2)
    hands.decide("1Lm")
    considered = hands.page.findChild(QDialog, "considerations-dialog")
    assert considered is not None
    ticks = considered.findChild(QListWidget, "considerations-list")
    assert ticks is not None
    QTest.keyClick(ticks, Qt.Key.Key_Space)
    QTest.keyClick(considered, Qt.Key.Key_Return)
    hands.decide("\n1T05\n")
    hands.decide("1")
    hands.page.discussion.presenter.undo()
    hands.decide("1Lv")
    for name, count in (("vote-yes", "2"), ("vote-no", "0"), ("vote-abstained", "1")):
        hands.write(name, count)
    hands.decide("U")
    proposal = hands.page.findChild(QDialog, "proposal")
    assert proposal is not None
    for name, words in (("rt", "7"), ("rw", "2"), ("head_name", "Usulan Dari Lantai")):
        line = hands.find(f"proposal-{name}", proposal)
        line.setFocus()
        QTest.keyClicks(line, words)
    hands.space("proposal-take", proposal)
    hands.decide("4P\n")
    view = hands.meeting()
    assert [row.decision for row in view.candidates] == [
        DecisionInput("1", "L", considerations=("A1",)),
        DecisionInput("1", "T", ("05",)),
        DecisionInput("1", "L", vote_yes=2, vote_no=0, vote_abstained=1),
        DecisionInput("4", "P"),
    ]
    assert view.candidates[3].proposed
    assert view.blocks_lock == ()


def _conclude(hands: Keyboard, folder: Path) -> None:
    hands.step(3)
    hands.space("lock")
    view = hands.meeting()
    assert view.locked
    assert view.lock_code is not None
    hands.dialogs.path = folder / "berita acara.pdf"
    hands.space("minutes-save")
    text = text_of(hands.dialogs.path.read_bytes())
    for expected in (*HEADS[:2], view.lock_code, "Aula Désa", "hadir pukul"):
        assert expected in text, expected
    assert HEADS[2] in text.replace(" ", "")
    hands.dialogs.path = folder / "notulen.docx"
    hands.pick("minutes-paper", "Notulen")
    hands.space("minutes-word")
    assert hands.dialogs.path.stat().st_size > 20_000
    hands.write("code-line", view.lock_code.lower())
    assert "Cocok" in hands.page.result.findChild(QWidget, "code-verdict").text()  # type: ignore[union-attr]
    assert not hands.meeting().valid
    hands.dialogs.path = folder / "berita acara.pdf"
    hands.space("signed-attach")
    assert hands.meeting().valid


def _announce(hands: Keyboard) -> None:
    hands.step(4)
    hands.write("board-begins", "24-11-2026")
    hands.write("board-days", "5")
    hands.space("board-announce")
    period = hands.meeting().period
    assert period is not None
    assert period.days == 5
    hands.space("objection-new")
    dialog = hands.page.findChild(QDialog, "objection")
    assert dialog is not None
    hands.pick("objection-family", 'Ujang "Ucok"', dialog)
    hands.pick("objection-outcome", "Diterima", dialog)
    for name, words in (("objector", "Asep"), ("text", "Sudah mampu"), ("answer", "Benar, sudah didatangi")):
        editor = hands.find(f"objection-{name}", dialog)
        editor.setFocus()
        QTest.keyClicks(editor, words)
    hands.space("objection-save", dialog)
    first = hands.meeting()
    (row,) = ObjectionService(hands.village.desk).list(first.id)
    assert row.objection.outcome is ObjectionOutcome.ACCEPTED
    hands.space("amend")
    change = hands.meeting()
    assert change.amends is not None
    assert change.amends.id == first.id
    assert [one.head_name for one in change.candidates] == [HEADS[0]]
