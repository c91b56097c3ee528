"""The list that BPJS sends back, read and recorded through the services; five thousand go out and come back."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from kemiskinan_desktop.services.workers import (
    AnswerReport,
    AnswerTerms,
    WorkerChip,
    WorkerFilter,
)
from kemiskinan_domain.changes import EMPTY_CHECKSUM, encode_line
from kemiskinan_domain.prelist import FileRefusal, workbook_bytes
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from kemiskinan_domain.social_security import AnswerRefusal, Outcome, Payer, WorkerStatus
from tests.desktop.services.village import Village
from tests.desktop.services.working import Workplace, enrolled

HEAD = ("No", "KPJ", "Nama", "NIK", "Alamat", "RT", "RW")


@pytest.fixture
def place(village: Village) -> Workplace:
    return Workplace(village)


def answer(place: Workplace, *rows: tuple[str, ...], head: tuple[str, ...] = HEAD) -> AnswerReport:
    return place.workers.read_answer(workbook_bytes([head, *rows]), "jawaban.xlsx")


def test_an_answer_is_recorded_with_the_terms_of_its_letter(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")
    report = answer(place, ("1", "12345678901", "Asep Contoh", "3203011503800001", "", "", ""))

    applied = place.workers.apply_answer(report, frozenset(), AnswerTerms(Payer.APBD_DISTRICT, date(2026, 11, 1)))

    assert (applied.written, applied.stale) == (1, ())
    (row,) = place.workers.rows(WorkerFilter())
    assert (row.id, row.status, row.cover.waiting) == (asep, WorkerStatus.COVERED, True)
    again = answer(place, ("1", "12345678901", "Asep Contoh", "3203011503800001", "", "", ""))
    assert [line.outcome for line in again.lines] == [Outcome.KNOWN_NUMBER]
    assert place.workers.apply_answer(again, frozenset({2}), AnswerTerms()).written == 0


def test_an_answer_completes_a_waiting_enrolment_without_touching_what_is_there(
    place: Workplace, village: Village
) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep, kpj="", payer=Payer.CSR, start=None)

    report = answer(place, ("1", "12345678901", "Asep Contoh", "3203011503800001", "", "", ""))
    place.workers.apply_answer(report, frozenset(), AnswerTerms(Payer.APBN, date(2026, 11, 1)))

    document = village.document(RecordKind.ENROLMENT, record)
    assert (document["kpj"], document["payer"], document["start_date"]) == ("12345678901", "CSR", "2026-11-01")


def test_a_changed_number_waits_for_a_person(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep)
    report = answer(place, ("1", "99999999999", "Asep Contoh", "3203011503800001", "", "", ""))

    silent = place.workers.apply_answer(report, frozenset(), AnswerTerms())
    kept = village.document(RecordKind.ENROLMENT, record)["kpj"]
    confirmed = place.workers.apply_answer(report, frozenset({2}), AnswerTerms())

    assert [line.outcome for line in report.lines] == [Outcome.NUMBER_CHANGED]
    assert (silent.written, kept, confirmed.written) == (0, "12345678901", 1)
    assert village.document(RecordKind.ENROLMENT, record)["kpj"] == "99999999999"


def test_a_row_whose_person_changed_meanwhile_is_not_recorded(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    report = answer(place, ("1", "12345678901", "Asep Contoh", "3203011503800001", "", "", ""))
    enrolled(place, asep, kpj="55555555555")

    applied = place.workers.apply_answer(report, frozenset(), AnswerTerms())

    assert (applied.written, applied.stale) == (0, (2,))


def test_files_that_are_no_answer_say_why(place: Workplace) -> None:
    shifted = answer(place, ("1", "Asep Contoh", "12345678901", "3203011503800001", "", "", ""))

    assert shifted.refusal is AnswerRefusal.COLUMNS_SHIFTED
    assert place.workers.read_answer(b"PK\x03\x04 half", "a.xlsx").refusal is FileRefusal.BROKEN_EXCEL
    assert answer(place, ("x", "y"), head=("A", "B")).refusal is AnswerRefusal.NO_HEADER


def arrived(village: Village, session: RecordId, people: int) -> None:
    """So many people from the district, so that the village is filled in one step."""
    lines, total = [], EMPTY_CHECKSUM

    def add(kind: RecordKind, record: str, fields: dict[str, FieldValue]) -> None:
        nonlocal total
        lines.append(encode_line(len(lines) + 1, kind, RecordId(record), False, fields))
        total = total.plus(lines[-1])

    for at in range(people):
        family = f"018f0000-0000-7000-8000-{at // 5:012x}"
        if at % 5 == 0:
            add(RecordKind.HOUSEHOLD, family, {"head_name": f"Kepala {at}", "dusun": "Cikaret"})
            ruling = {"parent": session, "household": family, "decision": "L"}
            add(RecordKind.DECISION, f"018f0001-0000-7000-8000-{at:012x}", ruling)
        fields: dict[str, FieldValue] = {
            "parent": family,
            "name": f"Pekerja {at}",
            "nik": f"320301150385{at:04d}",
            "birth_date": "1985-03-15",
            "presence": "1",
            "answers": {"r416a": "1", "r417": "1", "r418": "6", "r431f": ["0"]},
        }
        add(RecordKind.MEMBER, f"018f0002-0000-7000-8000-{at:012x}", fields)
    with village.store.unit() as unit:
        unit.exchange.receiving.stage(lines, 1, len(lines))
        unit.exchange.receiving.apply(total)
        unit.commit()


@pytest.mark.parametrize("people", [605, pytest.param(5_000, marks=pytest.mark.slow)])
def test_a_whole_village_of_workers_goes_out_and_comes_back(place: Workplace, village: Village, people: int) -> None:
    arrived(village, place.session, people)
    out = load_workbook(io.BytesIO(place.workers.export("bpjs", WorkerFilter())), read_only=True).worksheets[0]
    listed = [["" if cell is None else cell for cell in line] for line in out.iter_rows(values_only=True)]
    number = listed[0].index("KPJ")
    for at, line in enumerate(listed[1:]):
        line[number] = f"{10**10 + at}"

    report = place.workers.read_answer(workbook_bytes(listed), "jawaban.xlsx")
    heard: list[tuple[int, int]] = []
    terms = AnswerTerms(Payer.APBD_DISTRICT, date(2026, 11, 1))
    applied = place.workers.apply_answer(report, frozenset(), terms, lambda done, total: heard.append((done, total)))

    assert len(report.lines) == people
    assert heard == [(done, people) for done in range(0, people, 100)]
    assert (applied.written, applied.stale) == (people, ())
    assert place.workers.counts().chips[WorkerChip.COVERED] == people
