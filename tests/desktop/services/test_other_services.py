"""Beranda, reports, copies, people, preferences, forms and events."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
import pytest

from kemiskinan_desktop.places import resources_folder
from kemiskinan_desktop.services.access import PassphraseTooWeak, PassphraseWeakness, PersonName, WrongPassphrase
from kemiskinan_desktop.services.backups import BackupService, DrillProblem
from kemiskinan_desktop.services.dashboard import DashboardService, NextStepKind, Phase
from kemiskinan_desktop.services.events import Events, ExchangeChanged, PreferencesChanged
from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM, FormShelf
from kemiskinan_desktop.services.people import PassphraseChanged, PeopleService
from kemiskinan_desktop.services.preferences import Language, Preferences, PreferencesService, Theme
from kemiskinan_desktop.services.reports import ReportService
from kemiskinan_desktop.storage import Person, StoredForm
from kemiskinan_desktop.storage.keys import KeyCost, Vault
from kemiskinan_domain.people import Role
from kemiskinan_domain.records import RecordKind
from tests.desktop.services.village import SECRETARY, DirectDispatcher, Village

NIK = "3203011503850001"
OLD = "kata sandi pertama"


@pytest.fixture
def vault(village: Village) -> Vault:
    person = Person(SECRETARY.id, SECRETARY.name, SECRETARY.role)
    made = Vault.create(village.folder / "kunci.json", person, OLD, clock=village.clock, cost=KeyCost(64, 1, 1))
    return made.vault


@pytest.fixture
def backups(village: Village, vault: Vault) -> BackupService:
    return BackupService(village.desk, village.folder / "kunci.json", lambda: village.folder / "cadangan")


def test_an_empty_village_waits_for_its_pre_list(village: Village, backups: BackupService) -> None:
    overview = DashboardService(village.desk, backups).overview()

    assert overview.current is Phase.PRELIST
    assert [step.kind for step in overview.next_steps] == [NextStepKind.RECEIVE_PRELIST]


def test_beranda_counts_and_says_what_is_next(village: Village, backups: BackupService) -> None:
    village.family("Satu", survey_state="complete")
    village.family("Dua", survey_state="draft")
    back = village.family("Tiga", survey_state="complete", review="returned")
    village.put(RecordKind.REMARK, {"parent": back, "field": "dusun", "text": "Periksa dusun", "state": "open"})

    overview = DashboardService(village.desk, backups).overview()

    assert (overview.families, overview.people, overview.current) == (3, 3, Phase.SURVEY)
    assert [(one.head_name, one.remark) for one in overview.returned] == [("Tiga", "Periksa dusun")]
    steps = {step.kind: step.count for step in overview.next_steps}
    assert steps[NextStepKind.FIX_RETURNED] == 1
    assert steps[NextStepKind.FINISH_DRAFTS] == 1
    assert steps[NextStepKind.PREPARE_SESSION] == 2
    assert steps[NextStepKind.SEND] == overview.unsent
    assert [(one.rt, one.total, one.complete, one.draft) for one in overview.places] == [("001", 3, 2, 1)]


def test_an_undecided_candidate_comes_before_the_lock(village: Village, backups: BackupService) -> None:
    session = village.put(RecordKind.DELIBERATION, {"title": "Musdes", "state": "open"})
    decision = village.put(RecordKind.DECISION, {"parent": session, "household": village.family()})
    service = DashboardService(village.desk, backups)
    before = {step.kind for step in service.overview().next_steps}

    village.put(RecordKind.DECISION, {"presence": "1", "decision": "P"}, decision)

    after = {step.kind for step in service.overview().next_steps}
    assert NextStepKind.DECIDE_CANDIDATES in before
    assert NextStepKind.LOCK_SESSION in after


def test_the_recap_counts_by_place_and_by_desil(village: Village) -> None:
    session = village.put(RecordKind.DELIBERATION, {"title": "Musdes"})
    decided = village.family("Satu", desil=1, survey_state="complete")
    village.put(RecordKind.DECISION, {"parent": session, "household": decided, "presence": "1", "decision": "L"})
    village.family("Dua", desil=1, rt="002")

    recap = ReportService(village.desk).recap()

    assert [(one.rt, one.families, one.complete, one.decisions) for one in recap.places] == [
        ("001", 1, 1, (("L", 1),)),
        ("002", 1, 0, ()),
    ]
    assert [(one.desil, one.decisions, one.undecided) for one in recap.deciles] == [(1, (("L", 1),), 1)]


def test_a_masked_export_holds_no_number_and_no_name(village: Village) -> None:
    household = village.family("Asep Contoh", no_kk=NIK)
    village.member(household, "Siti Contoh", nik=NIK)

    content = ReportService(village.desk).export_households(masked=True, reason="")

    texts = _texts(content)
    assert NIK not in texts
    assert "Siti Contoh" not in texts


def test_a_full_export_keeps_numbers_as_text_and_runs_no_formula(village: Village) -> None:
    household = village.family("=1+1", no_kk=NIK)
    village.member(household, "Siti Contoh", nik=NIK)

    content = ReportService(village.desk).export_households(masked=False, reason="Diminta camat")

    book = openpyxl.load_workbook(io.BytesIO(content))
    card, head = (book["Keluarga"].cell(2, column) for column in (1, 2))
    assert (card.value, card.data_type, card.number_format) == (NIK, "s", "@")
    assert (head.value, head.data_type) == ("=1+1", "s")
    with village.store.view() as view:
        assert [(line.action, line.detail) for line in view.audit.lines()] == [("export", "Diminta camat")]


def test_a_full_export_needs_a_reason(village: Village) -> None:
    with pytest.raises(ValueError, match="reason"):
        ReportService(village.desk).export_households(masked=False, reason=" ")


def test_a_copy_is_listed_and_passes_the_drill(village: Village, backups: BackupService) -> None:
    village.family()

    made = backups.make()

    assert [one.path for one in backups.list()] == [made.path]
    result = backups.drill(made)
    assert (result.households, result.members, result.problem) == (1, 1, None)


def test_a_damaged_copy_fails_the_drill_and_is_not_put_back(village: Village, backups: BackupService) -> None:
    village.family()
    made = backups.make()
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    made.path.write_bytes(content)

    result = backups.restore(made)

    assert result.problem is DrillProblem.DAMAGED
    with village.store.view() as view:
        assert view.queries.household_counts().all == 1


def test_a_missing_copy_is_told(village: Village, backups: BackupService) -> None:
    made = backups.make()
    made.path.unlink()

    assert backups.drill(made).problem is DrillProblem.MISSING


def test_a_restored_copy_stands_in_the_place_of_the_file(village: Village, backups: BackupService) -> None:
    village.family("Satu")
    made = backups.make()
    village.family("Dua")

    backups.restore(made)

    again = type(village.store).open(village.store.path, village.store.key)
    with again.view() as view:
        assert [row.head_name for row in view.queries.households()] == ["Satu"]
    again.close()


def test_a_second_person_gets_a_passphrase_of_their_own(village: Village, vault: Vault) -> None:
    people = PeopleService(village.desk, vault)

    added = people.add("Operator Contoh", Role.OPERATOR, "lima kucing tidur siang")

    assert isinstance(added, PersonName)
    assert [one.name for one in people.persons()] == [SECRETARY.name, "Operator Contoh"]
    assert people.add("Lain", Role.OPERATOR, "pendek") == PassphraseTooWeak(_weakness(people))


def test_a_passphrase_changes_only_with_the_old_one(village: Village, vault: Vault) -> None:
    people = PeopleService(village.desk, vault)

    wrong = people.change_passphrase(SECRETARY.id, "bukan itu", "kata sandi kedua")
    right = people.change_passphrase(SECRETARY.id, OLD, "kata sandi kedua")

    assert isinstance(wrong, WrongPassphrase)
    assert isinstance(right, PassphraseChanged)
    assert isinstance(people.change_passphrase(SECRETARY.id, OLD, "kata sandi ketiga"), WrongPassphrase)


def test_a_new_recovery_sheet_replaces_the_code(village: Village, vault: Vault) -> None:
    sheet = PeopleService(village.desk, vault).new_recovery_sheet()

    assert sheet.pdf.startswith(b"%PDF")
    assert vault.unlock_by_recovery(sheet.code) == vault.unlock_by_recovery(sheet.code.lower())
    assert sheet.code not in repr(sheet)


def test_preferences_come_back_and_are_told(tmp_path: Path) -> None:
    events = Events(DirectDispatcher())
    told: list[PreferencesChanged] = []
    events.subscribe(PreferencesChanged, told.append)
    service = PreferencesService(tmp_path / "baru" / "preferensi.json", events)
    chosen = Preferences(150, Theme.DARK, Language.ENGLISH, 5, True, "/media/stik", False)

    service.save(chosen)

    assert service.load() == chosen
    assert told == [PreferencesChanged()]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"text_scale": "besar", "theme": 3}'])
def test_a_broken_preferences_file_means_the_defaults(tmp_path: Path, content: str) -> None:
    path = tmp_path / "preferensi.json"
    path.write_text(content, encoding="utf-8")

    assert PreferencesService(path, Events(DirectDispatcher())).load() == Preferences()


def test_a_text_size_out_of_range_is_brought_back_into_it(tmp_path: Path) -> None:
    path = tmp_path / "preferensi.json"
    path.write_text('{"text_scale": 900}', encoding="utf-8")

    assert PreferencesService(path, Events(DirectDispatcher())).load().text_scale == 200


def test_a_shipped_form_is_compiled_once_for_the_life_of_the_file(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = village.shelf.current(HOUSEHOLD_FORM)

    def refuse(_: object) -> None:
        raise AssertionError("compiled again")

    monkeypatch.setattr("kemiskinan_domain.survey.load_form", refuse)
    again = FormShelf(village.store, resources_folder() / "questionnaires").current(HOUSEHOLD_FORM)

    assert (again.id, again.version) == (first.id, first.version)


def test_a_form_of_the_district_goes_before_the_shipped_one(village: Village) -> None:
    shipped = village.shelf.current(HOUSEHOLD_FORM)
    text = shipped.xml.replace(shipped.version, "2026010101")
    with village.store.unit() as unit:
        unit.forms.add(StoredForm(HOUSEHOLD_FORM, "2026010101", text, "0" * 64), village.clock() - timedelta(days=200))
        unit.commit()

    assert village.shelf.current(HOUSEHOLD_FORM).version == "2026010101"
    assert village.shelf.named(f"{HOUSEHOLD_FORM}@{shipped.version}") is shipped


def test_nobody_hears_after_unsubscribing() -> None:
    events = Events(DirectDispatcher())
    told: list[ExchangeChanged] = []
    unsubscribe = events.subscribe(ExchangeChanged, told.append)

    unsubscribe()
    unsubscribe()
    events.publish(ExchangeChanged())

    assert told == []


def _texts(content: bytes) -> set[str]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return {str(value) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for value in row}


def _weakness(people: PeopleService) -> PassphraseWeakness:
    told = people.add("Lain", Role.OPERATOR, "pendek")
    assert isinstance(told, PassphraseTooWeak)
    return told.weakness
