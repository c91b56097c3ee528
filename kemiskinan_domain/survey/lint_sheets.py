"""Traps that show in the sheets of a form, not in what was compiled from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kemiskinan_domain.survey.findings import Finding
from kemiskinan_domain.survey.last_saved import LAST_SAVED
from kemiskinan_domain.survey.parts import FormParts
from kemiskinan_domain.survey.sheet import SheetPlaces

# https://xlsform.org/en/ref-table/, sheet settings
_SETTINGS: Final = frozenset(
    {
        "form_title",
        "form_id",
        "version",
        "instance_name",
        "default_language",
        "public_key",
        "submission_url",
        "style",
        "name",
        "clean_text_values",
        "allow_choice_duplicates",
        "auto_send",
        "auto_delete",
        "namespaces",
        "client_editable",
        "sms_keyword",
        "sms_separator",
        "prefix",
        "delimiter",
        "omit_instanceid",
        "title",
        "id_string",
        "set_form_title",
        "set_form_id",
    }
)
_PICTURED: Final = re.compile(r"(?:media::)?(?:image|big-image|audio|video)(?:::.*)?")


def sheet_traps(parts: FormParts, places: SheetPlaces) -> Iterator[Finding]:
    """Warnings, each with its sheet, row and column."""
    if not places.sheets:
        return
    yield from _settings(places)
    yield from _search(places)
    yield from _pictures(places)
    yield from _absent_files(parts, places)


def _settings(places: SheetPlaces) -> Iterator[Finding]:
    _, cells = next(places.rows("settings"), (0, {}))
    for heading in places.headings.get("settings", ()):
        if heading and heading not in _SETTINGS and "::" not in heading:
            yield Finding(False, "settings", 1, heading, "no setting has this name: it is not read")
    if "version" not in cells:
        yield Finding(
            False,
            "settings",
            2 if cells else 0,
            "version",
            "without a version no laptop can tell this form from the one before it",
        )


def _search(places: SheetPlaces) -> Iterator[Finding]:
    for number, row in places.rows("survey"):
        if "search(" in row.get("appearance", ""):
            text = "search() is not read here: use select_one_from_file, or the choices sheet with a choice_filter"
            yield Finding(False, "survey", number, "appearance", text)


def _pictures(places: SheetPlaces) -> Iterator[Finding]:
    """A compiled form is one text; what stands beside a question as a file does not travel with it."""
    for sheet in ("survey", "choices"):
        for number, row in places.rows(sheet):
            for heading in filter(_PICTURED.fullmatch, row):
                text = f"{row[heading]} does not reach the laptops: say it in words, in the label or hint"
                yield Finding(False, sheet, number, heading, text)


def _absent_files(parts: FormParts, places: SheetPlaces) -> Iterator[Finding]:
    for name in parts.instances:
        table = parts.instances.of(name)
        if table is None or not table.missing or table.source == LAST_SAVED:
            continue
        file = table.source.rpartition("/")[2]
        number, column = _user_of(file, places)
        text = f"{file} did not come with the form: put it beside the form, or into its folder <form>-media"
        yield Finding(False, "survey", number, column, text)


def _user_of(file: str, places: SheetPlaces) -> tuple[int, str]:
    """The first row that asks for the file, as a list of choices or in an expression."""
    stem = re.escape(file.rpartition(".")[0])
    asked = re.compile(rf"(?:pulldata|instance)\(\s*['\"]{stem}['\"]")
    for number, row in places.rows("survey"):
        if file in row.get("type", "").split():
            return number, "type"
        for column, cell in row.items():
            if asked.search(cell):
                return number, column
    return 0, ""
