"""When a new edit may join a change that waits in the outbox (SYNC 2.2, rule 2). Pure."""

from __future__ import annotations

from typing import Any, Final

import msgspec

from kemiskinan_domain.changes import Change, Put
from kemiskinan_domain.records import FieldValue

_STATE_FIELDS: Final = frozenset({"review", "state"})


def is_barrier(change: Change) -> bool:
    """A delete, a review step, a lock, or a choice in a conflict: nothing later may slip in front of it."""
    return not isinstance(change, Put) or bool(change.closes) or not _STATE_FIELDS.isdisjoint(change.f)


def coalesced(waiting: Change, edit: Put) -> Put | None:
    """The waiting change with the edit in it; None unless the edit began exactly where the waiting change ended."""
    if not isinstance(waiting, Put) or waiting.by != edit.by or waiting.form != edit.form:
        return None
    fields: dict[str, Any] = dict(waiting.f)
    for field, (seen, wanted) in edit.f.items():
        if field not in fields:
            fields[field] = [seen, wanted]
        elif same_value(fields[field][1], seen):
            fields[field] = [fields[field][0], wanted]
        else:
            return None
    return msgspec.structs.replace(waiting, f=fields, at=edit.at)


def same_value(left: FieldValue, right: FieldValue) -> bool:
    """Whether two JSON values are written alike: `1` and `true` are not."""
    return msgspec.json.encode(left, order="deterministic") == msgspec.json.encode(right, order="deterministic")
