from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_domain.survey.__main__ import main
from kemiskinan_domain.survey.lint import check_form

HEADER = "| survey |\n| | type | name | label | constraint | calculation |\n"
IN_REPEAT = "| | begin repeat | r | R | | |\n{}\n| | end repeat | | | | |"


def _form(folder: Path, rows: str) -> Path:
    path = folder / "form.md"
    path.write_text(f"{HEADER}{rows}\n", encoding="utf-8")
    return path


ERRORS = [
    ("| | text | a | A | foo(.) | |", 2, "constraint"),
    ("| | text | x | X | | |\n| | calculate | a | | | ${b} |\n| | calculate | b | | | ${a} |", 3, "calculation"),
    ("| | text | x | X | | |\n| | text | a | A | ${none} = 1 | |", 3, "constraint"),
    (
        "| | begin group | g | G | | |\n| | text | a | A | | |\n| | end group | | | | |\n| | text | a | A | | |",
        5,
        "name",
    ),
]


@pytest.mark.parametrize(("rows", "row", "column"), ERRORS)
def test_what_cannot_run_is_an_error_with_its_row_and_column(tmp_path: Path, rows: str, row: int, column: str) -> None:
    finding = check_form(_form(tmp_path, rows))[0]

    assert (finding.error, finding.sheet, finding.row, finding.column) == (True, "survey", row, column)


TRAPS = [
    "| | text | a | A | regex(., '[0-9]{16}') | |",
    "| | text | x | X | | |\n| | calculate | a | | | uuid() |",
    IN_REPEAT.format("| | text | a | A | count(${a}[. = current()/.]) <= 1 | |"),
    IN_REPEAT.format("| | integer | n | N | | |\n| | calculate | a | | | sum(${n}) |"),
]


@pytest.mark.parametrize("rows", TRAPS)
def test_a_known_trap_is_a_warning(tmp_path: Path, rows: str) -> None:
    findings = check_form(_form(tmp_path, rows))

    assert [finding.error for finding in findings] == [False]


CLEAN = [
    "| | text | a | A | regex(., '^[0-9]{16}$') | |",
    "| | text | x | X | | |\n| | calculate | a | | | once(uuid()) |",
    IN_REPEAT.format("| | text | a | A | count(/data/r[a = current()/.]) <= 1 | |"),
]


@pytest.mark.parametrize("rows", CLEAN)
def test_the_right_way_of_each_trap_is_clean(tmp_path: Path, rows: str) -> None:
    assert check_form(_form(tmp_path, rows)) == []


def test_the_command_ends_with_one_only_where_a_form_cannot_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = main(["check", str(_form(tmp_path, CLEAN[0]))])
    bad = main(["check", str(_form(tmp_path, ERRORS[0][0]))])

    assert (good, bad) == (0, 1)
    assert "row 2, column constraint" in capsys.readouterr().out
