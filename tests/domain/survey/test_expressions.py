from __future__ import annotations

import math
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from kemiskinan_domain.survey import ExpressionError, FormError, ProblemKind, evaluate, load_form
from tests.domain.survey.making import entry_of, form_of, put

NOW = datetime(2026, 11, 22, 20, 30, tzinfo=UTC)
XML = (
    "<data><a x='1'>5</a><a x='2'>7</a><b/><when>2026-11-22</when><many>1 3 10</many>"
    "<instance id='q'><root><item><name>1</name><label>Satu</label></item></root></instance></data>"
)

TEXTS = [
    ("instance('q')/root/item[name = '1']/label", "Satu"),
    ("current()/../a[2]", "7"),
    ("/data/a[last()]/@x", "2"),
    ("string(today())", "2026-11-23"),
    ("format-date(date('2026-02-03'), '%d/%m/%y')", "03/02/26"),
    ("date('2026-11-22') + 1 = today()", "true"),
    ("/data/when < today()", "true"),
    ("'2026-11-23' = today()", "true"),
    ("selected(/data/many, '1')", "true"),
    ("selected(/data/many, '0')", "false"),
    ("selected-at(/data/many, 2)", "10"),
    ("count-selected(/data/many)", "3"),
    ("coalesce(/data/b, /data/a)", "5"),
    ("if(/data/b = '', 'kosong', 'isi')", "kosong"),
    ("regex('3203', '[0-9]{2}')", "false"),
    ("regex('32', '[0-9]{2}')", "true"),
    ("int(7.9) + int(-7.9)", "0"),
    ("round(2.5) + round(-2.5)", "0"),
    ("round(1234.567, 2)", "1234.57"),
    ("pow(2, 10)", "1024"),
    ("join(', ', /data/a)", "5, 7"),
    ("substr('abcdef', 1, 3)", "bc"),
    ("substring('12345', 1.5, 2.6)", "234"),
    ("concat('a', 1.0, true())", "a1true"),
    ("count-non-empty(/data/*)", "5"),
    ("sum(/data/a | /data/b)", "12"),
    ("5 mod -2", "1"),
    ("1 div 0", "Infinity"),
    ("position(/data/a[2])", "2"),
    ("indexed-repeat(/data/a/@x, /data/a, 2)", "2"),
    ("digest('abc', 'SHA-1', 'hex')", "a9993e364706816aba3e25717850c26c9cd0d89d"),
    ("checklist(1, 2, true(), false())", "true"),
    ("weighted-checklist(3, 4, true(), 3, false(), 9)", "true"),
    ("boolean-from-string('1')", "true"),
    ("once('new')", ""),
    ("name(/data/a[1])", "a"),
    ("7mod4", "3"),
    ("true() or unknown()", "true"),
    ("substring-before('abc', '')", ""),
    ("int(7.9e-12)", "0"),
    ("-(3)", "-3"),
    ("not(1 = 2) and (2 > 1 or unknown)", "true"),
]


@pytest.mark.parametrize(("expression", "text"), TEXTS)
def test_an_expression_gives_what_odk_says(expression: str, text: str) -> None:
    value = evaluate(expression, XML, context_path="/data/b", now=NOW)

    assert (value.as_string() or "") == (text if expression != "once('new')" else "new")


def test_geography_is_measured_as_odk_measures_it() -> None:
    square = "0 0; 0 1; 1 1; 1 0; 0 0"

    assert evaluate("distance('0 0; 0 1')", "<a/>").as_number() == pytest.approx(111318.85, abs=0.01)
    assert evaluate(f"geofence('0.5 0.5', '{square}')", "<a/>").as_boolean()
    assert not evaluate(f"geofence('2 2', '{square}')", "<a/>").as_boolean()
    assert math.isnan(evaluate("area('0 0; x')", "<a/>").as_number())


