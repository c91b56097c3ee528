"""Keeps synthetic photos until it is killed; prints each name once its commit has returned."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kemiskinan_desktop.storage import DatabaseKey, Store
from tests.desktop.storage.saving import NOW


def main(path: str, key: str) -> None:
    """Keep random bytes of about a photo's size."""
    store = Store.open(Path(path), DatabaseKey(bytes.fromhex(key)))
    while True:
        sys.stdout.write(store.blobs.put(os.urandom(300_000), NOW) + "\n")
        sys.stdout.flush()


main(*sys.argv[1:])
