"""What the file keeps about the keying itself."""

from __future__ import annotations

from kemiskinan_desktop.storage import ParadataLine, Store, StoredDoubleEntry
from kemiskinan_domain.records import RecordId, new_record_id


def _line(household: RecordId, person: str = "p", section: str = "s", **counts: int) -> ParadataLine:
    numbers = {"seconds": 0, "keys": 0, "answers": 0, "corrections": 0} | counts
    return ParadataLine(household, section, person, "2026-11-24", **numbers)


def test_counts_of_one_person_section_and_day_add_up(store: Store) -> None:
    household = new_record_id()
    with store.unit() as unit:
        unit.paradata.add([_line(household, seconds=10, keys=3, answers=2, corrections=1)])
        unit.paradata.add([_line(household, seconds=5, keys=1, answers=1), _line(household, "other", keys=7)])
        unit.commit()

    with store.view() as view:
        lines = {one.person: one for one in view.paradata.all()}

    assert lines["p"] == _line(household, seconds=15, keys=4, answers=3, corrections=1)
    assert lines["other"] == _line(household, "other", keys=7)


def test_the_writer_of_a_family_gave_most_answers_not_most_keys(store: Store) -> None:
    household = new_record_id()
    with store.unit() as unit:
        unit.paradata.add([_line(household, "typist", answers=9), _line(household, "guest", keys=99, answers=1)])
        unit.commit()

    with store.view() as view:
        assert view.paradata.writer_of(household) == "typist"
        assert view.paradata.writer_of(new_record_id()) is None


def test_a_family_that_was_only_looked_at_has_no_writer(store: Store) -> None:
    household = new_record_id()
    with store.unit() as unit:
        unit.paradata.add([_line(household, seconds=60, keys=4)])
        unit.commit()

    with store.view() as view:
        assert view.paradata.writer_of(household) is None


def test_a_second_entry_is_kept_value_by_value_until_it_is_forgotten(store: Store) -> None:
    household, other = new_record_id(), new_record_id()
    entry = StoredDoubleEntry(household, "p", "2026-11-24T09:00:00+00:00", "first", 20, 2)
    with store.unit() as unit:
        unit.double_entries.put(entry)
        unit.double_entries.key(household, ("", "/data/no_kk"), "1")
        unit.double_entries.key(household, ("", "/data/no_kk"), "2")
        unit.double_entries.key(household, ("m", "/data/anggota/nik"), "")
        unit.double_entries.key(household, ("m", "/data/anggota/nama"), "x")
        unit.double_entries.key(household, ("m", "/data/anggota/nama"), None)
        unit.double_entries.key(other, ("", "/data/no_kk"), "3")
        unit.commit()
    with store.view() as view:
        kept, values = view.double_entries.get(household), view.double_entries.values(household)
    with store.unit() as unit:
        unit.double_entries.forget(household)
        unit.commit()

    assert kept == entry
    assert values == {("", "/data/no_kk"): "2", ("m", "/data/anggota/nik"): ""}
    with store.view() as view:
        assert view.double_entries.get(household) is None
        assert view.double_entries.values(household) == {}
        assert view.double_entries.values(other) == {("", "/data/no_kk"): "3"}
