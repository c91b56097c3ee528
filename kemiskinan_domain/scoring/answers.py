"""A family's answers as the rules read them: from its documents, each with the words to show."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kemiskinan_domain.records import Document, FieldValue, read_field
from kemiskinan_domain.scoring.values import Basis, Wording

HEAD: Final = "1"
"""Relation of the head of the family (Regsosek 409)."""
LIVES_HERE: Final = frozenset({"1", "5"})
"""Presence of members who live with the family (Regsosek 404: here, or new; the sources differ, DOMAIN 3.1)."""
RELATION_QUESTION: Final = "r409"
PRESENCE_QUESTION: Final = "r404"
_NUMBER: Final = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")


class FamilyAnswers:
    """Reads what is asked now; answers kept aside count as missing."""

    def __init__(self, household: Document, members: Sequence[Document], wording: Wording) -> None:
        self._household = household
        self._members = members
        self._wording = wording

    def read(self, question: str) -> Basis:
        """An answer of the household."""
        return self._basis(question, read_field(self._household, f"answers.{question}"))

    def read_of_head(self, question: str) -> Basis:
        """An answer of the head who lives here; missing where there is not exactly one such head."""
        heads = [
            place
            for place, one in enumerate(self._members)
            if one.get("relation") == HEAD and one.get("presence") in (None, *LIVES_HERE)
        ]
        if len(heads) != 1:
            return Basis(RELATION_QUESTION, self._wording.label(RELATION_QUESTION))
        (head,) = heads
        return self._basis(question, read_field(self._members[head], f"answers.{question}"), head)

    def residents(self) -> Basis:
        """How many members live here; missing while the presence of one of them is unknown, or nobody does."""
        label = self._wording.label(PRESENCE_QUESTION)
        presences = [one.get("presence") for one in self._members]
        living = sum(1 for presence in presences if presence in LIVES_HERE)
        if None in presences or not living:
            return Basis(PRESENCE_QUESTION, label)
        return Basis(PRESENCE_QUESTION, label, residents=living)

    def _basis(self, question: str, value: FieldValue, member: int | None = None) -> Basis:
        stored = _text(value)
        words = self._wording.words(question, value) if stored else ""
        name = "" if member is None else _text(self._members[member].get("name"))
        return Basis(question, self._wording.label(question, name), stored, words, member, name)


def amount_of(basis: Basis) -> Decimal | None:
    """The number of an answer; None where it is missing or no plain number."""
    return Decimal(basis.value) if _NUMBER.fullmatch(basis.value) else None


def _text(value: FieldValue) -> str:
    """A code, a text or a whole number as text; anything else is no answer that a rule could read."""
    if isinstance(value, bool):
        return ""
    return str(value).strip() if isinstance(value, str | int) else ""
