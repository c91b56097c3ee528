"""A newer program opens an older village's file, which brings its tables up to date."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kemiskinan_desktop.storage import DatabaseKey, Store
from tests.desktop.storage.disk.recording import Recorder
from tests.desktop.storage.disk.state import records_digest


def main(folder: str, key: str) -> None:
    store = Store.open(Path(folder, "desa.db"), DatabaseKey(bytes.fromhex(key)))
    Recorder().mark(json.dumps([records_digest(store)]))
    store.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
