"""An answer, from the engine to the file: what is written, when, and with which seen value."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.survey import (
    Finished,
    FinishProblem,
    IdentityFinding,
    NotYet,
    Recorded,
    SurveyService,
    SurveySession,
)
from kemiskinan_desktop.storage import DiskFullError, Store
from kemiskinan_domain.changes import Delete, Put, decode_change
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.survey import Refusal
from tests.desktop.services.village import Village

DUSUN = "/data/identitas/dusun"
NAME = "/data/anggota[{}]/nama"
NIK = "3203011503850001"


def opened(village: Village, household: RecordId) -> SurveySession:
    session = SurveyService(village.desk, village.shelf).open(household)
    assert session is not None
    return session


def answered(session: SurveySession, path: str, raw: str) -> Recorded:
    recorded = session.answer(path, raw)
    assert isinstance(recorded, Recorded), recorded
    session.commit(recorded.save)
    return recorded


def complete(session: SurveySession) -> None:
    """The family refused: with that outcome nothing but identity and address is asked."""
    answered(session, "/data/identitas/r205", "4")
    answered(session, "/data/identitas/status_kk", "belum_ada")


def sent(store: Store) -> list[Put | Delete]:
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        batch = unit.exchange.sending.batch(10_000, 10_000_000)
    changes = [decode_change(body) for body in (batch.bodies if batch else ())]
    return [change for change in changes if isinstance(change, Put | Delete)]


def limit_pages(store: Store, beyond: int) -> None:
    with store.unit() as unit:
        connection = unit.records._connection
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + beyond}")


def test_an_answer_is_in_the_file_with_its_change_once_it_is_committed(village: Village) -> None:
    household = village.family()
    before = village.unsent()
    village.hear(HouseholdsChanged)

    recorded = answered(opened(village, household), DUSUN, "Cikole")

    assert DUSUN in recorded.changed
    assert village.document(RecordKind.HOUSEHOLD, household)["dusun"] == "Cikole"
    assert village.unsent() == before + 1
    assert village.told == [HouseholdsChanged(frozenset({household}))]


def test_the_first_answer_makes_a_draft_and_names_the_form(village: Village) -> None:
    household = village.family(survey_state="not_started")

    answered(opened(village, household), DUSUN, "Cikole")

    document = village.document(RecordKind.HOUSEHOLD, household)
    assert document["survey_state"] == "draft"
    assert str(document["form"]).startswith("keluarga@")


def test_defaults_on_screen_are_written_with_the_first_answer(village: Village) -> None:
    household = village.family()

    answered(opened(village, household), DUSUN, "Cikole")

    assert village.document(RecordKind.HOUSEHOLD, household)["answers"] == {"r201": "2026-11-23"}


def test_opening_alone_writes_nothing(village: Village) -> None:
    household = village.family()
    opened(village, household)
    before = village.unsent()

    opened(village, household)

    assert village.unsent() == before


def test_a_refused_answer_is_never_recorded(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    before = village.unsent()

    refused = session.answer("/data/identitas/r205", "no such code")

    assert isinstance(refused, Refusal)
    assert not session.unsaved
    assert village.unsent() == before


def test_the_seen_value_is_the_one_on_screen_though_a_pull_changed_it(village: Village) -> None:
    household = village.arrive(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "dusun": "Lama"})
    session = opened(village, household)
    village.arrive(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "dusun": "Dari laptop lain"}, household)

    answered(session, DUSUN, "Baru")

    last = sent(village.store)[-1]
    assert isinstance(last, Put)
    assert last.f["dusun"] == ["Lama", "Baru"]


def test_a_second_answer_begins_where_the_first_ended(village: Village) -> None:
    household = village.family(dusun="Lama")
    session = opened(village, household)
    answered(session, DUSUN, "Baru")
    sent(village.store)

    recorded = answered(session, DUSUN, "Terbaru")

    assert ("dusun", "Baru", "Terbaru") in recorded.save.writes[0].fields


def test_a_full_disk_is_told_by_name_and_the_answer_waits_in_the_session(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    limit_pages(village.store, 0)
    long = session.answer("/data/identitas/alamat", "Kampung " + "panjang " * 1200)
    assert isinstance(long, Recorded)

    with pytest.raises(DiskFullError):
        for _ in range(50):
            session.commit(long.save)
            answered(session, "/data/identitas/responden", "y" * 9_900)
    assert session.unsaved

    limit_pages(village.store, 1000)
    answered(session, DUSUN, "Cikole")
    assert not session.unsaved
    document = village.document(RecordKind.HOUSEHOLD, household)
    assert document["dusun"] == "Cikole"
    assert str(document["address"]).startswith("Kampung panjang")


def test_the_same_save_twice_writes_once(village: Village) -> None:
    session = opened(village, village.family())
    recorded = session.answer(DUSUN, "Cikole")
    assert isinstance(recorded, Recorded)
    session.commit(recorded.save)
    before = village.unsent()

    session.commit(recorded.save)

    assert village.unsent() == before


def test_the_questionnaire_continues_at_the_field_that_was_left(village: Village) -> None:
    household = village.family()
    session = opened(village, household)

    session.commit(session.left_at("/data/identitas/rw"))

    assert opened(village, household).resume_path == "/data/identitas/rw"


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


def test_undo_is_a_new_change_back_to_the_former_value(village: Village) -> None:
    household = village.family(dusun="Lama")
    session = opened(village, household)
    answered(session, DUSUN, "Baru")

    undone = session.undo()

    assert undone is not None
    assert undone.save.writes[0].fields == (("dusun", "Baru", "Lama"),)
    session.commit(undone.save)
    assert village.document(RecordKind.HOUSEHOLD, household)["dusun"] == "Lama"
    assert session.undo() is None


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
    assert not [one for one in _problems(again) if one is FinishProblem.NIK_TWICE_HERE]


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

    assert _problems(session).count(FinishProblem.NIK_TWICE_HERE) == 2


def test_a_questionnaire_without_problems_becomes_complete(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    complete(session)

    finished = session.finish()

    assert isinstance(finished, Finished), finished
    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "complete"
    assert opened(village, household).resume_path is None


def test_a_missing_answer_keeps_the_draft_and_names_its_field(village: Village) -> None:
    session = opened(village, village.family())
    answered(session, "/data/identitas/status_kk", "belum_ada")

    told = session.finish()

    assert isinstance(told, NotYet)
    assert ("/data/identitas/r205", FinishProblem.REQUIRED) in {(one.path, one.problem) for one in told.problems}


def test_a_warning_needs_a_reason_before_the_end(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    answered(session, "/data/identitas/r205", "1")
    answered(session, "/data/anggota[1]/r404", "1")
    answered(session, "/data/anggota[1]/r407", "99")
    path = "/data/anggota[1]/r407"
    assert _at(session, path) == [FinishProblem.WARNING_WITHOUT_REASON]

    reasoned = session.give_reason(path, "Memang sudah tua, ada akta.")

    assert isinstance(reasoned, Recorded)
    session.commit(reasoned.save)
    assert _at(session, path) == []
    assert _at(opened(village, household), path) == []


def test_an_edit_of_a_complete_questionnaire_makes_it_a_draft_again(village: Village) -> None:
    household = village.family()
    session = opened(village, household)
    complete(session)
    session.finish()

    answered(session, DUSUN, "Cikole")

    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "draft"


def test_a_family_that_the_district_holds_is_read_only(village: Village) -> None:
    household = village.family(review="submitted")
    session = opened(village, household)
    before = village.unsent()

    refused = session.answer(DUSUN, "Cikole")

    assert session.read_only
    assert isinstance(refused, Refusal)
    assert _problems(session) == [FinishProblem.UNDER_REVIEW]
    assert village.unsent() == before


def test_a_family_begun_with_an_unknown_form_is_read_only(village: Village) -> None:
    household = village.family(form="keluarga@2099010101")

    assert opened(village, household).read_only


def test_the_pre_list_value_stands_beside_the_question(village: Village) -> None:
    household = village.family()
    row = {"No. KK": "3203010101200001", "Nama": "ASEP CONTOH", "NIK": NIK, "Alamat": "Kp. Lama"}
    village.put(RecordKind.PRELIST_ENTRY, {"parent": household, "source": "DTSEN", "received": {"14": row}})

    session = opened(village, household)

    assert session.prelist_value("/data/identitas/alamat") == "Kp. Lama"
    assert session.prelist_value("/data/anggota[1]/nik") == NIK
    assert session.prelist_value(DUSUN) is None


def test_the_earlier_value_stays_while_the_answer_changes(village: Village) -> None:
    session = opened(village, village.family(dusun="Lama"))

    answered(session, DUSUN, "Baru")

    assert session.earlier_value(DUSUN) == "Lama"


def test_lists_show_the_faults_of_the_questionnaire(village: Village) -> None:
    household = village.family()
    session = opened(village, household)

    answered(session, "/data/identitas/rw", "2")

    with village.store.view() as view:
        row = view.queries.household(household)
    assert row is not None
    assert row.errors == 1


def _problems(session: SurveySession) -> list[FinishProblem]:
    told = session.finish()
    return [one.problem for one in told.problems] if isinstance(told, NotYet) else []


def _at(session: SurveySession, path: str) -> list[FinishProblem]:
    told = session.finish()
    return [one.problem for one in told.problems if one.path == path] if isinstance(told, NotYet) else []
