"""The district's list reaches the villages once, links to what is there, and loses no row."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from kemiskinan_domain.identity import Regions
from kemiskinan_domain.prelist import FileRefusal, Source, read_cells
from kemiskinan_domain.records import RecordKind
from kemiskinan_server.services.prelist_import import UNREGISTERED, ImportReport, import_prelist
from kemiskinan_server.services.villages import shipped_regions
from tests.server.conftest import LiveServer
from tests.server.devices import Laptop, delete, household

SAMPLES = Path(__file__).resolve().parents[2] / "resources" / "sample"
HEADER = "id_keluarga;no_kk;nik;nama;hubungan;kode_desa;desil"
FAMILY = "K1;3203012101090001;3203014309749002;Siti;Kepala Keluarga;3203012001;2"


def bring(
    live_server: LiveServer, *rows: str, period: str = "2024", source: Source = Source.P3KE, data: bytes = b""
) -> ImportReport:
    content = data or "\n".join((HEADER, *rows)).encode()
    with live_server.parts.context.database.unit_of_work() as unit:
        report = import_prelist(
            unit,
            content,
            Regions.from_file(shipped_regions()),
            source=source,
            period=period,
            by="test",
            now=datetime.now(UTC),
        )
        unit.commit()
    assert isinstance(report, ImportReport)
    return report


def test_a_family_arrives_in_its_village_as_not_yet_surveyed(live_server: LiveServer, laptop: Laptop) -> None:
    bring(live_server, FAMILY, "K1;3203012101090001;;Budi;Anak;3203012001;2")

    reply = laptop.sync()

    documents = {line.kind: line.document for line in reply.lines}
    assert documents[RecordKind.HOUSEHOLD] == {
        "no_kk": "3203012101090001",
        "no_kk_state": "ada",
        "head_name": "Siti",
        "origin": "prelist",
        "desil": 2,
        "survey_state": "not_started",
    }
    assert documents[RecordKind.PRELIST_ENTRY]["received"]["2"]["nama"] == "Siti"
    people = [line.document for line in reply.lines if line.kind is RecordKind.MEMBER]
    assert [(person["name"], person.get("nik"), person["relation"]) for person in people] == [
        ("Siti", "3203014309749002", "1"),
        ("Budi", None, "3"),
    ]


def test_the_same_file_twice_brings_nothing_new(live_server: LiveServer) -> None:
    bring(live_server, FAMILY)
    before = live_server.rows("SELECT head FROM village ORDER BY code")

    again = bring(live_server, FAMILY)

    assert (again.villages[0].new, again.villages[0].unchanged) == (0, 1)
    assert live_server.rows("SELECT head FROM village ORDER BY code") == before


@pytest.mark.parametrize("changed", [FAMILY.replace("K1", "K9"), FAMILY.replace("3203012101090001", "")])
def test_a_later_list_adds_an_entry_to_the_known_family(live_server: LiveServer, changed: str) -> None:
    bring(live_server, FAMILY)

    later = bring(live_server, changed[:-1] + "4", period="2025")

    assert (later.villages[0].new, later.villages[0].linked) == (0, 1)
    assert live_server.rows("SELECT desil FROM household") == [{"desil": 4}]
    assert live_server.rows("SELECT period, desil FROM prelist_entry ORDER BY period") == [
        {"period": "2024", "desil": 2},
        {"period": "2025", "desil": 4},
    ]
    assert live_server.rows("SELECT count(*) AS n FROM member") == [{"n": 1}]


def test_a_family_that_the_village_proposed_first_is_found_by_its_card(live_server: LiveServer, laptop: Laptop) -> None:
    own = household(no_kk="3203012101090001", head_name="Siti A.", origin="usulan")
    laptop.sync(own)

    bring(live_server, FAMILY)
    laptop.sync()

    assert laptop.document(own.id) == {
        "no_kk": "3203012101090001",
        "head_name": "Siti A.",
        "origin": "usulan",
        "desil": 2,
    }
    assert live_server.rows("SELECT count(*) AS n FROM household") == [{"n": 1}]


def test_two_families_of_one_list_with_one_card_stay_two(live_server: LiveServer) -> None:
    bring(live_server, FAMILY, "K2;3203012101090001;3203014309749003;Ani;Kepala Keluarga;3203012001;2")

    bring(live_server, FAMILY, "K2;3203012101090001;3203014309749003;Ani;Kepala Keluarga;3203012001;3", period="2025")

    assert live_server.rows("SELECT head_name, desil FROM household ORDER BY head_name") == [
        {"head_name": "Ani", "desil": 3},
        {"head_name": "Siti", "desil": 2},
    ]
    assert live_server.rows("SELECT why FROM conflict") == [{"why": "duplicate"}]


def test_a_family_that_the_village_deleted_is_not_brought_back(live_server: LiveServer, laptop: Laptop) -> None:
    bring(live_server, FAMILY)
    laptop.sync()
    family = live_server.rows("SELECT id, rev FROM record WHERE kind = 'household'")[0]
    laptop.sync(delete(RecordKind.HOUSEHOLD, str(family["id"]), base=laptop.cursor))

    bring(live_server, FAMILY[:-1] + "4", period="2025")

    assert live_server.rows("SELECT count(*) AS n FROM household") == [{"n": 0}]
    assert live_server.rows("SELECT count(*) AS n FROM prelist_entry") == [{"n": 2}]


def test_rows_of_a_village_that_is_not_served_come_back_with_their_reason(live_server: LiveServer) -> None:
    report = bring(live_server, FAMILY, "K3;3203012101090009;;Jauh;Kepala Keluarga;3203012003;2")

    assert [(found.village, found.registered) for found in report.villages] == [
        ("32.03.01.2001", True),
        ("32.03.01.2003", False),
    ]
    assert (report.rows_taken, report.rows_refused) == (1, 1)
    assert UNREGISTERED in report.report.decode("utf-8-sig")
    assert report.returned is not None
    sheets = read_cells(report.returned)
    assert not isinstance(sheets, FileRefusal)
    assert sheets[0].rows[1][3] == "Jauh"


@pytest.mark.parametrize(("file", "source"), [("prelist-p3ke.xlsx", Source.P3KE), ("prelist-dtsen.csv", Source.DTSEN)])
def test_every_row_of_the_sample_files_is_accounted_for(live_server: LiveServer, file: str, source: Source) -> None:
    report = bring(live_server, data=(SAMPLES / file).read_bytes(), source=source)

    assert report.rows == report.rows_taken + report.rows_refused + report.rows_skipped
    assert live_server.rows("SELECT count(*) AS n FROM member") == [{"n": report.rows_taken}]
    families = sum(found.families for found in report.villages)
    assert live_server.rows("SELECT count(*) AS n FROM household") == [{"n": families}]


def test_a_half_written_workbook_is_refused_whole(live_server: LiveServer) -> None:
    data = (SAMPLES / "prelist-p3ke.xlsx").read_bytes()[:20_000]

    with live_server.parts.context.database.unit_of_work() as unit:
        refused = import_prelist(
            unit,
            data,
            Regions.from_file(shipped_regions()),
            source=Source.P3KE,
            period="2024",
            by="test",
            now=datetime.now(UTC),
        )

    assert refused is FileRefusal.BROKEN_EXCEL
