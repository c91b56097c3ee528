"""Perbedaan: one number that several people or families have."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget

from kemiskinan_desktop.services.exchange import Author, Checked, ConflictEntry, Mine, Theirs
from kemiskinan_desktop.ui.conflicts.presenter import ConflictsPresenter
from kemiskinan_desktop.ui.conflicts.words import entry_words, field_words, whose_words
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.conflicts.duplicates import shared_card, shared_nik
from tests.desktop.ui.conflicts.test_conflicts import page
from tests.desktop.ui.deliberations.test_presenters import Anything
from tests.desktop.ui.exchange.village import NOW, FakeExchanges, conflict
from tests.desktop.ui.fakes import FakeDialogs, NowLane


def test_everybody_who_has_the_number_stands_there_with_family_and_place(qtbot):
    driver, _ = page(qtbot, FakeExchanges(differences=[shared_nik()]))
    driver.show()

    assert driver.words("duplicate-title") == "NIK yang sama tercatat pada 2 orang"
    assert [one.text() for one in driver.all(QLabel, "holder-name")] == ["Eti Marlina", "Ratna Maryati"]
    assert [one.text() for one in driver.all(QLabel, "holder-family")] == [
        "Keluarga Aep Nurjanah",
        "Keluarga Jajang Maryati",
    ]
    assert driver.all(QLabel, "holder-place")[0].text() == "Dusun Cikadu · RT 001 · RW 004"
    assert driver.words("duplicate-known") == "daftar awal kabupaten · 2 menit lalu"


def test_a_shared_number_offers_no_sides(qtbot):
    driver, _ = page(qtbot, FakeExchanges(differences=[shared_nik(), shared_card()]))
    driver.show()

    shown = {name: driver.find(QWidget, name).isVisible() for name in ("take-mine", "take-theirs", "all-mine")}
    assert shown == {"take-mine": False, "take-theirs": False, "all-mine": False}


def test_the_number_is_masked_until_it_is_asked_for(qtbot):
    driver, _ = page(qtbot, FakeExchanges(differences=[shared_nik()]))

    before = driver.words("duplicate-number")
    driver.click("duplicate-mask")

    assert (before, driver.words("duplicate-number")) == ("320301••••••••01", "320301 021068 9001")


def test_another_number_is_masked_again(qtbot):
    driver, _ = page(qtbot, FakeExchanges(differences=[shared_nik(), shared_card()]))
    driver.click("duplicate-mask")

    driver.choose_row("conflicts", 1)

    assert driver.words("duplicate-title") == "No. KK yang sama tercatat pada 2 keluarga"
    assert driver.words("duplicate-number") == "320301••••••••01"


def test_each_family_can_be_opened(qtbot):
    driver, navigator = page(qtbot, FakeExchanges(differences=[shared_nik()]))

    driver.all(QAbstractButton, "duplicate-family")[1].click()

    assert navigator.opened == [("keluarga", RecordId("family-1"))]


def test_a_checked_number_may_stay_and_the_next_difference_comes(qtbot):
    exchanges = FakeExchanges(differences=[shared_nik(), conflict(1, "a", "b")])
    driver, navigator = page(qtbot, exchanges)
    driver.show()

    driver.click("duplicate-checked")

    assert exchanges.resolved == [(RecordId("conflict-9"), Checked())]
    assert navigator.notes
    assert driver.find(QWidget, "take-mine").isVisible()
    assert not driver.find(QWidget, "duplicate-title").isVisible()


def test_a_number_that_was_corrected_here_asks_for_nothing(qtbot):
    driver, _ = page(qtbot, FakeExchanges(differences=[shared_nik(count=1)]))
    driver.show()

    assert driver.words("duplicate-title") == "Nomor ini tidak dipakai bersama lagi"
    assert "selesai sendiri" in driver.words("duplicate-advice")
    assert not driver.find(QWidget, "duplicate-checked").isVisible()


def test_all_at_once_leaves_shared_numbers_alone(qtbot):
    exchanges = FakeExchanges(differences=[conflict(1, "a", "b"), shared_nik(), conflict(2, "c", "d")])
    driver, _ = page(qtbot, exchanges, FakeDialogs(answer="all"))

    driver.click("all-mine")

    assert {record for record, _ in exchanges.resolved} == {RecordId("conflict-1"), RecordId("conflict-2")}
    assert [one.id for one in exchanges.differences] == [RecordId("conflict-9")]


@pytest.mark.parametrize("choice", [Mine(), Theirs()])
def test_a_side_cannot_be_chosen_on_a_shared_number(choice):
    exchanges = FakeExchanges(differences=[shared_nik()])
    presenter = ConflictsPresenter(Anything(), NowLane(), exchanges)
    presenter.start()

    presenter.choose(choice)

    assert exchanges.resolved == []


def test_two_values_cannot_be_left_as_checked():
    exchanges = FakeExchanges(differences=[conflict(1, "a", "b")])
    presenter = ConflictsPresenter(Anything(), NowLane(), exchanges)
    presenter.start()

    presenter.leave()

    assert exchanges.resolved == []


def test_every_family_with_the_number_shows_the_difference():
    view, exchanges = Anything(), FakeExchanges(differences=[shared_nik()])

    ConflictsPresenter(view, NowLane(), exchanges).start(RecordId("family-1"))

    assert [one.id for one in view.calls["show_conflicts"][0]] == [RecordId("conflict-9")]


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (1, "Eti Marlina"),
        (2, "Eti Marlina dan Ratna Maryati"),
        (8, "Eti Marlina, Ratna Maryati, dan 6 lainnya"),
    ],
)
def test_the_list_names_who_shares_a_number(count, words):
    assert whose_words(shared_nik(count=count)) == words
    assert field_words(shared_nik(count=count)) == "NIK sama"


def test_a_question_speaks_of_the_member_by_name():
    about = replace(conflict(1, "a", "b"), question="Umur … (tahun)", member_name="Eti Marlina")

    assert field_words(about) == "Umur Eti Marlina (tahun)"
    assert field_words(replace(about, member_name="")) == "Umur anggota (tahun)"


@pytest.mark.parametrize(
    ("author", "words"),
    [
        (Author.INITIAL_LIST, "daftar awal kabupaten"),
        (Author.DISTRICT, "kabupaten"),
        (Author.OTHER_LAPTOP, "laptop lain"),
        (Author.UNKNOWN, ""),
    ],
)
def test_a_stranger_is_called_in_words(author, words):
    assert entry_words(ConflictEntry("a", "", "", author), NOW) == words


def test_a_value_of_another_laptop_is_not_called_ours(qtbot):
    elsewhere = replace(
        conflict(1, "a", "b"), mine=ConflictEntry("a", "", "2026-11-23T12:58:00+00:00", Author.OTHER_LAPTOP, here=False)
    )
    driver, _ = page(qtbot, FakeExchanges(differences=[elsewhere]))

    assert driver.words("mine-title") == "Nilai yang belum dipakai"
    assert driver.words("take-mine") == "Pakai yang ini"
