"""Papers of a meeting as Word files, from templates that a village may edit.

A template is somebody's file: it is filled in a sandbox, and what is wrong with it comes back as a value that names the
field, so that the person can mend it or take the shipped template instead.
"""

from __future__ import annotations

import io
import re
from typing import Final
from zipfile import BadZipFile

import segno
from docx.opc.exceptions import PackageNotFoundError
from docx.shared import Mm
from docxtpl import DocxTemplate, InlineImage
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import XMLSyntaxError

from kemiskinan_desktop.documents.minutes import MinutesValues, qr_words
from kemiskinan_desktop.documents.papers import Paper, paper_content
from kemiskinan_desktop.documents.word_content import word_content
from kemiskinan_desktop.documents.word_faults import TemplateFault, TemplateProblem

_QR_SIZE: Final = Mm(26)
_QUOTED: Final = re.compile(r"'([^']*)'")


class _Rules(SandboxedEnvironment):
    """A template repeats and chooses; it multiplies nothing, so that no file of a few letters fills the memory."""

    intercepted_binops = frozenset({"*", "**"})

    def call_binop(self, context: object, operator: str, left: object, right: object) -> object:
        """Refuse."""
        raise SecurityError(operator)


def fill_template(paper: Paper, values: MinutesValues, data: bytes) -> bytes | TemplateFault:
    """The template in `data` with these values in it."""
    try:
        return _filled(paper, values, data)
    except (BadZipFile, PackageNotFoundError, KeyError, XMLSyntaxError):
        return TemplateFault(paper, TemplateProblem.UNREADABLE)
    except TemplateSyntaxError as error:
        return TemplateFault(paper, TemplateProblem.MARKS_BROKEN, _quoted(error))
    except UndefinedError as error:
        return TemplateFault(paper, TemplateProblem.FIELD_UNKNOWN, _quoted(error))
    except (SecurityError, TemplateError, TypeError, ArithmeticError) as error:
        return TemplateFault(paper, TemplateProblem.MARKS_BROKEN, _quoted(error))


def _filled(paper: Paper, values: MinutesValues, template: bytes) -> bytes | TemplateFault:
    document = DocxTemplate(io.BytesIO(template))
    document.init_docx()
    context = word_content(paper_content(paper, values))
    context["qr"] = _qr(document, values)
    rules = _Rules(undefined=StrictUndefined, autoescape=True)
    unknown = document.get_undeclared_template_variables(rules, context)
    if unknown:
        return TemplateFault(paper, TemplateProblem.FIELD_UNKNOWN, min(unknown))
    document.render(context, jinja_env=rules, autoescape=True)
    properties = document.docx.core_properties
    properties.title = str(context["judul"])[:255]
    properties.author = properties.last_modified_by = ""
    properties.created = properties.modified = values.printed_at.replace(tzinfo=None, microsecond=0)
    filled = io.BytesIO()
    document.save(filled)
    return filled.getvalue()


def _qr(document: DocxTemplate, values: MinutesValues) -> object:
    """The code of a locked meeting as a picture; nothing before the lock."""
    if values.seal is None:
        return ""
    picture = io.BytesIO()
    made = segno.make(qr_words(values.letterhead, values.seal), error="m", micro=False, boost_error=False)
    made.save(picture, kind="png", scale=6, border=2)
    picture.seek(0)
    return InlineImage(document, picture, width=_QR_SIZE)


def _quoted(error: Exception) -> str:
    """The name that the message ends with: of `'dict object' has no attribute 'nomr'` the second."""
    found = [name for name in _QUOTED.findall(str(error)) if name.isidentifier()]
    return found[-1] if found else ""
