"""The look follows the person's choice, in every part at once."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.ui.kit.buttons import Kind, button
from kemiskinan_desktop.ui.kit.icons import Colour, Icon, icon
from kemiskinan_desktop.ui.kit.texts import text
from kemiskinan_desktop.ui.kit.theme import Appearance, Theme
from kemiskinan_desktop.ui.kit.tokens import DARK, LIGHT, Step


def colours_of(picture: QImage) -> set[str]:
    return {
        picture.pixelColor(x, y).name()
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y).alpha() == 255
    }


def test_dark_changes_palette_and_icons_that_are_already_made(look: Theme, qapp: QApplication) -> None:
    made = icon(Icon.HOUSEHOLD, Colour.TEXT)

    look.apply(Appearance.DARK, 100)

    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor(DARK.canvas)
    assert colours_of(made.pixmap(QSize(48, 48)).toImage()) == {DARK.text}


def test_every_meaning_has_a_drawing() -> None:
    blank = [meaning for meaning in Icon if not colours_of(icon(meaning).pixmap(QSize(48, 48)).toImage())]

    assert blank == []


def test_twice_the_text_is_twice_as_tall(look: Theme) -> None:
    before = look.line

    look.apply(Appearance.LIGHT, 200)

    assert look.line == pytest.approx(before * 2, abs=2)


@pytest.mark.parametrize(("asked", "given"), [(50, 100), (100, 100), (175, 175), (400, 200)])
def test_text_size_stays_between_one_and_two_hundred_percent(look: Theme, asked: int, given: int) -> None:
    look.apply(Appearance.LIGHT, asked)

    assert look.text_percent == given


def test_titles_keep_their_size_when_shown_and_follow_the_text_size(look: Theme, qtbot: QtBot) -> None:
    title = text("Beranda", "title")
    qtbot.addWidget(title)
    title.show()
    small = title.font().pointSizeF()

    look.apply(Appearance.LIGHT, 200)

    assert small == look.font(Step.TITLE).pointSizeF() / 2
    assert title.font().pointSizeF() == look.font(Step.TITLE).pointSizeF()


def test_the_system_decides_when_nothing_was_chosen(look: Theme) -> None:
    look.apply(Appearance.SYSTEM, 100)

    assert look.ink in (LIGHT, DARK)


def test_a_button_does_not_pass_on_what_clicked_sends(qtbot: QtBot) -> None:
    pressed: list[tuple[object, ...]] = []
    made = button("Simpan", lambda *values: pressed.append(values), kind=Kind.PRIMARY)
    qtbot.addWidget(made)

    made.click()

    assert pressed == [()]
    assert made.accessibleName() == "Simpan"
