"""Papers of a stored meeting: what is printed, whose template, and what happens when somebody broke it."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from docx import Document

from kemiskinan_desktop.documents import Paper, TemplateFault, TemplateProblem
from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.deliberations import (
    DecisionInput,
    DeliberationService,
    LegalBases,
    MeetingPapers,
    NewSession,
    ObjectionService,
)
from kemiskinan_domain.deliberation import ObjectionPeriod
from kemiskinan_domain.records import RecordId, RecordKind
from tests.desktop.documents.papers import text_of
from tests.desktop.services.test_deliberations import ELIGIBLE, NEW, REFUSED, prepared
from tests.desktop.services.village import Village
from tests.desktop.services.working import Workplace

NIK = "3203011505800001"


@pytest.fixture
def service(village: Village) -> DeliberationService:
    return DeliberationService(village.desk, village.shelf)


@pytest.fixture
def papers(village: Village) -> MeetingPapers:
    return MeetingPapers(village.desk, village.shelf, village.folder / "templat", Workplace(village).workers.annex)


def decided(service: DeliberationService, village: Village, *, lock: bool = True) -> RecordId:
    families = [village.family(name, survey_state="complete") for name in ("Ujang Contoh", "Énéng Contoh")]
    session = prepared(service, *families)
    for family, decision in zip(families, (ELIGIBLE, REFUSED), strict=True):
        service.decide(session, family, decision, None)
    if lock:
        service.lock(session)
    return session


def word_text(data: bytes | TemplateFault) -> str:
    assert isinstance(data, bytes), data
    return "\n".join(paragraph.text for paragraph in Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize("paper", Paper)
def test_every_paper_of_a_locked_meeting_is_made_both_ways(
    service: DeliberationService, papers: MeetingPapers, village: Village, paper: Paper
) -> None:
    session = decided(service, village)

    assert papers.pdf(session, paper).startswith(b"%PDF")
    assert isinstance(papers.word(session, paper), bytes)


def test_the_preview_shows_the_paper_page_by_page(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    pages = papers.pages(decided(service, village), Paper.MINUTES)

    assert len(pages) > 1
    assert all(page.startswith(b"\x89PNG") for page in pages)


def test_an_open_meeting_prints_as_draft_and_a_locked_one_with_its_code(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    session = decided(service, village, lock=False)
    draft = text_of(papers.pdf(session, Paper.MINUTES))
    service.lock(session)
    final = text_of(papers.pdf(session, Paper.MINUTES))
    view = service.open(session)

    assert view is not None
    assert view.lock_code is not None
    assert "DRAF" in draft
    assert "DRAF" not in final
    assert view.lock_code in final


def test_a_paper_of_a_meeting_that_is_gone_is_not_made(papers: MeetingPapers) -> None:
    with pytest.raises(KeyError):
        papers.pdf(RecordId("00000000-0000-7000-8000-000000000000"), Paper.MINUTES)


def test_the_board_shows_the_head_with_a_masked_nik(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    family = village.family("Kepala Ber-NIK", survey_state="complete")
    with village.store.view() as view:
        (head,) = view.records.children(RecordKind.MEMBER, family)
    village.put(head.kind, {"nik": NIK, "nik_state": "ada"}, head.id)
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)
    service.lock(session)
    ObjectionService(village.desk).announce(session, ObjectionPeriod(dt.date(2026, 11, 24), 5))

    text = text_of(papers.pdf(session, Paper.ANNOUNCEMENT))

    assert "320301••••••••01" in text
    assert NIK not in text
    assert "28 November 2026" in text


def test_families_are_counted_by_what_their_heads_work_in(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    family = village.family("Kepala Bekerja", survey_state="complete")
    with village.store.view() as view:
        (head,) = view.records.children(RecordKind.MEMBER, family)
    village.put(head.kind, {"answers.r416a": "1", "answers.r417": "11"}, head.id)
    session = prepared(service, family)
    service.decide(session, family, ELIGIBLE, None)

    shown = service.open(session)

    assert shown is not None
    assert [(one.occupation, one.rulings.eligible) for one in shown.recap.by_occupation] == [("Konstruksi", 1)]
    assert "Konstruksi" in text_of(papers.pdf(session, Paper.MINUTES))


def test_the_village_edits_a_copy_of_the_shipped_template(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    session = decided(service, village)
    before = papers.has_own_template(Paper.MINUTES)
    path = papers.own_template(Paper.MINUTES)
    document = Document(str(path))
    document.add_paragraph("Tembusan: Camat {{ desa }}")
    document.save(str(path))

    assert (before, papers.has_own_template(Paper.MINUTES)) == (False, True)
    assert papers.own_template(Paper.MINUTES) == path
    assert "Tembusan: Camat Babakankaret" in word_text(papers.word(session, Paper.MINUTES))
    assert "Tembusan" not in word_text(papers.word(session, Paper.MINUTES, shipped=True))


def test_a_broken_template_is_told_and_the_shipped_one_still_works(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    session = decided(service, village)
    path = papers.own_template(Paper.NOTES)
    document = Document(str(path))
    document.add_paragraph("{{ pimpinann }}")
    document.save(str(path))

    broken = papers.word(session, Paper.NOTES)
    aside = papers.drop_own_template(Paper.NOTES)

    assert broken == TemplateFault(Paper.NOTES, TemplateProblem.FIELD_UNKNOWN, "pimpinann")
    assert isinstance(papers.word(session, Paper.NOTES), bytes)
    assert aside is not None
    assert aside.exists()
    assert papers.drop_own_template(Paper.NOTES) is None


def test_an_addendum_prints_the_number_of_the_first_minutes(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    first = decided(service, village)
    change = ObjectionService(village.desk).addendum(first)
    assert isinstance(change, str)

    text = text_of(papers.pdf(change, Paper.MINUTES))

    assert NEW.number in text.replace(" ", "")
    assert "mengubah Berita Acara" in text


def test_legal_bases_are_the_shipped_ones_for_the_purpose_and_what_the_village_wrote_before(
    service: DeliberationService, village: Village
) -> None:
    service.create(NewSession(purpose="dtsen", legal_basis="Peraturan Desa Nomor 3 Tahun 2024 tentang Tata Tertib"))
    bases = LegalBases(village.desk, resources_folder() / "documents")

    for_dtsen, for_blt = bases.choices("dtsen"), bases.choices("blt_dd")

    assert (for_dtsen[0].text, for_dtsen[0].own) == ("Peraturan Desa Nomor 3 Tahun 2024 tentang Tata Tertib", True)
    assert all(one.source for one in for_dtsen if not one.own)
    assert any("Dana Desa" in one.text for one in for_blt)
    assert not any("Dana Desa" in one.text for one in for_dtsen)
    assert not all(one.checked for one in for_blt)


def test_votes_with_abstentions_stand_in_the_notes(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    family = village.family(survey_state="complete")
    session = prepared(service, family)
    service.decide(session, family, DecisionInput("1", "L", vote_yes=1, vote_no=0, vote_abstained=1), None)

    assert "Suara setuju 1, tidak setuju 0, abstain 1" in text_of(papers.pdf(session, Paper.NOTES))


def test_a_templates_folder_that_cannot_be_made_is_told(village: Village) -> None:
    blocked = village.folder / "berkas"
    blocked.write_text("bukan folder", encoding="utf-8")

    with pytest.raises(OSError):
        MeetingPapers(village.desk, village.shelf, Path(blocked) / "templat", lambda _: ()).own_template(Paper.MINUTES)


def test_the_annex_lists_the_workers_of_the_families_found_layak_only(
    service: DeliberationService, papers: MeetingPapers, village: Village
) -> None:
    place = Workplace(village)
    session = decided(service, village)
    with village.store.view() as view:
        ruled = {
            str(one.document["household"]): one.document["decision"]
            for one in view.records.children(RecordKind.DECISION, session)
        }
    for household, ruling in ruled.items():
        place.worker(RecordId(household), f"Pekerja {ruling}", 7)

    text = text_of(papers.pdf(session, Paper.WORKERS))

    assert "Pekerja L" in text
    assert "Pekerja T" not in text
    assert "Wajib dicek" in text or "Memenuhi, belum terlindungi" in text
