"""A family on a real file with the real form, and its questionnaire on a screen."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from kemiskinan_desktop.services.lanes import Ticket
from kemiskinan_desktop.services.preferences import PreferencesService
from kemiskinan_desktop.services.survey_desk import survey_desk
from kemiskinan_desktop.ui.questionnaire.opening import Sources
from kemiskinan_desktop.ui.questionnaire.view import QuestionnairePage
from kemiskinan_domain.records import RecordKind
from tests.desktop.services.village import Village
from tests.desktop.ui.fakes import FakeDialogs, FakeNavigator, NowLane

T = TypeVar("T")
NIK = "3203012304780002"
"""Of a man born on 23 April 1978; nobody bears it."""


class DiskLane(NowLane):
    """Does jobs at once; while `fault` is set, every job fails with it as a full disk would make it fail."""

    fault: Exception | None = None

    def submit(self, job: Callable[[], T], done: Callable[[T], None], failed: Callable[[Exception], None]) -> Ticket:
        if self.fault is not None:
            failed(self.fault)
            return Ticket()
        return super().submit(job, done, failed)


class FamilyDesk:
    """A village of one family with so many members, and everything that its questionnaire needs."""

    def __init__(self, folder: Path, members: int = 3) -> None:
        self.village = Village(folder)
        self.household = self.village.family(
            "Asep Suherman",
            no_kk="3203011108210004",
            no_kk_state="ada",
            dusun="Babakan Karet",
            desil=1,
        )
        names = ["Imas Rohaeti", "Rizki Suherman", "Siti Nurjanah", "Dadang Suherman"]
        for at in range(2, members + 1):
            name = names[at - 2] if at - 2 < len(names) else f"Anggota Contoh {at}"
            self.village.member(self.household, name, position=at, relation="3" if at > 2 else "2")
        self.village.put(
            RecordKind.PRELIST_ENTRY,
            {
                "parent": self.household,
                "source": "DTSEN",
                "period": "2026-1",
                "desil": 1,
                "received": {"2": {"nama": "Asep Suherman", "alamat": "KP BABAKAN KARET RT 1/2"}},
            },
        )
        self.preferences = PreferencesService(folder / "preferensi.json", self.village.events)
        self.services = survey_desk(self.village.desk, self.village.shelf, self.preferences)
        self.navigator = FakeNavigator()
        self.dialogs = FakeDialogs()
        self.opened: list[Path] = []
        self.lane = DiskLane()

    def page(self) -> QuestionnairePage:
        return QuestionnairePage(
            self.navigator, self.lane, Sources(self.services, open_file=self.opened.append), self.dialogs
        )

    def saved(self, field: str) -> object:
        """What the file holds of the family now."""
        document = self.village.document(RecordKind.HOUSEHOLD, self.household)
        group, _dot, name = field.partition(".")
        inner = document.get(group)
        return inner.get(name) if isinstance(inner, dict) else inner

    def __enter__(self) -> FamilyDesk:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _fault: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.village.store.close()
