"""Members of a family: records of their own, their NIK, and who comes back."""

from __future__ import annotations

from kemiskinan_desktop.services.survey import (
    FinishProblem,
    IdentityFinding,
)
from kemiskinan_domain.changes import Delete
from kemiskinan_domain.records import RecordId, RecordKind
from tests.desktop.services.surveying import (
    NAME,
    NIK,
    answered,
    opened,
    problems_of,
    sent,
)
from tests.desktop.services.village import Village


def test_a_new_member_is_a_record_of_its_own_with_the_same_id_in_the_form(village: Village) -> None:
    household = village.family()
    session = opened(village, household)

    session.commit(session.add_member().save)
    answered(session, NAME.format(2), "Siti Contoh")

    member = RecordId(session.entry.instance_ids("/data/anggota")[1])
    document = village.document(RecordKind.MEMBER, member)
    assert (document["parent"], document["position"], document["name"]) == (household, 2, "Siti Contoh")


def test_a_removed_member_is_a_delete_with_its_reason(village: Village) -> None:
    household = village.family()
    gone = village.member(household, "Siti Contoh", position=2, relation="2")
    session = opened(village, household)

    session.commit(session.remove_member(1, "moved").save)

    deletes = [change for change in sent(village.store) if isinstance(change, Delete)]
    assert [(change.id, change.why) for change in deletes] == [(gone, "moved")]


def test_the_family_is_named_after_the_member_with_relation_one(village: Village) -> None:
    household = village.family("Asep Contoh")
    session = opened(village, household)

    answered(session, NAME.format(1), "Ujang Contoh")

    assert village.document(RecordKind.HOUSEHOLD, household)["head_name"] == "Ujang Contoh"
    assert session.entry.get("/data/identitas/kepala_keluarga") == "Ujang Contoh"


def test_calculated_values_are_never_stored(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    answered(session, "/data/anggota[1]/r404", "1")
    answered(session, "/data/anggota[1]/r406", "1985-03-15")

    assert session.entry.get("/data/anggota[1]/umur") == "41"
    stored = village.document(RecordKind.MEMBER, RecordId(session.entry.instance_ids("/data/anggota")[0]))
    assert "umur" not in str(stored)
    assert stored["birth_date"] == "1985-03-15"


def test_undo_brings_a_removed_member_back_with_the_answers(village: Village) -> None:
    household = village.family()
    village.member(household, "Siti Contoh", position=2, relation="2")
    session = opened(village, household)
    session.commit(session.remove_member(1, "mistake").save)

    undone = session.undo()

    assert undone is not None
    session.commit(undone.save)
    with village.store.view() as view:
        assert [one.name for one in view.queries.members(household)] == ["Asep Contoh", "Siti Contoh"]


def test_undo_reaches_the_right_member_after_places_moved(village: Village) -> None:
    household = village.family()
    village.member(household, "Siti Contoh", position=2, relation="2")
    session = opened(village, household)
    answered(session, NAME.format(2), "Siti Baru")
    session.commit(session.remove_member(0, "mistake").save)
    back = session.undo()
    assert back is not None

    undone = session.undo()

    assert undone is not None
    names = {session.entry.get(NAME.format(place)) for place in (1, 2)}
    assert names == {"Asep Contoh", "Siti Contoh"}


def test_a_member_taken_out_elsewhere_lives_again_whole_when_it_is_answered(village: Village) -> None:
    household = village.family()
    siti = village.member(household, "Siti Contoh", position=2, relation="2")
    session = opened(village, household)
    with village.store.unit() as unit:
        unit.changes.delete(RecordKind.MEMBER, siti, by="other", at=village.clock(), why="moved")
        unit.commit()

    answered(session, "/data/anggota[2]/r404", "1")

    document = village.document(RecordKind.MEMBER, siti)
    assert (document["parent"], document["name"], document["presence"]) == (household, "Siti Contoh", "1")


def test_ten_people_without_nik_stay_ten_people(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    for place in range(2, 11):
        session.commit(session.add_member().save)
        answered(session, NAME.format(place), "Tanpa NIK")
    for place in range(1, 11):
        answered(session, f"/data/anggota[{place}]/status_nik", "belum_ada")

    again = opened(village, household)

    assert len(again.entry.instance_ids("/data/anggota")) == 10
    assert again.identity_findings("/data/anggota[3]/nik") == ()
    assert not [one for one in problems_of(again) if one is FinishProblem.NIK_TWICE_HERE]


def test_a_nik_that_differs_from_the_birth_date_is_a_warning(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    answered(session, "/data/anggota[1]/status_nik", "ada")
    answered(session, "/data/anggota[1]/nik", NIK)
    answered(session, "/data/anggota[1]/r406", "1985-03-16")

    assert session.identity_findings("/data/anggota[1]/nik") == (IdentityFinding.NIK_BIRTH_DATE_DIFFERS,)


def test_a_nik_of_another_family_is_shown_at_once(village: Village) -> None:
    other = village.family("Dedi Contoh")
    village.member(other, "Rina Contoh", position=2, nik=NIK, nik_state="ada")
    session = opened(village, village.family())
    answered(session, "/data/anggota[1]/status_nik", "ada")
    session.answer("/data/anggota[1]/nik", NIK)

    hits = session.duplicates("/data/anggota[1]/nik")

    assert [(hit.household, hit.head_name, hit.member_name) for hit in hits] == [(other, "Dedi Contoh", "Rina Contoh")]


def test_one_nik_twice_in_a_family_keeps_it_a_draft(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    answered(session, "/data/identitas/r205", "1")
    session.commit(session.add_member().save)
    for place in (1, 2):
        answered(session, f"/data/anggota[{place}]/status_nik", "ada")
        answered(session, f"/data/anggota[{place}]/nik", NIK)

    assert problems_of(session).count(FinishProblem.NIK_TWICE_HERE) == 2
