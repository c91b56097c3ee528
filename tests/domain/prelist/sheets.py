"""Small made-up lists, written the way a village would see them."""

from pathlib import Path

from kemiskinan_domain.identity import Regions
from kemiskinan_domain.prelist import Cell, Layout, PrelistResult, Reason, Row, Source, read_prelist, recognise

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "resources" / "sample"
REGIONS = Regions.from_file(ROOT / "resources" / "regions" / "cianjur.csv")
HEADER: list[Cell] = [
    "kode_desa",
    "id_keluarga",
    "no_kk",
    "nama",
    "nik",
    "jk",
    "tgl_lahir",
    "hubungan",
    "desil",
    "alamat",
    "rt",
    "rw",
]
CARD = "3203012101099000"
WOMAN = "3203014307749002"
MAN = "3203010210689001"


def person(**given: Cell) -> list[Cell]:
    """One row under HEADER; what is not given is a faultless head of family."""
    usual: dict[str, Cell] = {
        "kode_desa": "32.03.01.2001",
        "id_keluarga": "A-1",
        "no_kk": CARD,
        "nama": "Wawan Nurjanah",
        "nik": MAN,
        "jk": "L",
        "tgl_lahir": "02/10/1968",
        "hubungan": "Kepala Keluarga",
        "desil": "2",
        "alamat": "Kp. Babakan",
        "rt": "3",
        "rw": "002",
    }
    return [{**usual, **given}[str(title)] for title in HEADER]


def read(rows: list[Row], **given: object) -> PrelistResult:
    """Recognise and read these rows."""
    layout = recognise(rows)
    assert isinstance(layout, Layout), layout
    return read_prelist(layout, rows, REGIONS, source=Source.P3KE, period="2024", **given)  # type: ignore[arg-type]


def read_people(*rows: Row, **given: object) -> PrelistResult:
    """Read these rows under HEADER."""
    return read([HEADER, *rows], **given)


def reasons(result: PrelistResult) -> list[tuple[int, str, str, Reason]]:
    """What the report says, as tuples."""
    return [(line.row, line.column, line.cell, line.reason) for line in result.lines]
