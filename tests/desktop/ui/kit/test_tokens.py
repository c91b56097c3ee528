"""Colours can be read by everybody."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.ui.kit.tokens import DARK, LIGHT, Ink, border_pairs, contrast, text_pairs


def test_black_on_white_has_the_greatest_contrast() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=lambda ink: ink.name)
def test_every_text_stands_out_from_its_background(ink: Ink) -> None:
    weak = {pair: contrast(*pair) for pair in text_pairs(ink) if contrast(*pair) < 4.5}

    assert weak == {}


@pytest.mark.parametrize("ink", [LIGHT, DARK], ids=lambda ink: ink.name)
def test_every_border_that_means_something_can_be_seen(ink: Ink) -> None:
    weak = {pair: contrast(*pair) for pair in border_pairs(ink) if contrast(*pair) < 3}

    assert weak == {}
