"""Replays a village's history: each field is a compare-and-set register, each list a set (SYNC 2.5, I4, I13, I15).

A second, much smaller account of the rules than the product's: it asks of each change that was taken whether its author
had seen what it overwrote, and of each that was not, where its value can be read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kemiskinan_domain.changes import REVIEW_TRANSITIONS, Act, Change, Delete, Put, VerdictStatus
from kemiskinan_domain.people import Side
from kemiskinan_domain.records import draft_of, is_derived, may_follow_lock, place_field, read_field
from tests.contract.history.log import Entry, Told, VillageLog

HELD_BY_DISTRICT = {"submitted", "under_review", "approved"}
FOLLOWS_PARENT = {"member", "attendance", "decision"}
NOT_TAKEN = {VerdictStatus.HELD, VerdictStatus.INVALID, VerdictStatus.FORBIDDEN}


@dataclass(slots=True)
class Running:
    """A record as the history has made it so far; a deleted one keeps what it held."""

    kind: str
    document: dict[str, Any] = field(default_factory=dict)
    deleted: bool = True
    after: int = 0
    """The highest revision of the transactions before the one that changed it last."""
    touched: dict[str, int] = field(default_factory=dict)
    """The revision of each device's last change of it."""

    @property
    def parent(self) -> str | None:
        """What it belongs to."""
        parent = self.document.get("parent")
        return parent if isinstance(parent, str) and parent else None


