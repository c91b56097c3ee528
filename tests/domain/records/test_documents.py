"""A field is read and written by name, and an emptied field leaves no trace."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.records import Document, RecordId, decision_id, draft_of, place_field, read_field, with_field

fields = st.sampled_from(["rt", "answers.q1", "answers.q2"])


@given(fields, st.text(min_size=1))
def test_what_was_set_is_read_back(field: str, value: str) -> None:
    assert read_field(with_field({"name": "x"}, field, value), field) == value


@given(fields, st.text(min_size=1))
def test_setting_to_nothing_restores_the_document(field: str, value: str) -> None:
    before = {"name": "x"}

    assert with_field(with_field(before, field, value), field, None) == before


def test_two_laptops_make_the_same_decision_record() -> None:
    session, family = RecordId("s"), RecordId("f")

    assert decision_id(session, family) == decision_id(session, family)
    assert decision_id(session, family) != decision_id(family, session)


@given(
    st.dictionaries(st.sampled_from(["a", "b", "g"]), st.one_of(st.integers(), st.just({"x": 1, "y": 2})), max_size=3),
    st.sampled_from(["a", "g", "g.x", "g.y", "g.z", "b.x"]),
    st.one_of(st.none(), st.integers(), st.text(max_size=3)),
)
def test_placing_in_a_draft_is_the_same_as_copying_with_a_field(document: Document, field: str, value: object) -> None:
    before, draft = json.dumps(document), draft_of(document)

    place_field(draft, field, value)  # type: ignore[arg-type]

    assert draft == with_field(document, field, value)  # type: ignore[arg-type]
    assert json.dumps(document) == before
