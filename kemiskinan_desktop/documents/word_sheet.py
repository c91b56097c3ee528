"""A Word template being drawn: paragraphs, lists and tables that repeat, places to sign, the seal."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_CENTRE: Final = WD_ALIGN_PARAGRAPH.CENTER
_RIGHT: Final = WD_ALIGN_PARAGRAPH.RIGHT
_JUSTIFY: Final = WD_ALIGN_PARAGRAPH.JUSTIFY
_NO_TIME: Final = datetime(2026, 1, 1)  # noqa: DTZ001 - the format wants a time without zone; it is never read


class Sheet:
    """One template being drawn."""

    def __init__(self, footer: str, *, landscape: bool = False) -> None:
        self.document = Document()
        page = self.document.sections[0]
        page.page_width, page.page_height = Mm(210), Mm(297)
        if landscape:
            page.orientation = WD_ORIENT.LANDSCAPE
            page.page_width, page.page_height = Mm(297), Mm(210)
        page.left_margin = page.right_margin = Mm(20)
        page.top_margin, page.bottom_margin = Mm(18), Mm(18)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Arial", Pt(10)
        normal.paragraph_format.space_after = Pt(4)
        self._width = page.page_width - page.left_margin - page.right_margin
        self._footer(page.footer.paragraphs[0], footer)
        head = page.header.paragraphs[0]
        head.alignment = _RIGHT
        head.add_run("{{ keadaan }}").bold = True

    def line(
        self, words: str, *, size: float = 10, bold: bool = False, align: Any = None, after: float | None = None
    ) -> Any:
        """A paragraph."""
        made = self.document.add_paragraph()
        run = made.add_run(words)
        run.bold, run.font.size = bold, Pt(size)
        made.alignment = align
        if after is not None:
            made.paragraph_format.space_after = Pt(after)
        return made

    def letterhead(self) -> None:
        """Regency, subdistrict, village."""
        self.line("{{ kop_kabupaten }}", size=12, align=_CENTRE, after=0)
        self.line("{{ kop_kecamatan }}", size=12, align=_CENTRE, after=0)
        self.line("{{ kop_desa }}", size=15, bold=True, align=_CENTRE, after=0)
        _underlined(self.line("{{ kop_alamat }}", size=8.5, align=_CENTRE, after=10))

    def heading(self, *lines: str) -> None:
        """Title lines in the middle."""
        for place, words in enumerate(lines):
            self.line(words, size=13 if place == 0 else 10.5, bold=True, align=_CENTRE, after=2)

    def section(self, words: str) -> None:
        """The name of a part; it stays with what follows."""
        made = self.line(words, bold=True, after=3)
        made.paragraph_format.space_before = Pt(9)
        made.paragraph_format.keep_with_next = True

    def each(self, name: str, words: str, *, style: str = "List Number") -> None:
        """One paragraph for each entry of a list."""
        self.document.add_paragraph(f"{{%p for butir in {name} %}}")
        self.document.add_paragraph(words, style=style)
        self.document.add_paragraph("{%p endfor %}")

    def when(self, condition: str, draw: Callable[[], object]) -> None:
        """What is drawn stands only where the condition holds."""
        self.document.add_paragraph(f"{{%p if {condition} %}}")
        draw()
        self.document.add_paragraph("{%p endif %}")

    def facts(self, name: str) -> None:
        """Label and value in two columns."""
        self.table((42, 128), None, [(f"butir in {name}", ("{{ butir.uraian }}", ": {{ butir.isi }}"))], lines=False)

    def table(
        self,
        widths: Sequence[int],
        names: Sequence[str] | None,
        loops: Sequence[tuple[str, Sequence[str]]],
        last: Sequence[str] = (),
        *,
        lines: bool = True,
    ) -> None:
        """A table whose rows repeat: each loop is `row in list` and the cells; `last` is a row of sums."""
        table = self.document.add_table(rows=0, cols=len(widths))
        table.style = "Table Grid" if lines else "Normal Table"
        table.autofit = False
        _grid(table, [Mm(width) for width in widths])
        if names is not None:
            self._row(table, names, widths, bold=True)
            _repeats(table.rows[0])
        for loop, cells in loops:
            self._row(table, [f"{{%tr for {loop} %}}"], widths)
            self._row(table, cells, widths)
            self._row(table, ["{%tr endfor %}"], widths)
        if last:
            self._row(table, last, widths, bold=True)
        self.line("", size=4, after=2)

    def signatures(self, *people: tuple[str, str, str]) -> None:
        """Places to sign side by side: role, name, position below."""
        table = self.document.add_table(rows=0, cols=len(people))
        for place in range(3):
            row = table.add_row()
            _together(row)
            for cell, person in zip(row.cells, people, strict=True):
                shown = cell.paragraphs[0]
                shown.alignment = _CENTRE
                shown.paragraph_format.space_before = Pt(40 if place == 1 and person[1] else 0)
                shown.paragraph_format.keep_with_next = place < 2
                shown.add_run(person[place]).bold = place == 1

    def seal(self) -> None:
        """Code, QR and digest of a locked meeting."""

        def draw() -> None:
            table = self.document.add_table(rows=1, cols=2)
            table.style, table.autofit = "Table Grid", False
            picture, words = table.rows[0].cells
            _together(table.rows[0])
            picture.width, words.width = Mm(32), self._width - Mm(32)
            _grid(table, (picture.width, words.width))
            picture.paragraphs[0].add_run("{{ qr }}")
            words.paragraphs[0].add_run("Kode dokumen {{ kode }}").bold = True
            note = words.add_paragraph().add_run(
                "Data musyawarah dikunci {{ dikunci }}. Kode dihitung dari data musyawarah, daftar hadir, dan seluruh "
                "keputusan; bila satu isian diubah setelah dikunci, kode tidak lagi cocok."
            )
            digest = words.add_paragraph().add_run("{{ sidik }}")
            note.font.size, digest.font.size = Pt(8.5), Pt(6.5)

        self.line("", size=4)
        self.when("kode", draw)

    def new_page(self) -> None:
        """What follows begins on a new page."""
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def saved(self) -> bytes:
        """The file; the same words give the same parts."""
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = _NO_TIME
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def _row(self, table: Any, cells: Sequence[str], widths: Sequence[int], *, bold: bool = False) -> None:
        row = table.add_row()
        _unbroken(row)
        for place, cell in enumerate(row.cells):
            cell.width = Mm(widths[place])
            shown = cell.paragraphs[0]
            shown.paragraph_format.space_after = Pt(1)
            run = shown.add_run(cells[place] if place < len(cells) else "")
            run.bold, run.font.size = bold, Pt(9)

    def _footer(self, paragraph: Any, words: str) -> None:
        run = paragraph.add_run(f"{words}{{% if kode %}} · Kode dokumen {{{{ kode }}}}{{% endif %}} · Halaman ")
        run.font.size = Pt(7.5)
        for code, between in (("PAGE", " dari "), ("NUMPAGES", "")):
            _field(paragraph, code)
            paragraph.add_run(between).font.size = Pt(7.5)


def _field(paragraph: Any, code: str) -> None:
    """A field that Word computes: the page's number, the number of pages."""
    for kind, words in (("begin", ""), ("", code), ("end", "")):
        run = paragraph.add_run()
        run.font.size = Pt(7.5)
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = words
        run._r.append(mark)


def _grid(table: Any, widths: Sequence[int]) -> None:
    """The columns' own widths: Word goes by those of the cells, LibreOffice and Google by these."""
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width


def _underlined(paragraph: Any) -> None:
    """A line below the letterhead."""
    edges = OxmlElement("w:pBdr")
    edge = OxmlElement("w:bottom")
    for name, value in (("val", "double"), ("sz", "8"), ("space", "4"), ("color", "1A1A1A")):
        edge.set(qn(f"w:{name}"), value)
    edges.append(edge)
    paragraph._p.get_or_add_pPr().append(edges)


def _repeats(row: Any) -> None:
    """The head of a table stands again on every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _unbroken(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _together(row: Any) -> None:
    _unbroken(row)
