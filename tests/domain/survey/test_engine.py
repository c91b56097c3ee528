from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kemiskinan_domain.survey import Aspect, Form, ProblemKind, RefusalKind
from tests.domain.survey.making import NOW, entry_of, form_of, household, member, put, refused, shipped, state_of

HIDING = """
| | type | name | label | relevant | required |
| | text | a | A | | |
| | begin group | g | G | ${a} = 'x' | |
| | text | b | B | | yes |
| | text | c | C | ${b} != '' | |
| | end group | | | | |
| | text | d | D | ${c} = '' | |
"""


def test_an_irrelevant_group_hides_what_is_in_it_and_keeps_the_answer() -> None:
    entry = entry_of(HIDING)
    put(entry, "/data/a", "x")
    put(entry, "/data/g/b", "kept")

    put(entry, "/data/a", "y")

    assert not entry.is_relevant("/data/g/b")
    assert entry.get("/data/g/b") == "kept"
    assert [path for path, _question, _value in entry.values()] == ["/data/a"]


def test_an_answer_that_is_not_asked_compares_as_blank() -> None:
    entry = entry_of(HIDING)
    put(entry, "/data/a", "x")
    put(entry, "/data/g/b", "1")
    put(entry, "/data/g/c", "2")
    assert not entry.is_relevant("/data/d")

    put(entry, "/data/a", "")

    assert entry.is_relevant("/data/d")


def test_nothing_is_required_where_nothing_is_asked() -> None:
    entry = entry_of(HIDING)

    assert entry.problems() == ()
    put(entry, "/data/a", "x")
    assert [(one.path, one.kind) for one in entry.problems()] == [("/data/g/b", ProblemKind.REQUIRED)]


def test_an_answer_says_which_fields_of_records_came_and_went() -> None:
    entry = entry_of(HIDING)
    put(entry, "/data/a", "x")
    put(entry, "/data/g/b", "kept")

    answer = put(entry, "/data/a", "y")

    assert {(one.field, one.old, one.new) for one in answer.fields} == {
        ("answers.a", "x", "y"),
        ("answers.b", "kept", None),
        ("answers.b__aside", None, "kept"),
    }


def test_only_what_became_different_is_reported() -> None:
    entry = entry_of(HIDING)

    answer = put(entry, "/data/a", "q")

    assert dict(answer.changes.aspects) == {"/data/a": frozenset({Aspect.VALUE})}


@given(
    st.lists(
        st.tuples(st.sampled_from(["/data/a", "/data/g/b", "/data/g/c", "/data/d"]), st.sampled_from(["", "x", "z"]))
    )
)
@settings(deadline=None)
def test_irrelevant_answers_come_back_whatever_happened_between(steps: list[tuple[str, str]]) -> None:
    entry = entry_of(HIDING)
    last: dict[str, str] = {}
    for path, value in steps:
        put(entry, path, value)
        last[path] = value

    put(entry, "/data/a", "x")
    put(entry, "/data/g/b", "x")

    expected = {**last, "/data/a": "x", "/data/g/b": "x"}
    assert all(entry.get(path) == value for path, value in expected.items())
    assert entry.is_relevant("/data/g/c")


@given(
    st.lists(
        st.tuples(
            st.integers(1, 2),
            st.sampled_from(["r409", "r404", "r405", "r406", "nik", "kerja/r416a"]),
            st.integers(0, 3),
        ),
        max_size=12,
    )
)
@settings(deadline=None, max_examples=40)
def test_one_answer_at_a_time_equals_running_every_rule(steps: list[tuple[int, str, int]]) -> None:
    values = {
        "r409": ["1", "2", "3", ""],
        "r404": ["1", "2", "5", ""],
        "r405": ["L", "P", "", "L"],
        "r406": ["1980-05-06", "2024-01-01", "", "1950-01-01"],
        "nik": ["3203014605800001", "3203010605800001", "", "1"],
        "kerja/r416a": ["1", "2", "", "1"],
    }
    entry = household()
    member(entry)
    member(entry)
    for number, name, pick in steps:
        put(entry, f"/data/anggota[{number}]/{name}", values[name][pick])
    step_by_step = state_of(entry)

    entry.refresh()

    assert state_of(entry) == step_by_step


def test_a_refused_answer_is_never_recorded() -> None:
    entry = entry_of("| | type | name | label |\n| | integer | n | N |\n| | date | d | D |")
    put(entry, "/data/n", " 007 ")
    before = state_of(entry)

    kinds = [
        refused(entry, "/data/n", "tujuh").kind,
        refused(entry, "/data/d", "2026-02-31").kind,
        refused(entry, "/data/none", "1").kind,
        refused(entry, "/data/n", True).kind,
    ]

    assert kinds == [
        RefusalKind.WRONG_TYPE,
        RefusalKind.WRONG_TYPE,
        RefusalKind.NO_SUCH_QUESTION,
        RefusalKind.WRONG_TYPE,
    ]
    assert entry.get("/data/n") == "7"
    assert state_of(entry) == before


def test_unreadable_and_endless_text_is_refused() -> None:
    entry = entry_of("| | type | name | label |\n| | text | t | T |")

    assert refused(entry, "/data/t", "a\u202eb").kind is RefusalKind.UNREADABLE
    assert refused(entry, "/data/t", "a\x00b").kind is RefusalKind.UNREADABLE
    assert refused(entry, "/data/t", "a" * 1_000_000).kind is RefusalKind.TOO_LONG
    assert put(entry, "/data/t", "\u202a 3203 \u202c").value == "3203"


def test_a_code_that_no_choice_has_is_refused() -> None:
    entry = entry_of(
        "| | type | name | label |\n| | select_multiple l | m | M |",
        "| | list_name | name | label |\n| | l | 01 | satu |\n| | l | 02 | dua |",
    )

    assert refused(entry, "/data/m", ["01", "3"]).kind is RefusalKind.UNKNOWN_CHOICE
    assert put(entry, "/data/m", ["02", "01", "02"]).value == "01 02"
    assert entry.fields().root == {"answers.m": ["01", "02"]}


def test_what_breaks_a_constraint_is_kept_and_told() -> None:
    entry = entry_of(
        "| | type | name | label | constraint | constraint_message |\n| | integer | n | N | . < 5 | Terlalu banyak |"
    )

    put(entry, "/data/n", 9)

    assert entry.get("/data/n") == "9"
    (problem,) = entry.problems_at("/data/n")
    assert (problem.kind, problem.hard, problem.message) == (ProblemKind.CONSTRAINT, True, "Terlalu banyak")


def test_a_soft_rule_is_settled_by_a_reason_and_only_by_that() -> None:
    entry = entry_of(
        "| | type | name | label | bind::kemiskinan:warning | bind::kemiskinan:warning_message |\n"
        "| | integer | n | N | . < 5 | Periksa |"
    )
    put(entry, "/data/n", 9)
    (problem,) = entry.problems()
    assert (problem.kind, problem.hard, problem.open) == (ProblemKind.WARNING, False, True)

    entry.give_reason("/data/n", "memang sembilan")

    (settled,) = entry.problems()
    assert not settled.open
    assert entry.fields().root["answers.n__reason"] == "memang sembilan"


def test_a_rule_that_cannot_be_evaluated_is_never_a_pass() -> None:
    entry = entry_of(
        "| | type | name | label | constraint |\n| | text | p | P | |\n| | text | t | T | regex(., ${p}) |"
    )
    put(entry, "/data/p", "[")

    put(entry, "/data/t", "x")

    assert [one.kind for one in entry.problems_at("/data/t")] == [ProblemKind.UNEVALUATED]


def test_labels_carry_answers_and_are_reported_when_these_change() -> None:
    entry = entry_of("| | type | name | label |\n| | text | n | Nama |\n| | text | q | Umur ${n}? |")

    answer = put(entry, "/data/n", "Udin")

    assert entry.label("/data/q") == "Umur Udin?"
    assert "/data/q" in answer.changes.having(Aspect.WORDS)


def test_a_trigger_writes_when_its_question_changes_and_not_before() -> None:
    entry = entry_of(
        "| | type | name | label | calculation | trigger |\n"
        "| | integer | a | A | | |\n| | integer | b | B | | |\n| | calculate | c | | ${a} * 2 | ${b} |"
    )
    put(entry, "/data/a", 4)
    assert entry.get("/data/c") == ""

    put(entry, "/data/b", 1)

    assert entry.get("/data/c") == "8"


def test_choices_follow_an_earlier_answer_and_a_lost_choice_is_a_problem() -> None:
    entry = entry_of(
        "| | type | name | label | choice_filter |\n| | text | kec | K | |\n"
        "| | select_one d | desa | D | kec = ${kec} |",
        "| | list_name | name | label | kec |\n| | d | a | A | 1 |\n| | d | b | B | 2 |\n| | d | c | C | 2 |",
    )
    put(entry, "/data/kec", "2")
    assert [choice.code for choice in entry.choices("/data/desa")] == ["b", "c"]
    put(entry, "/data/desa", "b")

    put(entry, "/data/kec", "1")

    assert entry.get("/data/desa") == "b"
    assert [one.kind for one in entry.problems_at("/data/desa")] == [ProblemKind.TYPE]


def test_nested_repeats_keep_their_own_places_and_totals() -> None:
    entry = entry_of(
        "| | type | name | label | calculation |\n"
        "| | begin repeat | rumah | R | |\n| | begin repeat | kamar | K | |\n| | integer | luas | L | |\n"
        "| | end repeat | | | |\n| | calculate | jumlah | | sum(${luas}) |\n| | end repeat | | | |\n"
        "| | calculate | semua | | sum(${luas}) |"
    )
    for _ in range(2):
        house = entry.add_repeat("/data/rumah")
        entry.add_repeat(f"{house}/kamar")
        entry.add_repeat(f"{house}/kamar")
    put(entry, "/data/rumah[1]/kamar[2]/luas", 3)
    put(entry, "/data/rumah[2]/kamar[1]/luas", 4)
    put(entry, "/data/rumah[2]/kamar[2]/luas", 5)

    assert entry.get("/data/rumah[1]/jumlah") == "3"
    assert entry.get("/data/rumah[2]/jumlah") == "9"
    assert entry.get("/data/semua") == "12"


def test_a_counted_repeat_grows_and_keeps_what_is_beyond_its_count() -> None:
    entry = entry_of(
        "| | type | name | label | repeat_count |\n| | integer | n | N | |\n"
        "| | begin repeat | r | R | ${n} |\n| | text | t | T | |\n| | end repeat | | | |"
    )
    put(entry, "/data/n", 2)
    put(entry, "/data/r[2]/t", "kept")
    put(entry, "/data/n", 1)
    assert not entry.is_relevant("/data/r[2]/t")

    put(entry, "/data/n", 2)

    assert entry.is_relevant("/data/r[2]/t")
    assert entry.get("/data/r[2]/t") == "kept"


def test_what_an_answer_hid_or_showed_is_stored_also_when_a_counted_repeat_grows_after_it() -> None:
    entry = entry_of(
        "| | type | name | label | repeat_count | relevant | constraint |\n| | integer | n | N | | | |\n"
        "| | text | c | C | | ${n} > 1 | count(${r}) < 3 |\n"
        "| | begin repeat | r | R | ${n} | | |\n| | text | t | T | | | |\n| | end repeat | | | | | |"
    )
    for path, answer in (("/data/n", 2), ("/data/c", "kept"), ("/data/n", 1)):
        put(entry, path, answer)

    grown = put(entry, "/data/n", 3)

    assert grown.changes.aspects["/data/c"] == {Aspect.RELEVANCE, Aspect.PROBLEMS}
    assert ("answers.c", "kept") in [(one.field, one.new) for one in grown.fields]
    assert grown.changes.having(Aspect.STRUCTURE) == ("/data",)


def test_a_place_says_that_instances_in_it_came_or_went() -> None:
    entry = household()

    entry.add_repeat("/data/anggota")
    after_adding = entry.changed
    entry.remove_repeat("/data/anggota", 1)

    assert after_adding.having(Aspect.STRUCTURE) == entry.changed.having(Aspect.STRUCTURE) == ("/data",)
    assert not put(entry, "/data/aset/r502b", "1").changes.having(Aspect.STRUCTURE)


def test_removing_an_instance_moves_the_others_up_with_their_ids() -> None:
    entry = household()
    for name in ("A", "B", "C"):
        member(entry, nama=name * 3)

    assert entry.remove_repeat("/data/anggota", 2)

    assert entry.instance_ids("/data/anggota") == ("m1", "m3")
    assert entry.get("/data/anggota[2]/nama") == "CCC"
    assert not entry.remove_repeat("/data/anggota", 3)


def test_the_day_of_the_survey_is_the_villages_day() -> None:
    form = form_of("| | type | name | label | calculation |\n| | calculate | t | | today() |\n| | text | q | Q | |")

    entry = form.new_entry(now=datetime(2026, 11, 22, 20, 0, tzinfo=UTC))

    assert entry.get("/data/t") == "2026-11-23"


def test_a_default_is_given_once_and_told_so_that_it_is_stored() -> None:
    form = form_of("| | type | name | label | default |\n| | text | id | I | once(uuid()) |\n| | text | s | S | awal |")
    entry = form.new_entry(now=NOW)
    first = entry.get("/data/id")
    assert {one.field for one in entry.take_defaults()} == {"answers.id", "answers.s"}
    put(entry, "/data/s", "")

    again = form.open_records(entry.fields().root, {}, now=NOW)

    assert again.get("/data/id") == first
    assert again.get("/data/s") == ""
    assert again.take_defaults() == ()


def test_an_entry_reopened_from_its_text_is_the_same() -> None:
    entry = household()
    member(entry, r409="1", r405="P", r406="1980-05-06")
    put(entry, "/data/anggota[1]/kerja/r416a", "1")
    put(entry, "/data/anggota[1]/kerja/r416b", 40)
    put(entry, "/data/anggota[1]/kerja/r416a", "2")

    again = Form.from_xml(shipped("keluarga").xml).open_entry(entry.to_json(), now=NOW)

    assert state_of(again) == state_of(entry)
    assert again.instance_ids("/data/anggota") == ("m1",)
    assert again.fields() == entry.fields()


def test_answers_without_a_question_are_kept_and_listed() -> None:
    form = form_of("| | type | name | label |\n| | text | a | A |")

    entry = form.open_records({"answers.a": "1", "answers.lama": "2", "origin": "prelist"}, {}, now=NOW)

    assert [(one.field, one.value) for one in entry.unplaced()] == [("answers.lama", "2")]


def test_a_submission_holds_what_is_asked_and_nothing_else() -> None:
    entry = entry_of(HIDING)
    put(entry, "/data/a", "x & <y>")

    text = entry.to_xml("uuid:1")

    assert "<a>x &amp; &lt;y&gt;</a>" in text
    assert "<g>" not in text
    assert "<instanceID>uuid:1</instanceID>" in text
