"""Restores, forged receipts, captive portals: what the laptop does when the other side is not as it was."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kemiskinan_desktop.storage import SendState, Store
from kemiskinan_desktop.sync import District, Hindrance, Published, SyncEngine, SyncProblem
from kemiskinan_domain.clock import system_clock
from kemiskinan_domain.records import RecordKind, new_record_id
from kemiskinan_domain.wire import device_of
from tests.desktop.sync.fake_district import FakeDistrict
from tests.desktop.sync.laptops import Laptop


def test_a_page_of_a_captive_portal_is_not_the_district(district: FakeDistrict, first: Laptop) -> None:
    first.save(new_record_id(), head_name="Siti")
    district.answer_html = True

    report = first.sync()

    assert report.problem is SyncProblem.NOT_THE_DISTRICT
    assert first.unsent() == 1


def test_no_server_at_the_address_is_told_as_offline(first: Laptop) -> None:
    engine = SyncEngine(first.store, District("http://127.0.0.1:9", "test"), system_clock)

    report = engine.run()

    assert report.problem is SyncProblem.OFFLINE


def test_a_receipt_of_another_key_retires_nothing(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti")
    district.signing = Ed25519PrivateKey.generate()

    forged = first.sync()
    state = first.send_state(family)
    district.signing = district.key
    genuine = first.sync()

    assert forged.problem is SyncProblem.BAD_SIGNATURE
    assert state is SendState.SENDING
    assert genuine.problem is None
    assert first.send_state(family) is SendState.RECEIPTED


def test_an_acknowledgement_without_a_receipt_retires_nothing(district: FakeDistrict, first: Laptop) -> None:
    first.save(new_record_id(), head_name="Siti")
    district.omit_receipts = True

    report = first.sync()

    assert report.problem is SyncProblem.BAD_SIGNATURE
    assert first.unsent() == 1


def test_a_wrong_checksum_heals_by_a_full_pull_that_keeps_the_outbox(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    district.store(RecordKind.HOUSEHOLD, family, {"head_name": "Siti"})
    district.checksum_faults = 1

    report = first.sync()

    assert report.problem is None
    assert [request.cursor for request in district.requests] == [0, 0]
    assert first.document(family) == {"head_name": "Siti"}


def test_a_checksum_that_stays_wrong_is_told_and_changes_nothing(district: FakeDistrict, first: Laptop) -> None:
    own = new_record_id()
    first.save(own, head_name="Siti")
    district.checksum_faults = 99

    report = first.sync()

    assert report.problem is SyncProblem.CHECKSUM
    assert first.document(own) == {"head_name": "Siti"}


def test_a_pull_that_would_empty_the_village_stops_and_asks(district: FakeDistrict, first: Laptop) -> None:
    family = new_record_id()
    district.store(RecordKind.HOUSEHOLD, family, {"head_name": "Siti"})
    first.sync()
    district.store(RecordKind.HOUSEHOLD, family, {}, deleted=True)

    asked = first.sync()
    kept = first.document(family)
    allowed = first.sync(may_empty=True)

    assert (asked.problem, asked.live) == (SyncProblem.WOULD_EMPTY, 1)
    assert kept == {"head_name": "Siti"}
    assert allowed.problem is None
    assert first.document(family) is None


def test_a_district_restored_from_a_backup_gets_back_what_it_lost(district: FakeDistrict, first: Laptop) -> None:
    early, late = new_record_id(), new_record_id()
    first.save(early, head_name="Awal")
    first.sync()
    backup = copy.deepcopy((district.records, district.clients, district.head))
    first.save(late, head_name="Akhir")
    first.save(early, head_name="Awal baru")
    first.sync()
    district.records, district.clients, district.head = backup
    district.epoch = "restored"

    report = first.sync()

    assert report.problem is None
    assert district.document(late) == {"head_name": "Akhir"}
    assert district.document(early) == {"head_name": "Awal baru"}
    assert first.document(late) == {"head_name": "Akhir"}
    assert first.unsent() == 0


def _copy_of(store: Store, folder: Path) -> Path:
    folder.mkdir()
    with store.unit() as unit:
        unit.exchange.sending.freeze()
        unit.commit()
    for part in store.path.parent.iterdir():
        if part.suffix != ".lock":
            shutil.copy(part, folder / part.name)
    return folder / store.path.name


def test_a_restored_laptop_takes_a_new_identity_and_loses_nothing(
    district: FakeDistrict, first: Laptop, tmp_path: Path
) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti", rt="001")
    first.sync()
    old_file = _copy_of(first.store, tmp_path / "copy")
    first.save(family, rt="002")
    first.sync()
    restored = Laptop(Store.open(old_file, first.store.key), first.district)
    try:
        restored.save(family, address="Jalan Baru")

        report = restored.sync()

        with restored.store.view() as unit:
            client = unit.meta.enrolment().client
        assert report.problem is None
        assert client != "laptop-a"
        assert device_of(client) == "laptop-a"
        assert district.document(family) == {"head_name": "Siti", "rt": "002", "address": "Jalan Baru"}
        assert restored.document(family) == district.document(family)
        assert len(district.clients["laptop-a"].chains) == 2
    finally:
        restored.store.close()


def test_two_copies_of_one_file_both_get_their_changes_through(
    district: FakeDistrict, first: Laptop, tmp_path: Path
) -> None:
    family = new_record_id()
    first.save(family, head_name="Siti")
    clone = Laptop(Store.open(_copy_of(first.store, tmp_path / "clone"), first.store.key), first.district)
    try:
        first.save(family, rt="001")
        clone.save(family, rw="009")

        first.sync()
        report = clone.sync()
        first.sync()

        assert report.problem is None
        assert district.document(family) == {"head_name": "Siti", "rt": "001", "rw": "009"}
        assert first.document(family) == clone.document(family) == district.document(family)
    finally:
        clone.store.close()


def test_a_cancelled_exchange_keeps_what_it_received(district: FakeDistrict, first: Laptop) -> None:
    for number in range(50):
        district.store(RecordKind.HOUSEHOLD, new_record_id(), {"head_name": f"Keluarga {number}"})
    asked = iter([False] * 20 + [True] * 1000)
    engine = SyncEngine(first.store, first.district, system_clock)

    cancelled = engine.run(cancelled=lambda: next(asked))
    again = engine.run()

    assert cancelled.problem is SyncProblem.CANCELLED
    assert again.problem is None
    assert 0 < district.requests[-1].cursor < 50


@pytest.mark.parametrize("forged", [False, True])
def test_a_questionnaire_is_kept_only_with_the_districts_signature(
    district: FakeDistrict, first: Laptop, forged: bool
) -> None:
    district.forms["rumah", "3"] = b'{"questions": []}'
    if forged:
        district.signing = Ed25519PrivateKey.generate()

    report = first.sync()

    with first.store.view() as unit:
        form = unit.forms.get("rumah", "3")
    assert report.problem is None
    assert report.missing == ({Published.FORMS: Hindrance.UNPROVEN} if forged else {})
    assert (form is None) is forged
