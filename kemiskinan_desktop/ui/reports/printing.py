"""The report as a PDF of plain tables, to be printed or pinned to the board; counts only, no person."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF
from PySide6.QtGui import QFont, QPageLayout, QPageSize, QPdfWriter, QTextDocument

from kemiskinan_desktop.storage.whole_files import write_whole

Table = tuple[str, Sequence[str], Sequence[Sequence[str]]]
"""Title, headings, and rows of cells; the first cell is a name, the others are numbers."""


def write_pdf(path: Path, title: str, subtitle: str, tables: Sequence[Table], font: QFont) -> None:
    """Lay the tables out on A4 and write the file; raises OSError when the place cannot be written."""
    content = QBuffer()
    content.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(content)
    writer.setTitle(title)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(18, 18, 18, 18), QPageLayout.Unit.Millimeter)
    document = QTextDocument()
    document.setDefaultFont(QFont(font.family(), 10))
    document.setHtml(_html(title, subtitle, tables))
    document.print_(writer)
    content.close()
    write_whole(path, bytes(content.data().data()))


def _html(title: str, subtitle: str, tables: Sequence[Table]) -> str:
    body = "".join(_table(*table) for table in tables)
    return f"<h2>{escape(title)}</h2><p>{escape(subtitle)}</p>{body}"


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f'<th align="{_side(at)}">{escape(words)}</th>' for at, words in enumerate(headings))
    lines = "".join(
        "<tr>" + "".join(f'<td align="{_side(at)}">{escape(cell)}</td>' for at, cell in enumerate(row)) + "</tr>"
        for row in rows
    )
    frame = 'border="1" cellspacing="0" cellpadding="4" width="100%" style="border-collapse: collapse"'
    return f"<h3>{escape(title)}</h3><table {frame}><tr>{head}</tr>{lines}</table>"


def _side(at: int) -> str:
    return "left" if at == 0 else "right"
