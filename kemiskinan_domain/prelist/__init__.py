"""The district's pre-list (P3KE, DTSEN, …): from the rows of a file to the families of its villages, losing none."""

from kemiskinan_domain.prelist.cells import Cell, Row, cell_text
from kemiskinan_domain.prelist.files import (
    FileRefusal,
    Sheet,
    SheetResult,
    read_cells,
    read_prelist_file,
    unpacked_size,
    workbook_bytes,
)
from kemiskinan_domain.prelist.layout import Column, Layout, LayoutRefusal, recognise, titles_in
from kemiskinan_domain.prelist.reading import read_prelist
from kemiskinan_domain.prelist.reasons import Effect, Reason, SkipReason, effect_of
from kemiskinan_domain.prelist.report import (
    EFFECT_WORDS,
    REASON_WORDS,
    ReportLine,
    report_lines,
    rows_to_return,
)
from kemiskinan_domain.prelist.result import Line, PrelistFamily, PrelistMember, PrelistResult, Source
from kemiskinan_domain.prelist.synthetic import prelist_rows, synthetic_village

__all__ = [
    "EFFECT_WORDS",
    "REASON_WORDS",
    "Cell",
    "Column",
    "Effect",
    "FileRefusal",
    "Layout",
    "LayoutRefusal",
    "Line",
    "PrelistFamily",
    "PrelistMember",
    "PrelistResult",
    "Reason",
    "ReportLine",
    "Row",
    "Sheet",
    "SheetResult",
    "SkipReason",
    "Source",
    "cell_text",
    "effect_of",
    "prelist_rows",
    "read_cells",
    "read_prelist",
    "read_prelist_file",
    "recognise",
    "report_lines",
    "rows_to_return",
    "synthetic_village",
    "titles_in",
    "unpacked_size",
    "workbook_bytes",
]
