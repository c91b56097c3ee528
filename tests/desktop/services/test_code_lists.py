"""Lists of codes of the district in the questionnaire: new families take the newest, begun ones keep theirs."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf, form_name
from kemiskinan_desktop.storage import StoredForm
from kemiskinan_domain.publishing import CodeChoice, CodeList
from kemiskinan_domain.survey import Form
from kemiskinan_domain.wire.scopes import NATIONAL
from tests.desktop.services.announcing import bring_codes
from tests.desktop.services.village import Village

FORM = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head>
<h:title>Uji</h:title><model><instance><data id="keluarga" version="20991101"><kerja/></data></instance>
<instance id="pekerjaan" src="jr://file-csv/pekerjaan.csv"><root>
<item><name>1</name><label>Petani</label></item></root></instance>
<bind nodeset="/data/kerja" type="string"/></model></h:head>
<h:body><select1 ref="/data/kerja"><label>Kerja</label><itemset nodeset="instance('pekerjaan')/root/item">
<value ref="name"/><label ref="label"/></itemset></select1></h:body></h:html>"""


def a_list(version: str, *labels: str, **more: Any) -> CodeList:
    choices = tuple(CodeChoice(str(number), label) for number, label in enumerate(labels, 1))
    given = {"name": "pekerjaan", "title": "Pekerjaan", "choices": choices, "starts": date(2026, 11, 1)}
    return CodeList(**{"version": version, **given, **more})


@pytest.fixture
def shelf(village: Village) -> FormShelf:
    with village.store.unit() as unit:
        unit.forms.add(StoredForm("keluarga", "20991101", FORM, "x"), village.clock())
        unit.commit()
    return FormShelf(village.store, village.shelf._folder, village.clock)


def words(form: Form | None) -> list[str]:
    assert form is not None
    return [choice.label("id") for choice in form.new_entry().choices("/data/kerja")]


def test_a_new_family_begins_with_the_newest_list_and_a_begun_one_keeps_its_own(
    village: Village, shelf: FormShelf
) -> None:
    before = form_name(shelf.current(HOUSEHOLD_FORM))
    bring_codes(village.store, a_list("1", "Petani", "Nelayan"))
    first = form_name(shelf.current(HOUSEHOLD_FORM))
    bring_codes(village.store, a_list("2", "Petani", "Nelayan", "Ojek"))
    second = shelf.current(HOUSEHOLD_FORM)

    assert (before, first) == ("keluarga@20991101", "keluarga@20991101+pekerjaan.1")
    assert words(second) == ["Petani", "Nelayan", "Ojek"]
    assert words(shelf.named(first)) == ["Petani", "Nelayan"]
    assert words(shelf.named(before)) == ["Petani"]


def test_a_withdrawn_version_counts_no_more_and_still_opens_what_began_with_it(
    village: Village, shelf: FormShelf
) -> None:
    bring_codes(village.store, a_list("1", "Petani", "Nelayan"))
    bring_codes(village.store, a_list("2", "Keliru"))
    begun = form_name(shelf.current(HOUSEHOLD_FORM))

    bring_codes(village.store, a_list("2", "Keliru", withdrawn=True))

    assert words(shelf.current(HOUSEHOLD_FORM)) == ["Petani", "Nelayan"]
    assert words(FormShelf(village.store, village.shelf._folder, village.clock).named(begun)) == ["Keliru"]


def test_a_list_counts_from_its_day_on(village: Village, shelf: FormShelf) -> None:
    bring_codes(village.store, a_list("1", "Nelayan", starts=date(2026, 11, 24)))
    before = words(shelf.current(HOUSEHOLD_FORM))

    village.clock.forward(days=1)

    assert (before, words(shelf.current(HOUSEHOLD_FORM))) == (["Petani"], ["Nelayan"])


def test_the_district_s_list_goes_before_the_nation_s_and_their_numbers_never_meet(
    village: Village, shelf: FormShelf
) -> None:
    bring_codes(village.store, a_list("7", "Dari pusat"), NATIONAL)
    nation = shelf.current(HOUSEHOLD_FORM)
    bring_codes(village.store, a_list("7", "Dari kabupaten"))
    district = shelf.current(HOUSEHOLD_FORM)

    assert (nation.version, district.version) == ("20991101+pekerjaan.n7", "20991101+pekerjaan.7")
    assert words(shelf.named("keluarga@20991101+pekerjaan.n7")) == ["Dari pusat"]
    assert words(shelf.named("keluarga@20991101+pekerjaan.7")) == ["Dari kabupaten"]


def test_a_family_begun_elsewhere_with_a_list_that_did_not_come_yet_is_not_written_with_another(
    village: Village, shelf: FormShelf
) -> None:
    assert shelf.named("keluarga@20991101+pekerjaan.3") is None
    bring_codes(village.store, a_list("3", "Petani", "Nelayan"))

    assert words(shelf.named("keluarga@20991101+pekerjaan.3")) == ["Petani", "Nelayan"]


def test_a_version_that_has_a_plus_of_its_own_is_found_by_its_whole_name(village: Village, shelf: FormShelf) -> None:
    with village.store.unit() as unit:
        unit.forms.add(StoredForm("keluarga", "2026+a.1", FORM, "y"), village.clock())
        unit.commit()

    assert words(shelf.named("keluarga@2026+a.1")) == ["Petani"]


def test_a_form_without_files_is_left_alone(village: Village, shelf: FormShelf) -> None:
    bring_codes(village.store, a_list("1", "Petani", name="alasan"))

    assert shelf.current(HOUSEHOLD_FORM).version == "20991101"
    assert "+" not in shelf.current("keputusan").version
