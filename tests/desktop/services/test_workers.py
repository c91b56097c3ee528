"""Workers of a village through the services: who must be covered, lists out, answers in, cards handed over."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from PIL import Image

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.attachments import AttachmentRefusal
from kemiskinan_desktop.services.events import HouseholdsChanged
from kemiskinan_desktop.services.workers import (
    EnrolmentRefusal,
    FileRefused,
    HandOver,
    Saved,
    WorkerChip,
    WorkerFilter,
    WorkerRefusal,
)
from kemiskinan_desktop.storage import StoredForm
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.social_security import (
    CoverState,
    EndReason,
    EnrolmentFault,
    Payer,
    Programme,
    WorkerStatus,
)
from tests.desktop.services.village import Village
from tests.desktop.services.working import BOTH, Workplace, draft, enrolled

TODAY = date(2026, 11, 23)


@pytest.fixture
def place(village: Village) -> Workplace:
    return Workplace(village)


def picture() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(content, "PNG")
    return content.getvalue()


def test_a_working_member_of_a_chosen_family_is_eligible_with_the_rule(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")

    (row,) = place.workers.rows(WorkerFilter())

    assert (row.id, row.status, row.standing.rule.code) == (asep, WorkerStatus.ELIGIBLE, "memenuhi")
    assert row.missing == ()


def test_without_a_decision_everybody_is_to_be_checked(place: Workplace) -> None:
    place.family("Asep Contoh", ruling=None)

    assert place.workers.counts().chips == {WorkerChip.TO_CHECK: 1, WorkerChip.INCOMPLETE: 1}


def test_the_latest_meeting_decides(place: Workplace, village: Village) -> None:
    place.family("Asep Contoh")
    household = place.workers.rows(WorkerFilter())[0].family.id
    later = village.put(RecordKind.DELIBERATION, {"title": "Musdes perubahan", "date": "2026-11-01"})
    village.put(RecordKind.DECISION, {"parent": later, "household": household, "decision": "T"})

    counts = place.workers.counts()

    assert counts.chips == {WorkerChip.NOT_ELIGIBLE: 1}
    assert place.workers.rows(WorkerFilter()) == ()
    assert len(place.workers.rows(WorkerFilter(chips=frozenset({WorkerChip.NOT_ELIGIBLE})))) == 1


def test_what_the_district_sent_and_what_was_edited_here_are_read_alike(place: Workplace, village: Village) -> None:
    household = village.arrive(RecordKind.HOUSEHOLD, {"head_name": "Imas", "dusun": "Babakan"})
    member = village.arrive(
        RecordKind.MEMBER,
        {"parent": household, "name": "Imas", "birth_date": "1990-01-01", "answers": {"r416a": "2"}},
    )
    before = place.workers.detail(member)
    village.put(RecordKind.MEMBER, {"answers.r416a": "1"}, member)
    after = place.workers.detail(member)

    assert before is not None and before.row.standing.rule.code == "tidak_bekerja"
    assert after is not None and after.row.standing.rule.code == "kedudukan_kosong"


def test_an_enrolment_covers_and_travels(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")
    waiting = village.unsent()

    record = enrolled(place, asep)

    (row,) = place.workers.rows(WorkerFilter())
    assert (row.status, row.cover.state, row.kpj) == (WorkerStatus.COVERED, CoverState.ACTIVE, "12345678901")
    assert village.unsent() == waiting + 1
    assert village.document(RecordKind.ENROLMENT, record)["programme"] == ["JKK", "JKM"]


def test_the_number_of_another_person_is_refused_by_name(place: Workplace) -> None:
    asep, imas = place.family("Asep Contoh", "Imas Contoh")
    enrolled(place, asep)

    refused = place.enrolments.save(imas, draft())

    assert refused == EnrolmentRefusal((EnrolmentFault.KPJ_OF_ANOTHER,), "Asep Contoh")
    assert place.workers.counts().chips[WorkerChip.ELIGIBLE] == 1


def test_one_number_that_met_on_two_people_is_shown_on_both(place: Workplace, village: Village) -> None:
    asep, imas = place.family("Asep Contoh", "Imas Contoh")
    enrolled(place, asep)
    village.put(RecordKind.ENROLMENT, {"parent": imas, "kpj": "12345678901", "start_date": "2026-02-01"})

    rows = place.workers.rows(WorkerFilter(chips=frozenset({WorkerChip.SHARED_NUMBER})))

    assert {row.id for row in rows} == {asep, imas}


def test_a_correction_changes_only_what_differs_and_says_what_was_seen(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")
    enrolled(place, asep)
    detail = place.workers.detail(asep)
    assert detail is not None
    shown = detail.enrolments[0]

    place.enrolments.save(asep, draft(proof="Kartu dilihat"), shown)
    unchanged = village.document(RecordKind.ENROLMENT, shown.enrolment.id)
    place.enrolments.save(asep, draft(kpj="12345678902", proof="Kartu dilihat"), shown)

    after = place.workers.detail(asep)
    assert after is not None and len(after.enrolments) == 1
    assert unchanged["kpj"] == "12345678901"
    assert after.enrolments[0].enrolment.kpj == "12345678902"


def test_an_ended_enrolment_stays_and_says_what_heirs_can_claim(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep)

    place.enrolments.end(record, date(2026, 11, 1), EndReason.DEATH, "Akta 12/2026")

    detail = place.workers.detail(asep)
    assert detail is not None
    assert detail.row.standing.rule.code == "meninggal_dicatat"
    shown = detail.enrolments[0]
    assert (shown.state, shown.enrolment.end_note) == (CoverState.ENDED, "Akta 12/2026")
    assert [due.claim.code for due in shown.claims] == ["jkm_penuh", "jkk_meninggal"]
    assert {due.due for due in shown.claims} == {None, date(2026, 11, 3)}


@pytest.mark.parametrize(
    ("on", "refusal"),
    [
        (date(2026, 11, 24), WorkerRefusal.DATE_IN_FUTURE),
        (date(2025, 12, 31), WorkerRefusal.BEFORE_START),
    ],
)
def test_an_end_that_cannot_be_is_refused(place: Workplace, on: date, refusal: WorkerRefusal) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep)

    assert place.enrolments.end(record, on, EndReason.MOVED) is refusal


def test_an_enrolment_ends_once(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep)
    place.enrolments.end(record, TODAY, EndReason.MOVED)

    assert place.enrolments.end(record, TODAY, EndReason.AGE) is WorkerRefusal.ENDED_ALREADY


def test_an_overruling_needs_a_reason_and_can_be_taken_back(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")

    refused = place.enrolments.overrule(asep, WorkerStatus.NOT_ELIGIBLE, "  ")
    place.enrolments.overrule(asep, WorkerStatus.NOT_ELIGIBLE, "Pensiunan TNI")
    overruled = place.workers.detail(asep)
    place.enrolments.overrule(asep, None)
    back = place.workers.detail(asep)

    assert refused is WorkerRefusal.REASON_MISSING
    assert overruled is not None and overruled.row.status is WorkerStatus.NOT_ELIGIBLE
    said = overruled.row.standing.overruled
    assert said is not None and (said.reason, said.by, said.at) == ("Pensiunan TNI", "Sekretaris Contoh", "2026-11-23")
    assert back is not None and back.row.standing.overruled is None


def test_an_overruling_does_not_disturb_the_survey(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")

    place.enrolments.overrule(asep, WorkerStatus.TO_CHECK, "Tanya lagi")

    assert village.document(RecordKind.MEMBER, asep)["answers"] == {
        "r416a": "1",
        "r417": "1",
        "r418": "1",
        "r431f": ["0"],
    }


def test_a_card_is_handed_over_with_its_signature(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep)
    due = place.workers.rows(WorkerFilter(chips=frozenset({WorkerChip.CARD_DUE})))

    done = place.enrolments.hand_over(record, HandOver(TODAY, "Asep Contoh", (("tanda-tangan.png", picture()),)))

    assert done == Saved(record)
    assert [row.id for row in due] == [asep]
    assert place.workers.rows(WorkerFilter(chips=frozenset({WorkerChip.CARD_DUE}))) == ()
    detail = place.workers.detail(asep)
    assert detail is not None
    assert detail.enrolments[0].enrolment.handed_by == "Sekretaris Contoh"
    assert [file.purpose for file in detail.enrolments[0].files] == ["card_handover"]


@pytest.mark.parametrize(
    ("card", "refusal"),
    [
        (HandOver(TODAY, " ", (("a.png", b"x"),)), WorkerRefusal.NAME_MISSING),
        (HandOver(date(2026, 11, 24), "Asep", (("a.png", b"x"),)), WorkerRefusal.DATE_IN_FUTURE),
        (HandOver(TODAY, "Asep", ()), WorkerRefusal.PROOF_MISSING),
        (HandOver(TODAY, "Asep", (("a.txt", b"bukan gambar"),)), FileRefused("a.txt", AttachmentRefusal.NOT_ACCEPTED)),
    ],
)
def test_a_hand_over_without_proof_is_not_written(place: Workplace, card: HandOver, refusal: object) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep)

    assert place.enrolments.hand_over(record, card) == refusal
    assert place.workers.counts().chips[WorkerChip.CARD_DUE] == 1


def test_a_card_without_a_number_cannot_be_handed_over(place: Workplace) -> None:
    (asep,) = place.family("Asep Contoh")
    record = enrolled(place, asep, kpj="")

    card = HandOver(TODAY, "Asep", (("a.png", picture()),))

    assert place.enrolments.hand_over(record, card) is WorkerRefusal.NUMBER_MISSING


def test_records_that_are_gone_are_said(place: Workplace) -> None:
    nobody = RecordId("018f0000-0000-7000-8000-00000000dead")

    assert place.enrolments.save(nobody, draft()) is WorkerRefusal.GONE
    assert place.enrolments.end(nobody, TODAY, EndReason.AGE) is WorkerRefusal.GONE
    assert place.enrolments.overrule(nobody, None) is WorkerRefusal.GONE
    assert place.enrolments.hand_over(nobody, HandOver(TODAY, "A", (("a", b"x"),))) is WorkerRefusal.GONE
    assert place.workers.detail(nobody) is None


def test_changes_are_told(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")
    village.hear(HouseholdsChanged)

    enrolled(place, asep)

    household = place.workers.rows(WorkerFilter())[0].family.id
    assert village.told == [HouseholdsChanged(frozenset({household}))]


@pytest.mark.parametrize("receiver", ["kabupaten", "disnakertrans", "bpjs"])
def test_a_list_leaves_as_text_and_is_audited(place: Workplace, village: Village, receiver: str) -> None:
    place.family("=HYPERLINK(1)", "Imas Contoh")

    content = place.workers.export(receiver, WorkerFilter())

    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    cells = [cell for line in sheet.iter_rows(min_row=2) for cell in line if cell.value is not None]
    assert sheet.max_row == 3
    assert {cell.data_type for cell in cells} == {"s"}
    assert {"3203011503800001", "=HYPERLINK(1)"} <= {cell.value for cell in cells}
    with village.store.view() as view:
        (line, *_) = view.audit.lines()
    assert (line.action, line.detail) == ("export-workers", f"{receiver}: 2")


def test_an_unknown_receiver_gets_nothing(place: Workplace) -> None:
    with pytest.raises(KeyError):
        place.workers.export("tetangga", WorkerFilter())


def test_the_budget_counts_the_eligible_of_the_filter(place: Workplace) -> None:
    place.family("Asep Contoh", "Imas Contoh")
    (covered,) = place.family("Ujang Contoh")
    enrolled(place, covered)

    found = place.workers.budget(WorkerFilter(), 12, date(2026, 1, 1), Payer.APBD_DISTRICT, BOTH)
    three = place.workers.budget(
        WorkerFilter(dusun="Tidak ada"), 1, date(2026, 1, 1), Payer.APBD_DISTRICT, frozenset({Programme.JKM})
    )

    assert found.total == Decimal(16_800 * 12 * 2)
    assert three.total == 0


def test_a_family_and_the_annex_show_their_workers(place: Workplace) -> None:
    asep, _ = place.family("Asep Contoh", "Imas Contoh")
    place.family("Ujang Contoh", ruling="T")
    enrolled(place, asep)
    household = place.workers.rows(WorkerFilter())[0].family.id

    lines = place.workers.of_family(household)

    assert [(line.name, line.status) for line in lines] == [
        ("Asep Contoh", WorkerStatus.COVERED),
        ("Imas Contoh", WorkerStatus.ELIGIBLE),
    ]


def test_remarks_of_the_officer_are_shown(place: Workplace, village: Village) -> None:
    (asep,) = place.family("Asep Contoh")
    remark = {"parent": asep, "parent_kind": "member", "field": "worker", "text": "Cek KPJ", "by": "Dinas"}
    village.arrive(RecordKind.REMARK, {**remark, "at": "2026-11-20", "state": "open"})

    detail = place.workers.detail(asep)

    assert detail is not None and [(one.text, one.open) for one in detail.remarks] == [("Cek KPJ", True)]
    assert place.workers.counts().chips[WorkerChip.REMARKED] == 1


def publish(village: Village, text: str, version: str) -> None:
    with village.store.unit() as unit:
        unit.forms.add(StoredForm("pekerja", version, text, version), datetime(2026, 11, 1, tzinfo=UTC))
        unit.commit()


def test_rules_that_the_district_published_go_before_the_shipped_ones(place: Workplace, village: Village) -> None:
    place.family("Asep Contoh")
    shipped = json.loads((resources_folder() / "social_security" / "pekerja.json").read_text(encoding="utf-8"))
    shipped["version"] = "2026.2"
    shipped["eligibility"][0]["rules"][-1]["status"] = "wajib_dicek"

    publish(village, json.dumps(shipped), "2026.2")

    overview = place.workers.overview()
    assert overview.book.version == "2026.2"
    assert overview.rows[0].status is WorkerStatus.TO_CHECK


def test_published_rules_that_cannot_be_read_are_said_and_passed_over(place: Workplace, village: Village) -> None:
    publish(village, '{"id": "pekerja", "masa": "depan"}', "2030.1")

    overview = place.workers.overview()

    assert overview.book_unreadable
    assert overview.book.version == "2026.1"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("imas", ["Imas Contoh"]),
        ("asep contoh", ["Asep Contoh", "Imas Contoh"]),
        ("15038 00002", ["Imas Contoh"]),
        ("cikaret", ["Asep Contoh", "Imas Contoh", "Ujang Contoh"][:2]),
        ("zzz", []),
    ],
)
def test_search_finds_by_name_head_number_and_place(place: Workplace, text: str, names: list[str]) -> None:
    place.family("Asep Contoh", "Imas Contoh")
    place.family("Ujang Contoh", dusun="Babakan")

    assert [row.person.name for row in place.workers.rows(WorkerFilter(text=text))] == names


def test_the_list_of_cards_names_only_whose_card_waits(place: Workplace) -> None:
    asep, imas, _ = place.family("Asep Contoh", "Imas Contoh", "Ujang Contoh")
    enrolled(place, asep)
    given = enrolled(place, imas, kpj="12345678902")
    place.enrolments.hand_over(given, HandOver(TODAY, "Imas Contoh", (("tanda.png", picture()),)))

    sheet = load_workbook(io.BytesIO(place.workers.export("kartu", WorkerFilter()))).worksheets[0]

    names = [line[1] for line in sheet.iter_rows(values_only=True)]
    assert names == ["Nama", "Asep Contoh"]
