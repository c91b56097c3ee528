"""Our own mistakes: logged without personal data, told to the person; the application goes on."""

from __future__ import annotations

import sys
import threading
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType

from kemiskinan_desktop.ui.kit.dialogs import Dialogs, Trouble
from kemiskinan_desktop.ui.kit.dispatch import QtDispatcher
from kemiskinan_desktop.ui.kit.words import tr
from kemiskinan_domain.clock import Clock


class CrashHandler:
    """Takes unhandled exceptions of every thread. One dialog at a time, so that a fault that repeats buries nothing."""

    def __init__(self, log_file: Path, version: str, clock: Clock, dialogs: Callable[[], Dialogs | None]) -> None:
        self._log_file = log_file
        self._version = version
        self._clock = clock
        self._dialogs = dialogs
        self._dispatcher = QtDispatcher()
        self._telling = False

    def install(self) -> None:
        """Become the process's handler; call from the UI thread."""
        sys.excepthook = self.on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the process its own handlers back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__

    def on_exception(self, kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        """Log the fault and tell the person; Ctrl+C ends the process as ever."""
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        self._log(describe(kind, trace, self._clock(), self._version))
        self._dispatcher.deliver(self._tell)

    def _on_thread_exception(self, args: threading.ExceptHookArgs) -> None:
        if args.exc_value is not None:
            self.on_exception(args.exc_type, args.exc_value, args.exc_traceback)

    def _log(self, report: str) -> None:
        try:
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            with self._log_file.open("a", encoding="utf-8") as log:
                log.write(report)
        except OSError:
            sys.stderr.write(report)

    def _tell(self) -> None:
        dialogs = self._dialogs()
        if self._telling or dialogs is None:
            return
        self._telling = True
        trouble = Trouble(
            happened=tr("Ada kesalahan pada aplikasi"),
            safe=tr("Jawaban yang sudah bertanda tersimpan tetap aman."),
            todo=tr(
                "Anda dapat melanjutkan. Bila terulang, buka ulang aplikasi dan kirim berkas catatan ke kabupaten."
            ),
            detail=tr("Berkas catatan: {0}").format(self._log_file),
        )
        dialogs.trouble(trouble, self._on_told)

    def _on_told(self) -> None:
        self._telling = False


def describe(kind: type[BaseException], trace: TracebackType | None, now: datetime, version: str) -> str:
    """The kind of fault and the lines of code that led there; never its message or values, which may hold a NIK."""
    frames = traceback.extract_tb(trace)
    lines = [f"  {_place(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]
    return "\n".join([f"{now.isoformat()} {version} {kind.__module__}.{kind.__qualname__}", *lines, ""])


def _place(file: str) -> str:
    """The last parts of a path: enough to find the line, without the person's folder."""
    return "/".join(Path(file).parts[-3:])
