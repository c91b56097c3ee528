"""Forms far larger than anybody fills, and every shipped form from file to submission."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.workbooks import taken_through
from kemiskinan_domain.survey import load_form
from tests.domain.survey.making import NOW, QUESTIONNAIRES, put, state_of
from tests.domain.survey.test_any_form import workbook


def test_five_thousand_questions_each_resting_on_the_one_before() -> None:
    rows = "\n".join(f"| | calculate | q{number} | ${{q{number - 1}}} + 1 |" for number in range(1, 5000))
    head = "| survey |\n| | type | name | calculation | label |\n| | integer | q0 | | Q |"
    form = load_form(f"{head}\n{rows}\n| | note | n | | ${{q4999}} |")
    entry = form.new_entry(now=NOW)

    put(entry, "/data/q0", "7")

    assert entry.get("/data/q4999") == "5006"
    step_by_step = state_of(entry)
    entry.refresh()
    assert state_of(entry) == step_by_step


def test_a_hundred_thousand_choices_from_a_file_beside_the_form(tmp_path: Path) -> None:
    lines = "".join(f"c{number},Desa {number},{number % 500}\n" for number in range(100_000))
    (tmp_path / "desa.csv").write_text(f"name,label,kec\n{lines}", encoding="utf-8")
    (tmp_path / "form.md").write_text(
        "| survey |\n| | type | name | label | choice_filter |\n| | text | k | K | |\n"
        "| | select_one_from_file desa.csv | d | D | kec = ${k} |\n",
        encoding="utf-8",
    )
    entry = load_form(tmp_path / "form.md").new_entry(now=NOW)

    put(entry, "/data/k", "7")
    put(entry, "/data/d", "c507")

    assert [one.code for one in entry.choices("/data/d")] == [f"c{number}" for number in range(7, 100_000, 500)]
    assert not entry.problems()


@pytest.mark.parametrize(("name", "answered"), [("keluarga", 20), ("keputusan", 3), ("musyawarah", 5)])
def test_a_shipped_form_goes_from_file_to_submission(name: str, answered: int) -> None:
    told = taken_through(QUESTIONNAIRES / f"{name}.md")

    assert told["outcome"] == "taken through", told
    assert isinstance(told["answered"], int)
    assert told["answered"] >= answered


def test_a_workbook_of_every_kind_of_question_goes_from_file_to_submission(tmp_path: Path) -> None:
    told = taken_through(workbook(tmp_path))

    assert (told["outcome"], told["answered"]) == ("taken through", 20), told
