"""Remarks of both sides, and the history of a field."""

from __future__ import annotations

from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.field_history import FieldHistory, Past
from kemiskinan_desktop.services.remarks import Remark, RemarkRefusal, RemarkService
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import RecordKind
from tests.desktop.services.surveying import answered, opened
from tests.desktop.services.village import SECRETARY, Village


def _known(village: Village) -> None:
    from kemiskinan_desktop.storage import Person

    with village.store.unit() as unit:
        unit.people.put(Person(SECRETARY.id, SECRETARY.name, SECRETARY.role))
        unit.commit()


def test_a_remark_is_kept_with_who_and_when_and_goes_to_the_district(village: Village) -> None:
    _known(village)
    family = village.family()
    before = village.unsent()

    made = RemarkService(village.desk).add(RecordKind.HOUSEHOLD, family, "answers.r302", "  Diukur  ulang\n besok ")

    assert isinstance(made, Remark)
    (found,) = RemarkService(village.desk).of(family)
    assert (found.text, found.field, found.by, found.side, found.open) == (
        "Diukur ulang besok",
        "answers.r302",
        SECRETARY.name,
        Side.VILLAGE,
        True,
    )
    assert found.at == village.clock()
    assert village.unsent() == before + 1


def test_an_empty_or_endless_remark_is_refused(village: Village) -> None:
    family = village.family()
    service = RemarkService(village.desk)

    assert service.add(RecordKind.HOUSEHOLD, family, "rt", " \n ") is RemarkRefusal.EMPTY
    assert service.add(RecordKind.HOUSEHOLD, family, "rt", "a" * 1_000_000) is RemarkRefusal.TOO_LONG
    assert service.of(family) == ()


def test_the_districts_remark_is_told_apart_and_can_be_settled(village: Village) -> None:
    family = village.family()
    remark = village.arrive(
        RecordKind.REMARK,
        {
            "parent": family,
            "field": "rt",
            "text": "RT mana?",
            "by": "Dewi (DPMD)",
            "at": "2026-11-22T08:00:00+00:00",
            "state": "open",
        },
    )
    service = RemarkService(village.desk)
    village.hear(HouseholdsChanged)

    (came,) = service.of(family)
    settled, again = service.settle(remark), service.settle(remark)

    assert (came.by, came.side, came.open) == ("Dewi (DPMD)", Side.DISTRICT, True)
    assert (settled, again) == (True, False)
    assert not service.of(family)[0].open
    assert village.told == [HouseholdsChanged(frozenset({family}))]


def test_a_remark_on_a_member_tells_the_members_family(village: Village) -> None:
    family = village.family()
    member = village.member(family, "Siti Contoh")
    village.hear(HouseholdsChanged)

    RemarkService(village.desk).add(RecordKind.MEMBER, member, "nik", "KTP hilang")

    assert village.told == [HouseholdsChanged(frozenset({family}))]


def test_the_history_of_a_field_names_own_steps_and_what_came_between(village: Village) -> None:
    _known(village)
    family = village.arrive(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "rt": "001", "rw": "002"})
    session = opened(village, family)
    answered(session, "/data/identitas/rt", "003")
    village.clock.forward(hours=1)
    answered(session, "/data/identitas/rt", "004")

    (only,) = FieldHistory(village.desk).of(RecordKind.HOUSEHOLD, family, "rt")

    assert (only.before, only.after, only.by, only.past) == ("001", "004", SECRETARY.name, Past.WRITTEN_HERE)
    assert only.at == village.clock()


def test_a_value_that_was_changed_elsewhere_is_part_of_the_history(village: Village) -> None:
    family = village.arrive(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "rt": "001", "rw": "002"})
    answered(opened(village, family), "/data/identitas/rt", "003")
    _acknowledge(village)
    village.arrive(RecordKind.HOUSEHOLD, {"head_name": "Asep Contoh", "rt": "009", "rw": "002"}, family)
    answered(opened(village, family), "/data/identitas/rt", "004")

    found = FieldHistory(village.desk).of(RecordKind.HOUSEHOLD, family, "rt")

    assert [(one.past, one.before, one.after) for one in found] == [
        (Past.WRITTEN_HERE, "009", "004"),
        (Past.CAME, "003", "009"),
        (Past.WRITTEN_HERE, "001", "003"),
    ]


def test_a_field_that_nobody_touched_has_no_history(village: Village) -> None:
    assert FieldHistory(village.desk).of(RecordKind.HOUSEHOLD, village.family(), "answers.r302") == ()


def _acknowledge(village: Village) -> None:
    """The district has taken everything: what waits becomes the archive."""
    with village.store.unit() as unit:
        unit.exchange.sending.freeze()
        connection = unit.records._connection
        columns = "mid, record, kind, root, body_seq, saved_at, prev"
        connection.exec_driver_sql(
            f"INSERT INTO archive (client, {columns}, rev) SELECT 'laptop', {columns}, 1 FROM outbox"
        )
        connection.exec_driver_sql("DELETE FROM outbox")
        connection.exec_driver_sql("DELETE FROM working")
        unit.commit()
