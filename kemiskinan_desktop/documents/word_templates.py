"""Draws the shipped Word templates, so that they are reviewed as text and not as binary files.

`python -m kemiskinan_desktop.documents.word_templates` writes them anew into resources/documents/word; a test fails
while what lies there is not what is drawn here.
"""

from __future__ import annotations

from kemiskinan_desktop.documents.papers import Paper
from kemiskinan_desktop.documents.word_drawings import DRAWINGS
from kemiskinan_desktop.documents.word_filling import SHIPPED


def template(paper: Paper) -> bytes:
    """The shipped template of that paper."""
    return DRAWINGS[paper]().saved()


def main() -> None:
    """Write all templates."""
    SHIPPED.mkdir(parents=True, exist_ok=True)
    for paper in Paper:
        (SHIPPED / f"{paper}.docx").write_bytes(template(paper))


if __name__ == "__main__":
    main()
