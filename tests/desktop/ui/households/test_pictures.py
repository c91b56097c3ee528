"""A family's house beside the table: the small picture at once, and a sentence while the whole one has not come."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from PIL import Image
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.households import HousePicture
from kemiskinan_desktop.ui.households.presenter import Beside
from kemiskinan_desktop.ui.households.preview import Preview
from tests.desktop.ui.households.village import detail, village


def small() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(target, "JPEG")
    return target.getvalue()


def shown(qtbot: QtBot, *pictures: HousePicture) -> Preview:
    made = Preview(lambda: None, "id")
    qtbot.addWidget(made)
    made.show_detail(replace(detail(village(1)[0]), pictures=pictures), Beside(None, ()), masked=True)
    return made


def words(made: Preview) -> list[str]:
    return [label.text() for label in made.findChildren(QLabel, "preview-pictures-wait")]


def test_a_small_picture_says_that_the_whole_one_has_not_come(qtbot: QtBot) -> None:
    made = shown(
        qtbot, HousePicture("house_front", small(), here=False), HousePicture("house_inside", small(), here=True)
    )

    drawn = made.findChildren(QLabel, "preview-picture")
    assert [one.pixmap().isNull() for one in drawn] == [False, False]
    assert [one.accessibleName() for one in drawn] == ["Foto rumah", "Foto rumah, bagian dalam"]
    assert words(made) == ["Ini gambar kecilnya. 1 foto utuh belum sampai di laptop ini."]


@pytest.mark.parametrize("pictures", [(), (HousePicture("house_front", small(), here=True),)])
def test_with_all_here_or_none_at_all_nothing_is_said(qtbot: QtBot, pictures: tuple[HousePicture, ...]) -> None:
    assert words(shown(qtbot, *pictures)) == []
