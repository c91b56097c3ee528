"""How commands speak, a line at a time, so that another program can read them, and how they leave a file."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
"""Where a command adds itself."""

BY: Final = "cli"
"""Who did it, in the audit: somebody at the server itself."""


def say(text: str) -> None:
    """Write a line."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def leave(target: Path, content: bytes) -> None:
    """Write a file whole or not at all; an older one stands until then. Raises OSError."""
    beside = target.with_name(target.name + ".tmp")
    try:
        with beside.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(target)
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise
