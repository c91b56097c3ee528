"""The merge decides per field by what the author saw; it invents no value and loses none."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.changes import (
    Act,
    Applied,
    ConflictReason,
    Delete,
    Put,
    RecordState,
    Rejected,
    Unchanged,
    merge_change,
    merge_field,
)
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import RecordId, RecordKind

scalars = st.one_of(st.none(), st.text(max_size=8), st.integers(-9, 9), st.booleans())
code_sets = st.one_of(st.none(), st.lists(st.sampled_from("abcdef"), unique=True, min_size=1).map(sorted))
HOUSE = RecordId("0190-house")


def put(**edits: object) -> Put:
    fields = {name: list(edit) for name, edit in edits.items()}  # type: ignore[call-overload]
    return Put(k=RecordKind.HOUSEHOLD, id=HOUSE, base=1, at="2026-11-23T10:00:00+07:00", by="u1", f=fields)


@given(scalars, scalars, scalars)
def test_a_scalar_never_becomes_a_value_nobody_wrote(seen: object, current: object, wanted: object) -> None:
    outcome = merge_field(seen, current, wanted)  # type: ignore[arg-type]

    if isinstance(outcome, Applied):
        assert outcome.value == wanted
        assert current == seen
    elif isinstance(outcome, Rejected):
        assert current not in (seen, wanted)


@given(code_sets, code_sets, code_sets, code_sets)
def test_set_edits_from_the_same_sight_commute(seen: object, one: object, two: object, extra: object) -> None:
    def apply(current: object, wanted: object) -> object:
        outcome = merge_field(seen, current, wanted)  # type: ignore[arg-type]
        return outcome.value if isinstance(outcome, Applied) else current

    assert apply(apply(seen, one), two) == apply(apply(seen, two), one)


def test_the_same_value_twice_is_no_change() -> None:
    assert merge_field("a", "b", "b") == Unchanged()


def test_two_authors_of_one_field_keep_both_values() -> None:
    state = RecordState({"head_name": "Siti A."}, deleted=False, rev=5)

    merged = merge_change(put(head_name=("Siti", "Siti Aminah"), rt=(None, "003")), state)

    assert merged.document == {"head_name": "Siti A.", "rt": "003"}
    (clash,) = merged.clashes
    assert (clash.why, clash.current, clash.wanted) == (ConflictReason.FIELD, "Siti A.", "Siti Aminah")


def test_a_new_record_takes_every_field() -> None:
    merged = merge_change(put(head_name=("seen elsewhere", "Siti")), None)

    assert merged.document == {"head_name": "Siti"}
    assert merged.changed
    assert not merged.clashes


def test_an_edit_of_a_deleted_record_revives_it_and_says_so() -> None:
    state = RecordState({"head_name": "Siti", "rt": "001"}, deleted=True, rev=7)

    merged = merge_change(put(rt=("001", "002")), state)

    assert merged.document == {"head_name": "Siti", "rt": "002"}
    assert not merged.deleted
    assert [clash.why for clash in merged.clashes] == [ConflictReason.EDIT_VS_DELETE]


def test_a_delete_does_not_hide_an_edit_its_author_had_not_seen() -> None:
    change = Delete(k=RecordKind.HOUSEHOLD, id=HOUSE, base=1, at="", by="u1", why="pindah")
    state = RecordState({"rt": "001"}, deleted=False, rev=9, changed_by_others=True)

    merged = merge_change(change, state)

    assert not merged.deleted
    assert merged.clashes[0].why is ConflictReason.DELETE_VS_EDIT


def test_a_village_edit_of_a_submitted_family_is_held_with_all_its_values() -> None:
    state = RecordState({"review": "submitted", "rt": "001"}, deleted=False, rev=3)

    merged = merge_change(put(rt=("001", "002"), rw=(None, "004")), state)

    assert merged.document["rt"] == "001"
    assert {(clash.field, clash.wanted) for clash in merged.clashes} == {("rt", "002"), ("rw", "004")}
    assert all(clash.why is ConflictReason.LOCKED for clash in merged.clashes)


def test_the_district_may_edit_what_it_holds() -> None:
    state = RecordState({"review": "submitted", "rt": "001"}, deleted=False, rev=3)

    merged = merge_change(put(rt=("001", "002")), state, Side.DISTRICT)

    assert merged.document["rt"] == "002"


def test_a_review_step_is_compare_and_set_on_the_state() -> None:
    change = Act(
        k=RecordKind.HOUSEHOLD,
        id=HOUSE,
        base=1,
        at="",
        by="u",
        act="approve",
        state=("submitted", "approved"),
    )
    state = RecordState({"review": "submitted"}, deleted=False, rev=3)

    assert merge_change(change, state, Side.DISTRICT).document["review"] == "approved"
    assert merge_change(change, state, Side.VILLAGE).clashes[0].why is ConflictReason.STATE


@given(st.dictionaries(st.sampled_from(["rt", "rw", "answers.q1"]), st.tuples(scalars, scalars)))
def test_the_same_change_twice_changes_nothing_more(edits: dict[str, tuple[object, object]]) -> None:
    change = put(**edits)
    once = merge_change(change, None)

    twice = merge_change(change, RecordState(once.document, deleted=False, rev=1))

    assert twice.document == once.document
    assert not twice.changed
    assert not twice.clashes
