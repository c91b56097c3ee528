"""Pure decisions of the exchange."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.sync import read_server_address
from kemiskinan_desktop.sync.plan import Reaction, Sizes, reaction_to
from kemiskinan_domain.wire import LIMITS, ProblemType


@pytest.mark.parametrize(("seconds", "growth"), [(0.01, 8), (0.7, 4), (1.2, 4), (1.3, 2), (4.9, 2), (5.0, 1), (9.0, 1)])
def test_the_next_request_grows_by_what_the_line_can_carry_in_time(seconds: float, growth: int) -> None:
    start = Sizes()

    after = start.after(seconds)

    assert (after.push, after.page) == (growth * start.push, growth * start.page)


def test_a_batch_never_outgrows_what_the_district_takes() -> None:
    sizes = Sizes()
    for _ in range(30):
        sizes = sizes.after(0.1)

    assert sizes.push <= LIMITS.compressed
    assert sizes.push_raw <= LIMITS.decompressed


def test_failures_halve_down_to_a_floor() -> None:
    sizes = Sizes()
    for _ in range(30):
        sizes = sizes.after_failure()

    assert (sizes.push, sizes.page) == (2048, 2048)


REACTIONS = {
    ProblemType.CLIENT_ROLLED_BACK: Reaction.REINCARNATE,
    ProblemType.MUTATION_FORK: Reaction.REINCARNATE,
    ProblemType.MUTATION_GAP: Reaction.RESEND_ARCHIVE,
    ProblemType.EPOCH_CHANGED: Reaction.RESEND_ARCHIVE,
    ProblemType.CURSOR_AHEAD: Reaction.RESEND_ARCHIVE,
    ProblemType.CURSOR_TOO_OLD: Reaction.PULL_ALL,
    ProblemType.PROTOCOL_TOO_OLD: Reaction.STOP,
    ProblemType.TRUNCATED_BODY: Reaction.WAIT,
    ProblemType.DIGEST_MISMATCH: Reaction.WAIT,
    ProblemType.TOO_LARGE: Reaction.SMALLER_BATCH,
    ProblemType.UNSUPPORTED_ENCODING: Reaction.PLAIN_PACKING,
    ProblemType.TOKEN_EXPIRED: Reaction.NEW_TOKEN,
    ProblemType.DEVICE_REVOKED: Reaction.STOP,
    ProblemType.DEVICE_UNKNOWN: Reaction.STOP,
    ProblemType.SCOPE_FORBIDDEN: Reaction.STOP,
    ProblemType.BUSY: Reaction.WAIT,
    ProblemType.RATE_LIMITED: Reaction.WAIT,
    ProblemType.STORAGE_FULL: Reaction.WAIT,
    ProblemType.INTERNAL: Reaction.WAIT,
    ProblemType.MALFORMED: Reaction.STOP,
    ProblemType.NOT_FOUND: Reaction.STOP,
    ProblemType.CODE_UNKNOWN: Reaction.STOP,
    ProblemType.CODE_EXPIRED: Reaction.STOP,
    ProblemType.CODE_USED: Reaction.STOP,
    ProblemType.OFFSET_MISMATCH: Reaction.STOP,
    ProblemType.BLOB_MISMATCH: Reaction.STOP,
}
"""What SYNC 2.7 asks of the laptop, type by type; an attachment's own problems are met where bytes are sent."""


def test_every_problem_has_a_reaction_and_an_unknown_one_stops() -> None:
    assert {problem: reaction_to(problem) for problem in ProblemType} == REACTIONS
    assert reaction_to(None) is Reaction.STOP


@pytest.mark.parametrize(
    ("typed", "used"),
    [
        (" desa.cianjurkab.go.id ", "https://desa.cianjurkab.go.id"),
        ("https://desa.example:8443/", "https://desa.example:8443"),
        ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("http://desa.example", None),
        ("https://orang@desa.example", None),
        ("https://desa.example/jalur", None),
        ("https://desa.example:pintu", None),
        ("ftp://desa.example", None),
        ("", None),
    ],
)
def test_only_safe_addresses_are_taken(typed: str, used: str | None) -> None:
    assert read_server_address(typed) == used


def test_how_well_a_request_packed_decides_how_much_the_next_carries() -> None:
    sizes = Sizes()

    assert sizes.learnt(100, 90) == sizes
    assert sizes.learnt(80_000, 10_000).push_raw == 8 * sizes.push
    assert sizes.learnt(80_000, 80_000).push_raw == 2 * sizes.push
