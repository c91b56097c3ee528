"""Every page that left the server, held against the village: what a laptop got is the slice that it asked for."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from tests.contract.history.log import VillageLog


@dataclass(frozen=True, slots=True)
class Page:
    """The feed lines of one reply, from the asked cursor to the cursor that its last line names."""

    after: int
    upto: int
    lines: list[bytes]
    mirrored: int = 0
    """The latest revisions that were left for the laptop to make itself."""


@dataclass(slots=True)
class PageBook:
    """The pages since the last look, by database, village and epoch."""

    pages: dict[tuple[str, str, str], list[Page]] = field(default_factory=lambda: defaultdict(list))

    def recording(self, exchange: Callable[..., Any]) -> Callable[..., Any]:
        """The server's own function, which also leaves its answer here."""

        def recorded(unit: Any, *args: Any, **kwargs: Any) -> Any:
            answer = exchange(unit, *args, **kwargs)
            if isinstance(answer, list):
                database = unit._connection.engine.url.database
                head, tail = json.loads(answer[0]), json.loads(answer[-1])
                key = (str(database), str(kwargs["village"]), str(head["epoch"]))
                page = Page(kwargs["request"].cursor, tail["cursor"], answer[1:-1], head.get("mirrored", 0))
                self.pages[key].append(page)
            return answer

        return recorded

    def findings_in(self, database: str, log: VillageLog) -> Iterator[str]:
        """What pages said that the village did not hold, and what they left out."""
        for key in [key for key in self.pages if key[:2] == (database, log.code)]:
            pages = self.pages.pop(key)
            yield from _in_pages(pages)
            if key[2] == log.epoch:
                yield from _against(pages, log)


def _in_pages(pages: list[Page]) -> Iterator[str]:
    seen: dict[int, bytes] = {}
    for page in pages:
        revs = [_rev(line) for line in page.lines]
        if revs != sorted(set(revs)) or any(not page.after < rev <= page.upto for rev in revs):
            yield f"a page after {page.after} up to {page.upto} held the revisions {revs}"
        if page.mirrored and (page.lines or page.after + page.mirrored != page.upto):
            yield f"a page after {page.after} up to {page.upto} left {page.mirrored} revisions to the laptop, not all"
        for rev, line in zip(revs, page.lines, strict=True):
            if seen.setdefault(rev, line) != line:
                yield f"revision {rev} was sent as two different lines (I7)"


def _against(pages: list[Page], log: VillageLog) -> Iterator[str]:
    """What still stands under its revision must have been in each page whose slice holds that revision."""
    standing = {record.rev: record.line for record in log.records.values()}
    order = sorted(standing)
    for page in pages:
        sent = {_rev(line): line for line in page.lines}
        for rev in order[bisect_right(order, page.after) : bisect_right(order, page.upto - page.mirrored)]:
            if rev not in sent:
                yield f"a page after {page.after} up to {page.upto} left out revision {rev} (I3)"
            elif sent[rev] != standing[rev]:
                yield f"revision {rev} was sent otherwise than it stands (I7)"
        if page.upto > log.head:
            yield f"a page went up to {page.upto}, beyond the head {log.head} (I6)"


def _rev(line: bytes) -> int:
    return int(line[1 : line.index(b",")])
