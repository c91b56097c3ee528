"""Lists, chips, previews, proposals and duplicates."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.households import (
    HouseholdChip,
    HouseholdFilter,
    HouseholdService,
    NewHousehold,
    ProposalFault,
    ProposalRefusal,
    SearchTarget,
    SendState,
)
from kemiskinan_domain.identity import Likeness
from kemiskinan_domain.records import FieldValue, Origin, RecordId, RecordKind, SurveyState
from tests.desktop.services.village import Village

CARD = "3203011503200001"
NIK = "3203011503850001"


@pytest.fixture
def service(village: Village) -> HouseholdService:
    return HouseholdService(village.desk)


def test_a_row_shows_the_family_and_that_it_was_not_sent(service: HouseholdService, village: Village) -> None:
    household = village.family(desil=1, no_kk=CARD, no_kk_state="ada")

    (row,) = service.rows(HouseholdFilter())

    assert (row.id, row.head_name, row.desil, row.member_count) == (household, "Asep Contoh", 1, 1)
    assert (row.survey_state, row.send) == (SurveyState.NOT_STARTED, SendState.UNSENT)


def test_two_chips_of_the_survey_widen_and_the_text_narrows(service: HouseholdService, village: Village) -> None:
    village.family("Asep", survey_state="draft")
    village.family("Dedi", survey_state="complete")
    village.family("Ujang")
    chips = frozenset({HouseholdChip.DRAFT, HouseholdChip.COMPLETE})

    both = service.rows(HouseholdFilter(chips=chips))
    one = service.rows(HouseholdFilter(text="ded", chips=chips))

    assert {row.head_name for row in both} == {"Asep", "Dedi"}
    assert [row.head_name for row in one] == ["Dedi"]


def test_counts_of_chips_do_not_depend_on_the_chips_chosen(service: HouseholdService, village: Village) -> None:
    village.family("Asep", survey_state="draft")
    village.family("Dedi", survey_state="complete")
    village.family("Ujang", review="returned")

    counts = service.counts(HouseholdFilter(chips=frozenset({HouseholdChip.DRAFT})))

    assert (counts.all, counts.draft, counts.complete, counts.not_started, counts.returned) == (3, 1, 1, 1, 1)


def test_a_proposal_arrives_with_its_head_as_first_member(service: HouseholdService, village: Village) -> None:
    household = service.propose(NewHousehold("Usul Contoh", "", "Cikole", "4", "2", "Kp. Baru"))

    assert isinstance(household, str)
    detail = service.detail(household)
    assert detail is not None
    assert (detail.row.origin, detail.row.rt, detail.row.rw) == (Origin.PROPOSED, "004", "002")
    assert [(one.name, one.relation) for one in detail.members] == [("Usul Contoh", "1")]


@pytest.mark.parametrize(
    ("new", "fault"),
    [
        (NewHousehold("", rt="1", rw="1"), ProposalFault.NAME_MISSING),
        (NewHousehold("Usul Contoh"), ProposalFault.PLACE_MISSING),
        (NewHousehold("Usul Contoh", "3203", rt="1", rw="1"), ProposalFault.NO_KK_UNREADABLE),
    ],
)
def test_a_proposal_that_lacks_something_is_not_written(
    service: HouseholdService, new: NewHousehold, fault: ProposalFault
) -> None:
    refusal = service.propose(new)

    assert isinstance(refusal, ProposalRefusal)
    assert refusal.faults == (fault,)
    assert service.rows(HouseholdFilter()) == ()


def test_a_proposal_of_a_known_card_names_the_family_that_has_it(service: HouseholdService, village: Village) -> None:
    known = village.family(no_kk=CARD)

    refusal = service.propose(NewHousehold("Usul Contoh", CARD, rt="1", rw="1"))

    assert isinstance(refusal, ProposalRefusal)
    assert refusal.faults == (ProposalFault.NO_KK_KNOWN,)
    assert [hit.household for hit in refusal.hits] == [known]


def test_a_nik_of_another_family_is_found(service: HouseholdService, village: Village) -> None:
    other = village.family("Dedi")
    village.member(other, "Rina", nik=NIK)
    own = village.family("Asep")
    village.member(own, "Rina", nik=NIK)

    hits = service.duplicates_of(NIK, excluding=own)

    assert [(hit.likeness, hit.household, hit.member_name) for hit in hits] == [(Likeness.SAME_NIK, other, "Rina")]


def test_people_without_nik_are_nobodys_duplicates(service: HouseholdService, village: Village) -> None:
    household = village.family()
    for place in range(2, 11):
        village.member(household, "Tanpa NIK", position=place, nik_state="belum_ada")

    detail = service.detail(household)

    assert detail is not None
    assert len(detail.members) == 10
    assert detail.duplicates == ()
    assert service.duplicates_of("") == ()


def test_the_preview_shows_what_the_list_said_and_what_was_decided(service: HouseholdService, village: Village) -> None:
    household = village.family()
    entry: dict[str, FieldValue] = {"source": "DTSEN", "period": "TW3 2026", "received": {"9": {"Nama": "ASEP"}}}
    village.put(RecordKind.PRELIST_ENTRY, {"parent": household, **entry})
    session = village.put(RecordKind.DELIBERATION, {"title": "Musdes", "date": "2026-11-01", "state": "locked"})
    decision: dict[str, FieldValue] = {"presence": "1", "decision": "T", "reasons": ["05"]}
    village.put(RecordKind.DECISION, {"parent": session, "household": household, **decision})

    detail = service.detail(household)

    assert detail is not None
    assert (detail.prelist[0].source, detail.prelist[0].received) == ("DTSEN", (("Nama", "ASEP"),))
    assert [(one.session, one.decision, one.reasons, one.locked) for one in detail.decisions] == [
        (session, "T", ("05",), True)
    ]
    assert detail.row.decision == "T"


def test_the_age_is_counted_on_the_day_in_the_village(service: HouseholdService, village: Village) -> None:
    household = village.family()
    village.member(household, "Besok", position=2, birth_date="1985-11-24")
    village.member(household, "Hari Ini", position=3, birth_date="1985-11-23")

    detail = service.detail(household)

    assert detail is not None
    assert [one.age for one in detail.members] == [None, 40, 41]


def test_a_family_that_is_gone_has_no_preview(service: HouseholdService) -> None:
    assert service.detail(RecordId("018f0000-0000-7000-8000-00000000ffff")) is None


def test_search_finds_people_families_and_sessions(service: HouseholdService, village: Village) -> None:
    household = village.family("Asep Contoh", no_kk=CARD)
    village.put(RecordKind.DELIBERATION, {"title": "Musyawarah Asep"})

    hits = service.search("asep")

    assert [hit.target for hit in hits] == [SearchTarget.MEMBER, SearchTarget.SESSION]
    assert hits[0].household == household
    assert [hit.target for hit in service.search(CARD)] == [SearchTarget.HOUSEHOLD]
    assert service.search("  ") == ()
