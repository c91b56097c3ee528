"""Conditions of a form in the short words of a paper form, and nothing where they are not short."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.documents.routing import Routing, question_number
from kemiskinan_domain.survey import Form, load_form

FORM = """
| survey |
| | type | name | label | relevant |
| | integer | r301a | Umur |  |
| | text | alamat | Alamat ${{r301a}} |  |
| | select_multiple ya | r302 | Alat |  |
| | calculate | hitung |  |  |
| | text | r303 | Tujuan | {relevant} |
| choices |
| | list_name | name | label |
| | ya | 1 | Ya |
| settings |
| | form_id | version |
| | uji | 1 |
"""


def form(relevant: str) -> Form:
    calculated = FORM.replace("| | calculate | hitung |  |  |", "| | integer | hitung | Hitung |  |")
    return load_form(calculated.format(relevant=relevant))


@pytest.mark.parametrize(
    ("relevant", "words"),
    [
        ("", ""),
        ("${r301a} = 1", "bila 301a = 1"),
        ("${r301a} >= 15 and ${r301a} != 99", "bila 301a >= 15 dan 301a != 99"),
        ("selected(${r302}, '1') or ${r301a} = 2", "bila 302 memuat 1 atau 301a = 2"),
        ("${alamat} = ''", "bila “Alamat ……” = kosong"),
        ("count-selected(${r302}) > 1", ""),
        ("${r301a} = 1 and ${r301a} = 2 and ${r301a} = 3 and ${r301a} = 4", ""),
        ("not(${r301a} = 1)", ""),
    ],
)
def test_a_condition_is_told_where_paper_can_follow_it(relevant: str, words: str) -> None:
    made = form(relevant)
    question = next(one for one in made.questions.values() if one.name == "r303")

    assert Routing(made, "").words(question) == words


def test_a_number_is_read_from_the_name() -> None:
    numbers = {one.name: question_number(one) for one in form("").questions.values()}

    assert numbers["r301a"] == "301a"
    assert numbers["alamat"] == ""
