"""An area covers what lies below its codes and nothing that merely begins alike."""

from __future__ import annotations

import pytest

from kemiskinan_domain.people import WHOLE_DISTRICT, Area, read_area


@pytest.mark.parametrize(
    ("codes", "village", "covered"),
    [
        ((), "32.03.01.2001", True),
        (("32.03",), "32.03.01.2001", True),
        (("32.03.01",), "32.03.01.2001", True),
        (("32.03.01",), "32.03.02.2001", False),
        (("32.03.0",), "32.03.01.2001", False),
        (("32.03.01.2001",), "32.03.01.2001", True),
        (("32.03.01.2001",), "32.03.01.2002", False),
        (("32.03.02", "32.03.01.2002"), "32.03.01.2002", True),
    ],
)
def test_an_area_covers_what_lies_below_its_codes(codes: tuple[str, ...], village: str, covered: bool) -> None:
    assert Area(codes).covers(village) is covered


def test_codes_are_read_with_or_without_dots_and_an_empty_list_is_the_whole_district() -> None:
    assert read_area(["320301", " 32.03.02 ", ""]) == Area(("32.03.01", "32.03.02"))
    assert read_area([]) == WHOLE_DISTRICT


def test_a_text_that_is_no_code_is_told() -> None:
    assert read_area(["32.03.01", "Pacet"]) == "Pacet"
