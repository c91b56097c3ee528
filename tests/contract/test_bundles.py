"""By stick as by network: the product's laptop and the product's district agree, whatever becomes of the files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kemiskinan_desktop.services.bundles import FileRead
from kemiskinan_desktop.storage import SendState
from kemiskinan_desktop.sync.bundle_reading import AnswerOutcome
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordId, RecordKind, VillageCode, new_record_id
from kemiskinan_domain.wire import ProblemType
from kemiskinan_domain.wire.bundle import BundleRefusal
from kemiskinan_server.services.villages import start_epoch
from tests.contract.desks import desk
from tests.contract.sticks import Stick
from tests.contract.test_sync_round_trip import laptop_lines, server_lines
from tests.desktop.sync.laptops import Laptop
from tests.server.conftest import OTHER_VILLAGE, VILLAGE, LiveServer


@pytest.fixture
def stick(tmp_path: Path) -> Stick:
    return Stick(tmp_path / "usb")


def families(laptop: Laptop, count: int) -> list[RecordId]:
    made = [new_record_id() for _ in range(count)]
    for at, family in enumerate(made):
        laptop.save(family, head_name=f"Keluarga {at}", address="x" * 300)
    return made


def outcomes(files: tuple[FileRead, ...]) -> list[object]:
    return [one.outcome for one in files]


def test_there_and_back_both_sides_hold_the_same_and_the_receipt_makes_it_sent(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        made = families(laptop, 5)

        written = stick.written_by(laptop)
        before = laptop.send_state(made[0])
        stick.at_the_district(live_server)
        read = stick.read_by(laptop)

        assert (written.changes, len(written.files)) == (5, 1)
        assert before is SendState.SENDING
        assert (read.acknowledged, read.pulled, read.receipts) == (5, 5, 1)
        assert laptop.unsent() == 0
        assert laptop.send_state(made[0]) is SendState.RECEIPTED
        assert laptop_lines(laptop) == server_lines(live_server)


def test_writing_acknowledges_nothing_and_a_second_stick_carries_it_all_again(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 3)
        stick.written_by(laptop)
        families(laptop, 2)

        again = stick.written_by(laptop)
        stick.at_the_district(live_server)
        stick.read_by(laptop)

        assert again.changes == 5
        assert len(live_server.rows("SELECT mid FROM history")) == 5
        assert laptop.unsent() == 0
        assert laptop_lines(laptop) == server_lines(live_server)


def test_read_twice_and_imported_twice_nothing_more_happens(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 3)
        stick.written_by(laptop)
        stick.at_the_district(live_server)
        stick.read_by(laptop)
        held = laptop_lines(laptop)

        twice = stick.at_the_district(live_server)
        read = stick.read_by(laptop)

        assert [one.changes for one in twice] == [0]
        assert outcomes(read.files) == [AnswerOutcome.NOTHING_NEW]
        assert (read.acknowledged, read.pulled) == (0, 0)
        assert laptop_lines(laptop) == held == server_lines(live_server)


def test_a_stick_that_arrives_after_the_network_changes_nothing_on_either_side(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 3)
        stick.written_by(laptop)
        families(laptop, 2)
        laptop.sync()
        laptop.save(new_record_id(), head_name="Belum terkirim")
        held = laptop_lines(laptop)

        late = stick.at_the_district(live_server)
        read = stick.read_by(laptop)

        assert [(one.refusal, one.problem, one.changes) for one in late] == [(None, None, 0)]
        assert (read.acknowledged, read.pulled) == (0, 0)
        assert laptop.unsent() == 1
        assert laptop_lines(laptop) == held == server_lines(live_server)
        assert laptop.sync().problem is None


def test_answers_read_in_the_wrong_order_lead_to_the_same(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 3)
        stick.written_by(laptop)
        first = stick.at_the_district(live_server)[0].answer
        families(laptop, 2)
        stick.written_by(laptop)
        second = stick.at_the_district(live_server)[-1].answer
        assert first is not None
        assert second is not None

        for content in (second, first, second):
            alone = Stick(tmp_path / "satu")
            shutil.rmtree(alone.folder, ignore_errors=True)
            alone.folder.mkdir()
            alone.put(content)
            alone.read_by(laptop)

        assert laptop.unsent() == 0
        assert laptop_lines(laptop) == server_lines(live_server)


def test_news_of_the_other_laptop_come_with_the_answer_and_clashes_stay_visible(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as far,
        desk(tmp_path / "b", live_server.url, live_server.code()) as near,
    ):
        family = new_record_id()
        near.save(family, head_name="Siti")
        near.sync()
        stick.written_by(far)
        stick.at_the_district(live_server)
        stick.read_by(far)
        near.save(family, head_name="Siti Aminah")
        near.sync()
        far.save(family, head_name="Siti Maryam", rt="001")

        stick.written_by(far)
        stick.at_the_district(live_server)
        read = stick.read_by(far)

        assert (read.acknowledged, read.refused, read.new_conflicts) == (1, 1, 1)
        assert far.document(family) == {"head_name": "Siti Aminah", "rt": "001"}
        assert laptop_lines(far) == server_lines(live_server)


def test_in_parts_every_part_counts_and_a_missing_one_is_waited_for(
    live_server: LiveServer, stick: Stick, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kemiskinan_desktop.sync.bundle_writing._REQUEST_BYTES", 1500)
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 12)
        written = stick.written_by(laptop, part_bytes=2000)
        first = stick.files()[0]
        kept = first.read_bytes()
        first.unlink()

        early = stick.at_the_district(live_server)
        told = stick.read_by(laptop)
        first.write_bytes(kept)
        stick.at_the_district(live_server)
        stick.read_by(laptop)

        assert len(written.files) >= 3
        assert {one.problem for one in early} == {ProblemType.MUTATION_GAP}
        assert AnswerOutcome.PART_MISSING in outcomes(told.files)
        assert laptop.unsent() == 0
        assert laptop_lines(laptop) == server_lines(live_server)


def test_a_village_without_any_network_lives_by_sticks_alone(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        for at in range(4):
            families(laptop, 3)
            stick.written_by(laptop)
            if at % 2:
                stick.at_the_district(live_server)
                stick.read_by(laptop)

        assert laptop.unsent() == 0
        assert len(live_server.rows("SELECT mid FROM history")) == 12
        assert laptop_lines(laptop) == server_lines(live_server)


def test_after_the_district_was_restored_a_laptop_without_network_sends_again(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        made = families(laptop, 3)
        laptop.sync()
        lose_everything(live_server)
        families(laptop, 1)

        stick.written_by(laptop)
        stick.at_the_district(live_server)
        told = stick.read_by(laptop)
        shown = laptop.document(made[0])
        stick.written_by(laptop)
        stick.at_the_district(live_server)
        stick.read_by(laptop)

        assert outcomes(told.files) == [AnswerOutcome.SEND_AGAIN]
        assert shown is not None
        assert laptop.unsent() == 0
        assert len(live_server.rows("SELECT id FROM record")) == 4
        assert laptop_lines(laptop) == server_lines(live_server)


def lose_everything(server: LiveServer) -> None:
    """The district's database is that of a backup made before the village sent anything."""
    with server.parts.context.database.engine.begin() as connection:
        for table in ("record", "history", "receipt", "household"):
            connection.exec_driver_sql(f'DELETE FROM "{table}"')
        connection.exec_driver_sql("UPDATE village SET head = 0, live_count = 0, csum = repeat('0', 32)")
        connection.exec_driver_sql("UPDATE client SET last_mid = 0, chain = repeat('0', 64), cursor_seen = 0")
    with server.parts.context.database.unit_of_work() as unit:
        assert start_epoch(unit, VillageCode(VILLAGE), "uji", system_clock())
        unit.commit()


