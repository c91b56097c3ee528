"""Words on screen: Bahasa Indonesia in the source, English from `resources/i18n/en/<folder>.json`.

How to write them:
- In a QObject: `self.tr("Simpan")`, `self.tr("%n keluarga", "", count)`, `self.tr("Halo {0}").format(name)`.
  Elsewhere in ui/: `tr("Simpan")`, `tr("%n keluarga", count)` from this module. The first argument is one literal,
  never an f-string.
- English: one flat JSON file for each folder below ui/ (`kit.json`, `shell.json`, `keluarga.json` ...), with
  `{source: english}`; for `%n` a pair `[one, many]`. A source that stands in any file counts for all. The same source
  may not have two different English entries (add a word to the source instead).
- `python -m kemiskinan_desktop.ui.kit.words missing [folder]` lists what has no English yet, ready to paste as JSON.
  The test `tests/desktop/ui/kit/test_words.py` fails while an entry is missing or no longer used.
"""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Iterator
from enum import Enum
from functools import partial
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTranslator

from kemiskinan_desktop.ui.kit.assets import RESOURCES

Entry = str | list[str]
UI = Path(__file__).resolve().parents[1]
_ANYWHERE = "kit"


class Language(Enum):
    """The languages of the interface."""

    INDONESIAN = "id"
    ENGLISH = "en"


def tr(source: str, count: int = -1) -> str:
    """The words for `source` in the language that the person chose; `%n` becomes `count`."""
    return QCoreApplication.translate(_ANYWHERE, source, None, count)


class JsonTranslator(QTranslator):
    """Answers Qt's questions for words from plain dictionaries, whatever class asks."""

    def __init__(self, entries: dict[str, Entry], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries = entries

    def isEmpty(self) -> bool:
        """Qt skips a translator that says it is empty."""
        return not self._entries

    def translate(self, _context: str, source: str, _comment: str | None = None, n: int = -1) -> str | None:
        """The entry of `source`; the form for many where the count is not one; nothing when there is no entry."""
        entry = self._entries.get(source)
        if isinstance(entry, list):
            return entry[0] if n == 1 else entry[1]
        return entry


def speak(app: QCoreApplication, language: Language) -> None:
    """Let the application speak that language; call before the first window is built."""
    for old in app.findChildren(JsonTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if language is Language.ENGLISH:
        translator = JsonTranslator(read_entries(), app)
        app.installTranslator(translator)


def read_entries(folder: Path = RESOURCES / "i18n" / "en") -> dict[str, Entry]:
    """All English entries; raises ValueError when two files disagree about one source."""
    entries: dict[str, Entry] = {}
    for file in sorted(folder.glob("*.json")):
        for source, english in json.loads(file.read_text(encoding="utf-8")).items():
            if entries.setdefault(source, english) != english:
                raise ValueError(f"{file.name}: {source!r} already has another English entry")
    return entries


def sources_in(file: Path) -> Iterator[str]:
    """Every source text that a Python file sends through tr; raises ValueError where it is not a literal."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            yield from _source_of(node, file)


def _source_of(call: ast.Call, file: Path) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    at = {"tr": 0, "QT_TR_NOOP": 0, "QT_TRANSLATE_NOOP": 1}.get(name)
    if at is None:
        return
    argument = call.args[at]
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        yield argument.value
    elif file.name != Path(__file__).name:
        raise ValueError(f"{file.name}:{call.lineno}: {name}() takes one literal text")


def sources_by_folder(root: Path = UI) -> dict[str, set[str]]:
    """The source texts of each folder below ui/."""
    found: dict[str, set[str]] = {}
    for file in sorted(root.rglob("*.py")):
        folder = file.relative_to(root).parts[0] if file.parent != root else "ui"
        found.setdefault(folder, set()).update(sources_in(file))
    return found


def missing(root: Path = UI, entries: dict[str, Entry] | None = None) -> dict[str, list[str]]:
    """Source texts without English, by folder."""
    known = read_entries() if entries is None else entries
    lacks = {folder: sorted(texts - known.keys()) for folder, texts in sources_by_folder(root).items()}
    return {folder: texts for folder, texts in lacks.items() if texts}


def unused(root: Path = UI, entries: dict[str, Entry] | None = None) -> list[str]:
    """English entries whose source no longer stands in any file."""
    known = read_entries() if entries is None else entries
    return sorted(known.keys() - set().union(*sources_by_folder(root).values()))


def _print_missing(folders: list[str]) -> int:
    lacks = {folder: texts for folder, texts in missing().items() if not folders or folder in folders}
    say = partial(print, file=sys.stdout)
    for folder, texts in lacks.items():
        say(f"resources/i18n/en/{folder}.json lacks {len(texts)}:")
        blank: dict[str, Entry] = {text: ["", ""] if "%n" in text else "" for text in texts}
        say(json.dumps(blank, ensure_ascii=False, indent=2))
    return 1 if lacks else 0


if __name__ == "__main__":
    sys.exit(_print_missing(sys.argv[2:]))
