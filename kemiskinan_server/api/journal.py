"""The log of a running server: one line of JSON for each thing that happened, and nothing that somebody wrote.

What an error says may quote a value (a name, a NIK), so of an error only its type and the way through the program stay.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Final, TextIO

REQUESTS: Final = "kemiskinan_server.requests"
"""The logger whose message is a JSON object already."""
_OURS: Final = "kemiskinan_server"


class Lines(logging.Formatter):
    """One line of JSON for a record."""

    def format(self, record: logging.LogRecord) -> str:
        """When, how grave, from where, what, and by which way an error came."""
        told: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
        }
        message = record.getMessage()
        told |= json.loads(message) if record.name == REQUESTS else {"message": message}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told |= {"error": _types(error), "way": _way(error)}
        return json.dumps(told, ensure_ascii=False)


def begin_journal(stream: TextIO | None = None) -> None:
    """Everything of this process goes there from now on; the service's own journal keeps and turns it."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(logging.INFO)


def _types(error: BaseException | None) -> list[str]:
    """The error and what it came from."""
    found: list[str] = []
    while error is not None and len(found) < 10:
        found.append(f"{type(error).__module__}.{type(error).__qualname__}")
        error = error.__cause__ or error.__context__
    return found


def _way(error: BaseException) -> list[str]:
    """Files, lines and functions, the last one where it happened."""
    frames = traceback.extract_tb(error.__traceback__)[-20:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
