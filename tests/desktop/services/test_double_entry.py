"""A second person keys chosen questions again without seeing the first answers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kemiskinan_desktop.services.access import PersonName
from kemiskinan_desktop.services.survey import Finished, NotYet, SurveyService
from kemiskinan_desktop.services.survey.double_entry import (
    MEMBER_COUNT,
    Difference,
    DoubleEntry,
    DoubleEntryService,
    DoubleEntryTrouble,
)
from kemiskinan_desktop.services.survey.paradata import ParadataService, SectionEffort
from kemiskinan_desktop.services.survey.values import Save
from kemiskinan_desktop.storage import DiskFullError
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from kemiskinan_domain.survey import Refusal
from tests.desktop.services.surveying import complete, limit_pages, opened
from tests.desktop.services.village import SECRETARY, Village

HEAD = "/data/identitas/kepala_keluarga"
RW = "/data/identitas/rw"
NAME = "/data/anggota[1]/nama"
RELATION = "/data/anggota[1]/r409"
OTHER = PersonName("018f0000-0000-7000-8000-000000000002", "Pengetik Contoh", Role.OPERATOR)


def surveyed(village: Village) -> RecordId:
    """A family whose survey ended: it refused, so that only identity and address are asked."""
    household = village.family(dusun="Cikole")
    session = opened(village, household)
    complete(session)
    assert isinstance(session.finish(), Finished)
    return household


def begun(village: Village, household: RecordId, person: PersonName = OTHER) -> DoubleEntry:
    desk = replace(village.desk, person=person)
    entry = DoubleEntryService(desk, SurveyService(desk, village.shelf)).open(household)
    assert isinstance(entry, DoubleEntry), entry
    return entry


def keyed(entry: DoubleEntry, path: str, raw: str) -> None:
    save = entry.key(path, raw)
    assert isinstance(save, Save), save
    entry.commit(save)


def key_all(entry: DoubleEntry, **other: str) -> None:
    """Key everything as the paper has it, but for `other`: by the last part of the path."""
    for path in entry.missing():
        first = "1" if path == MEMBER_COUNT else entry.session.entry.get(path)
        keyed(entry, path, other.get(path.rpartition("/")[2], first))


def outcome(village: Village, household: RecordId) -> dict[str, FieldValue]:
    found = village.document(RecordKind.HOUSEHOLD, household).get("double_entry")
    assert isinstance(found, dict)
    return found


def test_only_marked_questions_are_keyed_again_family_first_then_member_by_member(village: Village) -> None:
    entry = begun(village, surveyed(village))

    assert entry.questions() == (HEAD, "/data/identitas/rw", "/data/identitas/rt", MEMBER_COUNT)


def test_members_are_keyed_again_where_they_were_asked(village: Village) -> None:
    household = village.family(survey_state="complete")
    village.member(household, "Siti Contoh", position=2, relation="2")

    questions = begun(village, household).questions()

    assert [path for path in questions if path.endswith("/nama")] == [NAME, "/data/anggota[2]/nama"]
    assert questions.index(MEMBER_COUNT) < questions.index(NAME)


def test_nothing_is_keyed_at_the_beginning(village: Village) -> None:
    entry = begun(village, surveyed(village))

    assert [entry.typed(path) for path in entry.questions()] == [None] * 4
    assert entry.differences() == ()


def test_a_difference_is_told_and_overwrites_nothing(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)

    key_all(entry, rw="005")

    assert entry.compare() == (Difference(RW, "002", "005"),)
    assert village.document(RecordKind.HOUSEHOLD, household)["rw"] == "002"


@pytest.mark.parametrize("typed", ["ASEP CONTOH", "  Asep   Contoh "])
def test_capitals_and_blanks_are_no_difference(village: Village, typed: str) -> None:
    entry = begun(village, surveyed(village))

    key_all(entry, kepala_keluarga=typed)

    assert entry.compare() == ()


def test_a_question_left_empty_on_purpose_differs_from_one_not_reached(village: Village) -> None:
    entry = begun(village, surveyed(village))
    keyed(entry, RW, "")

    assert entry.missing() == (HEAD, "/data/identitas/rt", MEMBER_COUNT)
    assert entry.differences() == (Difference(RW, "002", ""),)


def test_another_number_of_members_is_a_difference(village: Village) -> None:
    entry = begun(village, surveyed(village))

    keyed(entry, MEMBER_COUNT, "03")

    assert entry.differences() == (Difference(MEMBER_COUNT, "1", "3"),)
    assert isinstance(entry.take_second(MEMBER_COUNT), Refusal)


@pytest.mark.parametrize("typed", ["dua", "-1", "100", "1,5"])
def test_a_number_of_members_is_a_small_whole_number(village: Village, typed: str) -> None:
    entry = begun(village, surveyed(village))

    assert isinstance(entry.key(MEMBER_COUNT, typed), Refusal)
    assert entry.typed(MEMBER_COUNT) is None


def test_what_the_form_cannot_read_is_refused_and_not_kept(village: Village) -> None:
    household = village.family(survey_state="complete")
    entry = begun(village, household)

    assert isinstance(entry.key(RELATION, "no such code"), Refusal)
    assert entry.typed(RELATION) is None


def test_reading_what_is_typed_leaves_the_first_entry_alone(village: Village) -> None:
    entry = begun(village, surveyed(village))

    keyed(entry, HEAD, "Orang Lain")

    assert entry.session.entry.get(HEAD) == "Asep Contoh"
    assert not entry.session.unsaved


def test_every_key_is_in_the_file_and_another_sitting_goes_on(village: Village) -> None:
    household = surveyed(village)
    keyed(begun(village, household), RW, "005")

    again = begun(village, household)

    assert again.typed(RW) == "005"
    assert again.missing() == (HEAD, "/data/identitas/rt", MEMBER_COUNT)


def test_a_full_disk_is_told_and_what_was_typed_goes_with_the_next(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)
    limit_pages(village.store, 0)
    long = entry.key(HEAD, "Nama " + "panjang " * 1200)
    assert isinstance(long, Save)

    with pytest.raises(DiskFullError):
        entry.commit(long)
    limit_pages(village.store, 1000)
    keyed(entry, RW, "005")

    typed = begun(village, household).typed(HEAD)
    assert typed is not None
    assert typed.startswith("Nama panjang")


def test_the_second_answer_becomes_the_answer_when_it_is_chosen(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)
    key_all(entry, rw="005")

    save = entry.take_second(RW)
    assert isinstance(save, Save)
    entry.session.commit(save)

    assert entry.differences() == ()
    assert village.document(RecordKind.HOUSEHOLD, household)["rw"] == "005"


def test_the_first_answer_stays_when_it_is_chosen(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)
    key_all(entry, rw="005")

    entry.commit(entry.take_first(RW))

    assert entry.differences() == ()
    assert village.document(RecordKind.HOUSEHOLD, household)["rw"] == "002"


def test_a_question_can_be_keyed_once_more(village: Village) -> None:
    entry = begun(village, surveyed(village))
    key_all(entry, rw="005")

    entry.commit(entry.again(RW))

    assert entry.missing() == (RW,)


def test_the_outcome_keeps_the_first_comparison_and_travels(village: Village) -> None:
    household = surveyed(village)
    ParadataService(village.desk).add(household, {"/data/identitas": SectionEffort(60, 9, 5, 0)})
    entry = begun(village, household)
    key_all(entry, rw="005", rt="009")
    entry.compare()
    entry.commit(entry.take_first(RW))
    entry.commit(entry.take_first("/data/identitas/rt"))
    entry.compare()
    before = village.unsent()

    assert entry.finish() == Finished(0)

    kept = outcome(village, household)
    assert (kept["compared"], kept["differed"], kept["by"], kept["first_by"]) == (4, 2, OTHER.id, SECRETARY.id)
    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "complete"
    assert village.unsent() == before + 1
    with village.store.view() as view:
        assert view.double_entries.values(household) == {}


def test_a_family_that_the_second_entry_changed_is_complete_again(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)
    key_all(entry, rw="005")
    entry.compare()
    save = entry.take_second(RW)
    assert isinstance(save, Save)
    entry.session.commit(save)

    assert isinstance(entry.finish(), Finished)
    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "complete"


def test_a_second_answer_that_breaks_a_rule_leaves_a_draft_and_says_so(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)
    key_all(entry, rw="5")
    entry.compare()
    save = entry.take_second(RW)
    assert isinstance(save, Save)
    entry.session.commit(save)

    assert isinstance(entry.finish(), NotYet)
    assert outcome(village, household)["differed"] == 1
    assert village.document(RecordKind.HOUSEHOLD, household)["survey_state"] == "draft"


def test_giving_up_leaves_the_first_entry_and_no_trace(village: Village) -> None:
    household = surveyed(village)
    entry = begun(village, household)
    keyed(entry, RW, "005")
    before = village.unsent()

    entry.give_up()

    assert begun(village, household).typed(RW) is None
    assert village.unsent() == before


def test_it_is_known_that_somebody_keys_the_own_family_again(village: Village) -> None:
    household = surveyed(village)
    ParadataService(village.desk).add(household, {"/data/identitas": SectionEffort(60, 9, 5, 0)})

    assert begun(village, household, SECRETARY).own
    assert not begun(village, household, OTHER).own


TROUBLES = [
    ({"survey_state": "draft"}, DoubleEntryTrouble.UNFINISHED),
    ({"survey_state": "complete", "review": "submitted"}, DoubleEntryTrouble.HELD),
    ({"survey_state": "complete", "form": "keluarga@9999"}, DoubleEntryTrouble.HELD),
]


@pytest.mark.parametrize(("fields", "trouble"), TROUBLES)
def test_a_family_that_cannot_be_keyed_again_says_why(
    village: Village, fields: dict[str, FieldValue], trouble: DoubleEntryTrouble
) -> None:
    household = village.family(**fields)

    found = DoubleEntryService(village.desk, SurveyService(village.desk, village.shelf)).open(household)

    assert found is trouble


def test_a_family_that_is_gone_says_so(village: Village) -> None:
    service = DoubleEntryService(village.desk, SurveyService(village.desk, village.shelf))

    assert service.open(RecordId("018f0000-0000-7000-8000-00000000ffff")) is DoubleEntryTrouble.GONE
