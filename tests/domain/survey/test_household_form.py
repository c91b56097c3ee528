from __future__ import annotations

import pytest

from kemiskinan_domain.survey import Entry, ProblemKind, RecordRule
from kemiskinan_domain.survey.lint import check_form
from tests.domain.survey.making import NOW, QUESTIONNAIRES, household, member, put, shipped

HOUSING = "/data/perumahan"
HARD = {ProblemKind.CONSTRAINT}


def _kinds(entry: Entry, path: str) -> set[ProblemKind]:
    return {one.kind for one in entry.problems_at(path)}


@pytest.mark.parametrize("name", ["keluarga", "keputusan"])
def test_shipped_forms_have_nothing_to_mend(name: str) -> None:
    assert check_form(QUESTIONNAIRES / f"{name}.md") == []


@pytest.mark.parametrize("name", ["keluarga", "keputusan"])
def test_every_question_and_choice_speaks_both_languages(name: str) -> None:
    form = shipped(name)

    shown = [question for question in form.questions.values() if question.shown]
    missing = [one.path for one in shown if set(one.labels) != set(form.languages)]
    choices = [choice for one in shown if one.choice_list for choice in one.choice_list.choices]

    assert missing == []
    assert all(set(choice.labels) == set(form.languages) for choice in choices)


HOUSING_ROUTES = [
    ("r301a", "1", "r301b", True),
    ("r301a", "2", "r301b", False),
    ("r306a", "3", "r306b", False),
    ("r306a", "4", "r306b", True),
    ("r306a", "8", "r306b", True),
    ("r306a", "9", "r306b", False),
    ("r307a", "1", "r307b1", True),
    ("r307a", "2", "r307b1", False),
    ("r309a", "3", "r309b", True),
    ("r309a", "3", "r310", True),
    ("r309a", "4", "r309b", False),
    ("r309a", "6", "r310", False),
]


@pytest.mark.parametrize(("question", "code", "follows", "asked"), HOUSING_ROUTES)
def test_housing_questions_follow_the_routing_of_the_field(question: str, code: str, follows: str, asked: bool) -> None:
    entry = household()

    put(entry, f"{HOUSING}/{question}", code)

    assert entry.is_relevant(f"{HOUSING}/{follows}") is asked
    assert entry.is_required(f"{HOUSING}/{follows}") is asked


def test_further_meters_may_be_left_out() -> None:
    entry = household()
    put(entry, f"{HOUSING}/r307a", "1")

    put(entry, f"{HOUSING}/r307b1", "1")

    assert entry.is_relevant(f"{HOUSING}/r307b2")
    assert not entry.is_required(f"{HOUSING}/r307b2")


