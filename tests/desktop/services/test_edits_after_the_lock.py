"""A locked meeting's code tells every edit of what it covers, whichever field and whatever value."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kemiskinan_desktop.services.deliberations import CodeVerdict, DeliberationService
from kemiskinan_domain.records import FieldValue, RecordKind, decision_id
from tests.desktop.services.test_after_the_lock import locked
from tests.desktop.services.village import Village

EDITS: dict[RecordKind, dict[str, st.SearchStrategy[FieldValue]]] = {
    RecordKind.DELIBERATION: {
        **dict.fromkeys(("number", "title", "place", "chair_name", "secretary_name"), st.text("abc é'\"", min_size=1)),
        "date": st.dates().map(dt.date.isoformat),
        "start_time": st.times().map(lambda one: one.isoformat("minutes")),
        "invited": st.integers(1, 999),
        "quorum_percent": st.integers(1, 100),
        "purpose": st.sampled_from(["p3ke", "blt_dd"]),
        "method": st.sampled_from(["aklamasi", "suara"]),
        "answers.rt_count": st.integers(1, 99),
        "answers.amends": st.uuids().map(str),
    },
    RecordKind.ATTENDANCE: {
        "name": st.text("abc é'\"", min_size=1),
        "sex": st.just("P"),
        "mark": st.sampled_from(["refused", "represented", "not_yet"]),
        "element": st.sampled_from(["RT", "RW"]),
        "signed_by": st.text("abc", min_size=1),
        "answers.arrived": st.times().map(lambda one: one.isoformat("minutes")),
    },
    RecordKind.DECISION: {
        "presence": st.sampled_from(["2", "3", "4"]),
        "decision": st.sampled_from(["T", "P"]),
        "reasons": st.lists(st.sampled_from(["01", "05"]), min_size=1, unique=True).map(list),
        "reason_other": st.text("abc", min_size=1),
        "dissent": st.text("abc", min_size=1),
        "exception": st.text("abc", min_size=1),
        "vote_yes": st.integers(0, 99),
        "household_rev": st.integers(1, 99),
        "answers.household_digest": st.text("0123456789abcdef", min_size=16, max_size=16),
        "answers.pre_ruling": st.sampled_from(["L", "T", "P"]),
        "answers.pre_note": st.text("abc", min_size=1),
    },
}


def edit_after_the_lock(village: Village, kind: RecordKind, field: str, data: st.DataObject) -> None:
    """Lock a meeting, give one field of it another value, and see that its code says so."""
    service = DeliberationService(village.desk, village.shelf)
    session, family = locked(service, village)
    view = service.open(session)
    assert view is not None
    assert view.lock_code is not None
    records = {
        RecordKind.DELIBERATION: session,
        RecordKind.ATTENDANCE: view.attendance[0].id,
        RecordKind.DECISION: decision_id(session, family),
    }
    held = village.document(kind, records[kind])
    value = data.draw(EDITS[kind][field].filter(lambda one: one != held.get(field)))

    village.put(kind, {field: value}, records[kind])

    assert service.check_code(view.lock_code).verdict is CodeVerdict.DATA_CHANGED


@pytest.mark.parametrize(("kind", "field"), [(kind, field) for kind in sorted(EDITS) for field in sorted(EDITS[kind])])
@settings(max_examples=1, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_an_edit_of_any_field_after_the_lock_breaks_verification(
    village: Village, kind: RecordKind, field: str, data: st.DataObject
) -> None:
    edit_after_the_lock(village, kind, field, data)


@pytest.mark.slow
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_after_the_lock_breaks_verification(village: Village, data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from(sorted(EDITS)))
    edit_after_the_lock(village, kind, data.draw(st.sampled_from(sorted(EDITS[kind]))), data)
