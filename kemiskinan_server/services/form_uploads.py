"""A questionnaire from Excel: looked over, held against the one in use, published when nothing speaks against it."""

from __future__ import annotations

import tempfile
import zipfile
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from pathlib import Path
from typing import Final

from kemiskinan_domain.people import WHOLE_DISTRICT, Area
from kemiskinan_domain.prelist import unpacked_size
from kemiskinan_domain.survey import Form, FormDifference, FormError, compile_form
from kemiskinan_domain.survey.findings import Finding
from kemiskinan_domain.survey.lint import check_form
from kemiskinan_server.services.forms import FormRefusal, publish_form
from kemiskinan_server.services.keys import ServerKeys
from kemiskinan_server.storage.database import UnitOfWork

ENDINGS: Final = (".xlsx", ".md", ".xml")
_LARGEST_UNPACKED: Final = 100_000_000
_REPEATS: Final = {"keluarga": {"anggota"}}
_FIELDS: Final = {"keputusan": {"presence", "decision", "reasons"}, "musyawarah": {"element"}}
"""What the laptops' program itself relies on; a form without it would stop their work."""


class UploadProblem(Enum):
    """Why a questionnaire cannot be published."""

    NOT_A_FORM = auto()
    """The findings say where."""
    TOO_LARGE = auto()
    UNKNOWN_ID = auto()
    PART_MISSING = auto()
    VERSION_NOT_HIGHER = auto()
    VERSION_TAKEN = auto()


@dataclass(frozen=True, slots=True)
class FormLook:
    """What a file is; without a problem it may be published. `difference` is None where nothing is in use yet."""

    form: str
    version: str
    title: str
    findings: tuple[Finding, ...]
    problem: UploadProblem | None
    missing: tuple[str, ...] = ()
    in_use: str = ""
    difference: FormDifference | None = None
    compiled: str = ""


def look_over(unit: UnitOfWork, name: str, content: bytes) -> FormLook:
    """Compile and check the file; nothing is written."""
    if _swells(content):
        return FormLook("", "", "", (), UploadProblem.TOO_LARGE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"kuesioner{_ending(name)}"
        path.write_bytes(content)
        findings = tuple(check_form(path))
        try:
            compiled = compile_form(path)
            form = Form.from_xml(compiled)
        except FormError:
            return FormLook("", "", "", findings, UploadProblem.NOT_A_FORM)
    standing = (one for one in unit.publications.releases() if one.id == form.id and one.withdrawn_at is None)
    in_use = next((one.version for one in standing), "")
    stored = unit.publications.get(form.id, in_use) if in_use else None
    missing = _missing(form)
    return FormLook(
        form=form.id,
        version=form.version,
        title=form.title("id"),
        findings=findings,
        problem=_problem(form, findings, missing, in_use),
        missing=missing,
        in_use=in_use,
        difference=None if stored is None else Form.from_xml(stored.compiled).compare(form),
        compiled=compiled,
    )


def publish(
    unit: UnitOfWork, keys: ServerKeys, look: FormLook, *, by: str, now: datetime, area: Area = WHOLE_DISTRICT
) -> UploadProblem | None:
    """Put it out; the laptops of the area take it with their next exchange. The caller commits."""
    if look.problem is not None:
        return look.problem
    done = publish_form(
        unit, keys, form=look.form, version=look.version, compiled=look.compiled, by=by, now=now, area=area
    )
    return UploadProblem.VERSION_TAKEN if done is FormRefusal.VERSION_TAKEN else None


def _swells(content: bytes) -> bool:
    """Whether a packed file holds far more than any questionnaire."""
    try:
        return unpacked_size(content) > _LARGEST_UNPACKED
    except zipfile.BadZipFile:
        return False


def _ending(name: str) -> str:
    ending = Path(name).suffix.lower()
    return ending if ending in ENDINGS else ENDINGS[0]


def _problem(form: Form, findings: tuple[Finding, ...], missing: tuple[str, ...], in_use: str) -> UploadProblem | None:
    if any(one.error for one in findings):
        return UploadProblem.NOT_A_FORM
    if form.id not in _REPEATS.keys() | _FIELDS.keys():
        return UploadProblem.UNKNOWN_ID
    if missing:
        return UploadProblem.PART_MISSING
    if in_use and _order(form.version) <= _order(in_use):
        return UploadProblem.VERSION_NOT_HIGHER
    return None


def _missing(form: Form) -> tuple[str, ...]:
    repeats = {group.name for group in form.repeats()}
    fields = {question.field for question in form.questions.values()}
    lacking = (_REPEATS.get(form.id, set()) - repeats) | (_FIELDS.get(form.id, set()) - fields)
    return tuple(sorted(lacking))


def _order(version: str) -> tuple[int, str]:
    """Versions are numbers of a day; what is none comes before them."""
    return (int(version), "") if version.isdecimal() else (-1, version)
