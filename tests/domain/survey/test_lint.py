from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from kemiskinan_domain.survey.__main__ import main
from kemiskinan_domain.survey.lint import check_form

HEADER = "| survey |\n| | type | name | label | constraint | calculation |\n"
SETTINGS = "| settings |\n| | form_id | version |\n| | uji | 2026112401 |\n"
IN_REPEAT = "| | begin repeat | r | R | | |\n{}\n| | end repeat | | | | |"


def _form(folder: Path, rows: str) -> Path:
    path = folder / "form.md"
    path.write_text(f"{HEADER}{rows}\n{SETTINGS}", encoding="utf-8")
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


def _sheets(folder: Path, survey: str, choices: str = "", settings: str = SETTINGS) -> Path:
    path = folder / "form.md"
    heading = "| survey |\n| | type | name | label | appearance | choice_filter | calculation | image |\n"
    listed = f"| choices |\n| | list_name | name | label |\n{choices}\n" if choices else ""
    path.write_text(f"{heading}{survey}\n{listed}{settings}", encoding="utf-8")
    return path


ONE = "| | text | a | A | | | | |"
TWO = "| | l | 1 | X |"
PLACES = {
    "an unknown type": (f"{ONE}\n| | texto | b | B | | | | |", "", ("survey", 3, "type")),
    "a question without a label": (f"{ONE}\n| | text | b | | | | | |", "", ("survey", 3, "label")),
    "a question without a name": (f"{ONE}\n| | text | | B | | | | |", "", ("survey", 3, "name")),
    "no sheet of choices": (f"{ONE}\n| | select_one l | b | B | | | | |", "", ("survey", 3, "type")),
    "a list that is not there": (f"{ONE}\n| | select_one m | b | B | | | | |", TWO, ("survey", 3, "type")),
    "a blank in a code of several": (
        "| | select_multiple l | b | B | | | | |",
        f"{TWO}\n| | l | 1 a | Y |",
        ("choices", 3, "name"),
    ),
    "a code twice": ("| | select_one l | b | B | | | | |", f"{TWO}\n| | l | 1 | Y |", ("choices", 3, "name")),
    "no external choices": ("| | select_one_external l | b | B | | name=1 | | |", "", ("survey", 2, "type")),
    "a group without an end": (f"{ONE}\n| | begin group | g | G | | | | |", "", ("survey", 3, "type")),
    "nothing asked": ("", "", ("survey", 0, "type")),
}


@pytest.mark.parametrize(("survey", "choices", "place"), PLACES.values(), ids=PLACES)
def test_what_a_compiler_refuses_is_shown_where_it_stands(
    tmp_path: Path, survey: str, choices: str, place: tuple[str, int, str]
) -> None:
    finding = check_form(_sheets(tmp_path, survey, choices))[0]

    assert (finding.error, (finding.sheet, finding.row, finding.column)) == (True, place), finding


WARNED = {
    "a file of choices that did not come": (
        "| | select_one_from_file buah.csv | a | A | | | | |",
        "",
        ("survey", 2, "type"),
    ),
    "a table that did not come": (
        f"{ONE}\n| | calculate | b | | | | pulldata('desa', 'n', 'k', ${{a}}) | |",
        "",
        ("survey", 3, "calculation"),
    ),
    "a search": ("| | select_one l | b | B | search('buah') | | | |", TWO, ("survey", 2, "appearance")),
    "a picture beside a question": ("| | text | a | A | | | | rumah.png |", "", ("survey", 2, "image")),
    "a choice without words": ("| | select_one l | b | B | | | | |", f"{TWO}\n| | l | 2 | |", ("choices", 3, "label")),
    "a photo of any size": ("| | image | a | A | | | | |", "", ("survey", 2, "parameters")),
}


@pytest.mark.parametrize(("survey", "choices", "place"), WARNED.values(), ids=WARNED)
def test_what_will_not_be_as_somebody_expects_is_a_warning_where_it_stands(
    tmp_path: Path, survey: str, choices: str, place: tuple[str, int, str]
) -> None:
    findings = check_form(_sheets(tmp_path, survey, choices))

    assert [(one.error, (one.sheet, one.row, one.column)) for one in findings] == [(False, place)], findings


def test_a_file_of_choices_that_came_is_nothing_to_mend(tmp_path: Path) -> None:
    (tmp_path / "buah.csv").write_text("name,label\n1,Mangga\n", encoding="utf-8")

    assert check_form(_sheets(tmp_path, WARNED["a file of choices that did not come"][0])) == []


@pytest.mark.parametrize(
    ("settings", "places"),
    [
        ("", [("settings", 0, "version")]),
        (
            "| settings |\n| | form_id | versin |\n| | uji | 1 |\n",
            [("settings", 1, "versin"), ("settings", 2, "version")],
        ),
    ],
)
def test_settings_that_nobody_reads_and_a_missing_version_are_warned_of(
    tmp_path: Path, settings: str, places: list[tuple[str, int, str]]
) -> None:
    findings = check_form(_sheets(tmp_path, ONE, settings=settings))

    assert [(one.sheet, one.row, one.column) for one in findings] == places


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("formulir.xls", b"\xd0\xcf\x11\xe0" + b"0" * 100),
        ("formulir.xlsx", b"PK\x03\x04" + b"0" * 100),
        ("formulir.xlsx", b"nothing"),
        ("formulir.docx", b"PK\x03\x04"),
    ],
)
def test_a_file_that_is_no_form_is_named_so_without_a_row(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    (finding,) = check_form(tmp_path / name)

    assert str(finding).startswith("error: this is no Excel workbook")


def test_a_file_that_is_not_there_is_named_so(tmp_path: Path) -> None:
    (finding,) = check_form(tmp_path / "formulir.xlsx")

    assert str(finding) == f"error: {tmp_path / 'formulir.xlsx'}: there is no such file"


def test_an_excel_workbook_is_pointed_into_as_well(tmp_path: Path) -> None:
    book = Workbook()
    survey = book.active
    assert survey is not None
    survey.title = "survey"
    for row in (("type", "name", "label"), ("text", "a", "A"), ("texto", "b", "B")):
        survey.append(row)
    book.save(tmp_path / "form.xlsx")

    (finding,) = check_form(tmp_path / "form.xlsx")

    assert (finding.sheet, finding.row, finding.column) == ("survey", 3, "type")
