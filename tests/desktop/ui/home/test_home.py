"""Beranda says where the village stands and leads to what is next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from kemiskinan_desktop.services.dashboard import (
    NextStep,
    NextStepKind,
    Overview,
    Phase,
    PhaseProgress,
    PlaceProgress,
    ReturnedFamily,
)
from kemiskinan_desktop.services.households import HouseholdChip
from kemiskinan_desktop.storage.errors import DiskFullError
from kemiskinan_desktop.ui.home.view import HomePage
from kemiskinan_desktop.ui.home.words import step_sentence
from kemiskinan_domain.records import RecordId
from tests.desktop.ui.drivers import Driver
from tests.desktop.ui.fakes import FakeNavigator, NowLane

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)


def overview(*steps: NextStep, returned: tuple[ReturnedFamily, ...] = ()) -> Overview:
    counts = {Phase.PRELIST: 124, Phase.SURVEY: 48, Phase.DELIBERATION: 12}
    return Overview(
        phases=tuple(PhaseProgress(phase, counts.get(phase, 0), 124) for phase in Phase),
        current=Phase.SURVEY,
        returned=returned,
        next_steps=steps,
        places=tuple(PlaceProgress("Kp. Sindanglaka", "002", f"00{n}", 20, 8, 2, 5 + n, 0) for n in range(1, 6)),
        families=124,
        people=429,
        unsent=12,
        oldest_unsent=NOW,
        last_success=datetime(2026, 11, 22, 9, 20, tzinfo=UTC),
        last_backup=None,
    )


class Loader:
    """Answers the overview, or fails."""

    def __init__(self, answer: Overview | Exception) -> None:
        self.answer = answer

    def __call__(self) -> Overview:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def navigator() -> FakeNavigator:
    return FakeNavigator()


@pytest.fixture
def page(qtbot: QtBot, navigator: FakeNavigator) -> Iterator[HomePage]:
    steps = [NextStep(kind, 3) for kind in NextStepKind]
    steps[6] = NextStep(NextStepKind.DECIDE_CANDIDATES, 3, RecordId("session-1"))
    made = HomePage(navigator, NowLane(), Loader(overview(*steps)), lambda: NOW)
    qtbot.addWidget(made)
    made.shown()
    yield made


def test_a_session_without_families_is_not_told_as_a_family_that_is_ready() -> None:
    empty = NextStep(NextStepKind.PREPARE_SESSION, 1, RecordId("session-1"))

    assert step_sentence(empty) == "Musyawarah sudah dibuat, tetapi belum ada keluarga yang akan dibahas."
    assert step_sentence(NextStep(NextStepKind.PREPARE_SESSION, 4)) == "4 keluarga siap dibawa ke musyawarah."


WHERE: dict[NextStepKind, tuple[str, object]] = {
    NextStepKind.RECEIVE_PRELIST: ("kirim", None),
    NextStepKind.FIX_RETURNED: ("keluarga", HouseholdChip.RETURNED),
    NextStepKind.SETTLE_CONFLICTS: ("perbedaan", None),
    NextStepKind.SURVEY_FAMILIES: ("keluarga", HouseholdChip.NOT_STARTED),
    NextStepKind.FINISH_DRAFTS: ("keluarga", HouseholdChip.DRAFT),
    NextStepKind.PREPARE_SESSION: ("musyawarah", None),
    NextStepKind.DECIDE_CANDIDATES: ("musyawarah", "session-1"),
    NextStepKind.LOCK_SESSION: ("musyawarah", None),
    NextStepKind.SEND: ("kirim", None),
    NextStepKind.MAKE_BACKUP: ("pengaturan", "backups"),
}


@pytest.mark.parametrize("kind", list(NextStepKind))
def test_every_step_leads_to_the_screen_where_it_is_done(
    qtbot: QtBot, page: HomePage, navigator: FakeNavigator, kind: NextStepKind
) -> None:
    Driver(qtbot, page).click(f"step-{kind.name.lower()}")

    assert navigator.opened == [WHERE[kind]]


def test_a_family_that_came_back_opens_its_questionnaire(
    qtbot: QtBot, page: HomePage, navigator: FakeNavigator
) -> None:
    page.show_overview(overview(returned=(ReturnedFamily(RecordId("f1"), "Iis Solihin", "NIK anak belum sesuai KK"),)))

    Driver(qtbot, page).click("fix-returned")

    assert navigator.opened == [("kuesioner", RecordId("f1"))]


def test_a_village_with_nothing_to_do_is_told_so(qtbot: QtBot, page: HomePage) -> None:
    page.show_overview(overview())

    assert "Semua sudah selesai. Tidak ada yang menunggu." in [label.text() for label in page.findChildren(QLabel)]


def test_a_full_disk_is_said_on_the_page(qtbot: QtBot, navigator: FakeNavigator) -> None:
    page = HomePage(navigator, NowLane(), Loader(DiskFullError()), lambda: NOW)
    qtbot.addWidget(page)

    page.shown()

    assert Driver(qtbot, page).words("banner-title") == "Ruang penyimpanan laptop penuh"