def test_a_laptop_restored_from_a_backup_goes_on_under_a_new_name_by_sticks_alone(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 2)
        laptop.sync()
        with laptop.store.view() as unit:
            enrolled = unit.meta.enrolment()
            key = laptop.store.key
        path = laptop.store.path
        laptop.store.close()
        shutil.copy(path, tmp_path / "cadangan.db")
        from kemiskinan_desktop.storage import Store

        newer = Laptop(Store.open(path, key), laptop.district)
        families(newer, 3)
        stick.written_by(newer)
        stick.at_the_district(live_server)
        newer.store.close()
        for leftover in path.parent.glob("desa.db-*"):
            leftover.unlink()
        shutil.copy(tmp_path / "cadangan.db", path)
        restored = Laptop(Store.open(path, key), laptop.district)
        own = families(restored, 1)

        for _ in range(3):
            stick.written_by(restored)
            stick.at_the_district(live_server)
            stick.read_by(restored)

        with restored.store.view() as unit:
            client = unit.meta.enrolment().client
        assert client != enrolled.client
        assert restored.unsent() == 0
        assert restored.document(own[0]) is not None
        assert len(live_server.rows("SELECT id FROM record")) == 6
        assert laptop_lines(restored) == server_lines(live_server)
        restored.store.close()


