"""A name that stands twice in one JSON object: readers disagree about what it means, so nobody should have to."""

from __future__ import annotations

import json
from typing import Any


def has_name_twice(body: bytes | str, *, below: bool = True) -> bool:
    """Whether an object in the text has a name twice; without `below` only the outermost object counts.

    Raises ValueError and RecursionError for what is not JSON. Nothing of the text is kept while it is read.
    """
    outermost = anywhere = False

    def look(pairs: list[tuple[str, Any]]) -> None:
        """Objects close from the inside out: the last one is the outermost."""
        nonlocal outermost, anywhere
        outermost = len({name for name, _ in pairs}) < len(pairs)
        anywhere = anywhere or outermost

    json.loads(body, object_pairs_hook=look, parse_int=len, parse_float=len, parse_constant=len)
    return anywhere if below else outermost
