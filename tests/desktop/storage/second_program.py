"""Another program on the same folder: opens the file or makes a first start, tells what came of it, and waits."""

from __future__ import annotations

import sys
from pathlib import Path

from kemiskinan_desktop.services.access.installing import install
from kemiskinan_desktop.storage import DatabaseKey, StorageError, Store
from tests.desktop.services.village import FakeClock
from tests.desktop.storage.disk.safekeeping_work import OFFER, SECRETARY, laptop_at


def main(folder: str, what: str) -> None:
    """Begins at a line from the other side, and holds what it got until the next."""
    sys.stdin.readline()
    store: Store | None = None
    try:
        if what == "install":
            laptop = laptop_at(Path(folder), FakeClock())
            store = Store.open(laptop.places.database, install(laptop, OFFER, SECRETARY, "kata sandi pertama").key)
        else:
            store = Store.open(Path(folder, "desa.db"), DatabaseKey(bytes.fromhex(what)))
        told = "in"
    except StorageError as error:
        told = type(error).__name__
    sys.stdout.write(told + "\n")
    sys.stdout.flush()
    sys.stdin.readline()
    if store is not None:
        store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
