"""Finds the header row by the names of its columns, wherever it stands and in whatever order the columns are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import Final

from kemiskinan_domain.prelist.cells import Cell, Row, cell_text, is_blank, one_line


class Column(StrEnum):
    """What a column can mean to the import; other columns travel along with the row as received."""

    ORDINAL = "ordinal"
    VILLAGE_CODE = "village_code"
    VILLAGE_NAME = "village_name"
    SUBDISTRICT_NAME = "subdistrict_name"
    ADDRESS = "address"
    RT = "rt"
    RW = "rw"
    SOURCE_ID = "source_id"
    DESIL = "desil"
    FAMILY_CARD = "family_card"
    NAME = "name"
    NIK = "nik"
    SEX = "sex"
    BIRTH_DATE = "birth_date"
    RELATION = "relation"


class Place(StrEnum):
    """What a title block above the table can say of the whole file."""

    PROVINCE = "province"
    DISTRICT = "district"
    SUBDISTRICT = "subdistrict"
    VILLAGE = "village"
    VILLAGE_CODE = "village_code"


class LayoutRefusal(Enum):
    """Why a sheet cannot be read as a pre-list at all."""

    EMPTY = auto()
    NO_HEADER = auto()
    COLUMN_TWICE = auto()
    NO_VILLAGE = auto()


_TITLES: Final[Mapping[Column, str]] = {
    Column.ORDINAL: "no nomor nourut nomorurut",
    Column.VILLAGE_CODE: "kodedesa kodedesakelurahan kodekelurahan kodewilayah kddesa kodekemendagri kodekeldesa",
    Column.VILLAGE_NAME: "desa desakelurahan kelurahandesa kelurahan namadesa namadesakelurahan keldesa desakel",
    Column.SUBDISTRICT_NAME: "kecamatan namakecamatan kec",
    Column.ADDRESS: "alamat alamatlengkap alamatrumah alamatdomisili alamatktp",
    Column.RT: "rt nort",
    Column.RW: "rw norw",
    Column.SOURCE_ID: "idkeluargap3ke idkeluarga idkeluargadtsen idp3ke iddtks idkeluargadtks idbdt idrt",
    Column.DESIL: "desil desilnasional desilkesejahteraan desilkemensos desilkeluarga",
    Column.FAMILY_CARD: "nokk kk nomorkk nokartukeluarga nomorkartukeluarga nkk",
    Column.NAME: "nama namalengkap namaanggota namaanggotakeluarga namaart namaindividu namapenduduk",
    Column.NIK: "nik nomorindukkependudukan nonik nomornik noktp",
    Column.SEX: "jeniskelamin jk kelamin lp sex",
    Column.BIRTH_DATE: "tgllahir tanggallahir tgllhr",
    Column.RELATION: (
        "hubungan hubungandgnkepalakeluarga hubungandengankepalakeluarga statushubungankeluarga hubungankeluarga "
        "hubkeluarga shdk statushubungandalamkeluarga statuskeluarga hubungandgnkrt"
    ),
}
_COLUMN_OF: Final = {title: column for column, titles in _TITLES.items() for title in titles.split()}
_PLACE_OF: Final[Mapping[str, Place]] = {
    "provinsi": Place.PROVINCE,
    "propinsi": Place.PROVINCE,
    "kabupaten": Place.DISTRICT,
    "kabupatenkota": Place.DISTRICT,
    "kota": Place.DISTRICT,
    "kecamatan": Place.SUBDISTRICT,
    "desa": Place.VILLAGE,
    "kelurahan": Place.VILLAGE,
    "desakelurahan": Place.VILLAGE,
    "kodedesa": Place.VILLAGE_CODE,
    "kodewilayah": Place.VILLAGE_CODE,
}
_SEARCHED_ROWS: Final = 60
_NEARLY: Final = 0.6
_VILLAGE_COLUMNS: Final = frozenset({Column.VILLAGE_CODE, Column.VILLAGE_NAME})


@dataclass(frozen=True, slots=True)
class Layout:
    """Where everything stands: the header's row number (from 1), the place of each column, the title block."""

    header_row: int
    columns: Mapping[Column, int]
    titles: tuple[str, ...]
    places: Mapping[Place, str] = field(default_factory=dict)

    def cell(self, row: Row, column: Column) -> Cell:
        """The row's cell of that column; None when the file has no such column or the row is short."""
        at = self.columns.get(column)
        return row[at] if at is not None and at < len(row) else None

    def title(self, column: Column) -> str:
        """The column's own title in the file; the empty text when it has none."""
        at = self.columns.get(column)
        return self.titles[at] if at is not None else ""


