"""Other laptops' changes that travel with this one, as a list: shown, not part of this laptop's records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kemiskinan_desktop.services.bundles.values import CarriedItem
from kemiskinan_desktop.services.exchange.listing import title_of
from kemiskinan_desktop.storage.bundles import BundleShelf, CarriedChange
from kemiskinan_domain.changes import Put
from kemiskinan_domain.records import RecordId, RecordKind
from kemiskinan_domain.wire import device_of

if TYPE_CHECKING:
    from kemiskinan_desktop.storage import Unit

_NAMES = ("head_name", "name", "title", "text")


def carried_items(view: Unit) -> tuple[CarriedItem, ...]:
    """One line for each laptop and record, in the order in which that laptop wrote."""
    shelf = BundleShelf(view)
    devices = shelf.devices()
    grouped: dict[tuple[str, RecordKind, RecordId], list[CarriedChange]] = {}
    for one in shelf.carried_changes():
        grouped.setdefault((device_of(one.client), one.kind, one.record), []).append(one)
    return tuple(
        CarriedItem(
            kind=kind,
            title=_title(changes) or title_of(view, kind, record),
            changes=len(changes),
            laptop=devices[client][0] if client in devices else "",
        )
        for (client, kind, record), changes in grouped.items()
    )


def _title(changes: list[CarriedChange]) -> str:
    """The newest name that the changes themselves give."""
    for one in reversed(changes):
        if not isinstance(one.change, Put):
            continue
        for name in _NAMES:
            wanted = one.change.f.get(name, [None, None])[1]
            if isinstance(wanted, str) and wanted:
                return wanted
    return ""
