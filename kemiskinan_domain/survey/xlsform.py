"""XLSForm (`.xlsx` or Markdown) through pyxform, which is loaded only here: it costs half a second."""

from __future__ import annotations

from pathlib import Path

from kemiskinan_domain.survey.form import Form
from kemiskinan_domain.survey.model import FormError
from kemiskinan_domain.survey.xform import is_xform


def load_form(source: Path | str) -> Form:
    """The form in a file (`.xlsx`, `.xls`, `.csv`, `.md`, `.xml`) or in a text; raises FormError."""
    form = Form.from_xml(compile_form(source))
    assert form.program is not None
    return form


def compile_form(source: Path | str) -> str:
    """The compiled text of a form (XForm XML), to be kept and opened by `Form.from_xml` without pyxform."""
    path = _as_path(source)
    if path is None:
        assert isinstance(source, str)
        return source if is_xform(source) else _converted(source)
    if not path.is_file():
        raise FormError("there is no such file", str(path))
    if path.suffix.lower() == ".xml":
        return path.read_text(encoding="utf-8")
    return _converted(path)


def _as_path(source: Path | str) -> Path | None:
    if isinstance(source, Path):
        return source
    return None if "\n" in source or is_xform(source) else Path(source)


def _converted(source: Path | str) -> str:
    from pyxform.errors import PyXFormError
    from pyxform.xls2xform import convert

    try:
        if isinstance(source, str):
            result = convert(source, validate=False, file_type=".md")
        else:
            result = convert(source, validate=False)
    except (PyXFormError, OSError, ValueError, KeyError) as error:
        raise FormError(str(error)) from error
    text: str = result.xform
    return text
