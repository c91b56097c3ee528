"""The list of families decides what is shown."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_desktop.ui.households.filtering import Place, toggled
from kemiskinan_desktop.ui.households.presenter import Emptiness, HouseholdsPresenter
from kemiskinan_domain.records import RecordId, SurveyState
from tests.desktop.ui.fakes import NowLane
from tests.desktop.ui.households.screen import ToldView
from tests.desktop.ui.households.village import FakeFamilies, row, unjudged

TWO = (row(1, head_name="Asep"), row(2, head_name="Imas", survey_state=SurveyState.DRAFT, dusun="Babakan", rt="001"))


def test_opening_shows_every_family_with_the_count_of_each_chip() -> None:
    view = ToldView()

    HouseholdsPresenter(view, NowLane(), FakeFamilies(TWO), unjudged).start()

    assert [one.head_name for one in view.rows] == ["Asep", "Imas"]
    assert view.counts is not None
    assert (view.counts.all, view.counts.not_started, view.counts.draft) == (2, 1, 1)


def test_places_are_offered_once_and_in_order() -> None:
    view = ToldView()

    HouseholdsPresenter(view, NowLane(), FakeFamilies(TWO), unjudged).start()

    assert view.places == (
        Place("Babakan"),
        Place("Babakan", "001", "002"),
        Place("Sindanglaka"),
        Place("Sindanglaka", "003", "002"),
    )


def test_a_chip_narrows_and_a_second_press_widens_again() -> None:
    view = ToldView()
    presenter = HouseholdsPresenter(view, NowLane(), FakeFamilies(TWO), unjudged)

    presenter.press_chip(HouseholdChip.DRAFT)
    narrowed = [one.head_name for one in view.rows]
    presenter.press_chip(HouseholdChip.DRAFT)

    assert narrowed == ["Imas"]
    assert len(view.rows) == 2


def test_states_of_the_survey_put_each_other_out() -> None:
    chosen = frozenset({HouseholdChip.DRAFT, HouseholdChip.UNSENT})

    assert toggled(chosen, HouseholdChip.COMPLETE) == {HouseholdChip.COMPLETE, HouseholdChip.UNSENT}


def test_an_answer_to_an_older_question_is_dropped() -> None:
    view = ToldView()
    lane = NowLane(held=True)
    presenter = HouseholdsPresenter(view, lane, FakeFamilies(TWO), unjudged)

    presenter.find("as")
    presenter.find("im")
    lane.release()

    assert [one.head_name for one in view.rows] == ["Imas"]


def test_only_the_family_that_the_person_stays_on_is_previewed() -> None:
    families = FakeFamilies(TWO)
    lane = NowLane(held=True)
    presenter = HouseholdsPresenter(ToldView(), lane, families, unjudged)

    presenter.select(TWO[0])
    presenter.select(TWO[1])
    lane.release()

    assert families.previewed == [TWO[1].id]


def test_an_empty_village_and_an_empty_search_are_told_apart() -> None:
    nobody, nothing = ToldView(), ToldView()

    HouseholdsPresenter(nobody, NowLane(), FakeFamilies(), unjudged).start()
    HouseholdsPresenter(nothing, NowLane(), FakeFamilies(TWO), unjudged).find("zzz")

    assert nobody.empty is Emptiness.NO_LIST
    assert nothing.empty is Emptiness.NOTHING_FOUND


def test_a_change_elsewhere_reads_the_preview_again_only_when_it_is_meant() -> None:
    families = FakeFamilies(TWO)
    presenter = HouseholdsPresenter(ToldView(), NowLane(), families, unjudged)
    presenter.select(TWO[0])

    presenter.on_changed(HouseholdsChanged(frozenset({TWO[1].id})))
    presenter.on_changed(HouseholdsChanged(frozenset({TWO[0].id})))

    assert families.previewed == [TWO[0].id, TWO[0].id]


def test_coming_for_one_family_shows_all_and_marks_it() -> None:
    view = ToldView()
    presenter = HouseholdsPresenter(view, NowLane(), FakeFamilies(TWO), unjudged)
    presenter.find("asep")

    presenter.look_for(RecordId(TWO[1].id))

    assert view.selected == [TWO[1].id]
    assert len(view.rows) == 2


def test_a_file_that_does_not_answer_is_said() -> None:
    view = ToldView()

    HouseholdsPresenter(view, NowLane(), FakeFamilies(TWO, fault=DiskFullError()), unjudged).start()

    assert view.unreadable


def test_our_own_mistake_reaches_the_crash_handler() -> None:
    presenter = HouseholdsPresenter(ToldView(), NowLane(), FakeFamilies(TWO, fault=KeyError("ours")), unjudged)

    with pytest.raises(KeyError):
        presenter.start()
