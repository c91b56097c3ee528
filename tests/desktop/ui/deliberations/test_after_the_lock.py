"""Papers, signed scan, code, board and objections on the page, by hand and with what can go wrong."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLabel, QTableView

from kemiskinan_desktop.documents import Paper, TemplateFault, TemplateProblem
from kemiskinan_desktop.ui.deliberations.discussion_view import DiscussionView
from kemiskinan_desktop.ui.deliberations.session import Step
from kemiskinan_desktop.ui.deliberations.view import DeliberationsPage
from kemiskinan_desktop.ui.kit.badges import BadgeLabel
from kemiskinan_domain.deliberation import ObjectionOutcome
from kemiskinan_domain.scoring import (
    Assessment,
    Basis,
    CriteriaResult,
    DesilPoint,
    Indicator,
    Judgement,
)
from tests.desktop.ui.deliberations.services import FakeMeetings, ports_of
from tests.desktop.ui.deliberations.test_page import Meeting
from tests.desktop.ui.deliberations.village import meeting
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator


class Evening(Meeting):
    """The page with the fakes behind it."""

    def __init__(self, qtbot, *, locked: bool = True, dialogs: FakeDialogs | None = None, families: int = 3) -> None:
        self.meetings = FakeMeetings(meeting(families))
        if locked:
            self.meetings.finish()
            self.meetings.lock(self.meetings.session.id)
        self.dialogs = dialogs or FakeDialogs()
        self.files: list[Path] = []
        self.ports = ports_of(self.meetings, self.dialogs, self.files)
        self.page = DeliberationsPage(FakeNavigator(), self.ports, "Desa Sukamaju")
        qtbot.addWidget(self.page)
        super().__init__(qtbot, self.page)
        self.page.shown()
        self.show()

    def enter(self, step: Step) -> Evening:
        self.page.presenter.open(self.meetings.session.id, step)
        return self

    def dialog(self, name: str) -> Driver:
        return Driver(self.bot, self.find(QDialog, name))


def test_a_broken_template_is_named_and_the_shipped_one_finishes_the_work(qtbot, tmp_path):
    evening = Evening(qtbot, dialogs=FakeDialogs(answer="shipped", path=tmp_path / "ba.docx")).enter(Step.RESULT)
    evening.ports.papers.fault = TemplateFault(Paper.MINUTES, TemplateProblem.FIELD_UNKNOWN, "nomro")

    evening.click("minutes-word")

    assert "nomro" in evening.dialogs.asked[0].text
    assert (tmp_path / "ba.docx").read_bytes() == b"docx-berita-acara"


@pytest.mark.parametrize("problem", TemplateProblem)
@pytest.mark.parametrize("field", ["", "nomro"])
def test_every_fault_of_a_template_has_words(qtbot, tmp_path, problem, field):
    evening = Evening(qtbot, dialogs=FakeDialogs(answer="cancel", path=tmp_path / "ba.docx")).enter(Step.RESULT)
    evening.ports.papers.fault = TemplateFault(Paper.NOTES, problem, field)

    evening.click("minutes-word")

    assert evening.dialogs.asked[0].text
    assert not (tmp_path / "ba.docx").exists()


def test_editing_a_template_opens_the_villages_copy_and_says_whose_it_is(qtbot):
    evening = Evening(qtbot).enter(Step.RESULT)

    evening.click("minutes-template")
    whose = evening.page.result.papers._own.isVisible()
    evening.click("minutes-template-drop")

    assert whose
    assert evening.files == [Path("berita-acara.docx")]
    assert evening.ports.papers.own is None


def test_a_file_that_nothing_opens_is_told_where_it_lies(qtbot, tmp_path):
    dialogs = FakeDialogs(path=tmp_path / "ba.pdf")
    evening = Evening(qtbot, dialogs=dialogs)
    panel = evening.page.result.papers
    panel._ports = replace(evening.ports, open_file=lambda _path: False)
    evening.enter(Step.RESULT)

    evening.click("minutes-save")
    evening.click("minutes-open")

    words = [label.text() for label in panel.message.findChildren(QLabel)]
    assert any("Salin ke komputer lain" in said and str(tmp_path) in said for said in words)


def test_a_code_is_checked_beside_the_result(qtbot):
    evening = Evening(qtbot).enter(Step.RESULT)

    evening.type("code-line", evening.meetings.session.lock_code)
    evening.click("code-check")
    sound = evening.words("code-verdict")
    evening.type("code-line", "XXXX")
    evening.click("code-check")

    assert sound.startswith("Cocok: Berita Acara 141/07/BPD/2026")
    assert evening.words("code-verdict").startswith("Kode salah ketik")


def test_the_signed_scan_makes_the_meeting_valid_and_another_kind_of_file_is_refused(qtbot, tmp_path):
    scan, letter = tmp_path / "ba.pdf", tmp_path / "surat.txt"
    scan.write_bytes(b"%PDF-1.7")
    letter.write_bytes(b"halo")
    evening = Evening(qtbot, dialogs=FakeDialogs(path=letter)).enter(Step.RESULT)

    evening.click("signed-attach")
    refused = evening.words("signed-state")
    evening.dialogs.path = scan
    evening.click("signed-attach")

    assert refused == "Belum sah: pindaian belum dilampirkan"
    assert evening.words("signed-state") == "Musyawarah ini sah"
    assert evening.ports.attachments.taken[0][2:] == ("signed_minutes", "ba.pdf")


def test_a_scan_that_is_gone_is_said(qtbot, tmp_path):
    evening = Evening(qtbot, dialogs=FakeDialogs(path=tmp_path / "hilang.pdf")).enter(Step.RESULT)

    evening.click("signed-attach")

    assert not evening.meetings.session.valid


def test_data_that_changed_after_the_lock_is_said(qtbot):
    evening = Evening(qtbot)
    evening.meetings.view = replace(evening.meetings.session, broken=True)
    evening.enter(Step.RESULT)

    assert evening.words("signed-state") == "Data berubah setelah dikunci"


def test_the_board_waits_for_the_lock(qtbot):
    evening = Evening(qtbot, locked=False).enter(Step.BOARD)

    assert evening.page.board._open.isVisible()
    assert not evening.page.board._locked.isVisible()


def test_the_period_is_saved_and_its_end_is_told(qtbot):
    evening = Evening(qtbot).enter(Step.BOARD)

    evening.type("board-begins", "24-11-2026")
    evening.type("board-days", "5")
    evening.click("board-announce")

    assert evening.words("board-state") == "Masa sanggah sampai 28 November 2026"


@pytest.mark.parametrize(("begins", "days"), [("besok", "7"), ("24-11-2026", "nol"), ("", "7"), ("24-11-2026", "0")])
def test_a_period_that_cannot_be_read_is_not_saved(qtbot, begins, days):
    evening = Evening(qtbot).enter(Step.BOARD)

    evening.type("board-begins", begins)
    if not begins:
        evening.find(type(evening.page.board._begins), "board-begins").clear()
    evening.type("board-days", days)
    evening.click("board-announce")

    assert evening.meetings.session.period is None


def test_an_objection_without_words_keeps_its_dialog_open(qtbot):
    evening = Evening(qtbot).enter(Step.BOARD)
    evening.click("objection-new")

    evening.dialog("objection").click("objection-save")

    assert evening.ports.objections.rows == []
    evening.dialog("objection").click("objection-cancel")


def test_an_accepted_objection_is_listed_and_leads_to_the_change(qtbot):
    evening = Evening(qtbot).enter(Step.BOARD)
    evening.click("objection-new")
    dialog = evening.dialog("objection")
    dialog.type("objection-objector", "Ujang Suherman")
    dialog.type("objection-about", "Keluarga Nanang")
    for name, words in (("objection-text", "Tidak ada dalam daftar"), ("objection-answer", "Akan didata")):
        QTest.keyClicks(getattr(dialog.root, f"_{name.rsplit('-', maxsplit=1)[-1]}"), words)
    box = dialog.root._outcome
    box.select(ObjectionOutcome.ACCEPTED.value)

    dialog.click("objection-save")
    evening.click("amend")

    assert evening.rows("objections") == 1
    assert evening.cell("objections", 0, 2) == "Keluarga Nanang"
    assert evening.ports.objections.amended == 1


def test_a_file_needs_an_objection_to_belong_to(qtbot, tmp_path):
    evening = Evening(qtbot, dialogs=FakeDialogs(path=tmp_path / "a.pdf")).enter(Step.BOARD)

    evening.click("objection-attach")

    assert evening.ports.attachments.taken == []


def test_legal_bases_are_ticked_and_own_lines_stay(qtbot):
    evening = Evening(qtbot, locked=False).enter(Step.PREPARATION)
    evening.click("bases")
    dialog = evening.dialog("basis-dialog")

    dialog.click("basis-1")
    dialog.click("basis-take")

    assert evening.meetings.session.fields.legal_basis.splitlines() == [
        "Permendesa PDTT Nomor 16 Tahun 2019 tentang Musyawarah Desa",
        "Permendesa Nomor 16 Tahun 2019",
    ]


def test_pra_musyawarah_is_entered_by_key_down_the_list_of_one_neighbourhood(qtbot):
    evening = Evening(qtbot, locked=False, families=6).enter(Step.PREPARATION)
    place = evening.find(type(evening.page.preparation.candidates._place), "candidate-place")
    table = evening.find(QTableView, "candidates")
    table.selectRow(0)
    table.setFocus()

    for key in ("L", "T", "0"):
        QTest.keyClicks(table, key)
    place.select(place.itemData(1))
    place.activated.emit(place.currentIndex())

    assert [row.pre_ruling for row in evening.meetings.session.candidates[:3]] == ["L", "T", ""]
    assert evening.rows("candidates") < 6


def test_a_late_arrival_is_stamped_by_one_key_and_can_be_typed(qtbot):
    evening = Evening(qtbot, locked=False).enter(Step.ATTENDANCE)
    table = evening.find(QTableView, "attendance")
    table.selectRow(7)
    table.setFocus()

    QTest.keyClicks(table, "T")

    fields = evening.meetings.session.attendance[7].fields
    assert (fields.mark, f"{fields.arrived:%H.%M}") == ("signed", "20.05")


def test_an_arrival_that_is_no_time_is_not_recorded(qtbot):
    evening = Evening(qtbot, locked=False).enter(Step.ATTENDANCE)
    evening.choose("attendee-element", "PKK")
    evening.choose("attendee-sex", "P")
    evening.type("attendee-name", "Iis Contoh")
    evening.type("attendee-arrived", "malam")

    evening.press(Qt.Key.Key_Return, on="attendee-name")

    assert len(evening.meetings.session.attendance) == 9


def test_a_proposal_from_the_floor_comes_to_the_front(qtbot):
    evening = Evening(qtbot, locked=False).enter(Step.DISCUSSION)
    evening.keys("u")
    dialog = evening.dialog("proposal")
    dialog.click("proposal-take")
    refused = len(evening.meetings.session.candidates)
    for name, words in (("head_name", "Usulan Baru"), ("rt", "1"), ("rw", "2")):
        dialog.type(f"proposal-{name}", words)

    dialog.click("proposal-take")

    assert (refused, len(evening.meetings.session.candidates)) == (3, 4)
    assert evening.page.discussion.presenter._discussion.front == "household-700"


def test_abstentions_are_written_with_the_votes(qtbot):
    evening = Evening(qtbot, locked=False).enter(Step.DISCUSSION)
    evening.keys("1L")

    for name, count in (("vote-yes", "5"), ("vote-no", "1"), ("vote-abstained", "2")):
        evening.type(name, count)
        evening.press(Qt.Key.Key_Return, on=name)

    said = evening.meetings.session.candidates[0].decision
    assert (said.vote_yes, said.vote_no, said.vote_abstained) == (5, 1, 2)


def test_the_operator_sees_what_the_neighbourhood_said_and_that_two_laptops_differ(qtbot):
    evening = Evening(qtbot, locked=False)
    first, *others = evening.meetings.session.candidates
    marked = replace(first, pre_ruling="T", pre_note="RT 003", contested=True)
    evening.meetings.view = replace(evening.meetings.session, candidates=(marked, *others))
    evening.enter(Step.DISCUSSION)

    badges = [mark.accessibleName() for mark in evening.page.discussion.family.findChildren(BadgeLabel)]

    assert any("Pra-musyawarah: tidak layak (RT 003)" in words for words in badges)
    assert any("Diputuskan berbeda di dua laptop" in words for words in badges)


def test_indicators_are_counted_and_their_basis_comes_by_key(qtbot):
    evening = Evening(qtbot, locked=False)
    tile = Indicator("1", {"id": "Lantai tanah"}, Judgement.MET, (Basis("r303", "Lantai", "8", "Tanah"),))
    dark = Indicator("2", {"id": "Tanpa listrik"}, Judgement.CANNOT_BE_JUDGED, ())
    criteria = CriteriaResult("fakir", {"id": "Fakir miskin"}, "sumber", date(2022, 1, 1), False, (tile, dark))
    assessed = Assessment((criteria,), (DesilPoint("P3KE", "2023", 1), DesilPoint("DTSEN", "2025", 2)))
    discussion = DiscussionView(replace(evening.ports, assess=lambda _household: assessed))
    qtbot.addWidget(discussion)
    discussion.show_session(evening.meetings.session)
    seen = Driver(qtbot, discussion)

    counted = seen.words("family-indicators")
    QTest.keyClicks(discussion, "i")

    assert counted == "Fakir miskin: 1 terpenuhi, 0 tidak, 1 belum dapat dinilai"
    assert seen.words("family-indicators") == f"{counted}. Lantai tanah – Tanah"
    assert seen.words("family-history") == "Riwayat desil: P3KE 2023 1 · DTSEN 2025 2"
