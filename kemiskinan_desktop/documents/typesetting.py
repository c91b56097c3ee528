"""Typst as the press: a template of `resources/documents` and plain data in, PDF or PNG out.

What people typed reaches a template only as JSON strings, which Typst never reads as markup. Fonts are the bundled
ones alone, and the creation time is given, so that the same values give the same bytes on every machine.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import fontpkg_noto_sans

from kemiskinan_desktop.places import resources_folder

if TYPE_CHECKING:
    from typst import Fonts

Content: TypeAlias = "str | int | bool | list[Content] | Mapping[str, Content] | None"
"""What a template may be given."""

_TEMPLATES: Final = resources_folder() / "documents"
_LONGEST_RUN: Final = 22
_STEP: Final = 5
_UNBROKEN: Final = re.compile(rf"\S{{{_LONGEST_RUN + 1},}}")
_ZERO_WIDTH_SPACE: Final = "\u200b"
_NO_GLYPH: Final = "could not be displayed with font"
_SCREEN_PPI: Final = 110.0


class Drawing(str):
    """SVG that we made ourselves; it reaches the template as it is."""

    __slots__ = ()


class TypesettingError(Exception):
    """A template could not be set: it is broken (a village may edit it) or a file of it is missing."""

    def __init__(self, template: str, reason: str) -> None:
        super().__init__(f"{template}: {reason}")
        self.template = template
        self.reason = reason


def to_pdf(template: str, content: Mapping[str, Content], created: datetime) -> bytes:
    """One PDF, archivable (PDF/A-2b) unless somebody typed a sign that the bundled fonts lack.

    Such a sign prints as an empty box and stays whole in the text of the file; a plain PDF allows that.
    """
    stamp = int(created.timestamp())
    try:
        return b"".join(_compiled(template, content, format="pdf", timestamp=stamp, pdf_standards="a-2b"))
    except TypesettingError as error:
        if _NO_GLYPH not in error.reason:
            raise
    return b"".join(_compiled(template, content, format="pdf", timestamp=stamp))


def to_images(template: str, content: Mapping[str, Content], ppi: float = _SCREEN_PPI) -> list[bytes]:
    """Every page as PNG, for the preview on screen."""
    return _compiled(template, content, format="png", ppi=ppi)


def _compiled(template: str, content: Mapping[str, Content], **how: Any) -> list[bytes]:
    import typst  # 6 MB that a day without papers does not need

    data = json.dumps(_printable(content), ensure_ascii=False)
    try:
        result = typst.compile(
            _TEMPLATES / template,
            root=_TEMPLATES,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs={"data": data},
            **how,
        )
    except (typst.TypstError, RuntimeError, OSError) as error:
        raise TypesettingError(template, str(error)) from error
    return result if isinstance(result, list) else [result]


@cache
def _fonts() -> Fonts:
    import typst

    files = Path(fontpkg_noto_sans.__file__).parent / "files"
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(files)])


def _printable(content: Content) -> Content:
    """The same content with every text fit for paper."""
    if isinstance(content, str):
        return content if isinstance(content, Drawing) else printable(content)
    if isinstance(content, Mapping):
        return {name: _printable(value) for name, value in content.items()}
    if isinstance(content, list):
        return [_printable(value) for value in content]
    return content


def printable(text: str) -> str:
    """Text without control signs and half characters; very long words may break, so that no cell overflows."""
    return _UNBROKEN.sub(_with_breaks, writable(text))


def writable(text: str) -> str:
    """Text without control signs and half characters, which no file format takes."""
    return "".join(sign for sign in text if sign == "\n" or unicodedata.category(sign) not in {"Cc", "Cs", "Cn"})


def _with_breaks(word: re.Match[str]) -> str:
    letters = word.group()
    return _ZERO_WIDTH_SPACE.join(letters[start : start + _STEP] for start in range(0, len(letters), _STEP))
