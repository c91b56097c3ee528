"""Lists of codes: a version is published once and never changes; withdrawn, the version before it counts again."""

from __future__ import annotations

import csv
import io
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from typing import Final

from kemiskinan_domain.prelist import workbook_bytes
from kemiskinan_domain.publishing import CodeChoice, CodeList, code_list_id
from kemiskinan_domain.publishing.code_list import LIST_NAME, LIST_VERSION, NATIONAL_MARK, version_order
from kemiskinan_domain.survey.replaced_lists import ReplacingList
from kemiskinan_domain.wire.scopes import NATIONAL, ScopeKind, ScopeName, district_scope
from kemiskinan_server.services.scopes import document_of, write_record
from kemiskinan_server.storage.database import UnitOfWork

_LONGEST_TITLE: Final = 120


class CodeListRefusal(Enum):
    """Why a version cannot be published."""

    NAME = auto()
    VERSION = auto()
    TITLE = auto()
    NO_CHOICES = auto()
    ENDS_BEFORE_IT_BEGINS = auto()
    VERSION_TAKEN = auto()
    VERSION_NOT_HIGHER = auto()


@dataclass(frozen=True, slots=True)
class Edition:
    """One published version as the district's page lists it."""

    scope: ScopeName
    codes: CodeList
    by: str
    at: datetime


def refusal_of(unit: UnitOfWork, scope: ScopeName, codes: CodeList) -> CodeListRefusal | None:
    """What speaks against publishing the version; a version that stands there word for word is no trouble."""
    checks = (
        (CodeListRefusal.NAME, LIST_NAME.fullmatch(codes.name) is None),
        (CodeListRefusal.VERSION, LIST_VERSION.fullmatch(codes.version) is None),
        (CodeListRefusal.TITLE, not codes.title.strip() or len(codes.title) > _LONGEST_TITLE),
        (CodeListRefusal.NO_CHOICES, not codes.choices),
        (CodeListRefusal.ENDS_BEFORE_IT_BEGINS, codes.until is not None and codes.until < codes.starts),
    )
    for refusal, holds in checks:
        if holds:
            return refusal
    known = unit.scopes.record(scope, code_list_id(codes.name, codes.version))
    if known is not None:
        same = document_of(known) == codes.to_document()
        return None if same else CodeListRefusal.VERSION_TAKEN
    standing = [one for one in editions(unit, [scope]) if one.codes.name == codes.name and not one.codes.withdrawn]
    newest = max((version_order(one.codes.version) for one in standing), default=None)
    too_low = newest is not None and version_order(codes.version) <= newest
    return CodeListRefusal.VERSION_NOT_HIGHER if too_low else None


def publish_code_list(
    unit: UnitOfWork, scope: ScopeName, codes: CodeList, *, by: str, now: datetime
) -> CodeListRefusal | None:
    """Put a version out; laptops take it with their next exchange. The caller commits."""
    unit.scopes.lock(scope, secrets.token_hex(4))
    refusal = refusal_of(unit, scope, codes)
    record = code_list_id(codes.name, codes.version)
    if refusal is not None or unit.scopes.record(scope, record) is not None:
        return refusal
    write_record(unit, scope, ScopeKind.CODE_LIST, record, codes.to_document(), by=by, now=now)
    unit.directory.note(now, by, "code-list-published", None, f"{scope} {codes.name}@{codes.version}")
    return None


def withdraw_code_list(unit: UnitOfWork, scope: ScopeName, name: str, version: str, *, by: str, now: datetime) -> bool:
    """Take a version back: the one before it counts for families that are begun from now on.

    It stays in the feed, marked: families that began with it are finished with it, on whichever laptop.
    """
    unit.scopes.lock(scope, secrets.token_hex(4))
    record = code_list_id(name, version)
    codes = edition(unit, scope, name, version)
    if codes is None or codes.withdrawn:
        return False
    document = replace(codes, withdrawn=True).to_document()
    write_record(unit, scope, ScopeKind.CODE_LIST, record, document, by=by, now=now)
    unit.directory.note(now, by, "code-list-withdrawn", None, f"{scope} {name}@{version}")
    return True


def editions(unit: UnitOfWork, scopes: list[ScopeName]) -> list[Edition]:
    """Every version, withdrawn ones too, the latest first."""
    found = []
    for scope, record in unit.scopes.records(scopes, ScopeKind.CODE_LIST):
        codes = CodeList.from_document(document_of(record))
        if codes is not None:
            found.append(Edition(ScopeName(scope), codes, record.actor, record.at))
    return found


def replacing_lists(unit: UnitOfWork, village: str, versions: Mapping[str, str]) -> dict[str, ReplacingList]:
    """The lists that a family of that village was begun with, as far as they were published here."""
    found = {}
    for name, version in versions.items():
        national = version.startswith(NATIONAL_MARK)
        scope = NATIONAL if national else district_scope(village)
        codes = edition(unit, scope, name, version.removeprefix(NATIONAL_MARK))
        if codes is not None:
            found[name] = ReplacingList(version, codes.rows())
    return found


def edition(unit: UnitOfWork, scope: ScopeName, name: str, version: str) -> CodeList | None:
    """One published version."""
    record = unit.scopes.record(scope, code_list_id(name, version))
    return None if record is None else CodeList.from_document(document_of(record))


def workbook_of(codes: CodeList) -> bytes:
    """The list as an Excel file that this page reads again; every cell is text, so that none is run as a formula."""
    return workbook_bytes(_rows(codes.choices), codes.name)


def table_of(choices: Sequence[CodeChoice]) -> str:
    """The list as text that a person can go on with, and that is read again as it stands."""
    target = io.StringIO()
    csv.writer(target, delimiter=";", lineterminator="\n").writerows(_rows(choices))
    return target.getvalue()


def _rows(choices: Sequence[CodeChoice]) -> list[list[str]]:
    columns = sorted({name for choice in choices for name in choice.columns})
    rows = [["kode", "uraian", *columns]]
    rows += [[choice.code, choice.label, *(choice.columns.get(name, "") for name in columns)] for choice in choices]
    return rows