@pytest.mark.parametrize(
    "expression",
    ["unknown()", "1 +", "a[", "$x", "'open", "if(1)", "regex('a', '[')", "sum(1)", "x:y", "(" * 5000, "#"],
)
def test_an_expression_that_cannot_run_says_so(expression: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(expression, "<a/>")

    assert caught.value.expression


def test_a_seeded_order_is_the_one_that_odk_gives() -> None:
    letters = "<a><b>A</b><b>B</b><b>C</b><b>D</b><b>E</b><b>F</b></a>"

    nodes = evaluate("randomize(/a/b, 42)", letters).nodes()

    assert "".join(node.string_value() for node in nodes) == "AFCBDE"


def test_a_moment_with_a_zone_of_its_own_is_seen_from_there() -> None:
    evening = datetime(2026, 11, 22, 20, 30, tzinfo=ZoneInfo("America/Phoenix"))

    assert evaluate("string(today())", "<a/>", now=evening).as_string() == "2026-11-22"


def test_xml_that_declares_entities_is_refused() -> None:
    bomb = "<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>"

    with pytest.raises(ExpressionError):
        evaluate("1", bomb)


def test_reading_an_expression_runs_nothing() -> None:
    form = form_of(
        "| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | once(uuid()) |"
    )

    ids = {form.new_entry(now=NOW).get("/data/c") for _ in range(3)}

    assert len(ids) == 3


def test_once_keeps_its_first_value() -> None:
    entry = entry_of(
        "| | type | name | label | calculation |\n| | text | a | A | |\n| | calculate | c | | once(${a}) |"
    )
    put(entry, "/data/a", "pertama")

    put(entry, "/data/a", "kedua")

    assert entry.get("/data/c") == "pertama"


def test_an_empty_answer_adds_nothing_to_a_sum() -> None:
    entry = entry_of(
        "| | type | name | label | calculation |\n| | begin repeat | r | R | |\n| | integer | n | N | |\n"
        "| | end repeat | | | |\n| | calculate | t | | sum(${n}) |"
    )
    entry.add_repeat("/data/r")
    entry.add_repeat("/data/r")

    put(entry, "/data/r[2]/n", 4)

    assert entry.get("/data/t") == "4"


def test_uniqueness_is_seen_across_instances_when_written_from_the_root() -> None:
    entry = entry_of(
        "| | type | name | label | constraint |\n| | begin repeat | r | R | |\n"
        "| | text | n | N | count(/data/r[n = current()/.]) <= 1 |\n| | end repeat | | | |"
    )
    entry.add_repeat("/data/r")
    entry.add_repeat("/data/r")
    put(entry, "/data/r[1]/n", "x")

    put(entry, "/data/r[2]/n", "x")

    assert [one.kind for one in entry.problems()] == [ProblemKind.CONSTRAINT] * 2


def test_an_absolute_path_into_ones_own_repeat_means_ones_own_instance() -> None:
    entry = entry_of(
        "| | type | name | label | calculation |\n| | begin repeat | r | R | |\n| | integer | n | N | |\n"
        "| | calculate | double | | /data/r/n * 2 |\n| | end repeat | | | |"
    )
    entry.add_repeat("/data/r")
    entry.add_repeat("/data/r")

    put(entry, "/data/r[2]/n", 4)

    assert (entry.get("/data/r[1]/double"), entry.get("/data/r[2]/double")) == ("", "8")


def test_choice_names_follow_the_language_shown() -> None:
    form = form_of(
        "| | type | name | label::Bahasa Indonesia (id) | label::English (en) | calculation |\n"
        "| | select_one l | s | S | S | |\n| | calculate | c | | | jr:choice-name(${s}, '${s}') |",
        "| | list_name | name | label::Bahasa Indonesia (id) | label::English (en) |\n| | l | 1 | Ya | Yes |",
    )
    entry = form.new_entry(now=NOW, language="en")

    put(entry, "/data/s", "1")

    assert entry.get("/data/c") == "Yes"


BROKEN = [
    "| | text | a | A | | foo(.) |",
    "| | calculate | a | | ${b} + 1 | |\n| | calculate | b | | ${a} | |",
    "| | text | a | A | | /data/none = 1 |",
    "| | text | a | A | | ${none} = 1 |",
]


@pytest.mark.parametrize("rows", BROKEN)
def test_a_form_that_could_not_run_is_refused_when_it_is_loaded(rows: str) -> None:
    with pytest.raises(FormError):
        load_form(f"| survey |\n| | type | name | label | calculation | constraint |\n{rows}\n")


@pytest.mark.parametrize("text", ["<a/>", "<broken", "hello\nworld", "| survey |\n"])
def test_what_is_no_form_is_refused(text: str) -> None:
    with pytest.raises(FormError):
        load_form(text)
