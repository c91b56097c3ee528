"""Berkas diagnosa: what a helper at the district needs to understand a laptop, without a word about any person.

Only what is listed here goes in: counts, numbers of the exchange, stable words of the log, versions, and the fault log,
which holds code lines and no values. No name, no number of a person, no path, no key, no name of the computer.
"""

from __future__ import annotations

import json
import platform
import shutil
from typing import Any, Final

from kemiskinan_desktop.places import Places
from kemiskinan_desktop.services.bundles import BY_FILE
from kemiskinan_desktop.services.desk import Desk
from kemiskinan_desktop.services.exchange.journal import log_line
from kemiskinan_desktop.storage import ExchangeState, Unit
from kemiskinan_desktop.storage.bundles import BundleShelf
from kemiskinan_desktop.storage.errors import StorageError
from kemiskinan_desktop.storage.schema import HEAD
from kemiskinan_desktop.sync.errors import SyncError
from kemiskinan_domain.wire import PROBLEM_BASE, ProblemType

_LINES: Final = 100
_FAULT_BYTES: Final = 200_000
_FAULTS: Final = "kesalahan.log"


class DiagnosticService:
    """Runs on the storage lane."""

    def __init__(self, desk: Desk, places: Places, app_version: str) -> None:
        self._desk = desk
        self._places = places
        self._app_version = app_version

    def collect(self) -> bytes:
        """The file, as JSON."""
        with self._desk.store.view() as view:
            content = {
                "made_at": self._desk.clock().isoformat(),
                "village": self._desk.village.code,
                "training": self._desk.village.training,
                "program": self._program(),
                "file": self._file(),
                "exchange": _exchange(view),
                "records": _counts(view),
                "log": _log(view),
                "bundles": _bundles(view),
                "faults": self._faults(),
            }
        return json.dumps(content, ensure_ascii=False, indent=1).encode()

    def _program(self) -> dict[str, str]:
        return {
            "version": self._app_version,
            "python": platform.python_version(),
            "system": f"{platform.system()} {platform.release()}",
            "machine": platform.machine(),
        }

    def _file(self) -> dict[str, Any]:
        path = self._desk.store.path
        return {
            "tables": HEAD,
            "bytes": path.stat().st_size if path.exists() else 0,
            "free_bytes": shutil.disk_usage(path.parent).free,
        }

    def _faults(self) -> list[str]:
        """Kinds of faults and lines of code; whoever writes this log leaves messages and values out."""
        try:
            content = (self._places.logs / _FAULTS).read_bytes()[-_FAULT_BYTES:]
        except OSError:
            return []
        return content.decode("utf-8", "replace").splitlines()


def _exchange(view: Unit) -> dict[str, Any]:
    state: ExchangeState = view.meta.exchange()
    summary = view.queries.send_summary()
    return {
        "client": view.meta.enrolment().client,
        "epoch": state.epoch,
        "cursor": state.cursor,
        "applied": state.applied,
        "full_pull": state.full_pull,
        "top_mid": state.top_mid,
        "frozen_mid": state.frozen_mid,
        "acked_mid": state.acked_mid,
        "durable_rev": state.durable_rev,
        "clock_offset": state.clock_offset,
        "last_exchange": state.last_exchange,
        "unsent": summary.unsent,
        "unsent_bytes": summary.pending_bytes,
        "oldest_unsent": summary.oldest_unsent,
        "last_receipt": summary.last_receipt,
    }


def _counts(view: Unit) -> dict[str, int]:
    counts = {str(kind): count for kind, count in BundleShelf(view).record_counts().items()}
    return {**counts, "open_conflicts": len(view.queries.conflicts()), "refused": len(view.queries.refused())}


def _log(view: Unit) -> list[dict[str, Any]]:
    """Counts and stable words; a detail that is not one of the protocol's words stays out."""
    found, words = [], _stable_words()
    for at, text in view.exchange.history.latest(_LINES):
        line = log_line(at, text)
        found.append(
            {
                "at": at,
                "problem": line.report.problem.name if line.report.problem else None,
                "detail": line.detail if line.detail in words else "",
                "pushed": line.report.pushed,
                "pulled": line.report.pulled,
                "refused": line.report.refused,
                "new_conflicts": line.report.new_conflicts,
            }
        )
    return found


def _bundles(view: Unit) -> list[dict[str, Any]]:
    written = BundleShelf(view).written(view.meta.enrolment().client)
    return [
        {
            "seq": one.seq,
            "first": one.first_mid,
            "last": one.last_mid,
            "bytes": one.size,
            "at": one.written_at,
            "answered_at": one.answered_at,
        }
        for one in written[:_LINES]
    ]


def _stable_words() -> frozenset[str]:
    """All that a detail of the log may be: our names of faults and the protocol's of problems."""
    faults = {BY_FILE}
    kinds: list[type[Exception]] = [SyncError, StorageError]
    while kinds:
        kind = kinds.pop()
        faults.add(kind.__name__)
        kinds += kind.__subclasses__()
    return frozenset(faults | {PROBLEM_BASE + problem for problem in ProblemType})
