"""The district's dated rule book for workers: eligibility, tariffs, claims, payers, lists, each with its source.

The shipped book is resources/social_security/pekerja.json; one that the district published is read in its place.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Final

import msgspec

from kemiskinan_domain.social_security.codes import (
    Basis,
    EndReason,
    Fact,
    ListField,
    Payer,
    Programme,
    Segment,
    WorkerStatus,
)

BOOK_ID: Final = "pekerja"
"""The id under which the district publishes the book."""


class BadBookError(Exception):
    """The book cannot be used; the text says where it is wrong, for the district's operator."""


class Sourced(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A statement with where it was seen, whether it is a fact, and what to beware of."""

    source: str
    basis: Basis
    warning: str = ""


class Condition(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that must hold: a code among several, a number within bounds, or nothing known."""

    fact: Fact
    any_of: tuple[str, ...] = ()
    at_least: int | None = None
    below: int | None = None
    missing: bool = False


class Rule(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first rule whose conditions all hold gives the status."""

    code: str
    status: WorkerStatus
    when: tuple[Condition, ...]
    words: str
    words_en: str


class RuleVersion(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The rules of a time; `valid_until` is the last day."""

    valid_from: date
    valid_until: date | None
    rules: tuple[Rule, ...]


class TariffRow(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Rupiah a month for each programme; empty `sectors` or `payers` means all of them."""

    code: str
    segment: Segment
    sectors: frozenset[str]
    payers: frozenset[Payer]
    valid_from: date
    valid_until: date | None
    amounts: dict[Programme, Decimal]


class CoverRules(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days of membership before the full death benefit, and days of warning before the end."""

    waiting_days: int
    expiring_days: int


class Claim(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What heirs can claim. `amount` is Rupiah; days count from the effective date to the end."""

    code: str
    on: EndReason
    programme: Programme
    words: str
    words_en: str
    amount: Decimal | None
    valid_from: date
    member_days_from: int
    member_days_below: int | None
    report_within_hours: int | None
    documents: tuple[str, ...]
    work_accident: bool


class PayerNote(Sourced, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payer with what to beware of, from a date on where the warning has one."""

    code: Payer
    words: str
    words_en: str
    valid_from: date | None = None


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A code of the questionnaire in words; `tariff` is the tariff's sector where it is a field of work."""

    code: str
    words: str
    tariff: str = ""


class ListColumn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A column of a list."""

    title: str
    field: ListField


class ListTemplate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who gets a list, of whom, with which columns."""

    code: str
    words: str
    words_en: str
    sheet: str
    statuses: tuple[WorkerStatus, ...]
    columns: tuple[ListColumn, ...]
    note: str = ""
    card_due: bool = False
    """Only people who have a number and whose card was not handed over yet."""


class Book(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of it."""

    id: str
    version: str
    eligibility: tuple[RuleVersion, ...]
    tariffs: tuple[TariffRow, ...]
    cover: CoverRules
    claims: tuple[Claim, ...]
    payers: tuple[PayerNote, ...]
    sectors: tuple[Named, ...]
    positions: tuple[Named, ...]
    lists: tuple[ListTemplate, ...]

    def payer(self, code: str) -> PayerNote | None:
        """What the book says of that payer."""
        return next((note for note in self.payers if note.code == code), None)

    def list_for(self, code: str) -> ListTemplate | None:
        """The list of that receiver."""
        return next((template for template in self.lists if template.code == code), None)

    def tariff_sectors(self) -> Mapping[str, str]:
        """Field of work to the tariff's sector."""
        return {named.code: named.tariff for named in self.sectors}


def read_book(text: str | bytes) -> Book:
    """Read and check the book. Raises BadBookError."""
    try:
        book = msgspec.json.decode(text, type=Book)
    except msgspec.MsgspecError as error:
        raise BadBookError(str(error)) from error
    if book.id != BOOK_ID:
        raise BadBookError(f"id {book.id!r} is not {BOOK_ID!r}")
    if not book.eligibility:
        raise BadBookError("no eligibility rules")
    for version in book.eligibility:
        _check_rules(version)
    _check_overlaps(book.eligibility)
    for row in book.tariffs:
        if any(amount < 0 for amount in row.amounts.values()):
            raise BadBookError(f"tariff {row.code}: an amount below zero")
    return book


def _check_rules(version: RuleVersion) -> None:
    if not version.rules or version.rules[-1].when:
        raise BadBookError(f"rules from {version.valid_from}: the last rule must have no condition")
    for rule in version.rules[:-1]:
        if not rule.when:
            raise BadBookError(f"rule {rule.code}: only the last rule may be without condition")
    codes = [rule.code for rule in version.rules]
    if len(set(codes)) < len(codes):
        raise BadBookError(f"rules from {version.valid_from}: a code stands twice")


def _check_overlaps(versions: tuple[RuleVersion, ...]) -> None:
    ordered = sorted(versions, key=lambda version: version.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_until is None or earlier.valid_until >= later.valid_from:
            raise BadBookError(f"two sets of rules on {later.valid_from}")
