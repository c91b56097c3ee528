"""Each rule of the protocol is needed: without it, the same order of events breaks an invariant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL

from tests.contract.machine import mutants, scenarios
from tests.contract.machine.desk import blank_store
from tests.contract.machine.district import LiveDistrict, live_district
from tests.contract.machine.model import profile, run_machine
from tests.contract.machine.oracle import check_quiet
from tests.contract.machine.world import World, new_world

Scenario = Callable[[World], None]
Mutant = Callable[[pytest.MonkeyPatch], None]

PAIRS: list[tuple[Mutant, Scenario, str]] = [
    (mutants.no_ledger, scenarios.reply_lost, "took a new name without a reason"),
    (mutants.outbox_emptied_on_send, scenarios.request_lost, "is lost"),
    (mutants.cursor_before_page, scenarios.page_cut, "only the checksum saved the village"),
    (mutants.cursor_at_head, scenarios.page_cut, "only the checksum saved the village"),
    (mutants.stage_dropped, scenarios.page_cut, "ChecksumMismatchError"),
    (mutants.acknowledged_by_number, scenarios.restored_after_newer_work, "is lost"),
    (mutants.identity_kept, scenarios.restored_after_newer_work, "client-rolled-back"),
    (mutants.last_write_wins, scenarios.both_edit, "is lost"),
    (mutants.ledger_in_second_transaction, scenarios.mark_taken_out_before_it_is_sent_again, r"\(I3\)"),
    (mutants.old_read_at_save, scenarios.form_open_during_a_pull, "is lost"),
    (mutants.conflict_overwritten, scenarios.two_values_rejected, "is lost"),
    (mutants.no_scope_check, scenarios.stranger_asks, "a stranger"),
    (mutants.delete_ignores_unseen_edits, scenarios.delete_of_what_another_edited, "is lost"),
    (mutants.overlay_forgets, scenarios.request_lost, "vanished from the screen"),
    (mutants.coalesced_into_frozen, scenarios.edited_after_a_lost_reply, "took a new name without a reason"),
    (mutants.tombstone_dropped_unread, scenarios.deleted_while_a_laptop_was_away, r"\(I9\)"),
    (mutants.tombstone_dropped_in_silence, scenarios.deleted_while_a_laptop_was_away, r"\(I9\)"),
    (mutants.old_cursor_taken, scenarios.restored_to_before_a_forgotten_delete, "only the checksum saved the village"),
    (mutants.outbox_dropped_by_a_full_pull, scenarios.restored_to_before_a_forgotten_delete, "is lost"),
    (mutants.lock_ignored, scenarios.edited_while_the_district_holds, r"\(I13\)"),
    (mutants.retired_before_the_page, scenarios.dies_before_each_commit, "vanished from the screen"),
    (mutants.acknowledged_before_its_receipt, scenarios.dies_before_each_commit, "without a receipt"),
    (mutants.remote_over_pending, scenarios.saved_while_a_page_comes, "vanished from the screen"),
    (mutants.no_chain_at_the_district, scenarios.restored_copy_sends_more, "took effect twice"),
    (mutants.archive_kept_back, scenarios.district_restored, "mutation-gap"),
    (mutants.no_chain_at_the_laptop, scenarios.stale_answer_after_a_restore, "is lost"),
]
"""Which rule is missing, what happens then, and by which broken promise it is found: not by any other fault."""
BY_CHANCE = [
    mutants.outbox_emptied_on_send,
    mutants.last_write_wins,
    mutants.no_ledger,
    mutants.delete_ignores_unseen_edits,
    mutants.old_read_at_save,
    mutants.conflict_overwritten,
    mutants.coalesced_into_frozen,
    mutants.cursor_before_page,
]
BROKEN = pytest.mark.history_broken("a rule of the protocol is taken out, so that the history may well be wrong")
SCENARIOS = [
    *dict.fromkeys(scenario for _, scenario, _ in PAIRS),
    scenarios.saved_over_what_the_district_wrote,
    scenarios.restored_after_the_district_wrote,
]


def name_of(part: Callable[..., None] | str) -> str:
    return "" if isinstance(part, str) else part.__name__


@pytest.fixture(scope="module")
def district(postgres: URL, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LiveDistrict]:
    with live_district(postgres, tmp_path_factory.mktemp("district")) as opened:
        yield opened


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return blank_store(tmp_path_factory.mktemp("blank"))


def play(district: LiveDistrict, folder: Path, blank: Path, scenario: Scenario) -> None:
    with new_world(district, folder, blank) as world:
        scenario(world)
        world.settle()
        check_quiet(world)


@pytest.mark.parametrize("scenario", SCENARIOS, ids=name_of)
def test_the_product_keeps_its_promises(
    district: LiveDistrict, tmp_path: Path, blank: Path, scenario: Scenario
) -> None:
    play(district, tmp_path, blank, scenario)


@BROKEN
@pytest.mark.parametrize(("mutant", "scenario", "promise"), PAIRS, ids=name_of)
def test_without_one_rule_a_promise_breaks(
    district: LiveDistrict,
    tmp_path: Path,
    blank: Path,
    monkeypatch: pytest.MonkeyPatch,
    mutant: Mutant,
    scenario: Scenario,
    promise: str,
) -> None:
    mutant(monkeypatch)

    with pytest.raises(AssertionError, match=promise):
        play(district, tmp_path, blank, scenario)


@BROKEN
@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("mutant", BY_CHANCE, ids=name_of)
def test_long_chance_finds_a_missing_rule_too(
    district: LiveDistrict, tmp_path: Path, blank: Path, monkeypatch: pytest.MonkeyPatch, mutant: Mutant
) -> None:
    mutant(monkeypatch)

    with pytest.raises(AssertionError):
        run_machine(district, tmp_path, blank, profile(300, 30, found=True))
