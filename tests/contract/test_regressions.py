"""Every loss that SYNC section 5 lists, by its number there, has the tests that stand here."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
REGRESSIONS: dict[int, tuple[str, ...]] = {
    1: ("test_parallel_posts_of_one_batch_make_one_record",),
    2: ("test_after_a_lost_reply_and_another_edit_both_versions_are_in_the_history",),
    3: ("test_what_the_district_could_not_take_in_is_still_here_and_shown",),
    4: ("test_what_the_district_could_not_take_in_is_still_here_and_shown",),
    5: ("test_working_is_always_base_with_the_outbox_over_it",),
    6: ("test_a_replayed_batch_is_a_success_and_changes_nothing",),
    7: ("test_an_acknowledgement_without_a_receipt_retires_nothing",),
    8: ("test_a_saved_text_of_another_form_is_refused",),
    9: ("test_many_changes_go_in_several_requests", "test_nothing_is_called_sent_while_a_photo_waits"),
    10: ("test_a_file_that_breaks_off_goes_on_where_it_ended_and_is_never_taken_for_whole",),
    11: ("test_an_exchange_does_not_wait_for_the_districts_own_work",),
    12: ("test_a_wrong_checksum_heals_by_a_full_pull_that_keeps_the_outbox",),
    13: ("test_a_delete_reaches_everybody", "test_both_laptops_learn_it_with_their_next_exchange"),
    14: ("test_ten_people_without_a_nik_are_ten_people",),
    15: ("test_an_edit_never_joins_a_frozen_change",),
    16: ("test_what_was_reported_as_saved_survives_every_kill",),
    17: ("test_the_return_of_the_network_is_due_at_once",),
    18: ("test_a_revoked_device_is_stopped_even_with_a_valid_token", "test_one_bad_change_never_blocks_a_laptop"),
    19: ("test_answers_read_in_the_wrong_order_lead_to_the_same",),
    20: (
        "test_a_revoked_laptop_keeps_its_records_and_is_told",
        "test_a_shut_out_laptop_s_bundle_is_kept_aside_where_people_see_it",
    ),
    21: ("test_each_waiting_and_refused_record_has_its_reason",),
    22: ("test_a_district_that_moved_to_another_address_is_reached_there",),
    23: ("test_a_value_that_lost_reaches_who_typed_it_also_on_a_laptop_installed_anew",),
    24: ("test_a_captive_portal_is_named_whatever_it_calls_its_page",),
    25: ("test_a_number_beyond_32_bits_stays_what_it_is",),
    26: ("test_a_far_clock_is_told_the_servers_time", "test_a_wrong_clock_changes_nothing_but_what_informs"),
    27: ("test_a_district_restored_from_a_backup_gets_back_what_it_lost",),
    28: (
        "test_a_newer_program_finds_what_an_older_one_had_not_sent",
        "test_a_newer_version_shows_what_changes_and_loses_no_answer",
    ),
    29: (
        "test_who_finds_the_line_full_gets_a_slot_after_the_one_before",
        "test_those_in_line_work_one_after_another",
        "test_a_full_line_lets_everyone_through_and_loses_nothing",
    ),
    30: (
        "test_the_program_starts_with_an_empty_path_and_without_any_network",
        "test_modules_that_another_program_left_in_the_path_are_not_ours",
    ),
    31: ("test_a_stick_that_arrives_after_the_network_changes_nothing_on_either_side",),
    32: ("test_a_hundred_thousand_choices_from_a_file_beside_the_form",),
}
_TEST = re.compile(r"^def (test_\w+)\(", re.MULTILINE)


@pytest.fixture(scope="module")
def written() -> frozenset[str]:
    """The names of all tests of the project."""
    return frozenset(
        name for path in TESTS.rglob("test_*.py") for name in _TEST.findall(path.read_text(encoding="utf-8"))
    )


def test_no_number_is_left_out() -> None:
    assert list(REGRESSIONS) == list(range(1, 33))


@pytest.mark.parametrize("number", REGRESSIONS)
def test_a_loss_that_was_reported_elsewhere_has_a_test_here(written: frozenset[str], number: int) -> None:
    assert set(REGRESSIONS[number]) <= written, number