def recognise(rows: Sequence[Row], chosen: Mapping[Column, str] | None = None) -> Layout | LayoutRefusal:
    """Find header and title block. A pre-list has a name, a NIK or No. KK, and says its village somewhere.

    `chosen` names the title of a column where a person knows better; the empty title means that there is none.
    """
    if all(is_blank(row) for row in rows):
        return LayoutRefusal.EMPTY
    titled = _titled(chosen or {})
    searched = range(min(len(rows), _SEARCHED_ROWS))
    at = max(searched, key=lambda index: len(set(known_columns(rows[index], titled).values())))
    known = known_columns(rows[at], titled)
    found = set(known.values())
    if Column.NAME not in found or not found & {Column.NIK, Column.FAMILY_CARD}:
        return LayoutRefusal.NO_HEADER
    if len(found) < len(known):
        return LayoutRefusal.COLUMN_TWICE
    places = _title_block(rows[:at])
    if not found & _VILLAGE_COLUMNS and not places.keys() & {Place.VILLAGE, Place.VILLAGE_CODE}:
        return LayoutRefusal.NO_VILLAGE
    titles = tuple(one_line(cell) for cell in rows[at])
    return Layout(at + 1, {column: index for index, column in known.items()}, titles, places)


def titles_in(rows: Sequence[Row]) -> tuple[str, ...]:
    """What the columns are called, for somebody who is to choose among them; without a header we know, a guess.

    The guess is the first row that is nearly as wide as the widest: a header stands above its rows.
    """
    searched = rows[:_SEARCHED_ROWS]
    widest = max((_width(row) for row in searched), default=0)
    if not widest:
        return ()
    guess = next(row for row in searched if _width(row) >= _NEARLY * widest)
    best = max(searched, key=lambda row: len(known_columns(row)))
    header = best if len(known_columns(best)) > len(known_columns(guess)) else guess
    return tuple(dict.fromkeys(one_line(cell) for cell in header if _is_title(cell)))


def known_columns(row: Row, titled: Mapping[str, Column] | None = None) -> dict[int, Column]:
    """The cells of a row that are titles of columns we know, by place; `titled` replaces the titles that we know."""
    found = {}
    names = _COLUMN_OF if titled is None else titled
    for index, cell in enumerate(row):
        column = names.get(_folded(cell)) if isinstance(cell, str) else None
        if column is not None:
            found[index] = column
    return found


def _titled(chosen: Mapping[Column, str]) -> Mapping[str, Column]:
    if not chosen:
        return _COLUMN_OF
    kept = {title: column for title, column in _COLUMN_OF.items() if column not in chosen}
    return kept | {_folded(title): column for column, title in chosen.items() if _folded(title)}


def _width(row: Row) -> int:
    return sum(1 for cell in row if one_line(cell))


def _is_title(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(_folded(cell)) and not _folded(cell).isdecimal()


def _title_block(rows: Sequence[Row]) -> dict[Place, str]:
    """Lines such as `Desa | | BABAKANKARET`, `Desa | : BABAKANKARET` and `Desa : BABAKANKARET`."""
    places: dict[Place, str] = {}
    for row in rows:
        said = [one_line(cell) for cell in row if one_line(cell)]
        if not said:
            continue
        label, colon, value = said[0].partition(":")
        if not colon or not value.strip():
            value = next((text.lstrip(": ") for text in said[1:] if text.lstrip(": ")), "")
        place = _PLACE_OF.get(_folded(label))
        if place is not None and value.strip():
            places.setdefault(place, value.strip())
    return places


def _folded(cell: Cell) -> str:
    return "".join(sign for sign in cell_text(cell).casefold() if sign.isalnum())
