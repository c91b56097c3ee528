"""XLSForm (`.xlsx` or Markdown) through pyxform, which is loaded only here: it costs half a second."""

from __future__ import annotations

import re
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from kemiskinan_domain.survey.data_files import Read, reader_of, with_data, with_external_choices
from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.model import FormError, UnreadableFileError
from kemiskinan_domain.survey.xform import is_xform

_NO_KIND = "not recognized as a supported type"
_KINDS = "this is no Excel workbook (.xlsx), no Markdown form (.md) and no XForm (.xml), or it is damaged"
_DECLARED = re.compile(rb"""\A<\?xml[^>]*?encoding=["']([\w.-]+)["']""")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A form's compiled text, and what pyxform thought worth a warning."""

    text: str
    warnings: tuple[str, ...] = ()


def load_form(source: Path | str) -> Form:
    """The form in a file (`.xlsx`, `.xls`, `.csv`, `.md`, `.xml`) or in a text; raises FormError.

    Files of choices and data (CSV, XML, GeoJSON) are taken from beside it, or from its `-media` folder.
    """
    form = Form.from_xml(compile_form(source))
    assert form.program is not None
    return form


def compile_form(source: Path | str) -> str:
    """The compiled text of a form (XForm XML), to be kept and opened by `Form.from_xml` without pyxform."""
    return compiled_form(source).text


def compiled_form(source: Path | str) -> Compiled:
    """The same with the warnings; raises FormError."""
    path = _as_path(source)
    if path is None:
        assert isinstance(source, str)
        return Compiled(source) if is_xform(source) else _converted(source, lambda _name: None)
    if not path.is_file():
        raise UnreadableFileError("there is no such file", str(path))
    read = reader_of(path.parent)
    if path.suffix.lower() == ".xml":
        return Compiled(with_data(_decoded(path.read_bytes()), read))
    return _converted(path, read)


def _as_path(source: Path | str) -> Path | None:
    if isinstance(source, Path):
        return source
    return None if "\n" in source or is_xform(source) else Path(source)


def _decoded(data: bytes) -> str:
    declared = _DECLARED.match(data)
    name = declared[1].decode("ascii") if declared is not None else "utf-8-sig"
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        name = "utf-16"
    try:
        text = data.decode("utf-8-sig" if name.lower() == "utf-8" else name)
    except (UnicodeDecodeError, LookupError) as error:
        raise FormError(f"this XML cannot be read as {name}") from error
    return text


def _converted(source: Path | str, read: Read) -> Compiled:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    file_type = ".md" if isinstance(source, str) else None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of openpyxl, about parts of a workbook that are no form
            result = convert(source, validate=False, file_type=file_type)
    except PyXFormError as error:
        if _NO_KIND in str(error):
            raise UnreadableFileError(_KINDS) from error
        raise FormError(str(error)) from error
    except zipfile.BadZipFile as error:
        raise UnreadableFileError(_KINDS) from error
    except Exception as error:  # a workbook that is no form makes pyxform fail in any way it likes
        raise UnreadableFileError(f"this is no form that can be read ({type(error).__name__}: {error})") from error
    text: str = result.xform
    if result.itemsets:
        text = with_external_choices(text, result.itemsets)
    return Compiled(with_data(text, read), tuple(result.warnings))
