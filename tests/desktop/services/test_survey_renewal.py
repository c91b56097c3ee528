"""Undo and redo, what came from elsewhere while a questionnaire is open, marks, ages and words."""

from __future__ import annotations

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.households import HouseholdService
from kemiskinan_desktop.services.survey import IdentityFinding, SurveyService, SurveySession
from kemiskinan_domain.changes import Put
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from tests.desktop.services.surveying import DUSUN, NAME, answered, opened, sent
from tests.desktop.services.village import Village

RT = "/data/identitas/rt"
HOME = "/data/perumahan/r301a"
BASE: dict[str, FieldValue] = {"head_name": "Asep Contoh", "rt": "001", "rw": "002", "origin": "prelist"}


def _family(village: Village, **more: FieldValue) -> RecordId:
    family = village.arrive(RecordKind.HOUSEHOLD, {**BASE, **more})
    village.arrive(RecordKind.MEMBER, {"parent": family, "name": "Asep Contoh", "relation": "1", "position": 1})
    return family


def _look(village: Village, session: SurveySession, **where: str) -> frozenset[str]:
    news = SurveyService(village.desk, village.shelf).news(session)
    assert news is not None
    renewed = session.renew(news, where.get("at"), where.get("held"))
    assert renewed is not None
    return renewed.changed


def test_redo_does_again_what_undo_took_back(village: Village) -> None:
    session = opened(village, village.family())
    answered(session, DUSUN, "Babakan")
    answered(session, DUSUN, "Cibodas")

    session.undo()
    session.undo()
    empty = session.entry.get(DUSUN)
    first, second, third = session.redo(), session.redo(), session.redo()

    assert empty == ""
    assert first is not None
    assert second is not None
    assert third is None
    assert session.entry.get(DUSUN) == "Cibodas"


def test_a_new_answer_ends_what_could_be_redone(village: Village) -> None:
    session = opened(village, village.family())
    answered(session, DUSUN, "Babakan")
    session.undo()
    answered(session, DUSUN, "Cibodas")

    assert session.redo() is None


def test_a_member_comes_and_goes_by_undo_and_redo_with_the_answers(village: Village) -> None:
    session = opened(village, village.family())
    session.commit(session.add_member().save)
    answered(session, NAME.format(2), "Cecep")

    session.undo()
    session.undo()
    gone = len(session.entry.instance_ids("/data/anggota"))
    session.redo()
    session.redo()

    assert gone == 1
    assert session.entry.get(NAME.format(2)) == "Cecep"


def test_what_came_from_elsewhere_is_shown_and_counts_as_seen(village: Village) -> None:
    family = _family(village)
    session = opened(village, family)
    village.arrive(RecordKind.HOUSEHOLD, {**BASE, "rt": "007"}, family)

    changed = _look(village, session, at=RT)
    answered(session, RT, "008")

    assert changed == {RT}
    (put,) = (one for one in sent(village.store) if isinstance(one, Put) and "rt" in one.f)
    assert list(put.f["rt"]) == ["007", "008"]


def test_a_field_that_is_being_typed_keeps_the_value_that_was_seen(village: Village) -> None:
    family = _family(village)
    session = opened(village, family)
    village.arrive(RecordKind.HOUSEHOLD, {**BASE, "rt": "007"}, family)
    news = SurveyService(village.desk, village.shelf).news(session)
    assert news is not None

    renewed = session.renew(news, RT, RT)
    kept = session.entry.get(RT)
    answered(session, RT, "008")

    assert renewed is not None
    assert (kept, renewed.arrived) == ("001", "007")
    (put,) = (one for one in sent(village.store) if isinstance(one, Put) and "rt" in one.f)
    assert list(put.f["rt"]) == ["001", "008"]


def test_nothing_is_taken_over_while_an_answer_is_not_saved(village: Village) -> None:
    family = _family(village)
    session = opened(village, family)
    village.arrive(RecordKind.HOUSEHOLD, {**BASE, "rt": "007"}, family)
    news = SurveyService(village.desk, village.shelf).news(session)
    assert news is not None

    session.answer(DUSUN, "Babakan")

    assert session.renew(news, None) is None
    assert session.entry.get(DUSUN) == "Babakan"


def test_own_saves_are_no_news(village: Village) -> None:
    session = opened(village, _family(village))
    village.hear(HouseholdsChanged)
    answered(session, DUSUN, "Babakan")
    (told,) = village.told
    assert isinstance(told, HouseholdsChanged)

    assert SurveyService(village.desk, village.shelf).news(session) is None
    assert session.owns(told)
    assert not session.owns(told)


def test_an_answer_can_still_be_undone_after_the_family_was_read_again(village: Village) -> None:
    family = _family(village)
    session = opened(village, family)
    answered(session, HOME, "2")
    village.arrive(RecordKind.MEMBER, {"parent": family, "name": "Siti Contoh", "relation": "2", "position": 2})
    _look(village, session)

    session.undo()

    assert session.entry.get(HOME) == ""
    assert len(session.entry.instance_ids("/data/anggota")) == 2


def test_a_family_that_the_district_took_meanwhile_can_only_be_read(village: Village) -> None:
    family = _family(village)
    session = opened(village, family)
    village.arrive(RecordKind.HOUSEHOLD, {**BASE, "review": "under_review"}, family)

    _look(village, session)

    assert session.read_only


def test_the_list_counts_what_the_form_judges_when_the_family_is_left(village: Village) -> None:
    family = village.family()
    village.member(family, "Tua Contoh", position=2, birth_date="1901-01-01")
    session = opened(village, family)
    village.hear(HouseholdsChanged)

    session.settle_marks()
    session.settle_marks()

    detail = HouseholdService(village.desk).detail(family)
    assert detail is not None
    assert detail.row.warnings >= 1
    assert village.told == [HouseholdsChanged(frozenset({family}))]


def test_a_member_older_than_120_is_warned_of(village: Village) -> None:
    family = village.family()
    village.member(family, "Tua Contoh", position=2, birth_date="1906-11-22")
    village.member(family, "Sepuh Contoh", position=3, birth_date="1905-11-23")
    session = opened(village, family)

    found = [session.identity_findings(f"/data/anggota[{place}]/r406") for place in (2, 3)]

    assert found == [(), (IdentityFinding.OLDER_THAN_120,)]


def test_codes_are_read_in_the_words_of_the_form(village: Village) -> None:
    service = SurveyService(village.desk, village.shelf)

    assert service.words_of(RecordKind.MEMBER, "sex", "P") == "Perempuan"
    assert "Beras" not in (service.words_of(RecordKind.HOUSEHOLD, "answers.r301a", "1") or "")
    assert service.words_of(RecordKind.MEMBER, "birth_date", "1980-12-31") == "31-12-1980"
    assert service.words_of(RecordKind.HOUSEHOLD, "rt", "001") is None
    assert service.words_of(RecordKind.HOUSEHOLD, "answers.tidak_ada", "1") is None
    papers = service.words_of(RecordKind.MEMBER, "answers.r411", ["1", "4"])
    assert papers is not None
    assert len(papers.split(", ")) >= 2
