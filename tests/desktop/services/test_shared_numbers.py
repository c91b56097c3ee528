"""A number that several families share is one conflict, and every one of them is marked."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.households import HouseholdFilter, HouseholdService
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from tests.desktop.services.village import Village

CARD = "3203011503200001"
NIK = "3203011503850001"


@pytest.fixture
def service(village: Village) -> HouseholdService:
    return HouseholdService(village.desk)


def _conflict(
    kind: RecordKind, parent: RecordId, holders: list[RecordId], state: str = "open"
) -> dict[str, FieldValue]:
    return {
        "parent": parent,
        "parent_kind": kind,
        "field": "no_kk" if kind is RecordKind.HOUSEHOLD else "nik",
        "why": "duplicate",
        "state": state,
        "holders": [*holders],
        "log": [],
    }


def _marked(service: HouseholdService) -> set[str]:
    return {row.head_name for row in service.rows(HouseholdFilter()) if row.has_conflict}


def test_all_families_with_one_card_are_marked(service: HouseholdService, village: Village) -> None:
    asep, dedi = village.family("Asep", no_kk=CARD), village.family("Dedi", no_kk=CARD)
    village.family("Ujang")
    village.arrive(RecordKind.CONFLICT, _conflict(RecordKind.HOUSEHOLD, asep, [asep, dedi]))

    assert _marked(service) == {"Asep", "Dedi"}
    detail = service.detail(dedi)
    assert detail is not None
    assert [(one.record, one.field) for one in detail.conflicts] == [(dedi, "no_kk")]


def test_the_families_of_all_people_with_one_nik_are_marked(service: HouseholdService, village: Village) -> None:
    asep, dedi = village.family("Asep"), village.family("Dedi")
    one = village.member(asep, "Rina", nik=NIK)
    two = village.member(dedi, "Rina", nik=NIK)
    village.arrive(RecordKind.CONFLICT, _conflict(RecordKind.MEMBER, one, [one, two]))

    assert _marked(service) == {"Asep", "Dedi"}
    detail = service.detail(dedi)
    assert detail is not None
    assert [one.record for one in detail.conflicts] == [two]


def test_a_settled_conflict_marks_nobody(service: HouseholdService, village: Village) -> None:
    asep, dedi = village.family("Asep", no_kk=CARD), village.family("Dedi", no_kk=CARD)
    village.arrive(RecordKind.CONFLICT, _conflict(RecordKind.HOUSEHOLD, asep, [asep, dedi], "settled"))

    assert _marked(service) == set()


def test_a_conflict_of_a_field_marks_its_own_family_alone(service: HouseholdService, village: Village) -> None:
    asep = village.family("Asep")
    village.family("Dedi")
    fields: dict[str, FieldValue] = {"parent": asep, "parent_kind": "household", "field": "rt", "why": "field"}
    village.arrive(RecordKind.CONFLICT, {**fields, "state": "open", "log": []})

    assert _marked(service) == {"Asep"}


def test_a_holder_that_this_laptop_overlaid_is_read_from_its_own_copy(
    service: HouseholdService, village: Village
) -> None:
    asep, dedi = village.family("Asep", no_kk=CARD), village.family("Dedi", no_kk=CARD)
    village.put(RecordKind.CONFLICT, _conflict(RecordKind.HOUSEHOLD, asep, [asep, dedi]))

    assert _marked(service) == {"Asep", "Dedi"}
