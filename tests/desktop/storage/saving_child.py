"""Saves answers until it is killed; prints each number once its commit has returned."""

from __future__ import annotations

import sys
from pathlib import Path

from kemiskinan_desktop.storage import DatabaseKey, Store
from kemiskinan_domain.records import RecordId
from tests.desktop.storage.saving import new


def main(path: str, key: str, start: str) -> None:
    """Save families numbered from `start` on."""
    store = Store.open(Path(path), DatabaseKey(bytes.fromhex(key)))
    number = int(start)
    while True:
        new(store, RecordId(f"keluarga-{number:06d}"), head_name=f"Keluarga {number}")
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()
        number += 1


main(*sys.argv[1:])
