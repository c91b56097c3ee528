"""What the one writer makes of changes that meet: nothing is lost, nothing is hidden, locks hold (SYNC 2.5, 2.6)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest

from kemiskinan_domain.changes import Act, VerdictStatus
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordId, RecordKind, decision_id, new_record_id
from kemiskinan_server.services.district import Reviewer, review
from tests.server.conftest import VILLAGE, Enrol, LiveServer
from tests.server.devices import AT, Laptop, Reply, act, delete, household, member, put

NIK = "3203014309749002"
REVIEWER = Reviewer("reviewer", Role.REVIEWER)


def verdict(reply: Reply, mid: int) -> Any:
    assert reply.head is not None
    return reply.head.results.get(mid)


def district_act(live_server: LiveServer, record: str, name: str, state: tuple[str, str], note: str = "") -> Any:
    step = Act(
        k=RecordKind.HOUSEHOLD, id=RecordId(record), base=0, at=AT, by="reviewer", act=name, state=state, note=note
    )
    with live_server.parts.context.database.unit_of_work() as unit:
        answer = review(unit, REVIEWER, VILLAGE, step, datetime.now(UTC))
        unit.commit()
    return answer


def test_a_second_rejected_value_is_appended_to_the_first(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    one.sync(household(family.id, head_name=("Siti", "Siti A.")))

    first = two.sync(household(family.id, head_name=("Siti", "Siti B.")))
    second = two.sync(household(family.id, head_name=("Siti B.", "Siti C.")))

    assert verdict(first, 1).c == verdict(second, 2).c
    log = two.document(verdict(first, 1).c[0])["log"]
    assert [(entry["wanted"], entry["mid"], entry["client"]) for entry in log] == [
        ("Siti B.", 1, two.client),
        ("Siti C.", 2, two.client),
    ]
    assert log[0]["current"] == "Siti A."


def test_a_choice_closes_the_conflict_and_its_log_stays(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    one.sync(household(family.id, head_name=("Siti", "Siti A.")))
    conflict = verdict(two.sync(household(family.id, head_name=("Siti", "Siti B."))), 1).c[0]

    two.sync(household(family.id, 2, [conflict], head_name=("Siti A.", "Siti B.")))

    settled = two.document(conflict)
    assert two.document(family.id)["head_name"] == "Siti B."
    assert (settled["state"], settled["settled_by"], settled["log"][0]["wanted"]) == ("settled", "u1", "Siti B.")
    assert settled["settled_rev"] == msgspec.json.decode(two.base[family.id])[0]


def test_a_choice_about_a_value_that_moved_again_leaves_the_conflict_open(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    one.sync(household(family.id, head_name=("Siti", "Siti A.")))
    conflict = verdict(two.sync(household(family.id, head_name=("Siti", "Siti B."))), 1).c[0]
    one.sync(household(family.id, head_name=("Siti A.", "Siti Z.")))

    two.sync(household(family.id, 2, [conflict], head_name=("Siti A.", "Siti B.")))

    assert two.document(conflict)["state"] == "open"
    assert two.document(family.id)["head_name"] == "Siti Z."


def test_a_conflict_about_another_record_is_not_closed_by_the_way(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family, other = household(head_name="Siti"), household(head_name="Budi")
    one.sync(family, other)
    one.sync(household(family.id, head_name=("Siti", "Siti A.")))
    conflict = verdict(two.sync(household(family.id, head_name=("Siti", "Siti B."))), 1).c[0]

    two.sync(household(other.id, 2, [conflict], rt=(None, "001")))

    assert two.document(conflict)["state"] == "open"


def test_a_delete_reaches_everybody(enrol: Enrol, live_server: LiveServer) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    two.sync()

    one.sync(delete(RecordKind.HOUSEHOLD, family.id, base=1))
    two.sync()

    assert msgspec.json.decode(two.base[family.id])[3:] == [1, {}]
    assert live_server.rows("SELECT id FROM household") == []


def test_a_delete_never_hides_an_edit_that_its_author_had_not_seen(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    two.sync()
    one.sync(household(family.id, 1, rt=(None, "002")))

    reply = two.sync(delete(RecordKind.HOUSEHOLD, family.id, base=1))

    assert (verdict(reply, 1).s, verdict(reply, 1).why) == (VerdictStatus.CONFLICT, "delete-vs-edit")
    assert two.document(family.id) == {"head_name": "Siti", "rt": "002"}
    assert two.document(verdict(reply, 1).c[0])["state"] == "open"


def test_a_delete_never_hides_a_member_that_its_author_had_not_seen(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    two.sync()
    one.sync(member(family.id, name="Anak"))

    reply = two.sync(delete(RecordKind.HOUSEHOLD, family.id, base=1))

    assert verdict(reply, 1).why == "delete-vs-edit"


def test_an_edit_of_a_deleted_record_brings_it_back_whole(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti", address="Kp. Baru")
    one.sync(family)
    two.sync()
    one.sync(delete(RecordKind.HOUSEHOLD, family.id, base=1))

    reply = two.sync(household(family.id, 1, rt=(None, "002")))

    assert verdict(reply, 1).why == "edit-vs-delete"
    assert two.document(family.id) == {"head_name": "Siti", "address": "Kp. Baru", "rt": "002"}


def test_two_people_with_one_nik_are_both_stored_and_shown(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    first = member(family.id, name="Siti", nik=NIK)
    one.sync(family, first)

    second = member(family.id, name="Siti lagi", nik=NIK)
    reply = two.sync(second)

    told = verdict(reply, 1)
    conflict = two.document(told.c[0])
    assert (told.s, told.why) == (VerdictStatus.CONFLICT, "duplicate")
    assert two.document(first.id)["nik"] == two.document(second.id)["nik"] == NIK
    assert {conflict["parent"], conflict["other"]} == {first.id, second.id}
    assert conflict["holders"] == sorted((first.id, second.id))
    assert [entry["record"] for entry in conflict["log"]] == [second.id]
    assert (conflict["why"], conflict["field"], conflict["state"]) == ("duplicate", "nik", "open")


def test_a_corrected_number_settles_what_was_said_of_it(laptop: Laptop) -> None:
    family = household(head_name="Siti")
    first, second = member(family.id, nik=NIK), member(family.id, nik=NIK)
    reply = laptop.sync(family, first, second)
    conflict = verdict(reply, 2).c[0]

    laptop.sync(member(family.id, second.id, 3, nik=(NIK, "3203014309749003")))

    assert verdict(reply, 2).c == verdict(reply, 3).c
    assert laptop.document(conflict)["state"] == "settled"


def test_a_duplicate_that_people_settled_stays_settled_when_something_else_changes(laptop: Laptop) -> None:
    family = household(head_name="Siti")
    first, second = member(family.id, nik=NIK), member(family.id, nik=NIK)
    conflict = verdict(laptop.sync(family, first, second), 3).c[0]
    laptop.sync(put(RecordKind.MEMBER, second.id, 3, [conflict]))

    reply = laptop.sync(member(family.id, second.id, 3, name=(None, "Siti")))

    assert laptop.document(conflict)["state"] == "settled"
    assert verdict(reply, 5) is None


def test_a_number_that_eight_people_share_is_one_conflict_that_names_them_all(
    laptop: Laptop, live_server: LiveServer
) -> None:
    family = household(head_name="Siti")
    people = [member(family.id, nik=NIK) for _ in range(8)]

    reply = laptop.sync(family, *people)

    (conflict,) = {told for mid in range(2, 10) for told in verdict(reply, mid).c}
    assert live_server.rows("SELECT id FROM conflict") == [{"id": conflict}]
    assert laptop.document(conflict)["holders"] == sorted(one.id for one in people)


def test_a_shared_number_stays_open_until_one_person_is_left_with_it(laptop: Laptop) -> None:
    family = household(head_name="Siti")
    people = sorted((member(family.id, nik=NIK) for _ in range(3)), key=lambda one: one.id)
    conflict = verdict(laptop.sync(family, *people), 2).c[0]

    laptop.sync(member(family.id, people[0].id, 4, nik=(NIK, "3203014309749003")))
    after_one = laptop.document(conflict)
    laptop.sync(delete(RecordKind.MEMBER, people[1].id, laptop.cursor))

    assert (after_one["state"], after_one["holders"]) == ("open", [people[1].id, people[2].id])
    assert {after_one["parent"], after_one["other"]} == {people[1].id, people[2].id}
    assert (laptop.document(conflict)["state"], laptop.document(conflict)["holders"]) == ("settled", [people[2].id])


def test_one_more_person_with_a_checked_number_has_to_be_checked_again(laptop: Laptop) -> None:
    family = household(head_name="Siti")
    first, second = member(family.id, nik=NIK), member(family.id, nik=NIK)
    conflict = verdict(laptop.sync(family, first, second), 2).c[0]
    laptop.sync(put(RecordKind.MEMBER, second.id, 3, [conflict]))
    checked = laptop.document(conflict)["state"]

    reply = laptop.sync(member(family.id, nik=NIK))

    assert (checked, laptop.document(conflict)["state"]) == ("settled", "open")
    assert verdict(reply, 5).c == [conflict]


def test_a_checked_number_may_be_settled_on_any_of_its_people(laptop: Laptop) -> None:
    family = household(head_name="Siti")
    people = [member(family.id, nik=NIK) for _ in range(3)]
    conflict = verdict(laptop.sync(family, *people), 2).c[0]
    last = max(one.id for one in people)

    laptop.sync(put(RecordKind.MEMBER, last, 3, [conflict]))

    assert laptop.document(conflict)["state"] == "settled"


def test_a_family_with_a_person_whose_number_is_shared_cannot_be_submitted(laptop: Laptop) -> None:
    families = [household(head_name=f"Keluarga {at}") for at in range(4)]
    people = [member(one.id, nik=NIK) for one in families[:3]]
    conflict = verdict(laptop.sync(*families, *people), 5).c[0]

    reply = laptop.sync(*(act(one.id, "submit", ("draft", "submitted")) for one in families))

    assert [verdict(reply, mid).c for mid in (8, 9, 10)] == [[conflict]] * 3
    assert verdict(reply, 11) is None


def test_two_families_with_one_card_are_both_stored_and_shown(laptop: Laptop) -> None:
    reply = laptop.sync(household(no_kk="3203012101090001"), household(no_kk="3203012101090001"))

    assert verdict(reply, 2).why == "duplicate"


@pytest.mark.parametrize("nik", [None, "", "0000000000000000", "0"])
def test_ten_people_without_a_nik_are_ten_people(laptop: Laptop, nik: str | None, live_server: LiveServer) -> None:
    family = household(head_name="Siti")
    people = [member(family.id, name=f"Orang {n}", nik=(None, nik), nik_state="belum_ada") for n in range(10)]

    reply = laptop.sync(family, *people)

    assert reply.head is not None
    assert reply.head.results == {}
    assert live_server.rows("SELECT count(*) AS n FROM member") == [{"n": 10}]
    assert live_server.rows("SELECT count(*) AS n FROM conflict") == [{"n": 0}]


def test_a_family_under_review_keeps_its_values_and_the_villages_are_held(
    laptop: Laptop, live_server: LiveServer
) -> None:
    family = household(head_name="Siti")
    person = member(family.id, name="Siti")
    laptop.sync(family, person)
    laptop.sync(act(family.id, "submit", ("draft", "submitted")))

    reply = laptop.sync(
        household(family.id, 3, head_name=("Siti", "Siti B.")),
        member(family.id, person.id, 2, name=("Siti", "Siti B.")),
        member(family.id, name="Anak baru"),
        delete(RecordKind.MEMBER, person.id, 2),
    )

    assert laptop.document(family.id)["head_name"] == "Siti"
    assert laptop.document(person.id)["name"] == "Siti"
    assert live_server.rows("SELECT count(*) AS n FROM member") == [{"n": 1}]
    for mid in (4, 5, 6, 7):
        assert (verdict(reply, mid).s, verdict(reply, mid).why) == (VerdictStatus.HELD, "locked")
        assert laptop.document(verdict(reply, mid).c[0])["state"] == "open"
    held = [laptop.document(conflict)["log"][0]["wanted"] for conflict in verdict(reply, 6).c]
    assert "Anak baru" in held


def test_a_closed_session_keeps_attendance_and_decisions_as_they_were(laptop: Laptop) -> None:
    family, session, person = household(head_name="Siti"), new_record_id(), new_record_id()
    choice = decision_id(session, family.id)
    laptop.sync(
        family,
        put(RecordKind.DELIBERATION, session, title="Musdes", state="open"),
        put(RecordKind.ATTENDANCE, person, parent=session, name="Ketua RT"),
        put(RecordKind.DECISION, choice, parent=session, household=family.id, decision="layak", reasons=["a"]),
        put(RecordKind.DELIBERATION, session, state=("open", "locked")),
    )

    reply = laptop.sync(
        put(RecordKind.DECISION, choice, 4, decision=("layak", "tidak")),
        put(RecordKind.ATTENDANCE, new_record_id(), parent=session, name="Menyusul"),
        put(RecordKind.DELIBERATION, session, 5, title=("Musdes", "Lain")),
        put(RecordKind.OBJECTION, new_record_id(), parent=session, household=family.id, text="Keberatan"),
    )

    assert [verdict(reply, mid).why for mid in (6, 7, 8)] == ["locked"] * 3
    assert verdict(reply, 9) is None
    assert laptop.document(choice)["decision"] == "layak"


def test_a_returned_family_may_be_edited_again_and_shows_the_districts_note(
    laptop: Laptop, live_server: LiveServer
) -> None:
    family = household(head_name="Siti")
    laptop.sync(family, act(family.id, "submit", ("draft", "submitted")))
    assert district_act(live_server, family.id, "take", ("submitted", "under_review")) is None
    assert district_act(live_server, family.id, "return", ("under_review", "returned"), "Periksa NIK") is None

    reply = laptop.sync(household(family.id, 1, rt=(None, "003")))

    assert verdict(reply, 3) is None
    assert laptop.document(family.id) == {
        "head_name": "Siti",
        "rt": "003",
        "review": "returned",
        "review_note": "Periksa NIK",
    }


def test_a_review_step_from_a_state_that_moved_is_told(laptop: Laptop, live_server: LiveServer) -> None:
    family = household(head_name="Siti")
    laptop.sync(family)

    told = district_act(live_server, family.id, "approve", ("submitted", "approved"))

    assert (told.s, told.why) == (VerdictStatus.CONFLICT, "state")


def test_a_record_with_an_open_conflict_is_not_submitted(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    one.sync(household(family.id, head_name=("Siti", "Siti A.")))
    conflict = verdict(two.sync(household(family.id, head_name=("Siti", "Siti B."))), 1).c[0]

    reply = two.sync(act(family.id, "submit", ("draft", "submitted")))

    assert (verdict(reply, 2).why, verdict(reply, 2).c) == ("open-conflict", [conflict])
    assert "review" not in two.document(family.id)


def test_results_never_change_however_often_they_are_asked_for(enrol: Enrol) -> None:
    one, two = enrol(), enrol()
    family = household(head_name="Siti")
    one.sync(family)
    one.sync(household(family.id, head_name=("Siti", "Siti A.")))
    two.save(household(family.id, head_name=("Siti", "Siti B.")))
    message = two.message()

    replies = [two.post(message, keep=False) for _ in range(3)]

    results = {str(reply.head.results) for reply in replies if reply.head is not None}
    assert len(results) == 1
    assert verdict(replies[2], 1).s is VerdictStatus.CONFLICT
