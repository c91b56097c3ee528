"""What may be wrong with a Word template that a village edited."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from kemiskinan_desktop.documents.papers import Paper


class TemplateProblem(Enum):
    """What is wrong with a template."""

    UNREADABLE = auto()
    """It is no Word file, or a damaged one."""
    FIELD_UNKNOWN = auto()
    """It names a field that there is not."""
    MARKS_BROKEN = auto()
    """Its braces do not close, or a list has no end."""


@dataclass(frozen=True, slots=True)
class TemplateFault:
    """The paper was not made; `field` is the name as it stands in the template, empty where none can be told."""

    paper: Paper
    problem: TemplateProblem
    field: str = ""
