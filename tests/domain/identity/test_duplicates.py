from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kemiskinan_domain.identity import (
    FamilyCardNumber,
    Likeness,
    Nik,
    Person,
    duplicates,
    folded_name,
    look_alikes,
)

BORN = date(1968, 10, 2)
NIK = Nik("3203010210689001")
CARD = FamilyCardNumber("3203012101099000")


@given(st.integers(0, 30))
def test_people_without_a_nik_are_never_duplicates_of_each_other(count: int) -> None:
    people = [Person(str(n), f"h{n}", f"Warga {n}") for n in range(count)]

    assert duplicates(people) == ()


def test_the_same_nik_groups_people_in_their_order() -> None:
    people = [Person("a", "h1", "A", NIK), Person("b", "h1", "B"), Person("c", "h2", "C", NIK)]

    (group,) = duplicates(people)

    assert (group.likeness, group.value, group.keys) == (Likeness.SAME_NIK, NIK, ("a", "c"))


def test_members_of_one_household_share_its_card_and_two_households_must_not() -> None:
    one = [Person("a", "h1", "A", family_card=CARD), Person("b", "h1", "B", family_card=CARD)]
    two = [*one, Person("c", "h2", "C", family_card=CARD)]

    assert duplicates(one) == ()
    assert [(g.likeness, g.keys) for g in duplicates(two)] == [(Likeness.SAME_FAMILY_CARD, ("h1", "h2"))]


def test_one_person_entered_with_and_without_a_nik_looks_alike() -> None:
    people = [
        Person("a", "h1", "Wawan  Nurjanah", NIK, birth_date=BORN),
        Person("b", "h2", "WAWAN NURJANAH", birth_date=BORN),
    ]

    (group,) = look_alikes(people)

    assert (group.likeness, group.keys) == (Likeness.SAME_NAME_AND_BIRTH_DATE, ("a", "b"))


def test_the_same_nik_is_not_told_twice_and_a_missing_birth_date_tells_nothing() -> None:
    same = [Person("a", "h1", "Wawan", NIK, birth_date=BORN), Person("b", "h2", "Wawan", NIK, birth_date=BORN)]
    undated = [Person("a", "h1", "Wawan"), Person("b", "h2", "Wawan")]

    assert look_alikes(same) == ()
    assert look_alikes(undated) == ()


def test_names_fold_case_marks_and_spaces() -> None:
    assert folded_name("  H. Sopyán   SURYANA ") == "h sopyan suryana"
