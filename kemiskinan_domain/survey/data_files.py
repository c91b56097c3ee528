"""Files that come with a form (choices and tables as CSV, XML or GeoJSON), put into its compiled text.

A compiled form is one text: it is signed, sent and opened years later without the folder that it came from.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from kemiskinan_domain.survey.expression.errors import TreeError
from kemiskinan_domain.survey.expression.xml_reader import parse_xml
from kemiskinan_domain.survey.model import FormError

_INSTANCE = re.compile(r'<instance\b([^>]*?\bsrc="(jr://[^"]+)"[^>]*?)(?:/>|>\s*</instance>)')
_PROLOG = re.compile(r"\A\ufeff?\s*(?:<\?.*?\?>|<!--.*?-->|\s)*", re.DOTALL)
_NO_NAME = re.compile(r"[^\w.-]")

Read = Callable[[str], bytes | None]


def reader_of(folder: Path) -> Read:
    """Reads files that lie beside a form, or in the `<form>-media` folder that ODK tools make."""

    def read(name: str) -> bytes | None:
        for place in (folder, *sorted(folder.glob("*-media"))):
            file = place / name
            if file.is_file():
                return file.read_bytes()
        return None

    return read


def with_data(text: str, read: Read) -> str:
    """The form's text with the content of its files in their instances; a file that is not there stays named.

    Raises FormError for a file that cannot be read as what it should be.
    """

    def filled(found: re.Match[str]) -> str:
        name = unescape(found[2]).rpartition("/")[2]
        data = read(name)
        if data is None:
            return found[0]
        return f"<instance{found[1]}>{_content(name, data)}</instance>"

    return _INSTANCE.sub(filled, text)


def with_external_choices(text: str, itemsets: str) -> str:
    """The form's text with the lists of its sheet `external_choices`, which pyxform writes as a CSV beside the form."""
    lists: dict[str, list[Mapping[str, str]]] = {}
    for row in csv.DictReader(io.StringIO(itemsets)):
        columns = {_heading(name): value for name, value in row.items() if value}
        lists.setdefault(columns.pop("list_name", ""), []).append(columns)
    made = "".join(f'<instance id="{escape(name)}">{items_of(rows)}</instance>' for name, rows in lists.items())
    before, model_end, after = text.partition("</model>")
    return f"{before}{made}{model_end}{after}"


def _heading(written: str) -> str:
    """The sheet's headings are free in case and blanks, and `value` is an old word for `name`."""
    plain = written.strip().lower().replace(" ", "_")
    return {"value": "name"}.get(plain, plain if plain in ("list_name", "name", "label") else written)


def _content(name: str, data: bytes) -> str:
    try:
        if name.lower().endswith(".csv"):
            return items_of(_csv_rows(data))
        if name.lower().endswith((".geojson", ".json")):
            return items_of(_features(json.loads(data)))
        return _xml(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise FormError("this file is not written in UTF-8", name) from error
    except (ValueError, TypeError, KeyError, AttributeError, csv.Error, TreeError) as error:
        raise FormError(f"this file cannot be read: {error}", name) from error


def _xml(text: str) -> str:
    parse_xml(text)
    return _PROLOG.sub("", text)


def _csv_rows(data: bytes) -> Iterable[Mapping[str, str]]:
    """Comma or, as Indonesian Excel writes it, semicolon between the cells."""
    text = data.decode("utf-8-sig")
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter)
    for row in rows:
        yield {name: value for name, value in row.items() if name and isinstance(value, str)}


def items_of(rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the content of an instance: an item each, with an element for each column."""
    return "<root>" + "".join(f"<item>{_cells(row)}</item>" for row in rows) + "</root>"


def _cells(row: Mapping[str, str]) -> str:
    return "".join(
        f"<{name}>{escape(_printable(text))}</{name}>"
        for column, text in row.items()
        if (name := _element_name(column))
    )


def _element_name(column: str) -> str:
    name = _NO_NAME.sub("_", column.strip())
    return f"_{name}" if name[:1].isdigit() or name[:1] in "-." else name


def _printable(text: str) -> str:
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")


def _features(document: Mapping[str, object]) -> Iterable[Mapping[str, str]]:
    features = document["features"]
    assert isinstance(features, list)
    for feature in features:
        row = {name: str(value) for name, value in (feature.get("properties") or {}).items() if value is not None}
        if "id" in feature:
            row.setdefault("id", str(feature["id"]))
        row["geometry"] = _geometry(feature["geometry"])
        yield row


def _geometry(geometry: Mapping[str, object]) -> str:
    places = geometry["coordinates"]
    assert isinstance(places, list)
    if geometry["type"] == "Point":
        places = [places]
    elif geometry["type"] == "Polygon":
        places = places[0]
    return "; ".join(f"{place[1]} {place[0]} 0 0" for place in places)