def test_another_village_s_and_another_laptop_s_answers_change_nothing(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        desk(tmp_path / "b", live_server.url, live_server.code()) as second,
        desk(tmp_path / "c", live_server.url, live_server.code(VillageCode(OTHER_VILLAGE))) as third,
    ):
        families(first, 2)
        stick.written_by(first)
        stick.at_the_district(live_server)

        for stranger, refusal in ((second, BundleRefusal.UNKNOWN_DEVICE), (third, BundleRefusal.OTHER_VILLAGE)):
            read = stick.read_by(stranger)
            assert set(outcomes(read.files)) == {refusal}
            assert laptop_lines(stranger) == {}


def test_many_villages_on_one_stick_each_find_their_own(live_server: LiveServer, stick: Stick, tmp_path: Path) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as first,
        desk(tmp_path / "b", live_server.url, live_server.code(VillageCode(OTHER_VILLAGE))) as second,
    ):
        for laptop in (first, second):
            families(laptop, 2)
            stick.written_by(laptop)
        stick.at_the_district(live_server)

        reads = [stick.read_by(laptop) for laptop in (first, second)]

        assert [read.acknowledged for read in reads] == [2, 2]
        assert [laptop.unsent() for laptop in (first, second)] == [0, 0]


def test_an_answer_cut_or_changed_in_any_byte_changes_nothing(
    live_server: LiveServer, stick: Stick, tmp_path: Path
) -> None:
    with desk(tmp_path / "a", live_server.url, live_server.code()) as laptop:
        families(laptop, 1)
        stick.written_by(laptop)
        whole = stick.at_the_district(live_server)[0].answer
        assert whole is not None
        broken = Stick(tmp_path / "rusak")
        file = broken.folder / "jawaban.dsb"
        file.parent.mkdir()

        seen = set()
        for at in range(0, len(whole), 7):
            file.write_bytes(whole[:at])
            seen.update(outcomes(broken.read_by(laptop).files))
            changed = bytearray(whole)
            changed[at] ^= 0x10
            file.write_bytes(bytes(changed))
            seen.update(outcomes(broken.read_by(laptop).files))

        assert seen == {BundleRefusal.NOT_A_BUNDLE, BundleRefusal.TRUNCATED, BundleRefusal.DAMAGED}
        assert laptop.unsent() == 1


def test_a_first_pull_may_come_on_a_stick(live_server: LiveServer, stick: Stick, tmp_path: Path) -> None:
    with (
        desk(tmp_path / "a", live_server.url, live_server.code()) as online,
        desk(tmp_path / "b", live_server.url, live_server.code()) as offline,
    ):
        made = families(online, 30)
        online.save(new_record_id(), RecordKind.MEMBER, parent=made[0], name="Anggota")
        online.sync()

        asked = stick.written_by(offline)
        stick.at_the_district(live_server)
        read = stick.read_by(offline)

        assert asked.changes == 0
        assert read.pulled == 31
        assert laptop_lines(offline) == laptop_lines(online)
