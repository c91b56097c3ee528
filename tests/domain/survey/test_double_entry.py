"""Which questions a form wants keyed twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_domain.survey import FormError, load_form

FORM = """| survey |
| | type | name | label | bind::kemiskinan:double_entry |
| | text | nama | Nama | {} |
| | text | alamat | Alamat | |
| settings |
| | form_id | version | namespaces |
| | coba | 1 | kemiskinan="urn:kemiskinan-desa:survey" |
"""


def _form(folder: Path, written: str) -> Path:
    path = folder / "form.md"
    path.write_text(FORM.format(written), encoding="utf-8")
    return path


@pytest.mark.parametrize(("written", "marked"), [("yes", ["nama"]), ("no", []), ("", [])])
def test_a_form_marks_what_is_keyed_twice(tmp_path: Path, written: str, marked: list[str]) -> None:
    form = load_form(_form(tmp_path, written))

    assert [question.name for question in form.questions.values() if question.bind.double_entry] == marked


def test_another_mark_is_refused_at_its_place(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="'yes' or 'no', not 'maybe'") as refused:
        load_form(_form(tmp_path, "maybe"))

    assert refused.value.place == "/data/nama"


def test_the_household_form_has_its_numbers_names_and_indicators_keyed_twice() -> None:
    form = load_form(Path("resources/questionnaires/keluarga.md"))

    marked = {question.field for question in form.questions.values() if question.bind.double_entry}

    assert {"no_kk", "head_name", "name", "nik", "birth_date", "sex", "answers.r302", "answers.r309a"} <= marked
    assert not any(
        question.choice_list is not None and question.choice_list.filter
        for question in form.questions.values()
        if question.bind.double_entry
    ), "a filtered list would give the first answer away"
