"""The Word papers that a screen may ask for: which template, what may be wrong with it, and the file.

What fills a template is loaded when the first paper is asked for: it costs memory that most days do not need.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from kemiskinan_desktop.documents.minutes import MinutesValues
from kemiskinan_desktop.documents.papers import Paper
from kemiskinan_desktop.documents.word_faults import TemplateFault, TemplateProblem
from kemiskinan_desktop.places import resources_folder

SHIPPED: Final = resources_folder() / "documents" / "word"
_LARGEST: Final = 20_000_000


def shipped_template(paper: Paper) -> Path:
    """The template that comes with the program."""
    return SHIPPED / f"{paper}.docx"


def meeting_docx(paper: Paper, values: MinutesValues, template: Path | None = None) -> bytes | TemplateFault:
    """The paper as a Word file. Raises OSError when the template cannot be read from the disk."""
    from kemiskinan_desktop.documents.word import fill_template

    data = (template or shipped_template(paper)).read_bytes()
    return (
        TemplateFault(paper, TemplateProblem.UNREADABLE) if len(data) > _LARGEST else fill_template(paper, values, data)
    )