class Replay:
    """`records` is what the history makes; `findings` are the sentences about what cannot have been."""

    def __init__(self, log: VillageLog) -> None:
        self._log = log
        self.records: dict[str, Running] = {}
        self.findings: list[str] = []
        self._children: dict[str, set[str]] = defaultdict(set)
        self._top = 0

    def play(self) -> None:
        """Everything, in the order in which it was taken in."""
        for batch in _untied(self._log.batches(), self._is_news):
            for entry in batch:
                self._one(entry)
            self._top = max(self._top, _top(batch))

    def _is_news(self, batch: list[Entry]) -> bool:
        """Whether it would change anything at this point."""
        for entry in batch:
            change, known = entry.change(), self.records.get(entry.record)
            if change is None or entry.status in NOT_TAKEN:
                continue
            if known is None:
                return True
            if isinstance(change, Put) and (
                known.deleted or any(read_field(known.document, name) != edit[1] for name, edit in change.f.items())
            ):
                return True
            if isinstance(change, Act) and known.document.get("review") != change.state[1]:
                return True
            if isinstance(change, Delete) and not known.deleted:
                return True
        return False

    def _one(self, entry: Entry) -> None:
        change, told = entry.change(), self._log.told[entry.client, entry.mid]
        if change is None or entry.status in (VerdictStatus.INVALID, VerdictStatus.FORBIDDEN):
            if change is None and entry.status is not VerdictStatus.INVALID:
                self._find(entry, "cannot be read and was not called invalid")
            return
        before = self.records.get(change.id)
        state = Running(change.k, draft_of(before.document)) if before is not None else Running(change.k)
        state.deleted = before is None or before.deleted
        locked = self._side(entry) is Side.VILLAGE and self._is_locked(change, before)
        about = {one.field: one for one in told if one.parent == change.id and one.why != "duplicate"}
        match change:
            case Put():
                self._put(entry, change, state, about, known=before is not None)
            case Delete():
                self._delete(entry, change, state, about)
            case Act():
                self._act(entry, change, state, about)
        stood = Running(change.k) if before is None else before
        if (state.document, state.deleted) != (stood.document, stood.deleted):
            self._changed(entry, change, state, locked)
        stood.touched[entry.client] = max(entry.rev, stood.touched.get(entry.client, 0))
        self._wake(change, told)

    def _changed(self, entry: Entry, change: Change, state: Running, locked: bool) -> None:
        free = isinstance(change, Act) or (isinstance(change, Put) and may_follow_lock(change.k, change.f.keys()))
        if locked and not free:
            self._find(entry, f"changed {change.id} while the district held it (I13)")
        if entry.status is VerdictStatus.HELD:
            self._find(entry, f"was held, and yet changed {change.id}")
        if entry.rev <= self._top:
            self._find(entry, f"changed {change.id} under revision {entry.rev}, which was given before")
        before = self.records.get(change.id)
        state.touched = {entry.client: entry.rev} if before is None else before.touched
        state.after = self._top
        self.records[change.id] = state
        if state.parent is not None:
            self._children[state.parent].add(change.id)

    def _put(self, entry: Entry, change: Put, state: Running, about: dict[str, Told], *, known: bool) -> None:
        if entry.status is VerdictStatus.HELD:
            for name, (_, wanted) in change.f.items():
                if read_field(state.document, name) != wanted:
                    self._kept(entry, name, wanted, about)
            return
        fresh = state.deleted
        if known and fresh and "" not in about:
            # Nothing tells that a deleted record came back: the delete was forgotten, and this is a new record.
            state.document = {}
            if not self._log.floor:
                self._find(entry, f"brought {change.id} back, and no record tells of it (I14)")
        state.deleted = False
        for name, (seen, wanted) in change.f.items():
            if is_derived(name):
                continue
            current = read_field(state.document, name)
            base = current if fresh and current is None else seen
            if _are_sets(base, current, wanted):
                place_field(state.document, name, _merged(base, current, wanted))
            elif current == wanted:
                continue
            elif name in about:
                self._kept(entry, name, wanted, about)
                if current == base:
                    self._find(entry, f"was refused on {name}, although what its author saw still stood there")
            elif current == base:
                place_field(state.document, name, wanted)
            else:
                self._find(
                    entry,
                    f"was taken on {name} of {change.id}: its author saw {seen!r}, and {current!r} stood there (I4)",
                )
                place_field(state.document, name, wanted)
        if change.form is not None:
            state.document["form"] = change.form

    def _delete(self, entry: Entry, change: Delete, state: Running, about: dict[str, Told]) -> None:
        if state.deleted:
            return
        if entry.status is not VerdictStatus.OK:
            self._kept(entry, "", change.why, about)
            return
        unseen = [
            other
            for record in (change.id, *sorted(self._children[change.id]))
            if (known := self.records.get(record)) is not None
            and (record == change.id or self._is_child(known, change.id))
            for other, rev in known.touched.items()
            if other != entry.client and rev > change.base
        ]
        if unseen:
            self._find(entry, f"deleted {change.id} over what {unseen[0]} had written unseen (I15)")
        state.deleted = True

    def _is_child(self, known: Running, family: str) -> bool:
        """A deleted one may have been forgotten, and what was forgotten is nobody's any more."""
        return known.parent == family and not (known.deleted and self._log.floor)

    def _act(self, entry: Entry, change: Act, state: Running, about: dict[str, Told]) -> None:
        current = "draft" if state.deleted else state.document.get("review") or "draft"
        seen, wanted = change.state
        if entry.status is VerdictStatus.HELD or current == wanted:
            return
        if entry.status is not VerdictStatus.OK:
            self._kept(entry, "review", wanted, about)
            return
        step = REVIEW_TRANSITIONS[change.act]
        if current != seen or current not in step[0] or wanted != step[1] or self._side(entry) is not step[2]:
            self._find(entry, f"took {change.id} from {current} to {wanted} by a step that does not lead there")
        state.document["review"] = wanted
        place_field(state.document, "review_note", change.note or None)

    def _wake(self, change: Change, told: list[Told]) -> None:
        """A member that is written into a deleted family brings it back; the conflict's entry tells so."""
        for one in told:
            family = self.records.get(one.parent)
            if one.parent == change.id or one.why == "duplicate" or family is None or not family.deleted:
                continue
            family.deleted, family.after = False, self._top

    def _kept(self, entry: Entry, name: str, wanted: object, about: dict[str, Told]) -> None:
        one = about.get(name)
        if one is None:
            self._find(entry, f"lost its value of {name or 'the whole record'}: no conflict tells of it (I4, I14)")
        elif one.entry.get("wanted") != wanted:
            self._find(entry, f"is told of with another value of {name or 'the whole record'} than it had (I4)")

    def _is_locked(self, change: Change, before: Running | None) -> bool:
        parents: set[str | None] = set()
        if change.k in FOLLOWS_PARENT:
            wanted = change.f.get("parent", [None, None])[1] if isinstance(change, Put) else None
            parents = {before.parent if before is not None else None, wanted if isinstance(wanted, str) else None}
        above = [self.records.get(parent) for parent in parents if parent]
        own = [before] if before is not None else []
        return any(
            one.document.get("review") in HELD_BY_DISTRICT or one.document.get("state") == "locked"
            for one in [*own, *(held for held in above if held is not None and not held.deleted)]
        )

    def _side(self, entry: Entry) -> Side:
        return Side(self._log.clients[entry.client]["side"]) if entry.client in self._log.clients else Side.VILLAGE

    def _find(self, entry: Entry, words: str) -> None:
        self.findings.append(f"{entry.name} {words}")


def _untied(batches: list[list[Entry]], is_news: Any) -> Iterator[list[Entry]]:
    """Of transactions under one highest revision, the one that changes something first: it gave that revision."""
    waiting: list[list[Entry]] = []
    for place, batch in enumerate(batches):
        waiting.append(batch)
        following = batches[place + 1] if place + 1 < len(batches) else None
        if following is not None and _top(following) == _top(batch):
            continue
        while waiting:
            chosen = next((one for one in waiting if is_news(one)), waiting[0])
            waiting.remove(chosen)
            yield chosen


def _top(batch: Iterable[Entry]) -> int:
    return max(entry.rev for entry in batch)


def _are_sets(*values: object) -> bool:
    return any(isinstance(value, list) for value in values) and all(
        value is None or isinstance(value, list) for value in values
    )


def _merged(seen: Any, current: Any, wanted: Any) -> list[str] | None:
    before, now, after = ({str(code) for code in value or ()} for value in (seen, current, wanted))
    return sorted((now | (after - before)) - (before - after)) or None
