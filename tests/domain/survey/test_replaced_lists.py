"""A form whose files of choices are replaced by newer lists of the district."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_domain.survey import Form, load_form
from kemiskinan_domain.survey.replaced_lists import (
    ReplacingList,
    files_named,
    form_with_lists,
    lists_named,
    named_with,
)

PULLED = "pulldata('pekerjaan', 'upah', 'name', ${pekerjaan})"
FORM = f"""
| survey | | | | | |
| | type | name | label | choice_filter | calculation |
| | select_one sektor | sektor | Sektor | | |
| | select_one_from_file pekerjaan.csv | pekerjaan | Pekerjaan | sektor=${{sektor}} | |
| | calculate | upah | | | {PULLED} |
| choices | | | |
| | list_name | name | label |
| | sektor | tani | Tani |
| | sektor | jasa | Jasa |
| settings | | | |
| | form_title | form_id | version |
| | Uji | keluarga | 20261101 |
"""
SHIPPED = "name,label,sektor,upah\n1,Petani,tani,10\n2,Buruh,jasa,20\n"
NEWER = ReplacingList(
    "20261201",
    [
        {"name": "1", "label": "Petani & peternak", "sektor": "tani", "upah": "11"},
        {"name": "3", "label": "Ojek", "sektor": "jasa", "upah": "30"},
    ],
)


@pytest.fixture
def text(tmp_path: Path) -> str:
    (tmp_path / "uji.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "pekerjaan.csv").write_text(SHIPPED, encoding="utf-8")
    return load_form(tmp_path / "uji.md").xml


def offered(form: Form, sector: str) -> list[str]:
    entry = form.new_entry()
    entry.set("/data/sektor", sector)
    return [f"{one.code} {one.label('id')}" for one in entry.choices("/data/pekerjaan")]


def test_only_choices_that_come_from_a_file_can_be_replaced(text: str) -> None:
    assert files_named(text) == {"pekerjaan"}


def test_the_newer_list_is_offered_filtered_and_looked_up(text: str) -> None:
    form = form_with_lists(text, {"pekerjaan": NEWER, "lain": NEWER})
    entry = form.new_entry()
    entry.set("/data/sektor", "jasa")
    entry.set("/data/pekerjaan", "3")

    assert offered(form, "tani") == ["1 Petani & peternak"]
    assert offered(form, "jasa") == ["3 Ojek"]
    assert entry.get("/data/upah") == "30"
    assert not entry.problems()


def test_the_form_says_which_lists_it_was_opened_with(text: str) -> None:
    form = form_with_lists(text, {"pekerjaan": NEWER})

    assert form.version == "20261101+pekerjaan.20261201"
    assert lists_named(form.version) == ("20261101", {"pekerjaan": "20261201"})
    assert Form.from_xml(text).version == "20261101", "the form itself is what it was"


def test_a_file_that_did_not_come_with_the_form_is_given_by_the_district(text: str) -> None:
    empty = text.replace(text[text.index("<root><item><name>1") : text.index("</root>", text.index("<name>1")) + 7], "")

    assert Form.from_xml(empty).missing_files == ("pekerjaan.csv",)
    assert form_with_lists(empty, {"pekerjaan": NEWER}).missing_files == ()


def test_without_a_fitting_list_the_form_stays_itself(text: str) -> None:
    form = form_with_lists(text, {"lain": NEWER})

    assert (form.version, form.xml) == ("20261101", text)


@pytest.mark.parametrize(
    ("version", "read"),
    [
        ("20261101", ("20261101", {})),
        ("1+a.2+b.n3", ("1", {"a": "2", "b": "n3"})),
        ("1+", ("1", {})),
        ("1+rusak", ("1", {})),
        ("", ("", {})),
    ],
)
def test_the_name_of_a_form_is_taken_apart(version: str, read: tuple[str, dict[str, str]]) -> None:
    assert lists_named(version) == read


def test_the_name_does_not_depend_on_the_order_of_the_lists() -> None:
    assert named_with({"b": "2", "a": "1"}, "7") == named_with({"a": "1", "b": "2"}, "7") == "7+a.1+b.2"
