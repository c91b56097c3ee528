"""Lists and searches over families, people, sessions."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.storage import HouseholdFilter, Store
from kemiskinan_domain.records import RecordId, RecordKind, SurveyState, new_record_id
from tests.desktop.storage.saving import NOW, new


@pytest.fixture
def families(store: Store) -> dict[str, RecordId]:
    siti, ujang = new_record_id(), new_record_id()
    new(store, siti, head_name="Siti Aminah", no_kk="3203011111110001", dusun="Cikaret", rt="003", rw="02", desil=1)
    new(store, ujang, head_name="Ujang", dusun="Babakan", rt="013", rw="02", survey_state="draft")
    new(store, new_record_id(), RecordKind.MEMBER, parent=siti, name="Déwi", nik="3203014101900001", position=1)
    new(store, new_record_id(), RecordKind.MEMBER, parent=ujang, name="Asep", nik="3203014101900001", position=1)
    return {"siti": siti, "ujang": ujang}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("siti", {"Siti Aminah"}),
        ("AMINAH  siti", {"Siti Aminah"}),
        ("dewi", {"Siti Aminah"}),
        ("320301111111", {"Siti Aminah"}),
        ("3203014101", {"Siti Aminah", "Ujang"}),
        ("rt 3", {"Siti Aminah"}),
        ("RT 013", {"Ujang"}),
        ("3/2", {"Siti Aminah"}),
        ("rw02 asep", {"Ujang"}),
        ("100%", set()),
        ("", {"Siti Aminah", "Ujang"}),
    ],
)
def test_a_search_finds_name_numbers_and_area(
    store: Store, families: dict[str, RecordId], text: str, found: set[str]
) -> None:
    with store.view() as unit:
        rows = unit.queries.households(HouseholdFilter(text=text))

    assert {row.head_name for row in rows} == found


def test_filters_narrow_together(store: Store, families: dict[str, RecordId]) -> None:
    wanted = HouseholdFilter(rw="02", survey=frozenset({SurveyState.DRAFT}))

    with store.view() as unit:
        rows = unit.queries.households(wanted)
        counts = unit.queries.household_counts()

    assert [row.id for row in rows] == [families["ujang"]]
    assert counts.all == 2
    assert counts.survey == {SurveyState.NOT_STARTED: 1, SurveyState.DRAFT: 1}
    assert counts.unsent == 2


def test_the_latest_session_decides_what_a_family_shows(store: Store, families: dict[str, RecordId]) -> None:
    for date, decision in (("2026-11-20", "layak"), ("2026-10-01", "tidak_layak")):
        session = new_record_id()
        new(store, session, RecordKind.DELIBERATION, title=f"Musdes {date}", date=date, state="draft")
        new(
            store,
            new_record_id(),
            RecordKind.DECISION,
            parent=session,
            household=families["siti"],
            decision=decision,
            reasons=["lansia"],
        )

    with store.view() as unit:
        row = unit.queries.household(families["siti"])
        sessions = unit.queries.deliberations()
        counts = unit.queries.household_counts()

    assert row is not None
    assert (row.decision, row.reasons) == ("layak", '["lansia"]')
    assert [session.decided for session in sessions] == [1, 1]
    assert sessions[0].date == "2026-11-20"
    assert counts.decided == 1


def test_a_nik_that_two_people_have_is_listed(store: Store, families: dict[str, RecordId]) -> None:
    with store.view() as unit:
        duplicates = unit.queries.duplicate_niks()
        holders = unit.queries.nik_holders(duplicates[0])

    assert duplicates == ("3203014101900001",)
    assert {holder.head_name for holder in holders} == {"Siti Aminah", "Ujang"}


def test_families_are_counted_by_place_and_by_how_far_they_are(store: Store, families: dict[str, RecordId]) -> None:
    with store.view() as unit:
        groups = unit.queries.standing()

    assert [(one.dusun, one.rt, one.families, one.survey) for one in groups] == [
        ("Babakan", "013", 1, SurveyState.DRAFT),
        ("Cikaret", "003", 1, SurveyState.NOT_STARTED),
    ]


def test_counted_faults_narrow_the_list(store: Store, families: dict[str, RecordId]) -> None:
    with store.unit() as unit:
        unit.queries.set_faults([(families["siti"], 1, 2)])
        unit.commit()

    with store.view() as unit:
        (row,) = unit.queries.households(HouseholdFilter(with_faults=True))

    assert (row.id, row.errors, row.warnings) == (families["siti"], 1, 2)


def test_a_family_continues_at_the_field_where_it_was_left(store: Store, families: dict[str, RecordId]) -> None:
    with store.unit() as unit:
        unit.resume.put(families["siti"], "anggota[1].nik", NOW)
        unit.commit()

    with store.view() as unit:
        assert unit.resume.get(families["siti"]) == "anggota[1].nik"
        assert unit.resume.latest() == (families["siti"], "anggota[1].nik")


def test_a_changed_line_of_the_audit_log_shows(store: Store) -> None:
    with store.unit() as unit:
        for number in range(3):
            unit.audit.append("export", by="u1", at=NOW, detail=str(number))
        whole = unit.audit.first_broken()
        unit.audit._connection.exec_driver_sql("UPDATE audit SET detail = 'lain' WHERE seq = 2")
        broken = unit.audit.first_broken()

    assert (whole, broken) == (None, 2)


@pytest.mark.parametrize("kind", [RecordKind.REMARK, RecordKind.ATTACHMENT, RecordKind.ENROLMENT])
def test_what_belongs_to_a_person_waits_under_the_family(store: Store, kind: RecordKind) -> None:
    family, person, other = new_record_id(), new_record_id(), new_record_id()
    new(store, family, head_name="Siti Aminah")
    new(store, person, RecordKind.MEMBER, parent=family, name="Ujang")
    new(store, other, head_name="Dewi")
    for parent in (person, family):
        new(store, new_record_id(), kind, parent=parent)

    with store.view() as unit:
        waiting = {(one.kind, one.root) for one in unit.queries.waiting()}

    assert (kind, family) in waiting
    assert {household for found, household in waiting if found is kind} == {family}
