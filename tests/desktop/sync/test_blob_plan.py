"""How the line is judged and in which order attachments go."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.sync.blob_plan import Line, order_of
from kemiskinan_domain.wire.blobs import BLOB_LIMITS

KB = 1024


@pytest.mark.parametrize(("bits", "slow"), [(100_000, True), (200_000, True), (400_000, False), (5_000_000, False)])
@pytest.mark.parametrize("waiting", [0.02, 0.6])
def test_a_far_line_is_not_taken_for_a_slow_one(bits: int, slow: bool, waiting: float) -> None:
    line = Line().after_empty(waiting)
    for _ in range(4):
        line = line.after_piece(line.piece, waiting + line.piece * 8 / bits)

    assert line.is_slow is slow


def test_pieces_grow_while_they_are_quick_and_never_past_the_limit() -> None:
    line = Line()
    sizes = []
    for _ in range(6):
        sizes.append(line.piece // KB)
        line = line.after_piece(line.piece, 0.1)

    assert sizes == [16, 32, 64, 128, 256, 256]


def test_slow_pieces_do_not_grow_and_a_failure_halves_them() -> None:
    line = Line(piece=64 * KB).after_piece(64 * KB, 6.0)

    assert line.piece == 64 * KB
    assert line.after_failure() == Line(piece=32 * KB)
    assert Line().after_failure().piece == BLOB_LIMITS.smallest_piece


def test_a_small_rest_tells_nothing_of_the_line() -> None:
    assert Line().after_piece(500, 0.6) == Line()


def test_small_ones_go_before_large_ones_and_what_was_asked_for_before_the_rest() -> None:
    sizes = {"a": 900 * KB, "b": 100, "c": 600 * KB, "d": 200}

    order = order_of(sizes, frozenset({"d", "c"}))

    assert (order.small, order.large) == (("d", "b"), ("c", "a"))
