"""Every word on screen has its English, and the English says no more than the source."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kemiskinan_desktop.ui.kit import formats, words
from kemiskinan_desktop.ui.kit.words import Language, speak, tr

NOW = datetime(2026, 11, 23, 9, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def missing() -> dict[str, list[str]]:
    """Read once: looking through all screens takes longer than every other test here."""
    return words.missing()


@pytest.mark.parametrize("folder", sorted(words.sources_by_folder()))
def test_every_source_text_has_an_english_entry(folder: str, missing: dict[str, list[str]]) -> None:
    assert missing.get(folder, []) == []


def test_no_english_entry_lost_its_source() -> None:
    assert words.unused() == []


def test_english_keeps_the_places_of_values() -> None:
    marks = ("{0}", "{1}", "{2}", "%n")
    wrong = [
        source
        for source, entry in words.read_entries().items()
        for english in ([entry] if isinstance(entry, str) else entry[1:])
        if any((mark in source) != (mark in english) for mark in marks) or not english
    ]

    assert wrong == []


def test_counted_words_are_singular_only_for_one(qapp: QApplication) -> None:
    speak(qapp, Language.ENGLISH)

    assert tr("%n hari lalu", 1) == "1 day ago"
    assert tr("%n hari lalu", 3) == "3 days ago"


def test_the_source_speaks_when_no_other_language_was_chosen() -> None:
    assert tr("%n hari lalu", 3) == "3 hari lalu"


def test_two_entries_for_one_source_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"Batal": "Cancel"}', encoding="utf-8")
    (tmp_path / "b.json").write_text('{"Batal": "Abort"}', encoding="utf-8")

    with pytest.raises(ValueError, match="Batal"):
        words.read_entries(tmp_path)


def test_a_source_that_is_not_a_literal_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "view.py"
    file.write_text('self.tr(f"Halo {name}")\n', encoding="utf-8")

    with pytest.raises(ValueError, match="literal"):
        list(words.sources_in(file))


def test_missing_words_are_listed_by_folder(tmp_path: Path) -> None:
    (tmp_path / "contoh").mkdir()
    (tmp_path / "contoh" / "view.py").write_text('tr("Dusun")\nself.tr("Batal")\n', encoding="utf-8")

    assert words.missing(tmp_path, {"Batal": "Cancel"}) == {"contoh": ["Dusun"]}


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(seconds=20), "baru saja"),
        (timedelta(minutes=5), "5 menit lalu"),
        (timedelta(hours=3), "hari ini 13.20"),
        (timedelta(hours=24), "kemarin 16.20"),
        (timedelta(days=3), "3 hari lalu"),
        (timedelta(days=30), "24 Oktober 2026, 16.20"),
    ],
)
def test_times_are_told_as_people_tell_them(before: timedelta, said: str) -> None:
    assert formats.ago(NOW - before, NOW) == said


def test_dates_and_numbers_are_indonesian() -> None:
    assert formats.day_and_time(NOW) == "23 November 2026, 16.20"
    assert formats.number(1234.5, 1) == "1.234,5"
    assert formats.percent(1, 3) == "33 %"
    assert formats.percent(0, 0) == "0 %"
    assert [formats.size(count) for count in (840, 12_300, 3_400_000)] == ["840 B", "12 kB", "3,4 MB"]
    assert [formats.duration(seconds) for seconds in (5, 170, 7300)] == ["kurang dari 1 menit", "3 menit", "2 jam"]


def test_numbers_take_the_signs_of_english(qapp: QApplication) -> None:
    speak(qapp, Language.ENGLISH)

    assert formats.number(1234.5, 1) == "1,234.5"