MEMBER_ROUTES = [
    ({"r406": "2021-11-24"}, "sekolah/r412", False),
    ({"r406": "2021-11-23"}, "sekolah/r412", True),
    ({"r406": "2021-11-23", "sekolah/r412": "1"}, "sekolah/r413", False),
    ({"r406": "2000-01-01", "sekolah/r412": "2"}, "sekolah/r413", True),
    ({"r406": "2000-01-01", "sekolah/r412": "3"}, "sekolah/r415", True),
    ({"r406": "2000-01-01", "kerja/r416a": "1"}, "kerja/r416b", True),
    ({"r406": "2000-01-01", "kerja/r416a": "2"}, "kerja/r417", False),
    ({"r406": "2000-01-01", "kerja/r416a": "1"}, "kerja/r418", True),
    ({"r406": "2000-01-01", "kerja/r420a": "1"}, "kerja/r422", True),
    ({"r406": "2000-01-01", "kerja/r420a": "2"}, "kerja/r425", False),
    ({"r406": "2021-11-24"}, "kesehatan/r427", True),
    ({"r406": "2021-11-23"}, "kesehatan/r427", False),
    ({"r406": "2024-11-24"}, "kesehatan/r428a", False),
    ({"r406": "2024-11-23"}, "kesehatan/r428f", True),
    ({"r406": "2024-11-23"}, "kesehatan/r428g", False),
    ({"r406": "2021-11-23"}, "kesehatan/r428j", True),
    ({"r406": "1966-11-23"}, "kesehatan/r429", True),
    ({"r406": "1990-01-01"}, "kesehatan/r429", False),
    ({"r406": "1990-01-01", "kesehatan/r428c": "2"}, "kesehatan/r429", True),
    ({"r406": "2026-01-01"}, "kesehatan/r430", True),
    ({"r406": "2021-11-24"}, "jaminan/r431b", False),
    ({"r406": "2021-11-23"}, "jaminan/r431e", True),
    ({"r406": "1995-01-01"}, "jaminan/r431e", False),
    ({"r406": "2011-11-24"}, "jaminan/r431f", False),
    ({"r406": "2011-11-23"}, "jaminan/r431f", True),
    ({"r406": "1990-01-01", "jaminan/r431f": ["1", "2"]}, "jaminan/kpj", True),
    ({"r406": "1990-01-01", "jaminan/r431f": ["0"]}, "jaminan/kpj", False),
    ({"r405": "P", "r406": "1990-01-01", "diri/r408": "2"}, "diri/r410", True),
    ({"r405": "P", "r406": "1990-01-01", "diri/r408": "1"}, "diri/r410", False),
    ({"r405": "L", "r406": "1990-01-01", "diri/r408": "2"}, "diri/r410", False),
    ({"r405": "P", "r406": "1960-01-01", "diri/r408": "2"}, "diri/r410", False),
    ({"status_nik": "belum_ada"}, "nik", False),
    ({"status_nik": "ada"}, "nik", True),
]


@pytest.mark.parametrize(("answers", "question", "asked"), MEMBER_ROUTES)
def test_member_questions_follow_the_routing_of_the_field(
    answers: dict[str, object], question: str, asked: bool
) -> None:
    entry = household()

    top = member(entry, **answers)

    assert entry.is_relevant(f"{top}/{question}") is asked


@pytest.mark.parametrize(
    ("presence", "asked"), [("1", True), ("2", False), ("3", False), ("4", False), ("5", True), ("6", False)]
)
def test_only_members_who_live_here_are_asked_further(presence: str, asked: bool) -> None:
    entry = household()

    top = member(entry, r404=presence, r406="1990-01-01")

    assert entry.is_relevant(f"{top}/kerja/r416a") is asked
    assert entry.is_relevant(f"{top}/diri/r408") is asked


@pytest.mark.parametrize(
    ("path", "raw", "holds"),
    [
        (f"{HOUSING}/r302", 1, True),
        (f"{HOUSING}/r302", 997, True),
        (f"{HOUSING}/r302", 0, False),
        (f"{HOUSING}/r302", 998, False),
        ("/data/aset/r504a", 999, True),
        ("/data/aset/r504a", -1, False),
        ("/data/identitas/rt", "003", True),
        ("/data/identitas/rt", "3", False),
        ("/data/identitas/r201", "2026-11-23", True),
        ("/data/identitas/r201", "2026-11-24", False),
    ],
)
def test_ranges_of_the_household_are_hard_rules(path: str, raw: object, holds: bool) -> None:
    entry = household()

    put(entry, path, raw)

    assert (ProblemKind.CONSTRAINT not in _kinds(entry, path)) is holds


