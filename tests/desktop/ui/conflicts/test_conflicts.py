"""Perbedaan: both values, and three ways to choose."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.exchange import Mine, Theirs, Third
from kemiskinan_desktop.ui.conflicts.presenter import ConflictsPresenter, read_third, takes_third
from kemiskinan_desktop.ui.conflicts.view import ConflictPorts, ConflictsPage
from kemiskinan_desktop.ui.conflicts.words import field_words, value_words
from kemiskinan_domain.changes import ConflictReason
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.deliberations.test_presenters import Anything
from tests.desktop.ui.deliberations.village import quiet_events
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.exchange.village import FakeExchanges, conflict, now
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane


def page(qtbot, exchanges, dialogs=None):
    navigator = FakeNavigator()
    made = ConflictsPage(navigator, ConflictPorts(NowLane(), exchanges, quiet_events(), now), dialogs or FakeDialogs())
    qtbot.addWidget(made)
    made.shown()
    return Driver(qtbot, made), navigator


def test_both_values_stand_side_by_side_with_who_and_when(qtbot):
    driver, _ = page(qtbot, FakeExchanges())

    assert driver.words("conflict-field") == "Alamat tempat tinggal"
    assert driver.words("mine-value") == "Kp. Cikadu RT 003 RW 001 No. 12"
    assert driver.words("theirs-by") == "Operator kabupaten · hari ini 09.05"


def test_a_choice_settles_and_brings_the_next(qtbot):
    exchanges = FakeExchanges()
    driver, navigator = page(qtbot, exchanges)

    driver.click("take-mine")

    assert exchanges.resolved == [(RecordId("conflict-1"), Mine())]
    assert driver.words("conflict-whose") == "Euis Komariah"
    assert navigator.notes


def test_a_third_value_is_taken_as_typed(qtbot):
    exchanges = FakeExchanges()
    driver, _ = page(qtbot, exchanges)
    driver.show()

    driver.type("third-value", "Kp. Cikadu No. 21")
    driver.click("take-third")

    assert exchanges.resolved == [(RecordId("conflict-1"), Third("Kp. Cikadu No. 21"))]


def test_an_empty_third_value_is_refused_at_the_field(qtbot):
    exchanges = FakeExchanges()
    driver, _ = page(qtbot, exchanges)

    driver.click("take-third")

    assert exchanges.resolved == []
    assert driver.words("field-message")


def test_all_at_once_asks_first(qtbot):
    exchanges, dialogs = FakeExchanges(), FakeDialogs(answer="back")
    driver, _ = page(qtbot, exchanges, dialogs)

    driver.click("all-theirs")
    refused = len(exchanges.resolved)
    dialogs.answer = "all"
    driver.click("all-theirs")

    assert refused == 0
    assert {choice for _, choice in exchanges.resolved} == {Theirs()}
    assert len(exchanges.resolved) == 3


def test_what_was_settled_stays_listed(qtbot):
    driver, _ = page(qtbot, FakeExchanges())
    driver.click("take-theirs")

    driver.click("chip-settled")

    assert driver.rows("conflicts") == 1


def test_a_family_shows_only_its_own():
    view, exchanges = Anything(), FakeExchanges()

    ConflictsPresenter(view, NowLane(), exchanges).start(RecordId("household-2"))

    assert [one.id for one in view.calls["show_conflicts"][0]] == ["conflict-2"]


def test_a_choice_that_could_not_be_written_leaves_the_difference_open():
    view, exchanges = Anything(), FakeExchanges()
    presenter = ConflictsPresenter(view, NowLane(), exchanges)
    presenter.start()
    exchanges.fault = OSError()

    presenter.choose(Mine())

    assert "show_not_written" in view.names
    assert len(exchanges.differences) == 3


def test_what_somebody_else_settled_meanwhile_is_said():
    view, exchanges = Anything(), FakeExchanges()
    presenter = ConflictsPresenter(view, NowLane(), exchanges)
    presenter.start()
    exchanges.differences = exchanges.differences[1:]

    presenter.choose(Mine())

    assert view.calls["show_settled"] == (0, 1)


@pytest.mark.parametrize(
    ("typed", "mine", "value"),
    [("7", 5, 7), ("tujuh", 5, None), ("1, 2", ["1"], ["1", "2"]), ("ya", False, True), (" ", "a", None)],
)
def test_a_third_value_keeps_the_type_of_the_field(typed, mine, value):
    assert read_third(typed, conflict(1, mine, None)) == value


def test_a_deletion_has_no_third_way():
    assert not takes_third(conflict(1, "a", "b", why=ConflictReason.DELETE_VS_EDIT))


def test_values_and_fields_are_words():
    assert value_words(None) == "(kosong)"
    assert value_words([True, "a"]) == "Ya, a"
    assert field_words(conflict(1, 1, 2, "answers.jumlah_kamar")) == "Jumlah kamar"
