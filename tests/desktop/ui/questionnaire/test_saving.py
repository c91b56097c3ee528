"""An answer is on its way, in the file, or kept because the file could not be written."""

from __future__ import annotations

import pytest

from kemiskinan_desktop.services.survey import Save, Saved
from kemiskinan_desktop.storage.errors import DiskFullError, StoreBusyError
from kemiskinan_desktop.ui.questionnaire.saving import Saver, trouble_of
from kemiskinan_desktop.ui.questionnaire.states import SaveSign, SaveTrouble
from tests.desktop.ui.fakes import NowLane


class Told:
    """Remembers signs and trouble."""

    def __init__(self) -> None:
        self.signs: list[tuple[str, SaveSign]] = []
        self.trouble: list[SaveTrouble | None] = []

    def show_sign(self, path: str, sign: SaveSign) -> None:
        self.signs.append((path, sign))

    def show_trouble(self, trouble: SaveTrouble | None) -> None:
        self.trouble.append(trouble)


class File:
    """Takes saves, or fails as long as it is told to."""

    def __init__(self) -> None:
        self.fault: Exception | None = None
        self.saved: list[int] = []

    def commit(self, save: Save) -> Saved:
        if self.fault is not None:
            raise self.fault
        self.saved.append(save.number)
        return Saved(save.number)


def test_saved_is_said_only_after_the_lane_answered() -> None:
    told, lane = Told(), NowLane(held=True)
    saver = Saver(told, lane, File().commit)

    saver.save(Save(1, ()), "/a")
    before = list(told.signs)
    lane.release()

    assert before == [("/a", SaveSign.SAVING)]
    assert told.signs[-1] == ("/a", SaveSign.SAVED)
    assert saver.settled


def test_a_failed_save_keeps_its_field_unsaved_until_a_retry() -> None:
    told, file = Told(), File()
    saver = Saver(told, NowLane(), file.commit)
    file.fault = DiskFullError()
    saver.save(Save(1, ()), "/a")
    failed = told.signs[-1]
    file.fault = None

    saver.retry()

    assert failed == ("/a", SaveSign.FAILED)
    assert told.trouble == [SaveTrouble.DISK_FULL, None]
    assert told.signs[-1] == ("/a", SaveSign.SAVED)


def test_a_later_save_that_succeeds_settles_the_earlier_one() -> None:
    told, file = Told(), File()
    saver = Saver(told, NowLane(), file.commit)
    file.fault = StoreBusyError()
    saver.save(Save(1, ()), "/a")
    file.fault = None

    saver.save(Save(2, ()), "/b")

    assert saver.settled
    assert ("/a", SaveSign.SAVED) in told.signs


def test_of_several_places_only_the_last_is_written() -> None:
    file, lane = File(), NowLane(held=True)
    saver = Saver(Told(), lane, file.commit)

    for number in (1, 2, 3):
        saver.remember_place(Save(number, ()))
    lane.release()

    assert file.saved == [3]


def test_our_own_mistake_is_said_and_reaches_the_crash_handler() -> None:
    told, file = Told(), File()
    file.fault = KeyError("ours")

    with pytest.raises(KeyError):
        Saver(told, NowLane(), file.commit).save(Save(1, ()), "/a")

    assert told.trouble == [SaveTrouble.OTHER]


def test_each_fault_of_the_file_has_its_name() -> None:
    assert trouble_of(StoreBusyError()) is SaveTrouble.FILE_BUSY
    assert trouble_of(OSError()) is SaveTrouble.OTHER
