"""Photos as answers, and the move to a newer form."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image
from PySide6.QtWidgets import QFrame
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.forms import HOUSEHOLD_FORM
from kemiskinan_desktop.storage import StoredForm
from kemiskinan_domain.survey import QuestionType
from tests.desktop.ui.questionnaire.family import FamilyDesk
from tests.desktop.ui.questionnaire.screen import QuestionnaireDriver


def test_a_photo_is_chosen_kept_and_taken_out(qtbot: QtBot, desk: FamilyDesk, tmp_path: Path) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    path = _photo_question(driver)
    desk.dialogs.path = _picture(tmp_path)

    driver.page.presenter.choose_file(path)
    name, kept = driver.value(path), desk.services.attachments.of(desk.household)
    driver.page.presenter.detach(path)

    assert name
    assert [one.purpose for one in kept] == [path.rpartition("/")[2]]
    assert driver.value(path) == ""
    assert desk.services.attachments.of(desk.household) == ()


def test_a_file_that_is_no_photo_is_refused_in_words(qtbot: QtBot, desk: FamilyDesk, tmp_path: Path) -> None:
    driver = QuestionnaireDriver(qtbot, desk)
    path = _photo_question(driver)
    file = tmp_path / "foto.jpg"
    file.write_text("bukan foto", encoding="utf-8")
    desk.dialogs.path = file

    driver.page.presenter.choose_file(path)

    assert "JPEG" in driver.page.banner.accessibleName()
    assert driver.value(path) == ""


def test_a_family_moves_to_a_newer_form_only_when_asked_and_keeps_its_answers(qtbot: QtBot, desk: FamilyDesk) -> None:
    first = QuestionnaireDriver(qtbot, desk)
    first.go("/data/perumahan/r302")
    first.keys("36")
    first.enter()
    began = desk.saved("form")
    _publish_newer(desk)

    again = QuestionnaireDriver(qtbot, desk)
    offered, still = again.find(QFrame, "newer-banner").isVisible(), desk.saved("form")
    desk.dialogs.answer = "move"
    again.click("newer-compare")

    assert offered
    assert still == began
    assert desk.saved("form") == "keluarga@9999010101"
    assert again.value("/data/perumahan/r302") == "36"
    assert not again.find(QFrame, "newer-banner").isVisible()


def _photo_question(driver: QuestionnaireDriver) -> str:
    """The first question for a photo, asked now."""
    driver.page.presenter.commit("/data/identitas/r205", "1")
    sheet = driver.page.presenter.sheet
    assert sheet is not None
    form = driver.page.presenter._open.session.entry.form
    question = next(one for one in form.questions.values() if one.type is QuestionType.ATTACHMENT)
    above = question.path.rpartition("/")[0]
    driver.page.presenter.commit(f"{above}/setuju_foto", "1")
    driver.go(question.path)
    return question.path


def _picture(folder: Path) -> Path:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(target, "JPEG")
    file = folder / "rumah.jpg"
    file.write_bytes(target.getvalue())
    return file


def _publish_newer(desk: FamilyDesk) -> None:
    form = desk.village.shelf.current(HOUSEHOLD_FORM)
    text = form.xml.replace(f'version="{form.version}"', 'version="9999010101"')
    with desk.village.store.unit() as unit:
        unit.forms.add(StoredForm(form.id, "9999010101", text, "0" * 64), desk.village.clock())
        unit.commit()