@pytest.mark.parametrize(
    ("question", "answers", "holds"),
    [
        ("kerja/r416b", {"r406": "1990-01-01", "kerja/r416a": "1", "kerja/r416b": 99}, True),
        ("kerja/r416b", {"r406": "1990-01-01", "kerja/r416a": "1", "kerja/r416b": 100}, False),
        ("kerja/r422", {"r406": "1990-01-01", "kerja/r420a": "1", "kerja/r422": 1000}, False),
        ("kerja/r423", {"r406": "1990-01-01", "kerja/r420a": "1", "kerja/r423": 100}, False),
        ("jaminan/r431f", {"r406": "1990-01-01", "jaminan/r431f": ["99"]}, True),
        ("jaminan/r431f", {"r406": "1990-01-01", "jaminan/r431f": ["0", "1"]}, False),
        ("r406", {"r406": "1899-12-31"}, False),
        ("r406", {"r406": "2026-11-24"}, False),
        ("r407", {"r407": 121}, False),
        ("nik", {"status_nik": "ada", "nik": "3203014605800001"}, True),
        ("nik", {"status_nik": "ada", "nik": "320301460580001"}, False),
        ("nik", {"status_nik": "ada", "nik": "0000000000000000"}, False),
        ("nik", {"status_nik": "ada", "nik": "3203013505800001"}, False),
        ("nik", {"status_nik": "ada", "nik": "3203017205800001"}, False),
        ("nik", {"status_nik": "ada", "nik": "3203014613800001"}, False),
    ],
)
def test_ranges_of_a_member_are_hard_rules(question: str, answers: dict[str, object], holds: bool) -> None:
    entry = household()

    top = member(entry, **answers)

    assert (ProblemKind.CONSTRAINT not in _kinds(entry, f"{top}/{question}")) is holds


@pytest.mark.parametrize(
    ("birth", "sex", "agrees"),
    [("1980-05-06", "P", True), ("1980-05-06", "L", False), ("1980-05-07", "P", False), ("", "", True)],
)
def test_a_nik_that_disagrees_with_birth_date_or_sex_is_a_warning(birth: str, sex: str, agrees: bool) -> None:
    entry = household()

    top = member(entry, status_nik="ada", nik="3203014605800001", r406=birth, r405=sex)

    assert (ProblemKind.WARNING not in _kinds(entry, f"{top}/nik")) is agrees
    assert ProblemKind.CONSTRAINT not in _kinds(entry, f"{top}/nik")


def test_two_members_with_one_nik_are_told_at_both() -> None:
    entry = household()
    for _ in range(2):
        member(entry, status_nik="ada", nik="3203014605800001")

    assert all(ProblemKind.CONSTRAINT in _kinds(entry, f"/data/anggota[{place}]/nik") for place in (1, 2))


def test_ten_people_without_a_nik_are_ten_people() -> None:
    entry = household()
    for _ in range(10):
        member(entry, status_nik="belum_ada")

    assert all(not _kinds(entry, f"/data/anggota[{place}]/nik") for place in range(1, 11))
    assert entry.get("/data/r112") == "10"


@pytest.mark.parametrize(("relations", "holds"), [(["1", "2"], True), (["2", "3"], False), (["1", "1"], False)])
def test_a_family_has_exactly_one_head(relations: list[str], holds: bool) -> None:
    entry = household()

    for relation in relations:
        member(entry, r409=relation)

    assert (entry.problems_at("/data/aturan_kepala") == ()) is holds
    assert shipped("keluarga").questions["/data/aturan_kepala"].bind.record_rule is RecordRule.HARD


@pytest.mark.parametrize(
    ("answers", "rule", "holds"),
    [
        ({"perumahan/r307a": "4", "aset/r502b": "1"}, "aturan_listrik", False),
        ({"perumahan/r307a": "4", "aset/r502b": "2"}, "aturan_listrik", True),
        ({"perumahan/r307a": "1", "aset/r502b": "1"}, "aturan_listrik", True),
        ({"aset/r502a": "1", "perumahan/r308": "2"}, "aturan_gas", True),
        ({"aset/r502a": "1", "perumahan/r308": "4"}, "aturan_gas", False),
        ({"aset/r502a": "2", "perumahan/r308": "3"}, "aturan_gas", False),
        ({"aset/r502a": "2"}, "aturan_gas", True),
    ],
)
def test_cross_checks_are_soft_because_the_sources_disagree(answers: dict[str, str], rule: str, holds: bool) -> None:
    entry = household()

    for path, code in answers.items():
        put(entry, f"/data/{path}", code)

    problems = entry.problems_at(f"/data/{rule}")
    assert (problems == ()) is holds
    assert all(not problem.hard for problem in problems)


