"""Words of the pages in the reader's language: Bahasa Indonesia in the source, English from one JSON file.

- A template is written in plain Bahasa Indonesia, without marks. For English its source is translated before it is
  compiled: every run of text between tags (`{{ … }}` counts as a part of the sentence: `{0}`), the attributes that
  people read or hear, and the words in quotes within `{{ … }}` and `{% … %}`.
- Words that Python chooses are `Words("…")`; values go in by `Words("… {0} …").filled(value)`.
- English: `resources/i18n/district/en.json`, one flat `{source: english}`. `python -m kemiskinan_server.web.words`
  lists what has none yet; `tests/server/test_languages.py` fails while something is missing or no longer used.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from jinja2 import BaseLoader, Environment

ENGLISH_FILE: Final = Path(__file__).resolve().parents[2] / "resources" / "i18n" / "district" / "en.json"
TEMPLATES: Final = Path(__file__).with_name("templates")
_PIECES: Final = re.compile(
    r'(\{%.*?%\}|\{#.*?#\}|<(?:"(?:\{\{.*?\}\}|\{%.*?%\}|[^"])*"|\{\{.*?\}\}|\{%.*?%\}|[^>"])*>)', re.S
)
_VALUE: Final = re.compile(r"\{\{.*?\}\}", re.S)
_CODE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.S)
_READ: Final = re.compile(r'(?<=\s)(alt|aria-label|placeholder|title|data-label)="([^"]*)"')
_QUOTED: Final = re.compile(r'"([^"\\]*)"')
_LIKE_CODE: Final = re.compile(r"[a-z_.]+|[A-Z_]+")
_LETTER: Final = re.compile(r"[^\W\d_]")


class Language(StrEnum):
    """The languages of the pages."""

    INDONESIAN = "id"
    ENGLISH = "en"


class Words(str):
    """Words for a person, in Bahasa Indonesia until a page shows them in its language."""

    source: str
    parts: tuple[object, ...]
    english: str | None
    """Where the English stands with the words themselves, as in a questionnaire."""

    def __new__(cls, source: str, parts: tuple[object, ...] = (), english: str | None = None) -> Self:
        """The words of `source`; with `parts` for {0}, {1} and so on."""
        made = super().__new__(cls, source.format(*parts) if parts else source)
        made.source, made.parts, made.english = source, parts, english
        return made

    def filled(self, *parts: object) -> Words:
        """With values in the places of {0}, {1} and so on."""
        return Words(self.source, parts)


def in_english(value: object) -> object:
    """What a template prints, in English where it is words; data stays as it is."""
    if not isinstance(value, Words):
        return value
    if value.english:
        return value.english
    source = english().get(value.source, value.source)
    return source.format(*map(in_english, value.parts)) if value.parts else source


@lru_cache(maxsize=1)
def english() -> Mapping[str, str]:
    """Source to English."""
    found: dict[str, str] = json.loads(ENGLISH_FILE.read_text(encoding="utf-8"))
    return found


def wanted_language(cookie: str, accepted: str) -> Language:
    """What somebody chose, else English only where the browser wants it more than Bahasa Indonesia.

    `Accept-Language` is that of RFC 9110, 12.5.4; old browsers call Bahasa Indonesia `in`.
    """
    if cookie in set(Language):
        return Language(cookie)
    weights: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, weight = part.strip().partition(";q=")
        try:
            weights.setdefault(name.partition("-")[0], float(weight or 1))
        except ValueError:
            continue
    indonesian = max(weights.get("id", 0.0), weights.get("in", 0.0))
    return Language.ENGLISH if weights.get("en", 0.0) > indonesian else Language.INDONESIAN


class EnglishLoader(BaseLoader):
    """Templates whose words were replaced before they are compiled."""

    def __init__(self, inner: BaseLoader) -> None:
        self._inner = inner

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        """As the inner loader, in English."""
        source, name, current = self._inner.get_source(environment, template)
        return translated(source, lambda words: english().get(words, words)), name, current


def translated(source: str, say: Callable[[str], str]) -> str:
    """A template's source with every sentence, read attribute and quoted word said anew."""
    pieces = []
    for piece in _PIECES.split(source):
        if piece.startswith("{#"):
            pieces.append(piece)
        elif piece.startswith("{%"):
            pieces.append(_code(piece, say))
        elif piece.startswith("<"):
            attributes = _READ.sub(lambda found: f'{found[1]}="{_sentence(found[2], say)}"', piece)
            pieces.append(_CODE.sub(lambda found: _code(found[0], say), attributes))
        else:
            pieces.append(_VALUE.sub(lambda found: _code(found[0], say), _sentence(piece, say)))
    return "".join(pieces)


def sentences_in(source: str) -> set[str]:
    """What a template says; a text in quotes that looks like code counts only where there is English for it."""
    said: list[str] = []

    def note(words: str) -> str:
        said.append(words)
        return words

    translated(source, note)
    quoted = {text for code in _CODE.findall(source) for text in _QUOTED.findall(code)}
    return {words for words in said if words not in quoted or words in english() or not _LIKE_CODE.fullmatch(words)}


def _sentence(text: str, say: Callable[[str], str]) -> str:
    """Say a run of text, keeping the space around it and the values in it."""
    values = _VALUE.findall(text)
    numbers = iter(range(len(values)))
    words = " ".join(_VALUE.sub(lambda _: f"{{{next(numbers)}}}", text).split())
    if not _LETTER.search(re.sub(r"\{\d+\}|&\w+;", "", words)):
        return text
    said = re.sub(r"\{(\d+)\}", lambda found: values[int(found[1])], say(words))
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{said}{after}"


def _code(code: str, say: Callable[[str], str]) -> str:
    return _QUOTED.sub(lambda found: f'"{say(found[1])}"' if _LETTER.search(found[1]) else found[0], code)


def missing() -> Iterator[str]:
    """Sentences of templates that have no English."""
    for path in sorted(TEMPLATES.glob("*.html")):
        yield from sorted(sentences_in(path.read_text(encoding="utf-8")) - english().keys())


if __name__ == "__main__":
    sys.stdout.writelines(f'{json.dumps(words, ensure_ascii=False)}: "",\n' for words in missing())
