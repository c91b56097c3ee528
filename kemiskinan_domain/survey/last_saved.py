"""`jr://instance/last-saved`: answers of the entry that was saved last, as defaults for the next one."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping
from typing import Final

from kemiskinan_domain.survey.expression.errors import TreeError
from kemiskinan_domain.survey.expression.tree import ELEMENT, Node
from kemiskinan_domain.survey.expression.xml_reader import built
from kemiskinan_domain.survey.model import FormError
from kemiskinan_domain.survey.tables import FormXml, Tables

LAST_SAVED: Final = "jr://instance/last-saved"


def reads_last_saved(tables: Tables) -> bool:
    """Whether a form asks for the entry that was saved last."""
    return bool(_names(tables))


def with_last_saved(tables: Tables, submission: str) -> Mapping[str, Node]:
    """The tables of a form with that submission in place; without one its answers are empty.

    Raises FormError for a text that is no XML.
    """
    names = _names(tables)
    if not names or not submission:
        return tables
    try:
        document = built(submission, FormXml())
    except TreeError as error:
        raise FormError(f"the entry that was saved last cannot be read: {error}") from error
    instance = Node(ELEMENT, "instance")
    for top in document.elements():
        instance.append(top)
    return ChainMap(dict.fromkeys(names, instance), tables)  # type: ignore[arg-type]  # it is only read


def _names(tables: Tables) -> list[str]:
    found = ((name, tables.of(name)) for name in tables)
    return [name for name, table in found if table is not None and table.source == LAST_SAVED]
