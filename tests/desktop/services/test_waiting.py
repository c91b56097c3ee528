"""Why things wait, how fast the line is, and a diagnostic file that names nobody."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kemiskinan_desktop.places import places_for
from kemiskinan_desktop.services.bundles import BundleService
from kemiskinan_desktop.services.diagnostics import DiagnosticService
from kemiskinan_desktop.services.exchange import ExchangeProblem, ExchangeReport
from kemiskinan_desktop.services.exchange.journal import log_text
from kemiskinan_desktop.services.waiting import Reason, WaitingReasons, WaitReason
from kemiskinan_desktop.storage import Enrolment
from kemiskinan_desktop.sync import new_device_key
from kemiskinan_desktop.sync.measured_line import LineSpeed
from kemiskinan_domain.records import RecordKind
from tests.desktop.services.village import VILLAGE, Village


@pytest.fixture
def enrolled(village: Village) -> Village:
    with village.store.unit() as unit:
        unit.meta.write(
            Enrolment(
                client="laptop-a",
                device="laptop-a",
                village=VILLAGE.code,
                server_key=new_device_key().public,
                private_key=new_device_key().private,
            )
        )
        unit.commit()
    return village


def reasons(village: Village, *, automatic: bool = True) -> set[Reason]:
    return set(WaitingReasons(village.desk, lambda: automatic).of_all().values())


def failed(village: Village, problem: ExchangeProblem) -> None:
    with village.store.unit() as unit:
        unit.exchange.history.append(log_text(ExchangeReport(problem=problem), ""), village.clock())
        unit.commit()


def test_what_was_just_saved_goes_by_itself_unless_the_person_chose_otherwise(enrolled: Village) -> None:
    enrolled.family()

    assert reasons(enrolled) == {WaitReason.SOON}
    assert reasons(enrolled, automatic=False) == {WaitReason.NOT_BY_ITSELF}


def test_an_exchange_that_failed_since_is_the_reason_and_one_before_is_not(enrolled: Village) -> None:
    failed(enrolled, ExchangeProblem.REVOKED)
    enrolled.clock.forward(minutes=1)
    enrolled.family()
    before = reasons(enrolled)
    enrolled.clock.forward(minutes=1)
    failed(enrolled, ExchangeProblem.OFFLINE)

    assert before == {WaitReason.SOON}
    assert reasons(enrolled) == {ExchangeProblem.OFFLINE}


def test_what_lies_in_a_file_waits_for_its_answer_and_what_came_later_does_not(
    enrolled: Village, tmp_path: Path
) -> None:
    first = enrolled.put(RecordKind.HOUSEHOLD, {"head_name": "Asep"})
    BundleService(enrolled.desk, "uji").write(tmp_path, lambda _: None, lambda: False)
    later = enrolled.put(RecordKind.HOUSEHOLD, {"head_name": "Dadang"})

    found = WaitingReasons(enrolled.desk, lambda: True).of_all()

    assert found[RecordKind.HOUSEHOLD, first] is WaitReason.IN_A_FILE
    assert found[RecordKind.HOUSEHOLD, later] is WaitReason.SOON


def test_nothing_is_said_of_a_line_that_was_never_measured() -> None:
    assert LineSpeed().seconds_for(1000) is None


def test_delay_and_rate_are_told_apart() -> None:
    speed = LineSpeed()
    speed.measured(1_000, 1.0)
    speed.measured(11_000, 6.0)

    assert speed.seconds_for(1_000) == pytest.approx(1.5)
    assert speed.seconds_for(21_000) == pytest.approx(11.5)


def test_with_one_size_alone_the_time_is_rather_too_long_than_too_short() -> None:
    speed = LineSpeed()
    speed.measured(1_000, 2.0)

    assert speed.seconds_for(10_000) == pytest.approx(20.0)
    assert speed.seconds_for(10) == pytest.approx(2.0)


def test_what_was_measured_long_ago_is_forgotten() -> None:
    speed = LineSpeed()
    speed.measured(1_000, 100.0)
    for _ in range(20):
        speed.measured(1_000, 1.0)

    assert speed.seconds_for(1_000) == pytest.approx(1.0)


NAMES = ("Dadang Rahasia", "Euis Rahasia", "Kp. Rahasia", "Sekretaris Contoh", "Laptop contoh")
NUMBERS = ("3203014309749002", "3203011203880001")


def test_the_diagnostic_file_tells_how_things_stand_and_names_nobody(enrolled: Village, tmp_path: Path) -> None:
    household = enrolled.family("Dadang Rahasia", no_kk=NUMBERS[1], address="Kp. Rahasia")
    enrolled.member(household, "Euis Rahasia", nik=NUMBERS[0])
    enrolled.arrive(RecordKind.HOUSEHOLD, {"head_name": "Euis Rahasia", "no_kk": NUMBERS[1]})
    with enrolled.store.unit() as unit:
        for detail in ("OfflineError", f"3203 {NAMES[0]}", "Dadang Rahasia"):
            report = ExchangeReport(problem=ExchangeProblem.OFFLINE)
            unit.exchange.history.append(log_text(report, detail), enrolled.clock())
        unit.commit()
    stick = tmp_path / NAMES[0]
    stick.mkdir()
    BundleService(enrolled.desk, "uji").write(stick, lambda _: None, lambda: False)
    places = places_for(tmp_path / "data")
    places.logs.mkdir(parents=True)
    (places.logs / "kesalahan.log").write_text("2026-11-24 1.0 builtins.KeyError\n  services/x.py:3 f\n")

    text = DiagnosticService(enrolled.desk, places, "1.0").collect().decode()

    told = json.loads(text)
    with enrolled.store.view() as view:
        keys = (view.meta.enrolment().private_key, view.meta.enrolment().server_key)
    for secret in (*NAMES, *NUMBERS, *keys, str(tmp_path), "Rahasia"):
        assert secret not in text
    assert told["exchange"]["unsent"] == 3
    assert told["records"]["household"] == 1
    assert [line["detail"] for line in told["log"]] == ["", "", "OfflineError"]
    assert told["bundles"][0]["seq"] == 1
    assert told["faults"][1].strip() == "services/x.py:3 f"


def test_without_a_fault_log_the_file_is_made_all_the_same(enrolled: Village, tmp_path: Path) -> None:
    told = json.loads(DiagnosticService(enrolled.desk, places_for(tmp_path / "data"), "1.0").collect())

    assert told["faults"] == []
    assert told["village"] == VILLAGE.code
