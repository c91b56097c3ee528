"""An answer, from the engine to the file: what is written, when, and with which seen value."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.survey import (
    Recorded,
)
from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_domain.changes import Put
from kemiskinan_domain.records import FieldValue, RecordKind
from kemiskinan_domain.survey import Refusal
from tests.desktop.services.surveying import (
    DUSUN,
    NIK,
    answered,
    limit_pages,
    opened,
    sent,
)
from tests.desktop.services.village import Village


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
    waiting = [session.unsaved]
    limit_pages(village.store, 1000)
    answered(session, DUSUN, "Cikole")
    waiting.append(session.unsaved)

    assert waiting == [True, False]
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


def test_the_pre_list_value_stands_beside_the_question(village: Village) -> None:
    household = village.family()
    row: dict[str, FieldValue] = {"No. KK": "3203010101200001", "Nama": "ASEP CONTOH", "NIK": NIK, "Alamat": "Kp. Lama"}
    village.put(RecordKind.PRELIST_ENTRY, {"parent": household, "source": "DTSEN", "received": {"14": row}})

    session = opened(village, household)

    assert session.prelist_value("/data/identitas/alamat") == "Kp. Lama"
    assert session.prelist_value("/data/anggota[1]/nik") == NIK
    assert session.prelist_value(DUSUN) is None


def test_the_earlier_value_stays_while_the_answer_changes(village: Village) -> None:
    session = opened(village, village.family(dusun="Lama"))

    answered(session, DUSUN, "Baru")

    assert session.earlier_value(DUSUN) == "Lama"


def test_a_family_that_names_another_form_is_shown_and_not_written(village: Village) -> None:
    name = village.shelf.current("keputusan")
    household = village.family(form=f"{name.id}@{name.version}", dusun="Cikole")

    session = opened(village, household)

    assert session.read_only
    assert session.entry.get(DUSUN) == "Cikole"
    assert isinstance(session.answer(DUSUN, "Lain"), Refusal)
