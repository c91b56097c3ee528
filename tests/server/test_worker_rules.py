"""The district publishes the rules about workers once for each version, and never a text that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from kemiskinan_server.storage.database import Database
from tests.server.test_commands import ROOT, Commands

SHIPPED = ROOT / "resources" / "social_security" / "pekerja.json"


def test_rules_are_published_once(database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run = Commands(database, tmp_path, capsys)
    other = tmp_path / "lain.json"
    other.write_text(SHIPPED.read_text(encoding="utf-8").replace("16.800", "16.801"), encoding="utf-8")

    first, again, changed = (run("publish-worker-rules", str(path)) for path in (SHIPPED, SHIPPED, other))

    assert (first, again) == ((0, "pekerja@2026.1 terbit.\n"),) * 2
    assert changed[0] == 1
    assert "sudah terbit dengan isi lain" in changed[1]


@pytest.mark.parametrize(("content", "words"), [("{", "tidak dapat dipakai"), (None, "tidak dapat dibaca")])
def test_a_text_that_is_no_rule_book_is_refused(
    database: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str], content: str | None, words: str
) -> None:
    file = tmp_path / "aturan.json"
    if content is not None:
        file.write_text(content, encoding="utf-8")

    exit_code, said = Commands(database, tmp_path, capsys)("publish-worker-rules", str(file))

    assert exit_code == 1
    assert words in said
