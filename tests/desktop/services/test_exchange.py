"""Kirim & Terima with a stand-in for the engine: one run at a time, told in values, conflicts chosen on once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from kemiskinan_desktop.services.events import ConflictsChanged, ExchangeChanged, HouseholdsChanged
from kemiskinan_desktop.services.exchange import (
    Author,
    Checked,
    ConflictView,
    ExchangeProblem,
    ExchangeProgress,
    ExchangeReport,
    ExchangeService,
    ExchangeStep,
    Mine,
    Theirs,
    Third,
)
from kemiskinan_desktop.storage import Person
from kemiskinan_desktop.sync import Hindrance, Published, SyncProblem, SyncProgress, SyncReport, SyncStep
from kemiskinan_domain.changes import Put, decode_change
from kemiskinan_domain.records import FieldValue, RecordId, RecordKind
from tests.desktop.services.village import SECRETARY, Village


class FakeEngine:
    """Answers what it was told to; `meanwhile` runs in the middle of an exchange."""

    def __init__(self, report: SyncReport | None = None) -> None:
        self.report = report or SyncReport()
        self.meanwhile: Callable[[], None] = lambda: None
        self.may_empty: list[bool] = []

    def run(
        self, progress: Callable[[SyncProgress], None], cancelled: Callable[[], bool], *, may_empty: bool = False
    ) -> SyncReport:
        self.may_empty.append(may_empty)
        progress(SyncProgress(SyncStep.SENDING, 1, 2))
        self.meanwhile()
        return self.report


def service_of(village: Village, engine: FakeEngine) -> ExchangeService:
    return ExchangeService(village.desk, engine, village.shelf, lambda: True)


def ran(service: ExchangeService) -> ExchangeReport:
    return service.run(lambda _: None, lambda: False)


NIK = "3203011203880001"


def shared_number(village: Village, *names: str) -> list[RecordId]:
    """So many families with one person each, who all have one NIK."""
    families = [
        village.put(RecordKind.HOUSEHOLD, {"head_name": name, "dusun": "Cikole", "rt": "001"}) for name in names
    ]
    return [village.member(family, name, nik=NIK) for family, name in zip(families, names, strict=True)]


def duplicate_of(village: Village, people: list[RecordId]) -> RecordId:
    """What the district says of a shared NIK."""
    entry: dict[str, FieldValue] = {"client": "district", "by": "cli", "at": "2026-11-22T10:00:00+07:00", "wanted": NIK}
    return village.arrive(
        RecordKind.CONFLICT,
        {
            "parent": people[0],
            "parent_kind": "member",
            "other": people[1],
            "holders": list(people),
            "field": "nik",
            "why": "duplicate",
            "state": "open",
            "log": [{**entry, "record": one} for one in people],
        },
    )


def conflict_of(
    village: Village, household: RecordId, field: str = "dusun", why: str = "field", by: str = SECRETARY.id
) -> RecordId:
    entry: dict[str, FieldValue] = {"by": by, "at": "2026-11-22T10:00:00+07:00", "seen": "A", "wanted": "B"}
    return village.arrive(
        RecordKind.CONFLICT,
        {
            "parent": household,
            "parent_kind": "household",
            "field": field,
            "why": why,
            "state": "open",
            "log": [entry],
        },
    )


def test_a_run_tells_its_counts_and_its_steps(village: Village) -> None:
    engine = FakeEngine(SyncReport(pushed=3, pulled=2, receipts=1, new_conflicts=1, refused=1))
    steps: list[ExchangeProgress] = []

    report = service_of(village, engine).run(steps.append, lambda: False)

    assert report == ExchangeReport(3, 2, 1, 1, 1, None)
    assert steps[0] == ExchangeProgress(ExchangeStep.SENDING, 1, 2)


@pytest.mark.parametrize("problem", list(SyncProblem))
def test_every_problem_of_the_engine_has_a_word_here(village: Village, problem: SyncProblem) -> None:
    report = ran(service_of(village, FakeEngine(SyncReport(problem=problem))))

    assert report.problem is ExchangeProblem[problem.name]


def test_two_runs_at_once_are_impossible(village: Village) -> None:
    engine = FakeEngine()
    service = service_of(village, engine)
    second: list[ExchangeReport] = []
    engine.meanwhile = lambda: second.append(ran(service))

    ran(service)

    assert second == [ExchangeReport(problem=ExchangeProblem.ALREADY_RUNNING)]
    assert len(engine.may_empty) == 1


def test_a_run_after_a_fault_of_the_engine_is_possible(village: Village) -> None:
    engine = FakeEngine()
    service = service_of(village, engine)

    def fail() -> None:
        raise RuntimeError("a fault of ours")

    engine.meanwhile = fail
    with pytest.raises(RuntimeError):
        ran(service)
    engine.meanwhile = lambda: None

    assert ran(service).problem is None


def test_screens_hear_of_what_came(village: Village) -> None:
    for kind in (HouseholdsChanged, ConflictsChanged, ExchangeChanged):
        village.hear(kind)
    ran(service_of(village, FakeEngine(SyncReport(pulled=1))))

    assert HouseholdsChanged(None) in village.told
    assert ConflictsChanged() in village.told


def test_the_status_counts_what_waits_and_remembers_the_last_problem(village: Village) -> None:
    village.family()
    engine = FakeEngine(SyncReport(problem=SyncProblem.OFFLINE))
    service = service_of(village, engine)
    ran(service)

    status = service.status()

    assert status.unsent == 2
    assert status.oldest_unsent == village.clock()
    assert status.last_problem is ExchangeProblem.OFFLINE
    assert status.last_success is None
    assert not status.running


def test_the_log_keeps_past_exchanges_the_latest_first(village: Village) -> None:
    engine = FakeEngine(SyncReport(problem=SyncProblem.OFFLINE, detail="OfflineError"))
    service = service_of(village, engine)
    ran(service)
    village.clock.forward(minutes=5)
    engine.report = SyncReport(pushed=2)
    ran(service)

    latest, earlier = service.log()

    assert (latest.at, latest.report) == (village.clock(), ExchangeReport(pushed=2))
    assert (earlier.report.problem, earlier.detail) == (ExchangeProblem.OFFLINE, "OfflineError")
    assert service.status().last_success == village.clock()


def test_what_waits_is_named_after_its_family(village: Village) -> None:
    household = village.family("Asep Contoh")

    waiting = service_of(village, FakeEngine()).waiting()

    assert {(one.kind, one.title, one.household) for one in waiting} == {
        (RecordKind.HOUSEHOLD, "Asep Contoh", household),
        (RecordKind.MEMBER, "Asep Contoh", household),
    }


def test_a_busy_district_is_asked_again_at_the_turn_that_it_gave(village: Village) -> None:
    service = service_of(village, FakeEngine(SyncReport(problem=SyncProblem.BUSY, retry_after=240.0)))

    service.run(lambda _step: None, lambda: False)

    assert service.status().next_attempt == village.clock() + timedelta(seconds=240)


def test_a_conflict_shows_the_question_and_the_value_that_stands(village: Village) -> None:
    household = village.family("Asep Contoh", dusun="Cikole")
    conflict_of(village, household)

    (view,) = service_of(village, FakeEngine()).conflicts()

    assert (view.title, view.question, view.theirs.value) == ("Asep Contoh", "Dusun", "Cikole")
    assert (view.mine.value, view.mine.at, view.seen) == ("B", "2026-11-22T10:00:00+07:00", "A")


def test_a_delete_that_met_an_edit_is_carried_out_when_a_person_chooses_it(village: Village) -> None:
    household = village.family()
    conflict = conflict_of(village, household, field="", why="delete-vs-edit")
    service = service_of(village, FakeEngine())
    (seen,) = service.conflicts()

    assert service.resolve(conflict, Mine(), seen)

    with village.store.view() as view:
        assert view.records.get(RecordKind.HOUSEHOLD, household) is None


@pytest.mark.parametrize(("choice", "wanted"), [(Mine(), "B"), (Theirs(), "Cikole"), (Third("Pasir"), "Pasir")])
def test_a_choice_is_a_new_change_that_closes_the_conflict(
    village: Village, choice: Mine | Theirs | Third, wanted: str | None
) -> None:
    household = village.family(dusun="Cikole")
    conflict = conflict_of(village, household)
    service = service_of(village, FakeEngine())
    (seen,) = service.conflicts()

    assert service.resolve(conflict, choice, seen)

    last = last_change(village)
    assert (last.id, last.closes, last.f) == (household, [conflict], {"dusun": ["Cikole", wanted]})
    assert service.conflicts() == ()


def test_coded_values_of_a_difference_are_shown_in_the_questionnaires_words(village: Village) -> None:
    household = village.family("Siti")
    member = village.member(household, "Ujang", relation="3")
    entry: dict[str, FieldValue] = {"by": SECRETARY.id, "at": "2026-11-22T10:00:00+07:00", "seen": "1", "wanted": "2"}
    village.arrive(
        RecordKind.CONFLICT,
        {
            "parent": member,
            "parent_kind": "member",
            "field": "relation",
            "why": "field",
            "state": "open",
            "log": [entry],
        },
    )

    (view,) = service_of(village, FakeEngine()).conflicts()

    assert (view.mine.value, view.theirs.value) == ("2", "3")
    assert view.mine.words is not None
    assert view.mine.words.startswith("Istri")
    assert view.theirs.words == "Anak"


def test_a_conflict_is_chosen_on_once(village: Village) -> None:
    household = village.family(dusun="Cikole")
    conflict = conflict_of(village, household)
    service = service_of(village, FakeEngine())
    seen: ConflictView = service.conflicts()[0]
    service.resolve(conflict, Theirs(), seen)
    before = village.unsent()

    assert not service.resolve(conflict, Third("Pasir"), seen)
    assert village.unsent() == before


def test_a_shared_number_names_everybody_who_has_it_now(village: Village) -> None:
    people = shared_number(village, "Asep Contoh", "Budi Contoh", "Cecep Contoh")
    duplicate_of(village, people)

    (view,) = service_of(village, FakeEngine()).conflicts()

    assert [(one.head_name, one.member_name, one.dusun, one.rt) for one in view.holders] == [
        (name, name, "Cikole", "001") for name in ("Asep Contoh", "Budi Contoh", "Cecep Contoh")
    ]
    assert view.households == {one.household for one in view.holders}
    assert (view.mine.value, view.mine.author, view.mine.here) == (NIK, Author.INITIAL_LIST, False)


def test_a_number_that_was_corrected_here_is_not_shared_any_more(village: Village) -> None:
    people = shared_number(village, "Asep Contoh", "Budi Contoh")
    duplicate_of(village, people)
    village.put(RecordKind.MEMBER, {"nik": "3203011203880002"}, people[0])

    (view,) = service_of(village, FakeEngine()).conflicts()

    assert [one.record for one in view.holders] == [people[1]]


def test_a_checked_number_closes_the_conflict_and_changes_nobody(village: Village) -> None:
    people = shared_number(village, "Asep Contoh", "Budi Contoh")
    conflict = duplicate_of(village, people)
    service = service_of(village, FakeEngine())
    village.hear(HouseholdsChanged)
    (seen,) = service.conflicts()

    assert service.resolve(conflict, Checked(), seen)

    last = last_change(village)
    assert (last.id, last.closes, last.f) == (people[0], [conflict], {})
    assert service.conflicts() == ()
    assert village.told == [HouseholdsChanged(seen.households)]


def test_a_checked_number_is_never_settled_on_somebody_who_was_deleted(village: Village) -> None:
    people = shared_number(village, "Asep Contoh", "Budi Contoh", "Cecep Contoh")
    conflict = duplicate_of(village, people)
    with village.store.unit() as unit:
        unit.changes.delete(RecordKind.MEMBER, people[0], by="somebody", at=village.clock(), why="moved")
        unit.commit()
    service = service_of(village, FakeEngine())

    service.resolve(conflict, Checked(), service.conflicts()[0])

    assert last_change(village).id == people[1]


@pytest.mark.parametrize(
    ("by", "author", "name"),
    [
        (SECRETARY.id, Author.PERSON, SECRETARY.name),
        ("018f0000-0000-7000-8000-0000000000ff", Author.OTHER_LAPTOP, ""),
        ("cli", Author.INITIAL_LIST, ""),
        ("pemeriksa", Author.DISTRICT, ""),
        ("", Author.UNKNOWN, ""),
    ],
)
def test_who_wrote_a_value_is_told_as_far_as_it_is_known(village: Village, by: str, author: Author, name: str) -> None:
    with village.store.unit() as unit:
        unit.people.put(Person(SECRETARY.id, SECRETARY.name, SECRETARY.role))
        unit.commit()
    conflict_of(village, village.family(), by=by)

    (view,) = service_of(village, FakeEngine()).conflicts()

    assert (view.mine.author, view.mine.by) == (author, name)


def test_an_unknown_receipt_is_a_key_error(village: Village) -> None:
    with pytest.raises(KeyError):
        service_of(village, FakeEngine()).receipt_pdf("0000-0000-0000")


def last_change(village: Village) -> Put:
    with village.store.unit() as unit:
        unit.exchange.sending.freeze()
        batch = unit.exchange.sending.batch(10_000, 10_000_000)
    assert batch is not None
    change = decode_change(batch.bodies[-1])
    assert isinstance(change, Put)
    return change


def test_what_is_published_and_did_not_come_is_told_without_a_failure_and_kept_in_the_log(village: Village) -> None:
    missing = {Published.NATIONAL: Hindrance.LINE, Published.FORMS: Hindrance.UNPROVEN}
    service = service_of(village, FakeEngine(SyncReport(pushed=2, missing=missing)))

    report = ran(service)

    assert (report.problem, report.pushed) == (None, 2)
    assert dict(report.missing) == missing
    assert dict(service.status().missing) == missing
    assert service.status().last_success is not None


def test_what_came_later_is_not_told_any_more(village: Village) -> None:
    engine = FakeEngine(SyncReport(missing={Published.DISTRICT: Hindrance.BUSY}))
    service = service_of(village, engine)
    ran(service)
    engine.report = SyncReport()

    ran(service)

    assert service.status().missing == ()
