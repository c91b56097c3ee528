"""A form as it was read: plain data that the rules are compiled from and that entries are built on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from kemiskinan_domain.survey.expression.tree import Node
from kemiskinan_domain.survey.model import Assignment, Entity, Group, Question, Section, Wording
from kemiskinan_domain.survey.tables import Tables

_INDEX = re.compile(r"\[\d+\]")


@dataclass(frozen=True, slots=True)
class FormParts:
    """All that was read of a form; `order` is the order of the body, `root` the tree of its empty answers."""

    form_id: str
    version: str
    titles: Wording
    languages: tuple[str, ...]
    questions: Mapping[str, Question]
    groups: Mapping[str, Group]
    order: tuple[str, ...]
    assignments: tuple[Assignment, ...]
    root: Node
    instances: Tables
    prefixes: Mapping[str, str]
    entities: tuple[Entity, ...]
    text: str


def template_of(path: str) -> str:
    """A path without places: `/data/anggota[2]/nik` becomes `/data/anggota/nik`."""
    return _INDEX.sub("", path) if "[" in path else path


def is_meta(path: str) -> bool:
    """Whether it lies in what ODK keeps about the submission itself."""
    return "/meta/" in path or "/orx:meta/" in path


def sections_of(parts: FormParts) -> tuple[Section, ...]:
    """The pages of the form with their questions: groups directly under the root, and the root's own."""
    root = f"/{parts.root.name}"
    pages: dict[str, list[Question]] = {}
    for path in parts.order:
        question = parts.questions.get(path)
        if question is not None:
            pages.setdefault(_page(path, root), []).append(question)
    found: list[Section] = []
    for page, questions in pages.items():
        group = parts.groups.get(page)
        repeat = next((path for path, one in parts.groups.items() if one.repeats and _under(path, page)), None)
        labels: Wording = {} if group is None else group.labels
        name = page.rpartition("/")[2]
        found.append(Section(page, name, labels, tuple(questions), repeat if page != root else None))
    return tuple(found)


def _page(path: str, root: str) -> str:
    first = path[len(root) + 1 :].partition("/")
    return f"{root}/{first[0]}" if first[1] else root


def _under(path: str, page: str) -> bool:
    return path == page or path.startswith(page + "/")