@pytest.mark.parametrize(
    ("month", "year", "holds"),
    [("11", 2026, True), ("11", 2025, True), ("10", 2025, False), ("12", 2026, False), ("1", 2026, True)],
)
def test_aid_was_received_within_the_last_year(month: str, year: int, holds: bool) -> None:
    entry = household()
    put(entry, "/data/program/r501b", "1")

    put(entry, "/data/program/r501b_bulan", month)
    put(entry, "/data/program/r501b_tahun", year)

    assert (ProblemKind.CONSTRAINT not in _kinds(entry, "/data/program/r501b_tahun")) is holds


@pytest.mark.parametrize("outcome", ["3", "4", "5"])
def test_a_family_that_was_not_met_is_asked_nothing_more(outcome: str) -> None:
    entry = shipped("keluarga").new_entry(now=NOW)

    put(entry, "/data/identitas/r205", outcome)

    sections = {one.section: one.asked for one in entry.progress()}
    assert sections["/data/perumahan"] == sections["/data/aset"] == sections["/data/program"] == 0
    assert entry.problems_at("/data/aturan_kepala") == ()


@pytest.mark.parametrize(
    ("birth", "age"), [("2000-11-23", "26"), ("2000-11-24", "25"), ("2000-02-29", "26"), ("2026-11-23", "0")]
)
def test_age_is_counted_in_full_years_on_the_day_of_the_visit(birth: str, age: str) -> None:
    entry = household()

    top = member(entry, r406=birth)

    assert entry.get(f"{top}/umur") == age


def test_an_unknown_birth_date_asks_for_the_age_instead() -> None:
    entry = household()
    top = member(entry)

    put(entry, f"{top}/r407", 40)

    assert entry.get(f"{top}/umur") == "40"
    assert entry.is_relevant(f"{top}/kerja/r416a")


def test_typed_columns_are_filled_from_the_questions_named_for_them() -> None:
    entry = household()
    member(entry, status_nik="ada", nik="3203014605800001", r405="P", r406="1980-05-06", r409="1")
    put(entry, "/data/identitas/rt", "003")

    fields = entry.fields()

    assert fields.root["rt"] == "003"
    ((instance_id, values),) = fields.instances["anggota"]
    assert instance_id == "m1"
    assert {name: values[name] for name in ("nik", "nik_state", "sex", "birth_date", "relation", "presence")} == {
        "nik": "3203014605800001",
        "nik_state": "ada",
        "sex": "P",
        "birth_date": "1980-05-06",
        "relation": "1",
        "presence": "1",
    }


DECISIONS = [
    ("1", "L", (), True),
    ("1", "T", (), False),
    ("1", "T", ("05",), True),
    ("2", "T", ("01",), True),
    ("2", "P", (), False),
    ("3", "T", (), False),
    ("4", "L", (), True),
]


@pytest.mark.parametrize(("presence", "decision", "reasons", "complete"), DECISIONS)
def test_a_decision_against_or_a_family_not_found_needs_a_reason(
    presence: str, decision: str, reasons: tuple[str, ...], complete: bool
) -> None:
    entry = shipped("keputusan").new_entry(now=NOW)

    put(entry, "/data/keputusan/keberadaan", presence)
    put(entry, "/data/keputusan/putusan", decision)
    put(entry, "/data/keputusan/alasan", list(reasons))

    assert (entry.problems() == ()) is complete


def test_the_reason_other_asks_for_words() -> None:
    entry = shipped("keputusan").new_entry(now=NOW)

    put(entry, "/data/keputusan/alasan", ["05", "99"])

    assert entry.is_required("/data/keputusan/alasan_lain")
    assert entry.fields().root == {"reasons": ["05", "99"]}
